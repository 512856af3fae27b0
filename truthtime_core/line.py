"""An entry's own line: every clock reading of its events brought onto one axis, milliseconds since the entry began.

Inside one boot the elapsed clock gives the place; from boot to boot, and from device to device, only the wall clock
can, so those places are marked. Where elapsed and awake clocks disagree, the computer slept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NamedTuple

from truthtime_core.clock import STEPPED_AT_LEAST_MS, Reading
from truthtime_core.events import Event

Ranges = dict[str, list[tuple[int, int]]]
"""Half-open ranges of the line by device."""


class Knot(NamedTuple):
    """A reading at its place on the line. Knots sort by place, and those of one place in the order they came."""

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
    """One deterministic order for events of several devices.

    Each device goes by its own numbers, never by wall time; between devices corrected wall time decides, then the id.
    """
    ordered = sorted(events, key=lambda event: (event.device, event.incarnation, event.seq, event.id))
    if not ordered or ordered[0].device == ordered[-1].device:
        return ordered
    queues: dict[str, list[Event]] = {}
    for event in reversed(ordered):
        queues.setdefault(event.device, []).append(event)
    heads = [(queue[-1].corrected_ms, queue[-1].id, device) for device, queue in queues.items()]
    heapify(heads)
    ordered = []
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
    _latest: dict[str, Knot] = field(default_factory=dict)
    _end: int = 0

    def place(self, device: str, reading: Reading, skew_ms: int = 0) -> int:
        """Put a reading on the line and return its place; in a boot not seen before it begins after all others."""
        key = (device, reading.boot)
        if key not in self._origins:
            self._origins[key] = self._beginning(device, reading, skew_ms) - reading.elapsed_ms
        at = self._origins[key] + reading.elapsed_ms
        if at < 0:
            self.flags.add("clock_ran_back")
            at = 0
        knot = Knot(at, len(self.knots), device, reading)
        self.knots.append(knot)
        if device not in self._latest or at >= self._latest[device].at:
            self._latest[device] = knot
        self._end = max(self._end, at)
        return at

    def _beginning(self, device: str, reading: Reading, skew_ms: int) -> int:
        """Where a boot enters the line. From the device's last boot the wall clock says how long it was off.

        It is compared with what it showed last, not with the entry's beginning: a clock that was set in between
        would otherwise add its step to the time the computer was off.
        """
        latest = self._latest.get(device)
        if latest is None:
            wall = reading.at_ms + skew_ms - self.start_ms
        else:
            wall = latest.at + reading.at_ms - latest.reading.at_ms
        if wall < self._end:
            self.flags.add("clock_behind")
        return max(wall, self._end)

    @property
    def end(self) -> int:
        """The furthest place known."""
        return self._end

    def sleeps(self) -> Ranges:
        """Where each computer slept: between two readings of a boot, just before the later one.

        The tray reads the clocks as soon as the computer wakes, so the end is where the sleep ended.
        """
        found: Ranges = {}
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
                awake_ms = max(0, min(elapsed_ms, awake_ms))  # as in `clock.lapse`: what was not awake is no work
            if awake_ms < elapsed_ms:
                found.setdefault(knot.device, []).append((knot.at - (elapsed_ms - awake_ms), knot.at))
        return found

    def offs(self) -> Ranges:
        """Where one boot of a device had ended and its next had not begun to be watched."""
        found: Ranges = {}
        for before, after in pairwise(self._sorted()):
            if before.device != after.device:
                self.flags.add("several_devices")
            elif before.reading.boot != after.reading.boot:
                self.flags.add("restarted")
                found.setdefault(before.device, []).append((before.at, after.at))
        return found

    def stretches(self) -> list[Stretch]:
        """The line's stretches in order; the first begins at 0."""
        found: list[Stretch] = []
        here: tuple[str, str, str, int] | None = None
        for knot in self._sorted():
            reading = knot.reading
            there = (knot.device, reading.boot, reading.zone, reading.offset_min)
            if there != here:
                found.append(Stretch(knot.at if found else 0, *there, -self._origins[knot.device, reading.boot]))
                here = there
        return found

    def _sorted(self) -> list[Knot]:
        self.knots.sort()
        return self.knots
