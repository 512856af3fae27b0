"""The panel's top: state, date, and the one number the program exists for."""

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSpacerItem, QWidget

from truthtime_desktop import durations
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.state_views import Pill
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import clock_time, duration, fill, hero_words
from truthtime_desktop.viewstate import Today, ViewState

END_PX = 3
END_ALONE_PX = 18
"""Room after the date: less beside the button, whose picture has room of its own."""


class Header(QWidget):
    """State, date, and the way to the settings where there is one.

    Args:
        theme: colours.
        settings: opens them; its button is there exactly when it applies.
    """

    def __init__(self, theme: Theme, settings: QAction) -> None:
        super().__init__()
        self.pill = Pill(theme)
        self._date = label(role="small")
        self._settings = Button(theme, settings.text(), kind="icon", picture="settings", height=28)
        self._settings.clicked.connect(settings.trigger)
        self._action = settings
        settings.visibleChanged.connect(self._follow)
        self._end = QSpacerItem(END_PX, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(4)
        # Room that changes sides with the language, which margins do not.
        row.addSpacing(16)
        row.addWidget(self.pill)
        row.addStretch()
        row.addWidget(self._date)
        row.addWidget(self._settings)
        row.addSpacerItem(self._end)
        self._follow()

    def set_state(self, view: ViewState) -> None:
        """Draws the state."""
        self.pill.set_state(view)
        if view.today is not None:
            day = QDate.fromString(view.today.iso, Qt.DateFormat.ISODate)
            # The order of the parts is the locale's; the year is known.
            self._date.setText(QLocale().toString(day, self.tr("ddd d MMM", "date")))
            self._date.setAccessibleName(QLocale().toString(day, QLocale.FormatType.LongFormat))

    def _follow(self) -> None:
        there = self._action.isVisible()
        self._settings.setVisible(there)
        self._end.changeSize(END_PX if there else END_ALONE_PX, 0)
        layout = self.layout()
        if layout is not None:
            layout.invalidate()


class Hero(QWidget):
    """``1:31:07``, how much of the day that is, and since when.

    Screen readers get the number as one sentence that changes once a minute; seconds are never announced.
    """

    def __init__(self) -> None:
        super().__init__()
        self._number = label(role="hero")
        self._seconds = label(role="seconds")
        self._percent = label(role="percent")
        self._since = label(role="second")
        self._of = label(role="second")
        # One number in one place: in languages that run to the left its parts would change sides.
        whole = QWidget()
        whole.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._seconds, 0, Qt.AlignmentFlag.AlignBottom)
        # The first digit's own white space, so that it stands above the words below.
        self._number.setContentsMargins(-1, 0, 0, 0)
        for small in (self._seconds, self._percent):
            small.setContentsMargins(2, 0, 0, 7)
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 6, 18, 0)
        grid.setSpacing(0)
        grid.setColumnStretch(0, 1)
        end, low = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignBottom
        first = QHBoxLayout()
        first.addWidget(whole)
        first.addStretch()
        grid.addLayout(first, 0, 0)
        grid.addWidget(self._percent, 0, 1, end | low)
        grid.addWidget(self._since, 1, 0)
        grid.addWidget(self._of, 1, 1, end)

    def set_state(self, view: ViewState) -> None:
        """Draws the day's number."""
        clock = durations.clock(view.today_worked_ms)
        running = view.state == "running"
        self._number.setText(clock[: clock.rindex(":")])
        self._seconds.setText(clock[clock.rindex(":") :])
        self._seconds.setVisible(running)
        _retitle(self._number, hero_words(view))
        elapsed = view.today_elapsed_ms
        self._percent.setVisible(elapsed > 0)
        self._of.setVisible(elapsed > 0)
        if elapsed > 0:
            self._percent.setText(QLocale().toString(view.today_worked_ms * 100 // elapsed) + QLocale().percent())
            self._of.setText(fill(self.tr("of %1"), duration(elapsed)))
        self._since.setText(self._since_words(view.today, view))

    def _since_words(self, today: Today | None, view: ViewState) -> str:
        if today is None or today.started_at_ms is None:
            return self.tr("Nothing tracked today") if view.state == "stopped" else self.tr("truly worked")
        start = clock_time(today.started_at_ms, view.offset_min)
        # Of a day with an open question nobody knows yet when it ended.
        if view.state != "stopped" or view.needs_answer or today.ended_at_ms is None:
            return fill(self.tr("truly worked since %1"), start)
        return fill(self.tr("truly worked, %1 – %2"), start, clock_time(today.ended_at_ms, view.offset_min))


def _retitle(widget: QLabel, name: str) -> None:
    """A screen reader hears of a name only when it is another one."""
    if widget.accessibleName() != name:
        widget.setAccessibleName(name)
