"""The program was killed while a timer ran: the next start shows the gap, and none of it counts as work by itself."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.together.program import TICK_MS, Program, boottime_ms
from tests.together.worlds import HOUR_S, MS_PER_S, WallClock, assert_kinds_sum_up, later
from tests.waiting import until

DONE_WITHIN_S = 20.0
BEAT_MS = 15_000
"""The last sign of life is at most this old when the program dies."""


def work_and_die(program: Program) -> int:
    """A tray with a running timer is killed; returns the milliseconds it had really worked."""
    with program.tray(screenless=True) as tray:
        program.did("start", "Work")
        began_ms = boottime_ms()
        until(lambda: program.status()["worked_ms"] > MS_PER_S, DONE_WITHIN_S, "a second of work")
        tray.signal(signal.SIGKILL)
        tray.wait()
        return boottime_ms() - began_ms


def assert_gap(entry: dict[str, Any], real_ms: int, gap_ms: int) -> None:
    """The gap is off and unanswered, and no more than what was really worked is work."""
    assert "recovered" in entry["flags"], entry
    assert entry["worked_ms"] <= real_ms + TICK_MS, f"{real_ms} ms passed: {entry}"
    assert gap_ms <= entry["off_ms"] <= gap_ms + BEAT_MS + TICK_MS, entry
    assert entry["unanswered_ms"] == entry["off_ms"], entry
    assert_kinds_sum_up(entry)


@pytest.mark.parametrize("by", ["tray", "command line"])
def test_a_short_gap_is_shown_and_the_timer_runs_on(program: Program, by: str) -> None:
    real_ms = work_and_die(program)
    assert program.entry()["worked_ms"] <= real_ms, "a look alone adds nothing"
    if by == "tray":
        with program.tray(screenless=True):
            assert program.state() == "running"
            program.did("stop")
    else:
        program.did("stop")
    assert_gap(program.entry(), real_ms, 0)
    assert program.status()["today"]["unanswered_ms"] > 0
    program.assert_sound()


@pytest.mark.parametrize(("gap_s", "state"), [(600, "paused"), (26 * HOUR_S, "stopped")], ids=["10m", "26h"])
def test_a_long_gap_is_shown_and_waits_for_an_answer(program: Program, folder: Path, gap_s: int, state: str) -> None:
    clock = WallClock(folder)
    program.env |= clock.env
    real_ms = work_and_die(program)
    clock.move_to(gap_s)
    words = later(awake_s=gap_s)
    program.before = words
    with program.tray(*words, screenless=True):
        assert program.state() == state
        entry = program.entry()
        if state == "paused":
            assert_gap(entry, real_ms, gap_s * MS_PER_S)
            assert program.status()["today"]["unanswered_ms"] >= gap_s * MS_PER_S
        assert entry["worked_ms"] <= real_ms + TICK_MS, "the night is not work"
        assert "recovered" in entry["flags"], entry
    program.assert_sound()
