"""The clocks an event carries, and what two readings of them say about the time between.

Three clocks, because each lies in its own way: the wall clock is stepped by people and by NTP, the awake clock stops
in sleep, the elapsed clock runs in sleep. Differences of the last two inside one boot are the only durations.
"""

from dataclasses import dataclass, replace
from typing import Protocol

SLEPT_AT_LEAST_MS = 500
"""Below this, elapsed minus awake is sampling noise: no computer suspends and resumes in half a second."""

STEPPED_AT_LEAST_MS = 2_000
"""The wall clock moved against the elapsed clock by more than this: somebody set it (NTP slews stay far below)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All clocks of one device, read at one moment.

    Attributes:
        at_ms: wall clock, UTC, milliseconds since 1970.
        offset_min: the zone's offset from UTC at that moment, minutes east.
        zone: IANA name of the zone the person was in, for example ``Europe/Paris``.
        boot: identity of this run of the operating system; readings compare only within one boot.
        awake_ms: milliseconds since boot, standing still while the computer sleeps.
        elapsed_ms: milliseconds since boot, running while the computer sleeps.
    """

    at_ms: int
    offset_min: int
    zone: str
    boot: str
    awake_ms: int
    elapsed_ms: int

    def moved_back(self, by_ms: int) -> "Reading":
        """The reading `by_ms` awake milliseconds earlier, for evidence such as "last input 300 s ago"."""
        return replace(
            self, at_ms=self.at_ms - by_ms, awake_ms=self.awake_ms - by_ms, elapsed_ms=self.elapsed_ms - by_ms
        )


class Clock(Protocol):
    """Where readings come from. The real one is `truthtime_desktop.system.clocks`; tests drive their own."""

    def read(self) -> Reading:
        """All clocks, sampled together."""
        ...


@dataclass(frozen=True, slots=True)
class Lapse:
    """What happened between two readings of one boot.

    Attributes:
        awake_ms: time the computer was awake.
        asleep_ms: time it slept.
        stepped_ms: how far the wall clock was moved (positive: forwards), 0 if it was not.
    """

    awake_ms: int
    asleep_ms: int
    stepped_ms: int


def lapse(before: Reading, after: Reading) -> Lapse:
    """What lies between two readings of the same boot. Impossible readings give zeros, never negative time."""
    elapsed_ms = max(0, after.elapsed_ms - before.elapsed_ms)
    awake_ms = min(elapsed_ms, max(0, after.awake_ms - before.awake_ms))
    drift_ms = (after.at_ms - before.at_ms) - (after.elapsed_ms - before.elapsed_ms)
    return Lapse(awake_ms, elapsed_ms - awake_ms, drift_ms if abs(drift_ms) > STEPPED_AT_LEAST_MS else 0)


def steady(reading: Reading, previous: Reading | None) -> Reading:
    """The reading with sampling noise taken out, so that elapsed minus awake changes only when the computer slept.

    The two clocks are read one after the other and rounded to milliseconds; without this a day of events would
    contain thousands of one-millisecond "sleeps". The awake clock is believed and never moves back.
    """
    if previous is None or previous.boot != reading.boot:
        return reading
    awake_ms = max(reading.awake_ms, previous.awake_ms)
    asleep_ms = previous.elapsed_ms - previous.awake_ms
    slept_ms = (reading.elapsed_ms - reading.awake_ms) - asleep_ms
    if slept_ms >= SLEPT_AT_LEAST_MS:
        asleep_ms += slept_ms
    return replace(reading, awake_ms=awake_ms, elapsed_ms=awake_ms + asleep_ms)
