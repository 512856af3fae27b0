"""One day of states, as the pictures and the tests draw them."""

from dataclasses import replace

from truthtime_desktop.viewstate import (
    LOOKS,
    EarlierEntry,
    Problem,
    Question,
    RecentTask,
    Saving,
    SavingState,
    Segment,
    Today,
    ViewState,
)

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_START_MS = 1_794_873_600_000  # 2026-11-17 00:00 UTC
NOW_MS = DAY_START_MS + 14 * HOUR_MS + 16 * MINUTE_MS

_FIRST, _SECOND = "Landing page copy", "Invoices"
_DAY = (
    ("work", 544, 571, _FIRST),
    ("paused", 571, 587, _FIRST),
    ("work", 587, 605, _FIRST),
    ("idle", 605, 652, _FIRST),
    ("work", 652, 666, _SECOND),
    ("idle", 666, 678, _SECOND),
    ("locked", 678, 760, _SECOND),
    ("claimed", 760, 778, _FIRST),
    ("paused", 778, 826, _FIRST),
    ("idle", 826, 842, _FIRST),
    ("work", 842, 856, _FIRST),
)


def segments(*rows: tuple[str, int, int, str]) -> tuple[Segment, ...]:
    """Segments from kind, first and last minute of the day, and label. ``off?`` is an absence nobody answered."""
    return tuple(
        Segment(
            DAY_START_MS + begin * MINUTE_MS, (end - begin) * MINUTE_MS, kind.rstrip("?"), not kind.endswith("?"), label
        )
        for kind, begin, end, label in rows
    )


TASKS = (
    RecentTask("Invoices", "Admin", ()),
    RecentTask("Landing page copy", "Acme Studio", ("web",)),
    RecentTask("R&D <notes>", "", ()),
)
EARLIER = (
    EarlierEntry(
        "entry-2",
        DAY_START_MS + 652 * MINUTE_MS,
        0,
        "Invoices",
        "Admin",
        amended=False,
        worked_ms=14 * MINUTE_MS,
        elapsed_ms=108 * MINUTE_MS,
    ),
    EarlierEntry(
        "entry-1",
        DAY_START_MS + 544 * MINUTE_MS,
        0,
        "Landing page copy",
        "Acme",
        amended=True,
        worked_ms=45 * MINUTE_MS,
        elapsed_ms=108 * MINUTE_MS,
    ),
)


def day(*rows: tuple[str, int, int, str], earlier: tuple[EarlierEntry, ...] = EARLIER) -> Today:
    """A day of these segments."""
    found = segments(*rows)
    totals = {look: sum(one.duration_ms for one in found if one.look == look) for look in LOOKS}
    return Today(
        begins_ms=DAY_START_MS,
        iso="2026-11-17",
        segments=found,
        totals=tuple((look, ms) for look, ms in totals.items() if ms),
        earlier=earlier,
        tasks=TASKS,
        projects=("Acme Studio", "Admin"),
        started_at_ms=found[0].start_ms if found else None,
        ended_at_ms=found[-1].end_ms if found else None,
    )


