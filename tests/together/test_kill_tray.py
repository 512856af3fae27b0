"""The tray program ended or failed by the disk at any of its writes: what is counted stays true.

`test_kill.py` does the same to the command line and looks at events. Here the program lives through a whole day (start,
heartbeats, a stepped clock, pause, resume, stop, start, quit), is started again afterwards, and the time counted is
compared with the test's own clocks.
"""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

import pytest

from tests.together.program import Program, boottime_ms
from tests.together.sittings import Books, Sitting, assert_counted_right, beat_ms, copied, live
from tests.together.worlds import WallClock
from tests.waiting import until
from truthtime_core.timer import SHORT_GAP_MS

LANES = 3
"""A life mostly waits for the next tick: more of them than there are processors."""

POINTS = 3
"""So many of each fault in the short run, spread evenly over all the calls that a life makes."""

KILLS = tuple(
    f"{call}:signal=KILL:when={{}}"
    for call in ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink")
)
ERRORS = (
    "pwrite64:error=ENOSPC:when={}+",
    "fsync:error=EIO:when={}",
    "fdatasync:error=EIO:when={}",
    "write:error=ENOSPC:when={}+",
    "unlink:error=EIO:when={}",
)
MORE_ERRORS = (
    "pwrite64:error=EIO:when={}",
    "pwrite64:error=EIO:when={}+",
    "pwrite64:error=ENOSPC:when={}",
    "write:error=EIO:when={}",
    "fdatasync:error=EIO:when={}+",
    "fsync:error=EIO:when={}+",
    "ftruncate:error=EIO:when={}",
    "ftruncate:error=EIO:when={}+",
    "rename:error=EIO:when={}",
)
RENAMES = 2
"""The socket of the running copy, and its address. strace knows a rename by its old name only, which is another in each
life: it is looked for without a path, and a life has no others."""

NEEDED = {"pwrite64": 50, "write": 5, "fdatasync": 5, "fsync": 5}
"""At least so many calls, or the faults do not reach what they are meant for."""


class Past:
    """A data folder whose tray program was killed while a timer ran, not long ago: each life begins with that gap."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._made_ms = 0
        self._made = 0
        self._books = Books()
        self._data = folder

    def copied_to(self, program: Program) -> Books:
        """Copy it; returns what is known of it."""
        with self._lock:
            if not self._made_ms or boottime_ms() - self._made_ms > SHORT_GAP_MS // 3:
                self._make()
            copied(self._data, program)
            return self._books.copy()

    def _make(self) -> None:
        self._made += 1
        program = Program(self._folder / f"past-{self._made}")
        self._books = Books()
        with Sitting(program, WallClock(program.folder), self._books) as sitting:
            assert sitting.do("start")
            until(lambda: beat_ms(program), what="the first beat")
        self._data, self._made_ms = program.data, boottime_ms()


class Lane:
    """Lives one after the other in one folder."""

    def __init__(self, folder: Path, past: Past) -> None:
        folder.mkdir()
        self._program = Program(folder)
        self._clock = WallClock(folder)
        self._program.env |= self._clock.env
        self._past = past

    def live_with(self, fault: str) -> tuple[Books, str]:
        """A life with this fault, a life after it, and the time counted; returns what was said, and strace's log."""
        program = self._program
        self._clock.move_to(0)
        books = self._past.copied_to(program)
        log = program.folder / "strace"
        with Sitting(program, self._clock, books, strace(program, log, fault)) as sitting:
            live(sitting)
            wild = sitting.child.err
        said = list(books.complaints)
        assert "Traceback" not in wild, wild
        with Sitting(program, self._clock, books) as again:
            if again.state() != "stopped":
                assert again.do("stop"), f"the next program must work: {books}"
        assert books.complaints == said, "the fault is over"
        assert_counted_right(program, books)
        return books, log.read_text(errors="replace")


