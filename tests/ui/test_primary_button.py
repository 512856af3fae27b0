"""One filled button per window, and it is the primary action of the state."""

import pytest
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui.actions import Actions
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
