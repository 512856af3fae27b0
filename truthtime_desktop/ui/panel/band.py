"""The day as a band: segments on a track, the hours below, a line where now is. Arrow keys walk over the segments."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from truthtime_desktop.ui.segments import paint_band, places
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import hour_mark, spoken_segment
from truthtime_desktop.viewstate import Segment, ViewState

BAND_PX = 30
AXIS_GAP_PX = 5
AXIS_PX = 15
OVERHANG_PX = 2
"""The now line reaches above the track by so much."""

MS_PER_HOUR = 3_600_000
MS_PER_MINUTE = 60_000
LEAST_HOURS = 6
"""A day that has just begun is not blown up to fill the band."""

_INSET_PX = 2
_STEPS_H = (1, 2, 3, 4, 6, 12, 24)
"""Hours between marks, the first one whose words have room."""


class Span(NamedTuple):
    """What the band shows: whole hours of the wall clock, UTC milliseconds."""

    begin_ms: int
    end_ms: int


def span_of(segments: tuple[Segment, ...], now_ms: int | None, offset_min: int) -> Span:
    """Whole hours around everything that happened, `LEAST_HOURS` at least.

    Args:
        now_ms: shown as well, None when nothing runs.
        offset_min: minutes east, so that the hours are those of the wall clock.
    """
    moments = [*(one.start_ms for one in segments), *(one.end_ms for one in segments)]
    moments += [] if now_ms is None else [now_ms]
    shift_ms = offset_min * MS_PER_MINUTE
    begin = (min(moments) + shift_ms) // MS_PER_HOUR
    end = max(-(-(max(moments) + shift_ms) // MS_PER_HOUR), begin + LEAST_HOURS)
    return Span(begin * MS_PER_HOUR - shift_ms, end * MS_PER_HOUR - shift_ms)


class Band(QWidget):
    """Today from the first hour to the last. Its accessible children are the segments (`band_access`).

    Args:
        theme: colours.

    Attributes:
        current_changed: the keyboard stands on another segment; -1 for none.
    """

    current_changed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.segments: tuple[Segment, ...] = ()
        self.offset_min = 0
        self._span = Span(0, LEAST_HOURS * MS_PER_HOUR)
        self._now_ms: int | None = None
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Today’s time"))
        self.setAccessibleDescription(self.tr("The arrow keys move from one stretch of time to the next."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._follow)

    @property
    def current(self) -> int:
        """Number of the segment the keyboard stands on, -1 for none."""
        return self._current

    def set_state(self, view: ViewState) -> None:
        """Draws the day."""
        today = view.today
        self.segments = today.segments if today else ()
        self.offset_min = view.offset_min
        self._now_ms = view.now_ms if view.state != "stopped" or view.needs_answer else None
        begins = () if self.segments or today is None else (Segment(view.now_ms, 0, "work"),)
        self._span = span_of(self.segments or begins or (Segment(0, 0, "work"),), self._now_ms, view.offset_min)
        if self._current >= len(self.segments):
            self._current = -1
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it gets."""
        return QSize(self._theme.px(200), self._theme.px(BAND_PX + AXIS_GAP_PX + AXIS_PX) + OVERHANG_PX)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def areas(self) -> list[QRect]:
        """Where each segment is, in the widget's own pixels; for accessibility and tests."""
        inside = self._track().adjusted(0, _INSET_PX, 0, -_INSET_PX)
        return [place.toAlignedRect() for place in places(self.segments, *self._span, inside)]

    def words(self, index: int) -> str:
        """A segment in a sentence."""
        return spoken_segment(self.segments[index], self.offset_min)

    def stand_on(self, index: int) -> None:
        """Moves the keyboard's place to a segment, and tells screen readers."""
        if index == self._current:
            return
        self._current = index
        self.update()
        self.current_changed.emit(index)
        if index >= 0 and self.hasFocus():
            self._tip(index)
            if QAccessible.isActive():
                event = QAccessibleEvent(self, QAccessible.Event.Focus)
                event.setChild(index)
                QAccessible.updateAccessibility(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk in the order of time in every language; Home and End jump."""
        last = len(self.segments) - 1
        target = {
            Qt.Key.Key_Left: max(0, self._current - 1),
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None or last < 0:
            super().keyPressEvent(event)
            return
        self.stand_on(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begins at the newest segment: that is the one a person wants to know about."""
        super().focusInEvent(event)
        if self._current < 0 and self.segments:
            self.stand_on(len(self.segments) - 1)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes with the focus."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._current = -1
        QToolTip.hideText()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Under the pointer a segment says what it is."""
        super().mouseMoveEvent(event)
        at = event.position().toPoint()
        hit = [number for number, area in enumerate(self.areas()) if area.contains(at)]
        words = self.words(hit[-1]) if hit else ""
        if words != self.toolTip():
            QToolTip.hideText()
            self.setToolTip(words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Track, segments, ring, hours, now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = self._track()
        paint_band(painter, self._theme.tokens, self.segments, self._span, track, inset_px=_INSET_PX)
        self._paint_hours(painter, track)
        self._paint_now(painter, track)
        if self.hasFocus():
            self._paint_ring(painter, track)
        painter.end()

    def _track(self) -> QRectF:
        # The focus ring of a segment at the edge, and half of the first and last hour, stay inside the widget.
        return QRectF(2, OVERHANG_PX, self.width() - 4, self._theme.px(BAND_PX))

    def _x(self, at_ms: int, track: QRectF) -> float:
        begin_ms, end_ms = self._span
        return track.left() + (at_ms - begin_ms) / (end_ms - begin_ms) * track.width()

    def _paint_ring(self, painter: QPainter, track: QRectF) -> None:
        place = track
        if self._current >= 0:
            inside = track.adjusted(0, _INSET_PX, 0, -_INSET_PX)
            place = places(self.segments, *self._span, inside)[self._current].adjusted(-1, -1, 1, 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.tokens.background), 4))
        painter.drawRoundedRect(place, 5, 5)
        painter.setPen(QPen(QColor(self._theme.tokens.primary_text), 2))
        painter.drawRoundedRect(place, 5, 5)

    def _paint_now(self, painter: QPainter, track: QRectF) -> None:
        if self._now_ms is None:
            return
        x = self._x(self._now_ms, track)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.primary_text))
        painter.drawRoundedRect(QRectF(x - 1, 0, 2, track.bottom() + 1), 1, 1)
        painter.drawEllipse(QPointF(x, track.bottom() + 1), 3, 3)

    def _paint_hours(self, painter: QPainter, track: QRectF) -> None:
        font = self._theme.font("axis")
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.text_third))
        metrics = QFontMetrics(font)
        top = track.bottom() + self._theme.px(AXIS_GAP_PX)
        height = self._theme.px(AXIS_PX)
        for at_ms, words in self.hours():
            width = metrics.horizontalAdvance(words) + 2
            left = min(max(self._x(at_ms, track) - width / 2, track.left()), track.right() - width)
            # Time runs from left to right in every language, so the words stand where they are put.
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(QRectF(left, top, width, height), int(flags), words)

    def hours(self) -> list[tuple[int, str]]:
        """The marks of the axis that have room: instant and words."""
        metrics = QFontMetrics(self._theme.font("axis"))
        track = self._track()
        marks: list[tuple[int, str]] = []
        for step_h in _STEPS_H:
            instants = range(self._span.begin_ms, self._span.end_ms + 1, step_h * MS_PER_HOUR)
            marks = [(at_ms, hour_mark(at_ms, self.offset_min)) for at_ms in instants]
            room = step_h * MS_PER_HOUR / (self._span.end_ms - self._span.begin_ms) * track.width()
            if all(metrics.horizontalAdvance(words) + self._theme.px(10) <= room for _, words in marks):
                break
        return marks

    def _tip(self, index: int) -> None:
        area = self.areas()[index]
        QToolTip.showText(self.mapToGlobal(area.bottomLeft()), self.words(index), self, area)

    def _follow(self) -> None:
        self.updateGeometry()
        self.update()
