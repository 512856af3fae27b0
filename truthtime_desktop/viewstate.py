"""What the windows, the tray and the menu draw: one immutable snapshot, no Qt, no database."""

from dataclasses import dataclass
from typing import Literal

State = Literal["stopped", "running", "paused"]
Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class RecentTask:
    """A task that was tracked lately and can be started again with one click."""

    description: str
    project: str
    tags: tuple[str, ...]


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
    """

    title: str
    body: str
    undo: bool


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything a surface needs to draw itself. Durations are milliseconds.

    Attributes:
        needs_answer: an absence waits to be called work or not work.
        description: the open entry's description; empty when it has none or nothing is open.
        entry_started_at_ms: UTC milliseconds, None when nothing is open.
        problem: a standing fault (disk full, for example), None when all is well.
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
