"""The few requests of the X protocol that hotkeys need, on a connection that somebody else has opened.

Layouts are those of the core protocol (xproto.h of libxcb, X Window System Protocol chapter 12) and of XKB events
(xkb.h).
"""

import ctypes
import sys
from ctypes import POINTER, c_char_p, c_int, c_uint8, c_uint16, c_uint32, c_void_p
from typing import NamedTuple

ACCESS = 10
"""The error of a grab that another client has (BadAccess)."""

KEY_PRESS, KEY_RELEASE, FOCUS_IN, FOCUS_OUT, MAPPING_NOTIFY = 2, 3, 9, 10, 34
BY_GRAB, BY_UNGRAB = 1, 2
XKB_NEW_KEYBOARD, XKB_MAP, XKB_STATE = 0, 1, 2

_ASYNC = 1
_SETUP_KEYCODES = 34
"""Where the connection's setup names the smallest and the largest key code."""

_REPLY_HEAD = 32
_XKB = b"XKEYBOARD"


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", c_uint32),)


class _Error(ctypes.Structure):
    _fields_ = (("response_type", c_uint8), ("code", c_uint8))


class _Screens(ctypes.Structure):
    _fields_ = (("data", POINTER(c_uint32)), ("remaining", c_int), ("index", c_int))


class _Key(ctypes.Structure):
    _fields_ = (
        ("response_type", c_uint8),
        ("detail", c_uint8),
        ("sequence", c_uint16),
        ("time", c_uint32),
        ("windows", c_uint32 * 3),
        ("places", c_uint16 * 4),
        ("state", c_uint16),
    )


class KeyEvent(NamedTuple):
    """A key that went down or up.

    Attributes:
        kind: `KEY_PRESS` or `KEY_RELEASE`.
        code: the key's number on this keyboard.
        at_ms: the server's time; it wraps after 49 days.
        state: modifiers in the low byte.
    """

    kind: int
    code: int
    at_ms: int
    state: int


class Keyboard(NamedTuple):
    """What the keys mean now.

    Attributes:
        first: the smallest key code.
        symbols: for each key code its keysyms: two of the first layout, two of the second, and so on.
        modifiers: key codes of Shift, Lock, Control, Mod1 to Mod5.
        group: number of the layout in use, of several that the person switches between.
    """

    first: int
    symbols: tuple[tuple[int, ...], ...]
    modifiers: tuple[frozenset[int], ...]
    group: int


