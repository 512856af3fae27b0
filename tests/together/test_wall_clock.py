"""The wall clock jumps, the computer sleeps, the program freezes: what is counted is what really passed."""

import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.together.program import TICK_MS, Program, boottime_ms
from tests.waiting import until
from truthtime_core.events import Event

MS_PER_S = 1_000
MS_PER_H = 3_600_000
HOUR_S = 3_600
FROZEN_MS = 25 * MS_PER_S
"""Longer than the 15 s after which a tick that did not come means that nobody watched."""

SEEN_WITHIN_S = 3 * TICK_MS / MS_PER_S
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


def time_passes(length_ms: int) -> None:
    """Wait until this much time has really passed."""
    end_ms = boottime_ms() + length_ms
    until(lambda: boottime_ms() >= end_ms, 2 * length_ms / MS_PER_S, "time to pass")


def from_wall_clock(events: list[Event]) -> int:
    """What a tracker that trusts the wall clock would count: stop minus start."""
    times = {event.type: event.reading.at_ms for event in events}
    return times["timer.stop"] - times["timer.start"]


def assert_right(worked_ms: int, real_ms: int) -> None:
    """Within one tick of what really passed."""
    assert abs(worked_ms - real_ms) <= TICK_MS, f"{worked_ms} ms counted, {real_ms} ms passed"


@pytest.mark.parametrize("offset_s", [5 * HOUR_S, -5 * HOUR_S, 48 * HOUR_S], ids=["+5h", "-5h", "+2d"])
def test_a_moved_wall_clock_changes_no_duration(program: Program, folder: Path, offset_s: int) -> None:
    clock = WallClock(folder)
    program.env |= clock.env
    with program.tray(screenless=True):
        program.did("start", "Work")
        began_ms = boottime_ms()
        clock.move_to(offset_s)
        until(lambda: "clock.mark" in program.event_types(), SEEN_WITHIN_S, "the clock step in the log")
        assert_right(program.status()["worked_ms"], boottime_ms() - began_ms)
        program.did("stop")
        real_ms = boottime_ms() - began_ms
        events = program.stored()
        assert_right(program.entry()["worked_ms"], real_ms)
    with pytest.raises(AssertionError, match="ms counted"):
        assert_right(from_wall_clock(events), real_ms)


def test_a_moved_wall_clock_changes_no_duration_without_a_tray(program: Program, folder: Path) -> None:
    clock = WallClock(folder)
    program.env |= clock.env
    program.did("start", "Work")
    began_ms = boottime_ms()
    clock.move_to(-5 * HOUR_S)
    program.did("stop")
    real_ms = boottime_ms() - began_ms
    assert_right(program.entry()["worked_ms"], real_ms)
    assert "clock.mark" in program.event_types()
    with pytest.raises(AssertionError, match="ms counted"):
        assert_right(from_wall_clock(program.stored()), real_ms)


def asleep(hours: int) -> tuple[str, ...]:
    """Words before a command that put it into a world where the computer slept that long after everything so far.

    A time name space moves the clock that runs in sleep and leaves the one that stands still in it: just what a
    suspend does. Only a process that starts in it sees it.
    """
    words = ("unshare", "--time", "--boottime", str(hours * HOUR_S))
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this computer gives no time name space (that takes root)")
    return words


def test_sleep_is_not_work_on_the_command_line(program: Program) -> None:
    program.before = asleep(0)
    program.did("start", "Work")
    began_ms = boottime_ms()
    program.before = asleep(2)
    program.did("stop")
    entry = program.entry()
    assert_right(entry["worked_ms"], boottime_ms() - began_ms)
    assert abs(entry["asleep_ms"] - 2 * MS_PER_H) <= ROUNDING_MS, entry
    assert abs(entry["elapsed_ms"] - entry["worked_ms"] - 2 * MS_PER_H) <= ROUNDING_MS, entry
    assert_kinds_sum_up(entry)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "quit"])
def test_sleep_is_not_work_under_a_tray(program: Program, end: signal.Signals) -> None:
    with program.tray(screenless=True) as first:
        program.did("start", "Work")
        began_ms = boottime_ms()
        until(lambda: program.status()["worked_ms"] > MS_PER_S, SEEN_WITHIN_S, "a second of work")
        first.signal(end)
        first.wait()
    program.before = asleep(2)
    with program.tray(*program.before, screenless=True):
        if program.state() == "running":
            program.did("stop")
        entry = program.entry()
        real_ms = boottime_ms() - began_ms
        assert entry["worked_ms"] <= real_ms + ROUNDING_MS, f"{real_ms} ms passed: {entry}"
        assert_kinds_sum_up(entry)
    program.assert_sound()


def test_a_frozen_program_credits_nothing_silently(program: Program) -> None:
    with program.tray(screenless=True) as child:
        program.did("start", "Work")
        began_ms = boottime_ms()
        until(lambda: program.status()["worked_ms"] > MS_PER_S, SEEN_WITHIN_S, "a second of work")
        child.signal(signal.SIGSTOP)
        awake_ms = boottime_ms() - began_ms
        try:
            time_passes(FROZEN_MS)
        finally:
            child.signal(signal.SIGCONT)
        thawed_ms = boottime_ms()
        until(lambda: program.status()["today"]["unanswered_ms"] > 0, SEEN_WITHIN_S, "the frozen time as unanswered")
        program.did("stop")
        awake_ms += boottime_ms() - thawed_ms
        entry = program.entry()
    assert_right(entry["worked_ms"], awake_ms)
    assert entry["worked_ms"] <= awake_ms + TICK_MS
    assert abs(entry["off_ms"] - FROZEN_MS) <= 2 * TICK_MS, entry
    assert entry["unanswered_ms"] == entry["off_ms"], entry
    assert entry["flags"], entry
    assert_kinds_sum_up(entry)


def assert_kinds_sum_up(entry: dict[str, Any]) -> None:
    """Every millisecond of the entry has one kind; worked is what was seen and what was claimed."""
    kinds = ("worked_ms", "paused_ms", "idle_ms", "locked_ms", "asleep_ms", "off_ms")
    assert sum(entry[kind] for kind in kinds) == entry["elapsed_ms"], entry
    assert sum(interval["duration_ms"] for interval in entry["intervals"]) == entry["elapsed_ms"], entry
