"""A plain text editor that shows one day's document after another, to the byte, with room between its lines."""

from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QTextCursor, QTextLine
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from truthtime_desktop.ui.notes import exact
from truthtime_desktop.ui.notes.documents import DayDocument
from truthtime_desktop.ui.theme import Theme

_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)
MARGINS = (36, 24, 36, 12)


class DayEdit(QPlainTextEdit):
    """Shows the document of one day at a time; copies and pastes words only.

    Args:
        theme: letters and colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._day: DayDocument | None = None
        self._held = (0, 0)
        self.setObjectName("note")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setViewportMargins(*MARGINS)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Paragraphs run as their letters do; mirrored as a whole, Qt scrolls the longest line's last space into view.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.changed.connect(self._dress)
        self._dress()

    def show_day(self, day: DayDocument) -> None:
        """Changes to another day's document; the cursor is where it was when that day was left."""
        if self._day is day:
            return
        self.remember_place()
        if self._day is not None:
            self._day.changing.disconnect(self._hold_cursor)
            self._day.changed.disconnect(self._release_cursor)
        self._day = day
        day.changing.connect(self._hold_cursor)
        day.changed.connect(self._release_cursor)
        self.setDocument(day.document)
        self._dress()
        self._put_cursor(day.caret)
        self.verticalScrollBar().setValue(day.scroll)

    def remember_place(self) -> None:
        """Notes where the cursor is, for when the day comes back."""
        if self._day is not None:
            self._day.caret = self.textCursor().position()
            self._day.scroll = self.verticalScrollBar().value()

    def go_to(self, place: int, length: int = 0) -> None:
        """Puts the cursor there, selects, and scrolls it into the middle of the window."""
        cursor = self.textCursor()
        cursor.setPosition(place)
        cursor.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def popup_place(self) -> QPoint:
        """Under the cursor, in coordinates of the viewport: where a list may open."""
        return self.cursorRect().bottomLeft()

    def viewportEvent(self, event: QEvent) -> bool:
        """The room between lines belongs to them: a click there is one on the letters above or below it."""
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE:
            event = self._on_a_line(event)
        return super().viewportEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pastes words, without their looks; line ends become those of the note."""
        text = source.text().replace(exact.CRLF, exact.LF).replace("\0", "")
        self.textCursor().insertText(exact.shown(text, exact.LF))
        self.ensureCursorVisible()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copies the note's own characters."""
        data = QMimeData()
        data.setText(exact.written(self.textCursor().selectedText(), exact.LF))
        return data

    def paintEvent(self, event: QPaintEvent) -> None:
        """The selection fills the room between lines too; Qt draws the rest."""
        if self.textCursor().hasSelection():
            painter = QPainter(self.viewport())
            self._fill_selection(painter)
            painter.end()
        super().paintEvent(event)

    def _on_a_line(self, event: QMouseEvent) -> QMouseEvent:
        """The event in the middle of the line it is on, as Qt asks only the letters; unchanged below the last one."""
        y = event.position().y()
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= y:
            height = self.blockBoundingRect(block).height()
            lines = block.layout().lineCount()
            if y < top + height and lines:
                pitch = height / lines
                place = QPointF(event.position().x(), top + (int((y - top) / pitch) + 0.5) * pitch)
                return QMouseEvent(
                    event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
                )
            top += height
            block = block.next()
        return event

    def _fill_selection(self, painter: QPainter) -> None:
        cursor = self.textCursor()
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        colour = QColor(self._theme.tokens.primary)
        space = QFontMetricsF(self.font()).horizontalAdvance(" ")
        block = self.firstVisibleBlock()
        top = self.contentOffset().y() + self.blockBoundingGeometry(block).top()
        while block.isValid() and top < self.viewport().height():
            layout = block.layout()
            height = self.blockBoundingRect(block).height()
            lines = layout.lineCount()
            for number in range(lines):
                line = layout.lineAt(number)
                begin = max(first - block.position(), line.textStart())
                end = min(last - block.position(), line.textStart() + line.textLength())
                # The end of the paragraph is a character too, and is seen when it is selected.
                ends = number == lines - 1 and block.next().isValid() and last > block.position() + block.length() - 1
                if begin < end or (begin == end and ends and first < block.position() + block.length()):
                    left, right = sorted((_x_of(line, begin), _x_of(line, end)))
                    pitch = height / lines
                    box = QRectF(left, top + number * pitch, right - left + (space if ends else 0), pitch)
                    painter.fillRect(box, colour)
            top += height
            block = block.next()

    def _hold_cursor(self) -> None:
        self._held = self.textCursor().anchor(), self.textCursor().position()

    def _release_cursor(self, place: int) -> None:
        """What others write where the cursor stands comes after it; everywhere else Qt's cursor is right already."""
        cursor = self.textCursor()
        anchor, position = cursor.anchor(), cursor.position()
        cursor.setPosition(place if self._held[0] == place else anchor)
        cursor.setPosition(place if self._held[1] == place else position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _put_cursor(self, place: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def _dress(self) -> None:
        self.setFont(self._theme.font("note"))
        if self._day is not None:
            self._day.dress()
        self.viewport().update()


def _x_of(line: QTextLine, place: int) -> float:
    """PySide gives the place back as well, since Qt may have moved it to a letter's edge."""
    found: Any = line.cursorToX(place)  # the stubs say object
    return float(found[0] if isinstance(found, tuple) else found)
