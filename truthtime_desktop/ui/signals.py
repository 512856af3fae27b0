"""SIGTERM and SIGINT end the program in an orderly way, from inside Qt's event loop."""

import signal
import socket
import sys

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class TerminationWatch(QObject):
    """Turns the operating system's request to end into a Qt signal.

    Python runs its handlers only between byte codes, and Qt's loop may sleep for hours; the wake-up socket wakes it.

    Attributes:
        asked: the process shall end.
    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here, self._there = socket.socketpair()
        for end in (self._here, self._there):
            end.settimeout(0)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._before = signal.set_wakeup_fd(self._there.fileno())
        self._handlers = {number: signal.signal(number, _noted) for number in _numbers()}

    def close(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._here.close()
        self._there.close()

    def _wake(self) -> None:
        if self._here.recv(64):
            self.asked.emit()


def _numbers() -> tuple[signal.Signals, ...]:
    if sys.platform == "win32":
        return (signal.SIGTERM, signal.SIGINT)
    return (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _noted(number: int, frame: object) -> None:
    """Python must have a handler, or the signal kills; the wake-up socket carries the news."""
