"""The two questions of the Data page that cannot be taken back lightly."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.data.care import Inventory
from truthtime_desktop.ui.dialogs import Question
from truthtime_desktop.ui.forms import dress_form
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import fill, plural, tr

WORD = "DELETE"
"""Typed as it is in every language: a word that nobody types by accident."""

WIDTH = 480


def restore_question(theme: Theme, made: str, parent: QWidget | None = None) -> Question:
    """Asked before a backup takes the place of the data. ``restore`` or ``cancel``.

    Args:
        made: when the backup was made, in words.
    """
    return Question(
        theme,
        tr("Restore the backup of %1?", made),
        tr(
            "A timer that runs is stopped first. Your data of now is moved aside and kept; what was recorded after the "
            "backup is not shown any more."
        ),
        (("restore", tr("Restore the backup")), ("cancel", tr("Cancel"))),
        picture="alert",
        parent=parent,
    )


class DeleteDialog(QDialog):
    """Says exactly what goes, and wants a word typed. ``answer`` is ``delete`` or ``cancel``.

    Args:
        theme: colours.
        found: what there is.
        parent: the window it belongs to.
    """

    def __init__(self, theme: Theme, found: Inventory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer = "cancel"
        self._theme = theme
        title = self.tr("Delete everything?")
        self.setWindowTitle("TruthTime")
        self.setWindowIcon(glyphs.application_icon())
        self.setAccessibleName(title)
        self._lines = [label(text, "second", wraps=True) for text in self._facts(found)]
        self.field = QLineEdit()
        self.field.setAccessibleName(fill(self.tr("Type %1"), WORD))
        self.cancel = Button(theme, self.tr("Cancel"))
        self.delete_button = Button(theme, self.tr("Delete everything"), kind="primary")
        self.delete_button.setEnabled(False)
        self._lay_out(title)
        theme.dress(self)
        dress_form(theme, self.delete_button)
        self.field.textChanged.connect(self._on_typed)
        self.cancel.clicked.connect(self.reject)
        self.delete_button.clicked.connect(self._on_delete)
        for button in (self.cancel, self.delete_button):
            button.setAutoDefault(False)
        self.delete_button.setDefault(True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _facts(self, found: Inventory) -> tuple[str, ...]:
        size = QLocale().formattedDataSize(found.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        kept = self.tr("Your settings stay, and so do files that you exported. A timer that runs is stopped.")
        return (
            fill(
                self.tr("Gone for good: %1 and their history, %2, %3 and %4; in all %5."),
                plural("%n entry(s)", found.entries),
                plural("%n note(s)", found.notes),
                plural("%n backup(s)", found.backups),
                plural("%n earlier data file(s)", found.aside),
                size,
            ),
            kept,
            fill(self.tr("Nobody can bring it back. Type %1 to go on."), WORD),
        )

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 21, 17)
        column.setSpacing(10)
        column.addWidget(label(title, "title", wraps=True))
        for line in self._lines:
            column.addWidget(line)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.delete_button)
        column.addSpacing(8)
        column.addLayout(row)
        self.setFixedWidth(max(self._theme.px(WIDTH), column.sizeHint().width()))

    def showEvent(self, event: QShowEvent) -> None:
        """Takes the height that the wrapped sentences need at this width; Qt's guess is for another one."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        super().showEvent(event)

    def _on_typed(self, text: str) -> None:
        self.delete_button.setEnabled(text == WORD)

    def _on_delete(self) -> None:
        if self.field.text() == WORD:
            self.answer = "delete"
            self.accept()
