"""A window that nobody has opened again for a while is taken down, and its memory given back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from truthtime_desktop.arguments import parser
from truthtime_desktop.system.memory import give_back
from truthtime_desktop.ui import glyphs

TAKE_DOWN_AFTER_MS = 10_000
"""Who looks again within seconds finds the window as it was. Building it takes a twentieth of a second."""

GIVE_BACK_AFTER_MS = 200
"""Qt deletes what was taken down when it next has nothing else to do."""


class AfterUse(QObject):
    """The wait and what follows.

    Args:
        take_down: deletes the window if it may go; False when it must stay.
        after_ms: how long it stays after its last use.
    """

    def __init__(
        self, take_down: Callable[[], bool], after_ms: int = TAKE_DOWN_AFTER_MS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._take_down = take_down
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(after_ms)
        self._wait.timeout.connect(self._on_waited)

    def begin(self) -> None:
        """Nobody looks any more."""
        self._wait.start()

    def stop(self) -> None:
        """It is used again, or gone."""
        self._wait.stop()

    def _on_waited(self) -> None:
        if self._take_down():
            glyphs.forget()
            parser.cache_clear()  # the next command builds it again, in some milliseconds
            QTimer.singleShot(GIVE_BACK_AFTER_MS, self, give_back)
