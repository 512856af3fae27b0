"""A month to choose a day from; days with a note carry a dot."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QShowEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QTableView, QToolButton, QVBoxLayout, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.notes.facts import NotesSource
from truthtime_desktop.ui.theme import Theme

DOT_PX = 5
_AROUND = timedelta(days=45)


class Month(QCalendarWidget):
    """A month. `marked` are the days with a note."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.marked: frozenset[date] = frozenset()

    def paintCell(self, painter: QPainter, box: QRect, day: QDate | date) -> None:
        """Qt's cell, and the dot."""
        super().paintCell(painter, box, day)  # type: ignore[arg-type]
        python = day if isinstance(day, date) else _date(day)
        if python in self.marked:
            tokens = self._theme.tokens
            chosen = python == _date(self.selectedDate())
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.on_primary if chosen else tokens.primary_text))
            painter.drawEllipse(QPoint(box.center().x(), box.bottom() - DOT_PX), DOT_PX // 2, DOT_PX // 2)
            painter.restore()


class DayPicker(QFrame):
    """Opens under a button and closes when a day was chosen, or with Esc.

    Attributes:
        chosen: a day (`datetime.date`).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, source: NotesSource, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._theme = theme
        self._source = source
        self.month = Month(theme)
        self.month.setGridVisible(False)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self.month.setAccessibleName(self.tr("Days with a note are marked"))
        self.month.setNavigationBarVisible(True)
        self._pages = {
            name: button
            for button in self.month.findChildren(QToolButton)
            for name in ("previous", "next")
            if button.objectName() == f"qt_calendar_{name[:4]}month"
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.month)
        self.month.activated.connect(self._choose)
        self.month.clicked.connect(self._choose)
        self.month.currentPageChanged.connect(lambda _year, _month: self._mark())
        theme.changed.connect(self._dress)
        self._dress()

    def open_at(self, place: QPoint, day: date) -> None:
        """Shows the month of a day, its corner at a place on the screen."""
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self._mark()
        self.adjustSize()
        self.move(place)
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """The arrow keys walk through the days at once."""
        super().showEvent(event)
        for table in self.month.findChildren(QTableView):
            table.setAccessibleName(self.month.accessibleName())
            table.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _choose(self, day: QDate | date) -> None:
        self.close()
        self.chosen.emit(day if isinstance(day, date) else _date(day))

    def _mark(self) -> None:
        middle = date(self.month.yearShown(), self.month.monthShown(), 15)
        self.month.marked = self._source.notebook.days(middle - _AROUND, middle + _AROUND)
        self.month.update()

    def _dress(self) -> None:
        tokens = self._theme.tokens
        plain, weekend = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(tokens.text_second))
        weekend.setForeground(QColor(tokens.text))
        self.month.setHeaderTextFormat(plain)
        for number in range(1, 8):
            self.month.setWeekdayTextFormat(Qt.DayOfWeek(number), weekend)
        for name, button in self._pages.items():
            button.setIcon(glyphs.icon(name, tokens.text_second, (18, 36)))
            button.setIconSize(QSize(18, 18))
        self.month.setMinimumSize(self._theme.px(300), self._theme.px(260))


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
