"""What the surfaces do and show, light and dark; `test_scans.py` measures all of them in every language."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui import samples, surfaces
from truthtime_desktop.ui import dialogs
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import Button
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.state_views import TimerButtons
from truthtime_desktop.ui.theme import Scheme, Theme
from truthtime_desktop.ui.tokens import tokens_of
from truthtime_desktop.ui.windows import compact
from truthtime_desktop.ui.windows.compact import CompactWindow
from truthtime_desktop.ui.words import clock_time

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(scope="module", params=surfaces.SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    chosen: Scheme = request.param
    return chosen


@pytest.fixture(scope="module")
def shown(qapp: QApplication, scheme: Scheme) -> Iterator[dict[str, QWidget]]:
    """All surfaces of one scheme, by name, for tests that look and touch nothing."""
    assert qapp
    found = {name: widget for name, widget in surfaces.shown(scheme) if not isinstance(widget, QMenu)}
    yield found
    for widget in found.values():
        if isValid(widget):  # some went together with what they belong to
            widget.hide()
            widget.deleteLater()


W = TypeVar("W", bound=QWidget)


def visible_children(widget: QWidget, kind: type[W]) -> list[W]:
    return [child for child in widget.findChildren(kind) if child.isVisible()]


def test_targets_are_large_enough(shown: dict[str, QWidget]) -> None:
    small = [
        (name, button.text(), button.width(), button.height())
        for name, widget in shown.items()
        for button in visible_children(widget, QPushButton)
        if button.width() < 28 or button.height() < 32
    ]
    assert small == []


def test_surfaces_wear_their_scheme(shown: dict[str, QWidget], scheme: Scheme) -> None:
    tokens = tokens_of(scheme)
    for name, widget in shown.items():
        picture = widget.grab().toImage()
        ground = tokens.raised if name == "notes_calendar" else tokens.background  # a popup over a window
        assert picture.pixelColor(picture.width() // 2, 3) == QColor(ground), name


def test_states_look_different(shown: dict[str, QWidget]) -> None:
    states = ("empty", "stopped", "running", "no-input", "paused", "waiting", "waiting_running", "away", "faulty")
    images = {state: shown[f"panel_{state}"].grab().toImage() for state in states}
    for one, other in itertools.combinations(states, 2):
        assert images[one] != images[other], (one, other)


def test_the_compact_window_has_its_size(shown: dict[str, QWidget]) -> None:
    for name, widget in shown.items():
        if name.startswith("compact"):
            assert (widget.width(), widget.height()) == (compact.WIDTH, compact.HEIGHT), name


def make(kind: type[Panel | CompactWindow], qtbot: QtBot) -> tuple[Panel | CompactWindow, Actions]:
    actions = Actions()
    window = kind(Theme("light"), actions)
    actions.setParent(window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window, actions


@pytest.mark.parametrize("kind", [Panel, CompactWindow])
def test_buttons_and_keys_say_what_is_wanted(qtbot: QtBot, kind: type[Panel | CompactWindow]) -> None:
    window, actions = make(kind, qtbot)
    control = Qt.KeyboardModifier.ControlModifier
    for view, key, expected, label in (
        (samples.STOPPED, Qt.Key.Key_Return, actions.start, "Start"),
        (samples.STOPPED, Qt.Key.Key_Enter, actions.start, "Start"),
        (samples.RUNNING, Qt.Key.Key_Return, actions.stop, "Stop"),
        (samples.RUNNING, Qt.Key.Key_P, actions.pause, "Pause"),
        (samples.PAUSED, Qt.Key.Key_P, actions.resume, "Resume"),
        (samples.PAUSED, Qt.Key.Key_Return, actions.stop, "Stop"),
        (samples.PAUSED, Qt.Key.Key_Q, actions.quit, ""),
    ):
        actions.set_state(view)
        window.set_state(view)
        with qtbot.waitSignal(expected.triggered):
            QTest.keyClick(window, key, control)
        if label:
            button = next(each for each in visible_children(window, QPushButton) if each.text().strip() == label)
            with qtbot.waitSignal(expected.triggered):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("kind", [Panel, CompactWindow])
def test_a_key_that_does_not_apply_does_nothing(qtbot: QtBot, kind: type[Panel | CompactWindow]) -> None:
    window, actions = make(kind, qtbot)
    with qtbot.assertNotEmitted(actions.pause.triggered), qtbot.assertNotEmitted(actions.resume.triggered):
        QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def test_only_the_buttons_that_apply_are_there(shown: dict[str, QWidget]) -> None:
    expected = {
        "empty": ["Start"],
        "stopped": ["Start"],
        "running": ["Stop", "Pause"],
        "paused": ["Resume", "Stop"],
        "waiting": ["Start"],
        "waiting_running": ["Stop", "Pause"],
    }
    for state, texts in expected.items():
        for kind in ("panel", "compact"):
            buttons = visible_children(shown[f"{kind}_{state}"], TimerButtons)[0].by_key.values()
            assert [each.text().strip() for each in buttons if each.isVisible()] == texts


def test_the_focus_ring_is_for_the_keyboard(qtbot: QtBot) -> None:
    window, _actions = make(Panel, qtbot)
    button = visible_children(window, Button)[0]
    before = button.grab().toImage()
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert button.grab().toImage() == before
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.grab().toImage() != before


def test_the_fault_is_said_and_goes(qtbot: QtBot) -> None:
    window, _actions = make(Panel, qtbot)
    window.set_state(samples.FAULTY)
    problem = samples.FAULTY.problem
    assert problem is not None
    assert {problem.title, problem.hint} <= {each.text() for each in visible_children(window, QLabel)}
    window.set_state(samples.RUNNING)
    assert problem.title not in {each.text() for each in visible_children(window, QLabel)}


def test_user_text_is_never_markup(qtbot: QtBot) -> None:
    window, _actions = make(Panel, qtbot)
    window.set_state(replace(samples.RUNNING, description="<b>bold</b>", project="<i>x</i>"))
    rich = [each.text() for each in window.findChildren(QLabel) if each.textFormat() != Qt.TextFormat.PlainText]
    assert all(text == "" for text in rich)


def test_a_window_changes_clothes_while_it_is_open(qtbot: QtBot) -> None:
    theme = Theme("light")
    window = surfaces.panel(theme, samples.FAULTY)
    qtbot.addWidget(window)
    window.show()
    theme.choose("dark")
    dark = surfaces.panel(Theme("dark"), samples.FAULTY)
    qtbot.addWidget(dark)
    dark.show()
    qtbot.waitUntil(lambda: window.size() == dark.size())
    assert window.grab().toImage() == dark.grab().toImage()


def test_closing_the_compact_window_is_a_question(qtbot: QtBot) -> None:
    window, _actions = make(CompactWindow, qtbot)
    assert isinstance(window, CompactWindow)
    with qtbot.waitSignal(window.close_wanted):
        QApplication.sendEvent(window, QCloseEvent())
    assert window.isVisible()


def test_the_task_bar_says_the_state(qtbot: QtBot) -> None:
    window, _actions = make(CompactWindow, qtbot)
    window.set_state(samples.PAUSED)
    assert window.windowTitle() == "Paused – TruthTime"


@pytest.mark.parametrize(
    ("key", "answer"), [("stop", "stop"), ("keep", "keep"), ("cancel", "cancel"), (None, "cancel")]
)
def test_the_quit_question(qtbot: QtBot, key: str | None, answer: str) -> None:
    dialog = dialogs.quit_dialog(Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.finished):
        if key is None:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            dialog.buttons[key].click()
    assert dialog.answer == answer


def test_enter_chooses_the_safe_default(qtbot: QtBot) -> None:
    dialog = dialogs.quit_dialog(Theme("light"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert [each.text() for each in dialog.buttons.values()] == ["Stop and quit", "Quit, ask me next time", "Cancel"]
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.answer == "stop"


def test_a_fault_without_a_choice_can_be_closed(qtbot: QtBot) -> None:
    dialog = dialogs.fault_dialog(Theme("light"), "Nothing works.", "Try again.")
    qtbot.addWidget(dialog)
    assert list(dialog.buttons) == ["close"]
    assert (dialog.accessibleName(), dialog.accessibleDescription()) == ("Nothing works.", "Try again.")


def test_entries_are_read_as_the_clock_on_the_wall_said() -> None:
    assert clock_time(samples.DAY_START_MS + 9 * samples.HOUR_MS, 330) == clock_time(
        samples.DAY_START_MS + 14 * samples.HOUR_MS + 30 * samples.MINUTE_MS, 0
    )
    assert clock_time(samples.DAY_START_MS, -60) == clock_time(samples.DAY_START_MS + 23 * samples.HOUR_MS, 0)
