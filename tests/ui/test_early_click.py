"""A click on an icon that is there before the store is open must not be lost."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from truthtime_desktop.app import _Program
from truthtime_desktop.config import Places, Settings
from truthtime_desktop.ui.crashes.hook import CrashHook
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.icon import QtTray


def test_a_click_before_the_store_is_open_is_carried_out_once(qtbot: QtBot, qapp: QApplication, data_dir: Path) -> None:
    assert qtbot
    places = Places(data_dir)
    places.prepare()
    theme = Theme("light")
    tray = QtTray(theme)
    program = _Program(qapp, places, Settings(first_run_done=True), theme, tray, CrashHook(theme))
    tray.primary.emit()
    program.open()
    desk = program.desk
    assert desk is not None
    assert desk.tracker.state.state == "running"
    tray.primary.emit()
    assert desk.tracker.state.state == "stopped"
    desk.leave()
    program.close()
