"""The one place that draws a segment of time: bands, lanes, swatches and previews all call it.

The grammar (ui.md 3): worked is solid with an edge, claimed a hatch inside a solid edge, paused a tint with a bar at
the bottom, idle a grey hatch without an edge, away an empty dashed outline, unanswered a tint with a dashed edge and a
question mark. They stay apart without colour. What counts as work is never drawn like what does not.
"""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import Tokens
from truthtime_desktop.viewstate import Look, Segment

RADIUS = 4.0
GAP_PX = 1.5
"""Between neighbours of a band, so that two of one kind stay two."""

THINNEST_PX = 2.5
"""A segment of a second is still seen."""

_BAR_PX = 3.0
_MARK_FROM_PX = 12.0
"""Narrower or lower than this, a question mark would be a blot."""


def paint(painter: QPainter, tokens: Tokens, look: Look, area: QRectF, radius: float = RADIUS) -> None:
    """Draws one segment into `area`, logical pixels. The painter keeps its state."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = min(radius, area.width() / 2, area.height() / 2)
    _BRUSHES[look](painter, tokens, area, radius)
    painter.restore()


def places(
    segments: Sequence[Segment], begin_ms: int, end_ms: int, area: QRectF, gap_px: float = GAP_PX
) -> list[QRectF]:
    """Where each segment lies in a band. Time runs from left to right in every language.

    Args:
        begin_ms: the band's left edge, UTC milliseconds.
        end_ms: its right edge; later than `begin_ms`.
        area: the band, logical pixels.
    """
    per_ms = area.width() / max(1, end_ms - begin_ms)

    def place(segment: Segment) -> QRectF:
        left = area.left() + max(0, segment.start_ms - begin_ms) * per_ms
        right = area.left() + min(end_ms - begin_ms, segment.end_ms - begin_ms) * per_ms
        width = max(THINNEST_PX, right - left - gap_px)
        return QRectF(min(left + gap_px / 2, area.right() - width), area.top(), width, area.height())

    return [place(segment) for segment in segments]


def paint_band(
    painter: QPainter,
    tokens: Tokens,
    segments: Sequence[Segment],
    span_ms: tuple[int, int],
    area: QRectF,
    *,
    radius: float = RADIUS,
    inset_px: float = 2.0,
) -> None:
    """Draws a track and the segments on it: the panel's band, and the small ones beside entries.

    Args:
        span_ms: first and last moment of the band, UTC milliseconds.
        inset_px: how much lower than the track the segments are, above and below.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.border), tokens.outline_px) if tokens.outline_px > 1 else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.track))
    painter.drawRoundedRect(area, radius + 2, radius + 2)
    painter.restore()
    inside = area.adjusted(0, inset_px, 0, -inset_px)
    visible = [one for one in segments if one.end_ms > span_ms[0] and one.start_ms < span_ms[1]]
    for segment, place in zip(visible, places(visible, *span_ms, inside), strict=True):
        paint(painter, tokens, segment.look, place, radius)


class Swatch(QWidget):
    """A small sample of one look, for legends.

    Args:
        theme: colours.
        look: what to show.
    """

    def __init__(self, theme: Theme, look: Look) -> None:
        super().__init__()
        self._theme = theme
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        """13 by 11 pixels at 100 %."""
        return QSize(self._theme.px(13), self._theme.px(11))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the sample."""
        painter = QPainter(self)
        paint(painter, self._theme.tokens, self._look, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3)
        painter.end()

    def _follow(self) -> None:
        self.updateGeometry()
        self.update()


def _worked(painter: QPainter, tokens: Tokens, area: QRectF, radius: float) -> None:
    painter.setBrush(QColor(tokens.worked))
    _outline(painter, tokens.worked_edge, 1.2 * tokens.outline_px, area, radius)


def _claimed(painter: QPainter, tokens: Tokens, area: QRectF, radius: float) -> None:
    _fill(painter, tokens.claimed_fill, area, radius)
    _hatch(painter, tokens.worked_edge, area, radius, step_px=5, width_px=1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _outline(painter, tokens.worked_edge, 1.4 * tokens.outline_px, area, radius)


def _paused(painter: QPainter, tokens: Tokens, area: QRectF, radius: float) -> None:
    _fill(painter, tokens.paused_fill, area, radius)
    painter.setClipPath(_rounded(area, radius))
    # Not fillRect: to choose among its forms PySide loads QGradient with the names of its 180 presets.
    painter.setBrush(QColor(tokens.paused))
    painter.drawRect(QRectF(area.left(), area.bottom() - _BAR_PX, area.width(), _BAR_PX))
    if tokens.outline_px > 1:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _outline(painter, tokens.paused, 1, area, radius)


def _idle(painter: QPainter, tokens: Tokens, area: QRectF, radius: float) -> None:
    _fill(painter, tokens.idle_fill, area, radius)
    _hatch(painter, tokens.idle_hatch, area, radius, step_px=6, width_px=1.15 * tokens.outline_px)


def _away(painter: QPainter, tokens: Tokens, area: QRectF, radius: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _outline(painter, tokens.away_dash, 1.1 * tokens.outline_px, area, radius, dashes=(3, 2.5))


def _unanswered(painter: QPainter, tokens: Tokens, area: QRectF, radius: float) -> None:
    painter.setBrush(QColor(tokens.unanswered_fill))
    _outline(painter, tokens.unanswered_edge, 1.5, area, radius, dashes=(2.4, 2))
    if min(area.width(), area.height()) >= _MARK_FROM_PX:
        painter.setPen(QColor(tokens.unanswered_edge))
        painter.setFont(_mark_font(round(min(18.0, max(10.0, area.height() * 0.46)))))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "?")


_BRUSHES = {
    "worked": _worked,
    "claimed": _claimed,
    "paused": _paused,
    "idle": _idle,
    "away": _away,
    "unanswered": _unanswered,
}


def _fill(painter: QPainter, colour: str, area: QRectF, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(area, radius, radius)


def _outline(
    painter: QPainter,
    colour: str,
    width_px: float,
    area: QRectF,
    radius: float,
    dashes: Sequence[float] = (),
) -> None:
    pen = QPen(QColor(colour), width_px)
    if dashes:
        pen.setDashPattern(dashes)
    painter.setPen(pen)
    half = width_px / 2
    painter.drawRoundedRect(area.adjusted(half, half, -half, -half), radius, radius)


def _hatch(painter: QPainter, colour: str, area: QRectF, radius: float, *, step_px: float, width_px: float) -> None:
    """Rising lines. They begin at the band's own grid, so that neighbours do not look shifted."""
    painter.save()
    painter.setClipPath(_rounded(area, radius))
    painter.setPen(QPen(QColor(colour), width_px))
    x = area.left() - area.height()
    while x < area.right():
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()))
        x += step_px
    painter.restore()


def _rounded(area: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(area, radius, radius)
    return path


@lru_cache(maxsize=16)
def _mark_font(size_px: int) -> QFont:
    font = QFont()
    font.setPixelSize(max(7, size_px))
    font.setWeight(QFont.Weight.Bold)
    return font
