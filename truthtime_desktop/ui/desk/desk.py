"""Where clicks become commands and their outcome becomes what is seen: tray, menu, notice, windows over one tracker."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from truthtime_core.errors import RefusedError, TruthTimeError
from truthtime_core.timer import Command, Task, checked_task
from truthtime_desktop.snapshot import view_of
from truthtime_desktop.store import LockedError
from truthtime_desktop.tracking import Done, Tracker
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.desk.hands import Hands
from truthtime_desktop.ui.desk.pulse import Pulse
from truthtime_desktop.ui.notices.card import Notices
from truthtime_desktop.ui.notices.telling import Telling
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.gestures import Gestures
from truthtime_desktop.ui.tray.icon import TrayBackend
from truthtime_desktop.ui.tray.menu import TrayMenu
from truthtime_desktop.viewstate import Problem, RecentTask, ViewState

if TYPE_CHECKING:
    from truthtime_desktop.ui.windows.windows import Windows


class Desk(QObject):
    """The controller of the tray program. Knows no SQL and no clock: it asks the tracker.

    Args:
        tracker: recovered and ready.
        tray: the icon, already visible.
        actions: the table of commands.
        theme: colours.
        make_windows: builds the windows when the first one is needed; launch and memory do without them.

    Attributes:
        gestures, hands: what clicks on the icon do; what carries out timer commands.
        pulse: looks at the clocks while a timer runs.
        telling: says what happened.
        tray: the icon.
        quit_wanted: the program shall end now; everything is stored.
    """

    quit_wanted = Signal()

    def __init__(
        self,
        tracker: Tracker,
        tray: TrayBackend,
        actions: Actions,
        theme: Theme,
        make_windows: Callable[["Desk"], "Windows"],
    ) -> None:
        super().__init__()
        self.tracker = tracker
        self.actions = actions
        self.tray = tray
        self._menu = TrayMenu(actions, self)
        self.telling = Telling(Notices(tray, theme), actions)
        self._make_windows = make_windows
        self._windows: Windows | None = None
        self.hands = Hands(tracker, self._draw, self)
        self.pulse = Pulse(self.hands.look, self)
        self.view = ViewState("stopped")
        self._connect()
        self.gestures = Gestures(self)

    def begin(self) -> None:
        """Show what the store says, and a window where there is no tray."""
        self.tray.set_menu(self._menu.menu)
        self.refresh()
        if not self.tray.available():
            self.windows.show_compact()
        self.telling.begin(self.view)

    @property
    def windows(self) -> "Windows":
        """The windows, built when first asked for."""
        if self._windows is None:
            self._windows = self._make_windows(self)
        return self._windows

    def do(self, command: Command, task: Task | None = None) -> Done | None:
        """Carry out a command and say what happened; None when it was refused or could not be stored (yet)."""
        return self.hands.do(command, task)

    def adopt(self, tracker: Tracker) -> None:
        """Go on with another tracker: the data file was replaced, or is about to be."""
        if self._windows is not None:
            self._windows.notes.put_away()
        self.tracker = tracker
        self.hands.adopt(tracker)
        self.gestures.forget()
        self.telling.undone()
        self.refresh()
        if self._windows is not None:
            self._windows.notes.take_up()

    def start_typed(self) -> None:
        """Start what stands in the window's fields."""
        typed = self.windows.task()
        try:
            self.do("start", checked_task(typed.description, typed.project, typed.tags))
        except TruthTimeError as error:
            self.fault(error)

    def icon_is_back(self) -> None:
        """A tray host has come: the small window is no longer needed in the icon's place."""
        self.tray.set_state(self.view)
        if self._windows is not None:
            self._windows.hide_compact()

    def open_window(self) -> None:
        """Show the panel."""
        self.windows.show_panel()

    def write_note(self) -> None:
        """Show the panel where a note is written."""
        self.windows.write_note()

    def retranslate(self) -> None:
        """Speak the language that was chosen while the program runs: open windows are built anew."""
        self._menu.retranslate()
        self.telling.notices.close()
        if self._windows is not None:
            self._windows.rebuild()
        self.refresh()

    def refresh(self) -> None:
        """Draw the present state everywhere it is visible."""
        if not self._draw():
            # Another process has written and still writes: what was last known stays until its news can be read.
            self.hands.look_again()

    def _draw(self) -> bool:
        """The same; False when the data file is held and its news cannot be read yet."""
        before = self.view.problem
        try:
            self.view = view_of(self.tracker, shows_day=self._windows is not None and self._windows.shows_day)
        except LockedError:
            return False
        except TruthTimeError as error:
            # What was last known stays visible, with the fault beside it.
            self.view = replace(self.view, problem=Problem(error.title, error.hint))
        self.tray.set_state(self.view)
        self._menu.set_state(self.view)
        if self._windows is not None:
            self._windows.set_state(self.view)
        if self.view.problem != before:
            self.telling.problem(self.view.problem, self.view)
        self.pulse.beat(running=self.tracker.state.state == "running")
        return True

    def undo(self) -> None:
        """Take back the last action."""
        if self.hands.undo():
            self.telling.undone()
            self.refresh()

    def quit(self) -> None:
        """Quit as a person asks for it: with a question while a timer runs."""
        if self._windows is not None and not self._windows.notes.may_quit():
            return
        if self.tracker.state.state != "running":
            self.leave()
            return
        choice = self.windows.ask_quit()
        if choice == "cancel" or (choice == "stop" and self.do("stop") is None and not self.hands.wait):
            return
        self.leave()

    def leave(self) -> None:
        """End without a question: the system shuts down, or the person has chosen. The last sign of life is now."""
        self.hands.finish()
        try:
            self.tracker.leave()
        except TruthTimeError as error:
            # The heartbeat of some seconds ago stays valid; the gap will begin there. Leaving must not be held up.
            self.fault(error)
        self.telling.close()
        if self._windows is not None:
            self._windows.close()
        self.pulse.beat(running=False)  # the last of all: what was drawn above sets it going, and the store closes soon
        self.quit_wanted.emit()

    def _connect(self) -> None:
        self.pulse.news.connect(self.refresh)
        self.hands.done.connect(self._on_done)
        self.hands.failed.connect(self.fault)
        self.hands.waiting.connect(lambda: self.telling.waiting(self.view))
        self.hands.given_up.connect(lambda clicks: self.telling.not_stored(clicks, self.view))
        self.telling.undo.connect(self.undo)
        self.actions.undo.triggered.connect(self.undo)
        self.actions.start.triggered.connect(self._on_start)
        for name in ("stop", "pause", "resume"):
            self.actions.by_key[name].triggered.connect(partial(self._on_action, name))
        self.actions.open.triggered.connect(self.open_window)
        self.actions.provide("notes", lambda: self.windows.show_notes())  # noqa: PLW0108 - windows are built late
        self.actions.quit.triggered.connect(self.quit)
        self.actions.switch_to.connect(self._on_switch)

    def _on_action(self, command: Command) -> None:
        self.do(command)

    def _on_start(self) -> None:
        if self._windows is not None and self._windows.is_panel_visible():
            self.start_typed()
        else:
            self.do("start")

    def _on_switch(self, recent: RecentTask) -> None:
        self.do("start", Task(recent.description, recent.project, recent.tags))

    def _on_done(self, done: Done) -> None:
        if done.did == "start" and self._windows is not None:
            # Also when it had to wait: what was typed has become this entry, and Enter must not start it again.
            self._windows.clear_task(done.entry.description)
        self.refresh()
        self.telling.done(done, self.view)

    def fault(self, error: TruthTimeError) -> None:
        """Say what was refused or went wrong, and the next step."""
        if not isinstance(error, RefusedError):
            self.refresh()
        self.telling.fault(error, self.view)
