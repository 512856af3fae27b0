"""Fixtures of the end-to-end tests: a private desktop for each module, a fresh data folder for each test."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.together.desktop import Screen
from tests.together.program import Program

if sys.platform != "linux":
    # X servers, name spaces and strace are Linux; what is proved with them holds for the code all systems share.
    collect_ignore_glob = ["test_*.py"]

MEMORY_NEEDED_BYTES = 200_000_000


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: a local socket's path may have no more than 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="tt") as name:
        yield Path(name)


@pytest.fixture
def quick_folder(folder: Path) -> Iterator[Path]:
    """The same in memory where there is room, for what is killed hundreds of times.

    A kill takes nothing from the system's memory of a file, so that a real disk would prove the same, and slower.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder is made in it
    if not memory.is_dir() or shutil.disk_usage(memory).free < MEMORY_NEEDED_BYTES:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="tt", dir=memory) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """A private desktop without a tray host."""
    with tempfile.TemporaryDirectory(prefix="tt") as name, Screen(Path(name)) as screen:
        yield screen


@pytest.fixture
def program(folder: Path) -> Program:
    """A fresh installation on a computer without a screen."""
    return Program(folder)


@pytest.fixture
def desk(folder: Path, screen: Screen) -> Program:
    """A fresh installation on the private desktop."""
    return Program(folder, screen.env)
