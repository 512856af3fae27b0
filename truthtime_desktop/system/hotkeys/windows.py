"""Windows: RegisterHotKey of user32, for the thread that runs Qt's loop.

Source: Microsoft's pages "RegisterHotKey", "WM_HOTKEY", "ToUnicodeEx", "VkKeyScanExW" and "MapVirtualKeyExW".
"""

import ctypes
from collections.abc import Callable
from typing import Protocol

from truthtime_desktop.system.hotkeys.backend import Listener, Outcome
from truthtime_desktop.system.hotkeys.codes import CHARACTERS, KEYS
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.system.hotkeys.numbered import NumberedKeys

EVENTS = b"windows_dispatcher_MSG"
"""How Qt calls messages before they reach a window; those of hotkeys belong to none."""

WM_HOTKEY = 0x0312
MOD_NOREPEAT = 0x4000
ERROR_HOTKEY_ALREADY_REGISTERED = 1409

_VK_SHIFT, _VK_CONTROL, _VK_MENU = 0x10, 0x11, 0x12
_DOWN = 0x80
_TO_SCAN_CODE, _TO_CHARACTER = 0, 2
_KEEP_KEYBOARD_STATE = 0x4
"""Windows 10 1607 and later: ask without composing an accent that the person is about to type."""


class Message(ctypes.Structure):
    """The beginning of ``MSG``."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint),
        ("w_param", ctypes.c_size_t),
        ("l_param", ctypes.c_ssize_t),
    )


class User32(Protocol):
    """What is asked of Windows."""

    def register(self, number: int, modifiers: int, vk: int) -> int:
        """0, or the error's number."""
        ...

    def unregister(self, number: int) -> None:
        """Give it back."""
        ...

    def vk_of(self, character: str) -> int:
        """The virtual key that types this character without Shift on the present layout; 0 when there is none."""
        ...

    def character_of(self, vk: int) -> str:
        """What a virtual key types alone, in capitals; empty for nothing."""
        ...

    def types_with_alt_gr(self, vk: int, *, shift: bool) -> bool:
        """Whether AltGr and this key type a character or begin one."""
        ...


class WindowsKeys:
    """A `Backend`.

    Args:
        user32: Windows.
        listener: is told what is heard.
    """

    managed = False
    source = None

    def __init__(self, user32: User32, listener: Listener) -> None:
        self._user32 = user32
        self._listener = listener
        self._keys = NumberedKeys(user32.register, user32.unregister, ERROR_HOTKEY_ALREADY_REGISTERED)

    @property
    def on_event(self) -> Callable[[bytes, int], bool]:
        """Messages of our hotkeys end here."""
        return self._on_event

    def bind(self, action: str, combination: Combination) -> Outcome:
        """Register it."""
        self.release(action)
        vk = self._vk(combination.key)
        if not vk:
            return Outcome("refused", combination, "not-here")
        if self.types_a_character(combination):
            return Outcome("refused", combination, "types")
        return self._keys.bind(action, combination, combination.windows_modifiers | MOD_NOREPEAT, vk)

    def release(self, action: str) -> None:
        """Unregister it."""
        self._keys.release(action)

    def types_a_character(self, combination: Combination) -> bool:
        """AltGr is Ctrl and Alt together, so that a hotkey would swallow what people type with it."""
        held = set(combination.modifiers)
        if not {"Ctrl", "Alt"} <= held:
            return False
        vk = self._vk(combination.key)
        return bool(vk) and self._user32.types_with_alt_gr(vk, shift="Shift" in held)

    def key_name(self, scan_code: int, virtual_key: int) -> str:  # noqa: ARG002 - the protocol's
        """By the virtual key, which Shift does not change."""
        if virtual_key in _BY_VK:
            return _BY_VK[virtual_key]
        character = self._user32.character_of(virtual_key)
        return character if character in CHARACTERS else ""

    def configure(self) -> bool:
        """Windows has no settings of hotkeys."""
        return False

    def close(self) -> None:
        """Unregister everything."""
        self._keys.release_all()

    def _vk(self, key: str) -> int:
        return KEYS[key].vk or self._user32.vk_of(key)

    def _on_event(self, kind: bytes, address: int) -> bool:
        if kind != EVENTS:
            return False
        message = Message.from_address(address)
        if message.number != WM_HOTKEY:
            return False
        action = self._keys.action_of(message.w_param)
        if action:
            self._listener.heard(action)
        return bool(action)


class RealUser32:
    """Windows itself.

    Raises:
        OSError: this is not Windows.
    """

    def __init__(self) -> None:
        load = getattr(ctypes, "WinDLL", None)
        if load is None:
            raise OSError("user32 is a part of Windows.")
        self._dll = load("user32", use_last_error=True)
        self._dll.GetKeyboardLayout.restype = ctypes.c_void_p
        self._dll.MapVirtualKeyExW.argtypes = [ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p]
        self._dll.VkKeyScanExW.argtypes = [ctypes.c_wchar, ctypes.c_void_p]
        self._dll.VkKeyScanExW.restype = ctypes.c_short
        self._dll.RegisterHotKey.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_uint]
        self._dll.UnregisterHotKey.argtypes = [ctypes.c_void_p, ctypes.c_int]
        pointer, number = ctypes.c_void_p, ctypes.c_uint
        self._dll.ToUnicodeEx.argtypes = [number, number, pointer, pointer, ctypes.c_int, number, pointer]

    def register(self, number: int, modifiers: int, vk: int) -> int:
        """RegisterHotKey for this thread."""
        if self._dll.RegisterHotKey(None, number, modifiers, vk):
            return 0
        last_error: Callable[[], int] = getattr(ctypes, "get_last_error")  # noqa: B009 - exists on Windows only
        return last_error()

    def unregister(self, number: int) -> None:
        """UnregisterHotKey."""
        self._dll.UnregisterHotKey(None, number)

    def vk_of(self, character: str) -> int:
        """VkKeyScanEx: the low byte is the key, the high byte what must be held."""
        found = int(self._dll.VkKeyScanExW(character, self._layout()))
        return found if 0 < found <= 0xFF else 0  # noqa: PLR2004 - the low byte alone

    def character_of(self, vk: int) -> str:
        """MapVirtualKeyEx; the highest bit marks a key that begins an accent."""
        code = int(self._dll.MapVirtualKeyExW(vk, _TO_CHARACTER, self._layout()))
        return chr(code) if 0 < code < 0x8000 else ""  # noqa: PLR2004 - a UTF-16 unit without that bit

    def types_with_alt_gr(self, vk: int, *, shift: bool) -> bool:
        """ToUnicodeEx; a negative answer is the beginning of a character."""
        keys = (ctypes.c_ubyte * 256)()
        keys[_VK_CONTROL] = keys[_VK_MENU] = _DOWN
        keys[_VK_SHIFT] = _DOWN if shift else 0
        layout = self._layout()
        scan_code = self._dll.MapVirtualKeyExW(vk, _TO_SCAN_CODE, layout)
        typed = ctypes.create_unicode_buffer(8)
        count = self._dll.ToUnicodeEx(vk, scan_code, keys, typed, len(typed), _KEEP_KEYBOARD_STATE, layout)
        # With Ctrl, layouts without AltGr answer with a control character, which nobody misses.
        return bool(count < 0 or (count > 0 and typed[0].isprintable()))

    def _layout(self) -> int | None:
        layout: int | None = self._dll.GetKeyboardLayout(0)
        return layout


_BY_VK = {key.vk: key.name for key in KEYS.values() if key.vk}
