"""Every surface looks and reads as it did when somebody last looked: golden pictures and accessibility trees."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui import goldens
from tests.ui.speaking import ROOT

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.usefixtures("qapp")]

NEW = ROOT / "build" / "work" / "goldens"
"""Where new pictures and differences are left for looking; `make goldens` takes them over."""

MOST_BYTES = 2_000_000


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("scale", goldens.SCALES)
def test_pictures_are_the_golden_ones(scale: str) -> None:
    golden, new = goldens.GOLDEN / f"scale-{scale}", NEW / f"scale-{scale}"
    shutil.rmtree(new, ignore_errors=True)
    goldens.draw_in_a_process(new, scale)
    assert names(new) == names(golden), "make goldens takes new surfaces in and drops those that are gone"
    changed = {}
    for path in sorted(new.iterdir()):
        known = golden / path.name
        if path.read_bytes() == known.read_bytes():
            path.unlink()
            continue
        share, marked = goldens.difference(QImage(str(known)), QImage(str(path)))
        if share > goldens.MOST_DIFFERENT:
            shutil.copy(known, path.with_suffix(".golden.png"))
            marked.save(str(path.with_suffix(".difference.png")))
            changed[path.name] = f"{share:.2%} of its pixels differ; look into {new}"
    assert changed == {}, "if it shall look like that: make goldens"


def test_screen_readers_are_told_what_they_were(tmp_path: Path) -> None:
    goldens.write_trees(tmp_path)
    assert names(tmp_path) == names(goldens.TREES), "make goldens"
    for path in sorted(tmp_path.iterdir()):
        assert path.read_text("utf-8") == (goldens.TREES / path.name).read_text("utf-8"), "make goldens"


def test_the_goldens_are_small() -> None:
    assert sum(path.stat().st_size for path in goldens.GOLDEN.rglob("*") if path.is_file()) < MOST_BYTES


def test_a_difference_is_seen_and_shown(tmp_path: Path) -> None:
    one = QImage(100, 100, QImage.Format.Format_RGB32)
    one.fill(QColor("#FFFFFF"))
    other = one.copy()
    for x in range(11):
        other.setPixelColor(x, 50, QColor("#F9FAFB").darker(105))
    other.setPixelColor(99, 99, QColor("#FEFEFE"))
    share, marked = goldens.difference(one, other)
    assert share == 11 / 100 / 100
    assert marked.pixelColor(3, 50) == QColor("#FF0000")
    assert marked.pixelColor(99, 99) != QColor("#FF0000")
    assert goldens.difference(one, one.copy(0, 0, 50, 50))[0] == 1
    assert not list(tmp_path.iterdir())
