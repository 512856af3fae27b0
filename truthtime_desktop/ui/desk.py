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
from truthtime_desktop.ui.hands import Hands
from truthtime_desktop.ui.menu import TrayMenu
from truthtime_desktop.ui.notice import Notices
from truthtime_desktop.ui.presenter import Presenter
from truthtime_desktop.ui.pulse import Pulse
from truthtime_desktop.ui.telling import Telling
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray import TrayBackend
from truthtime_desktop.viewstate import Problem, RecentTask, ViewState

if TYPE_CHECKING:
    from truthtime_desktop.ui.windows import Windows

WINDOW_TICK_MS = 30_000
"""While the window is visible its minutes are brought up to date twice a minute."""


class Desk(QObject):
    """The controller of the tray program. Knows no SQL and no clock: it asks the tracker.

    Args:
        tracker: recovered and ready.
        tray: the icon, already visible.
        actions: the table of commands.
        theme: colours.
        make_windows: builds the windows when the first one is needed; launch and memory do without them.
        presenter: says faults; it may hold some from before.

    Attributes:
        click_opens: a left click opens the window instead of starting and stopping (a setting).
        pulse: looks at the clocks while a timer runs.
        telling: says what happened.
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
        presenter: Presenter | None = None,
    ) -> None:
        super().__init__()
        self.tracker = tracker
        self.click_opens = False
        self._clicked: Done | None = None
        self.actions = actions
        self._tray = tray
        self._menu = TrayMenu(actions, self)
        self.telling = Telling(Notices(tray, theme), actions, presenter)
        self._make_windows = make_windows
        self._windows: Windows | None = None
        self._hands = Hands(tracker, self._draw, self)
        self.pulse = Pulse(self._hands.look, self)
        self.view = ViewState("stopped")
        self._connect()

    def begin(self) -> None:
        """Show what the store says, and a window where there is no tray."""
        self._tray.set_menu(self._menu.menu)
        self.refresh()
        if not self._tray.available():
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
        return self._hands.do(command, task)

    def adopt(self, tracker: Tracker) -> None:
        """Go on with another tracker: the data file was replaced, or is about to be."""
        self.tracker = tracker
        self._hands.adopt(tracker)
        self._clicked = None
        self.telling.undone()
        self.refresh()

    def start_typed(self) -> None:
        """Start what stands in the window's fields."""
        description, project = self.windows.task()
        try:
            task = checked_task(description, project, ())
        except TruthTimeError as error:
            self._fault(error)
        else:
            if self.do("start", task) is not None:
                self.windows.clear_task()

    def open_window(self) -> None:
        """Bring the window to the front."""
        self.windows.show_main()
        self.refresh()

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
            self._hands.look_again()

    def _draw(self) -> bool:
        """The same; False when the data file is held and its news cannot be read yet."""
        seen = _seen(self.tracker, self.view)
        if seen is None:
            return False
        before, self.view = self.view.problem, seen
        self._tray.set_state(self.view)
        self._menu.set_state(self.view)
        if self._windows is not None:
            self._windows.set_state(self.view)
        if self.view.problem != before:
            self.telling.problem(self.view.problem, self.view)
        self.pulse.beat(running=self.tracker.state.state == "running")
        return True

    def undo(self) -> None:
        """Take back the last action."""
        if self._hands.undo():
            self.telling.undone()
            self.refresh()

    def quit(self) -> None:
        """Quit as a person asks for it: with a question while a timer runs."""
        if self.tracker.state.state != "running":
            self.leave()
            return
        choice = self.windows.ask_quit()
        if choice == "cancel" or (choice == "stop" and self.do("stop") is None and not self._hands.wait):
            return
        self.leave()

    def leave(self) -> None:
        """End without a question: the system shuts down, or the person has chosen. The last sign of life is now."""
        self.pulse.beat(running=False)
        self._hands.finish()
        try:
            self.tracker.leave()
        except TruthTimeError as error:
            # The heartbeat of some seconds ago stays valid; the gap will begin there. Leaving must not be held up.
            self._fault(error)
        self.telling.close()
        if self._windows is not None:
            self._windows.close()
        self.quit_wanted.emit()

    def _connect(self) -> None:
        self._tray.primary.connect(self._on_primary)
        self._tray.secondary.connect(partial(self.do, "toggle-pause"))
        self._tray.double.connect(self._on_double)
        self._tray.menu_about_to_show.connect(self.refresh)
        self._tray.availability_changed.connect(self._on_tray_changed)
        self.pulse.news.connect(self.refresh)
        self._hands.done.connect(self._on_done)
        self._hands.failed.connect(self._fault)
        self._hands.waiting.connect(lambda: self.telling.waiting(self.view))
        self._hands.given_up.connect(lambda clicks: self.telling.not_stored(clicks, self.view))
        self.telling.undo.connect(self.undo)
        self.actions.undo.triggered.connect(self.undo)
        self.actions.start.triggered.connect(self._on_start)
        for name in ("stop", "pause", "resume"):
            self.actions.by_key[name].triggered.connect(lambda _checked=False, name=name: self.do(name))
        self.actions.open.triggered.connect(self.open_window)
        self.actions.quit.triggered.connect(self.quit)
        self.actions.switch_to.connect(lambda recent: self.do("start", _task_of(recent)))

    def _on_primary(self) -> None:
        if self.click_opens:
            self.open_window()
        else:
            self._clicked = self.do("toggle")

    def _on_start(self) -> None:
        if self._windows is not None and self._windows.is_main_visible():
            self.start_typed()
        else:
            self.do("start")

    def _on_double(self, acted: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if acted and self._clicked is not None:
            self.undo()
        self.open_window()

    def _on_tray_changed(self, available: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if available:
            self._tray.set_state(self.view)
            if self._windows is not None:
                self._windows.hide_compact()
        else:
            self.windows.show_compact()
            self.refresh()

    def _on_done(self, done: Done) -> None:
        self.refresh()
        self.telling.done(done, self.view)

    def _fault(self, error: TruthTimeError) -> None:
        if not isinstance(error, RefusedError):
            self.refresh()
        self.telling.fault(error, self.view)


def _seen(tracker: Tracker, last: ViewState) -> ViewState | None:
    """What there is to see now; None when the data file is held and its news cannot be read yet.

    Args:
        last: what was last known stays visible, with the fault beside it.
    """
    try:
        return view_of(tracker)
    except LockedError:
        return None
    except TruthTimeError as error:
        return replace(last, problem=Problem(error.title, error.hint))


def _task_of(recent: RecentTask) -> Task:
    return Task(recent.description, recent.project, recent.tags)
