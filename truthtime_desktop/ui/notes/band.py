"""The mini band of an entry: what was work and what was not, told by pattern and lightness, never by colour alone."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from truthtime_desktop.ui.notes.facts import Stretch
from truthtime_desktop.ui.tokens import Tokens

_SMALLEST_PX = 2.5
_GAP_PX = 1.5
_AWAY = frozenset({"locked", "asleep", "off"})


def paint_band(painter: QPainter, box: QRectF, stretches: tuple[Stretch, ...], tokens: Tokens, surface: str) -> None:
    """Draws the stretches side by side; time runs from left to right in every language.

    Args:
        box: the whole of it, logical pixels.
        surface: colour behind the band.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_mixed(surface, tokens.text, 0.05))
    painter.drawRoundedRect(box, 5, 5)
    if not stretches:
        return
    begin_ms = stretches[0].start_ms
    end_ms = max(one.start_ms + one.duration_ms for one in stretches)
    scale = box.width() / max(1, end_ms - begin_ms)
    for one in stretches:
        left = box.left() + (one.start_ms - begin_ms) * scale
        width = max(_SMALLEST_PX, one.duration_ms * scale - _GAP_PX)
        _paint(painter, tokens, one.kind, QRectF(left + _GAP_PX / 2, box.top() + 1, width, box.height() - 2), surface)


def _paint(painter: QPainter, tokens: Tokens, kind: str, box: QRectF, surface: str) -> None:
    radius = min(3.5, box.width() / 2, box.height() / 2)
    light = tokens.scheme == "light"
    painter.setPen(Qt.PenStyle.NoPen)
    if kind == "work":
        painter.setBrush(QColor(tokens.worked))
        painter.setPen(QPen(QColor(tokens.worked_text), 1.2) if light else Qt.PenStyle.NoPen)
        inset = 0.6 if light else 0
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)
    elif kind == "claimed":
        painter.setBrush(_mixed(surface, tokens.worked, 0.16))
        painter.drawRoundedRect(box, radius, radius)
        _hatch(painter, box, radius, QPen(QColor(tokens.worked_text), 1.4), 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.worked_text), 1.3))
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), radius, radius)
    elif kind == "paused":
        painter.setBrush(_mixed(surface, tokens.paused, 0.3))
        painter.drawRoundedRect(box, radius, radius)
        painter.save()
        painter.setClipPath(_rounded(box, radius))
        painter.fillRect(QRectF(box.left(), box.bottom() - 3, box.width(), 3), QColor(tokens.paused))
        painter.restore()
    elif kind in _AWAY:
        pen = QPen(_mixed(surface, tokens.control_edge, 0.92), 1.1)
        pen.setDashPattern([3, 2.5])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)
    else:
        painter.setBrush(_mixed(surface, tokens.control_edge, 0.14))
        painter.drawRoundedRect(box, radius, radius)
        _hatch(painter, box, radius, QPen(_mixed(surface, tokens.text_third, 0.9), 1.15), 6)


def _hatch(painter: QPainter, box: QRectF, radius: float, pen: QPen, step_px: float) -> None:
    painter.save()
    painter.setClipPath(_rounded(box, radius))
    painter.setPen(pen)
    x = box.left() - box.height()
    while x < box.right() + box.height():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += step_px
    painter.restore()


def _rounded(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path


def _mixed(under: str, over: str, part: float) -> QColor:
    one, other = QColor(under), QColor(over)
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * part,
        one.greenF() + (other.greenF() - one.greenF()) * part,
        one.blueF() + (other.blueF() - one.blueF()) * part,
    )
