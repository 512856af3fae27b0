"""Where clicks become commands and their outcome becomes what is seen: tray, menu, notice, windows over one tracker."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from truthtime_core.clock import Reading
from truthtime_core.errors import RefusedError, TruthTimeError
from truthtime_core.timer import Command, Task, checked_task
from truthtime_desktop.snapshot import view_of
from truthtime_desktop.store import LockedError
from truthtime_desktop.tracking import Done, Tracker
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.late import AT_ONCE_MS, Click, LateClicks
from truthtime_desktop.ui.menu import TrayMenu
from truthtime_desktop.ui.notice import Notices
from truthtime_desktop.ui.telling import Telling
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray import TrayBackend
from truthtime_desktop.viewstate import Problem, RecentTask, ViewState
from truthtime_desktop.watch import TICK_S

if TYPE_CHECKING:
    from truthtime_desktop.ui.windows import Windows

LAST_CHANCE_MS = 5_000
"""How long the end of the program may wait for the data file when clicks are not stored yet."""

TICKS_A_MINUTE = 60 // TICK_S
"""The tooltip names minutes; it is brought up to date once in each while a timer runs."""


class Desk(QObject):
    """The controller of the tray program. Knows no SQL and no clock: it asks the tracker.

    Args:
        tracker: recovered and ready.
        tray: the icon, already visible.
        actions: the table of commands.
        theme: colours.
        make_windows: builds the windows when the first one is needed; launch and memory do without them.

    Attributes:
        click_opens: a left click opens the panel instead of starting and stopping (a setting).
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
        self.click_opens = False
        self._clicked: Done | None = None
        self._ticks = 0
        self.actions = actions
        self.tray = tray
        self._menu = TrayMenu(actions, self)
        self.telling = Telling(Notices(tray, theme), actions)
        self._make_windows = make_windows
        self._windows: Windows | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_S * 1_000)
        self._tick.setTimerType(Qt.TimerType.CoarseTimer)
        self._tick.timeout.connect(self._on_tick)
        self._late = LateClicks(tracker.read, self._try_again, self._on_given_up, self)
        tracker.store.wait_at_most(AT_ONCE_MS)
        self.view = ViewState("stopped")
        self._connect()

    def begin(self) -> None:
        """Show what the store says, and a window where there is no tray."""
        self.tray.set_menu(self._menu.menu)
        self.refresh()
        if not self.tray.available():
            self.windows.show_compact()

    @property
    def windows(self) -> "Windows":
        """The windows, built when first asked for."""
        if self._windows is None:
            self._windows = self._make_windows(self)
        return self._windows

    def do(self, command: Command, task: Task | None = None) -> Done | None:
        """Carry out a command and say what happened; None when it was refused or could not be stored."""
        try:
            click = Click(command, task, self.tracker.read())
        except TruthTimeError as error:
            self.fault(error)
            return None
        try:
            if not self._late.wait:
                return self._carry_out(click)
        except LockedError:
            self.telling.waiting(self.view)
        except TruthTimeError as error:
            self.fault(error)
            return None
        self._late.keep(click)
        return None

    def _carry_out(self, click: Click) -> Done:
        done = self.tracker.command(*click)
        self.refresh()
        self.telling.done(done, self.view)
        return done

    def _try_again(self, click: Click | None, looks: Sequence[Reading]) -> bool:
        """Whether the data file was free for this click, or for a look at it."""
        try:
            self.tracker.refresh()
            if click is None:
                return self._draw()
            self._carry_out(click)
        except LockedError:
            return False
        except TruthTimeError as error:
            self.fault(error)
            return True
        for look in looks:
            self._observe(look)
        return True

    def _observe(self, look: Reading) -> None:
        """Evidence that could not be written yet is found again at the next look."""
        try:
            self.tracker.observe(look)
        except LockedError:
            self._late.look_again()
        except TruthTimeError as error:
            self.fault(error)

    def start_typed(self) -> None:
        """Start what stands in the window's fields."""
        typed = self.windows.task()
        try:
            task = checked_task(typed.description, typed.project, typed.tags)
        except TruthTimeError as error:
            self.fault(error)
            return
        if self.do("start", task) is not None:
            self.windows.clear_task()

    def open_window(self) -> None:
        """Show the panel."""
        self.windows.show_panel()

    def refresh(self) -> None:
        """Draw the present state everywhere it is visible."""
        if not self._draw():
            # Another process has written and still writes: what was last known stays until its news can be read.
            self._late.look_again()

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
        if self.view.problem is not None and self.view.problem != before:
            self.telling.problem(self.view.problem, self.view)
        running = self.tracker.state.state == "running"
        if running != self._tick.isActive():
            self._tick.start() if running else self._tick.stop()
        return True

    def undo(self) -> None:
        """Take back the last action."""
        if self._late.wait:
            self._late.drop_newest()
            self.telling.undone()
            return
        try:
            self.tracker.undo()
        except TruthTimeError as error:
            self.fault(error)
            return
        self.telling.undone()
        self.refresh()

    def quit(self) -> None:
        """Quit as a person asks for it: with a question while a timer runs."""
        if self._windows is not None and not self._windows.may_quit():
            return
        if self.tracker.state.state != "running":
            self.leave()
            return
        choice = self.windows.ask_quit()
        if choice == "cancel" or (choice == "stop" and self.do("stop") is None):
            return
        self.leave()

    def leave(self) -> None:
        """End without a question: the system shuts down, or the person has chosen. The last sign of life is now."""
        self._tick.stop()
        self._store_late_clicks()
        try:
            self.tracker.leave()
        except TruthTimeError as error:
            # The heartbeat of some seconds ago stays valid; the gap will begin there. Leaving must not be held up.
            self.fault(error)
        self.telling.close()
        if self._windows is not None:
            self._windows.close()
        self.quit_wanted.emit()

    def _store_late_clicks(self) -> None:
        """The program ends: now there is time to wait for the data file, and the last chance."""
        if self._late.wait:
            self.tracker.store.wait_at_most(LAST_CHANCE_MS)
            self._late.work()
        self._late.abandon()

    def _connect(self) -> None:
        self.tray.primary.connect(self._on_primary)
        self.tray.secondary.connect(partial(self.do, "toggle-pause"))
        self.tray.double.connect(self._on_double)
        self.tray.menu_about_to_show.connect(self.refresh)
        self.tray.availability_changed.connect(self._on_tray_changed)
        self.telling.undo.connect(self.undo)
        self.actions.undo.triggered.connect(self.undo)
        self.actions.start.triggered.connect(self._on_start)
        for name in ("stop", "pause", "resume"):
            self.actions.by_key[name].triggered.connect(partial(self._on_action, name))
        self.actions.open.triggered.connect(self.open_window)
        self.actions.provide("notes", lambda: self.windows.show_notes())  # noqa: PLW0108 - windows are built late
        self.actions.quit.triggered.connect(self.quit)
        self.actions.switch_to.connect(self._on_switch)

    def _on_primary(self) -> None:
        if self.click_opens:
            self.open_window()
        else:
            self._clicked = self.do("toggle")

    def _on_action(self, command: Command) -> None:
        self.do(command)

    def _on_start(self) -> None:
        if self._windows is not None and self._windows.is_panel_visible():
            self.start_typed()
        else:
            self.do("start")

    def _on_switch(self, recent: RecentTask) -> None:
        self.do("start", Task(recent.description, recent.project, recent.tags))

    def _on_double(self, acted: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if acted and self._clicked is not None:
            self.undo()
        self.open_window()

    def _on_tray_changed(self, available: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if available:
            self.tray.set_state(self.view)
            if self._windows is not None:
                self._windows.hide_compact()
        else:
            self.windows.show_compact()
            self.refresh()

    def _on_tick(self) -> None:
        self._ticks = (self._ticks + 1) % TICKS_A_MINUTE
        if self.record_absence() or not self._ticks:
            self.refresh()

    def record_absence(self) -> bool:
        """Look at the clocks now; whether something was recorded."""
        if self._late.wait:
            return False  # to which timer this time belongs is known when the clicks that wait are stored
        try:
            return self.tracker.tick()
        except LockedError:
            return False  # it stays unseen until the next tick, which records it
        except TruthTimeError as error:
            self.fault(error)
            return False

    def _on_given_up(self, clicks: tuple[Click, ...]) -> None:
        self.telling.not_stored(len(clicks), self.view)

    def fault(self, error: TruthTimeError) -> None:
        """Say what was refused or went wrong, and the next step."""
        if not isinstance(error, RefusedError):
            self.refresh()
        self.telling.fault(error, self.view)
