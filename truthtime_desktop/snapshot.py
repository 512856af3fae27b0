"""From the tracker's state to the one snapshot that every surface draws."""

from collections.abc import Mapping

from truthtime_core.accounting import UNANSWERED
from truthtime_core.entries import KINDS
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.viewstate import RecentTask, ViewState

RECENT_TASKS = 5


def view_of(tracker: Tracker) -> ViewState:
    """What tray, menu and windows draw now."""
    now = tracker.read()
    entry = tracker.entry(now)
    today = tracker.day(tracker.today(now), now)
    names = {project.id: project.name for project in tracker.store.projects()}
    recent = (
        RecentTask(one.description, names.get(one.project, ""), one.tags)
        for one in tracker.store.recent_tasks(RECENT_TASKS)
    )
    return ViewState(
        state=tracker.state.state,
        needs_answer=tracker.state.state == "paused" and entry is not None and "recovered" in entry.flags,
        description=entry.description if entry else "",
        project=names.get(entry.project, "") if entry else "",
        entry_worked_ms=entry.worked_ms if entry else 0,
        entry_elapsed_ms=entry.elapsed_ms if entry else 0,
        entry_started_at_ms=entry.start_ms if entry else None,
        today_worked_ms=_total_ms(today.totals, "work", "claimed"),
        today_elapsed_ms=_total_ms(today.totals, *KINDS),
        today_unanswered_ms=_total_ms(today.totals, UNANSWERED),
        recent=tuple(recent),
        problem=tracker.problem,
    )


def _total_ms(totals: Mapping[str, Mapping[str, int]], *kinds: str) -> int:
    return sum(cell.get(kind, 0) for cell in totals.values() for kind in kinds)
