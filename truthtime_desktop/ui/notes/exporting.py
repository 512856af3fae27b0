"""Markdown files out of notes, where the person says; with the desktop's own file dialog."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from truthtime_desktop.ui.notes.facts import NotesSource
from truthtime_desktop.ui.words import tr

Chooser = Callable[[QWidget, str, str], str]
"""Asks for a file to write: parent, title, proposed name; empty when the person does not want to."""


def ask_for_file(parent: QWidget, title: str, name: str) -> str:
    """The desktop's dialog; it asks itself before a file is replaced."""
    return QFileDialog.getSaveFileName(parent, title, name, tr("Markdown (*.md)"))[0]


def export(source: NotesSource, day: date | None, choose: Chooser, parent: QWidget) -> str:
    """Writes one day, or with None all days.

    Returns:
        what to say afterwards; empty when the person changed their mind.

    Raises:
        TruthTimeError: it could not be written.
    """
    title = tr("Export this day") if day else tr("Export all days")
    name = f"{day.isoformat()}.md" if day else "notes.md"
    chosen = choose(parent, title, name)
    if not chosen:
        return ""
    path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.md")
    source.notebook.export(path, day, day, source.read(), force=True)
    return tr("Exported to %1", str(path))
