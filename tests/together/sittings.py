"""A tray program's life with faults injected, and what the clocks of the test say must have been counted.

The test keeps its own books: when each command was sent and answered, when each program began, and the last sign of
life it left on the disk. From these follow the least and the most that can be work, without a rule of the program's.
"""

import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

from tests.together.processes import Child
from tests.together.program import STARTS_WITHIN_S, Program, boottime_ms
from tests.together.worlds import WallClock, assert_kinds_sum_up
from tests.waiting import until
from truthtime_core.errors import BusyError
from truthtime_core.events import Event
from truthtime_desktop import wire
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart

QUICK_TRAY = Path(__file__).with_name("quick_tray.py")
PATIENCE_MS = 1_500
"""Some ticks of the quick tray. What has not happened by then is kept back, and a person must be able to see why."""

ENDS_WITHIN_S = 20.0
STEP_S = 300
ROUNDING_MS = 20
"""Each event is rounded to a millisecond."""

Span = tuple[int, int]


class Try(NamedTuple):
    """One command: when it was sent and when its answer was there, milliseconds since boot."""

    word: str
    sent_ms: int
    answered_ms: int
    acknowledged: bool


@dataclass
class Books:
    """What the test knows about one data folder.

    Attributes:
        tries: every command, in order.
        sittings: of each tray program: when it was started, when it first answered, its last sign of life.
        complaints: titles with hints that a person got.
    """

    tries: list[Try] = field(default_factory=list)
    sittings: list[tuple[int, int, int]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def copy(self) -> "Books":
        """The same, to be gone on with."""
        return Books([*self.tries], [*self.sittings], [])

    def effective(self, events: Sequence[Event]) -> list[Try]:
        """The tries that are in the log: all that were acknowledged, and maybe what an end cut off. Nothing else is."""
        fresh = [event for event in events if event.type.startswith("timer.") and event.source == "user"]
        stored = "".join(f"{event.type.removeprefix('timer.')} " for event in fresh)
        allowed = "".join(f"({one.word} ){'' if one.acknowledged else '?'}" for one in self.tries)
        found = re.fullmatch(allowed, stored)
        assert found, f"{self} but stored: {stored!r}"
        return [one for one, group in zip(self.tries, found.groups(), strict=True) if group]

    def running(self, done: Sequence[Try]) -> tuple[list[Span], list[Span]]:
        """When a timer ran, at the most and at the least."""
        most: list[Span] = []
        least: list[Span] = []
        began: Try | None = None
        for one in done:
            if began is None and one.word in {"start", "resume"}:
                began = one
            elif began is not None and one.word in {"pause", "stop"}:
                most.append((began.sent_ms, one.answered_ms))
                least.append((began.answered_ms, one.sent_ms))
                began = None
        assert began is None, "the books are closed with a stop"
        return most, least

    def present(self) -> tuple[list[Span], list[Span]]:
        """When a tray program was there, at the most and at the least."""
        return (
            [(started, sign) for started, _, sign in self.sittings],
            [(answered, sign) for _, answered, sign in self.sittings],
        )


@dataclass
class Sitting:
    """One tray program on a data folder, from its start to its end.

    Args:
        books: are gone on with.
        before: words put before the command: ``strace`` with a fault to inject.
    """

    program: Program
    clock: WallClock
    books: Books
    before: Sequence[str] = ()
    child: Child = field(init=False)

    def __enter__(self) -> Self:
        """Start it, and wait until it answers, has said why not, or is gone."""
        self._started_ms = boottime_ms()
        self._ready_ms = 0
        # Qt's own remarks about a platform that draws into memory are not what the program says.
        env = {**self.program.env, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
        self.child = Child([*self.before, sys.executable, QUICK_TRAY], env)
        until(lambda: self._answers() or not self.child.alive or self.child.err, STARTS_WITHIN_S, "the tray program")
        if self._ready_ms:
            return self
        if self.child.alive:
            until(lambda: len(self.child.err.splitlines()) > 1, ENDS_WITHIN_S, "the hint after the title")
            self._hear(self.child.err)
            self.kill()
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing of it is left running."""
        if self.child.alive:
            self.kill()
        sign_ms = last_sign_ms(self.program)
        self.books.sittings.append((self._started_ms, self._ready_ms or max(self._started_ms, sign_ms), sign_ms))
        self.child.__exit__(*error)

    @property
    def there(self) -> bool:
        """Whether commands can be given."""
        return self.child.alive and bool(self._ready_ms)

    def kill(self) -> None:
        """End it now, the tracer with it."""
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait(ENDS_WITHIN_S)

    def do(self, word: str) -> bool:
        """Give a command and note in the books what came of it; whether it was acknowledged."""
        if not self.there:
            return False
        sent_ms = boottime_ms()
        try:
            answer = self._ask(word)
        except BusyError:
            until(lambda: not self.child.alive, ENDS_WITHIN_S, "the end of a program that broke off its answer")
            answer = None
        acknowledged = answer is not None and answer.exit_code == 0
        if word != "quit" and answer is not None:
            self.books.tries.append(Try(word, sent_ms, boottime_ms(), acknowledged))
        elif word != "quit":
            # What it did with its last breath was done before its last sign of life or is that sign.
            self.books.tries.append(Try(word, sent_ms, boottime_ms(), acknowledged=False))
        if answer is not None and answer.exit_code:
            self._hear(answer.stderr)
        return acknowledged

    def sees(self, condition: Callable[[], object]) -> None:
        """Wait for what the program should do by itself. Where a fault keeps it from that, it must have said so."""
        end_ms = boottime_ms() + PATIENCE_MS
        until(lambda: condition() or not self.there or boottime_ms() > end_ms, ENDS_WITHIN_S, "a condition or the end")
        if not condition() and self.there and not self._is_told():
            until(lambda: condition() or not self.there, ENDS_WITHIN_S, "what is not done, and nothing is said of it")

    def _is_told(self) -> bool:
        answer = self._ask("status", "--json")
        assert answer is not None, self.books
        words = answer.stderr
        if not answer.exit_code:
            problem = json.loads(answer.stdout)["problem"]
            words = f"{problem['title']}\n{problem['hint']}\n" if problem else ""
        if words:
            self._hear(words)
        return bool(words)

    def state(self) -> str:
        """``running``, ``paused`` or ``stopped``."""
        answer = self._ask("status", "--json")
        assert answer is not None
        assert answer.exit_code == 0, answer
        return str(json.loads(answer.stdout)["state"])

    def beats(self) -> None:
        """Wait for the next sign of life that no command brought about."""
        before = beat_ms(self.program)
        self.sees(lambda: beat_ms(self.program) != before)

    def _ask(self, *words: str) -> wire.Answer | None:
        return wire.ask(Places(self.program.data), wire.request(words, None), ENDS_WITHIN_S)

    def _answers(self) -> bool:
        if self.program.running_pid() is not None:
            self._ready_ms = boottime_ms()
        return bool(self._ready_ms)

    def _hear(self, words: str) -> None:
        lines = words.strip().splitlines()
        assert len(lines) == 2, f"a title and a hint: {words!r}"
        assert "Traceback" not in words, words
        self.books.complaints.append(words)


def live(sitting: Sitting) -> None:
    """A working day: what a person does, and what the program does by itself in between."""
    sitting.do("start")
    sitting.beats()
    marks = sitting.program.event_types().count("clock.mark")
    sitting.clock.move_to(STEP_S)
    sitting.sees(lambda: sitting.program.event_types().count("clock.mark") > marks)
    sitting.do("pause")
    sitting.do("resume")
    sitting.beats()
    sitting.do("stop")
    sitting.do("start")
    sitting.beats()
    sitting.do("quit")
    if sitting.there:
        sitting.child.wait(ENDS_WITHIN_S)


def beat_ms(program: Program) -> int:
    """When the heartbeat file was last written, milliseconds since boot; 0 when it says that no timer runs."""
    beat = Heart(Places(program.data).heart).last()
    return beat.reading.elapsed_ms if beat else 0


def last_sign_ms(program: Program) -> int:
    """The newest reading of the clocks that is on the disk, milliseconds since boot."""
    events = program.stored()
    return max(events[-1].reading.elapsed_ms if events else 0, beat_ms(program))


def overlap_ms(some: Sequence[Span], others: Sequence[Span]) -> int:
    """How long both hold."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in some for b in others)


def total_ms(spans: Sequence[Span]) -> int:
    """How long they are together."""
    return sum(end_ms - begin_ms for begin_ms, end_ms in spans)


def assert_counted_right(program: Program, books: Books) -> None:
    """Nothing acknowledged is missing, the file is sound, and every millisecond is where the test's clocks put it."""
    events = program.assert_sound()
    running_most, running_least = books.running(books.effective(events))
    present_most, present_least = books.present()
    work_most = overlap_ms(running_most, present_most)
    work_least = overlap_ms(running_least, present_least)
    entries = program.entries()
    for entry in entries:
        assert_kinds_sum_up(entry)
        assert entry["unanswered_ms"] == entry["off_ms"], entry
        assert ("recovered" in entry["flags"]) == bool(entry["off_ms"]), entry
    worked_ms = sum(entry["worked_ms"] for entry in entries)
    off_ms = sum(entry["off_ms"] for entry in entries)
    assert work_least - ROUNDING_MS <= worked_ms <= work_most + ROUNDING_MS, (work_least, work_most, entries, books)
    gap_least = total_ms(running_least) - work_most
    gap_most = total_ms(running_most) - work_least
    assert gap_least - ROUNDING_MS <= off_ms <= gap_most + ROUNDING_MS, (gap_least, gap_most, entries, books)


def copied(pristine: Path, program: Program) -> None:
    """Begin with a copy of this data folder."""
    shutil.rmtree(program.data, ignore_errors=True)
    shutil.copytree(pristine, program.data, ignore=shutil.ignore_patterns("running.json"))
