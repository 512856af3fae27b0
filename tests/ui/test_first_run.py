"""The introduction: three steps, a real click, keys alone, Skip at any moment; and what it says is so."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import scans
from tests.ui.asides import Stage
from truthtime_desktop.config import read_settings
from truthtime_desktop.ui.first_run.window import FirstRun, IconStep, Shortcut, WorkStep, hidden_icon_help
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.places import WindowPlaces
from truthtime_desktop.ui.windows.rooms import Rooms

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    with Stage(Theme("light")) as stage:
        yield stage


@pytest.fixture
def window(qtbot: QtBot, stage: Stage) -> FirstRun:
    window = FirstRun(stage.theme, stage.autostart, has_tray=True, shortcut=Shortcut("Ctrl+Alt+P", QWidget))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def texts(window: QWidget) -> str:
    return " ".join(label.text() for label in scans.visible(window, QLabel))


def test_a_click_on_the_icon_turns_to_the_next_step_once(window: FirstRun) -> None:
    window.icon_clicked()
    assert window.step == 1
    window.icon_clicked()
    assert window.step == 1


def test_done_starts_it_at_log_in_and_ends(qtbot: QtBot, stage: Stage, window: FirstRun) -> None:
    window.turn()
    window.turn()
    with qtbot.waitSignal(window.over):
        window.done_button.click()
    assert stage.autostart.is_on()
    assert not window.isVisible()


def test_whoever_does_not_want_that_clears_the_box(stage: Stage, window: FirstRun) -> None:
    window.turn()
    window.turn()
    last = window.steps[-1]
    assert isinstance(last, WorkStep)
    QTest.keyClick(last.sign_in, Qt.Key.Key_Space)
    window.done_button.click()
    assert not stage.autostart.is_on()


def test_a_log_in_that_cannot_be_changed_is_said_and_can_be_left(stage: Stage, window: FirstRun) -> None:
    stage.autostart.path.parent.parent.write_text("in the way")
    window.turn()
    window.turn()
    window.done_button.click()
    assert window.isVisible()
    assert "in the way" in texts(window).replace("\u200b", "")
    assert scans.clipped(window) == []
    window.done_button.click()
    assert not window.isVisible()


@pytest.mark.parametrize("step", [0, 1, 2])
def test_it_can_be_left_at_any_moment_and_says_so_once(qtbot: QtBot, window: FirstRun, step: int) -> None:
    for _ in range(step):
        window.turn()
    told: list[bool] = []
    window.over.connect(lambda: told.append(True))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.isVisible())
    window.close()
    assert told == [True]


def test_keys_alone_lead_through_it(window: FirstRun) -> None:
    for expected in (0, 1):
        assert window.step == expected
        assert QApplication.focusWidget() is window.next
        QTest.keyClick(window.next, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is window.done_button
    QTest.keyClick(window.done_button, Qt.Key.Key_Backtab)
    assert scans.nameless(window) == []


def test_help_with_a_hidden_icon_comes_in_place(window: FirstRun) -> None:
    first = window.steps[0]
    assert isinstance(first, IconStep)
    first.help.click()
    assert "panel" in first.hint.text()
    assert scans.clipped(window) == []
    assert "^" in hidden_icon_help("win32")
    assert "notch" in hidden_icon_help("darwin")


def test_it_promises_nothing_that_is_not_there(qtbot: QtBot, stage: Stage) -> None:
    window = FirstRun(stage.theme, stage.autostart, has_tray=False)
    qtbot.addWidget(window)
    window.show()
    said = texts(window)
    assert "small window is your timer" in said
    assert "Pause from anywhere" not in said
    assert "Only the computer’s clocks" in said
    assert len(window.steps) == 2
    window.turn()
    assert "does not notice that you left your desk" in texts(window)
    assert "sync" not in texts(window)


def test_the_program_waits_for_the_real_click_and_remembers(qtbot: QtBot, stage: Stage) -> None:
    rooms = Rooms(stage.household(), stage.care, stage.hotkeys, WindowPlaces(stage.places.windows))
    rooms.introduce()
    assert rooms.first_run is not None
    assert len(rooms.first_run.steps) == 3
    stage.tray.primary.emit()
    assert stage.tray.view.state == "running"
    assert rooms.first_run.step == 1
    rooms.first_run.skip.click()
    qtbot.waitUntil(lambda: rooms.first_run is None)
    assert read_settings(stage.places.settings)[0].first_run_done
    rooms.show_settings()
    assert rooms.settings is not None
    rooms.settings.show_page("data")
    rooms.rebuild()
    assert rooms.settings.page() == "data"
    rooms.close()
