"""Today's entries that are over, newest first: one quiet row each, reachable by keyboard and screen reader."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QFocusEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import direction_of
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import clock_time, duration, fill, full_task_name, one_line, spoken_entry, tr
from truthtime_desktop.viewstate import EarlierEntry

ROW_PX = 29
SIDE_PX = 18
GAP_PX = 8
PENCIL_PX = 12
SHOWN_ROWS = 5
"""More than these scroll inside the list, so that a busy day does not push the footer off the screen."""

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
NO_ROW = -1


class EarlierModel(QAbstractListModel):
    """The entries; each row's text is a sentence for screen readers, the list draws it in columns.

    Args:
        theme: how high a row is.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.entries: tuple[EarlierEntry, ...] = ()

    def set_entries(self, entries: tuple[EarlierEntry, ...]) -> None:
        """Shows others. The same ones change nothing, so a selection survives ticks."""
        if entries == self.entries:
            return
        same_rows = [one.id for one in entries] == [one.id for one in self.entries]
        if same_rows:
            self.entries = entries
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many entries."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Sentences, and the size of a row."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(self._theme.px(200), self._theme.px(ROW_PX))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken_entry(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(entry)
        return None


class RowPainter(QObject):
    """Draws one row: time, description, project, a pencil where the entry was amended, work of elapsed.

    No delegate of Qt: that class brings all enumerations of QStyle into Python, 1.5 MB for the life of the program.

    Args:
        theme: colours and letters.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def back(self, painter: QPainter, area: QRect, *, has_focus: bool) -> None:
        """Behind the row that the keyboard or the mouse is at."""
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.primary_text), 2) if has_focus else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.hover))
        painter.drawRoundedRect(area.adjusted(GAP_PX, 1, -GAP_PX, -1), 6, 6)

    def draw(self, painter: QPainter, area: QRect, widget: QWidget, entry: EarlierEntry) -> None:
        """One row of this widget."""
        tokens = self._theme.tokens
        row = _Row(painter, area.adjusted(SIDE_PX, 0, -SIDE_PX, 0), widget.layoutDirection())
        small, strong = self._theme.font("small"), self._theme.font("button")
        row.right(fill(self.tr("of %1"), duration(entry.elapsed_ms)), small, tokens.text_third)
        row.right(duration(entry.worked_ms), strong, tokens.text)
        row.left(clock_time(entry.started_at_ms, entry.offset_min), small, tokens.text_second)
        pencil = self._theme.px(PENCIL_PX) if entry.amended else 0
        project = one_line(entry.project)
        reserved = pencil + GAP_PX if pencil else 0
        reserved += min(QFontMetrics(small).horizontalAdvance(project), row.room() // 3) + GAP_PX if project else 0
        row.left(full_task_name(entry.description), strong, tokens.text, reserved)
        if project:
            row.left(project, small, tokens.text_third, pencil + GAP_PX if pencil else 0)
        if pencil:
            row.picture(glyphs.pixmap("pencil", tokens.text_third, pencil, widget.devicePixelRatioF()), pencil)


class _Row:
    """Hands out the room of a row from both ends; in languages that run to the left the ends are exchanged."""

    def __init__(self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection) -> None:
        self._painter = painter
        self._whole = area
        self._begin, self._end = area.left(), area.right() + 1
        self._mirrored = direction == Qt.LayoutDirection.RightToLeft

    def room(self) -> int:
        """What is left."""
        return self._end - self._begin

    def left(self, text: str, font: QFont, colour: str, reserved: int = 0) -> None:
        """At the beginning, cut with an ellipsis so that `reserved` pixels stay."""
        metrics = QFontMetrics(font)
        room = max(0, self.room() - reserved)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = min(room, metrics.horizontalAdvance(shown) + 1)
        self._draw(shown, font, colour, self._begin, width)
        self._begin += width + GAP_PX

    def right(self, text: str, font: QFont, colour: str) -> None:
        """At the end."""
        width = QFontMetrics(font).horizontalAdvance(text) + 1
        self._end -= width
        self._draw(text, font, colour, self._end, width)
        self._end -= GAP_PX

    def picture(self, picture: QPixmap, edge: int) -> None:
        """At the beginning."""
        area = self._placed(self._begin, edge)
        top = self._whole.center().y() - edge // 2
        self._painter.drawPixmap(area.left(), top, picture)
        self._begin += edge + GAP_PX

    def _draw(self, text: str, font: QFont, colour: str, x: int, width: int) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        flags |= Qt.AlignmentFlag.AlignRight if self._mirrored else Qt.AlignmentFlag.AlignLeft
        self._painter.setLayoutDirection(direction_of(text))
        self._painter.drawText(self._placed(x, width), int(flags), text)

    def _placed(self, x: int, width: int) -> QRect:
        left = self._whole.left() + self._whole.right() + 1 - x - width if self._mirrored else x
        return QRect(left, self._whole.top(), width, self._whole.height())


class EarlierList(QListView):
    """The rows.

    Args:
        theme: colours.

    Attributes:
        opened: Enter or a double click on a row: the entry's id.
    """

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rows")
        # Made here: to find out what a widget is that Qt made, PySide loads every class of widget there is, 2 MB.
        self._page = QWidget()
        self.setViewport(self._page)
        self._theme = theme
        self._model = EarlierModel(theme)
        self.setModel(self._model)
        self._rows = RowPainter(theme, self)
        self.setAccessibleName(self.tr("Earlier today"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.activated.connect(self._on_activated)
        theme.changed.connect(self._follow)
        self.set_entries(())

    def set_entries(self, entries: tuple[EarlierEntry, ...]) -> None:
        """Shows these, newest first."""
        before = self._model.rowCount()
        self._model.set_entries(entries)
        if before != len(entries):
            self._follow()

    def sizeHint(self) -> QSize:
        """Its rows, up to `SHOWN_ROWS`."""
        rows = min(max(self._model.rowCount(), 1), SHOWN_ROWS)
        return QSize(self._theme.px(200), rows * self._theme.px(ROW_PX))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows that are to be drawn again."""
        painter = QPainter(self._page)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.currentIndex().row() if self.hasFocus() else NO_ROW
        under = self._row_under_mouse()
        for row, entry in enumerate(self._model.entries):
            area = self.visualRect(self._model.index(row))
            if not area.intersects(event.rect()):
                continue
            if row in (focused, under):
                self._rows.back(painter, area, has_focus=row == focused)
            self._rows.draw(painter, area, self, entry)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the newest."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0))

    def _row_under_mouse(self) -> int:
        return self.indexAt(self._page.mapFromGlobal(QCursor.pos())).row() if self._page.underMouse() else NO_ROW

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.entries[index.row()].id)

    def _follow(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        self._page.update()


def _tip(entry: EarlierEntry) -> str:
    lines = [full_task_name(entry.description), one_line(entry.project)]
    lines += [tr("Amended. The original is kept.")] if entry.amended else []
    return "\n".join(line for line in lines if line)
