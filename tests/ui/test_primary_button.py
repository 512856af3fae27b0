"""One filled button per window, and it is the primary action of the state."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import Button
from truthtime_desktop.ui.state_views import TimerButtons
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.viewstate import State, ViewState


@pytest.mark.parametrize(
    ("before", "state", "primary"),
    [("stopped", "running", "stop"), ("paused", "running", "stop"), ("running", "paused", "resume")],
)
def test_the_primary_button_follows_the_state(qtbot: QtBot, before: State, state: State, primary: str) -> None:
    actions = Actions()
    buttons = TimerButtons(Theme("light"), actions)
    qtbot.addWidget(buttons)
    for one in (before, state):
        actions.set_state(ViewState(one))
        buttons.set_state(ViewState(one))
    visible = {key: button.property("kind") for key, button in buttons.by_key.items() if not button.isHidden()}
    assert [key for key, kind in visible.items() if kind == "primary"] == [primary]


def test_the_ring_is_all_that_the_keyboard_adds_to_a_button(qtbot: QtBot) -> None:
    """Qt would draw its own pale rectangle inside, once the Tab key was used."""
    theme = Theme("light")
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = Button(theme, "Back up now"), Button(theme, "Back up now")
    row.addWidget(first)
    row.addWidget(second)
    theme.dress(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    inside = second.rect().adjusted(12, 5, -12, -5)
    assert second.grab(inside).toImage() == first.grab(inside).toImage()
    assert second.grab().toImage() != first.grab().toImage()
