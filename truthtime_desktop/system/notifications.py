"""Notifications of Linux desktops with a button (Desktop Notifications Specification 1.2), over the session bus.

Qt's own tray messages have no buttons, and QtDBus cannot send the call: it writes whole numbers as ``i`` where the
service wants ``u``. jeepney is pure Python and needs no thread: the caller watches `fileno` and calls `read`.
"""

import html
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
UNDO = "undo"
EXPIRED_HINTS: Mapping[str, tuple[str, Any]] = {
    # Not kept in the list of missed messages: it speaks of something that can be taken back for some seconds only.
    "transient": ("b", True),
    "desktop-entry": ("s", "com.truthtime.TruthTime"),
}


class Said(NamedTuple):
    """What came from the bus.

    Attributes:
        what: ``ready``: the service is there, and `actions` tells whether it shows buttons; ``shown``: the notification
            has its number; ``refused``: no service, or it does not take this; ``invoked``: its button was pressed;
            ``closed``: it went.
        number: of the notification, 0 when it has none.
    """

    what: Literal["ready", "shown", "refused", "invoked", "closed"]
    number: int = 0


class NotificationBus:
    """A connection of our own to the session bus.

    Attributes:
        actions: whether the service shows buttons; known after ``ready``.

    Raises:
        OSError: there is no bus, or it does not answer.
    """

    def __init__(self) -> None:
        import jeepney
        from jeepney.io.blocking import open_dbus_connection

        self._jeepney = jeepney
        try:
            self._connection: Any = open_dbus_connection("SESSION")
        except (KeyError, ValueError) as error:
            # No address in the environment, or one that jeepney does not understand.
            raise ConnectionError("There is no session bus.") from error
        self._address = jeepney.DBusAddress(PATH, SERVICE, SERVICE)
        self._markup = False
        self.actions = False
        self._asked: dict[int, Literal["capabilities", "notify"]] = {}
        rule = jeepney.MatchRule(type="signal", interface=SERVICE, path=PATH)
        self._send(jeepney.message_bus.AddMatch(rule))
        self._call("capabilities", "GetCapabilities")

    def fileno(self) -> int:
        """To be watched for reading."""
        number: int = self._connection.sock.fileno()
        return number

    def show(self, title: str, body: str, *, button: str, replaces: int, expires_ms: int) -> None:
        """Ask for a notification; whether it is shown comes with `read`.

        Args:
            button: its text; empty for none.
            replaces: number of the notification in whose place it stands, 0 for none.
            expires_ms: when it goes by itself.
        """
        actions = [UNDO, button] if button and self.actions else []
        text = html.escape(body, quote=False) if self._markup else body
        arguments = ("TruthTime", replaces, "com.truthtime.TruthTime", title, text, actions, EXPIRED_HINTS, expires_ms)
        self._call("notify", "Notify", "susssasa{sv}i", arguments)

    def close_notification(self, number: int) -> None:
        """Take it down."""
        self._send(self._jeepney.new_method_call(self._address, "CloseNotification", "u", (number,)))

    def read(self) -> list[Said]:
        """What has come since the last call. Does not wait.

        Raises:
            OSError: the bus has gone.
        """
        found: list[Said] = []
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return found
            except EOFError as error:
                raise ConnectionResetError("The session bus has gone.") from error
            said = self._understood(message)
            if said is not None:
                found.append(said)

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def _call(
        self,
        what: Literal["capabilities", "notify"],
        method: str,
        signature: str | None = None,
        body: Any = (),  # noqa: ANN401 - whatever the method takes
    ) -> None:
        self._asked[self._send(self._jeepney.new_method_call(self._address, method, signature, body))] = what

    def _send(self, message: Any) -> int:  # noqa: ANN401 - jeepney has no types
        serial: int = next(self._connection.outgoing_serial)
        self._connection.send(message, serial=serial)
        return serial

    def _understood(self, message: Any) -> Said | None:  # noqa: ANN401 - jeepney has no types
        fields = message.header.fields
        kinds, headers = self._jeepney.MessageType, self._jeepney.HeaderFields
        if message.header.message_type == kinds.signal:
            return _signal(str(fields.get(headers.member)), message.body)
        asked = self._asked.pop(fields.get(headers.reply_serial, 0), None)
        if asked is None:
            return None
        if message.header.message_type == kinds.error:
            return Said("refused")
        if asked == "capabilities":
            self.actions, self._markup = "actions" in message.body[0], "body-markup" in message.body[0]
            return Said("ready")
        return Said("shown", int(message.body[0]))


def _signal(member: str, body: Any) -> Said | None:  # noqa: ANN401 - what the bus carries
    if member == "ActionInvoked" and body[1] == UNDO:
        return Said("invoked", int(body[0]))
    if member == "NotificationClosed":
        return Said("closed", int(body[0]))
    return None
