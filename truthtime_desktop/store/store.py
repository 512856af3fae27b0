"""The store: one account's data file behind one object. What goes in is on the disk; what comes out is up to date."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from truthtime_core.accounting import Totals
from truthtime_core.clock import Reading
from truthtime_core.edits import Words
from truthtime_core.entries import Entry, Now, fold_entry
from truthtime_core.events import ENTRY_TYPES, Content, Draft, Event, Head
from truthtime_core.ledger import Project
from truthtime_core.notes import Note
from truthtime_desktop.store import copies, queries
from truthtime_desktop.store.adoption import Adopted
from truthtime_desktop.store.cache import Cache
from truthtime_desktop.store.database import Database
from truthtime_desktop.store.integrity import find_faults
from truthtime_desktop.store.log import Log
from truthtime_desktop.store.pages import Pages
from truthtime_desktop.store.reserve import Reserve
from truthtime_desktop.store.rollup import DayView, Rollup, changed_spans, stored_cells
from truthtime_desktop.viewstate import RecentTask


class OpenTimer(NamedTuple):
    """An entry that has not been stopped."""

    timer: str
    state: str


class Store:
    """The data of one account. Made by `open_store`; several processes may each have one open on the same file.

    Attributes:
        reserve: space kept back for a full disk, and whether it had to be given up.
        pages: drafts, revisions and search of notes.

    Args:
        database: open, of the right schema.
        device: this device and
        incarnation: its incarnation.
        day_start_min: when the person's day begins, minutes after midnight.
    """

    def __init__(self, database: Database, device: str, incarnation: int, day_start_min: int) -> None:
        self.reserve = Reserve(database.places.reserve, read_only=database.read_only)
        self._database = database
        self._log = Log(database, device, incarnation)
        self._rollup = Rollup(database)
        self._cache = Cache(database, self._log, self._rollup, day_start_min)
        self.pages = Pages(database, self._log, self._cache, self.reserve.behind)

    @property
    def head(self) -> Head:
        """Where this device's chain stands now."""
        return self._log.head

    @property
    def last_reading(self) -> Reading | None:
        """The clocks in this device's newest event."""
        return self._log.last_reading

    def append(self, drafts: Sequence[Draft], reading: Reading) -> tuple[Event, ...]:
        """Seal these drafts onto the chain; they are on the disk when this returns.

        Raises:
            StoreError: nothing was stored and nothing may be acknowledged.
        """
        return self.reserve.behind(lambda: self._log.append(drafts, reading))

    def adopt(self, pairs: Iterable[tuple[bytes, Content | None]]) -> Adopted:
        """Take in events and their words, verbatim and verified: all or nothing, and again without effect.

        Raises:
            MalformedEventError: bytes that are no event, or words that are not its own.
            ChainError: a gap, a changed byte, or a fork.
            StoreError: it could not be stored.
        """
        return self._log.adopt(pairs)

    def wait_at_most(self, patience_ms: int) -> None:
        """How long a write waits for a lock before `LockedError`, milliseconds; 5,000 until this is called."""
        self._database.wait_at_most(patience_ms)

    def catch_up(self) -> None:
        """Bring the derived tables up to the newest event. Every reading below begins with it."""
        self.reserve.behind(self._cache.catch_up)

    def set_day_start(self, day_start_min: int) -> None:
        """The person's day begins at another time from now on, and did so always: all days are summed up again."""
        self._cache.day_start_min = day_start_min

    def open_timers(self) -> list[OpenTimer]:
        """Running and paused entries, the one that began last at the end. Flat, however long the log is."""
        self.catch_up()
        return [OpenTimer(*row) for row in queries.open_timers(self._database)]

    def entry_events(self, timer: str) -> tuple[list[Event], Words]:
        """Every event that speaks of this timer, in order of arrival, and their words."""
        return self._log.entry_events(timer)

    def entry(self, timer: str, now: Now | None) -> Entry | None:
        """One entry, counted up to now if it is open; None if nothing is known of it."""
        events, words = self._log.entry_events(timer)
        own = [event for event in events if event.type in ENTRY_TYPES]
        return fold_entry(own, words, now) if own else None

    def day(self, day: date, now: Now | None, day_start_min: int | None = None) -> DayView:
        """One day, counted up to now. Flat: it costs as much as the day holds.

        Args:
            day_start_min: minutes after midnight, if other than the person's setting.
        """
        self.catch_up()
        start_min = self._cache.day_start_min if day_start_min is None else day_start_min
        with self._database.reading():
            return self._rollup.day(day, self._live(now), start_min)

    def totals(self, first: date, last: date, now: Now | None) -> Totals:
        """Milliseconds by day, project and kind from `first` to `last`, both included, counted up to now."""
        self.catch_up()
        start_min = self._cache.day_start_min
        with self._database.reading():
            rows = self._database.rows(
                "SELECT day, project, kind, ms FROM cache_day WHERE day BETWEEN ? AND ? ORDER BY day, project, kind",
                (first.isoformat(), last.isoformat()),
            )
            totals = stored_cells(rows)
            live = self._live(now)
            if not live:
                return totals
            spans = [s for one in live for s in changed_spans(queries.read_entry(self._database, one.id), one)]
            days = {day for day in self._rollup.touched(spans, live, start_min) if first <= day <= last}
            fresh = self._rollup.totals(days, live, start_min)
        return {cell: kinds for cell, kinds in totals.items() if cell.day not in days} | fresh

    def entries(self, first: date | None, last: date | None, limit: int | None, now: Now | None) -> list[Entry]:
        """Entries that began on the days from `first` to `last`, voided ones too, oldest first.

        Args:
            limit: only the newest so many.
            now: open entries are counted up to it.
        """
        self.catch_up()
        with self._database.reading():
            live = {one.id: one for one in self._live(now)}
            found = queries.entries_begun(self._database, first, last, limit, self._cache.day_start_min)
        return [live.get(one.id, one) for one in reversed(found)]

    def projects(self) -> tuple[Project, ...]:
        """Every project, by id."""
        self.catch_up()
        return queries.projects(self._database)

    def project_named(self, name: str) -> Project | None:
        """The project of this name, one in use before an archived one."""
        self.catch_up()
        found = queries.projects(self._database, "WHERE name = ?", (name,))
        return min(found, key=lambda one: one.archived, default=None)

    def project_words(self, project: str) -> str:
        """The name of a project; empty when it has none or is not known."""
        self.catch_up()
        found = queries.projects(self._database, "WHERE project = ?", (project,))
        return found[0].name if found else ""

    def recent_tasks(self, limit: int) -> list[RecentTask]:
        """What was tracked lately, the newest first, each once; `project` is the project's name."""
        self.catch_up()
        return [RecentTask(*one) for one in queries.recent(self._database, limit)]

    def note(self, day: str) -> Note | None:
        """The note of a day, written as in 2026-11-17."""
        return next(iter(self.notes(day, day)), None)

    def notes(self, first: str, last: str) -> list[Note]:
        """The notes from `first` to `last`, both included."""
        self.catch_up()
        return queries.notes(self._database, first, last)

    def events(self, after_local: int = 0) -> Iterator[tuple[int, bytes, Content | None]]:
        """Number of arrival, bytes and words of every event later than `after_local`, in order of arrival."""
        return self._log.stream(after_local)

    def counts(self) -> dict[str, int]:
        """How much there is: events, entries, intervals."""
        self.catch_up()
        tables = {"events": "event", "entries": "cache_entry", "intervals": "cache_interval"}
        return {name: self._database.number(f"SELECT count(*) FROM {table}") for name, table in tables.items()}  # noqa: S608 - our own names

    def integrity(self) -> list[str]:
        """What is wrong with the file or with any chain in it, one sentence each; empty when all is sound."""
        return find_faults(self._database)

    def backup_to(self, path: Path) -> None:
        """A checked copy of the whole file at `path`.

        Raises:
            StoreError: it could not be made, or is not sound.
        """
        copies.copy_verified(self._database.places.database, path)

    def let_go(self) -> None:
        """Give memory back that would make the next reading quicker."""
        self._database.let_go()

    def close(self) -> None:
        """Close the file; the object is of no further use."""
        self._database.close()

    def _live(self, now: Now | None) -> list[Entry]:
        """The open entries as they are now; none when nobody asks for now."""
        if now is None:
            return []
        # No `catch_up` in here: callers are inside one view of the file, in which nothing can be written.
        found = [self.entry(timer, now) for timer, _ in queries.open_timers(self._database)]
        return [one for one in found if one is not None]
