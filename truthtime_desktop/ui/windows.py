"""The windows of the tray program and their coming and going. Built only when one is first needed."""

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


class Windows(QObject):
    """Main window, compact window and questions.

    Args:
        desk: carries out what people want.
        theme: colours.
    """

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__(desk)
        self._desk = desk
        self._theme = theme
        self._main: MainWindow | None = None
        self._compact: CompactWindow | None = None
        self._minute = QTimer(self)
        self._minute.setInterval(WINDOW_TICK_MS)
        self._minute.timeout.connect(desk.refresh)

    def show_main(self) -> None:
        """Show the main window in front of the others."""
        if self._main is None:
            self._main = MainWindow(self._theme, self._desk.actions)
            self._main.hidden.connect(self._minute.stop)
        _raise(self._main)
        self._minute.start()

    def is_main_visible(self) -> bool:
        """Whether the person looks at the fields a start would take its words from."""
        return self._main is not None and self._main.isVisible()

    def show_compact(self) -> None:
        """Show the small window that takes the icon's place."""
        if self._compact is None:
            self._compact = CompactWindow(self._theme, self._desk.actions)
            self._compact.close_wanted.connect(self._on_close_wanted)
            self._compact.set_state(self._desk.view)
        _raise(self._compact)

    def hide_compact(self) -> None:
        """The icon is there again."""
        if self._compact is not None:
            self._compact.hide()

    def task(self) -> tuple[str, str]:
        """Description and project as typed."""
        return self._main.task() if self._main is not None else ("", "")

    def clear_task(self) -> None:
        """Empty the fields."""
        if self._main is not None:
            self._main.clear_task()

    def set_state(self, view: ViewState) -> None:
        """Draw the state in every window that is visible."""
        if self._compact is not None:
            self._compact.set_state(view)
        if self._main is not None:
            self._main.set_state(view)
            self._main.set_entries(self._rows())

    def ask_quit(self) -> str:
        """``stop``, ``keep`` or ``cancel``."""
        return self._ask(quit_dialog(self._theme, self._parent()))

    def _on_close_wanted(self) -> None:
        answer = self._ask(close_dialog(self._theme, self._compact))
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
        return self._main if self.is_main_visible() else None

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
