"""Killed while typing, at any moment: no text that was acknowledged is ever lost, and every revision is whole.

What was typed is acknowledged when `Notebook.keep` has returned, 500 ms after the last key at the latest; so what a
kill can take is younger than that. The worker here acknowledges without waiting for the 500 ms.
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from tests.together.killing import DONE_WITHIN_MS
from tests.together.program import Program, boottime_ms
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import open_store
from truthtime_desktop.system.clocks import SystemClock

SEED = int(os.environ.get("TRUTHTIME_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
WORKER = Path(__file__).with_name("note_worker.py")
LANES = 2
KILLS = 200
MANY_SEQUENCES = 10_000
LONGEST_LIFE_MS = 40
WHOLE_EVERY = 250


@dataclass
class Diary:
    """What one data folder must hold, from what its workers said before they were killed.

    Attributes:
        acknowledged: by day, the text last acknowledged.
        tried: day and text that was under way when the end came; None when nothing was.
        touched: the days that the last worker wrote to.
        edits: how many edits were acknowledged in all.
    """

    acknowledged: dict[str, str] = field(default_factory=dict)
    tried: tuple[str, str] | None = None
    touched: set[str] = field(default_factory=set)
    edits: int = 0

    def hear(self, line: bytes) -> None:
        """Take in one whole line of a worker."""
        if line == b"ready":
            return
        words = json.loads(line)
        if "try" in words:
            self.tried = (words["try"][0], words["try"][1])
            self.touched.add(self.tried[0])
        else:
            day, text = words["ack"]
            assert (day, text) == self.tried, "nobody else writes here, so what was typed is what is kept"
            self.acknowledged[day], self.tried = text, None
            self.edits += 1

    def judge(self, notebook: Notebook, *, whole: bool) -> None:
        """Compare with what is there. What was under way may be there or not, and is acknowledged from then on.

        Args:
            whole: all days, not only those of the last worker.
        """
        for day in self.touched | set(self.acknowledged if whole else ()):
            text = notebook.page(date.fromisoformat(day)).text
            allowed = {self.acknowledged.get(day, "")}
            if self.tried and self.tried[0] == day:
                allowed.add(self.tried[1])
            assert text in allowed, f"{day}: {text!r} is none of {allowed!r}"
            self.acknowledged[day] = text
        self.tried = None
        self.touched.clear()


class Typists:
    """Processes that type into the notes of one data folder, one after the other.

    Args:
        program: whose data folder.
    """

    def __init__(self, program: Program) -> None:
        self._pipe = program.folder / "pipe"
        self._complaints = program.folder / "complaints"
        program.folder.mkdir(parents=True, exist_ok=True)
        os.mkfifo(self._pipe)
        with self._complaints.open("wb") as complaints:
            self._parent = subprocess.Popen(
                [sys.executable, str(WORKER), str(self._pipe)],
                env=program.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
            )

    def lines_until_killed(self, seed: int, life_ms: float) -> Iterator[bytes]:
        """Let one type, kill it that long after it was ready, and give what it said: whole lines only."""
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(f"{seed}\n")
        self._parent.stdin.flush()
        child = int(self._parent.stdout.readline())
        reading = os.open(self._pipe, os.O_RDONLY)
        rest, end_ms = b"", boottime_ms() + float(DONE_WITHIN_MS)
        try:
            while True:
                ready, _, _ = select.select([reading], [], [], max(0.0, (end_ms - boottime_ms()) / 1_000))
                if not ready:
                    os.kill(child, signal.SIGKILL)
                    end_ms = boottime_ms() + float(DONE_WITHIN_MS)
                    continue
                got = os.read(reading, 1 << 20)
                if not got:
                    break
                *lines, rest = (rest + got).split(b"\n")
                if b"ready" in lines:
                    end_ms = boottime_ms() + life_ms
                yield from lines
        finally:
            os.close(reading)
        died = int(self._parent.stdout.readline())
        assert died == -signal.SIGKILL, self._complaints.read_text()

    def close(self) -> None:
        """No more of them."""
        self._parent.communicate()


def kill_typists(folder: Path, sequences: int, seed: int) -> tuple[int, int]:
    """Kill typists on one data folder, one after the other: how many, and how many edits they had acknowledged."""
    dice = random.Random(seed)
    program = Program(folder)
    diary = Diary()
    with closing(Typists(program)) as typists:
        for done in range(sequences):
            for line in typists.lines_until_killed(dice.randrange(10**9), dice.uniform(0, LONGEST_LIFE_MS)):
                diary.hear(line)
            with closing(open_store(Places(program.data))) as store:
                whole = done % WHOLE_EVERY == 0 or done == sequences - 1
                diary.judge(Notebook(store), whole=whole)
                if whole:
                    assert store.integrity() == []
    return sequences, diary.edits


def many_kills(folder: Path, sequences: int) -> None:
    print(f"TRUTHTIME_SEED={SEED}")
    with ThreadPoolExecutor(LANES) as lanes:
        runs = [
            lanes.submit(kill_typists, folder / str(lane), sequences // LANES, SEED + lane) for lane in range(LANES)
        ]
        results = [run.result() for run in runs]
    killed, edits = (sum(numbers) for numbers in zip(*results, strict=True))
    print(f"{killed} kills while typing, {edits} acknowledged edits, none lost")
    assert killed == sequences // LANES * LANES
    assert edits > killed, "the typists hardly did anything before they were killed"


def test_kills_while_typing_lose_nothing_that_was_acknowledged(quick_folder: Path) -> None:
    many_kills(quick_folder, KILLS)


def test_the_next_start_makes_a_revision_of_what_was_being_typed_when_the_tray_was_killed(program: Program) -> None:
    program.did("note", "Saved", "--day", "2026-11-17")
    with program.tray(screenless=True) as tray:
        with closing(open_store(Places(program.data))) as store:
            notebook = Notebook(store)
            notebook.keep(notebook.page(date(2026, 11, 17)), "Saved and typed", SystemClock().read())
        shown = program.did("note", "--day", "2026-11-17", "--json").json
        assert (shown["text"], shown["saved"], shown["revisions"]) == ("Saved and typed", False, 1)
        program.did("note", "Appended", "--day", "2026-11-17")
        tray.kill()
    with program.tray(screenless=True):
        shown = program.did("note", "--day", "2026-11-17", "--json").json
        assert (shown["text"], shown["saved"], shown["revisions"]) == ("Saved and typed\nAppended", True, 3)


@pytest.mark.soak
def test_ten_thousand_kills_while_typing_lose_nothing(quick_folder: Path) -> None:
    many_kills(quick_folder, MANY_SEQUENCES)
