"""The timer's state machine: which command is allowed when, and which facts it makes.

Pure: it decides from the state it is given and returns drafts; writing and clocks are the caller's business.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from truthtime_core.clock import Reading
from truthtime_core.errors import InputError, RefusedError
from truthtime_core.events import Draft, reading_data

State = Literal["stopped", "running", "paused"]
Command = Literal["start", "pause", "resume", "stop", "toggle", "toggle-pause"]

_PRIMARY: dict[State, Command] = {"stopped": "start", "running": "stop", "paused": "resume"}

MAX_DESCRIPTION_BYTES = 4_000
MAX_TAG_BYTES = 200
MAX_TAGS = 50
LONG_GAP_MS = 4 * 3_600_000
SHORT_GAP_MS = 2 * 60_000


@dataclass(frozen=True, slots=True)
class TimerState:
    """What is open on this device.

    Attributes:
        state: stopped when nothing is open.
        timer: id of the open entry, empty when stopped.
    """

    state: State = "stopped"
    timer: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What the person is about to do: human words and the project's id. All of it may be empty."""

    description: str = ""
    project: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The facts to write, in order, and the state after them. `timer` of a draft made here is final."""

    drafts: tuple[Draft, ...]
    after: TimerState
    did: Command


@dataclass(frozen=True, slots=True)
class Options:
    """Circumstances of a command.

    Attributes:
        new_timer: id to use should a timer be started.
        watched: whether the tray watches for absence; without it the entry is flagged unwatched.
    """

    new_timer: str
    watched: bool = True
    task: Task = field(default_factory=Task)


def checked_task(description: str, project: str, tags: tuple[str, ...]) -> Task:
    """The task with every text checked. Texts are kept byte for byte; nothing is trimmed or normalised.

    Raises:
        InputError: a text is too long, holds a NUL, or is not valid Unicode.
    """
    checked_text("description", description, MAX_DESCRIPTION_BYTES)
    checked_text("project", project, MAX_TAG_BYTES)
    if len(tags) > MAX_TAGS:
        raise InputError(f"An entry can have {MAX_TAGS} tags at most.", "Leave some out.")
    for tag in tags:
        if not tag:
            raise InputError("A tag cannot be empty.", "Give it a name, or leave it out.")
        checked_text("tag", tag, MAX_TAG_BYTES)
    return Task(description, project, tags)


def checked_text(name: str, text: str, max_bytes: int) -> str:
    """The text itself, unchanged.

    Raises:
        InputError: too long, holds a NUL, or is not valid Unicode.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InputError(f"The {name} is not valid text.", "Type it again, in UTF-8.") from error
    if "\0" in text:
        raise InputError(f"The {name} contains a NUL character.", "Remove it and try again.")
    if size > max_bytes:
        raise InputError(
            f"The {name} is too long: {size:,} bytes, and {max_bytes:,} fit.",
            "Shorten it." if name == "note" else "Shorten it. Longer text belongs into the day's note.",
        )
    return text


def decide(state: TimerState, command: Command, options: Options) -> Decision:
    """What this command does now.

    Raises:
        RefusedError: the command makes no sense in this state; the hint says what does.
    """
    command = _meaning(state.state, command)
    if command == "start":
        return _start(state, options)
    if state.state == "stopped":
        raise RefusedError("Nothing is running.", "Start a timer first: truthtime start")
    if command == "pause" and state.state == "paused":
        raise RefusedError("The timer is already paused.", "Resume it with: truthtime resume")
    if command == "resume" and state.state == "running":
        raise RefusedError("The timer is already running.", "Pause it with: truthtime pause")
    after: dict[str, State] = {"pause": "paused", "resume": "running", "stop": "stopped"}
    now = after[command]
    data = _watch_data(options) if command == "resume" else {}
    draft = Draft(f"timer.{command}", state.timer, data)
    return Decision((draft,), TimerState(now, "" if now == "stopped" else state.timer), command)


def recovery(state: TimerState, last_seen: Reading, now: Reading, *, same_day: bool) -> Decision:
    """What a start-up writes when a watched timer was left running and its watcher ended.

    The gap is recorded as an absence and counts as nothing. A short gap in the same boot lets the timer run on; a
    longer one pauses it and asks; one of many hours or over midnight ends the entry at the last sign of life, so
    that a night is not part of anybody's day.

    Args:
        last_seen: the last heartbeat.
        now: the clocks at start-up.
        same_day: whether both lie on the same local day.
    """
    same_boot = last_seen.boot == now.boot
    gap_ms = (now.elapsed_ms - last_seen.elapsed_ms) if same_boot else max(0, now.at_ms - last_seen.at_ms)
    gap = {"cause": "off", "from": reading_data(last_seen), "to": reading_data(now)}
    mark = Draft("away.mark", state.timer, gap, source="recovery")
    if same_boot and gap_ms < SHORT_GAP_MS:
        return Decision((mark,), state, "resume")
    if gap_ms < LONG_GAP_MS and same_day:
        pause = Draft("timer.pause", state.timer, source="recovery")
        return Decision((mark, pause), TimerState("paused", state.timer), "pause")
    stop = Draft("timer.stop", state.timer, {"at": reading_data(last_seen)}, source="recovery")
    # The mark comes after the stop: what it tells is activity after the end, which can be claimed later.
    return Decision((stop, mark), TimerState(), "stop")


def undo(did: Command, before: TimerState, written: tuple[tuple[str, str, str], ...]) -> Decision:
    """Take back the last command as if it had not happened; the facts stay in the log.

    Args:
        did: what the command turned out to be.
        before: the state before it.
        written: the events it wrote, as (id, type, timer), oldest first.
    """
    drafts: list[Draft] = []
    for event_id, kind, timer in reversed(written):
        if kind == "timer.start":
            drafts.append(Draft("timer.stop", timer))
            drafts.append(Draft("entry.void", timer, words={"reason": "Undone within 10 seconds"}))
        else:
            drafts.append(Draft("timer.resume", timer, {"undoes": event_id}))
    return Decision(tuple(drafts), before, did)


def _meaning(state: State, command: Command) -> Command:
    """A toggle is the primary action of ui.md 2.1: Stop while running, Resume while paused, Start otherwise."""
    if command == "toggle":
        return _PRIMARY[state]
    if command == "toggle-pause":
        return "resume" if state == "paused" else "pause"
    return command


def _start(state: TimerState, options: Options) -> Decision:
    task = options.task
    data = _watch_data(options)
    if task.project:
        data["project"] = task.project
    words = {"description": task.description, "tags": list(task.tags)}
    start = Draft("timer.start", options.new_timer, data, words)
    switch = (Draft("timer.stop", state.timer, source="switch"),) if state.timer else ()
    return Decision((*switch, start), TimerState("running", options.new_timer), "start")


def _watch_data(options: Options) -> dict[str, Any]:
    return {} if options.watched else {"unwatched": 1}
