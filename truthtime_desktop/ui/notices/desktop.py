"""Notices through the desktop, with a button to undo: for where our own card cannot be placed beside the icon."""

from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from truthtime_desktop.system.notifications import NotificationBus, Said
from truthtime_desktop.tracking import UNDO_WITHIN_MS
from truthtime_desktop.ui.notices.buttons import button_of
from truthtime_desktop.viewstate import Notice

ANSWERS_WITHIN_MS = 1_000
"""A service that is started for our sake may take long; the person has clicked now."""

SHOWN_MS = 4_000


class DesktopNotices(QObject):
    """Shows notices one after the other in the same place.

    Args:
        fall_back: shows a notice some other way, when the desktop's service does not answer.
        make_bus: a connection; tests have a bus of their own.

    Attributes:
        undo: the button of the present notification was pressed.
        stepped: the same, of a notice with a next step (its key).
    """

    undo = Signal()
    stepped = Signal(str)

    def __init__(
        self, fall_back: Callable[[Notice], None], make_bus: Callable[[], NotificationBus] = NotificationBus
    ) -> None:
        super().__init__()
        self._fall_back = fall_back
        self._make_bus = make_bus
        self._bus: NotificationBus | None = None
        self._notifier: QSocketNotifier | None = None
        self._is_ready = False
        self._sent: deque[Notice] = deque()
        self._held: deque[Notice] = deque()
        self._number = 0
        self._offered: Notice | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(ANSWERS_WITHIN_MS)
        self._patience.timeout.connect(self._give_up)

    def say(self, notice: Notice) -> None:
        """Show a notice in the place of the one before."""
        if self._bus is None and not self._connect():
            self._fall_back(notice)
            return
        self._held.append(notice)
        self._patience.start()
        if self._is_ready:
            self._send()

    def take_back(self) -> None:
        """What was said is no longer so."""
        self._offered = None
        if self._bus is not None and self._number:
            self._careful(lambda bus: bus.close_notification(self._number))
            self._number = 0

    def close(self) -> None:
        """Say nothing more, when the program ends."""
        self.take_back()
        self._drop()

    def _connect(self) -> bool:
        try:
            self._bus = self._make_bus()
        except OSError:
            return False
        self._notifier = QSocketNotifier(self._bus.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        return True

    def _send(self) -> None:
        while self._held and self._bus is not None:
            notice = self._held.popleft()
            button = button_of(notice)
            self._offered = notice if button else None
            self._sent.append(notice)
            expires_ms = UNDO_WITHIN_MS if notice.undo else SHOWN_MS
            self._careful(partial(self._show, notice, button, expires_ms))

    def _show(self, notice: Notice, button: str, expires_ms: int, bus: NotificationBus) -> None:
        bus.show(notice.title, notice.body, button=button, replaces=self._number, expires_ms=expires_ms)

    def _read(self) -> None:
        if self._bus is None:
            return
        try:
            said = self._bus.read()
        except OSError:
            self._drop()
            self._give_up()
            return
        for one in said:
            self._hear(one)

    def _hear(self, said: Said) -> None:
        if said.what == "ready":
            self._is_ready = True
            self._send()
        elif said.what == "shown":
            self._number = said.number
            # The answer to the oldest: one that was sent since may still be refused, and is then said another way.
            if self._sent:
                self._sent.popleft()
            if not self._sent:
                self._patience.stop()
        elif said.what == "refused":
            self._give_up()
        elif said.number == self._number:
            self._number = 0 if said.what == "closed" else self._number
            if said.what == "invoked" and self._offered is not None:
                self._press(self._offered)

    def _press(self, offered: Notice) -> None:
        """The button was pressed. Once is enough."""
        self._offered = None
        if offered.step is None:
            self.undo.emit()
        else:
            self.stepped.emit(offered.step)

    def _careful(self, what: Callable[[NotificationBus], None]) -> None:
        """Do it, unless the bus has gone."""
        if self._bus is None:
            return
        try:
            what(self._bus)
        except OSError:
            self._drop()
            self._give_up()

    def _give_up(self) -> None:
        """The service does not answer: what it was to say is said another way."""
        self._patience.stop()
        unsaid = (*self._sent, *self._held)
        self._sent.clear()
        self._held.clear()
        for notice in unsaid[-1:]:
            self._fall_back(notice)

    def _drop(self) -> None:
        self._patience.stop()
        self._is_ready = False
        self._number = 0
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._bus is not None:
            self._bus.close()
            self._bus = None
