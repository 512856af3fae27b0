"""The keys that may be part of a hotkey, with the number and name each system has for them.

Sources: X11 keysyms from keysymdef.h (xorgproto); virtual keys from the Windows page "Virtual-Key Codes"; codes of
macOS from HIToolbox's Events.h (`kVK_*`). The positions of letters are those of a US keyboard and are used only where a
layout has no such letter at all (Russian, Greek).
"""

from typing import NamedTuple


class Key(NamedTuple):
    """One key.

    Attributes:
        name: in our texts, ``P`` or ``Page Up``.
        keysym: X11's number of the symbol without Shift.
        symbol: X11's name of it, which portals use too.
        vk: Windows' virtual key; 0 where the layout decides (punctuation).
        mac: the key code on an ANSI keyboard.
        position: X11's key code of that place on a US keyboard; 0 for keys that every layout has.
    """

    name: str
    keysym: int
    symbol: str
    vk: int
    mac: int
    position: int = 0


_MAC_LETTERS = dict(
    zip(
        "ASDFHGZXCVBQWERYT",
        (0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11),
        strict=True,
    )
) | dict(zip("OUIPLJKNM", (0x1F, 0x20, 0x22, 0x23, 0x25, 0x26, 0x28, 0x2D, 0x2E), strict=True))
_MAC_DIGITS = (0x1D, 0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19)
_MAC_F: tuple[int, ...] = (0x7A, 0x78, 0x63, 0x76, 0x60, 0x61, 0x62, 0x64, 0x65, 0x6D, 0x67, 0x6F)
_MAC_F += (0x69, 0x6B, 0x71, 0x6A, 0x40, 0x4F, 0x50, 0x5A)
"""F13 to F20; a Mac knows no more."""

_ROWS = (("QWERTYUIOP", 24), ("ASDFGHJKL", 38), ("ZXCVBNM", 52))
_POSITIONS = {letter: first + place for row, first in _ROWS for place, letter in enumerate(row)}

NO_CODE = -1
"""macOS has no such key."""

LETTERS = tuple(
    Key(letter, ord(letter.lower()), letter.lower(), ord(letter), _MAC_LETTERS[letter], _POSITIONS[letter])
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
DIGITS = tuple(Key(str(digit), 0x30 + digit, str(digit), 0x30 + digit, _MAC_DIGITS[digit]) for digit in range(10))
FUNCTION = tuple(
    Key(f"F{n}", 0xFFBD + n, f"F{n}", 0x6F + n, _MAC_F[n - 1] if n <= len(_MAC_F) else NO_CODE) for n in range(1, 25)
)
PUNCTUATION = (
    Key(",", 0x2C, "comma", 0, 0x2B),
    Key(".", 0x2E, "period", 0, 0x2F),
    Key("/", 0x2F, "slash", 0, 0x2C),
    Key(";", 0x3B, "semicolon", 0, 0x29),
    Key("'", 0x27, "apostrophe", 0, 0x27),
    Key("[", 0x5B, "bracketleft", 0, 0x21),
    Key("]", 0x5D, "bracketright", 0, 0x1E),
    Key("\\", 0x5C, "backslash", 0, 0x2A),
    Key("`", 0x60, "grave", 0, 0x32),
    Key("-", 0x2D, "minus", 0, 0x1B),
    Key("=", 0x3D, "equal", 0, 0x18),
)
EDITING = (
    Key("Backspace", 0xFF08, "BackSpace", 0x08, 0x33),
    Key("Tab", 0xFF09, "Tab", 0x09, 0x30),
    Key("Return", 0xFF0D, "Return", 0x0D, 0x24),
    Key("Escape", 0xFF1B, "Escape", 0x1B, 0x35),
    Key("Home", 0xFF50, "Home", 0x24, 0x73),
    Key("Left", 0xFF51, "Left", 0x25, 0x7B),
    Key("Up", 0xFF52, "Up", 0x26, 0x7E),
    Key("Right", 0xFF53, "Right", 0x27, 0x7C),
    Key("Down", 0xFF54, "Down", 0x28, 0x7D),
    Key("Page Up", 0xFF55, "Prior", 0x21, 0x74),
    Key("Page Down", 0xFF56, "Next", 0x22, 0x79),
    Key("End", 0xFF57, "End", 0x23, 0x77),
    Key("Delete", 0xFFFF, "Delete", 0x2E, 0x75),
)
OTHER = (
    Key("Space", 0x20, "space", 0x20, 0x31),
    Key("Pause", 0xFF13, "Pause", 0x13, NO_CODE),
    Key("Insert", 0xFF63, "Insert", 0x2D, NO_CODE),
)

KEYS = {key.name: key for key in (*LETTERS, *DIGITS, *FUNCTION, *PUNCTUATION, *EDITING, *OTHER)}
CHARACTERS = frozenset(key.name for key in (*LETTERS, *DIGITS, *PUNCTUATION))
"""Keys that type something."""

MOVING = frozenset(key.name for key in EDITING)
"""Keys that move, delete or end something in every text field."""

ALONE = frozenset(key.name for key in FUNCTION[12:]) | {"Pause"}
"""Keys that nothing else uses: good without any modifier."""
