"""The panel opened and closed a thousand times: nothing stays behind."""

import gc
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_S
from tests.ui.scene import Scene
from truthtime_desktop.viewstate import RecentTask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TIMES = 1_000
WARM_UP = 100
"""Caches of pictures, fonts and statements fill first."""

GROWTH_BYTES = 4 * 1024 * 1024


def resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def settle() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    gc.collect()


def test_a_thousand_times_open_and_closed(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    scene = Scene(tmp_path / "data")
    scene.desk.begin()
    scene.desk.actions.switch_to.emit(RecentTask("Landing page copy", "Acme Studio", ("web",)))
    scene.clock.tick(10 * MS_PER_S)
    windows = scene.desk.windows
    before = (0, 0)
    for number in range(WARM_UP + TIMES):
        if number == WARM_UP:
            settle()
            before = (len(QApplication.allWidgets()), resident_bytes())
        windows.show_panel()
        assert windows.panel is not None
        windows.panel.content.card.switch_menu()
        QApplication.processEvents()
        windows.panel.hide()
    settle()
    widgets, bytes_used = len(QApplication.allWidgets()), resident_bytes()
    scene.desk.leave()
    windows.close()
    scene.store.close()
    assert widgets <= before[0]
    assert bytes_used - before[1] < GROWTH_BYTES
    assert scene.tray.geometry() == QRect()
