"""The one clock of visible windows: a tick when the shown second ends, or the minute when no seconds are shown.

Totals come from timestamps, never from counting ticks. Nothing ticks while nobody looks.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from truthtime_core.clock import Reading
from truthtime_core.errors import TruthTimeError
from truthtime_desktop.viewstate import ViewState, advanced

MS_PER_SECOND = 1_000
MS_PER_MINUTE = 60_000
MISSED_MS = 5_000
"""A tick that comes so much too late was not late: the computer slept or the process stood still."""


class Seconds(QObject):
    """Keeps a view moving between two readings of the store.

    Args:
        read: the clocks.
        show: draws a view.
        read_anew: looks for sleep and absence and reads the store; it ends in `begin` with another view.
    """

    def __init__(
        self,
        read: Callable[[], Reading],
        show: Callable[[ViewState], None],
        read_anew: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._show = show
        self._read_anew = read_anew
        self._view = ViewState("stopped")
        self._base: Reading | None = None
        self._due_ms = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)

    def is_ticking(self) -> bool:
        """Whether somebody looks."""
        return self._timer.isActive()

    def begin(self, view: ViewState) -> None:
        """Goes on from a view that was just read. Stands still while the clocks cannot be read."""
        self._view = view
        try:
            self._base = self._read()
        except TruthTimeError:
            self.stop()  # the view says what is the matter; the next one sets it going again
            return
        self._arm(view, self._base)

    def stop(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()
        self._base = None

    def _on_tick(self) -> None:
        base = self._base
        if base is None:
            return
        try:
            now = self._read()
        except TruthTimeError:
            self.stop()
            self._read_anew()  # which shows the fault
            return
        by_ms = now.elapsed_ms - base.elapsed_ms
        if now.boot != base.boot or by_ms < 0 or now.elapsed_ms - self._due_ms > MISSED_MS:
            self._read_anew()
            return
        view = advanced(self._view, by_ms)
        self._show(view)
        self._arm(view, now)

    def _arm(self, view: ViewState, now: Reading) -> None:
        """The next moment at which something on the screen is another."""
        if view.state == "running":
            wait_ms = MS_PER_SECOND - view.today_worked_ms % MS_PER_SECOND
        else:
            wait_ms = MS_PER_MINUTE - view.now_ms % MS_PER_MINUTE
        self._due_ms = now.elapsed_ms + wait_ms
        self._timer.start(wait_ms)
