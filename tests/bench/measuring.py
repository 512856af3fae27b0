"""Measuring two things side by side: in turns, so that whatever else the machine does falls on both alike."""

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.waiting import until

MS_PER_S = 1_000
NS_PER_MS = 1_000_000

JOINS_FREED_PIECES_BYTES = 100_000
"""Large for glibc's malloc, and still below what it takes from the kernel by mmap (128 KiB)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How thorough a run is.

    Attributes:
        sizes: logs to measure with, in intervals, smallest first.
        starts: how often each program is started.
        commands: how often each command of the command line is given.
        clicks: how many events are stored one by one.
        queries: how often each query is asked.
        settle_s: how long a program is left alone before its memory is read, and
        idle_s: how long its wake-ups are counted after that.
        fold_entries: how many entries are folded.
        notes: how many days of notes are searched.
        api_events: how many events are in the server's database,
        api_s: how long one turn of its clients lasts, and
        api_rounds: how many turns there are.
        openings: how often the panel is opened and closed.
    """

    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    starts: int = 15
    commands: int = 21
    clicks: int = 300
    queries: int = 21
    settle_s: float = 15.0
    idle_s: float = 20.0
    fold_entries: int = 20_000
    notes: int = 3_650
    openings: int = 1_000
    api_events: int = 1_000_000
    api_s: float = 6.0
    api_rounds: int = 3

    @property
    def largest(self) -> int:
        """The largest log, in intervals."""
        return self.sizes[-1]


QUICK = Plan(
    (10_000,),
    starts=5,
    commands=7,
    clicks=60,
    queries=7,
    settle_s=4.0,
    idle_s=6.0,
    fold_entries=2_000,
    notes=365,
    openings=20,
    api_events=40_000,
    api_s=3.0,
)


def now_ms() -> float:
    """A stopwatch's dial: only differences mean something."""
    return time.perf_counter_ns() / NS_PER_MS


def timed_ms(work: Callable[[], object]) -> float:
    """How long this takes, in milliseconds. What was measured before is cleaned up first, not meanwhile.

    Garbage is one part. The other is what a sort of SQLite gives back to malloc, one small piece for each row: glibc
    joins them (``malloc_consolidate``) when somebody asks it for more than a kilobyte, 9 ms for a year of plain SQL.
    """
    gc.collect()
    bytearray(JOINS_FREED_PIECES_BYTES)
    start_ms = now_ms()
    work()
    return now_ms() - start_ms


def in_turns(works: Mapping[str, Callable[[], float]], rounds: int, warm_ups: int = 1) -> dict[str, list[float]]:
    """Run each of these so many times, one after the other in turns, and keep the figure that each gives back.

    Args:
        warm_ups: rounds before the first one that counts.
    """
    figures: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(-warm_ups, rounds):
        for name, work in works.items():
            value = work()
            if turn >= 0:
                figures[name].append(value)
    return figures


def let_pass(length_s: float) -> None:
    """Leave the machine alone for so long."""
    end_ms = now_ms() + length_s * MS_PER_S
    until(lambda: now_ms() >= end_ms, 2 * length_s + 1, "time to pass")


def say(words: str) -> None:
    """Progress, beside the table."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
