"""A notes window for the tray program: what it shows of the tracker, and the question when it cannot save."""

from datetime import date

from truthtime_core.days import local, zone_of
from truthtime_core.entries import Entry
from truthtime_desktop.notes import Notebook
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui.dialogs import Question
from truthtime_desktop.ui.notes.facts import NoteEntry, NotesSource
from truthtime_desktop.ui.notes.window import NotesWindow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import tr
from truthtime_desktop.viewstate import Segment


def make_notes(theme: Theme, tracker: Tracker) -> NotesWindow:
    """The window over the notes of the tracker's store; `NotesWindow.show_day` shows the first day."""
    source = NotesSource(
        notebook=Notebook(tracker.store),
        read=tracker.read,
        today=lambda: tracker.today(tracker.read()),
        entries=lambda day: entries_of(tracker, day),
        open_entry=lambda: tracker.state.timer,
    )
    return NotesWindow(theme, source)


def entries_of(tracker: Tracker, day: date) -> tuple[NoteEntry, ...]:
    """The entries that began on a day, counted up to now: those a link of the day's note can mean.

    Raises:
        StoreError: they cannot be read.
    """
    names = {project.id: project.name for project in tracker.store.projects()}
    entries = tracker.store.entries(day, day, None, tracker.present(tracker.read()))
    return tuple(_note_entry(one, names.get(one.project, "")) for one in entries if not one.voided)


def unsaved_dialog(theme: Theme, window: NotesWindow) -> Question:
    """Asked when the program is quit and a note cannot be stored. ``retry``, ``quit`` or ``cancel``."""
    storing = window.keeper.storing
    return Question(
        theme,
        tr("A note is not saved"),
        tr("%1 %2 What you typed last is lost if you quit now.", storing.title, storing.hint),
        (
            ("retry", tr("Try again")),
            ("quit", tr("Quit without saving")),
            ("cancel", tr("Cancel")),
        ),
        picture="alert",
        parent=window if window.isVisible() else None,
    )


def _note_entry(entry: Entry, project: str) -> NoteEntry:
    at = f"{local(entry.start_ms, zone_of(entry.zone, entry.offset_min)):%H:%M}"
    segments = tuple(Segment(one.start_ms, one.duration_ms, one.kind, one.answered) for one in entry.intervals)
    return NoteEntry(
        entry.id, at, entry.description, project, entry.worked_ms, entry.elapsed_ms, tuple(sorted(segments, key=_start))
    )


def _start(segment: Segment) -> int:
    return segment.start_ms
