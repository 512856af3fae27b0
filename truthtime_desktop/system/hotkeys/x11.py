"""X11: keys are grabbed on the root window, through Qt's own connection. No thread and no library of its own.

A grab names one key and the exact set of modifiers, and Caps Lock and Num Lock are modifiers. So each combination is
grabbed once for every state of the locks. A grab belongs to a key's place, not to its letter: when the layout changes,
the letter is looked up again.
"""

import itertools
from collections.abc import Callable, Iterable
from typing import NamedTuple

from truthtime_desktop.system.hotkeys.backend import Listener, Outcome
from truthtime_desktop.system.hotkeys.codes import KEYS
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.system.hotkeys.xcb import KEY_PRESS, Connection, Keyboard

EVENTS = b"xcb_generic_event_t"
"""How Qt calls events of this kind (QAbstractNativeEventFilter)."""

REPEAT_WITHIN_MS = 2
"""A held key repeats as a release and a press at the same moment; a finger needs longer."""

_SHIFT, _LOCK, _CONTROL = 0x01, 0x02, 0x04
_ALT_L, _SUPER_L, _NUM_LOCK, _SCROLL_LOCK = 0xFFE9, 0xFFEB, 0xFF7F, 0xFF14
_USUAL = {_ALT_L: 0x08, _SUPER_L: 0x40, _NUM_LOCK: 0x10, _SCROLL_LOCK: 0}
"""Masks by convention, for keyboards without such a key."""

_PLAIN = slice(0, 4, 2)
"""The columns without Shift of the first two layouts; what AltGr makes of a key is another one's name."""

_ALL_MODIFIERS = 0xFF
_WRAP = 0xFFFFFFFF


class _Grab(NamedTuple):
    code: int
    modifiers: int


class X11Keys:
    """A `Backend`.

    Args:
        connection: Qt's.
        listener: is told what is heard.
    """

    managed = False
    source = None

    def __init__(self, connection: Connection, listener: Listener) -> None:
        self._connection = connection
        self._listener = listener
        self._keyboard = connection.keyboard()
        self._wishes: dict[str, Combination] = {}
        self._grabs: dict[str, _Grab] = {}
        self._locks = _locks(self._keyboard)
        self._released: dict[int, int] = {}
        self._foreign_grab = False

    @property
    def on_event(self) -> Callable[[bytes, int], bool]:
        """Looks at events and lets all of them go on: Qt notes the moment of the person's last key."""
        return self._on_event

    def bind(self, action: str, combination: Combination) -> Outcome:
        """Grab it."""
        self.release(action)
        self._wishes[action] = combination
        return self._grab(action)

    def release(self, action: str) -> None:
        """Ungrab it."""
        self._wishes.pop(action, None)
        self._ungrab(action)

    def types_a_character(self, combination: Combination) -> bool:  # noqa: ARG002 - the protocol's
        """Never: AltGr is a modifier of its own on X11."""
        return False

    def key_name(self, scan_code: int, virtual_key: int) -> str:  # noqa: ARG002 - the protocol's
        """The key whose letter stands at this place, in the layout in use or in another, or on a US keyboard."""
        at = scan_code - self._keyboard.first
        row = self._keyboard.symbols[at] if 0 <= at < len(self._keyboard.symbols) else ()
        symbols = (*_plain_symbols(row, self._keyboard.group), *row[_PLAIN])
        found = next((_BY_SYMBOL[symbol] for symbol in symbols if symbol in _BY_SYMBOL), "")
        return found or _BY_POSITION.get(scan_code, "")

    def configure(self) -> bool:
        """X11 has no settings of hotkeys."""
        return False

    def close(self) -> None:
        """Ungrab everything."""
        for action in tuple(self._wishes):
            self.release(action)

    def _grab(self, action: str) -> Outcome:
        combination = self._wishes[action]
        code = code_of(combination, self._keyboard)
        if not code:
            return Outcome("refused", combination, "not-here")
        wanted = _Grab(code, mask_of(combination, self._keyboard))
        for number, lock in enumerate(self._locks):
            if self._connection.grab(wanted.code, wanted.modifiers | lock):
                for done in self._locks[:number]:
                    self._connection.ungrab(wanted.code, wanted.modifiers | done)
                return Outcome("taken", combination)
        self._grabs[action] = wanted
        return Outcome("bound", combination)

    def _ungrab(self, action: str) -> None:
        grab = self._grabs.pop(action, None)
        if grab is not None:
            for lock in self._locks:
                self._connection.ungrab(grab.code, grab.modifiers | lock)

    def _on_event(self, kind: bytes, address: int) -> bool:
        if kind != EVENTS:
            return False
        event = self._connection.key_event(address)
        if event is None:
            self._watch_grabs(address)
            if self._connection.new_layout(address, self._keyboard.group):
                self._follow_keyboard()
            return False
        held = event.state & _ALL_MODIFIERS & ~self._locks[-1]
        action = next((name for name, grab in self._grabs.items() if grab == (event.code, held)), None)
        if event.kind == KEY_PRESS:
            repeats = ((event.at_ms - self._released.get(event.code, -1_000)) & _WRAP) <= REPEAT_WITHIN_MS
            self._foreign_grab = self._foreign_grab and action is None
            if action is not None and not repeats:
                self._listener.heard(action)
        elif action is not None or event.code in {grab.code for grab in self._grabs.values()}:
            # Modifiers may be let go before the key: its release counts all the same.
            self._released[event.code] = event.at_ms
        return False

    def _watch_grabs(self, address: int) -> None:
        """Our window loses its keys to a grab, which is ours if one of our keys comes before it gets them back."""
        begins = self._connection.grab_begins(address)
        if begins is False and self._foreign_grab:
            self._listener.missed_key()
        if begins is not None:
            self._foreign_grab = begins

    def _follow_keyboard(self) -> None:
        keyboard = self._connection.keyboard()
        if keyboard == self._keyboard:
            return
        # The grabs of before are given back under the names they were taken, before anything of the new keyboard holds.
        stale = [name for name in self._wishes if self._would_grab(name, keyboard) != self._grabs.get(name)]
        if _locks(keyboard) != self._locks:
            stale = list(self._wishes)
        for action in stale:
            self._ungrab(action)
        self._keyboard, self._locks = keyboard, _locks(keyboard)
        self._released.clear()
        for action in stale:
            self._listener.became(action, self._grab(action))

    def _would_grab(self, action: str, keyboard: Keyboard) -> _Grab:
        combination = self._wishes[action]
        return _Grab(code_of(combination, keyboard), mask_of(combination, keyboard))


