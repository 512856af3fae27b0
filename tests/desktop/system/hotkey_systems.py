"""Systems that give out hotkeys, without the systems: Windows and macOS behind their seams, and one in memory.

Each has a hand that presses keys, and a rival that has some already.
"""

import ctypes
from collections.abc import Callable
from typing import Protocol

from truthtime_desktop.system.hotkeys.backend import Backend, Listener, Outcome
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.system.hotkeys.macos import EXISTS, MacKeys
from truthtime_desktop.system.hotkeys.windows import (
    ERROR_HOTKEY_ALREADY_REGISTERED,
    EVENTS,
    MOD_NOREPEAT,
    WM_HOTKEY,
    Message,
    WindowsKeys,
)


class Ears:
    """A `Listener` that keeps what it is told."""

    def __init__(self) -> None:
        self.pressed: list[str] = []
        self.outcomes: dict[str, Outcome] = {}
        self.missed = 0

    def missed_key(self) -> None:
        self.missed += 1

    def heard(self, action: str) -> None:
        self.pressed.append(action)

    def became(self, action: str, outcome: Outcome) -> None:
        self.outcomes[action] = outcome


class System(Protocol):
    """Something with keys."""

    def open(self, listener: Listener) -> Backend: ...
    def press(self, combination: Combination) -> None: ...
    def take(self, combination: Combination) -> None: ...
    def held(self) -> int: ...


class ShelfKeys:
    """A `Backend` in memory, which is its own system too.

    Attributes:
        keys: what each action has.
        taken: what a rival has.
        names: what `key_name` says of a scan code.
        settings: how often the desktop's settings were opened.
    """

    on_event = None
    source = None

    def __init__(self, *, managed: bool = False) -> None:
        self.managed = managed
        self.keys: dict[str, Combination] = {}
        self.taken: set[Combination] = set()
        self.names: dict[int, str] = {}
        self.settings = 0
        self.listener: Listener | None = None
        self.closed = False

    def open(self, listener: Listener) -> Backend:
        self.listener = listener
        return self

    def press(self, combination: Combination) -> None:
        assert self.listener is not None
        for action, keys in self.keys.items():
            if keys == combination:
                self.listener.heard(action)

    def take(self, combination: Combination) -> None:
        self.taken.add(combination)

    def held(self) -> int:
        return len(self.keys)

    def bind(self, action: str, combination: Combination) -> Outcome:
        self.release(action)
        if combination in self.taken:
            return Outcome("taken", combination)
        self.keys[action] = combination
        return Outcome("waiting" if self.managed else "bound", combination)

    def release(self, action: str) -> None:
        self.keys.pop(action, None)

    def types_a_character(self, combination: Combination) -> bool:
        return combination.key == "J"

    def key_name(self, scan_code: int, virtual_key: int) -> str:
        assert virtual_key >= 0
        return self.names.get(scan_code, "")

    def configure(self) -> bool:
        self.settings += 1
        return self.managed

    def close(self) -> None:
        self.keys.clear()
        self.closed = True


class ShelfWindows:
    """`User32` in memory: a German keyboard, where AltGr+Q is @ and the key of the minus has another number."""

    def __init__(self) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self.rivals: set[tuple[int, int]] = set()
        self.error = 0
        self.backend: WindowsKeys | None = None

    def open(self, listener: Listener) -> Backend:
        self.backend = WindowsKeys(self, listener)
        return self.backend

    def press(self, combination: Combination) -> None:
        wanted = (combination.windows_modifiers, combination.code.vk)
        for number, keys in list(self.registered.items()):
            if keys == wanted:
                assert self.send(WM_HOTKEY, number), "a message of ours ends with us"

    def send(self, message: int, number: int, kind: bytes = EVENTS) -> bool:
        assert self.backend is not None
        sent = Message(None, message, number, 0)
        return self.backend.on_event(kind, ctypes.addressof(sent))

    def take(self, combination: Combination) -> None:
        self.rivals.add((combination.windows_modifiers, combination.code.vk))

    def held(self) -> int:
        return len(self.registered)

    def register(self, number: int, modifiers: int, vk: int) -> int:
        assert modifiers & MOD_NOREPEAT, "a held key is one press"
        keys = (modifiers & ~MOD_NOREPEAT, vk)
        if keys in self.rivals or keys in self.registered.values():
            return ERROR_HOTKEY_ALREADY_REGISTERED
        if not self.error:
            self.registered[number] = keys
        return self.error

    def unregister(self, number: int) -> None:
        del self.registered[number]

    def vk_of(self, character: str) -> int:
        return {"-": 0xBD, ",": 0xBC}.get(character, 0)

    def character_of(self, vk: int) -> str:
        return {0xBD: "-", 0xBA: "Ü"}.get(vk, "")

    def types_with_alt_gr(self, vk: int, *, shift: bool) -> bool:
        return vk == ord("Q") and not shift


class ShelfMac:
    """`Carbon` in memory: a French keyboard, where A and Q have changed places."""

    def __init__(self) -> None:
        self.letters = {0x0C: "A", 0x00: "Q", 0x23: "P", 0x12: "&"}
        self.registered: dict[int, tuple[int, int]] = {}
        self.rivals: set[tuple[int, int]] = set()
        self.error = 0
        self.pressed: Callable[[int], None] | None = None

    def open(self, listener: Listener) -> Backend:
        return MacKeys(self, listener)

    def press(self, combination: Combination) -> None:
        assert self.pressed is not None
        for number, keys in list(self.registered.items()):
            if keys == (combination.mac_modifiers, combination.code.mac):
                self.pressed(number)

    def take(self, combination: Combination) -> None:
        self.rivals.add((combination.mac_modifiers, combination.code.mac))

    def held(self) -> int:
        return len(self.registered)

    def listen(self, pressed: Callable[[int], None]) -> None:
        self.pressed = pressed

    def register(self, number: int, modifiers: int, code: int) -> int:
        keys = (modifiers, code)
        if keys in self.rivals or keys in self.registered.values():
            return EXISTS
        if not self.error:
            self.registered[number] = keys
        return self.error

    def unregister(self, number: int) -> None:
        del self.registered[number]

    def character_of(self, code: int) -> str:
        return self.letters.get(code, "")

    def close(self) -> None:
        self.pressed = None


SYSTEMS: dict[str, Callable[[], System]] = {"memory": ShelfKeys, "windows": ShelfWindows, "macos": ShelfMac}
