"""The derived tables: kept up to date from the log, and dropped and derived again whenever the rules change.

`meta.folded_through` says up to which event they know everything; it moves in the same transaction as they do, so a
process that dies in between leaves work to do and never a wrong total.
"""

import json
from typing import NamedTuple

from truthtime_core.accounting import Totals
from truthtime_core.entries import Entry, fold_entry
from truthtime_core.events import ENTRY_TYPES
from truthtime_core.ledger import FOLD_VERSION, fold_choices, fold_projects
from truthtime_core.notes import Note, fold_note
from truthtime_desktop.store.database import Database, Row
from truthtime_desktop.store.finding import index
from truthtime_desktop.store.log import OVERLAP, PROJECT, Log
from truthtime_desktop.store.queries import read_entry
from truthtime_desktop.store.rollup import Rollup, Span, changed_spans

CHUNK_EVENTS = 5_000
"""So many events are folded in one transaction: others wait for the lock less than a second."""

NOTES_AT_ONCE = 200
"""Nor are more notes folded in one: each of them is put into the full-text index."""

BULK_EVENTS = 20_000
"""A backlog larger than this, and than a fourth of the log, has its days summed up once at the end."""

_STATE = (
    "SELECT fold_version, folded_through, day_start_min, days_stale,"
    " ifnull((SELECT max(local) FROM event), 0) FROM meta"
)
_NEXT = "SELECT local, type, timer, subject FROM event WHERE local > ? ORDER BY local LIMIT ?"
_DROPPED = ("entry", "interval", "day", "note", "link", "search", "project", "choice")
_PUT_ENTRY = (
    "INSERT INTO cache_entry (timer, state, start_ms, end_ms, zone, offset_min, description, project, tags, flags,"
    " provenance, voided, worked_ms, elapsed_ms, unanswered_ms, unclaimed_ms)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (timer) DO UPDATE SET state = excluded.state, start_ms = excluded.start_ms, end_ms = excluded.end_ms,"
    " zone = excluded.zone, offset_min = excluded.offset_min, description = excluded.description,"
    " project = excluded.project, tags = excluded.tags, flags = excluded.flags, provenance = excluded.provenance,"
    " voided = excluded.voided, worked_ms = excluded.worked_ms, elapsed_ms = excluded.elapsed_ms,"
    " unanswered_ms = excluded.unanswered_ms, unclaimed_ms = excluded.unclaimed_ms RETURNING number"
)
_PUT_INTERVAL = "INSERT INTO cache_interval VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_CELL = "INSERT INTO cache_day (day, project, kind, ms) VALUES (?, ?, ?, ?)"
_written = json.JSONEncoder(ensure_ascii=False).encode


class _State(NamedTuple):
    fold_version: int
    folded_through: int
    day_start_min: int
    days_stale: int
    newest: int


