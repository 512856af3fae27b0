"""Pictures and accessibility trees as they shall be: ``make goldens`` renews them, `test_goldens.py` compares.

    python -m tests.ui.goldens                    renew everything in tests/ui/golden, after looking at what changed
    python -m tests.ui.goldens draw FOLDER SCALE  draw the surfaces of a scale, which the environment sets

Pictures are drawn in processes of their own, at the scale their environment says (QT_SCALE_FACTOR), with the letters of
`fonts.conf` alone: FreeType comes with PySide6, and the font files with Debian's packages fonts-inter and
fonts-dejavu-core, so the same pixels come out wherever these are installed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from array import array
from collections import Counter
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QImage, QPixmap, qRgb
from PySide6.QtWidgets import QApplication

from tests.ui import accessibility, surfaces
from tests.ui.speaking import ROOT, speaking

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
TREES = GOLDEN / "accessibility"
SCALES = {"1": surfaces.SCHEMES, "1.5": surfaces.SCHEMES[:1]}
"""Which schemes are drawn at which scale. Colours do not depend on the scale, so the larger pictures are light only."""

ENLARGED = frozenset(
    {
        *("panel_away", "panel_busy", "panel_long", "panel_no-input", "panel_waiting_paused", "panel_running"),
        *("compact_long", "compact_running", "menu_away", "menu_running", "notice_long", "notice_stopped"),
        *("footer_failed", "footer_past-due", "footer_synced", "dialog_quit", "fault_crash", "fault_delete"),
        *(
            "introduction_keys",
            "notes_day",
            "notes_search",
            "settings_general",
            "settings_refused",
            "settings_shortcuts",
        ),
    }
)
"""What is drawn at every scale: each kind of widget once. The others would be large and tell the same."""

SCREEN = f"offscreen:configfile={HERE / 'screen.json'}"
"""A screen on which the largest window is seen whole at every scale; Qt's own imagined one has 800 pixels."""

DIFFERENT_AT_LEAST = 6
"""Levels of 255 by which a channel must differ to count; what compilers round differently stays below."""

MOST_DIFFERENT = 0.001
"""Share of pixels that may differ (ui.md 7.3)."""

MOST_COLOURS = 256
EXACT_COLOURS = 64
"""The most frequent colours (grounds, fills, text) stay as they are; the rest is rounded until all fit a palette."""


def draw_in_a_process(folder: Path, scale: str) -> None:
    """Draw the surfaces at a scale into a folder."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": SCREEN,
        "QT_SCALE_FACTOR": scale,
        "QT_FONT_DPI": "96",
        "FONTCONFIG_FILE": str(HERE / "fonts.conf"),
    }
    command = [sys.executable, "-m", "tests.ui.goldens", "draw", str(folder), scale]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def draw(folder: Path, scale: str) -> None:
    """Draw in this process, whose environment has set this scale."""
    application = prepared_application()
    if "Inter" not in QFontDatabase.families():
        raise SystemExit("The golden pictures are drawn with Inter: sudo apt-get install fonts-inter")
    folder.mkdir(parents=True, exist_ok=True)
    with speaking("en"):
        for scheme in SCALES[scale]:
            for name, widget in surfaces.shown(scheme):
                if scale == "1" or name in ENLARGED:
                    save(widget.grab(), folder / f"{name}_{scheme}.png")
                widget.hide()
                widget.deleteLater()
    application.processEvents()


def prepared_application() -> QApplication:
    """An application that draws the same thing each time: a caret that blinks would be there or not."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setApplicationName("TruthTime")
    QApplication.setStyle("Fusion")
    QApplication.setCursorFlashTime(0)
    return application


def save(picture: QPixmap, path: Path) -> None:
    """Write a picture with a palette of its own, a quarter of the size of one in true colour."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1)
    pixels = memoryview(image.constBits()).cast("I").tolist()
    palette = _palette(Counter(pixels))
    colours = list(dict.fromkeys(palette.values()))
    number = {colour: index for index, colour in enumerate(colours)}
    number_of = {colour: number[standing] for colour, standing in palette.items()}.__getitem__
    indexed = QImage(image.size(), QImage.Format.Format_Indexed8)
    indexed.setColorTable(colours)
    rows, width, stride = indexed.bits(), image.width(), indexed.bytesPerLine()
    for y in range(image.height()):
        rows[y * stride : y * stride + width] = bytes(map(number_of, pixels[y * width : (y + 1) * width]))
    assert indexed.save(str(path), "PNG", 0)


def _palette(counted: Counter[int]) -> dict[int, int]:
    """For each colour the one that stands for it."""
    exact = {colour for colour, _count in counted.most_common(EXACT_COLOURS)}
    for step in (1, 4, 8, 16, 32, 64):
        palette = {colour: colour if colour in exact else _rounded(colour, step) for colour in counted}
        if len(set(palette.values())) <= MOST_COLOURS:
            return palette
    raise AssertionError("64 levels a channel and 64 colours fit into no palette.")


def _rounded(colour: int, step: int) -> int:
    parts = (colour >> shift & 0xFF for shift in (16, 8, 0))
    return qRgb(*(min(255, (part + step // 2) // step * step) for part in parts))


def difference(one: QImage, other: QImage) -> tuple[float, QImage]:
    """The share of pixels that differ, and a picture that shows them in red; all of them when the sizes differ."""
    size = one.size().expandedTo(other.size())
    marked = QImage(size, QImage.Format.Format_RGB32)
    marked.fill(qRgb(255, 0, 0))
    if one.size() != other.size():
        return 1.0, marked
    first, second = (_pixels(image) for image in (one, other))
    red = [_apart(a, b) for a, b in zip(first, second, strict=True)]
    shown = array("I", (0xFFFF0000 if hit else _pale(pixel) for hit, pixel in zip(red, first, strict=True)))
    memoryview(marked.bits()).cast("I")[:] = memoryview(shown)
    return sum(red) / len(red), marked


def _pixels(image: QImage) -> list[int]:
    # Kept by a name: the bits are gone with the image they belong to.
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(plain.constBits()).cast("I").tolist()


def _apart(one: int, other: int) -> bool:
    return one != other and any(
        abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) >= DIFFERENT_AT_LEAST for shift in (16, 8, 0)
    )


def _pale(pixel: int) -> int:
    grey = 200 + (pixel >> 8 & 0xFF) // 5
    return 0xFF000000 | grey << 16 | grey << 8 | grey


def write_trees(folder: Path) -> None:
    """One file for each group of surfaces: what a screen reader is told, state by state."""
    prepared_application()
    found: dict[str, list[str]] = {}
    with speaking("en"):
        for name, widget in surfaces.shown("light"):
            found.setdefault(name.split("_")[0], []).extend([f"== {name}", *accessibility.tree(widget), ""])
            widget.hide()
            widget.deleteLater()
    folder.mkdir(parents=True, exist_ok=True)
    for group, lines in found.items():
        (folder / f"{group}.txt").write_text("\n".join(lines), encoding="utf-8")


def renew() -> None:
    """Make all of it anew."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for scale in SCALES:
        draw_in_a_process(GOLDEN / f"scale-{scale}", scale)
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "tests.ui.goldens", "trees", name]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, check=True)
        shutil.copytree(name, TREES)


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what == "draw":
        draw(Path(sys.argv[2]), sys.argv[3])
    elif what == "trees":
        write_trees(Path(sys.argv[2]))
    else:
        renew()
