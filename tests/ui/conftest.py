"""Fixtures that the tests of the tray program share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.scene import Scene


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    """The whole program over a real store, with nothing open yet."""
    assert qtbot
    one = Scene(tmp_path / "data")
    one.desk.begin()
    yield one
    one.desk.leave()
    one.desk.windows.close()
    one.store.close()
