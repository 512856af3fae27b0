"""The letters of our windows: which size and weight each role has, with digits that all have one width."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase

PREFERRED = "Inter"
"""Used where the person has it installed; otherwise the system's own letters are the right ones."""

PREFERRED_LARGE = "Inter Display"
"""The same drawn for large sizes."""

_LARGE_FROM_PX = 24


class Letters(NamedTuple):
    """One role: size in pixels of the design, weight, and extra space between letters in pixels."""

    size_px: int
    weight: QFont.Weight = QFont.Weight.Normal
    spacing_px: float = 0.0


ROLES = {
    "hero": Letters(56, QFont.Weight.DemiBold, -1.8),
    "day": Letters(40, QFont.Weight.DemiBold, -1.1),
    "seconds": Letters(26, QFont.Weight.DemiBold, -0.4),
    "percent": Letters(26, QFont.Weight.DemiBold, -0.4),
    "title": Letters(20, QFont.Weight.DemiBold, -0.2),
    "window": Letters(18, QFont.Weight.DemiBold),
    "note": Letters(15),
    "strong": Letters(14, QFont.Weight.DemiBold),
    "body": Letters(13),
    "button": Letters(13, QFont.Weight.DemiBold),
    "small": Letters(12),
    "heading": Letters(12, QFont.Weight.DemiBold),
    "axis": Letters(11),
}


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    return frozenset(QFontDatabase.families())


def families_for(size_px: int) -> list[str]:
    """The preferred letters of a size that are installed, the best one first; empty when none is."""
    wanted = (PREFERRED_LARGE, PREFERRED) if size_px >= _LARGE_FROM_PX else (PREFERRED,)
    return [name for name in wanted if name in _installed()]


@lru_cache(maxsize=128)
def font_of(role: str, text_percent: int) -> QFont:
    """The font of a role at a size of text, percent of the design's."""
    letters = ROLES[role]
    font = QFont()
    font.setFamilies([*families_for(letters.size_px), font.family()])
    font.setPixelSize(round(letters.size_px * text_percent / 100))
    font.setWeight(letters.weight)
    if letters.spacing_px:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, letters.spacing_px * text_percent / 100)
    return even_digits(font)


def even_digits(font: QFont) -> QFont:
    """The font with digits of one width (OpenType `tnum`), so that a number that counts does not tremble."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
