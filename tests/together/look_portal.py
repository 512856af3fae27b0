"""A desktop's portal for tests: ``python look_portal.py SCHEME CONTRAST``. It tells what the person prefers.

`Choose` of the interface ``com.truthtime.Person`` is the person's hand in the settings of the desktop.
"""

import asyncio
import sys

from dbus_fast import DBusError, Message, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusStr, DBusUInt32, DBusVariant
from dbus_fast.message_bus import BaseMessageBus
from dbus_fast.service import ServiceInterface, dbus_method

PLACE = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
NAMESPACE = "org.freedesktop.appearance"


class Settings(ServiceInterface):
    """The portal itself; like version 1 it wraps a value twice."""

    def __init__(self, values: dict[str, int]) -> None:
        super().__init__(SETTINGS)
        self.values = values

    @dbus_method()
    def Read(self, namespace: DBusStr, key: DBusStr) -> DBusVariant:  # noqa: N802 - the portal's name
        if namespace != NAMESPACE or key not in self.values:
            raise DBusError("org.freedesktop.portal.Error.NotFound", "Requested setting not found")
        return Variant("v", Variant("u", self.values[key]))


class Person(ServiceInterface):
    """Somebody in the desktop's settings."""

    def __init__(self, bus: BaseMessageBus, settings: Settings) -> None:
        super().__init__("com.truthtime.Person")
        self._bus = bus
        self._settings = settings

    @dbus_method()
    def Choose(self, key: DBusStr, value: DBusUInt32) -> None:  # noqa: N802 - as the portal's
        self._settings.values[key] = value
        body = [NAMESPACE, key, Variant("u", value)]
        self._bus.send(Message.new_signal(PLACE, SETTINGS, "SettingChanged", "ssv", body))


async def serve() -> None:
    bus = await MessageBus().connect()
    settings = Settings({"color-scheme": int(sys.argv[1]), "contrast": int(sys.argv[2])})
    bus.export(PLACE, settings)
    bus.export(PLACE, Person(bus, settings))
    await bus.request_name("org.freedesktop.portal.Desktop")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(serve())
