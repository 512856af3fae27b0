"""The field that records keys: by keyboard alone, for eyes and ears, in every size and language."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.system.hotkey_systems import ShelfKeys
from tests.ui.pseudo import is_pseudo
from tests.ui.scans import clipped
from tests.ui.speaking import speaking
from tests.ui.test_surfaces import visible_children
from truthtime_desktop.system.hotkeys.backend import NoKeys, Outcome
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.ui.hotkeys.field import HotkeyField
from truthtime_desktop.ui.hotkeys.recorder import modifiers_of, name_of
from truthtime_desktop.ui.hotkeys.session import Hotkeys
from truthtime_desktop.ui.theme import Scheme, Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
P, S = Combination(("Ctrl", "Alt"), "P"), Combination(("Ctrl", "Alt"), "S")


class Stage:
    """A window with the field between two buttons, as Settings has it."""

    def __init__(self, qtbot: QtBot, scheme: Scheme = "light", *, managed: bool = False) -> None:
        self.shelf = ShelfKeys(managed=managed)
        self.hotkeys = Hotkeys(self.shelf.open, platform="linux")
        self.hotkeys.begin({"toggle-pause": "Ctrl+Alt+P"})
        self.theme = Theme(scheme)
        self.window = QWidget()
        self.window.setFixedWidth(440)
        qtbot.addWidget(self.window)
        self.column = QVBoxLayout(self.window)
        self.before, self.after = QPushButton("before"), QPushButton("after")
        self.column.addWidget(self.before)
        self.field = self.add("toggle-pause")
        self.column.addWidget(self.after)
        self.theme.dress(self.window)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.field.setFocus()

    def add(self, action: str) -> HotkeyField:
        field = HotkeyField(self.theme, self.hotkeys, action)
        self.column.addWidget(field)
        return field

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)

    @property
    def shown(self) -> str:
        return self.field.box.text()

    @property
    def said(self) -> str:
        assert self.field.line.isVisible() == bool(self.field.line.text())
        return self.field.line.text()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_keys_are_recorded_tested_and_used_at_once(stage: Stage) -> None:
    assert (stage.shown, stage.said) == ("Ctrl+Alt+P", "")
    stage.key(Qt.Key.Key_S, CTRL_ALT)
    assert (stage.shown, stage.said) == ("Ctrl+Alt+S", "Press it now to try it.")
    assert stage.shelf.keys == {"toggle-pause": S}
    stage.hotkeys.answered.emit("toggle-pause", "pause")
    assert stage.said == "Works. Press it once more to resume."
    stage.hotkeys.answered.emit("toggle-pause", "resume")
    assert stage.said == "Works."
    stage.hotkeys.answered.emit("toggle", "start")
    assert stage.said == "Works.", "another field's news"


def test_keys_of_another_app_are_told_and_esc_restores(stage: Stage) -> None:
    stage.shelf.take(S)
    stage.key(Qt.Key.Key_S, CTRL_ALT)
    assert (stage.shown, stage.said) == ("Ctrl+Alt+S", "Another app uses this. Try another.")
    assert stage.shelf.keys == {"toggle-pause": P}
    stage.key(Qt.Key.Key_Escape)
    assert (stage.shown, stage.said) == ("Ctrl+Alt+P", "")


@pytest.mark.parametrize(
    ("key", "modifiers", "words"),
    [
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "Hold Ctrl, Alt or both while you press it."),
        (Qt.Key.Key_A, SHIFT, "Shift and a key is typing. Hold Ctrl or Alt as well."),
        (Qt.Key.Key_C, CTRL, "Most apps use this themselves. Hold one more key, such as Alt or Shift."),
        (Qt.Key.Key_F2, CTRL_ALT, "Your system keeps this for itself. Try another."),
        (Qt.Key.Key_Udiaeresis, CTRL_ALT, "This key cannot be used. Try another."),
        (Qt.Key.Key_1, CTRL_ALT | Qt.KeyboardModifier.KeypadModifier, "This key cannot be used. Try another."),
    ],
)
def test_keys_that_cannot_be_used_are_refused_with_the_reason(
    stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier, words: str
) -> None:
    stage.key(key, modifiers)
    assert stage.said == words
    assert stage.shelf.keys == {"toggle-pause": P}
    assert stage.field.box.accessibleDescription() == words


def test_keys_of_another_action_are_told_by_its_name(stage: Stage) -> None:
    stage.hotkeys.bind("toggle", S)
    stage.key(Qt.Key.Key_S, CTRL_ALT)
    assert stage.said == "This is the shortcut of \u201cStart or stop\u201d. Try another."
    # On a real system the press of a grabbed key comes here instead, and does nothing else.
    pressed: list[str] = []
    stage.hotkeys.pressed.connect(pressed.append)
    stage.key(Qt.Key.Key_Escape)
    stage.shelf.press(S)
    QApplication.processEvents()
    assert stage.said == "This is the shortcut of \u201cStart or stop\u201d. Try another."
    assert pressed == []
    stage.after.setFocus()
    stage.shelf.press(S)
    QApplication.processEvents()
    assert pressed == ["toggle"]


def test_it_is_cleared_by_button_and_by_key(stage: Stage) -> None:
    stage.key(Qt.Key.Key_Backspace)
    assert (stage.shown, stage.shelf.keys) == ("", {})
    assert stage.field.box.placeholderText() == "Press the keys you want"
    assert not stage.field.clear.isVisible()
    stage.key(Qt.Key.Key_S, CTRL_ALT)
    stage.field.clear.click()
    assert stage.shelf.keys == {}
    assert stage.field.box.hasFocus(), "the focus does not vanish with the button"


def test_tab_moves_on_and_what_was_not_recorded_is_forgotten(stage: Stage) -> None:
    stage.key(Qt.Key.Key_C, CTRL)
    stage.key(Qt.Key.Key_Tab)
    assert stage.field.clear.hasFocus()
    assert (stage.shown, stage.said) == ("Ctrl+Alt+P", "")
    stage.key(Qt.Key.Key_Tab)
    assert stage.after.hasFocus()
    stage.key(Qt.Key.Key_Backtab, SHIFT)
    stage.key(Qt.Key.Key_Backtab, SHIFT)
    assert stage.field.box.hasFocus()
    assert stage.hotkeys.recording == "toggle-pause"
    stage.key(Qt.Key.Key_Backtab, SHIFT)
    assert stage.before.hasFocus()
    assert stage.hotkeys.recording == ""


def test_the_windows_shortcuts_do_not_act_while_keys_are_recorded(stage: Stage) -> None:
    acted: list[bool] = []
    QShortcut("Ctrl+Shift+Q", stage.window).activated.connect(lambda: acted.append(True))
    QShortcut("Escape", stage.window).activated.connect(lambda: acted.append(False))
    stage.key(Qt.Key.Key_Q, CTRL | SHIFT)
    assert (stage.shown, acted) == ("Ctrl+Shift+Q", [])
    stage.key(Qt.Key.Key_Escape)
    assert acted == [False], "with nothing to restore, Esc is the window's"


def test_modifiers_show_while_they_are_held(stage: Stage) -> None:
    none = Qt.KeyboardModifier.NoModifier
    # As X11 tells it: what was down before the key.
    for down, key, before, expected in (
        (True, Qt.Key.Key_Control, none, "Ctrl+\u2026"),
        (True, Qt.Key.Key_Alt, CTRL, "Ctrl+Alt+\u2026"),
        (False, Qt.Key.Key_Alt, CTRL_ALT, "Ctrl+\u2026"),
        (False, Qt.Key.Key_Control, CTRL, "Ctrl+Alt+P"),
    ):
        kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
        QApplication.sendEvent(stage.field.box, QKeyEvent(kind, key, before))
        assert stage.shown == expected


def test_the_systems_name_of_a_key_wins_over_what_shift_makes_of_it(stage: Stage) -> None:
    stage.shelf.names[10] = "1"
    press = QEvent.Type.KeyPress
    event = QKeyEvent(press, Qt.Key.Key_Exclam, CTRL | SHIFT, 10, 0x21, 0, "!")
    QApplication.sendEvent(stage.field.box, event)
    assert stage.shown == "Ctrl+Shift+1"


def test_a_repeated_key_records_once(stage: Stage) -> None:
    chosen: list[str] = []
    stage.hotkeys.chosen.connect(lambda _action, text: chosen.append(text))
    for repeats in (False, True, True):
        QApplication.sendEvent(stage.field.box, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, CTRL_ALT, "", repeats))
    assert chosen == ["Ctrl+Alt+S"]


def test_a_mac_calls_its_keys_by_other_names() -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_P, CTRL)
    assert modifiers_of(event, "darwin") == ("Super",)
    assert modifiers_of(event, "linux") == ("Ctrl",)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Control, Qt.KeyboardModifier.NoModifier)
    assert (modifiers_of(held, "darwin"), modifiers_of(held, "linux")) == (("Super",), ("Ctrl",))


def test_names_of_qts_keys() -> None:
    assert [name_of(key) for key in (Qt.Key.Key_A, Qt.Key.Key_9, Qt.Key.Key_Comma, Qt.Key.Key_F24)] == [
        "A",
        "9",
        ",",
        "F24",
    ]
    assert [name_of(key) for key in (Qt.Key.Key_Exclam, Qt.Key.Key_F25, Qt.Key.Key_Eacute)] == ["", "", ""]


def test_a_desktop_that_manages_keys_offers_its_settings(qtbot: QtBot) -> None:
    stage = Stage(qtbot, managed=True)
    assert stage.said == "Waiting for your desktop\u2019s answer."
    stage.hotkeys.became("toggle-pause", Outcome("managed", P, trigger="Super+Z"))
    assert (stage.shown, stage.said) == ("Super+Z", "Your desktop manages this shortcut.")
    stage.key(Qt.Key.Key_S, CTRL_ALT)
    assert stage.shown == "Super+Z"
    assert not stage.field.clear.isVisible()
    stage.field.change.click()
    assert stage.shelf.settings == 1
    stage.shelf.managed = False
    stage.field.change.click()
    assert stage.said == "Change it in the keyboard settings of your desktop."


def test_without_keys_there_is_a_command_to_bind(qtbot: QtBot) -> None:
    hotkeys = Hotkeys(lambda _: NoKeys("no-portal"), platform="linux")
    hotkeys.begin({})
    field = HotkeyField(Theme("light"), hotkeys, "toggle-pause")
    qtbot.addWidget(field)
    field.show()
    assert field.command.text() == "truthtime toggle-pause"
    assert field.command.isVisible()
    assert not field.box.isVisible()
    assert field.line.text().startswith("Your desktop gives no keys to apps.")
    field.copy_command.click()
    assert QGuiApplication.clipboard().text() == "truthtime toggle-pause"
    assert field.copy_command.text() == "Copied"


def test_every_part_has_a_name_of_its_own(stage: Stage) -> None:
    field = stage.field
    parts = (field.box, field.clear, field.change, field.command, field.copy_command)
    names = [part.accessibleName() for part in parts]
    assert names[0] == "Shortcut for \u201cPause or resume\u201d"
    assert len(set(names)) == len(parts)
    assert all(names)


@pytest.fixture
def every(qtbot: QtBot) -> Iterator[QWidget]:
    """The field in every state, in a language in which everything takes 30 % more room."""
    with speaking("pseudo"):
        wall = QWidget()
        qtbot.addWidget(wall)
        QHBoxLayout(wall)
        yield wall


@pytest.mark.parametrize("state", ["bound", "taken", "waiting", "managed", "unavailable"])
def test_a_longer_language_fits_and_every_word_is_translated(every: QWidget, state: str) -> None:
    managed = state in {"waiting", "managed"}
    hotkeys = Hotkeys(ShelfKeys(managed=managed).open, platform="linux")
    hotkeys.begin({})
    hotkeys.became("note", Outcome(state, P, trigger="Super+Z", reason="no-portal"))  # type: ignore[arg-type]
    theme = Theme("light")
    field = HotkeyField(theme, hotkeys, "note")
    layout = every.layout()
    assert layout is not None
    layout.addWidget(field)
    theme.dress(every)
    every.setFixedWidth(440)
    every.show()
    QApplication.processEvents()
    assert clipped(every) == []
    words = {child.text() for child in visible_children(every, QLabel) if child.text()}
    words |= {child.text() for child in visible_children(every, QPushButton)}
    assert words or state == "bound"
    assert {text for text in words if not is_pseudo(text)} == set()
