"""Running the worker until it is killed or done, and judging what the database then holds."""

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.together.program import Program, boottime_ms
from truthtime_core.events import Event

WORKER = Path(__file__).with_name("worker.py")
DONE_WITHIN_MS = 60_000
COMMANDS = ("start", "pause", "resume", "stop")


@dataclass
class Outcome:
    """What a worker said before it ended.

    Attributes:
        tried: each command and whether it was acknowledged, in order.
        complaints: what was printed instead of an acknowledgement.
        code: exit code; negative when a signal ended it.
        wild: what else it wrote to its standard error: tracebacks.
    """

    tried: list[tuple[str, bool]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    code: int = 0
    wild: str = ""

    @property
    def acknowledged(self) -> int:
        """How many commands were acknowledged."""
        return sum(acknowledged for _, acknowledged in self.tried)

    def hear(self, line: str) -> None:
        """Take in one line of the worker; half a line is what a kill leaves, and says nothing."""
        word, _, rest = line.partition(" ")
        if word == "try":
            self.tried.append((rest, False))
        elif word == "ack":
            self.tried[-1] = (rest, True)
        elif word == "fail":
            self.complaints.append(json.loads(rest))


class Workers:
    """Worker processes on a program's data folder, one after the other, from a parent that has loaded the program.

    Args:
        program: whose data folder and environment.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        folder = program.folder
        folder.mkdir(parents=True, exist_ok=True)
        self._pipe, self._gate, self._complaints = (folder / name for name in ("pipe", "gate", "complaints"))
        os.mkfifo(self._pipe)
        os.mkfifo(self._gate)
        self._parent = subprocess.Popen(
            [sys.executable, str(WORKER), self._pipe, self._gate, self._complaints],
            env=program.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, count: int, seed: int, *, strace: Sequence[str] = (), kill_after_ms: float | None = None) -> Outcome:
        """Run one to its end, or kill it that long after it was ready.

        Args:
            count: how many commands it gives.
            seed: chooses them.
            strace: words of an strace with a fault to inject.
            kill_after_ms: milliseconds of its life.
        """
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(f"{count} {seed} {int(bool(strace))}\n")
        self._parent.stdin.flush()
        child = int(self._parent.stdout.readline())
        reading = os.open(self._pipe, os.O_RDONLY)
        try:
            with self._traced(child, strace):
                outcome = _listen(child, reading, kill_after_ms)
                outcome.code = int(self._parent.stdout.readline())
        except BaseException:
            os.killpg(child, signal.SIGKILL)
            raise
        finally:
            os.close(reading)
        outcome.wild = self._complaints.read_text(errors="replace")
        return outcome

    @contextmanager
    def _traced(self, child: int, strace: Sequence[str]) -> Iterator[None]:
        if not strace:
            yield
            return
        with subprocess.Popen([*strace, "-p", str(child)], stderr=subprocess.PIPE, text=True) as tracer:
            assert tracer.stderr
            # From here on it is held: whatever the worker does after the gate is seen.
            said = tracer.stderr.readline()
            assert "attached" in said, said + tracer.stderr.read()
            os.close(os.open(self._gate, os.O_WRONLY))
            yield

    def close(self) -> None:
        """No more of them."""
        self._parent.communicate()


def _listen(child: int, reading: int, kill_after_ms: float | None) -> Outcome:
    outcome = Outcome()
    text = b""
    end_ms = boottime_ms() + DONE_WITHIN_MS
    while True:
        left_ms = end_ms - boottime_ms()
        ready, _, _ = select.select([reading], [], [], max(0.0, left_ms / 1_000))
        if not ready:
            assert kill_after_ms is not None, f"the worker hangs: {outcome}"
            os.killpg(child, signal.SIGKILL)
            kill_after_ms, end_ms = None, boottime_ms() + DONE_WITHIN_MS
            continue
        got = os.read(reading, 65_536)
        if not got:
            return outcome
        *lines, text = (text + got).split(b"\n")
        for line in lines:
            if line == b"ready" and kill_after_ms is not None:
                end_ms = boottime_ms() + round(kill_after_ms)
            outcome.hear(line.decode())


def assert_nothing_lost(program: Program, before: Sequence[Event], outcome: Outcome) -> list[Event]:
    """The database is sound, begins with what it held, and holds every acknowledged command since, in order.

    A command that was under way when the end came may be there or not. Nothing else may be.
    """
    after = program.assert_sound()
    assert after[: len(before)] == list(before), "what was stored before has changed"
    fresh = [event for event in after[len(before) :] if event.type.startswith("timer.") and event.source == "user"]
    stored = "".join(f"{event.type.removeprefix('timer.')} " for event in fresh)
    allowed = "".join(f"({command} ){'' if acknowledged else '?'}" for command, acknowledged in outcome.tried)
    assert re.fullmatch(allowed, stored), f"{outcome} but stored: {stored!r}"
    assert "Traceback" not in outcome.wild, outcome.wild
    return after
