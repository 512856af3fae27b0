"""A disk that fills up, a folder that cannot be written, a file that is damaged or held by somebody else."""

import fcntl
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.together.program import Answer, Program
from tests.waiting import until

DISKS = ("2m", "16m")
"""The larger one has room for the reserve that is given back for the last event."""

RESERVE_FROM_BYTES = 8_000_000
FILLER = "filler"
BLOCK_BYTES = 4_096
SHOWN_WITHIN_S = 20.0
MORE_COMMANDS_THAN_THE_RESERVE_HOLDS = 400


@contextmanager
def mounted(*options: str, at: Path) -> Iterator[None]:
    """A file system mounted there until the end of the block."""
    done = subprocess.run(["mount", *options, str(at)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this computer lets nobody mount (that takes root): {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def refused(answer: Answer) -> str:
    """The title of a refusal: exit code 1, then a title and a hint on standard error and nothing else."""
    assert answer.code == 1, answer
    lines = answer.err.strip().splitlines()
    assert len(lines) == 2, answer
    assert "Traceback" not in answer.err, answer
    return lines[0]


def fill(folder: Path) -> None:
    """Write until not a block is left."""
    with (folder / FILLER).open("ab", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(BLOCK_BYTES))


@pytest.fixture(params=DISKS)
def small_disk(request: pytest.FixtureRequest, program: Program) -> Iterator[Path]:
    """The data folder lies on a disk of some megabytes, in use already."""
    program.data.mkdir(parents=True)
    with mounted("-t", "tmpfs", "-o", f"size={request.param}", "truthtime", at=program.data):
        program.did("start", "Work")
        yield program.data


def commands_until_full(program: Program, disk: Path) -> tuple[Answer, list[str]]:
    """Fill the disk before each command until one is refused; its answer, and the timer events that must be there."""
    expected = program.timer_types()
    for _ in range(MORE_COMMANDS_THAN_THE_RESERVE_HOLDS):
        fill(disk)
        command = "resume" if expected[-1] == "timer.pause" else "pause"
        answer = program.truthtime(command)
        if answer.code:
            return answer, expected
        expected.append(f"timer.{command}")
    pytest.fail(f"the disk is full, and {len(expected)} commands were acknowledged")


def assert_told_and_kept(program: Program, disk: Path, answer: Answer, expected: list[str]) -> None:
    """The refusal names the cause; what was acknowledged is there; with room again the next command works."""
    assert "full" in refused(answer), answer
    look = program.truthtime("status")
    assert look.code == 0 or refused(look)
    (disk / FILLER).unlink()
    assert program.timer_types() == expected
    program.did("stop")
    assert program.timer_types() == [*expected, "timer.stop"]
    program.assert_sound()


def test_a_full_disk_is_told_and_loses_nothing(program: Program, small_disk: Path) -> None:
    answer, expected = commands_until_full(program, small_disk)
    had_room_for_a_reserve = os.statvfs(small_disk).f_blocks * BLOCK_BYTES > RESERVE_FROM_BYTES
    assert len(expected) > 1 or not had_room_for_a_reserve, "the reserve is for the last event"
    assert_told_and_kept(program, small_disk, answer, expected)


def test_a_disk_that_fills_up_under_the_tray(program: Program, small_disk: Path) -> None:
    with program.tray(screenless=True) as tray:
        answer, expected = commands_until_full(program, small_disk)
        assert program.state() == ("paused" if expected[-1] == "timer.pause" else "running"), "it knows what is stored"
        assert_told_and_kept(program, small_disk, answer, expected)
        assert tray.alive
        assert "Traceback" not in tray.err, tray.err


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder cannot be written, not even by root, whom file modes do not stop."""
    with mounted("--bind", str(folder), at=folder):
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield


def test_a_read_only_folder_is_told_and_keeps_what_is_there(program: Program) -> None:
    program.did("start", "Work")
    before = program.stored()
    with read_only(program.data):
        answer = program.truthtime("stop")
        refused(answer)
        assert str(program.data) in answer.err, answer
        status = program.truthtime("status", "--json")
        assert status.code == 0 or refused(status)
    assert program.stored() == before
    program.did("stop")
    program.assert_sound()


def test_a_tray_in_a_read_only_folder_says_so(program: Program) -> None:
    program.did("start", "Work")
    program.did("stop")
    before = program.stored()
    with read_only(program.data):
        answer = program.truthtime(env={"QT_QPA_PLATFORM": "offscreen"})
        refused(answer)
    assert program.stored() == before


def noise(data: bytes) -> bytes:
    """The middle third is what a dying disk gives back."""
    third = len(data) // 3
    return data[:third] + random.Random(third).randbytes(third) + data[2 * third :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "half": lambda data: data[: len(data) // 2],
    "one-page-short": lambda data: data[:-BLOCK_BYTES],
    "no-header": lambda data: bytes(100) + data[100:],
    "empty": lambda _: b"",
    "noise": noise,
}


@pytest.fixture(scope="module")
def used() -> Iterator[Path]:
    """A data folder that was used for a while and has a backup; to be copied."""
    with tempfile.TemporaryDirectory(prefix="tt") as name:
        program = Program(Path(name))
        for _ in range(20):
            program.did("toggle")
        program.did("backup")
        yield program.data


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_told_kept_and_restored(program: Program, used: Path, damage: str) -> None:
    shutil.copytree(used, program.data)
    before = program.stored()
    damaged = DAMAGES[damage](program.database.read_bytes())
    program.database.write_bytes(damaged)
    told = program.truthtime("start", "After the damage")
    if told.code:
        refused(told)
    kept = [path for path in program.account.rglob("*") if path.is_file() and path.read_bytes() == damaged]
    assert kept, "the damaged file is not there any more"
    if told.code:
        program.did("restore", "--newest")
    after = program.assert_sound()
    assert after[: len(before)] == before
    program.did("toggle")


def test_a_damaged_database_does_not_start_the_tray_silently(program: Program) -> None:
    program.did("start", "Work")
    program.did("stop")
    damaged = program.database.read_bytes()[:BLOCK_BYTES]
    program.database.write_bytes(damaged)
    with program.starting_tray(screenless=True) as tray:
        until(lambda: tray.err.count("\n") > 1, SHOWN_WITHIN_S, "the words about the damage")
        assert "Traceback" not in tray.err, tray.err
    assert any(path.read_bytes() == damaged for path in program.account.rglob("*") if path.is_file())


def test_a_database_held_by_another_program(program: Program) -> None:
    program.did("start", "Work")
    before = program.stored()
    with closing(sqlite3.connect(program.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(program.truthtime("stop"))
        look = program.truthtime("status")
        assert look.code == 0 or refused(look)
        other.execute("ROLLBACK")
    assert program.stored() == before
    program.did("stop")
    program.assert_sound()


def test_a_copy_that_holds_the_lock_and_does_not_answer(program: Program) -> None:
    program.did("start", "Work")
    handle = os.open(program.account / "lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        fcntl.lockf(handle, fcntl.LOCK_EX)
        refused(program.truthtime("stop"))
        refused(program.truthtime(env={"QT_QPA_PLATFORM": "offscreen"}))
    finally:
        os.close(handle)
    program.did("stop")
    program.assert_sound()


def test_a_data_folder_that_is_a_file(program: Program) -> None:
    program.data.write_text("not a folder", encoding="ascii")
    answer = program.truthtime("start")
    refused(answer)
    assert str(program.data) in answer.err, answer
    assert program.data.read_text(encoding="ascii") == "not a folder"
