"""A strip above the note: a fact about it, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout

from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT_COMPACT

SENTENCE_PX = 200
"""The least a sentence needs beside its buttons; with less room they stand below it."""

ROOM_PX = 580
"""What the smallest notes window leaves beside the margins."""


class Strip(QFrame):
    """Absent until it is told something.

    Args:
        theme: colours.

    Attributes:
        chosen: key of the button that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._theme = theme
        self._told: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        self.text = label(wraps=True)
        self.buttons: dict[str, Button] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(36, 4, 24, 4)
        self._box.setSpacing(4)
        self._box.addWidget(self.text, 1)
        self._box.addLayout(self._row)
        self.hide()

    def tell(self, text: str, buttons: tuple[tuple[str, str], ...]) -> None:
        """Shows a sentence and its buttons (key, text); an empty sentence hides the strip."""
        if (text, buttons) == self._told:
            return
        self._told = (text, buttons)
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for key, name in buttons:
            button = Button(self._theme, name, height=CONTROL_HEIGHT_COMPACT)
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._row.addWidget(button)
            self.buttons[key] = button
        needed_px = self._theme.px(SENTENCE_PX) + sum(each.sizeHint().width() for each in self.buttons.values())
        beside = needed_px <= ROOM_PX
        self._box.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._row.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        self.text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
