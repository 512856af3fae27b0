"""Commands of the command line, carried out by the running copy and seen on its screen at once."""

from PySide6.QtCore import QTimer

from truthtime_desktop.commands import TIMER_COMMANDS, answer
from truthtime_desktop.store import LockedError
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.wire import Answer, Request

RELOAD = ("reload",)
"""Another process has imported events; no command of a person."""

UNDOABLE = TIMER_COMMANDS | {"undo"}


class Remote:
    """Answers requests over one desk.

    Args:
        desk: the controller.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._windows = {"open": desk.open_window, "quit": self._quit_later}

    def carry_out(self, request: Request) -> Answer:
        """The answer to one request; never raises for what a person can do wrong.

        Raises:
            LockedError: another process holds the data file, or clicks made before wait for it; worth trying again.
        """
        desk = self._desk
        if request.argv == RELOAD:
            desk.tracker.refresh()
            desk.refresh()
            return Answer(0, "", "")
        if desk.hands.wait and request.argv[:1] and request.argv[0] in UNDOABLE:
            # Clicks made before it wait for the data file; what is asked for later comes later.
            raise LockedError("Another program is writing to TruthTime's data.", "Try again in a moment.")
        desk.pulse.look()
        before = desk.tracker.state
        result = answer(request.argv, request.stdin, desk.tracker, self._windows)
        if result.exit_code == 0 and request.argv[0] in UNDOABLE:
            # A notice still on the screen offers to undo what is no longer the last command.
            desk.telling.undone()
            desk.gestures.forget()
        if request.argv[:1] != ("status",) or desk.tracker.state != before:
            desk.refresh()
        return result

    def _quit_later(self) -> None:
        """After the answer has been sent."""
        QTimer.singleShot(0, self._desk.leave)
