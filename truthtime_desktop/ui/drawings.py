"""Our own SVG files, read and drawn without QtSvg: one megabyte less in a program that has forty small pictures.

Only what these files use is known: paths, circles and rounded rectangles, with the fill and the stroke of SVG 1.1
(https://www.w3.org/TR/SVG11/paths.html). A test draws every file beside QtSvg. The icons of the tray are
drawn by QtSvg: see `glyphs`.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_TAG = re.compile(r"<(svg|path|circle|rect)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)")
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}
_MITER_LIMIT = 4.0
_QUARTER = math.pi / 2 + 0.001
"""The longest part of a circle that one curve draws well."""
_NOTHING = QColor(0, 0, 0, 0)
_KNOWN = {"xmlns", "viewBox", "width", "height", "d", "cx", "cy", "r", "x", "y", "rx", "fill", "fill-rule", "stroke"}
_KNOWN |= {f"stroke-{what}" for what in ("width", "linecap", "linejoin", "opacity")}


class Shape(NamedTuple):
    """One outline and how it is drawn.

    Attributes:
        path: in the units of the drawing.
        style: the attributes that hold for it, its own and those of the whole drawing.
    """

    path: QPainterPath
    style: Mapping[str, str]


class Drawing(NamedTuple):
    """One file.

    Attributes:
        area: its view box.
        shapes: from the back to the front.
    """

    area: QRectF
    shapes: tuple[Shape, ...]


def read(text: str) -> Drawing:
    """The drawing in an SVG file of ours.

    Raises:
        ValueError: it uses something that is not known here.
    """
    area, shapes, whole = QRectF(), [], dict[str, str]()
    for tag, attributes in _TAG.findall(text):
        own = dict(_ATTRIBUTE.findall(attributes))
        if set(own) - _KNOWN:
            raise ValueError(f"unknown in a drawing: {set(own) - _KNOWN}")
        if tag == "svg":
            area = QRectF(*map(float, own["viewBox"].split()))
            whole = own
        else:
            shapes.append(Shape(_outline(tag, own), {**whole, **own}))
    return Drawing(area, tuple(shapes))


def draw(drawing: Drawing, painter: QPainter, area: QRectF, colour: str) -> None:
    """Draw it as large as `area`, with this colour where the file says ``currentColor``."""
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(area.width() / drawing.area.width(), area.height() / drawing.area.height())
    painter.translate(-drawing.area.x(), -drawing.area.y())
    for shape in drawing.shapes:
        fill, stroke = _colour(shape.style.get("fill", "#000000"), colour), _colour(shape.style.get("stroke"), colour)
        painter.setBrush(fill or _NOTHING)
        painter.setPen(_pen(stroke, shape.style) if stroke else _NOTHING)
        painter.drawPath(shape.path)
    painter.restore()


def _colour(word: str | None, current: str) -> QColor | None:
    return None if word in (None, "none") else QColor(current if word == "currentColor" else str(word))


def _pen(colour: QColor, style: Mapping[str, str]) -> QPen:
    from PySide6.QtCore import Qt

    colour.setAlphaF(float(style.get("stroke-opacity", "1")))
    pen = QPen(colour, float(style.get("stroke-width", "1")))
    rounds = style.get("stroke-linecap") == "round"
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if rounds else Qt.PenCapStyle.FlatCap)
    joins = style.get("stroke-linejoin") == "round"
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if joins else Qt.PenJoinStyle.SvgMiterJoin)
    pen.setMiterLimit(_MITER_LIMIT)
    return pen


def _outline(tag: str, own: Mapping[str, str]) -> QPainterPath:
    path = QPainterPath()
    if tag == "circle":
        radius = float(own["r"])
        path.addEllipse(QPointF(float(own["cx"]), float(own["cy"])), radius, radius)
    elif tag == "rect":
        radius = float(own.get("rx", "0"))
        sides = (float(own[name]) for name in ("x", "y", "width", "height"))
        path.addRoundedRect(QRectF(*sides), radius, radius)
    else:
        _Pencil(path).follow(own["d"])
        if own.get("fill-rule") != "evenodd" and own["d"].upper().count("M") > 1 and own.get("fill") != "none":
            path = _with_filled_overlaps(path)
    return path


def _with_filled_overlaps(path: QPainterPath) -> QPainterPath:
    """SVG fills where outlines lie over each other, unless the file says ``evenodd``; Qt leaves a hole."""
    from PySide6.QtCore import Qt

    path.setFillRule(Qt.FillRule.WindingFill)
    return path


class _Pencil:
    """Follows path data."""

    def __init__(self, path: QPainterPath) -> None:
        self._path = path
        self._control: QPointF | None = None

    def follow(self, data: str) -> None:
        for letter, numbers in _steps(data):
            here = self._path.currentPosition()
            base = here if letter.islower() else QPointF(0, 0)
            control, self._control = self._control, None
            kind = letter.upper()
            if kind == "Z":
                self._path.closeSubpath()
            elif kind in "HV":
                x = base.x() + numbers[0] if kind == "H" else here.x()
                y = base.y() + numbers[0] if kind == "V" else here.y()
                self._path.lineTo(x, y)
            elif kind == "A":
                self._arc(here, base + QPointF(numbers[5], numbers[6]), numbers)
            else:
                self._to(
                    kind, [base + QPointF(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)], control
                )

    def _to(self, kind: str, points: list[QPointF], control: QPointF | None) -> None:
        """Move, line, and the two forms of a curve; the short one goes on as the one before it ended."""
        here = self._path.currentPosition()
        if kind == "M":
            self._path.moveTo(points[0])
        elif kind == "L":
            self._path.lineTo(points[0])
        else:
            if kind == "S":
                points = [here * 2 - control if control else here, *points]
            self._path.cubicTo(*points)
            self._control = points[1]

    def _arc(self, start: QPointF, end: QPointF, numbers: list[float]) -> None:
        """A part of a circle, from its ends to its centre (SVG 1.1, F.6.5, for equal radii)."""
        radius, other, _, is_large, is_forward = numbers[:5]
        if radius != other:
            raise ValueError("a drawing of ours has circles only")
        half = (end - start) / 2
        distance = math.hypot(half.x(), half.y())
        radius = max(radius, distance)
        rise = math.sqrt(max(0.0, radius**2 - distance**2)) / (distance or 1)
        side = -1 if bool(is_large) == bool(is_forward) else 1
        centre = (start + end) / 2 + QPointF(-half.y(), half.x()) * (side * rise)
        # Angles in the directions of the screen, where y grows downwards.
        begin, last = (math.atan2(at.y() - centre.y(), at.x() - centre.x()) for at in (start, end))
        sweep = (last - begin) % math.tau - (0 if is_forward else math.tau)
        parts = math.ceil(abs(sweep) / _QUARTER)
        reach = radius * 4 / 3 * math.tan(sweep / parts / 4)
        for part in range(parts):
            first, second = begin + sweep * part / parts, begin + sweep * (part + 1) / parts
            at = end if part == parts - 1 else centre + _ray(second) * radius
            before, after = centre + _ray(first) * radius, centre + _ray(second) * radius
            leave = before + _ray(first + math.pi / 2) * reach
            arrive = after - _ray(second + math.pi / 2) * reach
            self._path.cubicTo(leave, arrive, at)


def _ray(angle: float) -> QPointF:
    return QPointF(math.cos(angle), math.sin(angle))


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with the numbers of one step; a letter may stand for several (after a move they are lines)."""
    for letter, rest in _STEP.findall(data):
        count, numbers = _COUNTS[letter.upper()], [float(one) for one in _NUMBER.findall(rest)]
        if not count:
            yield letter, []
        for first in range(0, len(numbers), count or 1):
            follows = {"M": "L", "m": "l"}.get(letter, letter) if first else letter
            yield follows, numbers[first : first + count]
