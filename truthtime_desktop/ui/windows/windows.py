"""The windows of the tray program and their coming and going. Built only when one is first needed."""

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from truthtime_core.clock import Reading
from truthtime_core.errors import TruthTimeError
from truthtime_core.timer import Task
from truthtime_desktop.ui.after_use import AfterUse
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.dialogs import close_dialog, quit_dialog
from truthtime_desktop.ui.front import ask, bring_to_front, raise_question
from truthtime_desktop.ui.notices.card import can_place_windows
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.compact import CompactWindow
from truthtime_desktop.ui.windows.notes_door import NotesDoor
from truthtime_desktop.ui.windows.seconds import Seconds
from truthtime_desktop.viewstate import Notice, ViewState

if TYPE_CHECKING:
    from truthtime_desktop.ui.windows.places import WindowPlaces


class Windows(QObject):
    """Panel, compact window and questions.

    Attributes:
        close_keeps: the person has agreed that timing goes on when the compact window is closed; not asked again.
        agreed: they have just done so.
        panel: the panel, None before it was first shown.
        compact: the small window in the icon's place, None before it was first needed.
        notes: the way to the window for writing.
        places: remembers where windows were, None where nobody does.
        seconds: ticks while the panel is visible.
        after_use: takes the panel down some time after it was hidden.
        shows_day: a window that draws the day is visible, or about to be.

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
        self.panel: Panel | None = None
        self.compact: CompactWindow | None = None
        self._ask = ask
        self.notes = NotesDoor(desk, theme, self._ask)
        self.places: WindowPlaces | None = None
        self.shows_day = False
        self.seconds = Seconds(self._read, self._show_second, self._read_anew, self)
        self.after_use = AfterUse(self._take_panel_down, parent=self)
        desk.telling.notices.place = self

    def show_panel(self) -> None:
        """Show the panel beside the icon, in front of the others; or the question that stands in front of it."""
        if raise_question():
            return
        self.after_use.stop()
        popover = can_place_windows() and self._desk.tray.available()
        if self.panel is not None and self.panel.popover != popover:
            # A frameless window cannot become an ordinary one without being made anew.
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        if self.panel is None:
            self.panel = self._make_panel(popover=popover)
        # Read before it is seen: the size of the panel depends on what the day holds.
        self.shows_day = True
        self._desk.refresh()
        self.panel.open_beside(self._desk.tray.geometry())

    def show_notes(self, day: date | None = None) -> None:
        """The same with the note of a day, or of today; why it cannot be shown is said."""
        if raise_question():
            return
        try:
            self._bring(self.notes.open(day), "notes")
        except TruthTimeError as error:
            self._desk.fault(error)

    def open_entry(self, entry_id: str) -> None:
        """Show today's note at what was written about an entry."""
        self.show_notes()
        if self.notes.window is not None:
            self.notes.window.show_entry(entry_id)

    def write_note(self) -> None:
        """Show the panel with the cursor where a note is written."""
        self.show_panel()
        if self.panel is not None and self.panel.isVisible():
            self.panel.content.note.setVisible(True)
            self.panel.content.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_panel_visible(self) -> bool:
        """Whether the person looks at the field a start would take its words from."""
        return self.panel is not None and self.panel.isVisible()

    def close(self) -> None:
        """Take all windows down, when the program ends."""
        self._desk.telling.notices.place = None
        self.after_use.stop()
        self.notes.put_away()
        for window in (self.panel, self.compact):
            if window is not None:
                window.hide()
                window.deleteLater()
        self.panel = self.compact = None

    def rebuild(self) -> None:
        """Build what is open anew, in the language that is spoken now; what was typed stays."""
        typed = self.panel.content.typed() if self.panel is not None else ("", "")
        panel, compact = self.is_panel_visible(), self.compact is not None and self.compact.isVisible()
        day = self.notes.put_away()
        self.close()
        self._desk.telling.notices.place = self
        if compact:
            self.show_compact()
        if panel or any(typed):
            self.panel = self._make_panel(popover=can_place_windows() and self._desk.tray.available())
            self.panel.content.type_again(typed)
        if panel:
            self.show_panel()
        if day is not None:
            self.show_notes(day)
        self.notes.take_up()

    def show_compact(self) -> None:
        """Show the small window that takes the icon's place."""
        if self.compact is None:
            self.compact = CompactWindow(self._theme, self._desk.actions)
            self.compact.close_wanted.connect(self._on_close_wanted)
            self.compact.set_state(self._desk.view)
        self._bring(self.compact, "compact")

    def hide_compact(self) -> None:
        """The icon is there again."""
        if self.compact is not None:
            self.compact.hide()

    def task(self) -> Task:
        """The task as typed."""
        return self.panel.task() if self.panel is not None else Task()

    def clear_task(self, started: str) -> None:
        """Empty the field, if what stands in it is the description that was started."""
        if self.panel is not None and self.panel.task().description == started:
            self.panel.clear_task()

    def set_state(self, view: ViewState) -> None:
        """Draw the state in every window that is visible or about to be."""
        if self.compact is not None:
            self.compact.set_state(view)
        if self.panel is not None and self.shows_day:
            self.panel.set_state(view)
            self.seconds.begin(view)
        self.notes.refresh()

    def say(self, notice: Notice, spoken: str) -> bool:
        """What was just done is said in the panel while it is visible; False when it is not."""
        if self.panel is None or not self.panel.isVisible():
            return False
        self.panel.say(notice, spoken)
        return True

    def unsay(self) -> None:
        """What was said is no longer so."""
        if self.panel is not None:
            self.panel.unsay()

    def ask_quit(self) -> str:
        """``stop``, ``keep`` or ``cancel``."""
        return self._ask(quit_dialog(self._theme, self._parent()))

    def add_note(self, text: str) -> None:
        """Append a line to today's note, marked with the time; the panel says so once it is on the disk."""
        written_at = self.notes.append(text)
        if written_at and self.panel is not None:
            self.panel.content.note.confirm(written_at)

    def _make_panel(self, *, popover: bool) -> Panel:
        panel = Panel(self._theme, self._desk.actions, popover=popover)
        panel.hidden.connect(self._on_panel_hidden)
        panel.undo.connect(self._desk.undo)
        panel.content.notice.stepped.connect(self._desk.telling.notices.stepped)
        panel.note_wanted.connect(self.add_note)
        panel.entry_opened.connect(self.open_entry)
        return panel

    def _on_panel_hidden(self) -> None:
        self.shows_day = False
        self.seconds.stop()
        self.after_use.begin()

    def _take_panel_down(self) -> bool:
        """Whether it could go: not with words in it, and an ordinary window would lose the place it was put to."""
        panel = self.panel
        if panel is None or panel.isVisible() or not panel.popover or any(panel.content.typed()):
            return False
        self.panel = None
        panel.deleteLater()
        with suppress(TruthTimeError):  # Data that is being replaced at this moment keeps nothing.
            self._desk.tracker.store.let_go()
        return True

    def _bring(self, window: QWidget, name: str) -> None:
        if self.places is not None:
            self.places.put(window, name)
        bring_to_front(window)

    def _read(self) -> Reading:
        return self._desk.tracker.read()  # of the tracker there is now: another one comes when data is replaced

    def _show_second(self, view: ViewState) -> None:
        if self.panel is not None:
            self.panel.set_state(view)

    def _read_anew(self) -> None:
        self._desk.pulse.look()
        self._desk.refresh()

    def _on_close_wanted(self) -> None:
        answer = "keep" if self.close_keeps else self._ask(close_dialog(self._theme, self.compact))
        if answer == "keep":
            self.hide_compact()
            if not self.close_keeps:
                self.close_keeps = True
                self.agreed.emit()
        elif answer == "quit":
            self._desk.quit()

    def _parent(self) -> QWidget | None:
        return self.panel if self.is_panel_visible() else None
