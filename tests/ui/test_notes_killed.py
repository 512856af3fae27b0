"""A power cut while somebody types: what the footer called saved is there, to the letter."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.notes_scene import TODAY, NotesScene
from tests.ui.notes_typist import BURST, typed_by
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]


def killed_while_typing(folder: Path, seed: int) -> int:
    """How many characters were called saved before the typist was killed."""
    dice = random.Random(seed)
    command = [sys.executable, "-m", "tests.ui.notes_typist", str(folder), str(seed)]
    told: list[int] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as typist:
        assert typist.stdout is not None
        for line in typist.stdout:
            told.append(int(line))
            if len(told) == dice.randint(1, 3):
                break
        # Somewhere between one save and the next.
        waits = [dice.randint(0, 120)]
        until(lambda: waits.append(waits[-1] - 1) or waits[-1] <= 0, what="a random moment")
        typist.kill()
        typist.wait()
        told += [int(line) for line in typist.stdout if line.endswith("\n")]
    return told[-1]


@pytest.mark.parametrize("seed", range(3))
def test_what_was_called_saved_is_there_after_a_kill(qtbot: QtBot, tmp_path: Path, seed: int) -> None:
    assert qtbot
    saved = killed_while_typing(tmp_path, seed)
    assert saved % BURST == 0
    scene = NotesScene(tmp_path, entries=())
    text = scene.window.text()
    assert text == typed_by(seed, len(text)), "a beginning of what was typed, and nothing else"
    assert len(text) >= saved
    assert scene.window.leave()
    assert scene.revisions(TODAY)[0] == text
    scene.close()