class Connection:
    """An xcb connection. It is used, never closed.

    Args:
        pointer: address of the ``xcb_connection_t``.

    Raises:
        OSError: libxcb is not there.
    """

    def __init__(self, pointer: int) -> None:
        self._pointer = pointer
        self._xcb = _library()
        self._libc = ctypes.CDLL(None)
        self._libc.free.argtypes = [c_void_p]
        setup = self._xcb.xcb_get_setup(pointer)
        self._codes = (c_uint8 * 2).from_address(setup + _SETUP_KEYCODES)
        self._root = int(self._xcb.xcb_setup_roots_iterator(setup).data[0])
        self._xkb_first = self._first_event_of_xkb()

    def grab(self, code: int, modifiers: int) -> int:
        """Ask for one key with exactly these modifiers. 0, or the number of the X error."""
        cookie = self._xcb.xcb_grab_key_checked(self._pointer, 1, self._root, modifiers, code, _ASYNC, _ASYNC)
        error = self._xcb.xcb_request_check(self._pointer, cookie)
        if not error:
            return 0
        number = int(error.contents.code)
        self._libc.free(error)
        return number

    def ungrab(self, code: int, modifiers: int) -> None:
        """Give it back."""
        self._xcb.xcb_ungrab_key(self._pointer, code, self._root, modifiers)
        self._xcb.xcb_flush(self._pointer)

    def keyboard(self) -> Keyboard:
        """Ask the server what the keys mean."""
        first, last = self._codes
        count = last - first + 1
        asked = self._xcb.xcb_get_keyboard_mapping(self._pointer, first, count)
        reply = self._reply("xcb_get_keyboard_mapping_reply", asked)
        each = reply[1]
        numbers = memoryview(reply)[_REPLY_HEAD:].cast("I").tolist()
        symbols = tuple(tuple(numbers[at : at + each]) for at in range(0, each * count, each))
        reply = self._reply("xcb_get_modifier_mapping_reply", self._xcb.xcb_get_modifier_mapping(self._pointer))
        each = reply[1]
        body = reply[_REPLY_HEAD:]
        modifiers = tuple(frozenset(body[at : at + each]) - {0} for at in range(0, 8 * each, each))
        reply = self._reply("xcb_query_pointer_reply", self._xcb.xcb_query_pointer(self._pointer, self._root))
        # The mask's bits 13 and 14 are the layout in use (XKB protocol 1.0, "Computing a State Field").
        group = int.from_bytes(reply[24:26], sys.byteorder) >> 13 & 3
        return Keyboard(first, symbols, modifiers, group)

    def key_event(self, address: int) -> KeyEvent | None:
        """The event at this address if it is about a key."""
        event = _Key.from_address(address)
        kind = event.response_type & 0x7F
        if kind not in {KEY_PRESS, KEY_RELEASE}:
            return None
        return KeyEvent(kind, event.detail, event.time, event.state)

    def grab_begins(self, address: int) -> bool | None:
        """Whether the event at this address says that a grab takes our window's keys, or gives them back (False)."""
        head = (c_uint8 * 9).from_address(address)
        kind, mode = head[0] & 0x7F, head[8]
        if kind == FOCUS_OUT and mode == BY_GRAB:
            return True
        return False if kind == FOCUS_IN and mode == BY_UNGRAB else None

    def new_layout(self, address: int, group: int) -> bool:
        """Whether the event at this address says that keys may mean something else now.

        Args:
            group: number of the layout that was in use.
        """
        head = (c_uint8 * 14).from_address(address)
        kind = head[0] & 0x7F
        if kind == MAPPING_NOTIFY:
            return True
        if not self._xkb_first or kind != self._xkb_first:
            return False
        return head[1] in {XKB_NEW_KEYBOARD, XKB_MAP} or (head[1] == XKB_STATE and head[13] != group)

    def _first_event_of_xkb(self) -> int:
        asked = self._xcb.xcb_query_extension(self._pointer, len(_XKB), _XKB)
        reply = self._reply("xcb_query_extension_reply", asked)
        return reply[10] if reply[8] else 0

    def _reply(self, name: str, cookie: _Cookie) -> bytes:
        """The reply's bytes.

        Raises:
            OSError: the connection is gone.
        """
        address = getattr(self._xcb, name)(self._pointer, cookie, None)
        if not address:
            raise OSError(f"The X server gave no answer to {name.removesuffix('_reply')}.")
        length = _REPLY_HEAD + 4 * c_uint32.from_address(address + 4).value
        content = ctypes.string_at(address, length)
        self._libc.free(address)
        return content


def _library() -> ctypes.CDLL:
    xcb = ctypes.CDLL("libxcb.so.1")
    requests: dict[str, list[type]] = {
        "xcb_grab_key_checked": [c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8],
        "xcb_ungrab_key": [c_uint8, c_uint32, c_uint16],
        "xcb_get_keyboard_mapping": [c_uint8, c_uint8],
        "xcb_get_modifier_mapping": [],
        "xcb_query_pointer": [c_uint32],
        "xcb_query_extension": [c_uint16, c_char_p],
    }
    for name, arguments in requests.items():
        request = getattr(xcb, name)
        request.argtypes = [c_void_p, *arguments]
        request.restype = _Cookie
        if name not in {"xcb_grab_key_checked", "xcb_ungrab_key"}:
            reply = getattr(xcb, f"{name}_reply")
            reply.argtypes = [c_void_p, _Cookie, c_void_p]
            reply.restype = c_void_p
    xcb.xcb_request_check.argtypes = [c_void_p, _Cookie]
    xcb.xcb_request_check.restype = POINTER(_Error)
    xcb.xcb_flush.argtypes = [c_void_p]
    xcb.xcb_get_setup.argtypes = [c_void_p]
    xcb.xcb_get_setup.restype = c_void_p
    xcb.xcb_setup_roots_iterator.argtypes = [c_void_p]
    xcb.xcb_setup_roots_iterator.restype = _Screens
    return xcb
