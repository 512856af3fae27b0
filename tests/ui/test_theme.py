"""The tokens' contrast, measured; light and dark, and the change between them."""

import re

import pytest
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui import theme as themes
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.sheet import style_sheet
from truthtime_desktop.ui.theme import Scheme, Theme
from truthtime_desktop.ui.tokens import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Tokens

TEXT = 4.5
GRAPHICS = 3.0
ENHANCED = 7.0
"""WCAG 2.2, 1.4.6."""

PAIRS = (
    ("text", "background", TEXT),
    ("text", "sunken", TEXT),
    ("text", "raised", TEXT),
    ("text", "hover", TEXT),
    ("text", "pressed", TEXT),
    ("text", "danger_tint", TEXT),
    ("text_second", "background", TEXT),
    ("text_second", "sunken", TEXT),
    ("text_second", "hover", TEXT),
    ("text_third", "background", TEXT),
    ("text_third", "sunken", TEXT),
    ("text_third", "raised", TEXT),
    ("on_primary", "primary", TEXT),
    ("on_primary", "primary_hover", TEXT),
    ("primary_text", "background", TEXT),
    ("primary_text", "hover", TEXT),
    ("primary_tint_text", "primary_tint", TEXT),
    ("worked_text", "worked_tint", TEXT),
    ("worked_text", "background", TEXT),
    ("paused_text", "paused_tint", TEXT),
    ("paused_text", "background", TEXT),
    ("danger_text", "danger_tint", TEXT),
    ("danger_text", "background", TEXT),
    ("control_edge", "background", GRAPHICS),
    ("control_edge", "sunken", GRAPHICS),
    ("control_edge", "raised", GRAPHICS),
    ("primary_text", "sunken", GRAPHICS),
    ("primary_text", "track", GRAPHICS),
    ("text", "paused_tint", TEXT),
    ("text_second", "paused_tint", TEXT),
    ("text", "worked_tint", TEXT),
    ("on_worked", "worked", TEXT),
    ("worked_edge", "background", GRAPHICS),
    ("worked_edge", "track", GRAPHICS),
    ("worked_edge", "claimed_fill", GRAPHICS),
    ("paused", "background", GRAPHICS),
    ("paused", "track", GRAPHICS),
    ("idle_hatch", "background", GRAPHICS),
    ("idle_hatch", "track", GRAPHICS),
    ("idle_hatch", "idle_fill", GRAPHICS),
    ("away_dash", "background", GRAPHICS),
    ("away_dash", "track", GRAPHICS),
    ("unanswered_edge", "unanswered_fill", TEXT),
    ("unanswered_edge", "background", TEXT),
)


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    parsed = QColor(colour)
    return 0.2126 * linear(parsed.redF()) + 0.7152 * linear(parsed.greenF()) + 0.0722 * linear(parsed.blueF())


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK], ids=["light", "dark", "high", "high-dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(tokens: Tokens, front: str, back: str, least: float) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, back)) >= least


@pytest.mark.parametrize("tokens", [HIGH_LIGHT, HIGH_DARK], ids=["light", "dark"])
def test_high_contrast_is_high(tokens: Tokens) -> None:
    for name in ("text", "text_second", "text_third", "primary_text", "worked_text", "paused_text", "danger_text"):
        assert contrast(getattr(tokens, name), tokens.background) >= ENHANCED, name
    for name in ("control_edge", "border"):
        assert contrast(getattr(tokens, name), tokens.background) >= ENHANCED, name
    assert tokens.outline_px == 2


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("tokens", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK], ids=["light", "dark", "high", "high-dark"])
def test_the_style_sheet_has_no_name_left(tokens: Tokens) -> None:
    assert "@" not in style_sheet(tokens)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", style_sheet(tokens))) <= set(tokens[1:])


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("value", "expected"), [("light", "light"), ("dark", "dark"), ("pink", "light")])
def test_the_variable_overrides_the_desktop(monkeypatch: pytest.MonkeyPatch, value: str, expected: str) -> None:
    monkeypatch.setenv(themes.SCHEME_VARIABLE, value)
    assert Theme().scheme == expected


def test_a_window_follows_a_change(qtbot: QtBot) -> None:
    theme = Theme("light")
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    assert window.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.text)
    with qtbot.waitSignal(theme.changed):
        theme.choose("dark")
    assert window.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text)
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose("dark")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("desktop", "scheme", "dark"),
    [
        ("", "light", False),
        ("", "dark", True),
        ("KDE", "light", False),
        ("ubuntu:GNOME", "light", True),
        ("XFCE", "dark", True),
    ],
)
def test_the_bar_behind_the_icon(monkeypatch: pytest.MonkeyPatch, desktop: str, scheme: Scheme, dark: bool) -> None:  # noqa: FBT001 - a table
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    assert themes.bar_is_dark(scheme == "dark") is dark


def test_high_contrast_is_the_desktops_or_the_persons_choice(qtbot: QtBot) -> None:
    theme = Theme("dark")
    assert theme.tokens == DARK
    with qtbot.waitSignal(theme.changed):
        theme.hear(None, high_contrast=True)
    assert theme.tokens == HIGH_DARK
    with qtbot.waitSignal(theme.changed):
        theme.choose_contrast(False)  # noqa: FBT003 - one of three answers
    assert theme.tokens == DARK
    with qtbot.waitSignal(theme.changed):
        theme.choose_contrast(None)
    assert theme.tokens == HIGH_DARK


def test_what_the_portal_says_counts_until_the_person_chooses(qtbot: QtBot) -> None:
    theme = Theme()
    with qtbot.waitSignal(theme.changed):
        theme.hear("dark", high_contrast=False)
    assert theme.scheme == "dark"
    theme.choose("light")
    theme.hear("dark", high_contrast=False)
    assert theme.scheme == "light"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("percent", "height", "text"), [(100, 36, 13), (125, 40, 16), (150, 44, 20)])
def test_controls_grow_less_than_their_text(percent: int, height: int, text: int) -> None:
    theme = Theme("light")
    theme.enlarge(percent)
    assert theme.control_px(36) == height
    assert theme.font("body").pixelSize() == text
    assert f"font-size: {text}px" in style_sheet(LIGHT, percent)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("asked", "given"), [(90, 100), (100, 100), (149, 149), (400, 150)])
def test_the_size_of_text_has_limits(asked: int, given: int) -> None:
    theme = Theme("light")
    theme.enlarge(asked)
    assert theme.text_percent == given


def test_digits_have_one_width_in_every_label(qtbot: QtBot) -> None:
    theme = Theme("light")
    window = QWidget()
    qtbot.addWidget(window)
    number = label("1:11", "strong")
    number.setParent(window)
    for scheme in ("light", "dark"):
        theme.choose("dark" if scheme == "dark" else "light")
        theme.dress(window)
        number.ensurePolished()
        metrics = QFontMetrics(number.font())
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
