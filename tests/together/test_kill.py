"""Killed at any moment, failed by the disk at any write: nothing that was acknowledged is ever lost."""

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.together.killing import Outcome, Workers, assert_nothing_lost
from tests.together.program import Program
from tests.waiting import until

SOAK = bool(os.environ.get("TRUTHTIME_SOAK"))
SEED = int(os.environ.get("TRUTHTIME_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)

LANES = 2
KILLS = 200
TRAY_KILLS = 20
TRAY_COMMANDS = 12
SOAK_TIMES = 10
MANY = 10_000
LONGEST_LIFE_MS = 150
"""A worker is killed at most this long after it was ready: some dozens of commands later."""

FAULTY_COMMANDS = 5 if SOAK else 2
MORE_THAN_THERE_ARE = 2_000

CALLS = {
    ("pwrite64",): FAULTY_COMMANDS,
    ("fsync", "fdatasync"): FAULTY_COMMANDS,
    ("write", "ftruncate", "rename", "unlink"): 0,
}
"""System calls, and how many of them there are at least: without one of each of the first two nothing is on the disk.
Which one it is, is SQLite's choice."""

# When one call fails, and when the disk stays broken or full from that call on.
ERRORS = {"pwrite64:error=ENOSPC:when={}+": 4, "fsync,fdatasync:error=EIO:when={}": 1, "ftruncate:error=EIO:when={}": 1}
"""Each fault, and at every how-many-th call it is injected outside of the soak."""

SOAK_ERRORS = (
    "pwrite64:error=ENOSPC:when={}",
    "pwrite64:error=EIO:when={}",
    "pwrite64:error=EIO:when={}+",
    "fsync,fdatasync:error=EIO:when={}+",
    "ftruncate:error=EIO:when={}+",
)


def kill_workers(folder: Path, kills: int, seed: int) -> tuple[int, int]:
    """Kill workers on one data folder, one after the other; how many, and how many commands they had acknowledged."""
    chooser = random.Random(seed)
    program = Program(folder)
    program.did("status")
    events = program.assert_sound()
    done = acknowledged = 0
    with closing(Workers(program)) as workers:
        while done < kills:
            life_ms = chooser.uniform(0, LONGEST_LIFE_MS)
            outcome = workers.run(MANY, chooser.randrange(10**9), kill_after_ms=life_ms)
            assert outcome.code < 0, outcome
            events = assert_nothing_lost(program, events, outcome)
            acknowledged += outcome.acknowledged
            done += 1
    return done, acknowledged


def many_kills(folder: Path, kills: int) -> None:
    print(f"TRUTHTIME_SEED={SEED}")
    with ThreadPoolExecutor(LANES) as lanes:
        runs = [lanes.submit(kill_workers, folder / str(lane), kills // LANES, SEED + lane) for lane in range(LANES)]
        results = [run.result() for run in runs]
    killed = sum(done for done, _ in results)
    acknowledged = sum(count for _, count in results)
    print(f"{killed} kills, {acknowledged} acknowledged commands, none lost")
    assert killed >= kills
    assert acknowledged > kills // 4, "the workers hardly did anything before they were killed"


def test_two_hundred_kills_of_the_command_line_lose_nothing(quick_folder: Path) -> None:
    many_kills(quick_folder, KILLS)


@pytest.mark.soak
def test_thousands_of_kills_lose_nothing(quick_folder: Path) -> None:
    many_kills(quick_folder, KILLS * SOAK_TIMES)


def test_kills_of_the_tray_while_commands_come_in_lose_nothing(program: Program) -> None:
    print(f"TRUTHTIME_SEED={SEED}")
    chooser = random.Random(SEED)
    acknowledged = 0
    with closing(Workers(program)) as workers:
        for _ in range(TRAY_KILLS * (SOAK_TIMES if SOAK else 1)):
            with program.tray(screenless=True) as tray, ThreadPoolExecutor(1) as beside:
                events = program.assert_sound()
                # The worker outlives the tray: what it says then is done by the command line itself.
                work = beside.submit(workers.run, TRAY_COMMANDS + 4, chooser.randrange(10**9))
                wanted = len(events) + chooser.randrange(TRAY_COMMANDS)
                until(lambda wanted=wanted: len(program.stored()) >= wanted, 20, "the commands to come in")
                tray.kill()
                outcome = work.result()
            assert_nothing_lost(program, events, outcome)
            acknowledged += outcome.acknowledged
    assert acknowledged > TRAY_KILLS


def faulty(workers: Workers, pristine: Path, fault: str) -> Outcome | None:
    """A worker on a copy of the pristine data folder, with one fault injected; None when it ended before the fault."""
    program = workers.program
    shutil.rmtree(program.data, ignore_errors=True)
    shutil.copytree(pristine, program.data)
    before = program.assert_sound()
    log = program.folder / "strace"
    # Not with --seccomp-bpf: there strace counts the calls but never sends the signal.
    strace = ["strace", "-f", "-o", str(log), f"--trace={fault.split(':', 1)[0]}", f"--inject={fault}"]
    outcome = workers.run(FAULTY_COMMANDS, SEED, strace=strace)
    after = assert_nothing_lost(program, before, outcome)
    again = workers.run(1, SEED)
    assert again.acknowledged == 1, f"the next command must work: {again} after {outcome}"
    assert_nothing_lost(program, after, again)
    return outcome if outcome.code < 0 or "(INJECTED)" in log.read_text(errors="replace") else None


def at_every_call(folder: Path, pristine: Path, fault: str, judge: Callable[[Outcome], None], step: int = 1) -> int:
    """Inject the fault at the first call, the second, and so on until there is none; returns about how many there were.

    Args:
        step: 2 leaves out every second call, and so on.
    """

    def every(first: int) -> int:
        with tempfile.TemporaryDirectory(dir=folder) as name, closing(Workers(Program(Path(name)))) as workers:
            for at in range(first, MORE_THAN_THERE_ARE, LANES * step):
                outcome = faulty(workers, pristine, fault.format(at))
                if outcome is None:
                    return at - 1
                judge(outcome)
        pytest.fail(f"more calls than {MORE_THAN_THERE_ARE}")

    with ThreadPoolExecutor(LANES) as lanes:
        calls = min(lanes.map(every, range(1, LANES + 1)))
    print(f"{fault}: {calls} calls, tried in steps of {step}, nothing lost")
    return calls


@pytest.fixture
def pristine(quick_folder: Path) -> Path:
    """A data folder that was used a little and left in order."""
    program = Program(quick_folder / "pristine")
    for command in ("start", "pause", "resume"):
        program.did(command)
    return program.data


def was_killed(outcome: Outcome) -> None:
    assert outcome.code < 0, outcome


def was_told(outcome: Outcome) -> None:
    """An error of the disk ends no program, and what is said about it is a title and a hint."""
    assert outcome.code >= 0, f"it died of an error: {outcome}"
    assert outcome.complaints or outcome.acknowledged == FAULTY_COMMANDS, outcome
    for complaint in outcome.complaints:
        assert len(complaint.strip().splitlines()) == 2, outcome
        assert "Traceback" not in complaint, outcome


@pytest.mark.parametrize(("calls", "least"), CALLS.items(), ids=map("+".join, CALLS))
def test_killed_at_every_write_and_fsync_loses_nothing(
    quick_folder: Path, pristine: Path, calls: tuple[str, ...], least: int
) -> None:
    print(f"TRUTHTIME_SEED={SEED}")
    made = [at_every_call(quick_folder, pristine, f"{call}:signal=KILL:when={{}}", was_killed) for call in calls]
    assert sum(made) >= least, f"does the fault reach the store? {made}"


@pytest.mark.parametrize(("fault", "step"), ERRORS.items())
def test_a_disk_error_at_any_write_loses_nothing(quick_folder: Path, pristine: Path, fault: str, step: int) -> None:
    print(f"TRUTHTIME_SEED={SEED}")
    at_every_call(quick_folder, pristine, fault, was_told, 1 if SOAK else step)


@pytest.mark.soak
@pytest.mark.parametrize("fault", SOAK_ERRORS)
def test_more_disk_errors_at_every_write_lose_nothing(quick_folder: Path, pristine: Path, fault: str) -> None:
    print(f"TRUTHTIME_SEED={SEED}")
    at_every_call(quick_folder, pristine, fault, was_told)
