"""Renders every surface in every state, light and dark, for looking: ``python -m tests.ui.pictures OUTDIR``."""

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import samples
from tests.ui.notes_pictures import notes_states
from truthtime_desktop.ui import dialogs, glyphs
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.compact import CompactWindow
from truthtime_desktop.ui.menu import TrayMenu
from truthtime_desktop.ui.notice import NoticeCard
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.theme import Scheme, Theme
from truthtime_desktop.viewstate import Notice, ViewState

WALL = {"light": "#DDE3F0", "dark": "#0A0F1C"}
BARS = {"light": "#F3F3F3", "dark": "#1C1C1C"}
GAP = 24
PERCENTS = (100, 150)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

NOTICES = (
    (Notice("Started 14:16", "Landing page copy", undo=True), samples.RUNNING),
    (Notice("Stopped, 32m was work", "1h 36m elapsed on Landing page copy", undo=True), samples.STOPPED),
    (Notice("Paused", "Landing page copy", undo=False), samples.PAUSED),
    (Notice("Resumed 14:20", "", undo=False), samples.RUNNING),
    (
        Notice("Stopped, 1h 02m was work", f"1h 36m elapsed on {samples.LONG.description}", undo=True),
        samples.STOPPED,
    ),
)


def surfaces(scheme: Scheme, text_percent: int = 100, *, high_contrast: bool = False) -> Iterator[tuple[str, QWidget]]:
    """Every surface in every state with its name. Each is shown; the caller closes it."""
    theme = Theme(scheme)
    theme.enlarge(text_percent)
    theme.choose_contrast(high_contrast)
    for name, view in samples.STATES.items():
        yield f"panel_{name}", _shown(panel(theme, view))
        yield f"compact_{name}", _shown(compact_window(theme, view))
    typed = panel(theme, samples.STOPPED)
    typed.content.card.field.line.setText("Landing page copy @Acme Studio #web")
    yield "panel_typed", _shown(typed)
    told = panel(theme, samples.STOPPED)
    told.say(NOTICES[1][0], "")
    yield "panel_told", _shown(told)
    for number, (notice, view) in enumerate(NOTICES):
        card = NoticeCard(theme)
        card.present(notice, view, QRect())
        yield f"notice_{number}", card
    yield "dialog_quit", _shown(dialogs.quit_dialog(theme))
    yield "dialog_close", _shown(dialogs.close_dialog(theme))
    yield "dialog_fault", _shown(fault(theme))


def panel(theme: Theme, view: ViewState) -> Panel:
    """The panel in a state, with the links it has when their windows exist."""
    actions = Actions()
    for key in ("notes", "settings"):
        actions.provide(key, lambda: None)
    window = Panel(theme, actions)
    # Many are looked at side by side here.
    window.stays = True
    actions.setParent(window)
    actions.set_state(view)
    window.set_state(view)
    return window


def compact_window(theme: Theme, view: ViewState) -> CompactWindow:
    """The compact window in a state."""
    actions = Actions()
    window = CompactWindow(theme, actions)
    actions.setParent(window)
    actions.set_state(view)
    window.set_state(view)
    return window


def fault(theme: Theme) -> dialogs.Question:
    """A fault dialog with something to do."""
    return dialogs.fault_dialog(
        theme,
        "Your data file is damaged",
        "A backup from today 13:00 is intact.",
        (("restore", "Restore it"), ("show", "Show the files")),
    )


def _shown(widget: QWidget) -> QWidget:
    widget.show()
    QApplication.processEvents()
    return widget


def sheet(pictures: list[QPixmap], columns: int, wall: str) -> QPixmap:
    """Pictures in rows on a wall."""
    rows = [pictures[start : start + columns] for start in range(0, len(pictures), columns)]
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


def glyph_sheet() -> QPixmap:
    """Every glyph at true size and at 6 times 16 pixels, on both bars; the application icon below."""
    names = [f"tray-{state}{tail}" for state in ("stopped", "running", "paused") for tail in ("", "-answer")]
    actions = ["play", "pause", "stop", "undo", "saved", "alert"]
    strokes = ["ring", "question", "pencil", "note", "switch", "settings"]
    result = QPixmap(760, 40 + 112 * len(names) + 140)
    result.fill(QColor("#FFFFFF"))
    painter = QPainter(result)
    for column, scheme in enumerate(SCHEMES):
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


def menus(scheme: Scheme) -> list[QPixmap]:
    """The menu per state, as our own style draws it (a real desktop draws its own)."""
    theme = Theme(scheme)
    pictures = []
    for view in samples.STATES.values():
        actions = Actions()
        menu = TrayMenu(actions)
        theme.dress(menu.menu)
        menu.set_state(view)
        menu.menu.popup(QPoint(0, 0))
        QApplication.processEvents()
        pictures.append(menu.menu.grab())
        menu.menu.close()
    return pictures


def main(folder: Path) -> None:
    """Writes the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    application.setApplicationName("TruthTime")
    QApplication.setStyle("Fusion")
    glyph_sheet().save(str(folder / "glyphs.png"))
    for scheme, percent, high in itertools.product(SCHEMES, PERCENTS, (False, True)):
        if high and percent > PERCENTS[0]:
            continue
        groups: dict[str, list[QPixmap]] = {}
        for name, widget in surfaces(scheme, percent, high_contrast=high):
            groups.setdefault(name.split("_")[0], []).append(widget.grab())
            widget.close()
            widget.deleteLater()
        with TemporaryDirectory() as data:
            theme = Theme(scheme)
            theme.enlarge(percent)
            theme.choose_contrast(high)
            groups["notes"] = [widget.grab() for _name, widget in notes_states(theme, Path(data))]
        if percent == PERCENTS[0] and not high:
            groups["menu"] = menus(scheme)
        tail = "_high" if high else f"_{percent}" if percent > PERCENTS[0] else ""
        for name, pictures in groups.items():
            sheet(pictures, 4, WALL[scheme]).save(str(folder / f"{name}_{scheme}{tail}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
