"""Where a small window goes so that it stands beside the tray icon. Pure geometry, in logical pixels.

Hosts report the icon honestly (XEmbed, Windows, macOS), as an empty rectangle (StatusNotifier), or off every screen
(overflow areas); then the pointer, which just clicked the icon, says where it is.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Edge = Literal["top", "bottom", "left", "right"]

MARGIN = 8
ICON_USUAL = 32
"""Assumed around the pointer when the host does not say where the icon is."""

HOST_TIP = 48
"""Room for the tooltip that such hosts draw beside the icon, over every other window."""

ICON_MAX = 128
"""A tray icon larger than this is not one; the host answered with something else."""


class Point(NamedTuple):
    """A place on the desktop."""

    x: float
    y: float


class Size(NamedTuple):
    """Width and height of the window to place."""

    width: int
    height: int


class Rect(NamedTuple):
    """A rectangle on the desktop; the right and bottom edges are outside it."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return self.x <= point.x < self.x + self.width and self.y <= point.y < self.y + self.height

    def centre(self) -> Point:
        """The middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)


class Display(NamedTuple):
    """One screen: all of it, and the part that bars and docks leave free."""

    whole: Rect
    free: Rect


class Place(NamedTuple):
    """The answer: top left corner, and the side of the screen where the bar is."""

    x: int
    y: int
    edge: Edge


def place(icon: Rect, size: Size, displays: Sequence[Display], pointer: Point) -> Place:
    """Puts the window beside the icon, inside the free part of the icon's screen.

    Args:
        icon: what the host says; may be empty or nonsense.
        size: the window to place.
        displays: every screen, the main one first. At least one.
        pointer: where the mouse is.
    """
    if not _believable(icon, displays):
        half = ICON_USUAL // 2 + HOST_TIP
        icon = Rect(round(pointer.x) - half, round(pointer.y) - half, 2 * half, 2 * half)
    target = icon.centre()
    display = next((each for each in displays if each.whole.holds(target)), displays[0])
    edge = _bar_edge(display, target)
    free = display.free
    left, right = free.x + MARGIN, free.x + free.width - size.width - MARGIN
    top, bottom = free.y + MARGIN, free.y + free.height - size.height - MARGIN
    # Beside the bar, and beside the icon: a bar that reserves no room would else put the window over the icon.
    x: float = {
        "left": max(left, icon.x + icon.width + MARGIN),
        "right": min(right, icon.x - MARGIN - size.width),
    }.get(edge, target.x - size.width / 2)
    y: float = {
        "top": max(top, icon.y + icon.height + MARGIN),
        "bottom": min(bottom, icon.y - MARGIN - size.height),
    }.get(edge, target.y - size.height / 2)
    return Place(_clamped(x, left, right), _clamped(y, top, bottom), edge)


def _believable(icon: Rect, displays: Sequence[Display]) -> bool:
    return (
        0 < icon.width <= ICON_MAX
        and 0 < icon.height <= ICON_MAX
        and any(each.whole.holds(icon.centre()) for each in displays)
    )


def _bar_edge(display: Display, target: Point) -> Edge:
    """The side a bar takes space from; without one, the side nearest to the icon."""
    whole, free = display.whole, display.free
    taken: dict[Edge, float] = {
        "top": free.y - whole.y,
        "bottom": whole.y + whole.height - free.y - free.height,
        "left": free.x - whole.x,
        "right": whole.x + whole.width - free.x - free.width,
    }
    distance: dict[Edge, float] = {
        "top": target.y - whole.y,
        "bottom": whole.y + whole.height - target.y,
        "left": target.x - whole.x,
        "right": whole.x + whole.width - target.x,
    }
    # Two bars (a menu bar above, a dock below) are usual: the icon sits in one of them, so the nearest one counts.
    barred = [edge for edge, depth in taken.items() if depth > 0 and distance[edge] <= max(depth, ICON_MAX)]
    if barred:
        return min(barred, key=lambda edge: distance[edge])
    if any(taken.values()):
        return max(taken, key=lambda edge: taken[edge])
    return min(distance, key=lambda edge: distance[edge])


def _clamped(value: float, low: int, high: int) -> int:
    """Inside the limits; where the screen is smaller than the window, the top left corner stays visible."""
    return round(max(min(value, high), low))