class Cache:
    """Keeps the derived tables.

    Args:
        database: open for writing.
        log: of the same database.
        rollup: of the same database.
        day_start_min: when the person's day begins, minutes after midnight; it shapes the roll-up of days.
    """

    def __init__(self, database: Database, log: Log, rollup: Rollup, day_start_min: int) -> None:
        self._database = database
        self._log = log
        self._rollup = rollup
        self.day_start_min = day_start_min

    def catch_up(self) -> None:
        """Bring every derived table up to the newest event. Costs one small query when there is nothing to do."""
        if self._database.read_only and self.is_behind():
            self._database.copy_to_memory()
        while self.is_behind():
            state = self._state()
            if state.fold_version != FOLD_VERSION:
                self._drop()
            elif state.folded_through < state.newest:
                self._fold_some(state)
            else:
                self._sum_up_all()

    def is_behind(self) -> bool:
        """Whether `catch_up` would have something to do."""
        state = self._state()
        return state != (FOLD_VERSION, state.newest, self.day_start_min, 0, state.newest)

    def _state(self) -> _State:
        found = self._database.row(_STATE)
        return _State(*found) if found else _State(FOLD_VERSION, 0, self.day_start_min, 0, 0)

    def _drop(self) -> None:
        with self._database.writing(durable=False):
            for name in _DROPPED:
                self._database.run(f"DELETE FROM cache_{name}")  # noqa: S608 - the names are ours
            self._database.run("UPDATE meta SET fold_version = ?, folded_through = 0", (FOLD_VERSION,))

    def _fold_some(self, state: _State) -> None:
        """Fold one chunk of new events, and whatever they speak of."""
        backlog = state.newest - state.folded_through
        is_large = backlog > BULK_EVENTS and backlog * 4 > state.newest
        bulk = is_large or bool(state.days_stale) or state.day_start_min != self.day_start_min
        with self._database.writing(durable=False):
            through = self._database.number("SELECT folded_through FROM meta")
            rows = _with_few_notes(self._database.rows(_NEXT, (through, CHUNK_EVENTS)))
            if not rows:
                return
            timers = dict.fromkeys(timer for _, kind, timer, _ in rows if timer and kind in ENTRY_TYPES)
            subjects = dict.fromkeys(subject for *_, subject in rows if subject)
            spans = [span for timer in timers for span in self._fold_timer(timer, bulk=bulk)]
            for subject in subjects:
                spans += self._fold_subject(subject)
            if bulk:
                self._database.run("UPDATE meta SET days_stale = 1")
            else:
                self._sum_up(spans)
            self._database.run("UPDATE meta SET folded_through = ?", (rows[-1][0],))

    def _fold_timer(self, timer: str, *, bulk: bool) -> list[Span]:
        events, words = self._log.entry_events(timer)
        entry = fold_entry([event for event in events if event.type in ENTRY_TYPES], words)
        old = read_entry(self._database, timer)
        execute = self._database.raw.execute
        number = execute(_PUT_ENTRY, _entry_row(timer, entry)).fetchone()[0]
        kept = 0
        if old is not None:
            limit = min(len(old.intervals), len(entry.intervals))
            while kept < limit and old.intervals[kept] == entry.intervals[kept]:
                kept += 1
            if kept < len(old.intervals):
                execute("DELETE FROM cache_interval WHERE entry = ? AND position >= ?", (number, kept))
        self._database.raw.executemany(
            _PUT_INTERVAL, [(number, at, *entry.intervals[at]) for at in range(kept, len(entry.intervals))]
        )
        return [] if bulk else changed_spans(old, entry)

    def _fold_subject(self, subject: str) -> list[Span]:
        if subject == OVERLAP:
            return self._put_choices()
        if subject.startswith("note "):
            self._put_note(fold_note(*self._log.note_events(subject.removeprefix("note "))))
        elif subject == PROJECT:
            # All of them: their order among each other depends on every one.
            for project in fold_projects(*self._log.subject_events(subject)):
                values = (project.id, project.name, int(project.archived))
                self._database.run("INSERT OR REPLACE INTO cache_project VALUES (?, ?, ?)", values)
        return []

    def _put_note(self, note: Note) -> None:
        """Store a note with its links, and what it is found by."""
        values: Row = (note.day, note.text, _written(note.heads), note.revisions)
        self._database.run("INSERT OR REPLACE INTO cache_note VALUES (?, ?, ?, ?)", values)
        self._database.run("DELETE FROM cache_link WHERE day = ?", (note.day,))
        links = [(note.day, link.at, link.entry) for link in note.links]
        self._database.run_many("INSERT INTO cache_link VALUES (?, ?, ?)", links)
        index(self._database, note.day, note.text)

    def _put_choices(self) -> list[Span]:
        """Store the decisions anew and return the spans of every entry they are or were about."""
        events, _ = self._log.subject_events(OVERLAP)
        before, choices = self._rollup.choices(), fold_choices(events)
        self._database.run("DELETE FROM cache_choice")
        rows = [(position, *choice) for position, choice in enumerate(choices)]
        self._database.run_many("INSERT INTO cache_choice VALUES (?, ?, ?, ?)", rows)
        if before == choices:
            return []
        names = dict.fromkeys(name for one in (*before, *choices) for name in (one.a, one.b))
        entries = [read_entry(self._database, name) for name in names]
        return [span for entry in entries for span in changed_spans(None, entry)]

    def _sum_up(self, spans: list[Span]) -> None:
        """Replace the totals of the days that something changed in."""
        if not spans:
            return
        days = self._rollup.touched(spans, (), self.day_start_min)
        totals = self._rollup.totals(days, (), self.day_start_min)
        self._database.run_many("DELETE FROM cache_day WHERE day = ?", [(day.isoformat(),) for day in days])
        self._database.run_many(_PUT_CELL, _cells(totals))

    def _sum_up_all(self) -> None:
        """Replace the totals of all days; the sums are made without holding the write lock."""
        with self._database.reading():
            before = self._state()
            totals = self._rollup.sweep(self.day_start_min)
        with self._database.writing(durable=False):
            if self._state()[:2] != before[:2]:
                return  # another process has folded more meanwhile; `catch_up` begins again
            self._database.run("DELETE FROM cache_day")
            self._database.run_many(_PUT_CELL, _cells(totals))
            self._database.run("UPDATE meta SET days_stale = 0, day_start_min = ?", (self.day_start_min,))


def _with_few_notes(rows: list[Row]) -> list[Row]:
    """As many of these events, from the first on, as speak of `NOTES_AT_ONCE` notes."""
    seen: set[str] = set()
    for place, (*_, subject) in enumerate(rows):
        if subject is not None and subject not in seen:
            if len(seen) == NOTES_AT_ONCE:
                return rows[:place]
            seen.add(subject)
    return rows


def _entry_row(timer: str, entry: Entry) -> Row:
    return (
        timer,
        entry.state,
        entry.start_ms,
        entry.end_ms,
        entry.zone,
        entry.offset_min,
        entry.description,
        entry.project,
        _written(entry.tags),
        _written(entry.flags),
        _written(entry.provenance),
        int(entry.voided),
        entry.worked_ms,
        entry.elapsed_ms,
        entry.unanswered_ms,
        entry.unclaimed_ms,
    )


def _cells(totals: Totals) -> list[tuple[str, str, str, int]]:
    return [
        (cell.day.isoformat(), cell.project, kind, ms) for cell, kinds in totals.items() for kind, ms in kinds.items()
    ]
