"""The crash hook: one dialog for each distinct fault, the program goes on, and no word of the person is told."""

import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui.crashes.hook import MOST_DIALOGS, CrashHook
from truthtime_desktop.ui.theme import Theme

pytestmark = [
    pytest.mark.qt_no_exception_capture,
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TYPED = "Divorce lawyer"
ENDS_WITHIN_S = 60


@pytest.fixture
def hook(qtbot: QtBot) -> Iterator[CrashHook]:
    assert qtbot
    hook = CrashHook(Theme("light"))
    hook.install()
    hook.begin()
    yield hook
    hook.close()


def fails() -> None:
    raise ValueError(f"'{TYPED}' is no number")


def fails_elsewhere() -> None:
    raise KeyError(TYPED)


def in_a_slot(qtbot: QtBot, what: Callable[[], None]) -> None:
    """As it comes in the program: Qt calls a slot from its loop, and PySide hands the exception to the hook."""
    done: list[bool] = []

    def slot() -> None:
        done.append(True)
        what()

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: bool(done))


def test_a_fault_in_a_slot_becomes_a_dialog_and_the_loop_goes_on(qtbot: QtBot, hook: CrashHook) -> None:
    in_a_slot(qtbot, fails)
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)
    (dialog,) = hook.dialogs.values()
    assert dialog.isVisible()
    assert not dialog.isModal()
    text = dialog.text.toPlainText()
    assert "ValueError" in text
    assert "test_crashes.py" in text
    assert TYPED not in text
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == text
    assert dialog.copy.text() == "Copied"
    dialog.done_button.click()
    assert hook.dialogs == {}


def test_the_same_fault_is_told_once(qtbot: QtBot, hook: CrashHook) -> None:
    for _ in range(3):
        in_a_slot(qtbot, fails)
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)
    (dialog,) = hook.dialogs.values()
    assert "3" in dialog._count.text()  # noqa: SLF001 - what the person sees
    dialog.accept()
    in_a_slot(qtbot, fails)
    assert hook.dialogs == {}
    in_a_slot(qtbot, fails_elsewhere)
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)


def test_many_faults_do_not_cover_the_screen(hook: CrashHook) -> None:
    for number in range(9):
        hook.came.emit(f"place {number}", "report")
    assert len(hook.dialogs) == MOST_DIALOGS


def test_a_fault_in_a_thread_is_told_in_the_windows_thread(qtbot: QtBot, hook: CrashHook) -> None:
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)
    (dialog,) = hook.dialogs.values()
    assert "in a thread" in dialog.text.toPlainText()
    assert dialog.thread() == QGuiApplication.instance().thread()


def test_a_fault_in_a_finaliser_is_told(qtbot: QtBot, hook: CrashHook) -> None:
    class Thing:
        pass

    thing = Thing()
    weakref.ref(thing, lambda _gone: fails())
    kept = weakref.ref(thing, lambda _gone: fails())
    assert kept() is thing
    del thing
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)


def test_a_keyboard_interrupt_is_no_fault(hook: CrashHook) -> None:
    before = sys.excepthook
    hook._on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)  # noqa: SLF001 - as the interpreter does
    assert hook.dialogs == {}
    assert sys.excepthook == before


def test_what_comes_before_anything_can_be_shown_waits(qtbot: QtBot) -> None:
    hook = CrashHook(Theme("light"))
    hook.note(ValueError(TYPED), "early")
    assert hook.dialogs == {}
    hook.begin()
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)
    hook.close()


def test_the_hooks_are_given_back(qtbot: QtBot) -> None:
    assert qtbot
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hook = CrashHook(Theme("light"))
    hook.install()
    assert sys.excepthook != before[0]
    hook.close()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, qFatal
from PySide6.QtWidgets import QApplication
from truthtime_desktop.ui.crashes.hook import CrashHook
from truthtime_desktop.ui.theme import Theme
import ctypes, faulthandler
app = QApplication([])
hook = CrashHook(Theme("light"))
hook.install()
left = hook.watch_fatal(Path(sys.argv[1]))
def ends():
    {ending}
QTimer.singleShot(0, ends)
code = app.exec()
hook.close()
print("LEFT:" + left)
sys.exit(code)
"""


def run(ending: str, path: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", PROGRAM.replace("{ending}", ending), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=ENDS_WITHIN_S)


@pytest.mark.parametrize(
    ("ending", "sign"),
    [
        ("ctypes.string_at(0)", "Segmentation fault"),
        ("qFatal('cannot open the task ' + repr('Divorce lawyer'))", "Qt:"),
    ],
)
def test_an_end_in_qt_or_c_leaves_traces_for_the_next_start(tmp_path: Path, ending: str, sign: str) -> None:
    path = tmp_path / "fatal.txt"
    assert run(ending, path).returncode < 0
    assert sign in path.read_text()
    assert "Divorce" not in path.read_text()
    after = run("app.quit()", path)
    assert after.returncode == 0, after.stderr
    assert "LEFT:" in after.stdout
    assert " in ends" in after.stdout
    assert not path.exists()


def test_traces_of_the_last_run_are_told_without_paths(qtbot: QtBot, tmp_path: Path) -> None:
    hook = CrashHook(Theme("light"))
    hook.begin()
    home = tmp_path / "truthtime_desktop" / "ui" / "desk.py"
    hook.tell_last_time(
        f'Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n  File "{home}", line 12 in do\n'
    )
    qtbot.waitUntil(lambda: len(hook.dialogs) == 1)
    (dialog,) = hook.dialogs.values()
    text = dialog.text.toPlainText()
    assert "truthtime_desktop/ui/desk.py:12 in do" in text
    assert str(tmp_path) not in text
    assert dialog.accessibleName() == "TruthTime ended unexpectedly"
    hook.close()


def test_a_file_that_cannot_be_written_does_not_stop_the_start(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    hook = CrashHook(Theme("light"))
    assert hook.watch_fatal(tmp_path / "nowhere" / "fatal.txt") == ""
    hook.close()
