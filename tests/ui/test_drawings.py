"""Our SVG files look as QtSvg, which the program does without, draws them."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from truthtime_desktop.ui import drawings, glyphs

COLOUR = "#1F6FEB"
SIZES_PX = (14, 16, 18, 22, 32, 64, 128)
MOST_OF_255 = 2
"""Rounding."""


def blank(size_px: int) -> QImage:
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    return image


def painted(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def differences(path: Path, size_px: int) -> list[int]:
    text = path.read_text(encoding="utf-8")
    ours, theirs = blank(size_px), blank(size_px)
    area = QRectF(0, 0, size_px, size_px)
    painter = painted(ours)
    drawings.draw(drawings.read(text), painter, area, COLOUR)
    painter.end()
    painter = painted(theirs)
    QSvgRenderer(QByteArray(text.replace("currentColor", COLOUR).encode())).render(painter, area)
    painter.end()
    pairs = zip(bytes(ours.constBits()), bytes(theirs.constBits()), strict=True)
    return [abs(one - other) for one, other in pairs]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("path", sorted(glyphs.icon_folder().glob("*.svg")), ids=lambda path: path.stem)
def test_every_file_looks_as_qtsvg_draws_it(path: Path) -> None:
    for size_px in SIZES_PX:
        assert max(differences(path, size_px)) <= MOST_OF_255, size_px


@pytest.mark.parametrize(
    "text",
    [
        '<svg viewBox="0 0 8 8"><path d="M0 0L8 8" transform="scale(2)"/></svg>',
        '<svg viewBox="0 0 8 8"><path d="M0 0a2 4 0 0 1 4 4"/></svg>',
    ],
)
def test_what_it_does_not_know_is_not_drawn_wrongly_but_refused(text: str) -> None:
    with pytest.raises(ValueError, match="drawing"):
        drawings.read(text)
