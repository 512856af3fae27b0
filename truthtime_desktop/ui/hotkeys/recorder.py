"""A box that shows a combination of keys and takes the next one that is pressed in it."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from truthtime_desktop.system.hotkeys.codes import KEYS
from truthtime_desktop.system.hotkeys.keys import Modifier

_NAMED = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_PageDown: "Page Down",
    Qt.Key.Key_PageUp: "Page Up",
    Qt.Key.Key_Pause: "Pause",
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Up: "Up",
}
_MODIFIER_KEYS: dict[Qt.Key, Modifier | None] = {
    Qt.Key.Key_Shift: "Shift",
    Qt.Key.Key_Control: "Ctrl",
    Qt.Key.Key_Alt: "Alt",
    Qt.Key.Key_Meta: "Super",
    Qt.Key.Key_Super_L: "Super",
    Qt.Key.Key_Super_R: "Super",
    Qt.Key.Key_AltGr: None,
    Qt.Key.Key_CapsLock: None,
    Qt.Key.Key_NumLock: None,
    Qt.Key.Key_ScrollLock: None,
}
_ORDINARY = {"Escape", "Backspace", "Delete", "Tab", "Return", "Space", "Left", "Right", "Up", "Down", "Home", "End"}
"""Alone, these do what they do in every window."""

_WINDOW_REASONS = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
_LAST_ASCII = 0x7E


class KeyRecorder(QLineEdit):
    """Takes keys while it has the focus. Tab moves on, Esc restores, Backspace clears.

    Args:
        key_name: asks the system which key it was, whatever Shift makes of it.

    Attributes:
        entered: it has the focus.
        left: it has lost it, to another part of the window.
        holding: the modifiers that are down while no key is (a tuple; empty when they were let go).
        recorded: modifiers (a tuple) and the key's name; an empty name for a key that is not in the table.
        cleared: the person wants no keys.
        restored: the person wants back what was there.
    """

    entered = Signal()
    left = Signal()
    holding = Signal(object)
    recorded = Signal(object, str)
    cleared = Signal()
    restored = Signal()

    def __init__(self, key_name: Callable[[int, int], str]) -> None:
        super().__init__()
        self._key_name = key_name
        self._records = True
        self._pending = False
        self._holds = False
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        # An input method would compose characters from the keys that are to be recorded.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    def set_records(self, records: bool) -> None:  # noqa: FBT001 - a property's one value
        """Whether it takes keys; otherwise it only shows what others have chosen."""
        self._records = records
        self.setPlaceholderText(self.tr("Press the keys you want") if records else self.tr("No keys yet"))

    def show_keys(self, keys: str, *, pending: bool = False) -> None:
        """Show a combination, or an invitation when there is none.

        Args:
            pending: they are not the action's keys (yet): Esc takes them away.
        """
        self._pending = pending
        self.setText(keys)

    @property
    def holds(self) -> bool:
        """Modifiers are down, and no key was pressed with them yet."""
        return self._holds

    def stop_holding(self) -> None:
        """The key went elsewhere (to a hotkey); letting go of the modifiers means nothing more."""
        self._holds = False

    def event(self, event: QEvent) -> bool:
        """Takes keys before the window's shortcuts and Tab's changing of the focus see them."""
        if self._records and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._is_ours(event):
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Records, or leaves the key to the window."""
        if not self._records:
            super().keyPressEvent(event)
            return
        if not self._is_ours(event):
            event.ignore()
            return
        event.accept()
        if event.isAutoRepeat():
            return
        modifiers = modifiers_of(event)
        self._holds = Qt.Key(event.key()) in _MODIFIER_KEYS
        if self._holds:
            self.holding.emit(modifiers)
            return
        name = self._name(event)
        if not modifiers and name == "Escape":
            self.restored.emit()
        elif not modifiers and name in {"Backspace", "Delete"}:
            self.cleared.emit()
        else:
            self.recorded.emit(modifiers, name)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Modifiers that were let go without a key: the combination of before is back."""
        if self._holds:
            modifiers = modifiers_of(event)
            self._holds = bool(modifiers)
            self.holding.emit(modifiers)
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ready to record."""
        super().focusInEvent(event)
        self.deselect()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was not recorded is forgotten. A grabbed key makes the window look inactive for a moment: not that."""
        super().focusOutEvent(event)
        if event.reason() not in _WINDOW_REASONS:
            self._holds = False
            self.left.emit()

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Keys that do something in every window stay theirs when they come alone."""
        name = _NAMED.get(Qt.Key(event.key()), "")
        alone = not set(modifiers_of(event)) - {"Shift"}
        if alone and name == "Escape":
            return self._pending  # without something to restore, Esc is the window's
        if alone and name in {"Backspace", "Delete"}:
            return True
        return not (alone and name in _ORDINARY)

    def _name(self, event: QKeyEvent) -> str:
        is_pad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier) and sys.platform != "darwin"
        if is_pad:
            return ""
        asked = self._key_name(event.nativeScanCode(), event.nativeVirtualKey())
        return asked or name_of(Qt.Key(event.key()))


def name_of(key: Qt.Key) -> str:
    """Our name of a key of Qt's; empty when the table has none."""
    if key in _NAMED:
        return _NAMED[key]
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return f"F{key - Qt.Key.Key_F1 + 1}"
    character = chr(key) if Qt.Key.Key_Space < key <= _LAST_ASCII else ""
    return character if character in KEYS else ""


def modifiers_of(event: QKeyEvent, platform: str = sys.platform) -> tuple[Modifier, ...]:
    """The modifiers that are down. On a Mac Qt calls Command Control and Control Meta."""
    flags = event.modifiers()
    control, meta = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.MetaModifier
    if platform == "darwin":
        control, meta = meta, control
    found: list[tuple[Modifier, Qt.KeyboardModifier]] = [
        ("Ctrl", control),
        ("Alt", Qt.KeyboardModifier.AltModifier),
        ("Shift", Qt.KeyboardModifier.ShiftModifier),
        ("Super", meta),
    ]
    held = {name for name, flag in found if flags & flag}
    # Whether a modifier's own event counts itself differs between systems.
    own = _MODIFIER_KEYS.get(Qt.Key(event.key()))
    if own in {"Ctrl", "Super"} and platform == "darwin":
        own = "Super" if own == "Ctrl" else "Ctrl"
    if own is not None:
        (held.add if event.type() != QEvent.Type.KeyRelease else held.discard)(own)
    return tuple(name for name, _flag in found if name in held)
