"""The silhouettes at 16 pixels: different from each other, in one colour, and ready for every host."""

import itertools

import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui import samples
from truthtime_desktop.ui import glyphs

STATES = ("tray-stopped", "tray-running", "tray-paused")
ANSWERS = tuple(f"{name}-answer" for name in STATES)
OPAQUE = 128


def image(name: str, colour: str = "#000000", size_px: int = 16) -> QImage:
    return glyphs.pixmap(name, colour, size_px).toImage().convertToFormat(QImage.Format.Format_ARGB32)


def alphas(name: str) -> list[int]:
    picture = image(name)
    return [picture.pixelColor(x, y).alpha() for y in range(16) for x in range(16)]


def difference(one: str, other: str) -> float:
    """Share of the pixels opaque in either that are opaque in only one."""
    pairs = [(a >= OPAQUE, b >= OPAQUE) for a, b in zip(alphas(one), alphas(other), strict=True)]
    return sum(a != b for a, b in pairs) / sum(a or b for a, b in pairs)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("one", "other"),
    [*itertools.combinations((*STATES, "tray-stopped-answer"), 2), *itertools.combinations(ANSWERS, 2)],
)
def test_states_differ_by_a_fifth_of_their_pixels(one: str, other: str) -> None:
    assert difference(one, other) >= 0.20


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", STATES)
def test_the_dot_shows(name: str) -> None:
    assert difference(name, f"{name}-answer") >= 0.15


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size_px", glyphs.TRAY_SIZES)
@pytest.mark.parametrize("name", STATES + ANSWERS)
def test_one_colour(name: str, size_px: int) -> None:
    wanted = QColor("#1B1B1B")
    picture = image(name, "#1B1B1B", size_px)
    for y, x in itertools.product(range(size_px), repeat=2):
        pixel = picture.pixelColor(x, y)
        if pixel.alpha() >= OPAQUE:
            assert abs(pixel.red() - wanted.red()) <= 2
            assert pixel.red() == pixel.green() == pixel.blue()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", STATES + ANSWERS)
def test_nothing_touches_the_edge_so_nothing_is_cut(name: str) -> None:
    picture = image(name, size_px=64)
    edge = [(x, y) for x in (0, 63) for y in range(64)] + [(x, y) for x in range(64) for y in (0, 63)]
    assert not any(picture.pixelColor(x, y).alpha() >= OPAQUE for x, y in edge)


@pytest.mark.usefixtures("qapp")
def test_every_size_is_in_the_icon() -> None:
    icon = glyphs.tray_icon("tray-running", dark_bar=False, template=False)
    assert sorted(size.width() for size in icon.availableSizes()) == list(glyphs.TRAY_SIZES)
    assert not icon.isMask()
    assert glyphs.tray_icon("tray-running", dark_bar=False, template=True).isMask()


@pytest.mark.usefixtures("qapp")
def test_a_state_is_rendered_once() -> None:
    first = glyphs.tray_icon("tray-paused", dark_bar=True)
    assert glyphs.tray_icon("tray-paused", dark_bar=True) is first
    assert glyphs.tray_icon("tray-paused", dark_bar=False) is not first


@pytest.mark.usefixtures("qapp")
def test_states_have_their_glyphs() -> None:
    names = {glyphs.tray_name(view) for view in samples.STATES.values()}
    assert names == set(STATES + ANSWERS)
    assert all(not glyphs.pixmap(name, "#000000", 16).isNull() for name in names)
    assert not glyphs.application_icon().isNull()
