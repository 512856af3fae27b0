"""Where small windows go: the cases of real desktops, and any desktop that Hypothesis can think of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_desktop.ui.anchor import MARGIN, Display, Place, Point, Rect, Size, place

PANEL = Size(388, 560)
NOWHERE = Rect(0, 0, 0, 0)
FIRST = Display(Rect(0, 0, 1920, 1080), Rect(0, 0, 1920, 1032))
SECOND = Display(Rect(1920, -200, 2560, 1440), Rect(1920, -200, 2560, 1392))
NOTCHED = Display(Rect(0, 0, 1512, 982), Rect(0, 38, 1512, 944))
WITH_DOCK = Display(Rect(0, 0, 1512, 982), Rect(0, 38, 1512, 854))
LEFT_BAR = Display(Rect(0, 0, 1920, 1080), Rect(62, 0, 1858, 1080))
NEGATIVE = Display(Rect(-1280, 0, 1280, 1024), Rect(-1280, 0, 1280, 984))
NO_BAR = Display(Rect(0, 0, 800, 600), Rect(0, 0, 800, 600))


@pytest.mark.parametrize(
    ("icon", "displays", "pointer", "expected"),
    [
        pytest.param(Rect(1700, 1040, 24, 32), [FIRST, SECOND], Point(0, 0), Place(1518, 464, "bottom"), id="bottom"),
        pytest.param(Rect(4300, 1195, 24, 32), [FIRST, SECOND], Point(0, 0), Place(4084, 624, "bottom"), id="second"),
        pytest.param(Rect(1300, 0, 34, 38), [NOTCHED], Point(0, 0), Place(1116, 46, "top"), id="menu-bar"),
        pytest.param(Rect(1300, 0, 34, 38), [WITH_DOCK], Point(0, 0), Place(1116, 46, "top"), id="deep-dock-below"),
        pytest.param(Rect(10, 900, 40, 40), [LEFT_BAR], Point(0, 0), Place(70, 512, "left"), id="left"),
        pytest.param(
            Rect(-200, 990, 24, 30), [FIRST, NEGATIVE], Point(0, 0), Place(-396, 416, "bottom"), id="negative"
        ),
        pytest.param(NOWHERE, [FIRST, SECOND], Point(1650, 1060), Place(1456, 428, "bottom"), id="no-icon"),
        pytest.param(Rect(0, 0, 0, -1), [FIRST], Point(1800, 1070), Place(1524, 438, "bottom"), id="bogus"),
        pytest.param(Rect(9000, 9000, 24, 24), [FIRST], Point(1800, 1070), Place(1524, 438, "bottom"), id="overflow"),
        pytest.param(Rect(0, 0, 1920, 1080), [FIRST], Point(1800, 1070), Place(1524, 438, "bottom"), id="huge"),
        pytest.param(Rect(750, 4, 24, 24), [NO_BAR], Point(0, 0), Place(404, 32, "top"), id="no-bar"),
    ],
)
def test_desktops(icon: Rect, displays: list[Display], pointer: Point, expected: Place) -> None:
    assert place(icon, PANEL, displays, pointer) == expected


@st.composite
def desktops(draw: st.DrawFn) -> Display:
    x, y = draw(st.integers(-4000, 4000)), draw(st.integers(-4000, 4000))
    width, height = draw(st.integers(800, 5000)), draw(st.integers(640, 3000))
    left, top, right, bottom = (draw(st.integers(0, 30)) for _ in range(4))
    return Display(Rect(x, y, width, height), Rect(x + left, y + top, width - left - right, height - top - bottom))


@given(
    icon=st.builds(Rect, *[st.integers(-6000, 9000)] * 2, *[st.integers(-5, 300)] * 2),
    displays=st.lists(desktops(), min_size=1, max_size=3),
    pointer=st.builds(Point, *[st.floats(-9000, 9000)] * 2),
)
def test_a_window_is_inside_the_free_part_of_one_screen(icon: Rect, displays: list[Display], pointer: Point) -> None:
    found = place(icon, PANEL, displays, pointer)
    assert any(
        each.free.x + MARGIN <= found.x <= each.free.x + each.free.width - PANEL.width - MARGIN
        and each.free.y + MARGIN <= found.y <= each.free.y + each.free.height - PANEL.height - MARGIN
        for each in displays
    )


def test_on_a_screen_too_small_the_corner_stays_in_view() -> None:
    tiny = Display(Rect(0, 0, 320, 240), Rect(0, 0, 320, 240))
    assert place(NOWHERE, PANEL, [tiny], Point(10, 10))[:2] == (MARGIN, MARGIN)
