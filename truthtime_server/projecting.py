"""What a user's log amounts to, as rows for the database: the core's fold, and the documents that answers are of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import orjson

from truthtime_core.days import rfc3339, zone_of
from truthtime_core.edits import Words
from truthtime_core.entries import Entry, Interval, fold_entry
from truthtime_core.events import ENTRY_TYPES, TIMER_TYPES, Event
from truthtime_core.ledger import FOLD_VERSION, fold_projects
from truthtime_core.line import in_order
from truthtime_core.notes import fold_note

_NOTES = UUID("6f1c0a52-7a0e-5b7c-9a55-0f0b0c1d2e3f")
"""The namespace of note ids (RFC 9562, section 5.5)."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as rows.

    Attributes:
        row: of time_entries; its `document` is what the API answers, but for the project's name.
        intervals: of time_intervals.
    """

    entry: Entry
    row: Row
    intervals: tuple[Row, ...]

    @property
    def document(self) -> Row:
        """The document, to be completed."""
        return dict(orjson.loads(self.row["document"]))


def shown_entry(timer: str, events: Sequence[Event], words: Words, api_device: str, revision: int) -> Shown:
    """An entry from every event of its timer (`of_entry`).

    Args:
        api_device: id of the device that the API writes as: its clock is the database's, which goes on.
        revision: number of the entry's newest event in the user's log.
    """
    entry = fold_entry(events, words)
    since_ms = entry.end_ms if entry.state == "running" and _newest_device(events) == api_device else None
    row = {
        "id": timer,
        "description": entry.description,
        "project_id": entry.project if _is_uuid(entry.project) else None,
        "tags": list(entry.tags),
        "status": entry.state,
        "started_at": _moment(entry.start_ms),
        "ended_at": _moment(entry.end_ms) if entry.state == "stopped" else None,
        "worked_seconds": entry.worked_ms // 1000,
        "counting_since_ms": since_ms,
        "voided": entry.voided,
        "document": orjson.dumps(_document(timer, entry, revision)).decode(),
        "fold_version": FOLD_VERSION,
        "interval_count": len(entry.intervals),
    }
    return Shown(entry, row, tuple(_interval_row(timer, *pair) for pair in enumerate(entry.intervals)))


def counted_on(document: Row, since_ms: int, now_ms: int) -> Row:
    """The document of a running entry, counted up to now by the clock that started it.

    Args:
        since_ms: `counting_since_ms` of its row: how far the document counts already.
        now_ms: the database's clock.
    """
    more_ms = max(0, now_ms - since_ms)
    zone = zone_of(str(document["zone"]), 0)
    last = document["intervals"][-1] if document["intervals"] else None
    if last is not None and last["kind"] == "work":
        duration_ms = last["duration_ms"] + more_ms
        last |= {"duration_ms": duration_ms, "ended_at": rfc3339(since_ms + more_ms, zone)}
    else:
        start = {"kind": "work", "started_at": rfc3339(since_ms, zone), "ended_at": rfc3339(since_ms + more_ms, zone)}
        document["intervals"].append(start | {"duration_ms": more_ms, "answered": True})
    document["worked_ms"] += more_ms
    document["elapsed_ms"] += more_ms
    document["worked_seconds"] = document["worked_ms"] // 1000
    return document


def note_id(user: UUID, day: str) -> str:
    """The id of a day's note: the same wherever it is computed, so that two devices make one note of a day."""
    return str(uuid5(_NOTES, f"{user}:{day}"))


def note_row(user: UUID, day: str, events: Sequence[Event], words: Words) -> Row | None:
    """A row of daily_notes; None when the events name no day that there is."""
    if not _is_day(day):
        return None
    note = fold_note(events, words)
    in_turn = in_order(events)
    newest = next(event for event in reversed(in_turn) if event.id in note.heads)
    return {
        "id": note_id(user, day),
        "note_date": day,
        "content": note.text,
        "time_entry_id": newest.timer if _is_uuid(newest.timer) else None,
        "revision": newest.id,
        "heads": list(note.heads),
        "revisions": note.revisions,
        "deleted": not note.text and any(event.data.get("deleted") == 1 for event in events if event.id in note.heads),
        "fold_version": FOLD_VERSION,
        "created_at": _moment(in_turn[0].corrected_ms),
        "updated_at": _moment(newest.corrected_ms),
    }


def note_shown(row: Row) -> Row:
    """A row of daily_notes as the API answers it; the database does the same for reads (note_document)."""
    names = ("content", "time_entry_id", "revision", "heads", "revisions", "deleted", "created_at", "updated_at")
    merged = len(row["heads"]) > 1
    return {"id": row["id"], "date": row["note_date"], "merged": merged, **{name: row[name] for name in names}}