def code_of(combination: Combination, keyboard: Keyboard) -> int:
    """The key's place on this keyboard: in the layout in use, else in another, else where a US keyboard has it; or 0.

    The last is for layouts without Latin letters: on a Russian one the key of the letter ze is the one of P.
    """
    key = combination.code
    rows = list(enumerate(keyboard.symbols, keyboard.first))
    for code, row in rows:
        if key.keysym in _plain_symbols(row, keyboard.group):
            return code
    return next((code for code, row in rows if key.keysym in row[_PLAIN]), key.position)


def mask_of(combination: Combination, keyboard: Keyboard) -> int:
    """The modifiers' bits on this keyboard."""
    bits = {
        "Shift": _SHIFT,
        "Ctrl": _CONTROL,
        "Alt": _modifier(keyboard, _ALT_L),
        "Super": _modifier(keyboard, _SUPER_L),
    }
    return _union(bits[one] for one in combination.modifiers)


def _plain_symbols(row: tuple[int, ...], group: int) -> tuple[int, ...]:
    """What a key types alone, in the layout in use: two columns belong to each layout, the second one with Shift."""
    at = 2 * group
    return row[at : at + 1] if at < len(row) and row[at] else row[:1]


def _modifier(keyboard: Keyboard, keysym: int) -> int:
    """The bit of the modifier that this key is; by convention where no key says it."""
    codes = {code for code, row in enumerate(keyboard.symbols, keyboard.first) if keysym in row}
    for number, keys in enumerate(keyboard.modifiers):
        if codes & keys:
            return 1 << number
    return _USUAL[keysym]


def _locks(keyboard: Keyboard) -> list[int]:
    """Every state of the locks, none first and all of them last."""
    single = [_LOCK, *{_modifier(keyboard, _NUM_LOCK), _modifier(keyboard, _SCROLL_LOCK)} - {0, _LOCK}]
    chosen = itertools.chain.from_iterable(itertools.combinations(single, size) for size in range(len(single) + 1))
    return [_union(bits) for bits in chosen]


def _union(bits: Iterable[int]) -> int:
    result = 0
    for bit in bits:
        result |= bit
    return result


_BY_SYMBOL = {key.keysym: key.name for key in KEYS.values()}
_BY_POSITION = {key.position: key.name for key in KEYS.values() if key.position}
