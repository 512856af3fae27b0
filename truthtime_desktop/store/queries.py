"""Entries, projects and notes out of the derived tables. Plain SQL: the tray and the quick commands read through it."""

import json
from collections.abc import Sequence

from truthtime_core.entries import Entry, Interval
from truthtime_core.ledger import Project
from truthtime_core.notes import Note
from truthtime_desktop.store.database import Database, Row

_ENTRY = (
    "SELECT number, timer, state, start_ms, zone, offset_min, description, project, tags, flags, provenance, voided,"
    " unclaimed_ms FROM cache_entry"
)
_INTERVALS = (
    "SELECT start_ms, duration_ms, kind, answered, zone, offset_min, device, boot, elapsed_ms FROM cache_interval"
    " WHERE entry = ? ORDER BY position"
)
_RECENT = (
    "SELECT cache_entry.description, ifnull(cache_project.name, ''), cache_entry.tags FROM cache_entry"
    " LEFT JOIN cache_project ON cache_project.project = cache_entry.project"
    " WHERE NOT cache_entry.voided AND (cache_entry.description <> '' OR cache_entry.project <> '')"
    " ORDER BY cache_entry.start_ms DESC, cache_entry.timer DESC LIMIT ?"
)
LOOK_BACK = 200
"""Recent tasks are looked for among so many entries: enough for a week of busy days, and flat."""


def read_entry(database: Database, timer: str) -> Entry | None:
    """One entry as it is cached, None when there is none."""
    row = database.row(f"{_ENTRY} WHERE timer = ?", (timer,))
    return _entry(database, row) if row else None


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
    return [_entry(database, row) for row in rows]


def projects(database: Database, condition: str = "", values: Sequence[object] = ()) -> tuple[Project, ...]:
    """Projects by id."""
    sql = f"SELECT project, name, archived FROM cache_project {condition} ORDER BY project"  # noqa: S608 - our own words
    rows = database.rows(sql, values)
    return tuple(Project(project, name, bool(archived)) for project, name, archived in rows)


def notes(database: Database, first: str, last: str) -> list[Note]:
    """Notes of the days from `first` to `last`, both included and written as in 2026-11-17."""
    sql = "SELECT day, text, heads, revisions FROM cache_note WHERE day BETWEEN ? AND ? ORDER BY day"
    rows = database.rows(sql, (first, last))
    return [Note(day, text, tuple(json.loads(heads)), revisions) for day, text, heads, revisions in rows]


def recent(database: Database, limit: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """What was tracked lately, the newest first and each once: description, project's name, tags."""
    rows = database.rows(_RECENT, (LOOK_BACK,))
    found = dict.fromkeys((description, project, tuple(json.loads(tags))) for description, project, tags in rows)
    return list(found)[:limit]


def _entry(database: Database, row: Row) -> Entry:
    number, timer, state, start_ms, zone, offset_min, description, project, tags, flags, provenance, voided, late = row
    intervals = database.rows(_INTERVALS, (number,))
    return Entry(
        id=timer,
        state=state,
        start_ms=start_ms,
        zone=zone,
        offset_min=offset_min,
        description=description,
        project=project,
        tags=tuple(json.loads(tags)),
        intervals=tuple(
            Interval(begin, length, kind, bool(answered), *rest) for begin, length, kind, answered, *rest in intervals
        ),
        flags=tuple(json.loads(flags)),
        provenance=tuple(json.loads(provenance)),
        voided=bool(voided),
        unclaimed_ms=late,
    )
