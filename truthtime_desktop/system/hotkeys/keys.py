"""A combination of keys: as text, in the numbers of each system, and whether it can be a hotkey. Pure."""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from truthtime_desktop.system.hotkeys.codes import ALONE, CHARACTERS, KEYS, MOVING, Key

Modifier = Literal["Ctrl", "Alt", "Shift", "Super"]
Platform = Literal["linux", "win32", "darwin"]

ORDER: tuple[Modifier, ...] = ("Ctrl", "Alt", "Shift", "Super")
"""``Super`` is the Windows key, and Command on a Mac; ``Alt`` is Option there."""

Fault = Literal["no-modifier", "shift-only", "every-app", "system", "types", "unknown", "not-here", "ours"]
"""Why a combination is no hotkey. ``types``: it types a character on this keyboard; ``not-here``: the keyboard has no
such key; ``ours``: another action of ours has it; ``every-app``: nearly every program has a use for it, and would lose
it."""

_MODIFIERS: dict[str, Modifier] = {
    "ctrl": "Ctrl",
    "control": "Ctrl",
    "alt": "Alt",
    "opt": "Alt",
    "option": "Alt",
    "shift": "Shift",
    "super": "Super",
    "meta": "Super",
    "win": "Super",
    "cmd": "Super",
    "command": "Super",
    "logo": "Super",
}
_NAMES = {key.name.lower().replace(" ", ""): key.name for key in KEYS.values()}
_NAMES |= {key.symbol.lower(): key.name for key in KEYS.values()}
_NAMES |= {
    "esc": "Escape",
    "enter": "Return",
    "del": "Delete",
    "ins": "Insert",
    "pgup": "Page Up",
    "pgdown": "Page Down",
    "pgdn": "Page Down",
}

_PORTAL = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Super": "LOGO"}
_WIN_BITS = {"Alt": 0x1, "Ctrl": 0x2, "Shift": 0x4, "Super": 0x8}
_MAC_BITS = {"Super": 0x100, "Shift": 0x200, "Alt": 0x800, "Ctrl": 0x1000}


class Combination(NamedTuple):
    """Modifiers and one key. Made by `parse` or `combine`, so that the key is known and the text is unique.

    Attributes:
        modifiers: in the order of `ORDER`.
        key: a name in `codes.KEYS`.
    """

    modifiers: tuple[Modifier, ...]
    key: str

    @property
    def text(self) -> str:
        """``Ctrl+Alt+P``: what the settings file holds. `parse` reads it back."""
        return "+".join((*self.modifiers, self.key))

    @property
    def portal_trigger(self) -> str:
        """``CTRL+ALT+p``: the syntax of freedesktop's "Shortcuts XML" page, which portals use."""
        return "+".join((*(_PORTAL[one] for one in self.modifiers), self.code.symbol))

    @property
    def code(self) -> Key:
        """The key's numbers."""
        return KEYS[self.key]

    @property
    def windows_modifiers(self) -> int:
        """``MOD_ALT``, ``MOD_CONTROL``, ``MOD_SHIFT``, ``MOD_WIN`` of RegisterHotKey."""
        return sum(_WIN_BITS[one] for one in self.modifiers)

    @property
    def mac_modifiers(self) -> int:
        """``cmdKey``, ``shiftKey``, ``optionKey``, ``controlKey`` of Carbon's Events.h."""
        return sum(_MAC_BITS[one] for one in self.modifiers)


def combine(modifiers: Iterable[Modifier], key: str) -> Combination | None:
    """A combination; None for a key that is not in the table."""
    held = set(modifiers)
    return Combination(tuple(one for one in ORDER if one in held), key) if key in KEYS else None


def parse(text: str) -> Combination | None:
    """Read ``Ctrl+Alt+P``, in any order and spelling that people and portals use; None for anything else."""
    *before, last = (part.strip() for part in text.lower().split("+"))
    modifiers = [_MODIFIERS[word] for word in before if word in _MODIFIERS]
    if len(set(modifiers)) != len(before):
        return None
    key = _NAMES.get(last.replace(" ", ""))
    return combine(modifiers, key) if key else None


def fault_of(combination: Combination, platform: str) -> Fault | None:
    """Why this cannot be a hotkey on this system, whatever the keyboard; None when it can.

    Args:
        platform: as `sys.platform` says it.
    """
    held, key = set(combination.modifiers), combination.key
    if not held:
        return None if key in ALONE else "no-modifier"
    if held == {"Shift"} and key not in ALONE:
        return "shift-only"
    if _is_systems(combination, platform):
        return "system"
    if platform == "darwin" and key in CHARACTERS and held <= {"Alt", "Shift"}:
        return "types"  # Option and a letter type one of the many characters of a Mac's keyboard
    if _is_everyday(held, key, platform):
        return "every-app"
    return None


def candidates(platform: str, types_a_character: Callable[[Combination], bool]) -> tuple[Combination, ...]:
    """Combinations to try for pausing, best first (ui.md 2.15).

    Args:
        platform: as `sys.platform` says it; on Windows AltGr is Ctrl and Alt together.
        types_a_character: whether the layout types something with it (US International types ö with AltGr+P).
    """
    found = tuple(Combination(("Ctrl", "Alt"), letter) for letter in "PJK")
    return tuple(one for one in found if not types_a_character(one)) if platform == "win32" else found


def _is_everyday(held: set[Modifier], key: str, platform: str) -> bool:
    """Copy, print, a menu's letter, a step by word: one of these taken away breaks every program."""
    if key in MOVING:
        return held <= {"Ctrl", "Shift"} or held == {"Alt"} or (platform == "darwin" and "Super" in held)
    usual = {"Super", "Ctrl"} if platform == "darwin" else {"Ctrl", "Alt"}
    return key in CHARACTERS and len(held) == 1 and held <= usual


def _is_systems(combination: Combination, platform: str) -> bool:
    # Windows: "Keyboard shortcuts that involve the WINDOWS key are reserved"; F12 is the debuggers' (RegisterHotKey).
    if platform == "win32" and ("Super" in combination.modifiers or combination.key == "F12"):
        return True
    return combination.text in _SYSTEM.get(platform, _SYSTEM["linux"])


_EVERYWHERE = frozenset({"Alt+Tab", "Alt+Shift+Tab", "Alt+Escape", "Alt+Space", "Alt+F4", "Ctrl+Alt+Delete"})
_SYSTEM = {
    # Ctrl+Alt+F1 to F12 switch consoles (kernel and Xorg), Ctrl+Alt+Backspace ends the X server where that is allowed.
    "linux": _EVERYWHERE | {"Ctrl+Alt+Backspace"} | {f"Ctrl+Alt+F{number}" for number in range(1, 13)},
    "win32": _EVERYWHERE | {"Ctrl+Escape", "Ctrl+Shift+Escape", "Ctrl+Alt+Tab"},
    "darwin": frozenset({"Super+Tab", "Shift+Super+Tab", "Super+Space", "Alt+Super+Space", "Alt+Super+Escape"})
    | {"Ctrl+Space", "Ctrl+Alt+Space", "Ctrl+Super+Space", "Ctrl+Super+Q", "Shift+Super+Q", "Ctrl+Super+F"}
    | {f"Shift+Super+{digit}" for digit in "345"}
    | {f"Ctrl+{arrow}" for arrow in ("Up", "Down", "Left", "Right")},
}
"""Apple: "Mac keyboard shortcuts" (support page HT201236); Microsoft: "Keyboard shortcuts in Windows"."""