EMPTY = ViewState(state="stopped", now_ms=NOW_MS, today=day(earlier=()))
STOPPED = ViewState(
    state="stopped",
    today_worked_ms=91 * MINUTE_MS,
    today_elapsed_ms=312 * MINUTE_MS,
    recent=TASKS,
    now_ms=NOW_MS,
    today=day(*_DAY),
)
RUNNING = replace(
    STOPPED,
    state="running",
    description="Landing page copy",
    project="Acme Studio",
    entry_worked_ms=32 * MINUTE_MS + 7_000,
    entry_elapsed_ms=96 * MINUTE_MS + 7_000,
    entry_started_at_ms=DAY_START_MS + 12 * HOUR_MS + 40 * MINUTE_MS,
    today_worked_ms=91 * MINUTE_MS + 7_000,
    today_elapsed_ms=312 * MINUTE_MS + 7_000,
)
PAUSED = replace(
    RUNNING,
    state="paused",
    entry_worked_ms=27 * MINUTE_MS + 7_000,
    today_worked_ms=86 * MINUTE_MS + 7_000,
    today=day(*_DAY[:-1], ("work", 842, 851, _FIRST), ("paused", 851, 856, _FIRST)),
)
_WAITING_DAY = day(*_DAY[:-2], ("off?", 826, 856, _FIRST))
_QUESTION = Question("entry-3", DAY_START_MS + 826 * MINUTE_MS, 30 * MINUTE_MS, "off")
_UNANSWERED = {
    "needs_answer": True,
    "today_unanswered_ms": 30 * MINUTE_MS,
    "today_worked_ms": 77 * MINUTE_MS,
    "today": _WAITING_DAY,
    "question": _QUESTION,
}
WAITING = replace(STOPPED, **_UNANSWERED)  # type: ignore[arg-type] - the fields of a ViewState
WAITING_RUNNING = replace(RUNNING, **_UNANSWERED)  # type: ignore[arg-type]
WAITING_PAUSED = replace(PAUSED, **_UNANSWERED)  # type: ignore[arg-type]
NO_INPUT = replace(
    RUNNING,
    no_input_ms=6 * MINUTE_MS,
    today_worked_ms=85 * MINUTE_MS + 7_000,
    entry_worked_ms=26 * MINUTE_MS + 7_000,
    today=day(*_DAY[:-1], ("work", 842, 850, _FIRST), ("idle", 850, 856, _FIRST)),
)
AWAY = replace(
    STOPPED,
    needs_answer=True,
    today_worked_ms=59 * MINUTE_MS,
    today_elapsed_ms=216 * MINUTE_MS,
    today_unanswered_ms=42 * MINUTE_MS,
    now_ms=DAY_START_MS + 12 * HOUR_MS,
    today=day(*_DAY[:6], ("locked?", 678, 720, _SECOND), earlier=EARLIER[1:]),
    question=Question("entry-2", DAY_START_MS + 678 * MINUTE_MS, 42 * MINUTE_MS, "locked"),
    saving=Saving("failed"),
)
CRASHED = replace(
    PAUSED,
    needs_answer=True,
    today_worked_ms=77 * MINUTE_MS,
    today_elapsed_ms=320 * MINUTE_MS,
    today_unanswered_ms=38 * MINUTE_MS,
    entry_worked_ms=18 * MINUTE_MS,
    now_ms=DAY_START_MS + 864 * MINUTE_MS,
    today=day(*_DAY[:-2], ("off?", 826, 864, _FIRST)),
    question=Question("entry-3", DAY_START_MS + 826 * MINUTE_MS, 38 * MINUTE_MS, "off"),
)
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

FRESH = replace(
    EMPTY,
    state="running",
    recent=TASKS,
    entry_started_at_ms=NOW_MS,
    today=day(("work", 856, 857, ""), earlier=()),
    today_worked_ms=12_000,
    today_elapsed_ms=12_000,
    entry_worked_ms=12_000,
    entry_elapsed_ms=12_000,
)
BUSY = replace(
    RUNNING,
    today=day(
        *_DAY,
        earlier=tuple(
            EARLIER[number % 2]._replace(
                id=f"entry-{number}",
                started_at_ms=EARLIER[0].started_at_ms - number * 20 * MINUTE_MS,
                description=f"{EARLIER[number % 2].description}, part {number} of the long story that a day can be",
                project="Acme Studio International Holdings",
            )
            for number in range(9)
        ),
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
    "no-input": NO_INPUT,
    "away": AWAY,
    "crashed": CRASHED,
    "long": LONG,
    "faulty": FAULTY,
    "fresh": FRESH,
    "busy": BUSY,
}

ANSWERABLE = frozenset({"away", "crashed"})
"""States drawn as they are once somebody takes answers."""

SAVINGS: dict[SavingState, Saving] = {
    "local": Saving(),
    "synced": Saving("synced", at_ms=NOW_MS - 2 * MINUTE_MS),
    "syncing": Saving("syncing", waiting=3),
    "offline": Saving("offline"),
    "failed": Saving("failed"),
    "signed_out": Saving("signed_out"),
    "trial": Saving("trial", days_left=2),
    "past_due": Saving("past_due", days_left=5),
    "expired": Saving("expired"),
}
"""Each state of the panel's last line (ui.md 2.1)."""

USER_WORDS = frozenset(
    {
        "TruthTime",
        "R&D",
        # Settings: names of programs and languages, samples of hours, keys, a path.
        *("Qt", "Python", "SQLite", "English", "Deutsch", "14:16", "2:16 PM", "Ctrl+Alt+P"),
        "~/TruthTime/accounts/local/truthtime.db",
        "Tue 17 Nov",
        *("Tuesday 17 November", "Sunday 15 November", "November"),
        *("Landing page copy\nAcme Studio", "Invoices\nAdmin"),
        "Tuesday, 17 November 2026",
        *(part for view in STATES.values() for part in (view.description, view.project) if part),
        *(task.description for task in STOPPED.recent),
    }
)
"""What is not ours to translate: the words of the person, names, and dates, which Qt writes."""
