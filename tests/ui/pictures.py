"""`make pictures`: every surface in every state, from the real widgets, for looking.

    python -m tests.ui.pictures [TARGETS]

Draws light and dark, at 100 and 150 % text, and once in each other language, twice as dense as a plain screen, into
build/work/pictures: a file each, one sheet for each group, and index.html, which puts them beside the pictures of a
design when their folder is given.
"""

import html
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).with_name('screen.json')}")
os.environ.setdefault("QT_SCALE_FACTOR", "2")

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from tests.ui import surfaces
from tests.ui.goldens import prepared_application
from tests.ui.speaking import LANGUAGES, ROOT, speaking
from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.theme import Scheme

FOLDER = ROOT / "build" / "work" / "pictures"
PERCENTS = (100, 150)
WALL = {"light": "#DDE3F0", "dark": "#0A0F1C"}
BARS = {"light": "#F3F3F3", "dark": "#1C1C1C"}
GAP = 24
COLUMNS = 3
TARGETS = {
    "panel": ("popover",),
    "window": ("popover",),
    "notes": ("notes",),
    "dialog": ("dialogs",),
    "notice": ("flows",),
    "first": ("flows",),
    "menu": ("tray",),
    "timeline": ("timeline",),
}
"""Which of a design's pictures, by the beginning of their names, belong beside which group."""

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 32px; background: #DDE3F0; color: #111827 }
figure { display: inline-block; margin: 0 20px 20px 0; vertical-align: top }
figure.dark { background: #0A0F1C; color: #F9FAFB; padding: 8px }
figcaption { font-size: 12px }
img { zoom: 0.5; max-width: 2400px }
.target { outline: 3px solid #4F46E5; outline-offset: 3px }
"""


def variants() -> Iterator[tuple[str, Scheme, int]]:
    """Language, scheme and size of text of each series."""
    for percent in PERCENTS:
        for scheme in surfaces.SCHEMES:
            yield "en", scheme, percent
    for language in LANGUAGES:
        if language != "en":
            yield language, "light", 100


def draw_all() -> dict[str, list[Path]]:
    """Every picture, by group."""
    groups: dict[str, list[Path]] = {}
    for language, scheme, percent in variants():
        drawn: dict[str, list[QPixmap]] = {}
        with speaking(language):
            for name, widget in surfaces.shown(scheme, percent):
                picture = widget.grab()
                group = name.split("_")[0]
                path = FOLDER / f"{name}_{language}_{scheme}_{percent}.png"
                picture.save(str(path))
                groups.setdefault(group, []).append(path)
                drawn.setdefault(group, []).append(picture)
                widget.hide()
                widget.deleteLater()
        for group, pictures in drawn.items():
            sheet(pictures, WALL[scheme]).save(str(FOLDER / f"sheet_{group}_{language}_{scheme}_{percent}.png"))
    return groups


def sheet(pictures: list[QPixmap], wall: str) -> QPixmap:
    """Pictures in rows on a wall."""
    plain = [_flat(picture) for picture in pictures]
    rows = [plain[start : start + COLUMNS] for start in range(0, len(plain), COLUMNS)]
    width = max(sum(each.width() + GAP for each in row) for row in rows) + GAP
    height = sum(max(each.height() for each in row) + GAP for row in rows) + GAP
    result = QPixmap(width, height)
    result.fill(QColor(wall))
    painter = QPainter(result)
    y = GAP
    for row in rows:
        x = GAP
        for each in row:
            painter.drawPixmap(QPoint(x, y), each)
            x += each.width() + GAP
        y += max(each.height() for each in row) + GAP
    painter.end()
    return result


def _flat(picture: QPixmap) -> QPixmap:
    """The same pixels without a notion of how dense they are."""
    result = QPixmap(picture)
    result.setDevicePixelRatio(1)
    return result


def page(groups: dict[str, list[Path]], targets: Path | None) -> str:
    """All pictures by group and state, and the design's beside them."""
    design = sorted(targets.glob("*.png")) if targets else []
    parts = [f"<!doctype html><meta charset=utf-8><title>TruthTime</title><style>{STYLE}</style>"]
    shown: set[Path] = set()
    for group, paths in groups.items():
        parts.append(f"<h2>{html.escape(group)}</h2>")
        beside = [path for path in design if path.stem.startswith(TARGETS.get(group, (f"{group}_",)))]
        shown |= set(beside)
        parts += [_figure(path, "target") for path in beside]
        parts += [_figure(path, "dark" if "_dark_" in path.name else "") for path in sorted(paths)]
    parts.append("<h2>Targets that nothing is drawn for yet</h2>")
    parts += [_figure(path, "target") for path in design if path not in shown]
    parts.append(f"<h2>Pictures of the tray</h2>{_figure(FOLDER / 'glyphs.png', '')}")
    return "\n".join(parts)


def _figure(path: Path, kind: str) -> str:
    address = path.name if path.parent == FOLDER else path.as_uri()
    caption = html.escape(path.stem.replace("_", " "))
    return (
        f'<figure class="{kind}"><figcaption>{caption}</figcaption><img src="{html.escape(address)}" alt=""></figure>'
    )


def glyph_sheet() -> QPixmap:
    """Every glyph at true size and at 6 times 16 pixels, on both bars; the application icon below."""
    names = [f"tray-{state}{tail}" for state in ("stopped", "running", "paused") for tail in ("", "-answer")]
    actions = ["play", "pause", "stop", "undo", "saved", "alert"]
    strokes = ["ring", "question", "pencil", "note", "switch", "settings"]
    result = QPixmap(760, 40 + 112 * len(names) + 140)
    result.fill(QColor("#FFFFFF"))
    painter = QPainter(result)
    for column, scheme in enumerate(surfaces.SCHEMES):
        x = 20 + column * 370
        colour = glyphs.ON_DARK_BAR if scheme == "dark" else glyphs.ON_LIGHT_BAR
        for row, (name, action, stroke) in enumerate(zip(names, actions, strokes, strict=True)):
            y = 20 + row * 112
            painter.fillRect(x, y, 350, 106, QColor(BARS[scheme]))
            for dx, size in ((10, 16), (36, 22), (68, 32), (110, 44)):
                painter.drawPixmap(x + dx, y + 53 - size // 2, glyphs.pixmap(name, colour, size))
            large = glyphs.pixmap(name, colour, 16).scaled(96, 96, mode=Qt.TransformationMode.FastTransformation)
            painter.drawPixmap(x + 170, y + 5, large)
            painter.drawPixmap(x + 280, y + 45, glyphs.pixmap(action, colour, 16))
            painter.drawPixmap(x + 304, y + 37, glyphs.pixmap(action, colour, 32))
            painter.drawPixmap(x + 280, y + 79, glyphs.pixmap(stroke, colour, 16))
            painter.drawPixmap(x + 304, y + 72, glyphs.pixmap(stroke, colour, 32))
    y = 30 + 112 * len(names)
    for x, size in ((20, 128), (170, 64), (260, 48), (330, 32), (380, 24), (420, 16)):
        painter.drawPixmap(x, y, glyphs.pixmap("truthtime", "#000000", size))
    painter.end()
    return result


def main(targets: Path | None) -> None:
    """Draw everything anew, and say where it is."""
    prepared_application()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    glyph_sheet().save(str(FOLDER / "glyphs.png"))
    groups = draw_all()
    (FOLDER / "index.html").write_text(page(groups, targets), encoding="utf-8")
    print(f"{sum(map(len, groups.values()))} pictures; open {FOLDER / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None)
