"""Recording keys at a real keyboard, where keys of ours and of others never reach the window they are pressed in."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.together.desktop import STARTS_WITHIN_S, Screen
from tests.together.keyboard import ask, grabbed, layout
from tests.together.processes import Child
from tests.together.program import ROOT
from tests.waiting import until

RECORDER = Path(__file__).with_name("recorder.py")
DONE_WITHIN_S = 20.0


@pytest.fixture
def recorder(screen: Screen) -> Iterator[Child]:
    """The window, with the focus in its field."""
    with Child([sys.executable, RECORDER], {**screen.env, "PYTHONPATH": str(ROOT)}) as child:
        find = ("xdotool", "search", "--name", "^Recorder$")
        until(lambda: ask(screen, *find), STARTS_WITHIN_S, "the recorder's window")
        ask(screen, "xdotool", "windowactivate", "--sync", ask(screen, *find).strip())
        yield child


def press(screen: Screen, child: Child, keys: str, expected: str) -> None:
    """Press the keys; once all are let go, this is what the field shows."""
    before = len(child.out)
    screen.key(keys)
    until(lambda: child.out[before:].endswith(f"{expected}\n"), DONE_WITHIN_S, f"{expected} after {keys}")


def test_a_person_records_tries_and_clears(recorder: Child, screen: Screen) -> None:
    press(screen, recorder, "ctrl+alt+p", "Ctrl+Alt+P: Works. Press it once more to resume.")
    press(screen, recorder, "ctrl+alt+j", "Ctrl+Alt+J: Press it now to try it.")
    press(screen, recorder, "ctrl+alt+j", "Ctrl+Alt+J: Works. Press it once more to resume.")
    press(screen, recorder, "ctrl+alt+s", "Ctrl+Alt+J: This is the shortcut of \u201cStart or stop\u201d. Try another.")
    press(screen, recorder, "Escape", "Ctrl+Alt+J: ")
    with grabbed(screen, "k"):
        press(screen, recorder, "ctrl+alt+k", "Ctrl+Alt+J: Another app uses this. Try another.")
    press(screen, recorder, "ctrl+shift+1", "Ctrl+Shift+1: Press it now to try it.")
    press(screen, recorder, "ctrl+shift+1", "Ctrl+Shift+1: Works. Press it once more to resume.")
    press(screen, recorder, "BackSpace", ": ")


def test_keys_are_named_by_the_layout_in_use(recorder: Child, screen: Screen) -> None:
    with layout(screen, "dvorak"):
        press(screen, recorder, "ctrl+alt+33", "Ctrl+Alt+L: Press it now to try it.")
    press(screen, recorder, "ctrl+alt+l", "Ctrl+Alt+L: Works. Press it once more to resume.")
