"""Types into a notes window until it is killed: ``python -m tests.ui.notes_typist FOLDER SEED``.

Prints, each time the footer says that all is saved, how many characters are: that is what must be there afterwards.
"""

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.notes_scene import NotesScene

LETTERS = "abc @:-[]*`#09"
BURST = 12
KEY_EVERY_MS = 3


def typed_by(seed: int, length: int) -> str:
    """The first letters that the typist of this seed types."""
    dice = random.Random(seed)
    return "".join(dice.choice(LETTERS) for _letter in range(length))


class Typist:
    """Bursts of keys, and a pause until they are saved."""

    def __init__(self, scene: NotesScene, seed: int) -> None:
        self._scene = scene
        self._seed = seed
        self._count = 0
        self._timer = QTimer()
        self._timer.setInterval(KEY_EVERY_MS)
        self._timer.timeout.connect(self._press)
        scene.window.keeper.changed.connect(self._tell)
        self._timer.start()

    def _press(self) -> None:
        QTest.keyClicks(self._scene.window.editor, typed_by(self._seed, self._count + 1)[-1])
        self._count += 1
        if self._count % BURST == 0:
            self._timer.stop()

    def _tell(self) -> None:
        if self._scene.window.footer.state.full_text() == "Saved on this computer":
            print(len(self._scene.window.text()), flush=True)
            self._timer.start()


if __name__ == "__main__":
    application = QApplication([])
    the_scene = NotesScene(Path(sys.argv[1]), entries=())
    the_scene.window.show()
    the_scene.window.editor.setFocus()
    typist = Typist(the_scene, int(sys.argv[2]))
    application.exec()
