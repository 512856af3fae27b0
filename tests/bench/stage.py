"""A private desktop with a real tray, and the programs that are measured on it."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.measuring import now_ms
from tests.together.desktop import Area, Screen
from tests.together.processes import Child
from tests.together.program import ROOT, Program, command
from tests.together.trays import XEmbedHost, find, settled
from tests.waiting import until

SHOWN_WITHIN_S = 60.0
LEFT = 1


@dataclass
class Actor:
    """A program with a tray icon.

    Attributes:
        name: as the table calls it.
        argv: how it is started, and
        env: its whole environment.
        program: TruthTime's installation; None for the bare program.
    """

    name: str
    argv: Sequence[str]
    env: dict[str, str]
    program: Program | None = None
    area: Area | None = None
    face: bytes = b""


def bare(screen: Screen) -> Actor:
    """The least a tray program can be."""
    return Actor("bare", [sys.executable, "-m", "tests.bench.bare_tray"], {**screen.env, "PYTHONPATH": str(ROOT)})


def truthtime(screen: Screen, folder: Path, name: str, data: Path) -> Actor:
    """TruthTime with the data in this folder.

    Args:
        folder: a short path: the socket's address has little room.
    """
    folder.mkdir()
    program = Program(folder, screen.env)
    program.data.symlink_to(data, target_is_directory=True)
    program.skip_introduction()
    return Actor(name, command(), program.env, program)


@dataclass
class Stage:
    """The screen and its tray, one program on it at a time."""

    screen: Screen
    host: XEmbedHost = field(init=False)

    @contextmanager
    def open(self) -> Iterator["Stage"]:
        """Put up the tray."""
        with XEmbedHost(self.screen) as self.host:
            yield self

    @contextmanager
    def playing(self, actor: Actor) -> Iterator[Child]:
        """The program with its icon in the tray; ended and gone from the tray afterwards."""
        with Child(actor.argv, actor.env) as child:
            self._wait_for_icon(actor, child)
            yield child
        self.cleared()

    def rehearse(self, actor: Actor) -> None:
        """Start it once and remember where its icon comes to stand and what it looks like when all is drawn."""
        with Child(actor.argv, actor.env) as child:
            until(lambda: self._is_there(child), SHOWN_WITHIN_S, f"the icon of {actor.name}")
            self.wait_for_answer(actor)
            face = settled(self.host)
            actor.area = find(self.host)
            actor.face = self.screen.pixels(actor.area)
            assert face == actor.face
        self.cleared()
        assert self.screen.pixels(actor.area) != actor.face, "the icon cannot be told from the empty tray"

    def launch_ms(self, actor: Actor) -> tuple[float, float]:
        """From the start of the process to its drawn icon, and to its answer to a command (bare: the same)."""
        start_ms = now_ms()
        with Child(actor.argv, actor.env) as child:
            self._wait_for_icon(actor, child)
            shown_ms = now_ms() - start_ms
            self.wait_for_answer(actor)
            answering_ms = now_ms() - start_ms if actor.program else shown_ms
        self.cleared()
        return shown_ms, answering_ms

    def cleared(self) -> None:
        """Wait until the tray is empty again."""
        until(lambda: self.host.icon() is None, SHOWN_WITHIN_S, "the tray to be empty")

    def _wait_for_icon(self, actor: Actor, child: Child) -> None:
        area, face = actor.area, actor.face
        assert area is not None, "rehearse first"
        until(lambda: self.screen.pixels(area) == face or not child.alive, SHOWN_WITHIN_S, f"the icon of {actor.name}")
        assert child.alive, f"{actor.name} ended: {child.out}{child.err}"

    def wait_for_answer(self, actor: Actor) -> None:
        """Wait until TruthTime answers commands. Nothing to wait for with the bare program."""
        program = actor.program
        if program is not None:
            until(lambda: program.running_pid() is not None, SHOWN_WITHIN_S, f"an answer of {actor.name}")

    def _is_there(self, child: Child) -> bool:
        assert child.alive, f"it ended: {child.out}{child.err}"
        return self.host.icon() is not None


def resident_kb(pid: int) -> tuple[int, int]:
    """Resident memory of a process, and its proportional share (shared pages divided among those who share them)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    shares = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return _number(r"VmRSS:\s+(\d+)", status), _number(r"(?m)^Pss:\s+(\d+)", shares)


def wake_ups(pid: int) -> int:
    """How often the process has gone to sleep and come back so far, all its threads together."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(_number(r"\nvoluntary_ctxt_switches:\s+(\d+)", (one / "status").read_text()) for one in threads)


def _number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found, pattern
    return int(found[1])
