"""A person at the keyboard of a private desktop, with other programs that have the focus or hold keys."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tests.together.desktop import STARTS_WITHIN_S, Screen
from tests.together.processes import Child
from tests.waiting import until

GRABBING = Path(__file__).with_name("grabbing.py")
FINGERS = Path(__file__).with_name("fingers.py")


class OtherApp:
    """``xev``: a window that has the focus and writes down every key it gets."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._child = Child(["stdbuf", "-oL", "xev", "-event", "keyboard"], screen.env)

    def __enter__(self) -> Self:
        """Wait until it has the focus, proved by a key that it gets."""
        until(self._window, STARTS_WITHIN_S, "the other program's window")
        ask(self._screen, "xdotool", "windowactivate", "--sync", self._window())
        until(self._proved, STARTS_WITHIN_S, "the other program's focus")
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self._child.__exit__(*error)

    def got(self) -> str:
        """All the keys it got, as `xev` writes them."""
        return self._child.out

    def _window(self) -> str:
        return ask(self._screen, "xdotool", "search", "--name", "^Event Tester$").strip()

    def _proved(self) -> bool:
        self._screen.key("w")
        return ", w)" in self.got()


def ask(screen: Screen, *command: str) -> str:
    """Run a tool on the desktop and return what it says."""
    done = subprocess.run(command, env=screen.env, capture_output=True, text=True, check=False, timeout=STARTS_WITHIN_S)
    return done.stdout


def is_taken(screen: Screen, letter: str) -> bool:
    """Whether some program has Ctrl+Alt and this letter."""
    return f"{letter} taken" in ask(screen, sys.executable, str(GRABBING), letter)


def fingers(screen: Screen, group: int, *codes: str) -> None:
    """Press keys together by their place, in the layout of this number."""
    ask(screen, sys.executable, str(FINGERS), str(group), *codes)


@contextmanager
def grabbed(screen: Screen, *letters: str) -> Iterator[None]:
    """Another program has Ctrl+Alt and these letters."""
    with Child([sys.executable, GRABBING, *letters, "--hold"], screen.env) as child:
        until(lambda: child.out.count("free") == len(letters), STARTS_WITHIN_S, "the other program's keys")
        yield


@contextmanager
def locks(screen: Screen, *keys: str) -> Iterator[None]:
    """Caps Lock or Num Lock is on."""
    for key in keys:
        screen.key(key)
    try:
        yield
    finally:
        for key in keys:
            screen.key(key)


@contextmanager
def layout(screen: Screen, *names: str) -> Iterator[None]:
    """The keyboard has another layout; afterwards the usual one again."""
    ask(screen, "setxkbmap", *names)
    try:
        yield
    finally:
        ask(screen, "setxkbmap", "us", "-option", "")
