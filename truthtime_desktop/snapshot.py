"""From the tracker's state to the one snapshot that every surface draws."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from truthtime_core.accounting import UNANSWERED
from truthtime_core.clock import Reading
from truthtime_core.days import day_start_ms, zone_of
from truthtime_core.edits import ABSENT
from truthtime_core.entries import KINDS, Entry
from truthtime_desktop.store import DayView
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.viewstate import LOOKS, EarlierEntry, Look, Question, Segment, Today, ViewState

RECENT_TASKS = 5
KNOWN_TASKS = 50
"""How many are offered while a description is typed."""

Totals = Mapping[str, Mapping[str, int]]


def view_of(tracker: Tracker, *, shows_day: bool = False) -> ViewState:
    """What tray, menu and windows draw now.

    Args:
        shows_day: a window is visible that draws the day; without one its segments are not read.
    """
    now = tracker.read()
    entry = tracker.entry(now)
    day = tracker.today(now)
    today = tracker.day(day, now)
    projects = tracker.store.projects()
    names = {project.id: project.name for project in projects}
    tasks = tuple(tracker.store.recent_tasks(KNOWN_TASKS if shows_day else RECENT_TASKS))
    question = _question(entry) if entry and _is_recovered(tracker, entry) else None
    return ViewState(
        state=tracker.state.state,
        needs_answer=question is not None,
        description=entry.description if entry else "",
        project=names.get(entry.project, "") if entry else "",
        entry_worked_ms=entry.worked_ms if entry else 0,
        entry_elapsed_ms=entry.elapsed_ms if entry else 0,
        entry_started_at_ms=entry.start_ms if entry else None,
        today_worked_ms=_total_ms(today.totals, "work", "claimed"),
        today_elapsed_ms=_total_ms(today.totals, *KINDS),
        today_unanswered_ms=_total_ms(today.totals, UNANSWERED),
        recent=tasks[:RECENT_TASKS],
        problem=tracker.problem,
        now_ms=now.at_ms,
        offset_min=now.offset_min,
        today=_today(tracker, day, today, now, names)._replace(
            tasks=tasks,
            projects=tuple(sorted(one.name for one in projects if not one.archived and one.name)),
        )
        if shows_day
        else None,
        question=question,
    )


def _is_recovered(tracker: Tracker, entry: Entry) -> bool:
    return tracker.state.state == "paused" and "recovered" in entry.flags


def _question(entry: Entry) -> Question | None:
    """The newest absence of the open entry that nobody has explained."""
    for one in reversed(entry.intervals):
        if one.kind in ABSENT and not one.answered:
            return Question(entry.id, one.start_ms, one.duration_ms, one.kind)
    return None


def _today(tracker: Tracker, day: date, view: DayView, now: Reading, names: Mapping[str, str]) -> Today:
    zone = zone_of(now.zone, now.offset_min)
    begins_ms = day_start_ms(day, zone, tracker.day_start_min)
    ends_ms = day_start_ms(day + timedelta(days=1), zone, tracker.day_start_min)
    entries = _entries(tracker, day, view, now)
    segments = tuple(_segments(entries, begins_ms, ends_ms))
    return Today(
        begins_ms=begins_ms,
        iso=day.isoformat(),
        segments=segments,
        totals=_looks(view.totals, segments),
        earlier=tuple(_earlier(one, names.get(one.project, "")) for one in reversed(entries) if one.state == "stopped"),
        started_at_ms=segments[0].start_ms if segments else None,
        ended_at_ms=max((one.end_ms for one in segments), default=None),
    )


def _entries(tracker: Tracker, day: date, view: DayView, now: Reading) -> list[Entry]:
    """What counts on this day, in order of beginning: what began on it, and what ran into it from the day before."""
    present = tracker.present(now)
    began = {one.id: one for one in tracker.store.entries(day, day, None, present)}
    found = [began.get(timer) or tracker.store.entry(timer, present) for timer in view.entries]
    return sorted((one for one in found if one and not one.voided), key=lambda one: (one.start_ms, one.id))


def _segments(entries: Iterable[Entry], begins_ms: int, ends_ms: int) -> list[Segment]:
    found = []
    for entry in entries:
        for one in entry.intervals:
            start_ms, end_ms = max(one.start_ms, begins_ms), min(one.end_ms, ends_ms)
            if start_ms < end_ms:
                found.append(Segment(start_ms, end_ms - start_ms, one.kind, one.answered, entry.description))
    return sorted(found, key=lambda one: one.start_ms)


def _looks(totals: Totals, segments: Iterable[Segment]) -> tuple[tuple[Look, int], ...]:
    """The day's totals by what they look like. They are the ledger's, in which overlapping time counts once."""
    unanswered_ms = _total_ms(totals, UNANSWERED)
    open_idle_ms = sum(one.duration_ms for one in segments if one.look == "unanswered" and one.kind == "idle")
    open_idle_ms = min(open_idle_ms, unanswered_ms, _total_ms(totals, "idle"))
    lengths: dict[Look, int] = {
        "worked": _total_ms(totals, "work"),
        "claimed": _total_ms(totals, "claimed"),
        "paused": _total_ms(totals, "paused"),
        "idle": _total_ms(totals, "idle") - open_idle_ms,
        "away": _total_ms(totals, "locked", "asleep", "off") - (unanswered_ms - open_idle_ms),
        "unanswered": unanswered_ms,
    }
    return tuple((look, lengths[look]) for look in LOOKS if lengths[look] > 0)


def _earlier(entry: Entry, project: str) -> EarlierEntry:
    return EarlierEntry(
        entry.id,
        entry.start_ms,
        entry.offset_min,
        entry.description,
        project,
        "amended" in entry.provenance,
        entry.worked_ms,
        entry.elapsed_ms,
    )


def _total_ms(totals: Totals, *kinds: str) -> int:
    return sum(cell.get(kind, 0) for cell in totals.values() for kind in kinds)
