"""The notes window in every state, for looking and for the scans."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.notes_scene import TEXT, TODAY, YESTERDAY, NotesScene
from truthtime_desktop.ui.notes.keeping import Storing
from truthtime_desktop.ui.theme import Theme


def notes_states(theme: Theme, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """One window, brought from state to state; its name is that of the state it is in when it is handed out."""
    scene = NotesScene(folder, theme=theme, text=TEXT.replace("legal", "old"))
    scene.write(TODAY, TEXT)
    scene.write(YESTERDAY, "Call about the **legal** footer\n")
    window = scene.window
    window.refresh()
    window.show()
    window.editor.go_to(len(TEXT))
    QApplication.processEvents()

    def seen(name: str) -> tuple[str, QWidget]:
        QApplication.processEvents()
        return name, window

    yield seen("notes")
    window.toggle_preview()
    yield seen("notes_preview")
    window.open_search()
    window.search.field.setText("legal")
    window.search.search()
    yield seen("notes_search")
    window.search.field.setText("nowhere")
    window.search.search()
    yield seen("notes_nothing_found")
    window.toggle_history()
    yield seen("notes_history")
    window.show_page(window.editor)
    window.strip.tell(
        window.tr("This day was also edited on another device."),
        (("keep", window.tr("Keep both")), ("difference", window.tr("Show the difference"))),
    )
    window.footer.show_storing(Storing("full", "", "Free some space and try again. What was recorded before is safe."))
    window.editor.selectAll()
    yield seen("notes_conflict")
    window.picker.open_at(window.pos(), TODAY)
    QApplication.processEvents()
    yield "notes_calendar", window.picker
    window.picker.close()
    window.show_day(YESTERDAY - (TODAY - YESTERDAY))
    yield seen("notes_empty")
    scene.close()
