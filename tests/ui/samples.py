"""One day of states, as the pictures and the tests draw them."""

from dataclasses import replace

from truthtime_desktop.ui.entries import EntryRow
from truthtime_desktop.viewstate import Problem, RecentTask, ViewState

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_START_MS = 1_795_564_800_000  # 2026-11-25 00:00 UTC

EMPTY = ViewState(state="stopped")
STOPPED = ViewState(
    state="stopped",
    today_worked_ms=91 * MINUTE_MS,
    today_elapsed_ms=312 * MINUTE_MS,
    recent=(
        RecentTask("Invoices", "Admin", ()),
        RecentTask("Landing page copy", "Acme Studio", ("web",)),
        RecentTask("R&D <notes>", "", ()),
    ),
)
RUNNING = replace(
    STOPPED,
    state="running",
    description="Landing page copy",
    project="Acme Studio",
    entry_worked_ms=32 * MINUTE_MS,
    entry_elapsed_ms=96 * MINUTE_MS,
    entry_started_at_ms=DAY_START_MS + 12 * HOUR_MS,
)
PAUSED = replace(RUNNING, state="paused")
WAITING = replace(STOPPED, needs_answer=True, today_unanswered_ms=38 * MINUTE_MS)
WAITING_RUNNING = replace(RUNNING, needs_answer=True, today_unanswered_ms=38 * MINUTE_MS)
WAITING_PAUSED = replace(PAUSED, needs_answer=True, today_unanswered_ms=38 * MINUTE_MS)
LONG = replace(
    RUNNING,
    description="Rewrite the whole landing page copy for the third time & still keep the good parts of the old one",
    project="Acme Studio International Holdings",
)
FAULTY = replace(
    RUNNING,
    problem=Problem(
        "Can’t save: the disk is full.",
        "Free some space and try again. What was recorded before is safe.",
    ),
)

STATES = {
    "empty": EMPTY,
    "stopped": STOPPED,
    "running": RUNNING,
    "paused": PAUSED,
    "waiting": WAITING,
    "waiting_running": WAITING_RUNNING,
    "waiting_paused": WAITING_PAUSED,
    "long": LONG,
    "faulty": FAULTY,
}

ROWS = (
    EntryRow(
        DAY_START_MS + 12 * HOUR_MS + 40 * MINUTE_MS,
        None,
        0,
        "Landing page copy",
        "Acme Studio",
        32 * MINUTE_MS,
        96 * MINUTE_MS,
    ),
    EntryRow(
        DAY_START_MS + 10 * HOUR_MS + 52 * MINUTE_MS,
        DAY_START_MS + 12 * HOUR_MS + 40 * MINUTE_MS,
        0,
        "Invoices",
        "Admin",
        14 * MINUTE_MS,
        108 * MINUTE_MS,
    ),
    EntryRow(
        DAY_START_MS + 9 * HOUR_MS + 4 * MINUTE_MS,
        DAY_START_MS + 10 * HOUR_MS + 52 * MINUTE_MS,
        0,
        "Landing page copy, second draft, with the remarks from the call",
        "Acme Studio",
        45 * MINUTE_MS,
        108 * MINUTE_MS,
    ),
)

USER_WORDS = frozenset(
    {
        "TruthTime",
        "R&D",
        # Settings: names of programs and languages, samples of hours, keys, a path.
        *("Qt", "Python", "SQLite", "English", "Deutsch", "14:16", "2:16 PM", "Ctrl+Alt+P"),
        "~/TruthTime/accounts/local/truthtime.db",
        *(part for view in STATES.values() for part in (view.description, view.project) if part),
        *(task.description for task in STOPPED.recent),
    }
)
"""What is not ours to translate: the words of the person, and names."""
