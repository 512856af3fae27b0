"""A strip above the note: a fact about it, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT_COMPACT


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
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(36, 4, 24, 4)
        self._row.setSpacing(4)
        self._row.addWidget(self.text, 1)
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
        self.text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
