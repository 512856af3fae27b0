"""The windows of the tray program and their coming and going. Built only when one is first needed."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from truthtime_core.entries import Entry
from truthtime_desktop.ui.compact import CompactWindow
from truthtime_desktop.ui.desk import WINDOW_TICK_MS, Desk
from truthtime_desktop.ui.dialogs import Question, close_dialog, quit_dialog
from truthtime_desktop.ui.entries import EntryRow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.window import MainWindow
from truthtime_desktop.viewstate import ViewState

if TYPE_CHECKING:
    from truthtime_desktop.ui.notes.window import NotesWindow


class Windows(QObject):
    """Main window, compact window and questions.

    Attributes:
        main: the main window, None before it was first shown.
        compact: the small window in the icon's place, None before it was first needed.
        notes: the window for writing, None before it was first shown.

    Args:
        desk: carries out what people want.
        theme: colours.
    """

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__(desk)
        self._desk = desk
        self._theme = theme
        self.main: MainWindow | None = None
        self.compact: CompactWindow | None = None
        self.notes: NotesWindow | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(WINDOW_TICK_MS)
        self._minute.timeout.connect(desk.refresh)

    def show_main(self) -> None:
        """Show the main window in front of the others."""
        if self.main is None:
            self.main = MainWindow(self._theme, self._desk.actions)
            self.main.hidden.connect(self._on_hidden)
        _raise(self.main)
        self._minute.start()

    def show_notes(self, day: date | None = None) -> None:
        """Show the note of a day, or of today, in front of the others."""
        if self.notes is None:
            from truthtime_desktop.ui.notes.opening import make_notes

            self.notes = make_notes(self._theme, self._desk.tracker)
            self.notes.hidden.connect(self._on_hidden)
            self.notes.key("Ctrl+Q", self._desk.actions.quit.trigger)
        self.notes.show_day(day or self._desk.tracker.today(self._desk.tracker.read()))
        self.notes.refresh()
        _raise(self.notes)
        self._minute.start()

    def may_quit(self) -> bool:
        """Whether all that was typed is stored; if it cannot be, the person is asked."""
        while self.notes is not None and not self.notes.leave():
            from truthtime_desktop.ui.notes.opening import unsaved_dialog

            answer = self._ask(unsaved_dialog(self._theme, self.notes))
            if answer != "retry":
                return answer == "quit"
        return True

    def is_main_visible(self) -> bool:
        """Whether the person looks at the fields a start would take its words from."""
        return self.main is not None and self.main.isVisible()

    def close(self) -> None:
        """Take all windows down, when the program ends."""
        self._minute.stop()
        if self.notes is not None:
            self.notes.keeper.close()
        for window in (self.main, self.compact, self.notes):
            if window is not None:
                window.hide()
                window.deleteLater()
        self.main = self.compact = self.notes = None

    def show_compact(self) -> None:
        """Show the small window that takes the icon's place."""
        if self.compact is None:
            self.compact = CompactWindow(self._theme, self._desk.actions)
            self.compact.close_wanted.connect(self._on_close_wanted)
            self.compact.set_state(self._desk.view)
        _raise(self.compact)

    def hide_compact(self) -> None:
        """The icon is there again."""
        if self.compact is not None:
            self.compact.hide()

    def task(self) -> tuple[str, str]:
        """Description and project as typed."""
        return self.main.task() if self.main is not None else ("", "")

    def clear_task(self) -> None:
        """Empty the fields."""
        if self.main is not None:
            self.main.clear_task()

    def set_state(self, view: ViewState) -> None:
        """Draw the state in every window that is visible."""
        if self.compact is not None:
            self.compact.set_state(view)
        if self.main is not None:
            self.main.set_state(view)
            self.main.set_entries(self._rows())
        if self.notes is not None and self.notes.isVisible():
            self.notes.refresh()

    def ask_quit(self) -> str:
        """``stop``, ``keep`` or ``cancel``."""
        return self._ask(quit_dialog(self._theme, self._parent()))

    def _on_hidden(self) -> None:
        """Nothing ticks for windows that nobody sees."""
        if not any(window is not None and window.isVisible() for window in (self.main, self.notes)):
            self._minute.stop()

    def _on_close_wanted(self) -> None:
        answer = self._ask(close_dialog(self._theme, self.compact))
        if answer == "keep":
            self.hide_compact()
        elif answer == "quit":
            self._desk.quit()

    def _ask(self, question: Question) -> str:
        question.exec()
        answer = question.answer
        question.deleteLater()
        return answer

    def _parent(self) -> QWidget | None:
        return self.main if self.is_main_visible() else None

    def _rows(self) -> tuple[EntryRow, ...]:
        tracker = self._desk.tracker
        now = tracker.read()
        names = {project.id: project.name for project in tracker.store.projects()}
        found = [tracker.store.entry(one, tracker.present(now)) for one in tracker.day(tracker.today(now), now).entries]
        entries = sorted((one for one in found if one and not one.voided), key=lambda one: (one.start_ms, one.id))
        return tuple(_row(entry, names.get(entry.project, "")) for entry in reversed(entries))


def _row(entry: Entry, project: str) -> EntryRow:
    return EntryRow(
        entry.start_ms,
        entry.end_ms if entry.state == "stopped" else None,
        entry.offset_min,
        entry.description,
        project,
        entry.worked_ms,
        entry.elapsed_ms,
    )


def _raise(window: QWidget) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
