"""One process owns the data, and its death in any form gives the data back."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from truthtime_core.errors import StoreError
from truthtime_desktop.system.instance import DataLock

HOLD = (
    "import sys\n"
    "from pathlib import Path\n"
    "from truthtime_desktop.system.instance import DataLock\n"
    "lock = DataLock(Path(sys.argv[1]))\n"
    "print(lock.acquire(float(sys.argv[2])), flush=True)\n"
    "sys.stdin.read()\n"
)


@contextmanager
def process(path: Path, timeout_s: float = 0.0) -> Iterator[subprocess.Popen[str]]:
    """A process that tries to take the lock, says whether it did, and waits until its input ends."""
    command = [sys.executable, "-c", HOLD, str(path), str(timeout_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def answer(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_only_one_process_holds_the_lock(path: Path) -> None:
    with process(path) as first:
        assert answer(first) == "True"
        lock = DataLock(path)
        assert not lock.acquire()
        assert not lock.acquire(timeout_s=0.05)
        assert not lock.held
        assert lock.holder() == first.pid
        with process(path) as second:
            assert answer(second) == "False"


def test_the_death_of_the_holder_frees_the_lock_at_once(path: Path) -> None:
    for number in (signal.SIGKILL, signal.SIGTERM):
        with process(path) as holder:
            assert answer(holder) == "True"
            holder.send_signal(number)
            holder.wait(10)
        with DataLock(path) as lock:
            assert lock.acquire()
            assert lock.holder() == os.getpid()


def test_a_waiting_process_gets_the_lock_when_it_is_released(path: Path) -> None:
    lock = DataLock(path)
    assert lock.acquire()
    with process(path, timeout_s=30) as waiting:
        lock.release()
        assert answer(waiting) == "True"
        assert not lock.acquire()
    assert lock.acquire(timeout_s=10)
    lock.release()


def test_two_objects_of_one_process_exclude_each_other(path: Path) -> None:
    with DataLock(path) as first, DataLock(path) as second:
        assert first.acquire()
        assert first.acquire()
        assert not second.acquire()
        first.release()
        first.release()
        assert second.acquire()
    assert not second.held


def test_a_started_program_does_not_keep_the_lock(path: Path) -> None:
    with DataLock(path) as lock:
        assert lock.acquire()
        command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, close_fds=False) as started:
            lock.release()
            assert DataLock(path).acquire()
            started.kill()


@pytest.mark.parametrize("left", ["", "no number", "99999999999999999999999"])
def test_what_is_left_in_the_file_does_not_matter(path: Path, left: str) -> None:
    path.write_text(left)
    assert DataLock(path).holder() in {None, 99999999999999999999}
    with DataLock(path) as lock:
        assert lock.acquire()
        assert lock.holder() == os.getpid()


def test_nobody_has_held_a_lock_that_does_not_exist(path: Path) -> None:
    assert DataLock(path).holder() is None


def test_a_place_that_cannot_be_used_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="in the way"):
        DataLock(tmp_path).acquire()
    with pytest.raises(StoreError):
        DataLock(tmp_path / "absent" / "lock").acquire()


@pytest.mark.parametrize("number", ["ENOLCK", "EOPNOTSUPP", "ENOSYS"])
def test_a_file_system_without_locks_is_said_in_words(path: Path, tmp_path: Path, number: str) -> None:
    """The kernel itself refuses: strace makes flock fail the way such a file system does."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from truthtime_core.errors import StoreError\n"
        "from truthtime_desktop.system.instance import DataLock\n"
        "try: DataLock(Path(sys.argv[1])).acquire()\n"
        "except StoreError as error: print(error.title, error.hint)\n"
    )
    strace = ["strace", "-o", str(tmp_path / "trace"), "-e", f"inject=flock:error={number}"]
    if not shutil.which("strace"):
        pytest.skip("The program strace is not installed.")
    ran = subprocess.run(
        [*strace, sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    if ran.returncode:
        pytest.skip(f"This computer does not let us trace a process: {ran.stderr.strip()[-200:]}")
    assert ran.stdout == (
        "The data folder is on a network drive that cannot lock files. "
        "Set TRUTHTIME_DATA_DIR to a folder on a disk of this computer.\n"
    )


def test_waiting_is_no_busy_loop(path: Path) -> None:
    with DataLock(path) as holder, DataLock(path) as waiting:
        assert holder.acquire()
        before_s = time.process_time()
        assert not waiting.acquire(timeout_s=0.2)
        assert time.process_time() - before_s < 0.1
