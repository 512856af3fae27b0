"""Every revision of a day: when it was written, what it says, what it changed; and the way back to it."""

from datetime import date
from functools import partial

from PySide6.QtCore import QAbstractListModel, QDate, QLocale, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from truthtime_core.days import local, zone_of
from truthtime_desktop.notes import Notebook, Revision
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.notes.changes import Line, changed_lines
from truthtime_desktop.ui.notes.writing import words_in
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT_COMPACT
from truthtime_desktop.ui.words import clock_time, plural, tr

SIDE_WIDTH = 176
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class RevisionModel(QAbstractListModel):
    """The revisions of a day, the newest first. Their texts are read when they are looked at."""

    def __init__(self, notebook: Notebook) -> None:
        super().__init__()
        self._notebook = notebook
        self._texts: dict[str, str | None] = {}
        self._day = date.min
        self.revisions: tuple[Revision, ...] = ()

    def show(self, day: date, revisions: tuple[Revision, ...]) -> None:
        """The revisions of another day."""
        self.beginResetModel()
        self._day = day
        self.revisions = revisions
        self._texts = {}
        self.endResetModel()

    def text(self, row: int) -> str | None:
        """What a revision says; None when it was erased."""
        one = self.revisions[row]
        if one.id not in self._texts:
            self._texts[one.id] = self._notebook.read(one)
        return self._texts[one.id]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self.revisions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """When it was written and how long it is."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return f"{written_at(self.revisions[index.row()], self._day)}\n{_size(self.text(index.row()))}"


class HistoryPage(QWidget):
    """The page for looking back.

    Args:
        theme: letters and colours.
        notebook: where the texts are.

    Attributes:
        restored: this text shall be the note again (a new revision; nothing is taken away).
    """

    restored = Signal(str)

    def __init__(self, theme: Theme, notebook: Notebook) -> None:
        super().__init__()
        self._theme = theme
        self.model = RevisionModel(notebook)
        self.list = QListView()
        self.list.setObjectName("side")
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Versions of this day"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view = QPlainTextEdit()
        self.view.setReadOnly(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setTabChangesFocus(True)
        self.view.setViewportMargins(24, 12, 24, 12)
        # Read-only, and still walked through with the arrow keys.
        self.view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.view.setAccessibleName(self.tr("Text of this version"))
        self._differs = True
        self.whole = Button(theme, self.tr("Show the whole text"), height=CONTROL_HEIGHT_COMPACT)
        self.changes = Button(theme, self.tr("Show what changed"), height=CONTROL_HEIGHT_COMPACT)
        self.copy = Button(theme, self.tr("Copy"), height=CONTROL_HEIGHT_COMPACT)
        self.restore = Button(theme, self.tr("Restore"), height=CONTROL_HEIGHT_COMPACT)
        self._none = label(self.tr("Nothing is written on this day yet."), "second", wraps=True)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(lambda *_indexes: self._draw())
        self.whole.clicked.connect(partial(self._choose_view, differs=False))
        self.changes.clicked.connect(partial(self._choose_view, differs=True))
        self.copy.clicked.connect(self._copy)
        self.restore.clicked.connect(self._restore)
        theme.changed.connect(self._draw)
        self.setFocusProxy(self.list)

    def show_revisions(self, day: date, revisions: tuple[Revision, ...]) -> None:
        """The revisions of a day, the newest first."""
        self.model.show(day, revisions)
        self._none.setVisible(not revisions)
        for widget in (self.list, self.view, self.copy, self.restore):
            widget.setVisible(bool(revisions))
        if revisions:
            self.list.setCurrentIndex(self.model.index(0))
        self._draw()

    def _lay_out(self) -> None:
        bottom = QHBoxLayout()
        bottom.setContentsMargins(24, 4, 21, 5)
        bottom.addStretch()
        bottom.addWidget(self.copy)
        bottom.addWidget(self.restore)
        right = QVBoxLayout()
        right.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(21, 8, 24, 0)
        top.addWidget(self.whole)
        top.addWidget(self.changes)
        top.addStretch()
        right.addLayout(top)
        self._none.setContentsMargins(36, 16, 36, 0)
        right.addWidget(self._none)
        right.addWidget(self.view, 1)
        right.addLayout(bottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addLayout(right, 1)

    def _choose_view(self, *, differs: bool) -> None:
        self._differs = differs
        self._draw()
        (self.whole if differs else self.changes).setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        self.whole.setVisible(self._differs and bool(self.model.revisions))
        self.changes.setVisible(not self._differs and bool(self.model.revisions))
        self.list.setFixedWidth(round(SIDE_WIDTH * (100 + self._theme.text_percent) / 200))
        self.view.setFont(self._theme.font("note"))
        row = self.list.currentIndex().row()
        text = self.model.text(row) if 0 <= row < len(self.model.revisions) else None
        self.copy.setEnabled(text is not None)
        self.restore.setEnabled(text is not None and row > 0)
        if text is None:
            self.view.setPlainText(self.tr("This version was erased.") if self.model.revisions else "")
        elif self._differs:
            before = self.model.text(row + 1) if row + 1 < len(self.model.revisions) else ""
            self._draw_changes(changed_lines(before or "", text))
        else:
            self.view.setPlainText(text)

    def _draw_changes(self, lines: tuple[Line, ...]) -> None:
        tokens = self._theme.tokens
        looks = {
            "added": ("+ ", tokens.text, tokens.worked_tint),
            "removed": ("\u2212 ", tokens.text_second, tokens.danger_tint),
            "same": ("   ", tokens.text_third, ""),
            "out": ("\u22ef", tokens.text_third, ""),
        }
        self.view.clear()
        cursor = self.view.textCursor()
        cursor.beginEditBlock()
        for number, line in enumerate(lines):
            mark, colour, back = looks[line.kind]
            block, letters = QTextBlockFormat(), QTextCharFormat()
            letters.setForeground(QColor(colour))
            if back:
                block.setBackground(QColor(back))
            if number:
                cursor.insertBlock(block, letters)
            else:
                cursor.setBlockFormat(block)
            cursor.insertText(mark + line.text, letters)
        cursor.endEditBlock()
        if not lines:
            self.view.setPlainText(self.tr("Nothing changed."))
        self.view.moveCursor(QTextCursor.MoveOperation.Start)

    def _copy(self) -> None:
        text = self.model.text(self.list.currentIndex().row())
        if text is not None:
            QGuiApplication.clipboard().setText(text)

    def _restore(self) -> None:
        text = self.model.text(self.list.currentIndex().row())
        if text is not None:
            self.restored.emit(text)


def written_at(revision: Revision, day: date) -> str:
    """``14:16``, or ``18 Nov 2026, 14:16`` when it was not written on the note's own day; in the zone of then."""
    at = revision.at
    written = local(at.at_ms, zone_of(at.zone, at.offset_min)).date()
    time = clock_time(at.at_ms, at.offset_min)
    if written == day:
        return time
    return tr("%1, %2", QLocale().toString(QDate(written.year, written.month, written.day), "d MMM yyyy"), time)


def _size(text: str | None) -> str:
    return tr("Erased") if text is None else plural("%n word(s)", words_in(text))
