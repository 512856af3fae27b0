"""A line for the day's note, and a line for what was just done."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.notices.buttons import button_of
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import clock_time, fill
from truthtime_desktop.viewstate import Notice, ViewState

PICTURE_PX = 16
CONFIRMED_MS = 4_000
SHOWN_MS = 10_000
"""A notice stays as long as the action can be taken back."""


class NoteLine(QLineEdit):
    """Enter adds the text to today's note, with the time in front.

    Args:
        theme: colours of the picture.

    Attributes:
        wanted: the text is to be added. The line keeps it until `confirm`.
    """

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._time = ""
        self._confirmed = QTimer(self)
        self._confirmed.setSingleShot(True)
        self._confirmed.timeout.connect(self._invite)
        self._picture: QAction = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._picture.setEnabled(False)
        self.setProperty("compact", True)  # noqa: FBT003 - a property of the style sheet
        self.setAccessibleName(self.tr("Add a note to today"))
        self.returnPressed.connect(self._on_return)
        theme.changed.connect(self._draw_picture)
        self._draw_picture()

    def set_state(self, view: ViewState) -> None:
        """Names the minute the note would be added at."""
        self._time = clock_time(view.now_ms, view.offset_min)
        if not self._confirmed.isActive():
            self._invite()

    def confirm(self, time: str) -> None:
        """The note is on the disk: say so and be ready for the next one."""
        self.clear()
        self.setPlaceholderText(fill(self.tr("Note added at %1"), time))
        self._confirmed.start(CONFIRMED_MS)

    def _invite(self) -> None:
        words = fill(self.tr("Add a note at %1"), self._time)
        if self.placeholderText() != words:
            self.setPlaceholderText(words)

    def _on_return(self) -> None:
        if self.text().strip():
            self.wanted.emit(self.text().strip())

    def _draw_picture(self) -> None:
        edge = self._theme.px(PICTURE_PX)
        picture = glyphs.icon("note", self._theme.tokens.text_third, (edge, 2 * edge))
        icon = QIcon(picture)
        icon.addPixmap(picture.pixmap(edge, edge), QIcon.Mode.Disabled)
        icon.addPixmap(picture.pixmap(2 * edge, 2 * edge), QIcon.Mode.Disabled)
        self._picture.setIcon(icon)


class NoticeLine(QFrame):
    """What was just done or refused, with Undo while that is possible. It stands in the panel instead of over it.

    Args:
        theme: colours.

    Attributes:
        undo: the person wants the last action back.
        stepped: the person wants the next step of the notice (its key).
    """

    undo = Signal()
    stepped = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.title = label(role="heading", wraps=True)
        self.body = label(role="small", wraps=True)
        self._step = ""
        self._button = Button(theme, "", kind="link", height=28)
        self._button.clicked.connect(self._on_pressed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self.title)
        lines.addWidget(self.body)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 4, 5)
        row.addLayout(lines, 1)
        row.addWidget(self._button)
        self.hide()

    def say(self, notice: Notice) -> None:
        """Shows a notice, replacing the one before."""
        self.title.setText(notice.title)
        self.body.setText(notice.body)
        self.body.setVisible(bool(notice.body))
        self._button.set_words(button_of(notice))
        self._step = notice.step or ""
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.body)
        self.show()
        self._timer.start(SHOWN_MS)

    def close_notice(self) -> None:
        """It is no longer so."""
        self._timer.stop()
        self.hide()

    def _on_pressed(self) -> None:
        if self._step:
            self.close_notice()
            self.stepped.emit(self._step)
        else:
            self.undo.emit()
