"""The wall clock jumps, the computer sleeps, the program freezes: what is counted is what really passed."""

import signal
from pathlib import Path

import pytest

from tests.together.program import TICK_MS, Program, boottime_ms
from tests.together.worlds import (
    HOUR_S,
    MS_PER_H,
    MS_PER_S,
    ROUNDING_MS,
    WallClock,
    assert_kinds_sum_up,
    assert_right,
    later,
    time_passes,
)
from tests.waiting import until
from truthtime_core.events import Event

FROZEN_MS = 18 * MS_PER_S
"""Longer than the 15 s after which a tick that did not come means that nobody watched."""

SEEN_WITHIN_S = 3 * TICK_MS / MS_PER_S


def from_wall_clock(events: list[Event]) -> int:
    """What a tracker that trusts the wall clock would count: stop minus start."""
    times = {event.type: event.reading.at_ms for event in events}
    return times["timer.stop"] - times["timer.start"]


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
    assert "clock_stepped" in program.entry()["flags"]
    with pytest.raises(AssertionError, match="ms counted"):
        assert_right(from_wall_clock(program.stored()), real_ms)


def test_sleep_is_not_work_on_the_command_line(program: Program) -> None:
    program.before = later()
    program.did("start", "Work")
    began_ms = boottime_ms()
    program.before = later(asleep_s=2 * HOUR_S)
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
    program.before = later(asleep_s=2 * HOUR_S)
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
