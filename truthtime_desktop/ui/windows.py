"""The windows of the tray program and their coming and going. Built only when one is first needed."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from truthtime_core.entries import Entry
from truthtime_desktop.ui.compact import CompactWindow
from truthtime_desktop.ui.desk import WINDOW_TICK_MS, Desk
from truthtime_desktop.ui.dialogs import Question, close_dialog, quit_dialog
from truthtime_desktop.ui.entries import EntryRow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.window import MainWindow
from truthtime_desktop.viewstate import ViewState


class Windows(QObject):
    """Main window, compact window and questions.

    Attributes:
        close_keeps: the person has agreed that timing goes on when the compact window is closed; not asked again.
        agreed: they have just done so.
        main: the main window, None before it was first shown.
        compact: the small window in the icon's place, None before it was first needed.

    Args:
        desk: carries out what people want.
        theme: colours.
    """

    agreed = Signal()

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__(desk)
        self.close_keeps = False
        self._desk = desk
        self._theme = theme
        self.main: MainWindow | None = None
        self.compact: CompactWindow | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(WINDOW_TICK_MS)
        self._minute.timeout.connect(desk.refresh)

    def show_main(self) -> None:
        """Show the main window in front of the others."""
        if self.main is None:
            self.main = MainWindow(self._theme, self._desk.actions)
            self.main.hidden.connect(self._minute.stop)
        _raise(self.main)
        self._minute.start()

    def is_main_visible(self) -> bool:
        """Whether the person looks at the fields a start would take its words from."""
        return self.main is not None and self.main.isVisible()

    def close(self) -> None:
        """Take all windows down, when the program ends."""
        self._minute.stop()
        for window in (self.main, self.compact):
            if window is not None:
                window.hide()
                window.deleteLater()
        self.main = self.compact = None

    def rebuild(self) -> None:
        """Build what is open anew, in the language that is spoken now; what was typed stays."""
        typed, main = self.task(), self.is_main_visible()
        compact = self.compact is not None and self.compact.isVisible()
        self.close()
        if compact:
            self.show_compact()
        if main:
            self.show_main()
            self.type_task(*typed)

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

    def type_task(self, description: str, project: str) -> None:
        """Puts words back into the fields."""
        if self.main is not None:
            self.main.type_task(description, project)

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

    def ask_quit(self) -> str:
        """``stop``, ``keep`` or ``cancel``."""
        return self._ask(quit_dialog(self._theme, self._parent()))

    def _on_close_wanted(self) -> None:
        answer = "keep" if self.close_keeps else self._ask(close_dialog(self._theme, self.compact))
        if answer == "keep":
            self.hide_compact()
            if not self.close_keeps:
                self.close_keeps = True
                self.agreed.emit()
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
