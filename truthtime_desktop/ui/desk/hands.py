"""The hands of the tray program: timer commands carried out over one tracker, without ever waiting for a lock."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from truthtime_core.clock import Reading
from truthtime_core.errors import TruthTimeError
from truthtime_core.timer import Command, Task
from truthtime_desktop.store import LockedError
from truthtime_desktop.tracking import Done, Tracker
from truthtime_desktop.ui.desk.late import AT_ONCE_MS, Click, LateClicks

LAST_CHANCE_MS = 5_000
"""How long the end of the program may wait for the data file when clicks are not stored yet."""


class Hands(QObject):
    """Carries out commands. One that cannot be stored at once stands in line, and later ones behind it.

    Args:
        tracker: recovered and ready.
        draw: shows the present state, and says False when the data file is held and its news cannot be read yet.

    Attributes:
        taken: how many commands were recorded or stand in line; it tells whether one came in between.
        done: a command was recorded, now or after waiting (`Done`).
        failed: it was refused or could not be stored (`TruthTimeError`).
        waiting: it could not be stored at once and is kept.
        given_up: so many commands waited in vain and were not stored.
    """

    done = Signal(object)
    failed = Signal(object)
    waiting = Signal()
    given_up = Signal(int)

    def __init__(self, tracker: Tracker, draw: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.taken = 0
        self._tracker = tracker
        self._draw = draw
        self._late = LateClicks(self._read, self._try_again, self._on_given_up, self)
        tracker.store.wait_at_most(AT_ONCE_MS)

    def adopt(self, tracker: Tracker) -> None:
        """Go on with another tracker."""
        self._tracker = tracker

    @property
    def wait(self) -> bool:
        """Whether a command stands in line."""
        return self._late.wait

    def do(self, command: Command, task: Task | None = None) -> Done | None:
        """Carry out a command. None when it was refused, or is not stored (yet)."""
        try:
            click = Click(command, task, self._tracker.read())
        except TruthTimeError as error:
            self.failed.emit(error)
            return None
        try:
            if not self._late.wait:
                done = self._carry_out(click)
                self.taken += 1
                return done
        except LockedError:
            self.waiting.emit()
        except TruthTimeError as error:
            self.failed.emit(error)
            return None
        self.taken += 1
        self._late.keep(click)
        return None

    def undo(self) -> bool:
        """Take back the last command, or the newest one that waits. Returns whether there was one to take back."""
        if self._late.wait:
            self._late.drop_newest()
            return True
        try:
            self._tracker.undo()
        except TruthTimeError as error:
            self.failed.emit(error)
            return False
        return True

    def look(self) -> bool:
        """Look at the clocks now; whether something was recorded."""
        if self._late.wait:
            return False  # to which timer this time belongs is known when the clicks that wait are stored
        try:
            return self._tracker.tick()
        except LockedError:
            return False  # it stays unseen until the next tick, which records it
        except TruthTimeError as error:
            self.failed.emit(error)
            return False

    def look_again(self) -> None:
        """The data file was held: draw again soon."""
        self._late.look_again()

    def finish(self) -> None:
        """The program ends: now there is time to wait for the data file, and the last chance, for notes as well."""
        try:
            self._tracker.store.wait_at_most(LAST_CHANCE_MS)
        except TruthTimeError as error:
            self.failed.emit(error)
        if self._late.wait:
            self._late.work()
        self._late.abandon()

    def _read(self) -> Reading:
        return self._tracker.read()

    def _carry_out(self, click: Click) -> Done:
        done = self._tracker.command(*click)
        self.done.emit(done)
        return done

    def _try_again(self, click: Click | None, looks: Sequence[Reading]) -> bool:
        """Whether the data file was free for this click, or for a look at it."""
        try:
            self._tracker.refresh()
            if click is None:
                return self._draw()
            self._carry_out(click)
        except LockedError:
            return False
        except TruthTimeError as error:
            self.failed.emit(error)
            return True
        for look in looks:
            self._observe(look)
        return True

    def _observe(self, look: Reading) -> None:
        """Evidence that could not be written yet is found again at the next look."""
        try:
            self._tracker.observe(look)
        except LockedError:
            self._late.look_again()
        except TruthTimeError as error:
            self.failed.emit(error)

    def _on_given_up(self, clicks: tuple[Click, ...]) -> None:
        self.given_up.emit(len(clicks))
