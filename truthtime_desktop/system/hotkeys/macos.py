"""macOS: RegisterEventHotKey of Carbon. It needs no permission, and the key does not reach the program in front.

Source: CarbonEvents.h, Events.h, TextInputSources.h and UnicodeUtilities.h of Apple's SDK (HIToolbox, CoreServices).
macOS tells of a conflict only when another program has asked for a key exclusively; mostly both programs get it.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from ctypes import POINTER, byref, c_int32, c_uint8, c_uint16, c_uint32, c_ulong, c_void_p
from typing import Protocol

from truthtime_desktop.system.hotkeys.backend import Listener, Outcome
from truthtime_desktop.system.hotkeys.codes import CHARACTERS, KEYS, NO_CODE
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.system.hotkeys.numbered import NumberedKeys

EXISTS = -9878
"""``eventHotKeyExistsErr``."""

CODES = range(0x80)


class Carbon(Protocol):
    """What is asked of macOS."""

    def listen(self, pressed: Callable[[int], None]) -> None:
        """Call this with the number of each hotkey that is pressed, in the thread of the loop."""
        ...

    def register(self, number: int, modifiers: int, code: int) -> int:
        """0, or the error's number."""
        ...

    def unregister(self, number: int) -> None:
        """Give it back."""
        ...

    def character_of(self, code: int) -> str:
        """What a key types alone on the present layout, in capitals; empty for nothing."""
        ...

    def close(self) -> None:
        """Listen no longer."""
        ...


class MacKeys:
    """A `Backend`.

    Args:
        carbon: macOS.
        listener: is told what is heard.
    """

    managed = False
    on_event = None
    source = None

    def __init__(self, carbon: Carbon, listener: Listener) -> None:
        self._carbon = carbon
        self._listener = listener
        self._keys = NumberedKeys(carbon.register, carbon.unregister, EXISTS)
        carbon.listen(self._pressed)

    def bind(self, action: str, combination: Combination) -> Outcome:
        """Register it."""
        self.release(action)
        code = self._code(combination.key)
        if code == NO_CODE:
            return Outcome("refused", combination, "not-here")
        return self._keys.bind(action, combination, combination.mac_modifiers, code)

    def release(self, action: str) -> None:
        """Unregister it."""
        self._keys.release(action)

    def types_a_character(self, combination: Combination) -> bool:  # noqa: ARG002 - the protocol's
        """Not with Control or Command; `keys.fault_of` refuses Option alone."""
        return False

    def key_name(self, scan_code: int, virtual_key: int) -> str:  # noqa: ARG002 - the protocol's
        """By the letter that the layout has at this place."""
        character = self._carbon.character_of(virtual_key)
        return character if character in CHARACTERS else _BY_CODE.get(virtual_key, "")

    def configure(self) -> bool:
        """Nothing to open: macOS has no settings of other programs' hotkeys."""
        return False

    def close(self) -> None:
        """Unregister everything."""
        self._keys.release_all()
        self._carbon.close()

    def _code(self, key: str) -> int:
        """Key codes are places: where this layout has the letter, else where a US keyboard has it."""
        if key in CHARACTERS:
            found = next((code for code in CODES if self._carbon.character_of(code) == key), NO_CODE)
            if found != NO_CODE:
                return found
        return KEYS[key].mac

    def _pressed(self, number: int) -> None:
        action = self._keys.action_of(number)
        if action:
            self._listener.heard(action)


def four(letters: str) -> int:
    """A four-character code."""
    return int.from_bytes(letters.encode("ascii"), "big")


class HotKeyId(ctypes.Structure):
    """``EventHotKeyID``."""

    _fields_ = (("signature", c_uint32), ("number", c_uint32))


class _EventType(ctypes.Structure):
    _fields_ = (("event_class", c_uint32), ("kind", c_uint32))


_HANDLER = ctypes.CFUNCTYPE(c_int32, c_void_p, c_void_p, c_void_p)
_SIGNATURE = four("TruT")
_KEYBOARD, _PRESSED = four("keyb"), 5
_DIRECT_OBJECT, _HOT_KEY_ID = four("----"), four("hkid")
_DOWN, _NO_DEAD_KEYS = 0, 1


