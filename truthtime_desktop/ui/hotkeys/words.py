"""Words about hotkeys: what the keys are called, what they do, and why they do not."""

import sys
from collections.abc import Sequence

from truthtime_desktop.system.hotkeys.backend import Outcome
from truthtime_desktop.system.hotkeys.keys import Combination, Fault, Modifier
from truthtime_desktop.ui.words import ELLIPSIS, tr

COMMANDS = {
    "toggle-pause": "truthtime toggle-pause",
    "toggle": "truthtime toggle",
    "open": "truthtime open",
    "note": "truthtime open",
}
"""What a person binds in the desktop's own settings where no program can ask for keys. No command opens the note line
alone; the window has it."""


def action_name(action: str) -> str:
    """What an action is called in Settings and in the desktop's own list of shortcuts."""
    return {
        "toggle-pause": tr("Pause or resume"),
        "toggle": tr("Start or stop"),
        "open": tr("Open TruthTime"),
        "note": tr("Add a note"),
    }[action]


def shown(combination: Combination, platform: str = sys.platform) -> str:
    """``Ctrl+Alt+P``, with the names that stand on the keys of this system."""
    key = _key_words().get(combination.key, combination.key)
    return "+".join((*_modifier_words(combination.modifiers, platform), key))


def held(modifiers: Sequence[Modifier], platform: str = sys.platform) -> str:
    """The same while only modifiers are down: ``Ctrl+Alt+\u2026``."""
    return "+".join((*_modifier_words(modifiers, platform), ELLIPSIS))


def keys_in_force(outcome: Outcome) -> str:
    """What to press now, in the words of whoever manages the keys; empty when nothing works."""
    if outcome.state == "managed":
        return outcome.trigger
    return shown(outcome.combination) if outcome.state == "bound" and outcome.combination is not None else ""


def outcome_line(outcome: Outcome, owner: str = "", platform: str = sys.platform) -> str:
    """What stands below the field; empty when there is nothing to say.

    Args:
        owner: the action that has the combination already, for the fault ``ours``.
    """
    if outcome.state == "refused" and outcome.fault is not None:
        return _fault_words(owner, platform)[outcome.fault]
    if outcome.state == "unavailable":
        return tr("%1 Bind this command to a key in its keyboard settings.", _reason_words(outcome))
    return {
        "taken": tr("Another app uses this. Try another."),
        "waiting": tr("Waiting for your desktop\u2019s answer."),
        "managed": tr("Your desktop manages this shortcut."),
    }.get(outcome.state, "")


def conflict(combination: Combination) -> str:
    """Told once when the program starts and the keys are gone (ui.md 2.14)."""
    return tr("%1 is used by another app.", shown(combination))


def _fault_words(owner: str, platform: str) -> dict[Fault, str]:
    mac = tr("Hold Ctrl, Opt or Cmd while you press it.")
    return {
        "no-modifier": mac if platform == "darwin" else tr("Hold Ctrl, Alt or both while you press it."),
        "shift-only": tr("Shift and a key is typing. Hold Ctrl or Alt as well."),
        "every-app": tr("Most apps use this themselves. Hold one more key, such as Alt or Shift."),
        "system": tr("Your system keeps this for itself. Try another."),
        "types": tr("On this keyboard it types a character. Try another."),
        "unknown": tr("This key cannot be used. Try another."),
        "ours": tr("This is the shortcut of \u201c%1\u201d. Try another.", action_name(owner)) if owner else "",
        "not-here": tr("This keyboard has no such key. Try another."),
    }


def _reason_words(outcome: Outcome) -> str:
    if outcome.reason == "declined":
        return tr("Your desktop did not allow it.")
    if outcome.reason == "ended":
        return tr("Your desktop ended it.")
    return tr("Your desktop gives no keys to apps.")


def _modifier_words(modifiers: Sequence[Modifier], platform: str) -> list[str]:
    words = {"Ctrl": tr("Ctrl"), "Alt": tr("Alt"), "Shift": tr("Shift"), "Super": tr("Super")}
    if platform == "darwin":
        words |= {"Alt": tr("Opt"), "Super": tr("Cmd")}
    elif platform == "win32":
        words |= {"Super": tr("Win")}
    return [words[one] for one in modifiers]


def _key_words() -> dict[str, str]:
    """Keys that have a name and not a letter."""
    return {
        "Backspace": tr("Backspace"),
        "Delete": tr("Delete"),
        "Down": tr("Down"),
        "End": tr("End"),
        "Escape": tr("Escape"),
        "Home": tr("Home"),
        "Insert": tr("Insert"),
        "Left": tr("Left"),
        "Page Down": tr("Page Down"),
        "Page Up": tr("Page Up"),
        "Pause": tr("Pause"),
        "Return": tr("Return"),
        "Right": tr("Right"),
        "Space": tr("Space"),
        "Tab": tr("Tab"),
        "Up": tr("Up"),
    }
