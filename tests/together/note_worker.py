"""Started by test_note_kill.py: begets processes that type into notes, say what was acknowledged, and are killed.

For each line on the standard input, the seed of a life, it forks a process (which starts a hundred times faster than
an interpreter does), tells its number, and when it is dead how it died. That process opens the pipe named by the first
argument and types with a real notebook on a real store. Into the pipe go lines of JSON: ``{"try": [...]}`` before
something is put on the disk, with the day and the text that is to be there, and ``{"ack": [...]}`` once it is. Now and
then it saves, turns to another day, or appends a line, as the window and the command line do.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from datetime import date, timedelta

from truthtime_desktop.config import find_places
from truthtime_desktop.notes import Notebook, Page
from truthtime_desktop.store import Store, open_store
from truthtime_desktop.system.clocks import SystemClock

FIRST = date(2026, 1, 1)
DAYS = 300
LETTERS = "abc xyz\n\r\t#-[]@09:04é\u0301ß会議🙂\u202e\U0010ffff"
LONGEST = 4_000


class Typist:
    """One window that types, over its own store.

    Args:
        say: file descriptor for what the test must know.
    """

    def __init__(self, store: Store, say: int, dice: random.Random) -> None:
        self.notebook = Notebook(store)
        self.clock = SystemClock()
        self._say = say
        self._dice = dice
        # What a crash left is recovered first, as the tray does.
        self.notebook.recover(self.clock.read())
        self.page = self.notebook.page(self._some_day())

    def step(self) -> None:
        """Type something, and put it on the disk one way or another."""
        dice = self._dice
        text = self._edited(self.page.text)
        kind = dice.random()
        if kind < 0.7:
            self._do(text, lambda: self.notebook.keep(self.page, text, self.clock.read()))
        elif kind < 0.85:
            self._do(text, lambda: self.notebook.save(self.page, text, self.clock.read()))
        elif kind < 0.95:
            self._do(text, lambda: self.notebook.save(self.page, text, self.clock.read()))
            self.page = self.notebook.page(self._some_day())
        else:
            line = f"line {dice.randrange(10**6)}"
            before = self.page.text
            whole = before + ("\n" if before and not before.endswith("\n") else "") + line
            if self.page.saved:
                self._do(whole, lambda: self.notebook.append(self.page.day, line, self.clock.read()))

    def _some_day(self) -> date:
        """Some more often than others, so that there are long notes and new ones."""
        return FIRST + timedelta(min(self._dice.randrange(DAYS), self._dice.randrange(DAYS)))

    def _do(self, text: str, work: Callable[[], Page]) -> None:
        day = self.page.day.isoformat()
        self._tell({"try": [day, text]})
        self.page = work()
        self._tell({"ack": [day, self.page.text]})

    def _edited(self, text: str) -> str:
        dice = self._dice
        start = dice.randint(0, len(text))
        end = min(len(text), start + dice.choice((0, 0, 0, 1, 3, LONGEST if len(text) > LONGEST else 0)))
        new = "".join(dice.choices(LETTERS, k=dice.randint(0 if end > start else 1, 12)))
        return text[:start] + new + text[end:]

    def _tell(self, words: dict[str, list[str]]) -> None:
        os.write(self._say, json.dumps(words).encode() + b"\n")


def live(pipe: str, seed: int) -> None:
    """Type until somebody puts an end to it."""
    say = os.open(pipe, os.O_WRONLY)
    store = open_store(find_places())
    typist = Typist(store, say, random.Random(seed))
    os.write(say, b"ready\n")
    while True:
        typist.step()


def beget(pipe: str) -> None:
    """One life after the other."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            live(pipe, int(line))
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    beget(sys.argv[1])
