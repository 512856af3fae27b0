"""Clicks that came while another program held the data file: kept, and carried out as of the moment they were made.

The tray never waits for a lock with its hands: a click that cannot be stored at once is tried again a few times a
second, in order, until it is stored or a minute has passed. Nothing is shown as recorded before.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from truthtime_core.clock import Reading
from truthtime_core.timer import Command, Task

AT_ONCE_MS = 100
"""How long the tray's own hands may wait for the lock: longer than any commit, too short to be felt."""

RETRY_EVERY_MS = 200
TRIES = 300
"""A minute. Whoever writes for longer is stuck, and the person is told that the click was not stored."""


class Click(NamedTuple):
    """A command with the clocks of the moment at which it was given."""

    command: Command
    task: Task | None
    moment: Reading


class LateClicks(QObject):
    """The waiting line.

    Args:
        read: the clocks now.
        try_again: stores the oldest click (None: only looks again) and returns whether the file was free. It is given
            what the clocks showed between that click and the next one, since the time in between was watched too.
        give_up: tells the person that these clicks were not stored.
    """

    def __init__(
        self,
        read: Callable[[], Reading],
        try_again: Callable[[Click | None, Sequence[Reading]], bool],
        give_up: Callable[[tuple[Click, ...]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._try_again = try_again
        self._looks: list[Reading] = []
        self._give_up = give_up
        self._clicks: deque[Click] = deque()
        self._left = TRIES
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_EVERY_MS)
        self._timer.timeout.connect(self.work)

    @property
    def wait(self) -> bool:
        """Whether a click waits, so that later ones must stand behind it."""
        return bool(self._clicks)

    def keep(self, click: Click) -> None:
        """Stand at the end of the line."""
        self._clicks.append(click)
        self.look_again()

    def drop_newest(self) -> None:
        """The person takes the last click back."""
        self._clicks.pop()

    def look_again(self) -> None:
        """The file was not free: try soon."""
        if not self._timer.isActive():
            self._left = TRIES
            self._timer.start()

    def work(self) -> None:
        """Carry out what can be; stop the timer when nothing waits any more."""
        if self._clicks:
            self._looks.append(self._read())
        while self._try_again(self._clicks[0] if self._clicks else None, self._looks_after_the_first()):
            if not self._clicks:
                self._timer.stop()
                self._looks.clear()
                return
            self._clicks.popleft()
        self._left -= 1
        if self._left <= 0:
            self.abandon()

    def abandon(self) -> None:
        """No further tries; what still waits was not stored, and that is said."""
        self._timer.stop()
        lost = tuple(self._clicks)
        self._clicks.clear()
        self._looks.clear()
        if lost:
            self._give_up(lost)

    def _looks_after_the_first(self) -> list[Reading]:
        if not self._clicks:
            return []
        since_ms = self._clicks[0].moment.elapsed_ms
        until_ms = self._clicks[1].moment.elapsed_ms if len(self._clicks) > 1 else self._looks[-1].elapsed_ms
        return [look for look in self._looks if since_ms < look.elapsed_ms <= until_ms]
