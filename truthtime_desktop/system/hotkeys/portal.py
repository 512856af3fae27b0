"""Wayland: the desktop's portal GlobalShortcuts, over D-Bus. The desktop chooses the keys; we say what for.

Source: flatpak.github.io/xdg-desktop-portal, GlobalShortcuts (version 2), Request, Session and host.portal.Registry.
Everything is sent without waiting: answers come when the person has answered the desktop's question. jeepney has no
thread of its own, and QtDBus cannot send the list of structures that BindShortcuts takes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from truthtime_desktop.system.hotkeys.backend import Listener, Outcome, Reason, Source
from truthtime_desktop.system.hotkeys.keys import Combination

SERVICE = "org.freedesktop.portal.Desktop"
PLACE = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
BUS = "org.freedesktop.DBus"

CAN_CONFIGURE = 2
"""The version of the portal that opens the desktop's settings for us (ConfigureShortcuts)."""

_PORTAL = DBusAddress(PLACE, SERVICE, SHORTCUTS)
_SAID_YES = 0

Answer = Callable[[Message], None]


class PortalKeys:
    """A `Backend`. Its first word about an action is ``waiting``; what the desktop says comes to the listener.

    Args:
        actions: what can be bound, and what each is called in the desktop's settings.
        app_id: name of our desktop file without its ending.
        listener: is told what is heard and what the desktop says.
        connection: to the session bus; a new one unless a test has its own.

    Raises:
        OSError: there is no session bus.
    """

    managed = True
    on_event = None

    def __init__(
        self, actions: Mapping[str, str], app_id: str, listener: Listener, connection: DBusConnection | None = None
    ) -> None:
        self._actions = actions
        self._app_id = app_id
        self._listener = listener
        self._connection = _connected() if connection is None else connection
        self._answers: dict[int, Answer] = {}
        self._requests: dict[str, Callable[[int, Mapping[str, Any]], None]] = {}
        self._wishes: dict[str, Combination] = {}
        self._session = ""
        self._number = 0
        self._version = 1
        self._failed: Reason = ""
        self._listen()
        self._begin()

    @property
    def source(self) -> Source | None:
        """The bus."""
        return Source(self._connection.sock.fileno(), self._read)

    def bind(self, action: str, combination: Combination) -> Outcome:
        """Suggest a combination. It counts when the desktop is asked for the first time; then the desktop decides."""
        self._wishes[action] = combination
        if self._failed:
            return Outcome("unavailable", combination, reason=self._failed)
        return Outcome("waiting", combination)

    def release(self, action: str) -> None:
        """Withdraw the suggestion."""
        self._wishes.pop(action, None)

    def types_a_character(self, combination: Combination) -> bool:  # noqa: ARG002 - the protocol's
        """The desktop knows, and decides."""
        return False

    def key_name(self, scan_code: int, virtual_key: int) -> str:  # noqa: ARG002 - the protocol's
        """Nothing is recorded here: the desktop does that."""
        return ""

    def configure(self) -> bool:
        """Open the desktop's settings of our shortcuts, where the portal can."""
        if not self._session or self._version < CAN_CONFIGURE:
            return False
        self._call("ConfigureShortcuts", "osa{sv}", (self._session, "", {}), _nothing)
        return True

    def close(self) -> None:
        """End the session; the desktop gives the keys free."""
        try:
            if self._session:
                place = DBusAddress(self._session, SERVICE, SESSION)
                self._connection.send(new_method_call(place, "Close"))
        except OSError:
            self._session = ""  # the bus went first, and the session with it
        self._connection.close()

    def _listen(self) -> None:
        owner = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
        owner.add_arg_condition(0, SERVICE)
        for rule in (
            owner,
            MatchRule(type="signal", sender=SERVICE, interface=REQUEST, member="Response"),
            MatchRule(type="signal", sender=SERVICE, interface=SHORTCUTS),
            MatchRule(type="signal", sender=SERVICE, interface=SESSION, member="Closed"),
        ):
            self._connection.send(message_bus.AddMatch(rule))

    def _begin(self) -> None:
        """First the program says who it is: newer portals give nothing to programs without a name (1.21)."""
        self._session, self._failed = "", ""
        self._answers.clear()
        self._requests.clear()
        registry = DBusAddress(PLACE, SERVICE, REGISTRY)
        # What the registry answers does not matter: older portals have none, and CreateSession tells what is refused.
        self._send(new_method_call(registry, "Register", "sa{sv}", (self._app_id, {})), lambda _: self._ask_version())

    def _ask_version(self) -> None:
        properties = DBusAddress(PLACE, SERVICE, "org.freedesktop.DBus.Properties")
        self._send(new_method_call(properties, "Get", "ss", (SHORTCUTS, "version")), self._on_version)

    def _on_version(self, answer: Message) -> None:
        if answer.header.message_type == MessageType.error:
            self._fail("no-portal")
            return
        self._version = int(answer.body[0][1])
        token, options = self._request(self._on_session)
        options["session_handle_token"] = ("s", f"truthtime_{token}")
        self._call("CreateSession", "a{sv}", (options,), self._on_refused)

    def _on_session(self, code: int, results: Mapping[str, Any]) -> None:
        if code != _SAID_YES or "session_handle" not in results:
            self._fail("declined")
            return
        self._session = str(results["session_handle"][1])
        shortcuts = [(action, self._shortcut(action)) for action in self._actions]
        _token, options = self._request(self._on_bound)
        self._call("BindShortcuts", "oa(sa{sv})sa{sv}", (self._session, shortcuts, "", options), self._on_refused)

    def _shortcut(self, action: str) -> dict[str, tuple[str, str]]:
        wish = self._wishes.get(action)
        trigger = {"preferred_trigger": ("s", wish.portal_trigger)} if wish else {}
        return {"description": ("s", self._actions[action]), **trigger}

    def _on_bound(self, code: int, results: Mapping[str, Any]) -> None:
        if code != _SAID_YES:
            self._fail("declined")
            return
        self._tell(results["shortcuts"][1] if "shortcuts" in results else [])

    def _on_refused(self, answer: Message) -> None:
        if answer.header.message_type == MessageType.error:
            self._fail("declined")

    def _tell(self, shortcuts: list[tuple[str, Mapping[str, Any]]]) -> None:
        """What the desktop assigned; an action that it does not name got no keys."""
        found = {action: str(facts.get("trigger_description", ("s", ""))[1]) for action, facts in shortcuts}
        for action in self._actions:
            outcome = Outcome("managed", self._wishes.get(action), trigger=found.get(action, ""))
            self._listener.became(action, outcome)

    def _fail(self, reason: Reason) -> None:
        self._failed = reason
        for action in self._actions:
            self._listener.became(action, Outcome("unavailable", self._wishes.get(action), reason=reason))

    def _read(self) -> bool:
        while True:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return True
            except (OSError, EOFError):
                self._session = ""
                self._fail("ended")
                return False
            self._take(message)

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type in {MessageType.method_return, MessageType.error}:
            self._answers.pop(fields.get(HeaderFields.reply_serial, 0), _nothing)(message)
            return
        if message.header.message_type != MessageType.signal:
            return
        name, place = fields.get(HeaderFields.member), fields.get(HeaderFields.path)
        if name == "Response" and place in self._requests:
            self._requests.pop(place)(*message.body)
        elif name == "Activated" and message.body[0] == self._session:
            self._listener.heard(message.body[1])
        elif name == "ShortcutsChanged" and message.body[0] == self._session:
            self._tell(message.body[1])
        elif name == "Closed" and self._session and place == self._session:
            self._session = ""
            self._fail("ended")
        elif name == "NameOwnerChanged":
            _name, old, new = message.body
            # A portal that was started anew knows nothing of us; the one that our first call has started does.
            if new and (old or self._failed):
                self._begin()
            elif not new:
                self._fail("no-portal")

    def _request(self, on_response: Callable[[int, Mapping[str, Any]], None]) -> tuple[str, dict[str, tuple[str, str]]]:
        """Where the answer of the next request will come, told before it is asked for (Request, "handle_token")."""
        self._number += 1
        token = f"truthtime{self._number}"
        sender = str(self._connection.unique_name).lstrip(":").replace(".", "_")
        self._requests[f"{PLACE}/request/{sender}/{token}"] = on_response
        return token, {"handle_token": ("s", token)}

    def _call(self, member: str, signature: str, body: tuple[Any, ...], answer: Answer) -> None:
        self._send(new_method_call(_PORTAL, member, signature, body), answer)

    def _send(self, message: Message, answer: Answer) -> None:
        serial = next(self._connection.outgoing_serial)
        self._answers[serial] = answer
        self._connection.send(message, serial=serial)


def _connected() -> DBusConnection:
    try:
        return open_dbus_connection("SESSION")
    except (KeyError, ValueError, RuntimeError, EOFError) as error:
        raise OSError("There is no session bus.") from error


def _nothing(_answer: Message) -> None:
    """Nobody waits for this answer."""
