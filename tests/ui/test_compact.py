"""The small window where there is no tray: what waits is counted in its title, closing asks once, a tray takes over."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import samples
from tests.ui.asides import Stage
from truthtime_desktop.config import read_settings
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.compact import CompactWindow
from truthtime_desktop.ui.windows.doors import Doors
from truthtime_desktop.ui.windows.windows import Windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    with Stage(Theme("light")) as stage:
        yield stage


def test_what_waits_is_counted_in_the_title(qtbot: QtBot) -> None:
    actions = Actions()
    window = CompactWindow(Theme("light"), actions)
    qtbot.addWidget(window)
    window.set_state(samples.RUNNING)
    assert window.windowTitle() == "Running – TruthTime"
    window.set_state(samples.WAITING)
    assert window.windowTitle() == "(1) Waiting for your answer – TruthTime"
    window.set_state(replace(samples.FAULTY, needs_answer=True))
    assert window.windowTitle() == "(2) Running – TruthTime"


def close(windows: Windows) -> None:
    assert windows.compact is not None
    QApplication.sendEvent(windows.compact, QCloseEvent())


def test_closing_asks_once_and_the_answer_is_kept(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = stage.desk
    doors = Doors(stage.household(), stage.open_tracker)
    doors.watch(desk.windows)
    asked: list[str] = []
    answers = iter(["cancel", "keep"])

    def answer(_question: object) -> str:
        asked.append(next(answers))
        return asked[-1]

    monkeypatch.setattr(desk.windows, "_ask", answer)
    stage.tray.there = False
    desk.begin()
    compact = desk.windows.compact
    assert compact is not None
    close(desk.windows)
    assert compact.isVisible()
    close(desk.windows)
    assert not compact.isVisible()
    desk.windows.show_compact()
    close(desk.windows)
    assert not compact.isVisible()
    assert asked == ["cancel", "keep"]
    assert read_settings(stage.places.settings)[0].close_keeps
    again = Windows(desk, stage.theme)
    doors.watch(again)
    again.show_compact()
    close(again)
    assert again.compact is not None
    assert not again.compact.isVisible()
    again.close()
    doors.close()


def test_a_tray_that_appears_takes_its_place(stage: Stage) -> None:
    desk = stage.desk
    stage.tray.there = False
    desk.begin()
    compact = desk.windows.compact
    assert compact is not None
    assert compact.isVisible()
    stage.tray.there = True
    stage.tray.availability_changed.emit(True)  # noqa: FBT003 - what the signal carries
    assert not compact.isVisible()
