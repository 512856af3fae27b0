"""Fixtures of the end-to-end tests: a private desktop for each module, a fresh data folder for each test."""

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


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: a local socket's path may have no more than 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="tt") as name:
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
