"""A desktop's portal for tests: ``python portal.py [--declines] [--old]``. It answers like xdg-desktop-portal.

It asks for a name first, as xdg-desktop-portal 1.21 does (``--old``: has no registry of names, like 1.18), and prints
each call as a line of JSON. ``Press`` and ``Rename`` of the interface ``com.truthtime.Person`` are a person's hands.
"""

import asyncio
import json
import sys
from typing import Annotated, Any

from dbus_fast import DBusError, Message, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusDict, DBusObjectPath, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.message_bus import BaseMessageBus
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property

PLACE = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
TRIGGER = "Ctrl+Alt+P"

Options = DBusDict
Wishes = Annotated[list[tuple[str, dict[str, Variant]]], DBusSignature("a(sa{sv})")]


def told(call: str, *facts: object) -> None:
    print(json.dumps([call, *facts]), flush=True)


class Registry(ServiceInterface):
    """Who the callers are."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.host.portal.Registry")
        self.app_id = ""

    @dbus_method()
    def Register(self, app_id: DBusStr, options: Options) -> None:
        told("Register", app_id, options)
        self.app_id = app_id


class Session(ServiceInterface):
    """What a program has been given."""

    def __init__(self) -> None:
        super().__init__("org.freedesktop.portal.Session")

    @dbus_method()
    def Close(self) -> None:
        told("Close")


class Shortcuts(ServiceInterface):
    """The portal itself."""

    def __init__(self, bus: BaseMessageBus, registry: Registry) -> None:
        super().__init__(SHORTCUTS)
        self._bus = bus
        self._registry = registry
        self._sender = ""
        self.session = ""
        bus.add_message_handler(self._note_sender)

    def _note_sender(self, message: Message) -> None:
        if message.interface == SHORTCUTS:
            self._sender = str(message.sender)

    @dbus_property(access=PropertyAccess.READ)
    def version(self) -> DBusUInt32:
        return 1 if "--old" in sys.argv else 2

    @dbus_method()
    def CreateSession(self, options: Options) -> DBusObjectPath:
        told("CreateSession")
        if "--old" not in sys.argv and not self._registry.app_id:
            raise DBusError("org.freedesktop.portal.Error.NotAllowed", "An app id is required")
        self.session = f"{PLACE}/session/{self._caller()}/{options['session_handle_token'].value}"
        self._bus.export(self.session, Session())
        return self._respond(options, {"session_handle": Variant("s", self.session)}, 0)

    @dbus_method()
    def BindShortcuts(
        self, session: DBusObjectPath, shortcuts: Wishes, parent: DBusStr, options: Options
    ) -> DBusObjectPath:
        plain = {name: {key: value.value for key, value in facts.items()} for name, facts in shortcuts}
        told("BindShortcuts", session == self.session, plain, parent)
        given = [[name, {**facts, "trigger_description": Variant("s", TRIGGER)}] for name, facts in shortcuts[:1]]
        declines = "--declines" in sys.argv
        return self._respond(options, {} if declines else {"shortcuts": Variant("a(sa{sv})", given)}, int(declines))

    @dbus_method()
    def ConfigureShortcuts(self, session: DBusObjectPath, parent: DBusStr, options: Options) -> None:
        told("ConfigureShortcuts", session == self.session, parent, options)

    def _caller(self) -> str:
        return self._sender.lstrip(":").replace(".", "_")

    def _respond(self, options: dict[str, Variant], results: dict[str, Variant], code: int) -> str:
        place = f"{PLACE}/request/{self._caller()}/{options['handle_token'].value}"
        response = Message.new_signal(place, "org.freedesktop.portal.Request", "Response", "ua{sv}", [code, results])
        # Right after the call's own answer, which is sent when this method returns.
        asyncio.get_running_loop().call_soon(self._bus.send, response)
        return place


class Person(ServiceInterface):
    """Somebody at the keyboard."""

    def __init__(self, bus: BaseMessageBus, shortcuts: Shortcuts) -> None:
        super().__init__("com.truthtime.Person")
        self._bus = bus
        self._shortcuts = shortcuts

    @dbus_method()
    def Press(self, action: DBusStr) -> None:
        self._signal("Activated", "osta{sv}", [self._shortcuts.session, action, 12345, {}])

    @dbus_method()
    def Rename(self, trigger: DBusStr) -> None:
        named = [["toggle-pause", {"trigger_description": Variant("s", trigger)}]]
        self._signal("ShortcutsChanged", "oa(sa{sv})", [self._shortcuts.session, named])

    @dbus_method()
    def End(self) -> None:
        closed = Message.new_signal(self._shortcuts.session, "org.freedesktop.portal.Session", "Closed", "", [])
        self._bus.send(closed)

    def _signal(self, name: str, signature: str, body: list[Any]) -> None:
        self._bus.send(Message.new_signal(PLACE, SHORTCUTS, name, signature, body))


async def serve() -> None:
    bus = await MessageBus().connect()
    registry = Registry()
    shortcuts = Shortcuts(bus, registry)
    if "--old" not in sys.argv:
        bus.export(PLACE, registry)
    bus.export(PLACE, shortcuts)
    bus.export(PLACE, Person(bus, shortcuts))
    await bus.request_name("org.freedesktop.portal.Desktop")
    told("ready")
    await bus.wait_for_disconnect()


if __name__ == "__main__":
    asyncio.run(serve())
