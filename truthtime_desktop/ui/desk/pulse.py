"""The regular look at the clocks while a timer runs, and nothing at all while none does."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from truthtime_desktop.watch import TICK_S

TICKS_A_MINUTE = 60 // TICK_S
"""The tooltip names minutes; it is brought up to date once in each."""


class Pulse(QObject):
    """Beats while a timer runs.

    Args:
        look: looks at the clocks and says whether something was recorded.

    Attributes:
        look: the same.
        news: something was recorded, or a minute has passed.
    """

    news = Signal()

    def __init__(self, look: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_S * 1_000)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.tick)

    @property
    def beats(self) -> bool:
        """Whether it does."""
        return self._timer.isActive()

    def beat(self, *, running: bool) -> None:
        """Beat exactly while a timer runs."""
        if running != self.beats:
            self._timer.start() if running else self._timer.stop()

    def tick(self) -> None:
        """One beat."""
        self._ticks = (self._ticks + 1) % TICKS_A_MINUTE
        if self.look() or not self._ticks:
            self.news.emit()
