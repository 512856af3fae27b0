"""F6 goes round the parts of a window, F1 tells the keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.system.hotkey_systems import ShelfKeys
from tests.ui.asides import Stage
from tests.ui.notes_scene import NotesScene
from truthtime_desktop.ui.help import HelpWindow
from truthtime_desktop.ui.hotkeys.session import Hotkeys
from truthtime_desktop.ui.regions import Regions
from truthtime_desktop.ui.settings.window import SettingsWindow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.doors import Doors

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Parts(QWidget):
    """Three regions: two fields, a label, one field."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        qtbot.addWidget(self)
        self.first, self.empty, self.last = QWidget(), QWidget(), QWidget()
        self.fields = [QLineEdit(str(number)) for number in range(3)]
        for region, parts in (
            (self.first, self.fields[:2]),
            (self.empty, [QLabel("text")]),
            (self.last, self.fields[2:]),
        ):
            row = QHBoxLayout(region)
            for part in parts:
                row.addWidget(part)
        whole = QHBoxLayout(self)
        for region in (self.first, self.empty, self.last):
            whole.addWidget(region)
        self.regions = Regions(self, (self.first, self.empty, self.last))
        with qtbot.waitActive(self):
            self.show()
            self.activateWindow()

    def press(self, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QWidget | None:
        QTest.keyClick(QApplication.focusWidget() or self, Qt.Key.Key_F6, held)
        return QApplication.focusWidget()


def test_each_region_gets_the_focus_where_it_had_it_last(qtbot: QtBot) -> None:
    window = Parts(qtbot)
    window.fields[1].setFocus()
    assert window.press() is window.fields[2]
    assert window.press() is window.fields[1]
    assert window.press(SHIFT) is window.fields[2]
    assert window.press(SHIFT) is window.fields[1]


def test_what_is_hidden_or_disabled_is_passed_over(qtbot: QtBot) -> None:
    window = Parts(qtbot)
    window.fields[0].setFocus()
    window.fields[2].setEnabled(False)
    assert window.press() is window.fields[0]
    window.fields[1].setFocus()
    window.fields[1].hide()
    assert window.press() is window.fields[0]
    window.first.hide()
    focused = QApplication.focusWidget()
    window.regions.go(1)
    assert QApplication.focusWidget() is focused, "there is nowhere to go"


def test_without_a_focus_it_begins_at_the_beginning_or_the_end(qtbot: QtBot) -> None:
    window = Parts(qtbot)
    window.fields[0].clearFocus()
    window.setFocus()
    assert window.press() is window.fields[0]
    window.fields[0].clearFocus()
    window.setFocus()
    assert window.press(SHIFT) is window.fields[2]


@pytest.fixture
def notes(qtbot: QtBot, tmp_path: Path) -> Iterator[NotesScene]:
    one = NotesScene(tmp_path / "data")
    with qtbot.waitActive(one.window):
        one.window.show()
        one.window.activateWindow()
    yield one
    one.close()


def test_notes_have_the_bar_the_rail_and_the_note(notes: NotesScene) -> None:
    window = notes.window
    window.editor.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        parts = (window.bar, window.rail, window.editor)
        seen.append(next(part for part in parts if part is focused or part.isAncestorOf(focused)))
    assert seen == [window.bar, window.rail, window.editor]


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    with Stage(Theme("light")) as stage:
        yield stage


def test_settings_have_the_list_and_the_page(qtbot: QtBot, stage: Stage) -> None:
    window = SettingsWindow(stage.means())
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    assert QApplication.focusWidget() is window.list
    QTest.keyClick(window.list, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.general.autostart
    QTest.keyClick(window.general.autostart, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is window.list


def texts(window: QWidget) -> list[str]:
    return [one.text() for one in window.findChildren(QLabel) if one.isVisible()]


def test_f1_tells_the_keys_in_every_window(qtbot: QtBot, stage: Stage) -> None:
    doors = Doors(stage.household(), stage.open_tracker)
    doors.hotkeys = stage.hotkeys
    stage.desk.windows.show_notes()
    doors.show_settings()
    stage.desk.open_window()
    notes, panel, settings = stage.desk.windows.notes.window, stage.desk.windows.panel, doors.rooms.settings
    for window in (panel, notes, settings):
        assert window is not None
        with qtbot.waitActive(window):
            window.activateWindow()
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
        help_window = doors.rooms.help
        assert help_window is not None
        qtbot.waitUntil(help_window.isActiveWindow)
        help_window.close()
    assert help_window is not None
    help_window.show()
    found = texts(help_window)
    for word in ("Keys", "From anywhere", "Ctrl+Alt+P", "Pause or resume", "Ctrl+F", "F6, Shift+F6"):
        assert word in found
    doors.rebuild()
    assert doors.rooms.help is None
    doors.close()
    stage.desk.windows.close()


def test_help_names_the_keys_in_force_each_time_it_is_opened(qtbot: QtBot) -> None:
    hotkeys = Hotkeys(ShelfKeys().open, platform="linux")
    hotkeys.begin({"note": "Ctrl+Alt+N"})
    window = HelpWindow(Theme("light"), hotkeys)
    qtbot.addWidget(window)
    window.show()
    assert "Ctrl+Alt+N" in texts(window)
    hotkeys.bind("note", None)
    window.show_keys()
    assert "Ctrl+Alt+N" not in texts(window)
    hotkeys.close()
    without = HelpWindow(Theme("light"), None)
    qtbot.addWidget(without)
    with qtbot.waitActive(without):
        without.show()
        without.activateWindow()
    assert "From anywhere" not in texts(without)
    assert "In notes" in texts(without)
    QTest.keyClick(without, Qt.Key.Key_Escape)
    assert not without.isVisible()