def project_rows(events: Sequence[Event], words: Words) -> list[Row]:
    """Rows of projects from every `project.set` of the user."""
    found = fold_projects(events, words)
    return [{"id": one.id, "name": one.name, "archived": one.archived} for one in found if _is_uuid(one.id)]


def projections(user: UUID, log: Sequence[tuple[int, Event]], words: Words, api_device: str) -> dict[str, list[Row]]:
    """Every row that a user's whole log amounts to, as `write_projections` takes them.

    Args:
        log: numbered events, oldest first.
        api_device: as for `shown_entry`.
    """
    timers: dict[str, list[tuple[int, Event]]] = {}
    days: dict[str, list[Event]] = {}
    for number, event in log:
        if of_entry(event):
            timers.setdefault(event.timer, []).append((number, event))
        elif event.type == "note.revise":
            days.setdefault(str(event.data.get("day")), []).append(event)
    shown = [
        shown_entry(timer, [event for _number, event in own], words, api_device, own[-1][0])
        for timer, own in timers.items()
    ]
    notes = [note_row(user, day, events, words) for day, events in days.items()]
    return {
        "entries": [one.row for one in shown],
        "intervals": [row for one in shown for row in one.intervals],
        "projects": project_rows([event for _number, event in log if event.type == "project.set"], words),
        "notes": [row for row in notes if row is not None],
    }


def of_entry(event: Event) -> bool:
    """Whether an entry is folded from it. Types that are not known here are kept and amount to nothing yet."""
    return bool(event.timer) and event.type in ENTRY_TYPES


def read_words(texts: Mapping[str, str]) -> dict[str, Mapping[str, Any]]:
    """Human words by content hash from their stored JSON; what is no object reads as no words."""
    found: dict[str, Mapping[str, Any]] = {}
    for name, text in texts.items():
        try:
            words = json.loads(text)
        except ValueError:
            words = {}
        found[name] = words if isinstance(words, dict) else {}
    return found


def subject_of(event: Event) -> str | None:
    """What an event that speaks of no entry is about: a note's day, the projects, or overlaps."""
    if event.type == "note.revise":
        return f"note:{event.data.get('day')}"
    return {"project.set": "project", "overlap.decide": "overlap"}.get(event.type)


def _document(timer: str, entry: Entry, revision: int) -> Row:
    zone = zone_of(entry.zone, entry.offset_min)
    totals = {f"{kind}_ms": entry.total_ms(kind) for kind in ("claimed", "paused", "idle", "locked", "asleep", "off")}
    return {
        "id": timer,
        "status": entry.state,
        "description": entry.description,
        "project_id": entry.project or None,
        "tags": list(entry.tags),
        "started_at": rfc3339(entry.start_ms, zone),
        "ended_at": rfc3339(entry.end_ms, zone) if entry.state == "stopped" else None,
        "zone": entry.zone,
        "worked_seconds": entry.worked_ms // 1000,
        "worked_ms": entry.worked_ms,
        "elapsed_ms": entry.elapsed_ms,
        **totals,
        "unanswered_ms": entry.unanswered_ms,
        "intervals": [_interval_document(one) for one in entry.intervals],
        "amended": "amended" in entry.provenance,
        "provenance": list(entry.provenance),
        "flags": list(entry.flags),
        "voided": entry.voided,
        "revision": revision,
    }


def _interval_document(one: Interval) -> Row:
    zone = zone_of(one.zone, one.offset_min)
    times = {"started_at": rfc3339(one.start_ms, zone), "ended_at": rfc3339(one.end_ms, zone)}
    return {"kind": one.kind, **times, "duration_ms": one.duration_ms, "answered": one.answered}


def _interval_row(timer: str, position: int, one: Interval) -> Row:
    times = {"started_at": _moment(one.start_ms), "ended_at": _moment(one.end_ms)}
    row = {"entry_id": timer, "position": position, "kind": one.kind, "answered": one.answered}
    return {**row, **times, "duration_ms": one.duration_ms}


def _moment(at_ms: int) -> str:
    return rfc3339(at_ms, zone_of("UTC", 0))


def _newest_device(events: Sequence[Event]) -> str:
    clockwork = in_order([event for event in events if event.type in TIMER_TYPES])
    return clockwork[-1].device if clockwork else ""


def _is_day(text: str) -> bool:
    """Whether it is a date as events carry one; of the other ways that ISO 8601 knows to write one, none is."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
