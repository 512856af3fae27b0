"""The program's own pictures: drawn in a colour and a size when they are first needed.

Each tray state is its own silhouette in one colour, so it reads at 16 pixels and for people who see no colour.
"""

import sys
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache

from truthtime_core.errors import StoreError
from truthtime_desktop.ui import drawings
from truthtime_desktop.viewstate import ViewState

TRAY_SIZES = (16, 20, 22, 24, 32, 40, 44, 48, 64)
"""Pixels. 16 to 32: Windows at 100 to 200 %, and Linux panels; 44 and more: high density screens."""

ON_LIGHT_BAR = "#1B1B1B"
ON_DARK_BAR = "#FFFFFF"
_TEMPLATE_COLOUR = "#000000"


def icon_folder() -> Path:
    """Where the SVG files are: in the source tree, in a bundle, or where the package installer put them.

    Raises:
        StoreError: the installation is incomplete.
    """
    source_tree = Path(__file__).resolve().parents[2] / "resources" / "icons"
    bundle = Path(str(getattr(sys, "_MEIPASS", sys.prefix))) / "resources" / "icons"
    installed = Path(sys.prefix) / "share" / "truthtime" / "icons"
    for folder in (source_tree, bundle, installed):
        if (folder / "tray-stopped.svg").is_file():
            return folder
    raise StoreError(
        f"TruthTime's pictures are missing; looked in {source_tree}, {bundle} and {installed}.",
        "Install TruthTime again. Your data is elsewhere and is not touched by that.",
    )


@lru_cache(maxsize=1)
def _folder() -> Path:
    return icon_folder()


@lru_cache(maxsize=64)
def _drawing(name: str) -> drawings.Drawing:
    return drawings.read((_folder() / f"{name}.svg").read_text(encoding="utf-8"))


def _draw_early(name: str, colour: str, painter: QPainter, area: QRectF) -> None:
    """What is drawn before the icon is seen: a brush of Python's brings 93 enumerations into it, 20 ms and more."""
    from PySide6.QtSvg import QSvgRenderer

    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    QSvgRenderer(QByteArray(text.encode())).render(painter, area)


def pixmap(name: str, colour: str, size_px: int, device_pixel_ratio: float = 1.0) -> QPixmap:
    """One picture in one colour.

    Args:
        name: file name without ``.svg``.
        colour: ``#RRGGBB`` put where the file says ``currentColor``.
        size_px: edge in logical pixels.
        device_pixel_ratio: physical pixels per logical pixel.
    """
    edge = round(size_px * device_pixel_ratio)
    result = QPixmap(edge, edge)
    result.fill(QColor(0, 0, 0, 0))
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name.startswith("tray-"):
        _draw_early(name, colour, painter, QRectF(0, 0, edge, edge))
    else:
        drawings.draw(_drawing(name), painter, QRectF(0, 0, edge, edge), colour)
    painter.end()
    result.setDevicePixelRatio(device_pixel_ratio)
    return result


@lru_cache(maxsize=64)
def icon(name: str, colour: str, sizes_px: tuple[int, ...] = (16, 32)) -> QIcon:
    """A picture for buttons and windows, in the sizes that ordinary and double density screens ask for."""
    result = QIcon()
    for size_px in sizes_px:
        result.addPixmap(pixmap(name, colour, size_px))
    return result


def application_icon() -> QIcon:
    """The icon of windows and of the task bar."""
    return icon("truthtime", _TEMPLATE_COLOUR, (16, 24, 32, 48, 64, 128))


def tray_name(view: ViewState) -> str:
    """Which silhouette says this state."""
    return f"tray-{view.state}-answer" if view.needs_answer else f"tray-{view.state}"


@lru_cache(maxsize=16)
def tray_icon(name: str, *, dark_bar: bool, template: bool = sys.platform == "darwin") -> QIcon:
    """The tray icon of one state, ready for every size a host may ask for.

    Args:
        name: from `tray_name`.
        dark_bar: whether the bar behind the icon is dark.
        template: macOS paints the silhouette itself and needs only its alpha.
    """
    colour = _TEMPLATE_COLOUR if template else ON_DARK_BAR if dark_bar else ON_LIGHT_BAR
    result = QIcon()
    for size_px in TRAY_SIZES:
        result.addPixmap(pixmap(name, colour, size_px))
    result.setIsMask(template)
    return result


def forget() -> None:
    """Let go of the pictures of windows. Those of the tray stay."""
    icon.cache_clear()
    _drawing.cache_clear()
    QPixmapCache.clear()
