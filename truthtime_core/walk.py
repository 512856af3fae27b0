"""The timer's state machine run over the events of one entry: when it ran, when it paused, and what could not be."""

from collections.abc import Sequence
from typing import NamedTuple

from truthtime_core.clock import Reading
from truthtime_core.edits import ABSENT
from truthtime_core.events import Event, data_reading
from truthtime_core.line import Line

_ALLOWED = {
    ("none", "timer.start"): "running",
    ("running", "timer.pause"): "paused",
    ("paused", "timer.resume"): "running",
    ("running", "timer.stop"): "stopped",
    ("paused", "timer.stop"): "stopped",
}


class Change(NamedTuple):
    """From this place of the line on the timer is in this state."""

    at: int
    state: str


class Walk:
    """Runs the state machine over the events and keeps places of changes, marks and late activity."""

    def __init__(self, start: Event) -> None:
        self.line = Line(start.corrected_ms)
        self.flags: set[str] = set()
        self.changes: list[Change] = []
        self.marks: list[tuple[str, str, int, int]] = []  # cause, device, from, to
        self.late: list[int] = []
        self.state = "none"
        self.device = start.device  # on which it was last started or resumed

    def run(self, events: Sequence[Event], undone: set[str]) -> None:
        """Take the events in the order of `line.in_order`; those undone only lend their clocks."""
        for event in events:
            if self.state == "none" and event.type != "timer.start":
                # Nothing has begun that it could change, and its clocks must not move the beginning.
                self.flags.add(f"{name_of(event)}_before_start")
            elif event.type == "away.mark":
                self._mark(event)
            else:
                # Before its own reading: after a restart the older one says how long the computer was off.
                since = self._before(event, "from" if event.type == "clock.mark" else "at")
                at = self.line.place(event.device, event.reading, event.skew_ms or 0)
                if event.id not in undone and not undoes(event) and event.type != "clock.mark":
                    self._step(event, at if since is None else min(at, since))

    def count_to(self, device: str, reading: Reading, unseen_since: Reading | None) -> None:
        """Let an open entry reach the present; what was not seen of it is an absence."""
        since = self.line.place(device, unseen_since) if unseen_since else 0
        until = self.line.place(device, reading)
        if unseen_since:
            self.marks.append(("off", device, since, until))
            self.flags.add("recovered")

    def _step(self, event: Event, at: int) -> None:
        following = _ALLOWED.get((self.state, event.type))
        if following is None:
            self._impossible(event, at)
            return
        self.state = following
        last = self.changes[-1].at if self.changes else 0
        self.changes.append(Change(max(at, last), following))
        if following == "running":
            self.device = event.device
        if event.source == "recovery":
            self.flags.add("recovered")
        if event.data.get("unwatched"):
            self.flags.add("unwatched")

    def _impossible(self, event: Event, at: int) -> None:
        name = name_of(event)
        if self.state == "stopped":
            self.flags.add("stop_repeated" if name == "stop" else f"{name}_after_stop")
            self.late.append(at)
        else:
            self.flags.add(f"{name}_while_{self.state}")

    def _before(self, event: Event, name: str) -> int | None:
        """The place of an earlier reading that the event tells of; None if it tells of none, or of the future."""
        reading = data_reading(event.data.get(name))
        if reading is None or event.type == "timer.start":
            return None
        if reading.boot == event.reading.boot and reading.elapsed_ms > event.reading.elapsed_ms:
            self.flags.add("clock_ran_back")  # nobody can vouch for the future
            return None
        return self.line.place(event.device, reading, event.skew_ms or 0)

    def _mark(self, event: Event) -> None:
        start = self._before(event, "from")
        if start is None:
            self.flags.add("mark_unreadable")
            return
        end = self.line.place(event.device, event.reading, event.skew_ms or 0)
        stated_end = self._before(event, "to")
        end = end if stated_end is None else min(end, stated_end)
        cause = str(event.data.get("cause"))
        self.marks.append((cause if cause in ABSENT else "off", event.device, start, end))
        if event.source == "recovery":
            self.flags.add("recovered")
        if self.state == "stopped":
            self.late.append(end)


def name_of(event: Event) -> str:
    """The last word of an event's type, as flags tell it."""
    return event.type.rpartition(".")[2]


def undoes(event: Event) -> str:
    """Id of the event that this one takes back, if that is all it does."""
    return str(event.data.get("undoes", "")) if event.type == "timer.resume" else ""
