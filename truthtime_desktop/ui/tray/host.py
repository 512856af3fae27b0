"""Is there a place for a tray icon, and does one come or go while the program runs?

Log-in races are usual on Linux: the program starts before the panel, or GNOME loads its extension late. Qt registers
an icon with a StatusNotifier host only when the icon object is made while a host exists, so somebody has to look.
"""

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

WATCHER_SERVICE = "org.kde.StatusNotifierWatcher"

EARLY_INTERVAL_MS = 5_000
EARLY_LOOKS = 12
"""The first minute after log-in, when panels come up."""

LATER_INTERVAL_MS = 30_000
"""Afterwards: two wake-ups a minute. To ask costs about ten more on a desktop with a session bus, because Qt makes an
icon, a bus watcher and a call for every answer; so it is asked only when nothing else tells."""

ASK_EVERY = 10
"""A host that the bus tells of is asked for at every tenth look, in case the bus did not tell."""

_ICON_WINDOW = "QSystemTrayIconSysWindow"
"""What Qt calls the icon's window inside an XEmbed host; it is gone as soon as the host is (qsystemtrayicon_x11.cpp).
Under another name it would not be found, and the system would be asked at every look."""


def icon_is_held() -> bool:
    """Whether a host holds the icon's window at this moment. Asks nobody: Qt knows."""
    return any(window.objectName() == _ICON_WINDOW and window.isVisible() for window in QGuiApplication.allWindows())


class HostWatch(QObject):
    """Tells when a tray host appears or disappears.

    Args:
        is_available: asks the system; Qt's answer unless a test has its own.
        is_held: whether the icon is seen in a host without asking.
        early_interval_ms: between looks in the first minute.
        later_interval_ms: between looks afterwards.
        uses_bus: whether to listen to the session bus too, where hosts announce themselves at once.

    Attributes:
        changed: emitted with True when a host appeared, False when the last one went.
    """

    changed = Signal(bool)

    def __init__(
        self,
        is_available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        is_held: Callable[[], bool] = icon_is_held,
        *,
        early_interval_ms: int = EARLY_INTERVAL_MS,
        later_interval_ms: int = LATER_INTERVAL_MS,
        uses_bus: bool | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_available = is_available
        self._is_held = is_held
        self._was_held = False
        self._later_interval_ms = later_interval_ms
        self._uses_bus = _has_session_bus() if uses_bus is None else uses_bus
        self._bus_watch: QObject | None = None
        self._looks = 0
        self.available = is_available()
        self._timer = QTimer(self)
        # A host that is there since the start needs no hurry: what comes back after it, Qt itself notices.
        self._timer.setInterval(later_interval_ms if self.available else early_interval_ms)
        self._timer.timeout.connect(self._look_regularly)

    def start(self) -> None:
        """Begins to look. Without a host the bus is listened to at once, else when the icon is not seen in one."""
        if not self.available:
            self._listen()
        self._timer.start()

    def stop(self) -> None:
        """Ends looking."""
        self._timer.stop()

    def look(self) -> None:
        """Asks the system now and tells what changed."""
        available = self._is_available()
        if available != self.available:
            self.available = available
            self.changed.emit(available)

    def _look_regularly(self) -> None:
        self._looks += 1
        if self._looks == EARLY_LOOKS:
            self._timer.setInterval(self._later_interval_ms)
        was_held, self._was_held = self._was_held, self._is_held()
        if self.available and self._was_held:
            return
        was_listening = self._bus_watch is not None
        self._listen()
        if self.available and was_listening and not was_held and self._looks % ASK_EVERY:
            return  # the bus tells at once when this host goes
        self.look()

    def _listen(self) -> None:
        if self._bus_watch is not None or not self._uses_bus:
            return
        from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher

        watch = QDBusServiceWatcher(
            WATCHER_SERVICE,
            QDBusConnection.sessionBus(),
            QDBusServiceWatcher.WatchModeFlag.WatchForOwnerChange,
            self,
        )
        watch.serviceOwnerChanged.connect(self._bus_told)
        self._bus_watch = watch

    def _bus_told(self) -> None:
        # The watcher owns its name before a host has registered with it; half a second later both are there.
        self.look()
        QTimer.singleShot(500, self, self.look)


def _has_session_bus() -> bool:
    """Only Linux desktops have hosts on a bus; without an address, connecting would start a bus of our own."""
    return sys.platform.startswith("linux") and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))
