"""Questions and faults in our own dialogs. Each question has a safe default, and closing a dialog chooses nothing."""

import itertools
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import said, tr

WIDTH = 480
GLYPH_PX = 26


class Question(QDialog):
    """A title, a sentence and buttons. Read `answer` when `finished` was emitted.

    Args:
        theme: colours.
        title: one line.
        text: one or two sentences.
        buttons: (key, text), the default first. Esc and the window's cross answer with the last one.
        picture: file in ``resources/icons``; empty for none.

    Attributes:
        answer: key of the button that was pressed.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        text: str,
        buttons: tuple[tuple[str, str], ...],
        *,
        picture: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer = buttons[-1][0]
        self.setWindowTitle("TruthTime")
        self.setWindowIcon(glyphs.application_icon())
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._theme = theme
        self._picture = QLabel() if picture else None
        self._picture_name = picture
        self._title = label(title, "title", wraps=True)
        self._text = label(text, "second", wraps=True)
        self.buttons: dict[str, Button] = {}
        self._lay_out(buttons)
        theme.dress(self)
        theme.changed.connect(self._draw_picture)
        self._draw_picture()
        self.buttons[buttons[0][0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, buttons: tuple[tuple[str, str], ...]) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(6)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        top = QHBoxLayout()
        top.setSpacing(14)
        if self._picture is not None:
            top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(lines, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addStretch()
        for number, (key, text) in enumerate(buttons):
            button = Button(self._theme, text, kind="primary" if number == 0 else "secondary")
            button.setAutoDefault(True)
            button.setDefault(number == 0)
            button.clicked.connect(lambda _checked=False, key=key: self._choose(key))
            self.buttons[key] = button
        # The default stands at the right end, where the eye arrives; tab order starts with it all the same.
        for key, _text in reversed(buttons):
            row.addWidget(self.buttons[key])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 21, 17)
        column.setSpacing(20)
        column.addLayout(top)
        column.addLayout(row)
        order = [self.buttons[key] for key, _text in buttons]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)
        self.setFixedWidth(max(WIDTH, column.sizeHint().width()))

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the height that the wrapped sentences need at this width; Qt's guess is for another one."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        super().showEvent(event)

    def _choose(self, key: str) -> None:
        self.answer = key
        self.accept()

    def _draw_picture(self) -> None:
        if self._picture is not None:
            tokens = self._theme.tokens
            colour = tokens.danger_text if self._picture_name == "alert" else tokens.text_second
            if self._picture_name == "tray-running":
                colour = tokens.worked_text
            self._picture.setPixmap(glyphs.pixmap(self._picture_name, colour, GLYPH_PX, self.devicePixelRatioF()))


QuitAnswer = Literal["stop", "keep", "cancel"]


def quit_dialog(theme: Theme, parent: QWidget | None = None) -> Question:
    """Asked when the program is quit while a timer runs. Answers: ``stop``, ``keep`` or ``cancel``."""
    return Question(
        theme,
        tr("A timer is running"),
        tr("Time after you quit does not count as work."),
        (
            ("stop", tr("Stop and quit")),
            ("keep", tr("Quit, ask me next time")),
            ("cancel", tr("Cancel")),
        ),
        picture="tray-running",
        parent=parent,
    )


def close_dialog(theme: Theme, parent: QWidget | None = None) -> Question:
    """Asked once when the compact window is closed on a desktop without a tray. ``keep``, ``quit`` or ``cancel``."""
    return Question(
        theme,
        tr("Keep timing in the background?"),
        tr("This desktop has no tray. Start TruthTime again to see this window."),
        (("keep", tr("Keep timing")), ("quit", tr("Quit TruthTime")), ("cancel", tr("Cancel"))),
        picture="tray-running",
        parent=parent,
    )


def fault_dialog(
    theme: Theme,
    title: str,
    hint: str,
    buttons: tuple[tuple[str, str], ...] = (),
    parent: QWidget | None = None,
) -> Question:
    """A fault that stops the program or a command: what happened, and the next step.

    Args:
        theme: colours.
        title: of the `TruthTimeError`.
        hint: of the same.
        buttons: (key, text) of what can be done from here; ``Close`` alone when there is nothing.
        parent: the window it belongs to.
    """
    return Question(
        theme, said(title), said(hint), buttons or (("close", tr("Close")),), picture="alert", parent=parent
    )
