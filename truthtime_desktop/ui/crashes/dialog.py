"""The dialog of a fault of the program: what it means for the person, and a report to read before it is copied."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.forms import dress_form
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import plural

SIZE = (560, 430)
GLYPH_PX = 26


class CrashDialog(QDialog):
    """Not modal: timing goes on, and so may the person.

    Args:
        theme: colours.
        report: the text to show and copy.
        is_past: it happened in the last run, which it ended.
    """

    def __init__(self, theme: Theme, report: str, *, is_past: bool = False) -> None:
        super().__init__(None)
        self._theme = theme
        self._report = report
        self.setWindowTitle("TruthTime")
        self.setWindowIcon(glyphs.application_icon())
        title, text = self._words(is_past=is_past)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._picture = QLabel()
        self._title = label(title, "title", wraps=True)
        self._text = label(text, "second", wraps=True)
        self._count = label(role="third")
        self._count.hide()
        self._promise = label(
            self.tr("It holds no note, no task and nothing else that you typed."), "third", wraps=True
        )
        self.text = _report_box(report, self.tr("Report"))
        self.copy = Button(theme, self.tr("Copy report"))
        self.done_button = Button(theme, self.tr("Close"), kind="primary")
        self._lay_out()
        theme.dress(self)
        dress_form(theme, self.text)
        theme.changed.connect(self._draw_picture)
        self._draw_picture()
        self.copy.clicked.connect(self._on_copy)
        self.done_button.clicked.connect(self.accept)
        self.done_button.setDefault(True)
        self.done_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))

    def _words(self, *, is_past: bool) -> tuple[str, str]:
        if is_past:
            title = self.tr("TruthTime ended unexpectedly")
            return title, self.tr("What was recorded is safe. This is what the last run left behind.")
        title = self.tr("Something in TruthTime went wrong")
        goes_on = self.tr(
            "TruthTime goes on, and what was recorded is safe. If it acts oddly, quit it and start it again."
        )
        return title, goes_on

    def set_count(self, times: int) -> None:
        """It has happened so many times by now."""
        self._count.setText(plural("It has happened %n time(s).", times))
        self._count.show()

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(6)
        for line in (self._title, self._text, self._count):
            lines.addWidget(line)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(lines, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._promise, 1)
        row.addWidget(self.copy)
        row.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 21, 17)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copy.setText(self.tr("Copied"))
        self.copy.setAccessibleName(self.tr("Copied"))

    def _draw_picture(self) -> None:
        colour = self._theme.tokens.danger_text
        self._picture.setPixmap(glyphs.pixmap("alert", colour, GLYPH_PX, self.devicePixelRatioF()))


def _report_box(report: str, name: str) -> QPlainTextEdit:
    box = QPlainTextEdit(report)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setAccessibleName(name)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    return box
