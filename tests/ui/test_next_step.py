"""A notice with a next step: keys that another program has are chosen anew from where that is said (ui.md 2.14)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.system.hotkey_systems import ShelfKeys
from tests.ui.asides import Stage
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.ui.controls import Button
from truthtime_desktop.ui.dialogs import Question
from truthtime_desktop.ui.hotkeys.presses import Presses
from truthtime_desktop.ui.hotkeys.session import Hotkeys
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.doors import Doors
from truthtime_desktop.viewstate import Notice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Conflict:
    """A program whose keys for pausing another program has."""

    def __init__(self, stage: Stage) -> None:
        shelf = ShelfKeys()
        shelf.take(Combination(("Ctrl", "Alt"), "P"))
        self.desk = stage.desk
        self.doors = Doors(stage.household(), stage.open_tracker)
        self.doors.hotkeys = Hotkeys(shelf.open, platform="linux")
        self.presses = Presses(self.desk, self.doors.hotkeys)

    def begin(self) -> None:
        self.presses.begin({"toggle-pause": "Ctrl+Alt+P"})

    def recorder_has_the_keyboard(self) -> bool:
        settings = self.doors.rooms.settings
        assert settings is not None
        assert settings.shortcuts is not None
        box = settings.shortcuts.fields["toggle-pause"].box
        return settings.isVisible() and settings.page() == "shortcuts" and settings.focusWidget() is box


@pytest.fixture
def conflict(qtbot: QtBot) -> Iterator[Conflict]:
    assert qtbot
    with Stage(Theme("light")) as stage:
        one = Conflict(stage)
        yield one
        one.doors.close()
        stage.desk.windows.close()
        assert one.doors.hotkeys is not None
        one.doors.hotkeys.close()


def button(card: object) -> Button:
    assert isinstance(card, QWidget)
    return next(one for one in card.findChildren(Button) if one.isVisible())


def test_choose_another_leads_to_the_recorder(conflict: Conflict) -> None:
    conflict.begin()
    card = conflict.desk.telling.notices.card
    assert card is not None
    assert button(card).text() == "Choose another"
    button(card).click()
    assert not card.isVisible()
    assert conflict.recorder_has_the_keyboard()


def test_while_the_panel_is_open_it_says_so_itself(conflict: Conflict) -> None:
    conflict.desk.open_window()
    panel = conflict.desk.windows.panel
    assert panel is not None
    conflict.begin()
    line = panel.content.notice
    assert line.isVisible()
    button(line).click()
    assert not line.isVisible()
    assert conflict.recorder_has_the_keyboard()


def test_it_does_not_take_the_place_of_a_notice_that_is_still_read(conflict: Conflict) -> None:
    telling = conflict.desk.telling
    telling.begin(conflict.desk.view)
    telling.notices.say(Notice("TruthTime stopped unexpectedly", "It runs on.", undo=False), conflict.desk.view)
    conflict.begin()
    card = telling.notices.card
    assert card is not None
    assert card.accessibleName() == "TruthTime stopped unexpectedly"
    card.hide()
    telling.notices.closed.emit()
    assert card.accessibleName() == "Ctrl+Alt+P is used by another app."


def test_a_window_that_is_asked_for_while_a_question_stands_is_that_question(qtbot: QtBot, conflict: Conflict) -> None:
    """Whatever is clicked then: what lies behind a question could not be used."""
    desk = conflict.desk
    desk.do("start")
    seen: list[bool] = []

    def while_it_stands() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, Question)
        for ask_for in (
            desk.open_window,
            desk.write_note,
            desk.windows.show_notes,
            conflict.doors.show_settings,
            conflict.doors.show_help,
            conflict.doors.rooms.choose_keys,
        ):
            question.showMinimized()
            ask_for()
            seen.append(question.isVisible() and not question.isMinimized())
        seen.append(desk.windows.panel is None)
        question.buttons["cancel"].click()

    QTimer.singleShot(0, while_it_stands)
    assert desk.windows.ask_quit() == "cancel"
    assert seen == [True] * 7
    assert conflict.doors.rooms.settings is None
    desk.open_window()
    assert desk.windows.is_panel_visible()
    assert qtbot
