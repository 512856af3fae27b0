"""An entry's own line: every clock reading of its events brought onto one axis, milliseconds since the entry began.

Inside one boot the elapsed clock gives the place; from boot to boot, and from device to device, only the wall clock
can, so those places are marked. Where elapsed and awake clocks disagree, the computer slept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from truthtime_core.clock import STEPPED_AT_LEAST_MS, Reading
from truthtime_core.events import Event


@dataclass(frozen=True, slots=True)
class Knot:
    """A reading at its place on the line."""

    at: int
    order: int
    device: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line lived on one device, in one boot, in one zone.

    Attributes:
        origin_elapsed_ms: the boot's elapsed clock at place 0 of the line, to compare stretches of one boot.
    """

    at: int
    device: str
    boot: str
    zone: str
    offset_min: int
    origin_elapsed_ms: int


def in_order(events: Sequence[Event]) -> list[Event]:
    """One deterministic order for events of several devices: each device by its own numbers, never by wall time;
    between devices by corrected wall time, then id.
    """
    queues: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda event: (event.device, event.incarnation, event.seq, event.id), reverse=True):
        queues.setdefault(event.device, []).append(event)
    heads = [(queue[-1].corrected_ms, queue[-1].id, device) for device, queue in queues.items()]
    heapify(heads)
    ordered: list[Event] = []
    while heads:
        _, _, device = heappop(heads)
        queue = queues[device]
        ordered.append(queue.pop())
        if queue:
            heappush(heads, (queue[-1].corrected_ms, queue[-1].id, device))
    return ordered


@dataclass(slots=True)
class Line:
    """Grows while readings are placed on it, in the order of `in_order`.

    Attributes:
        start_ms: UTC milliseconds of place 0.
        knots: every placed reading.
        flags: what looked impossible or deserves mention.
    """

    start_ms: int
    knots: list[Knot] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)
    _origins: dict[tuple[str, str], int] = field(default_factory=dict)
    _end: int = 0

    def place(self, device: str, reading: Reading, skew_ms: int = 0) -> int:
        """Put a reading on the line and return its place; in a boot not seen before it begins after all others."""
        key = (device, reading.boot)
        if key not in self._origins:
            wall = reading.at_ms + skew_ms - self.start_ms
            if wall < self._end:
                self.flags.add("clock_behind")
            self._origins[key] = max(wall, self._end) - reading.elapsed_ms
        at = self._origins[key] + reading.elapsed_ms
        if at < 0:
            self.flags.add("clock_ran_back")
            at = 0
        self.knots.append(Knot(at, len(self.knots), device, reading))
        self._end = max(self._end, at)
        return at

    @property
    def end(self) -> int:
        """The furthest place known."""
        return self._end

    def sleeps(self) -> list[tuple[int, int]]:
        """Where the computer slept: between two readings of a boot, just before the later one.

        The tray reads the clocks as soon as the computer wakes, so the end is where the sleep ended.
        """
        found: list[tuple[int, int]] = []
        last: dict[tuple[str, str], Knot] = {}
        for knot in self._sorted():
            key = (knot.device, knot.reading.boot)
            before = last.get(key)
            last[key] = knot
            if before is None:
                continue
            elapsed_ms = knot.at - before.at
            awake_ms = knot.reading.awake_ms - before.reading.awake_ms
            drift_ms = knot.reading.at_ms - before.reading.at_ms - elapsed_ms
            if abs(drift_ms) > STEPPED_AT_LEAST_MS:
                self.flags.add("clock_stepped")
            if not 0 <= awake_ms <= elapsed_ms:
                self.flags.add("clock_ran_back")
                continue
            found.append((knot.at - (elapsed_ms - awake_ms), knot.at))
        return found

    def offs(self) -> list[tuple[int, int]]:
        """Where one boot had ended and the next had not begun to be watched."""
        found: list[tuple[int, int]] = []
        knots = self._sorted()
        for before, after in zip(knots, knots[1:], strict=False):
            if before.device != after.device:
                self.flags.add("several_devices")
            elif before.reading.boot != after.reading.boot:
                self.flags.add("restarted")
                found.append((before.at, after.at))
        return found

    def stretches(self) -> list[Stretch]:
        """The line's stretches in order; the first begins at 0."""
        found: list[Stretch] = []
        for knot in self._sorted():
            reading = knot.reading
            here = (knot.device, reading.boot, reading.zone, reading.offset_min)
            if found and (found[-1].device, found[-1].boot, found[-1].zone, found[-1].offset_min) == here:
                continue
            origin = -self._origins[knot.device, reading.boot]
            found.append(Stretch(knot.at if found else 0, *here, origin))
        return found

    def _sorted(self) -> list[Knot]:
        return sorted(self.knots, key=lambda knot: (knot.at, knot.order))
