"""Segments as they are painted: seen against what lies behind them, and told apart without colour."""

import itertools

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.ui import samples
from tests.ui.test_theme import GRAPHICS, contrast
from truthtime_desktop.ui.segments import GAP_PX, THINNEST_PX, Swatch, paint, paint_band, places
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Tokens
from truthtime_desktop.viewstate import LOOKS, Look, Segment, look_of

pytestmark = pytest.mark.usefixtures("qapp")

ALL = {"light": LIGHT, "dark": DARK, "high-light": HIGH_LIGHT, "high-dark": HIGH_DARK}
WIDTH, HEIGHT, SCALE = 60, 30, 4
BESIDE = 3
"""Pixels around the segment that show what lies behind it."""


@pytest.fixture(params=ALL.values(), ids=ALL.keys())
def tokens(request: pytest.FixtureRequest) -> Tokens:
    chosen: Tokens = request.param
    return chosen


def painted(tokens: Tokens, look: Look, behind: str) -> QImage:
    """One segment, several times as large as in the panel."""
    image = QImage(WIDTH * SCALE, HEIGHT * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(behind))
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    paint(painter, tokens, look, QRectF(BESIDE, BESIDE, WIDTH - 2 * BESIDE, HEIGHT - 2 * BESIDE))
    painter.end()
    return image


def pixels(image: QImage) -> list[str]:
    return [image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]


@pytest.mark.parametrize("surface", ["background", "track"])
@pytest.mark.parametrize("look", LOOKS)
def test_a_segment_is_seen_against_what_lies_behind(tokens: Tokens, look: Look, surface: str) -> None:
    behind = getattr(tokens, surface)
    strong = sum(contrast(colour, behind) >= GRAPHICS for colour in pixels(painted(tokens, look, behind)))
    # Dashes and hatches are thin: some hundred of the sampled points, and none of them by chance.
    assert strong >= 100


@pytest.mark.parametrize(("one", "other"), tuple(itertools.combinations(LOOKS, 2)))
def test_kinds_differ_without_colour(tokens: Tokens, one: Look, other: Look) -> None:
    def greys(look: Look) -> list[int]:
        grey = painted(tokens, look, tokens.background).convertToFormat(QImage.Format.Format_Grayscale8)
        return [grey.pixelColor(x, y).red() for x in range(grey.width()) for y in range(grey.height())]

    first, second = greys(one), greys(other)
    different = sum(abs(a - b) > 40 for a, b in zip(first, second, strict=True)) / len(first)
    mean = abs(sum(first) - sum(second)) / len(first)
    assert different > 0.05 or mean > 12


@pytest.mark.parametrize(
    ("kind", "answered", "look"),
    [
        ("work", True, "worked"),
        ("claimed", True, "claimed"),
        ("paused", True, "paused"),
        ("idle", True, "idle"),
        ("idle", False, "unanswered"),
        ("locked", True, "away"),
        ("asleep", True, "away"),
        ("off", True, "away"),
        ("off", False, "unanswered"),
    ],
)
def test_what_a_kind_looks_like(kind: str, *, answered: bool, look: Look) -> None:
    assert look_of(kind, answered=answered) == look


def test_places_follow_the_clock_and_keep_apart() -> None:
    area = QRectF(10, 0, 360, 20)
    rows = samples.segments(("work", 0, 60, "a"), ("paused", 60, 120, "b"), ("work", 200, 200, "c"))
    found = places(rows, samples.DAY_START_MS, samples.DAY_START_MS + 360 * samples.MINUTE_MS, area)
    assert found[0] == QRectF(10 + GAP_PX / 2, 0, 60 - GAP_PX, 20)
    assert found[1].left() - found[0].right() == GAP_PX
    assert found[2].width() == THINNEST_PX


def test_what_reaches_over_the_edge_is_cut() -> None:
    area = QRectF(0, 0, 100, 10)
    begin_ms = samples.DAY_START_MS
    long = Segment(begin_ms - 1_000, 5_000_000, "work")
    (place,) = places([long], begin_ms, begin_ms + 1_000, area)
    assert area.contains(place)


def test_a_band_draws_only_what_it_spans() -> None:
    theme = Theme("light")
    images = []
    for rows in ((), samples.segments(("work", 0, 60, "before"))):
        image = QImage(100, 20, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        begin_ms = samples.DAY_START_MS + 100 * samples.MINUTE_MS
        paint_band(painter, theme.tokens, rows, (begin_ms, begin_ms + 1_000), QRectF(0, 0, 100, 20))
        painter.end()
        images.append(image)
    assert images[0] == images[1]


def test_a_swatch_grows_with_the_text(qtbot: QtBot) -> None:
    theme = Theme("light")
    swatch = Swatch(theme, "claimed")
    qtbot.addWidget(swatch)
    before = swatch.sizeHint()
    theme.enlarge(150)
    assert swatch.sizeHint().width() > before.width()
    assert len(set(pixels(swatch.grab().toImage()))) > 3
