"""Entries, projects and notes out of the derived tables. Plain SQL: the tray and the quick commands read through it."""

import json
from collections.abc import Sequence
from datetime import date

from truthtime_core.days import day_of, zone_of
from truthtime_core.entries import Entry, Interval
from truthtime_core.ledger import Project
from truthtime_core.notes import Link, Note
from truthtime_desktop.store.database import Database, Row
from truthtime_desktop.store.rollup import around

_ENTRY = (
    "SELECT number, timer, state, start_ms, zone, offset_min, description, project, tags, flags, provenance, voided,"
    " unclaimed_ms FROM cache_entry"
)
_INTERVALS = (
    "SELECT entry, start_ms, duration_ms, kind, answered, zone, offset_min, device, boot, elapsed_ms"
    " FROM cache_interval WHERE entry IN ({}) ORDER BY entry, position"
)
ASKED_AT_ONCE = 200
"""Entries whose intervals are read by one statement: a query for each would cost more than what it reads."""

_RECENT = (
    "SELECT cache_entry.description, ifnull(cache_project.name, ''), cache_entry.tags FROM cache_entry"
    " LEFT JOIN cache_project ON cache_project.project = cache_entry.project"
    " WHERE NOT cache_entry.voided AND (cache_entry.description <> '' OR cache_entry.project <> '')"
    " ORDER BY cache_entry.start_ms DESC, cache_entry.timer DESC LIMIT ?"
)
_DAYS = "WHERE day BETWEEN ? AND ?"
LOOK_BACK = 200
"""Recent tasks are looked for among so many entries: enough for a week of busy days, and flat."""


def read_entry(database: Database, timer: str) -> Entry | None:
    """One entry as it is cached, None when there is none."""
    row = database.row(f"{_ENTRY} WHERE timer = ?", (timer,))
    return _entries(database, [row])[0] if row else None


def open_timers(database: Database) -> list[Row]:
    """Timer and state of what is not stopped, the one that began last at the end."""
    # Named, because SQLite would rather walk through every entry there is in the wanted order than sort these few.
    return database.rows(
        "SELECT timer, state FROM cache_entry INDEXED BY cache_entry_open WHERE state <> 'stopped'"
        " ORDER BY start_ms, timer"
    )


def entries_begun(
    database: Database, first: date | None, last: date | None, limit: int | None, day_start_min: int
) -> list[Entry]:
    """Entries that began on the days from `first` to `last`, the newest `limit` of them, newest first."""
    first_ms, end_ms = around(first, last)
    found: list[Entry] = []
    after: tuple[int, str] | None = None
    while limit is None or len(found) < limit:
        page = newest_entries(database, first_ms, end_ms, limit, after)
        found += (one for one in page if _began(one, first, last, day_start_min))
        if limit is None or len(page) < limit:
            break
        after = (page[-1].start_ms, page[-1].id)
    return found[:limit]


def newest_entries(
    database: Database, first_ms: int, end_ms: int, limit: int | None, after: tuple[int, str] | None = None
) -> list[Entry]:
    """Entries that began in [first_ms, end_ms), the newest `limit` of them, newest first.

    Args:
        after: beginning and id of an entry: only older ones than this.
    """
    older = "AND (start_ms, timer) < (?, ?)" if after else ""
    rows = database.rows(
        f"{_ENTRY} WHERE start_ms >= ? AND start_ms < ? {older} ORDER BY start_ms DESC, timer DESC LIMIT ?",
        (first_ms, end_ms, *(after or ()), -1 if limit is None else limit),
    )
    return _entries(database, rows)


def projects(database: Database, condition: str = "", values: Sequence[object] = ()) -> tuple[Project, ...]:
    """Projects by id."""
    sql = f"SELECT project, name, archived FROM cache_project {condition} ORDER BY project"  # noqa: S608 - our own words
    rows = database.rows(sql, values)
    return tuple(Project(project, name, bool(archived)) for project, name, archived in rows)


def notes(database: Database, first: str, last: str) -> list[Note]:
    """Notes of the days from `first` to `last`, both included and written as in 2026-11-17."""
    links: dict[str, list[Link]] = {}
    for day, at, entry in database.rows(f"SELECT day, at, entry FROM cache_link {_DAYS}", (first, last)):  # noqa: S608 - our own words
        links.setdefault(day, []).append(Link(at, entry))
    sql = f"SELECT day, text, heads, revisions FROM cache_note {_DAYS} ORDER BY day"  # noqa: S608 - our own words
    return [
        Note(day, text, tuple(json.loads(heads)), revisions, tuple(sorted(links.get(day, ()))))
        for day, text, heads, revisions in database.rows(sql, (first, last))
    ]


def recent(database: Database, limit: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """What was tracked lately, the newest first and each once: description, project's name, tags."""
    rows = database.rows(_RECENT, (LOOK_BACK,))
    found = dict.fromkeys((description, project, _words(tags)) for description, project, tags in rows)
    return list(found)[:limit]


def _began(entry: Entry, first: date | None, last: date | None, day_start_min: int) -> bool:
    if first is None and last is None:
        return True
    day = day_of(entry.start_ms, zone_of(entry.zone, entry.offset_min), day_start_min)
    return (first is None or first <= day) and (last is None or day <= last)


def _entries(database: Database, rows: Sequence[Row]) -> list[Entry]:
    intervals: dict[int, list[Interval]] = {row[0]: [] for row in rows}
    numbers = list(intervals)
    for start in range(0, len(numbers), ASKED_AT_ONCE):
        asked = numbers[start : start + ASKED_AT_ONCE]
        sql = _INTERVALS.format(", ".join("?" * len(asked)))
        for number, begin, length, kind, answered, *rest in database.rows(sql, asked):
            intervals[number].append(Interval(begin, length, kind, bool(answered), *rest))
    return [_entry(row, intervals[row[0]]) for row in rows]


def _entry(row: Row, intervals: Sequence[Interval]) -> Entry:
    _number, timer, state, start_ms, zone, offset_min, description, project, tags, flags, provenance, voided, late = row
    return Entry(
        id=timer,
        state=state,
        start_ms=start_ms,
        zone=zone,
        offset_min=offset_min,
        description=description,
        project=project,
        tags=_words(tags),
        intervals=tuple(intervals),
        flags=_words(flags),
        provenance=_words(provenance),
        voided=bool(voided),
        unclaimed_ms=late,
    )


def _words(text: str) -> tuple[str, ...]:
    """A list of words as the derived tables keep it; nearly all of them are empty."""
    return () if text == "[]" else tuple(json.loads(text))
