"""The field in which a person presses the keys of an action and sees at once whether they work.

Used in Settings and in the first run: ``HotkeyField(theme, hotkeys, "toggle-pause")``, put into any layout. It needs
nothing else and stores nothing itself (`Hotkeys.chosen` does).
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from truthtime_desktop.system.hotkeys.backend import Outcome
from truthtime_desktop.system.hotkeys.keys import Modifier, combine
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.hotkeys.recorder import KeyRecorder
from truthtime_desktop.ui.hotkeys.session import Hotkeys
from truthtime_desktop.ui.hotkeys.words import COMMANDS, action_name, held, outcome_line, shown
from truthtime_desktop.ui.notices.card import announce
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import fill

SPACING_PX = 8


class HotkeyField(QWidget):
    """Keys of one action: a box to press them in, what is to be said about them, and a way back.

    Args:
        theme: colours and sizes.
        hotkeys: of this session.
        action: one of `hotkeys.ACTIONS`.

    Attributes:
        box: shows the keys and takes new ones; the widget to focus.
        clear: takes the keys away.
        change: opens the desktop's settings, where the desktop manages the keys.
        command: what to bind by hand, where the desktop gives no keys to programs.
        copy_command: puts it on the clipboard.
        line: the sentence below; for example the result of a test press.
    """

    def __init__(self, theme: Theme, hotkeys: Hotkeys, action: str) -> None:
        super().__init__()
        self._theme = theme
        self._hotkeys = hotkeys
        self._action = action
        self._tone = ""
        self.box = KeyRecorder(hotkeys.key_name)
        self.clear = Button(theme, self.tr("Clear"), height=32)
        self.change = Button(theme, self.tr("Change\u2026"), height=32)
        self.command = QLineEdit(COMMANDS[action])
        self.copy_command = Button(theme, self.tr("Copy"), height=32)
        self.line = label(role="small", wraps=True)
        self._name_parts()
        self._lay_out()
        self._connect()
        self._size()
        self.show_outcome()

    def show_outcome(self) -> None:
        """Draw what the session says about this action now."""
        outcome = self._hotkeys.outcome(self._action)
        managed, unavailable = self._hotkeys.managed, outcome.state == "unavailable"
        self.box.setVisible(not unavailable)
        self.box.set_records(not managed)
        self.box.show_keys(self._keys(outcome))
        self.clear.setVisible(not unavailable and not managed and outcome.combination is not None)
        self.change.setVisible(managed and outcome.state == "managed")
        self.command.setVisible(unavailable)
        self.copy_command.setVisible(unavailable)
        self._say(outcome_line(outcome), "fault" if outcome.state in {"taken", "refused"} else "")

    def _keys(self, outcome: Outcome) -> str:
        if outcome.state == "managed":
            return outcome.trigger
        return shown(outcome.combination) if outcome.combination is not None else ""

    def _name_parts(self) -> None:
        name = action_name(self._action)
        self.box.setAccessibleName(fill(self.tr("Shortcut for \u201c%1\u201d"), name))
        self.clear.setAccessibleName(fill(self.tr("Clear the shortcut for \u201c%1\u201d"), name))
        self.change.setAccessibleName(fill(self.tr("Change the shortcut for \u201c%1\u201d"), name))
        self.command.setAccessibleName(fill(self.tr("Command for \u201c%1\u201d"), name))
        self.copy_command.setAccessibleName(fill(self.tr("Copy the command for \u201c%1\u201d"), name))
        self.command.setReadOnly(True)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX)
        for part in (self.box, self.command):
            row.addWidget(part, 1)
        for button in (self.clear, self.change, self.copy_command):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.line)
        self.setFocusProxy(self.box)

    def _connect(self) -> None:
        self.box.entered.connect(self._on_entered)
        self.box.left.connect(self._on_left)
        self.box.holding.connect(self._on_holding)
        self.box.recorded.connect(self._on_recorded)
        self.box.cleared.connect(self._on_clear)
        self.box.restored.connect(self.show_outcome)
        self.clear.clicked.connect(self._on_clear)
        self.change.clicked.connect(self._on_change)
        self.copy_command.clicked.connect(self._on_copy)
        self._hotkeys.changed.connect(self._on_changed)
        self._hotkeys.answered.connect(self._on_answered)
        self._hotkeys.clashed.connect(self._on_clashed)
        self._hotkeys.missed.connect(self._on_missed)
        self._theme.changed.connect(self._size)

    def _size(self) -> None:
        for field in (self.box, self.command):
            field.setFixedHeight(self._theme.px(36))
        self.box.setMinimumWidth(self._theme.px(180))
        self._colour()

    def _on_entered(self) -> None:
        self._hotkeys.recording = self._action

    def _on_left(self) -> None:
        if self._hotkeys.recording == self._action:
            self._hotkeys.recording = ""
        self.show_outcome()

    def _on_holding(self, modifiers: tuple[Modifier, ...]) -> None:
        if modifiers:
            self.box.show_keys(held(modifiers), pending=True)
        else:
            self.show_outcome()

    def _on_recorded(self, modifiers: tuple[Modifier, ...], key: str) -> None:
        combination = combine(modifiers, key)
        if combination is None:
            self.box.show_keys(self._keys(self._hotkeys.outcome(self._action)), pending=True)
            self._refuse(Outcome("refused", fault="unknown"))
            return
        owner = self._hotkeys.owner_of(combination)
        outcome = self._hotkeys.bind(self._action, combination)
        if outcome.state == "bound":
            self._say(self.tr("Press it now to try it."), "")
            return
        self.box.show_keys(shown(combination), pending=True)
        self._refuse(outcome, owner)

    def _on_clear(self) -> None:
        self._hotkeys.bind(self._action, None)
        self.box.setFocus()

    def _on_change(self) -> None:
        if not self._hotkeys.configure():
            self._say(self.tr("Change it in the keyboard settings of your desktop."), "")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command.text())
        announce(self, self.tr("Copied"))
        self.copy_command.setText(self.tr("Copied"))

    def _on_changed(self, action: str) -> None:
        if action == self._action:
            self.show_outcome()

    def _on_answered(self, action: str, did: str) -> None:
        """The live test: the keys were pressed, wherever the focus is, and the timer has answered."""
        if action != self._action or not self.isVisible():
            return
        works = self.tr("Works. Press it once more to resume.") if did == "pause" else self.tr("Works.")
        self._end_holding(pending=False)
        self._say(works, "good")

    def _on_clashed(self, action: str) -> None:
        if self._hotkeys.recording == self._action:
            self._end_holding(pending=True)
            self._refuse(Outcome("refused", fault="ours"), action)

    def _on_missed(self) -> None:
        """The keys that the person wants to record go to another program instead of coming here."""
        if self._hotkeys.recording == self._action and self.box.holds:
            self._end_holding(pending=True)
            self._refuse(Outcome("taken"))

    def _end_holding(self, *, pending: bool) -> None:
        self.box.stop_holding()
        self.box.show_keys(self._keys(self._hotkeys.outcome(self._action)), pending=pending)

    def _refuse(self, outcome: Outcome, owner: str = "") -> None:
        self._say(outcome_line(outcome, owner), "fault")

    def _say(self, text: str, tone: str) -> None:
        news = text != self.line.text()
        self.line.setText(text)
        self.line.setVisible(bool(text))
        self.box.setAccessibleDescription(text)
        self._tone = tone
        self._colour()
        self._make_room()
        if news and text and self.isVisible():
            announce(self.box, text)

    def event(self, event: QEvent) -> bool:
        """Another width or other letters, another number of lines."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self._make_room()
        return super().event(event)

    def _make_room(self) -> None:
        """A layout around us may not ask how high the wrapped sentence is at this width."""
        self.line.setMinimumHeight(self.line.heightForWidth(self.width()) if self.line.text() else 0)

    def _colour(self) -> None:
        tokens = self._theme.tokens
        colour = {"fault": tokens.danger_text, "good": tokens.worked_text}.get(self._tone, tokens.text_second)
        self.line.setStyleSheet(f"color: {colour};")
