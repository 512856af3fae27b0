"""What a notebook needs beyond the notes themselves: drafts, revisions, links, and what was found."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple, TypeVar

from truthtime_core.clock import Reading
from truthtime_core.events import Draft, data_reading, reading_data
from truthtime_core.line import in_order
from truthtime_core.notes import Link, Note, read_links, together
from truthtime_desktop.store import finding, queries
from truthtime_desktop.store.cache import Cache
from truthtime_desktop.store.database import Database
from truthtime_desktop.store.log import Log

Result = TypeVar("Result")


class Kept(NamedTuple):
    """A draft: what was typed and is no revision yet.

    Attributes:
        text: all of the note, as typed.
        heads: ids of the revisions it was typed over.
        reading: the clocks when it was typed; None when they cannot be read.
    """

    text: str
    heads: tuple[str, ...]
    links: tuple[Link, ...]
    reading: Reading | None


class Revision(NamedTuple):
    """One stored version of a day's note.

    Attributes:
        id: of its event.
        at: the clocks when it was typed.
        device: id of the computer it was typed on.
        content: hash of its words, empty when there are none.
        is_shown: whether it is what the note shows now (of several written apart, one of them).
    """

    id: str
    at: Reading
    device: str
    content: str
    is_shown: bool


class Begin(NamedTuple):
    """Where an entry begins.

    Attributes:
        zone: IANA name of the zone it began in, and
        offset_min: its offset at that moment, minutes east.
    """

    entry: str
    start_ms: int
    zone: str
    offset_min: int
    voided: bool


class Pages:
    """Made by the store, which shares its file with it.

    Args:
        database: of the store.
        log: of the store.
        cache: of the store.
        guard: runs what writes, once more in the reserved space when the disk is full.
    """

    def __init__(self, database: Database, log: Log, cache: Cache, guard: Callable[[Callable[[], None]], None]) -> None:
        self._database = database
        self._log = log
        self._cache = cache
        self._guard = guard

    def look(self, day: str) -> tuple[Note | None, Kept | None]:
        """The note of a day as its revisions say, and its draft; inside `change` the newest there are."""
        if not self._database.raw.in_transaction:
            self._cache.catch_up()
        with self._database.reading():
            return next(iter(queries.notes(self._database, day, day)), None), self._draft(day)

    def _draft(self, day: str) -> Kept | None:
        found = self._database.row("SELECT text, heads, links, reading FROM note_draft WHERE day = ?", (day,))
        if found is None:
            return None
        text, heads, links, reading = found
        return Kept(text, tuple(json.loads(heads)), read_links(json.loads(links)), data_reading(json.loads(reading)))

    def draft_days(self) -> list[str]:
        """Days that have a draft, oldest first."""
        return [day for (day,) in self._database.rows("SELECT day FROM note_draft ORDER BY day")]

    def change(self, work: Callable[[], Result]) -> Result:
        """Do it in one transaction, in which the notes are up to date; on the disk when this returns.

        Raises:
            StoreError: nothing was stored.
        """
        results: list[Result] = []

        def attempt() -> None:
            results.clear()
            with self._writing():
                results.append(work())

        self._guard(attempt)
        return results[0]

    def put_draft(self, day: str, draft: Kept) -> None:
        """Inside `change`: keep this draft in the place of the one before."""
        reading = reading_data(draft.reading) if draft.reading else {}
        links = link_data(draft.links)
        values = (day, draft.text, json.dumps(draft.heads), json.dumps(links), json.dumps(reading))
        self._database.run("INSERT OR REPLACE INTO note_draft VALUES (?, ?, ?, ?, ?)", values)

    def drop_draft(self, day: str) -> None:
        """Inside `change`: forget the draft of this day."""
        self._database.run("DELETE FROM note_draft WHERE day = ?", (day,))

    def append(self, draft: Draft, reading: Reading) -> None:
        """Inside `change`: seal a revision onto the chain."""
        self._log.append_within((draft,), reading)

    def revisions(self, day: str) -> list[Revision]:
        """Every revision of a day, the newest first."""
        note, _ = self.look(day)
        heads = set(note.heads) if note else set()
        events, _ = self._log.note_events(day)
        return [
            Revision(one.id, data_reading(one.data.get("at")) or one.reading, one.device, one.content, one.id in heads)
            for one in reversed(in_order(events))
        ]

    def revision_text(self, content: str) -> str | None:
        """The text of a revision whose words have this hash; None when it was erased."""
        words = self._log.words.get(content) if content else {}
        return None if words is None else str(words.get("text", ""))

    def shown_by(self, day: str, heads: Sequence[str]) -> str | None:
        """What the note showed when these were its newest revisions; None when one of them is not known here."""
        events, words = self._log.note_events(day)
        found = {one.id: str(words.get(one.content, {}).get("text", "")) for one in events if one.id in set(heads)}
        return together(list(found.values())) if len(found) == len(set(heads)) else None

    def begins(self, entries: Sequence[str]) -> dict[str, Begin]:
        """Where these entries begin, by id; unknown ones are left out."""
        rows = self._database.rows(
            "SELECT timer, start_ms, zone, offset_min, voided FROM cache_entry"
            " WHERE timer IN (SELECT value FROM json_each(?))",
            (json.dumps(list(entries)),),
        )
        return {row[0]: Begin(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows}

    def days_linking(self, entry: str) -> list[str]:
        """Days whose note has a link to this entry, oldest first."""
        self._cache.catch_up()
        return [day for (day,) in self._database.rows("SELECT DISTINCT day FROM cache_link WHERE entry = ?", (entry,))]

    def days_with_text(self, first: str, last: str) -> list[str]:
        """Days from `first` to `last` that have a note or a draft with something in it."""
        self._cache.catch_up()
        sql = (
            "SELECT day FROM cache_note WHERE text <> '' AND day BETWEEN ? AND ?"
            " UNION SELECT day FROM note_draft WHERE text <> '' AND day BETWEEN ? AND ?"
        )
        return [day for (day,) in self._database.rows(sql, (first, last, first, last))]

    def search(self, terms: Sequence[str], limit: int) -> list[tuple[date, str]]:
        """Days whose note holds all of these folded terms, and its text, the newest first. Drafts are not asked."""
        self._cache.catch_up()
        with self._database.reading():
            return finding.search(self._database, terms, limit)

    def purge_search(self) -> None:
        """After words were erased: leave nothing of them in the full-text index either.

        Raises:
            StoreError: it could not be written.
        """
        self._cache.catch_up()
        with self._database.writing():
            finding.purge(self._database)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A write transaction in which the derived tables know every event."""
        while True:
            self._cache.catch_up()
            with self._database.writing():
                if not self._cache.is_behind():
                    yield
                    return


def link_data(links: Sequence[Link]) -> list[dict[str, str]]:
    """Links as a revision's data carries them."""
    return [{"at": link.at, "entry": link.entry} for link in links]
