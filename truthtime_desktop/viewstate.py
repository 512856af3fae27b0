"""What the windows, the tray and the menu draw: one immutable snapshot, no Qt, no database.

What only windows need is a named tuple: this is loaded before the icon is drawn, and a data class with slots takes a
millisecond to make.
"""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

State = Literal["stopped", "running", "paused"]
Scheme = Literal["light", "dark"]
NextStep = Literal["choose-keys"]
Look = Literal["worked", "claimed", "paused", "idle", "away", "unanswered"]
"""How a segment is drawn: each differs from the others in pattern, not only in colour."""

SavingState = Literal["local", "synced", "syncing", "offline", "failed", "signed_out", "trial", "past_due", "expired"]

LOOKS: tuple[Look, ...] = ("worked", "claimed", "paused", "idle", "away", "unanswered")
_LOOK_OF: dict[str, Look] = {"work": "worked", "claimed": "claimed", "paused": "paused", "idle": "idle"}
_ABSENT = frozenset({"idle", "locked", "asleep", "off"})


def look_of(kind: str, *, answered: bool) -> Look:
    """How time of a kind of the ledger is drawn; locked, asleep and off are all away.

    Args:
        kind: one of the seven kinds of the ledger.
        answered: for an absence, whether the person has said what it was.
    """
    if kind in _ABSENT and not answered:
        return "unanswered"
    return _LOOK_OF.get(kind, "away")


class Segment(NamedTuple):
    """A stretch of the day of one kind.

    Attributes:
        start_ms: UTC milliseconds.
        kind: one of the seven kinds of the ledger.
        answered: for an absence, whether the person has said what it was.
        label: what the entry is about; empty when it has no description.
    """

    start_ms: int
    duration_ms: int
    kind: str
    answered: bool = True
    label: str = ""

    @property
    def end_ms(self) -> int:
        """UTC milliseconds of the first moment after it."""
        return self.start_ms + self.duration_ms

    @property
    def look(self) -> Look:
        """How it is drawn."""
        return look_of(self.kind, answered=self.answered)


@dataclass(frozen=True, slots=True)
class RecentTask:
    """A task that was tracked lately and can be started again with one click."""

    description: str
    project: str
    tags: tuple[str, ...]


class EarlierEntry(NamedTuple):
    """An entry of today that is over.

    Attributes:
        started_at_ms: UTC milliseconds.
        offset_min: the zone's offset when it started, minutes east: times are shown as the clock on the wall said.
        amended: the person changed it afterwards; the original is kept.
    """

    id: str
    started_at_ms: int
    offset_min: int
    description: str
    project: str
    amended: bool
    worked_ms: int
    elapsed_ms: int


class Today(NamedTuple):
    """What only a visible window needs to know of the day. Nothing of it is read while nobody looks.

    Attributes:
        begins_ms: when the person's day began, UTC milliseconds.
        iso: the date, for example ``2026-11-17``.
        segments: in the order of time.
        totals: milliseconds for each look that has any; together they are the day's elapsed time.
        earlier: newest first.
        tasks: what was tracked lately, for completion; longer than `ViewState.recent`.
        projects: names of the projects in use.
        started_at_ms: when the first entry began; None on an empty day.
        ended_at_ms: when the last one ended or has got to; None on an empty day.
    """

    begins_ms: int
    iso: str
    segments: tuple[Segment, ...] = ()
    totals: tuple[tuple[Look, int], ...] = ()
    earlier: tuple[EarlierEntry, ...] = ()
    tasks: tuple[RecentTask, ...] = ()
    projects: tuple[str, ...] = ()
    started_at_ms: int | None = None
    ended_at_ms: int | None = None

    def total_ms(self, *looks: Look) -> int:
        """Milliseconds of these looks together."""
        return sum(duration_ms for look, duration_ms in self.totals if look in looks)