class RealCarbon:
    """macOS itself.

    Raises:
        OSError: this is not macOS.
    """

    def __init__(self) -> None:
        path = ctypes.util.find_library("Carbon")
        if path is None:
            raise OSError("Carbon is a part of macOS.")
        self._dll = ctypes.CDLL(path)
        self._refs: dict[int, c_void_p] = {}
        self._handler = c_void_p()
        self._callback: object = None
        self._declare()

    def listen(self, pressed: Callable[[int], None]) -> None:
        """InstallEventHandler on the application's target."""

        def on_event(_call: int, event: int, _data: int) -> int:
            found = HotKeyId()
            self._dll.GetEventParameter(
                event, _DIRECT_OBJECT, _HOT_KEY_ID, None, ctypes.sizeof(found), None, byref(found)
            )
            pressed(found.number)
            return 0

        # Kept: ctypes frees the entry that macOS calls when the Python object goes.
        self._callback = _HANDLER(on_event)
        kind = _EventType(_KEYBOARD, _PRESSED)
        target = self._dll.GetApplicationEventTarget()
        self._dll.InstallEventHandler(target, self._callback, 1, byref(kind), None, byref(self._handler))

    def register(self, number: int, modifiers: int, code: int) -> int:
        """RegisterEventHotKey."""
        ref = c_void_p()
        target = self._dll.GetApplicationEventTarget()
        error = self._dll.RegisterEventHotKey(code, modifiers, HotKeyId(_SIGNATURE, number), target, 0, byref(ref))
        if not error:
            self._refs[number] = ref
        return int(error)

    def unregister(self, number: int) -> None:
        """UnregisterEventHotKey."""
        self._dll.UnregisterEventHotKey(self._refs.pop(number))

    def character_of(self, code: int) -> str:
        """UCKeyTranslate with the layout that is chosen now."""
        source = self._dll.TISCopyCurrentKeyboardLayoutInputSource()
        if not source:
            return ""
        try:
            name = c_void_p.in_dll(self._dll, "kTISPropertyUnicodeKeyLayoutData")
            data = self._dll.TISGetInputSourceProperty(source, name)
            if not data:
                return ""
            typed, length, dead = (c_uint16 * 4)(), c_ulong(), c_uint32()
            layout, kind = self._dll.CFDataGetBytePtr(data), self._dll.LMGetKbdType()
            self._dll.UCKeyTranslate(
                layout, code, _DOWN, 0, kind, _NO_DEAD_KEYS, byref(dead), len(typed), byref(length), typed
            )
            return "".join(chr(unit) for unit in typed[: length.value]).upper()
        finally:
            self._dll.CFRelease(source)

    def close(self) -> None:
        """RemoveEventHandler."""
        if self._handler.value:
            self._dll.RemoveEventHandler(self._handler)
            self._handler = c_void_p()

    def _declare(self) -> None:
        dll = self._dll
        sources = ("TISCopyCurrentKeyboardLayoutInputSource", "TISGetInputSourceProperty")
        for name in ("GetApplicationEventTarget", "CFDataGetBytePtr", *sources):
            getattr(dll, name).restype = c_void_p
        dll.LMGetKbdType.restype = c_uint8
        arguments = {
            "InstallEventHandler": [c_void_p, _HANDLER, c_ulong, POINTER(_EventType), c_void_p, c_void_p],
            "RemoveEventHandler": [c_void_p],
            "RegisterEventHotKey": [c_uint32, c_uint32, HotKeyId, c_void_p, c_uint32, c_void_p],
            "UnregisterEventHotKey": [c_void_p],
            "GetEventParameter": [c_void_p, c_uint32, c_uint32, c_void_p, c_ulong, c_void_p, c_void_p],
            "TISGetInputSourceProperty": [c_void_p, c_void_p],
            "CFDataGetBytePtr": [c_void_p],
            "CFRelease": [c_void_p],
            "UCKeyTranslate": [c_void_p, c_uint16, c_uint16, *[c_uint32] * 3, c_void_p, c_ulong, c_void_p, c_void_p],
        }
        for name, types in arguments.items():
            getattr(dll, name).argtypes = types


_BY_CODE = {key.mac: key.name for key in KEYS.values() if key.mac != NO_CODE}
