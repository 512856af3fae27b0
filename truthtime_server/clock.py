"""The clocks of the server, behind a protocol so that tests can move them. Nothing else in the server reads a clock."""

import time
from typing import Protocol


class ServerClock(Protocol):
    """What the server needs to know about time."""

    def wall_ms(self) -> int:
        """UTC as the world tells it, in milliseconds since 1970. It may be stepped; it measures no duration."""
        ...

    def steady_ms(self) -> int:
        """A clock that only runs forwards, in milliseconds from some moment. Its differences are durations."""
        ...


class SystemClock:
    """The clocks of this computer."""

    def wall_ms(self) -> int:
        """UTC in milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def steady_ms(self) -> int:
        """Milliseconds from some moment; NTP and people do not move it."""
        return time.monotonic_ns() // 1_000_000