def strace(program: Program, log: Path, fault: str) -> list[str]:
    """Words before the command that inject the fault, in calls about the program's own files and no others."""
    account = program.account
    names = ("truthtime.db", "truthtime.db-wal", "truthtime.db-shm", "truthtime.db-journal", "heart.bin")
    paths = [*(account / name for name in names), account, program.data / "running.json", program.data]
    calls, _, what = fault.partition(":")
    inject = [f"--inject={fault}"] if what else []
    only = [word for path in paths for word in ("-P", str(path))] if calls != "rename" else []
    return ["strace", "-f", "-qq", "-o", str(log), f"--trace={calls}", *inject, *only]


def count_calls(folder: Path, past: Past) -> dict[str, int]:
    """How often a life without a fault makes each call."""
    names = sorted({fault.split(":", 1)[0] for fault in (*KILLS, *ERRORS, *MORE_ERRORS)} - {"rename"})
    books, log = Lane(folder, past).live_with(",".join(names))
    assert not books.complaints, books
    assert all(one.acknowledged for one in books.tries), books
    calls = {name: len(re.findall(rf"(?m)^\d+ +{name}\(", log)) for name in names} | {"rename": RENAMES}
    print(f"calls of a whole life: {calls}")
    for name, least in NEEDED.items():
        assert calls[name] >= least, calls
    return calls


def spread(calls: int, points: int | None) -> list[int]:
    """Which calls to fail: all of 1, 2, 3 ... `calls`, or so many of them as evenly as can be."""
    if points is None or calls <= points:
        return list(range(1, calls + 1))
    return sorted({1 + (2 * point + 1) * calls // (2 * points) for point in range(points)})


def at_points(
    folder: Path, faults: Sequence[str], points: int | None, judge: Callable[[str, Books, str], None]
) -> None:
    """Live with each of the faults at each of its points."""
    past = Past(folder)
    calls = count_calls(folder / "whole", past)
    work = [fault.format(at) for fault in faults for at in spread(calls[fault.split(":", 1)[0]], points)]

    def some(number: int) -> int:
        lane = Lane(folder / f"lane-{number}", past)
        reached = 0
        for fault in work[number::LANES]:
            books, log = lane.live_with(fault)
            # Beats and ticks come by the clock: the last call of one life may be missing from another.
            if "(INJECTED)" in log or "+++ killed by SIGKILL +++" in log:
                reached += 1
                judge(fault, books, log)
        return reached

    with ThreadPoolExecutor(LANES) as lanes:
        reached = sum(lanes.map(some, range(LANES)))
    print(f"{len(work)} lives, {reached} of them with the fault, every millisecond right")
    assert reached >= len(work) * 3 // 4, f"{reached} of {len(work)}"


def was_killed(fault: str, _books: Books, log: str) -> None:
    assert "+++ killed by SIGKILL +++" in log, fault


def was_told(fault: str, books: Books, log: str) -> None:
    """An error of the disk ends no program without words, and what it kept from being done was told."""
    assert "killed by SIG" not in log or books.complaints, fault
    assert books.complaints or all(one.acknowledged for one in books.tries), f"{fault}: {books}"


def test_a_tray_killed_at_its_writes_counts_only_what_it_saw(quick_folder: Path) -> None:
    at_points(quick_folder, KILLS, POINTS, was_killed)


def test_a_tray_whose_disk_fails_says_so_and_counts_right(quick_folder: Path) -> None:
    at_points(quick_folder, ERRORS, POINTS, was_told)


@pytest.mark.soak
def test_a_tray_killed_at_every_write_counts_only_what_it_saw(quick_folder: Path) -> None:
    at_points(quick_folder, KILLS, None, was_killed)


@pytest.mark.soak
@pytest.mark.parametrize("fault", [*ERRORS, *MORE_ERRORS])
def test_a_tray_whose_disk_fails_at_any_call_says_so_and_counts_right(quick_folder: Path, fault: str) -> None:
    at_points(quick_folder, [fault], None, was_told)
