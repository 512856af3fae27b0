"""What the desktop's portal says of colours and contrast, where Qt has not learnt it (a bare window manager).

The XDG portal's Settings interface, namespace ``org.freedesktop.appearance``: ``color-scheme`` is 1 for dark, 2 for
light and 0 for no preference; ``contrast`` is 1 for higher. Asked without waiting, after the icon is drawn; a desktop
without a portal answers nothing, and nothing changes.
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import SLOT, QObject, Slot

from truthtime_desktop.ui.theme import SCHEME_VARIABLE, Theme, desktop_is_silent
from truthtime_desktop.viewstate import Scheme

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

SERVICE = "org.freedesktop.portal.Desktop"
PLACE = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Settings"
NAMESPACE = "org.freedesktop.appearance"
KEYS = ("color-scheme", "contrast")

_SCHEMES: dict[int, Scheme] = {1: "dark", 2: "light"}


class PortalLook(QObject):
    """Asks the portal once and listens for changes.

    Args:
        theme: is told.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values = dict.fromkeys(KEYS, 0)

    def begin(self) -> None:
        """Ask, where there is a bus to ask on and something to learn."""
        has_bus = sys.platform.startswith("linux") and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))
        if not has_bus or os.environ.get(SCHEME_VARIABLE) or not desktop_is_silent():
            return
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        slot = SLOT("hear_change(QDBusMessage)")
        bus.connect(SERVICE, PLACE, INTERFACE, "SettingChanged", self, slot)  # type: ignore[call-overload]  # str works
        for key in KEYS:
            call = QDBusMessage.createMethodCall(SERVICE, PLACE, INTERFACE, "Read")
            call.setArguments([NAMESPACE, key])
            # Children of this object, so that they live until they are answered.
            watcher = QDBusPendingCallWatcher(bus.asyncCall(call), self)
            watcher.setObjectName(key)
            watcher.finished.connect(self._on_answer)

    def _on_answer(self, watcher: "QDBusPendingCallWatcher") -> None:
        arguments = watcher.reply().arguments()
        if not watcher.isError() and arguments:
            self._take(watcher.objectName(), arguments[0])
        watcher.deleteLater()

    @Slot("QDBusMessage")
    def hear_change(self, message: "QDBusMessage") -> None:
        """The person has chosen something else: namespace, key, value."""
        namespace, key, value = message.arguments()
        if namespace == NAMESPACE and key in self._values:
            self._take(key, value)

    def _take(self, key: str, value: object) -> None:
        number = _bare(value)
        if isinstance(number, int) and number != self._values[key]:
            self._values[key] = number
            scheme = _SCHEMES.get(self._values["color-scheme"])
            self._theme.hear(scheme, high_contrast=self._values["contrast"] == 1)


def _bare(value: object) -> object:
    """A value without the variants around it: `Read` of the first version wraps it twice."""
    while hasattr(value, "variant"):
        value = value.variant()
    return value
