"""How the notes window looks: nothing clipped, in both schemes, at every size of text and in longer languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import surfaces
from tests.ui.notes_pictures import notes_states
from tests.ui.notes_scene import TEXT, TODAY, NotesScene
from tests.ui.scans import clipped
from tests.ui.speaking import speaking
from tests.ui.test_theme import contrast
from truthtime_desktop.ui.notes.rail import EntryButton
from truthtime_desktop.ui.theme import Scheme, Theme
from truthtime_desktop.ui.tokens import tokens_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(params=surfaces.SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    chosen: Scheme = request.param
    return chosen


@pytest.fixture
def longer() -> Iterator[None]:
    with speaking("pseudo"):
        yield


def too_small(widget: QWidget) -> list[str]:
    """Entries that have less height than their lines need."""
    return [
        each.entry.description for each in widget.findChildren(EntryButton) if each.height() < each.sizeHint().height()
    ]


@pytest.mark.parametrize("text_percent", [100, 125, 150])
def test_no_text_is_clipped(qtbot: QtBot, scheme: Scheme, text_percent: int) -> None:
    assert qtbot
    theme = Theme(scheme)
    theme.enlarge(text_percent)
    faults = {name: clipped(widget) + too_small(widget) for name, widget in notes_states(theme)}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.usefixtures("longer")
def test_a_longer_language_fits(qtbot: QtBot) -> None:
    assert qtbot
    faults = {name: clipped(widget) for name, widget in notes_states(Theme("light"))}
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("text_percent", [100, 150])
def test_the_smallest_window_still_shows_all_of_its_tool_bar(qtbot: QtBot, tmp_path: Path, text_percent: int) -> None:
    theme = Theme("light")
    theme.enlarge(text_percent)
    scene = NotesScene(tmp_path, theme=theme)
    window = scene.window
    window.resize(1, 1)
    window.show()
    qtbot.waitExposed(window)
    assert (window.width(), window.height()) >= (640, 420)
    assert clipped(window) == []
    for button in (window.bar.previous, window.bar.export):
        assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))
    scene.close()


def test_the_window_changes_clothes_and_size_while_it_is_open(qtbot: QtBot, tmp_path: Path) -> None:
    pixels = []
    for number, begins in enumerate(("light", "dark")):
        theme = Theme(begins)
        scene = NotesScene(tmp_path / str(number), theme=theme, text=TEXT)
        scene.window.show()
        qtbot.waitExposed(scene.window)
        theme.choose("dark")
        theme.enlarge(125)
        scene.window.resize(1_000, 700)
        scene.window.editor.clearFocus()
        QApplication.processEvents()
        pixels.append(scene.window.grab().toImage())
        scene.close()
    assert pixels[0] == pixels[1]


def test_what_steps_back_can_still_be_read(scheme: Scheme) -> None:
    tokens = tokens_of(scheme)
    for letters, back in (
        (tokens.text_third, tokens.background),
        (tokens.primary_text, tokens.background),
        (tokens.text, tokens.primary_tint),
        (tokens.primary_text, tokens.primary_tint),
        (tokens.text, tokens.paused_tint),
        (tokens.text, tokens.worked_tint),
        (tokens.text_second, tokens.danger_tint),
        (tokens.danger_text, tokens.background),
    ):
        assert contrast(letters, back) >= 4.5, (letters, back)


def test_the_current_entry_and_the_surface_differ(qtbot: QtBot, tmp_path: Path, scheme: Scheme) -> None:
    scene = NotesScene(tmp_path, theme=Theme(scheme), text=TEXT)
    scene.window.show()
    qtbot.waitExposed(scene.window)
    scene.window.editor.go_to(len(TEXT))
    image = scene.window.rail.buttons[2].grab().toImage()
    assert image.pixelColor(image.width() // 2, 6) == QColor(tokens_of(scheme).primary_tint)
    assert scene.window.editor.viewport().grab().toImage().pixelColor(2, 2) == QColor(tokens_of(scheme).background)
    scene.close()


def test_from_right_to_left_the_clock_still_reads_from_the_left(qtbot: QtBot, tmp_path: Path) -> None:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        scene = NotesScene(tmp_path, text=TEXT + " more" * 40)
        scene.window.show()
        qtbot.waitExposed(scene.window)
        assert scene.window.rail.x() > scene.window.editor.x()
        assert clipped(scene.window) == []
        assert scene.window.bar.previous.x() > scene.window.bar.next.x()
        editor = scene.window.editor
        assert editor.cursorRect(QTextCursor(editor.document())).x() >= 0, "the first letter is not cut"
        scene.close()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_an_entry_with_a_very_long_name_is_shortened(qtbot: QtBot, tmp_path: Path) -> None:
    long = "Rewrite the whole landing page copy for the third time and keep the good parts"
    scene = NotesScene(tmp_path)
    scene.entries = (scene.entries[0]._replace(description=long, project=long),)
    scene.window.show_day(TODAY)
    scene.window.refresh()
    scene.window.show()
    qtbot.waitExposed(scene.window)
    (button,) = scene.window.rail.buttons
    assert button.width() <= scene.window.rail.width()
    assert QFontMetrics(scene.theme.font("body")).horizontalAdvance(long) > button.width()
    assert long in button.toolTip()
    scene.close()
