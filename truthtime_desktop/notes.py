"""The notebook: a page for each day, drafts that survive a crash, every revision kept, links, search, export.

What is typed is first *kept*, half a second after the last key: a draft, on the disk, never synced. It is *saved*
when the person leaves the day or the window, after some minutes (`revise_after_ms`), on quit, on export, and at the
next start after a crash: one more revision, an event like any other.

Whoever shows a page holds it and hands it back with the text as it is now. If somebody else has written meanwhile (the
command line, another window), both changes are put together, and the page that comes back has the text to show from
then on. So nobody overwrites anybody, and no text has to be locked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from truthtime_core.clock import Reading
from truthtime_core.errors import InputError
from truthtime_core.events import Draft, reading_data
from truthtime_core.notes import Link, Note, appended, checked_note, merged, together
from truthtime_core.timer import checked_text
from truthtime_desktop.links import Links, PageLink
from truthtime_desktop.store import Store
from truthtime_desktop.store.pages import Kept, Pages, Revision, link_data

__all__ = ["Exported", "Found", "Notebook", "Page", "PageLink", "Revision"]

MAX_QUERY_BYTES = 4_000


@dataclass(frozen=True, slots=True)
class Page:
    """A day's page as it stands in the notebook.

    Attributes:
        text: byte for byte what was typed: the draft where there is one, otherwise the newest revision.
        heads: ids of the newest revisions.
        revisions: how many revisions there are.
        saved: the text is a revision; False while it is a draft.
        conflict: it was edited on two computers at once, and both texts are shown (`Notebook.settle` ends that).
        links: in the order of the text; a token may mean several entries that began in one minute.
    """

    day: date
    text: str
    heads: tuple[str, ...] = ()
    revisions: int = 0
    saved: bool = True
    conflict: bool = False
    links: tuple[PageLink, ...] = ()


class Found(NamedTuple):
    """A day whose note holds what was searched for.

    Attributes:
        snippet: part of one line of it.
        start: where in the text the snippet begins, in characters.
        marks: ranges of the snippet that match.
    """

    day: date
    snippet: str
    start: int
    marks: tuple[tuple[int, int], ...]


class Exported(NamedTuple):
    """What was exported: how many days, and where; `path` is None for standard output."""

    path: Path | None
    days: int


class _How(NamedTuple):
    """How to write: as a draft or a revision; one that settles a conflict; one that comes after a crash."""

    revise: bool = False
    settle: bool = False
    late: bool = False
    timer: str = ""


_Before = tuple[Note | None, Kept | None]


class Notebook:
    """The notes of one account.

    Args:
        store: open; the notebook does not close it. Several notebooks and processes may use one file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pages = store.pages
        self._links = Links(store)

    def page(self, day: date) -> Page:
        """The page of this day as it is now, empty when nothing was ever written."""
        note, draft = self._pages.look(day.isoformat())
        text = _shown(self._pages, day, note, draft)
        page = Page(day, text, saved=draft is None)
        if note is not None:
            conflict = len(note.heads) > 1 and len({self._pages.shown_by(note.day, (one,)) for one in note.heads}) > 1
            page = replace(page, heads=note.heads, revisions=note.revisions, conflict=conflict)
        links = self._links.of_text(day, text, *_known(note, draft))
        return replace(page, links=self._links.resolved(links))

    def keep(self, page: Page, text: str, now: Reading) -> Page:
        """Keep what is typed as a draft, half a second after the last key (`DRAFT_AFTER_MS`).

        Args:
            page: as it was last handed out; the text was typed into it.
            text: all of the text now.

        Returns:
            the page now; it is on the disk. If its text is not the given one, somebody else has written: show it.

        Raises:
            InputError: too long, holds a NUL, or is not valid Unicode.
            StoreError: it could not be stored; the draft before it is still there.
        """
        return self._write(page, checked_note(text), now, _How())

    def save(self, page: Page, text: str, now: Reading, timer: str = "") -> Page:
        """Make it a revision if it differs from the newest one, and drop the draft.

        Args:
            timer: id of the entry it is written beside, empty when nothing is open.

        Returns, Raises: as `keep`.
        """
        return self._write(page, checked_note(text), now, _How(revise=True, timer=timer))

    def settle(self, page: Page, text: str, now: Reading) -> Page:
        """Keep both: what stands there is one text from now on, also if nothing in it was changed."""
        return self._write(page, checked_note(text), now, _How(revise=True, settle=True))

    def append(self, day: date, text: str, now: Reading, timer: str = "") -> Page:
        """Add a line to the day's note, as a revision of its own. A draft of the day stays one, and shows the line too.

        Raises:
            InputError: the text is not valid, or the note would be too long.
            StoreError: it could not be stored.
        """
        checked_note(text)

        def work() -> None:
            note, _ = self._pages.look(day.isoformat())
            whole = checked_note(appended(note.text if note else "", text))
            self._revise(day, whole, (note, None), now, _How(revise=True, timer=timer))

        self._pages.change(work)
        return self.page(day)

    def drafts(self) -> tuple[date, ...]:
        """Days with a draft, oldest first."""
        return tuple(map(date.fromisoformat, self._pages.draft_days()))

    def recover(self, now: Reading) -> tuple[date, ...]:
        """Make every draft a revision: at the start after a crash, on quit, before an export. Returns their days.

        A draft that cannot become one, because the note would be too long, stays a draft and is shown as such.
        """
        done = []
        for day in self.drafts():
            page = self.page(day)
            try:
                self._write(page, checked_note(page.text), now, _How(revise=True, late=True))
            except InputError:
                continue
            done.append(day)
        return tuple(done)

    def revisions(self, day: date) -> tuple[Revision, ...]:
        """Every revision of the day, the newest first."""
        return tuple(self._pages.revisions(day.isoformat()))

    def read(self, revision: Revision) -> str | None:
        """The text of a revision, byte for byte; None when it was erased."""
        return self._pages.revision_text(revision.content)

    def sides(self, day: date) -> tuple[Revision, ...]:
        """The revisions that are shown together while there is a conflict; otherwise the newest one."""
        return tuple(one for one in self.revisions(day) if one.is_shown)

    def link(self, day: date, at: str, entry: str) -> None:
        """From now on the token ``@at`` of the day's page means this entry; stored with the next `keep` or `save`.

        A token without such a choice means the entries of its day that begin in that minute.
        """
        self._links.choose(day, at, entry)

    def links(self, day: date) -> tuple[PageLink, ...]:
        """The links of the day's page."""
        return self.page(day).links

    def days_linking(self, entry: str) -> tuple[date, ...]:
        """Days whose saved note has a link to this entry."""
        return tuple(sorted(_dates(self._pages.days_linking(entry))))

    def days(self, first: date, last: date) -> frozenset[date]:
        """Days from `first` to `last` on which something is written."""
        return frozenset(_dates(self._pages.days_with_text(first.isoformat(), last.isoformat())))

    def search(self, query: str, limit: int = 50) -> tuple[Found, ...]:
        """Days whose note holds every word of the query, also inside longer words; the newest first.

        Args:
            query: words; "words in quotes" are looked for as they stand. Case and diacritics do not count.

        Raises:
            InputError: the query is too long or not valid Unicode.
        """
        from truthtime_core.searching import excerpt, holds, terms_of

        terms = terms_of(checked_text("search", query, MAX_QUERY_BYTES))
        drafts = [self.page(day) for day in self.drafts()] if terms else []
        fresh = {page.day for page in drafts}
        found = [(page.day, page.text) for page in drafts if holds(page.text, terms)]
        found += [one for one in self._pages.search(terms, limit + len(fresh)) if one[0] not in fresh]
        newest = sorted(found, key=lambda one: one[0], reverse=True)[:limit]
        return tuple(Found(day, *excerpt(text, terms)) for day, text in newest)

    def export(
        self, target: Path | str, first: date | None, last: date | None, now: Reading, *, force: bool = False
    ) -> Exported:
        """Write notes as Markdown; drafts become revisions first.

        Args:
            target: a file for all days, each under its date; a folder that exists for one file a day, byte for byte
                as typed; or "-" for standard output.
            first: first day, None for the oldest; `last` likewise.
            force: replace files that exist.

        Raises:
            InputError: a file exists, or there is no such folder.
            StoreError: the disk does not take it.
        """
        from truthtime_desktop.exports import write_notes

        self.recover(now)
        days = sorted(self.days(first or date.min, last or date.max))
        pages = ((day, self.page(day).text) for day in days)
        return Exported(write_notes(pages, days, target, force=force), len(days))

    def _write(self, page: Page, text: str, now: Reading, how: _How) -> Page:
        day = page.day

        def work() -> None:
            note, draft = self._pages.look(day.isoformat())
            shown = _shown(self._pages, day, note, draft)
            whole = text if shown == page.text else checked_note(merged(page.text, text, shown))
            is_new = whole != (note.text if note else "") or self._links.chosen(day) or _relinked(note, draft)
            if how.revise and (is_new or (how.settle and len(_heads(note)) > 1)):
                self._revise(day, whole, (note, draft), now, how)
            if how.revise or not is_new:
                self._pages.drop_draft(day.isoformat())
            elif draft is None or draft.text != whole or draft.heads != _heads(note) or self._links.chosen(day):
                links = tuple(self._links.of_text(day, whole, *_known(note, draft)))
                self._pages.put_draft(day.isoformat(), Kept(whole, _heads(note), links, now))

        if how.revise or text != page.text or self._links.chosen(day):
            self._pages.change(work)
            self._links.stored(day)
        return self.page(day)

    def _revise(self, day: date, text: str, before: _Before, now: Reading, how: _How) -> None:
        """Write a revision, inside a change."""
        note, draft = before
        data: dict[str, object] = {"day": day.isoformat(), "parents": list(_heads(note))}
        links = link_data(self._links.of_text(day, text, *_known(note, draft)))
        if links:
            data["links"] = links
        if how.late and draft is not None and draft.reading is not None:
            data["at"] = reading_data(draft.reading)
        source = "recovery" if how.late else "user"
        self._pages.append(Draft("note.revise", how.timer, data, {"text": text}, source), now)


def _shown(pages: Pages, day: date, note: Note | None, draft: Kept | None) -> str:
    """What the page shows: the newest revision, the draft over it, or both where the draft knows an older one."""
    shown = note.text if note else ""
    if draft is None:
        return shown
    if draft.heads == _heads(note):
        return draft.text
    base = pages.shown_by(day.isoformat(), draft.heads)
    return together([draft.text, shown]) if base is None else merged(base, draft.text, shown)


def _relinked(note: Note | None, draft: Kept | None) -> bool:
    """Whether the draft is one because of its links alone."""
    if note is None or draft is None:
        return False
    return draft.text == note.text and set(draft.links) != set(note.links)


def _known(note: Note | None, draft: Kept | None) -> tuple[Sequence[Link], Sequence[Link]]:
    """The links there are, the newest last."""
    return note.links if note else (), draft.links if draft else ()


def _heads(note: Note | None) -> tuple[str, ...]:
    return note.heads if note else ()


def _dates(days: Sequence[str]) -> Iterable[date]:
    """Those that are dates: another program may have written a note for anything."""
    for day in days:
        try:
            yield date.fromisoformat(day)
        except ValueError:
            continue
