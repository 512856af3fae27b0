"""The clock of the tests: it stands still until a test drives it, so that no test ever waits."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from truthtime_core.clock import Reading

MS_PER_S = 1_000
MS_PER_MIN = 60_000
MS_PER_H = 3_600_000

START = "2026-11-17T09:04:00"
ZONE = "Europe/Paris"


@dataclass
class FakeClock:
    """A `truthtime_core.clock.Clock` that a test drives.

    Args:
        start: local wall time at the beginning, ISO 8601 without offset.
        zone: IANA name of the zone `start` is told in.
        awake_ms: milliseconds the computer has been awake since boot.
        asleep_ms: milliseconds it has slept since boot.
    """

    start: str = START
    zone: str = ZONE
    awake_ms: int = 600_000
    asleep_ms: int = 0

    def __post_init__(self) -> None:
        local = datetime.fromisoformat(self.start).replace(tzinfo=ZoneInfo(self.zone))
        self.at_ms = round(local.timestamp() * MS_PER_S)
        self.boots = 1

    def read(self) -> Reading:
        """All clocks at this moment; reading moves nothing."""
        offset = datetime.fromtimestamp(self.at_ms // MS_PER_S, UTC).astimezone(ZoneInfo(self.zone)).utcoffset()
        assert offset is not None
        offset_min = int(offset.total_seconds()) // 60
        return Reading(
            self.at_ms, offset_min, self.zone, f"boot-{self.boots}", self.awake_ms, self.awake_ms + self.asleep_ms
        )

    def tick(self, ms: int) -> Reading:
        """Time passes while the computer is awake."""
        self._pass(ms)
        self.awake_ms += ms
        return self.read()

    def sleep(self, ms: int) -> Reading:
        """The computer sleeps (or hibernates) for `ms` milliseconds."""
        self._pass(ms)
        self.asleep_ms += ms
        return self.read()

    def step(self, ms: int) -> Reading:
        """Somebody (or NTP) sets the wall clock `ms` milliseconds forwards, or backwards when negative."""
        self.at_ms += ms
        return self.read()

    def reboot(self, off_ms: int = MS_PER_MIN) -> Reading:
        """The computer is off for `off_ms` milliseconds and begins a new boot, whose clocks count from zero."""
        self._pass(off_ms)
        self.boots += 1
        self.awake_ms = self.asleep_ms = 0
        return self.read()

    def travel(self, zone: str) -> Reading:
        """The operating system's zone changes to the IANA zone `zone`; no time passes."""
        ZoneInfo(zone)
        self.zone = zone
        return self.read()

    def _pass(self, ms: int) -> None:
        if ms < 0:
            raise ValueError("Time does not pass backwards; use step() for the wall clock.")
        self.at_ms += ms