class Question(NamedTuple):
    """An absence that waits for an answer.

    Attributes:
        entry: id of the entry it lies in.
        start_ms: UTC milliseconds.
        kind: what was seen of it: idle, locked, asleep or off.
    """

    entry: str
    start_ms: int
    duration_ms: int
    kind: str

    @property
    def is_away(self) -> bool:
        """Whether the person was away; else TruthTime did not run and knows nothing."""
        return self.kind != "off"


class Saving(NamedTuple):
    """Where the time is kept (ui.md 2.1); independent of the timer.

    Attributes:
        state: only ``local`` is ever true before there are accounts.
        at_ms: of ``synced``, when; UTC milliseconds.
        waiting: of ``syncing``, how many changes.
        days_left: of ``trial`` and ``past_due``, until it ends; 0 on the last day.
    """

    state: SavingState = "local"
    at_ms: int = 0
    waiting: int = 0
    days_left: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault that stays visible until it is solved: what happened, and the next step."""

    title: str
    hint: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A short message after an action.

    Attributes:
        title: for example ``Stopped, 32m was work``.
        body: for example ``1h 36m elapsed on Landing page copy``; may be empty.
        undo: whether the action can be taken back from the notice.
        step: what can be done about it from the notice instead, if there is something.
    """

    title: str
    body: str
    undo: bool
    step: NextStep | None = None


SAVED_HERE = Saving()
"""The only state there is without an account."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything a surface needs to draw itself. Durations are milliseconds.

    Attributes:
        needs_answer: an absence waits to be called work or not work.
        description: the open entry's description; empty when it has none or nothing is open.
        entry_started_at_ms: UTC milliseconds, None when nothing is open.
        problem: a standing fault (disk full, for example), None when all is well.
        now_ms: when this was true, UTC milliseconds.
        offset_min: the zone's offset then, minutes east.
        today: None while no window is visible.
        question: the absence to ask about first, None when there is none.
        no_input_ms: while running, how long nobody has touched the computer, once that is longer than the person
            allows; else 0. Such time is not work.
    """

    state: State
    needs_answer: bool = False
    description: str = ""
    project: str = ""
    entry_worked_ms: int = 0
    entry_elapsed_ms: int = 0
    entry_started_at_ms: int | None = None
    today_worked_ms: int = 0
    today_elapsed_ms: int = 0
    today_unanswered_ms: int = 0
    recent: tuple[RecentTask, ...] = ()
    problem: Problem | None = None
    now_ms: int = 0
    offset_min: int = 0
    today: Today | None = None
    question: Question | None = None
    saving: Saving = SAVED_HERE
    no_input_ms: int = 0


def advanced(view: ViewState, by_ms: int) -> ViewState:
    """The same a moment later, when nothing was recorded in between: what runs has run on.

    For the seconds between two readings of the store. Sleep and absence are found by the watcher, which reads anew.

    Args:
        by_ms: how much later on the elapsed clock, milliseconds.
    """
    later = replace(view, now_ms=view.now_ms + by_ms)
    if view.state == "stopped":
        return later
    idles = view.no_input_ms > 0
    worked_ms = by_ms if view.state == "running" and not idles else 0
    return replace(
        later,
        no_input_ms=view.no_input_ms + by_ms if idles else 0,
        entry_worked_ms=view.entry_worked_ms + worked_ms,
        entry_elapsed_ms=view.entry_elapsed_ms + by_ms,
        today_worked_ms=view.today_worked_ms + worked_ms,
        today_elapsed_ms=view.today_elapsed_ms + by_ms,
        today=view.today and _grown(view.today, by_ms),
    )


def _grown(today: Today, by_ms: int) -> Today:
    """The newest segment, and the total it belongs to, are longer; an entry just started may have no segment yet."""
    if not today.segments:
        return today
    last = max(today.segments, key=lambda one: one.end_ms)
    longer = last._replace(duration_ms=last.duration_ms + by_ms)
    return today._replace(
        segments=tuple(longer if one is last else one for one in today.segments),
        totals=tuple((look, ms + by_ms if look == last.look else ms) for look, ms in today.totals),
        ended_at_ms=longer.end_ms,
    )
