"""Worlds in which the clocks do what they do in life: somebody sets the wall clock, the computer sleeps, days go by."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.together.program import TICK_MS, boottime_ms
from tests.waiting import until

MS_PER_S = 1_000
MS_PER_H = 3_600_000
HOUR_S = 3_600
ROUNDING_MS = 250
"""What starting a command costs between the test's look at the clock and the program's own."""


class WallClock:
    """The wall clock of the programs started with `env`, moved at will; every other clock stays the real one."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "faketime"
        self.move_to(0)
        self.env = {
            "LD_PRELOAD": str(libfaketime()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def move_to(self, offset_s: int) -> None:
        """Set it to the true time plus this many seconds."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(f"{offset_s:+d}\n", encoding="ascii")
        fresh.replace(self._file)


def libfaketime() -> Path:
    """The library of Debian's package ``faketime``, whatever the processor."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert found, "libfaketime is not installed: apt-get install faketime"
    return found[0]


def later(awake_s: int = 0, asleep_s: int = 0) -> tuple[str, ...]:
    """Words before a command that put it into a world that much later than everything before.

    A time name space moves the clock that runs in sleep, and the one that stands still in it, as a suspend or a long
    wait would. Only a process that starts in it sees it; the wall clock is `WallClock`'s business.
    """
    words = ("unshare", "--time", "--monotonic", str(awake_s), "--boottime", str(awake_s + asleep_s))
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this computer gives no time name space (that takes root)")
    return words


def time_passes(length_ms: int) -> None:
    """Wait until this much time has really passed."""
    end_ms = boottime_ms() + length_ms
    until(lambda: boottime_ms() >= end_ms, 2 * length_ms / MS_PER_S, "time to pass")


def assert_right(worked_ms: int, real_ms: int) -> None:
    """Within one tick of what really passed."""
    assert abs(worked_ms - real_ms) <= TICK_MS, f"{worked_ms} ms counted, {real_ms} ms passed"


def assert_kinds_sum_up(entry: dict[str, Any]) -> None:
    """Every millisecond of the entry has one kind; worked is what was seen and what was claimed."""
    kinds = ("worked_ms", "paused_ms", "idle_ms", "locked_ms", "asleep_ms", "off_ms")
    assert sum(entry[kind] for kind in kinds) == entry["elapsed_ms"], entry
    assert sum(interval["duration_ms"] for interval in entry["intervals"]) == entry["elapsed_ms"], entry
