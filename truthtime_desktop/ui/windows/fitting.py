"""Where a remembered window goes on the screens there are now. Pure geometry, in logical pixels."""

from collections.abc import Sequence
from typing import NamedTuple

from truthtime_desktop.ui.anchor import Rect

FRAME_PX = 40
"""Room for the title bar above what a window measures itself; how high it is, nobody knows before it is shown."""


class Remembered(NamedTuple):
    """Where a window was.

    Attributes:
        x: left edge of its frame.
        y: upper edge of its frame.
        width: of what is inside the frame.
        height: the same.
        maximised: whether it filled its screen; the numbers are those it goes back to.
    """

    x: int
    y: int
    width: int
    height: int
    maximised: bool = False


def fitted(place: Remembered, screens: Sequence[Rect]) -> Remembered:
    """The place, moved and made smaller as far as it takes to be seen whole on one screen.

    Args:
        place: where the window was, perhaps on a screen that is gone.
        screens: the part of each that bars leave free, the main one first; at least one.

    Returns:
        Something that lies inside one of the screens: the one the window was seen on most, else the main one, there in
        the middle.
    """
    whole = Rect(place.x, place.y, place.width, place.height + FRAME_PX)
    screen = max(screens, key=lambda one: _shared_px(whole, one))  # of equal ones the first
    width = min(place.width, screen.width)
    height = min(place.height, screen.height - FRAME_PX)
    right, lower = screen.x + screen.width - width, screen.y + screen.height - height - FRAME_PX
    if _shared_px(whole, screen):
        x, y = min(max(place.x, screen.x), right), min(max(place.y, screen.y), lower)
    else:
        x, y = (screen.x + right) // 2, (screen.y + lower) // 2
    return Remembered(x, y, width, height, place.maximised)


def _shared_px(one: Rect, other: Rect) -> int:
    """The area both cover, in square pixels."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(width, 0) * max(height, 0)
