"""Searching all days: a field, and the days whose note holds every word, the newest first."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.notes import Found
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.notes.bars import day_title
from truthtime_desktop.ui.notes.exact import units
from truthtime_desktop.ui.notes.facts import NotesSource
from truthtime_desktop.ui.notes.sheet import edge_of_the_chosen
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import fill

AFTER_MS = 120
"""After the last key: a search of ten years answers within 50 ms, but not between the letters of a word."""

MOST = 100
_FOUND = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class FoundModel(QAbstractListModel):
    """What was found. Read only."""

    def __init__(self, source: NotesSource) -> None:
        super().__init__()
        self._source = source
        self.found: tuple[Found, ...] = ()

    def show(self, found: tuple[Found, ...]) -> None:
        """Other results."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """How many days."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The day and the words around, for screen readers; `Found` for the painter."""
        if not index.isValid():
            return None
        one = self.found[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.title(one)}: {one.snippet}"
        return one if role == _FOUND else None

    def title(self, one: Found) -> str:
        """The day in words."""
        return day_title(one.day, self._source.today())


class FoundDelegate(QStyledItemDelegate):
    """Draws a day and under it the line in which it was found, the words marked."""

    def __init__(self, theme: Theme, model: FoundModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        heights = [QFontMetrics(self._theme.font(role)).height() for role in ("strong", "body")]
        return QSize(80, sum(heights) + 22)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws one result."""
        one = index.data(_FOUND)
        tokens = self._theme.tokens
        box = option.rect.adjusted(2, 2, -2, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge_of_the_chosen(tokens) if selected else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.primary_tint if selected else tokens.background))
        painter.drawRoundedRect(box, 8, 8)
        title, body = self._theme.font("strong"), self._theme.font("body")
        high = QFontMetrics(title).height()
        inner = box.adjusted(12, 7, -12, -7)
        painter.setFont(title)
        painter.setPen(QColor(tokens.text))
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, int(side), self._model.title(one))
        self._draw_snippet(painter, one, body, inner.adjusted(0, high + 2, 0, 0))
        painter.restore()

    def _draw_snippet(self, painter: QPainter, one: Found, font: QFont, box: QRect) -> None:
        tokens = self._theme.tokens
        mark = QTextCharFormat()
        mark.setFontWeight(QFont.Weight.Bold)
        mark.setForeground(QColor(tokens.text))
        mark.setBackground(QColor(tokens.paused_tint))
        mark.setFontUnderline(tokens.outline_px > 1)
        layout = QTextLayout(one.snippet, font)
        ranges = []
        for start, end in one.marks:
            piece = QTextLayout.FormatRange()
            piece.start = units(one.snippet[:start])
            piece.length = units(one.snippet[start:end])
            piece.format = mark
            ranges.append(piece)
        layout.setFormats(ranges)
        layout.beginLayout()
        line = layout.createLine()
        line.setNumColumns(len(one.snippet))
        layout.endLayout()
        painter.setClipRect(box)
        painter.setPen(QColor(tokens.text_second))
        layout.draw(painter, QPointF(box.topLeft()))


class SearchField(QLineEdit):
    """Where the words are typed.

    Attributes:
        down: the person wants to walk through the results.
    """

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leads into the list."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class SearchPage(QWidget):
    """The page for searching.

    Args:
        theme: letters and colours.
        source: the notebook.

    Attributes:
        opened: a result was chosen (`Found`).
    """

    opened = Signal(object)

    def __init__(self, theme: Theme, source: NotesSource) -> None:
        super().__init__()
        self._source = source
        self.field = SearchField()
        self.field.setPlaceholderText(self.tr("Search all days"))
        self.field.setAccessibleName(self.tr("Search all days"))
        self.field.setClearButtonEnabled(True)
        self.model = FoundModel(source)
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = FoundDelegate(theme, self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(self.tr("Days found"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answer: QLabel = label(role="second", wraps=True)
        self.answer.setContentsMargins(14, 8, 14, 8)
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(AFTER_MS)
        self._wait.timeout.connect(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(8)
        for widget in (self.field, self.answer):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        self.field.textEdited.connect(lambda _text: self._wait.start())
        self.field.returnPressed.connect(self._open_first)
        self.field.down.connect(self._enter_list)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        theme.changed.connect(self.list.viewport().update)
        self.setFocusProxy(self.field)
        self.search()

    def search(self) -> None:
        """Looks for what stands in the field."""
        self._wait.stop()
        query = self.field.text().strip()
        said = ""
        found: tuple[Found, ...] = ()
        if query:
            try:
                found = self._source.notebook.search(query, MOST)
            except TruthTimeError as error:
                said = f"{error.title} {error.hint}"
            else:
                said = "" if found else fill(self.tr("No notes match “%1”."), query)
        self.model.show(found)
        self.list.setVisible(bool(found))
        self.answer.setVisible(not found)
        self.answer.setText(said)
        if found:
            self.list.setCurrentIndex(self.model.index(0))

    def close_down(self) -> None:
        """No search will follow."""
        self._wait.stop()

    def _open_first(self) -> None:
        self.search()
        if self.model.found:
            self.opened.emit(self.model.found[0])

    def _enter_list(self) -> None:
        self.search()
        if self.model.found:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(_FOUND))
