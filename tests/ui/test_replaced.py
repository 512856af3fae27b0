"""The data file is replaced while windows are open: nothing typed is lost, nothing reads the old file, all goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.asides import Stage
from truthtime_desktop import backups
from truthtime_desktop.notes import Notebook
from truthtime_desktop.ui.hotkeys import PAUSE
from truthtime_desktop.ui.presses import Presses
from truthtime_desktop.ui.shut_tracker import ShutTracker
from truthtime_desktop.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WITHIN_MS = 10_000


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    with Stage(Theme("light")) as one:
        one.desk.begin()
        yield one


def newest_backup(stage: Stage) -> Path:
    return backups.newest_intact(stage.places)


def restore(qtbot: QtBot, stage: Stage) -> None:
    with qtbot.waitSignal(stage.care.done, timeout=WITHIN_MS):
        stage.care.restore(newest_backup(stage))


def test_the_panel_goes_on_over_the_restored_file(qtbot: QtBot, stage: Stage) -> None:
    stage.desk.open_window()
    restore(qtbot, stage)
    panel = stage.desk.windows.panel
    assert panel is not None
    panel.hide()
    stage.desk.open_window()
    assert panel.isVisible()
    assert stage.desk.windows.seconds.is_ticking()
    stage.tray.primary.emit()
    assert stage.tray.view.state == "running"


def test_what_is_asked_of_closed_data_is_refused_in_words(qtbot: QtBot, stage: Stage) -> None:
    Presses(stage.desk, stage.hotkeys)
    stage.desk.open_window()
    windows = stage.desk.windows
    assert windows.panel is not None
    stage.care.restore(newest_backup(stage))
    assert isinstance(stage.desk.tracker, ShutTracker)
    windows.seconds._on_tick()  # noqa: SLF001 - what its timer calls
    stage.desk.actions.notes.trigger()
    stage.hotkeys.pressed.emit(PAUSE)
    stage.tray.primary.emit()
    QTest.keyClicks(windows.panel.content.note, "called the client")
    windows.panel.content.note.returnPressed.emit()
    assert windows.panel.content.note.text() == "called the client"
    assert windows.notes.window is None
    qtbot.waitUntil(lambda: not stage.care.busy, timeout=WITHIN_MS)
    windows.panel.content.note.returnPressed.emit()
    assert windows.panel.content.note.text() == ""
    tracker = stage.desk.tracker
    assert Notebook(tracker.store).page(tracker.today(tracker.read())).text.endswith("called the client")


def test_the_program_ends_while_a_backup_is_being_restored(qtbot: QtBot, stage: Stage) -> None:
    stage.care.restore(newest_backup(stage))
    with qtbot.waitSignal(stage.desk.quit_wanted):
        stage.desk.quit()
