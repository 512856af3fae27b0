"""The notes window in every state, each a window of its own, for looking and for the scans."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.notes_scene import TEXT, TODAY, YESTERDAY, NotesScene
from truthtime_desktop.ui import words
from truthtime_desktop.ui.notes.keeping import Storing
from truthtime_desktop.ui.notes.window import NotesWindow
from truthtime_desktop.ui.theme import Theme

TWO_DAYS_AGO = YESTERDAY - (TODAY - YESTERDAY)


def notes_states(theme: Theme) -> Iterator[tuple[str, QWidget]]:
    """Every state with its name, shown; the caller takes the window down."""
    for name, bring in STATES.items():
        with tempfile.TemporaryDirectory(prefix="tt", ignore_cleanup_errors=True) as folder:
            scene = NotesScene(Path(folder), theme=theme, text=TEXT.replace("legal", "old"))
            scene.write(TODAY, TEXT)
            scene.write(YESTERDAY, "Call about the **legal** footer\n")
            window = scene.window
            window.refresh()
            window.show()
            window.editor.go_to(len(TEXT))
            QApplication.processEvents()
            widget = bring(window)
            QApplication.processEvents()
            yield f"notes_{name}", widget
            scene.close()


def _day(window: NotesWindow) -> QWidget:
    return window


def _preview(window: NotesWindow) -> QWidget:
    window.toggle_preview()
    return window


def _search(window: NotesWindow) -> QWidget:
    window.open_search()
    window.search.field.setText("legal")
    window.search.search()
    return window


def _nothing_found(window: NotesWindow) -> QWidget:
    window.open_search()
    window.search.field.setText("nowhere")
    window.search.search()
    return window


def _history(window: NotesWindow) -> QWidget:
    window.toggle_history()
    return window


def _conflict(window: NotesWindow) -> QWidget:
    said = QCoreApplication.translate
    window.strip.tell(
        said("Offers", "This day was also edited on another device."),
        (("keep", said("Offers", "Keep both")), ("difference", said("Offers", "Show the difference"))),
    )
    hint = words.said("Free some space and try again. What was recorded before is safe.")
    window.footer.show_storing(Storing("full", "", hint))
    window.editor.selectAll()
    return window


def _calendar(window: NotesWindow) -> QWidget:
    window.picker.open_at(window.pos(), TODAY)
    return window.picker


def _empty(window: NotesWindow) -> QWidget:
    window.show_day(TWO_DAYS_AGO)
    return window


STATES: dict[str, Callable[[NotesWindow], QWidget]] = {
    "day": _day,
    "preview": _preview,
    "search": _search,
    "nothing-found": _nothing_found,
    "history": _history,
    "conflict": _conflict,
    "calendar": _calendar,
    "empty": _empty,
}
