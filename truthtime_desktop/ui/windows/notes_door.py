"""The way to the notes window: light, and what is behind it is loaded when it is opened first."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.notes import Notebook
from truthtime_desktop.ui.data.shut_tracker import ShutTracker
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.dialogs import Question
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import clock_time, note_mark

if TYPE_CHECKING:
    from truthtime_desktop.notes import Page
    from truthtime_desktop.ui.notes.documents import DayPlace
    from truthtime_desktop.ui.notes.window import NotesWindow


class NotesDoor:
    """Opens the notes window and takes it down, never with something typed that is not stored.

    Args:
        desk: whose tracker the notes belong to.
        theme: colours.
        ask: puts a question and returns the answer.

    Attributes:
        window: None before it was first shown, and after it was put away.
    """

    def __init__(self, desk: Desk, theme: Theme, ask: Callable[[Question], str]) -> None:
        self.window: NotesWindow | None = None
        self._desk = desk
        self._theme = theme
        self._ask = ask
        self._unsaved: list[tuple[Page, str]] = []
        self._seen: date | None = None
        self._places: dict[date, DayPlace] = {}

    def open(self, day: date | None = None) -> "NotesWindow":
        """The window with the note of a day, or of today; the caller shows it."""
        tracker = self._desk.tracker
        if self.window is None:
            from truthtime_desktop.ui.notes.opening import make_notes

            self.window = make_notes(self._theme, tracker)
            self._desk.actions.bind_everywhere(self.window)
            self.window.documents.begin_at(self._places)
        self.window.type_again(self._unsaved)
        self._unsaved = []
        self._seen = None
        self.window.show_day(day or tracker.today(tracker.read()))
        self.window.refresh()
        return self.window

    def append(self, text: str) -> str:
        """Add a line to today's note, marked with the time. Returns that time once it is on the disk, else nothing."""
        tracker = self._desk.tracker
        try:
            now = tracker.read()
            line = f"@{note_mark(now.at_ms, now.offset_min)} {text}"
            Notebook(tracker.store).append(tracker.today(now), line, now, tracker.state.timer)
        except TruthTimeError as error:
            self._desk.fault(error)
            return ""
        return clock_time(now.at_ms, now.offset_min)

    def refresh(self) -> None:
        """Bring the entries beside the note up to date, if somebody sees them."""
        if self.window is not None and self.window.isVisible():
            self.window.refresh()

    def may_quit(self) -> bool:
        """Whether all that was typed is stored; if it cannot be, the person is asked."""
        while self.window is not None and not self.window.leave():
            from truthtime_desktop.ui.notes.opening import unsaved_dialog

            answer = self._ask(unsaved_dialog(self._theme, self.window))
            if answer != "retry":
                return answer == "quit"
        return True

    def take_up(self) -> None:
        """After `put_away`: a window that somebody saw is there again, and what could not be stored is stored now."""
        if isinstance(self._desk.tracker, ShutTracker) or not (self._unsaved or self._seen):
            return
        seen = self._seen
        try:
            window = self.open(seen)
        except TruthTimeError as error:
            self._desk.fault(error)  # it stays kept for the next time
            return
        if seen is not None:
            window.show()

    def forget(self) -> None:
        """The person deletes everything: what could not be stored goes too."""
        self._unsaved = []
        self._seen = None
        self._places = {}

    def put_away(self) -> date | None:
        """Store what was typed and take the window down. Returns the day it showed, None if nobody saw it.

        What cannot be stored is kept until `take_up`, or until the window is opened again.
        """
        if self.window is None:
            return None
        self._seen = self.window.day if self.window.isVisible() else None
        self.window.leave()
        self._unsaved = [(one.page, one.text()) for one in self.window.documents.unsaved()]
        self._places = self.window.documents.places()
        self.window.keeper.close()
        self.window.hide()
        self.window.deleteLater()
        self.window = None
        return self._seen
