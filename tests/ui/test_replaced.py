"""The data file is replaced while windows are open: nothing typed is lost, nothing reads the old file, all goes on."""

import threading
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.asides import Stage
from truthtime_desktop import backups
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import driver
from truthtime_desktop.ui.data.shut_tracker import ShutTracker
from truthtime_desktop.ui.hotkeys.presses import Presses
from truthtime_desktop.ui.hotkeys.session import PAUSE
from truthtime_desktop.ui.notes.window import NotesWindow
from truthtime_desktop.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WITHIN_MS = 10_000


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    with Stage(Theme("light")) as one:
        one.desk.begin()
        yield one


def newest_backup(stage: Stage) -> Path:
    return backups.newest_intact(stage.places)


def restore(qtbot: QtBot, stage: Stage) -> None:
    with qtbot.waitSignal(stage.care.done, timeout=WITHIN_MS):
        stage.care.restore(newest_backup(stage))


def test_the_panel_goes_on_over_the_restored_file(qtbot: QtBot, stage: Stage) -> None:
    stage.desk.open_window()
    restore(qtbot, stage)
    panel = stage.desk.windows.panel
    assert panel is not None
    panel.hide()
    stage.desk.open_window()
    assert panel.isVisible()
    assert stage.desk.windows.seconds.is_ticking()
    stage.tray.primary.emit()
    assert stage.tray.view.state == "running"


def test_what_is_asked_of_closed_data_is_refused_in_words(qtbot: QtBot, stage: Stage) -> None:
    Presses(stage.desk, stage.hotkeys)
    stage.desk.open_window()
    windows = stage.desk.windows
    assert windows.panel is not None
    stage.care.restore(newest_backup(stage))
    assert isinstance(stage.desk.tracker, ShutTracker)
    windows.seconds._on_tick()  # noqa: SLF001 - what its timer calls
    stage.desk.actions.notes.trigger()
    stage.hotkeys.pressed.emit(PAUSE)
    stage.tray.primary.emit()
    QTest.keyClicks(windows.panel.content.note, "called the client")
    windows.panel.content.note.returnPressed.emit()
    assert windows.panel.content.note.text() == "called the client"
    assert windows.notes.window is None
    qtbot.waitUntil(lambda: not stage.care.busy, timeout=WITHIN_MS)
    windows.panel.content.note.returnPressed.emit()
    assert windows.panel.content.note.text() == ""
    tracker = stage.desk.tracker
    assert Notebook(tracker.store).page(tracker.today(tracker.read())).text.endswith("called the client")


def test_the_program_ends_while_a_backup_is_being_restored(qtbot: QtBot, stage: Stage) -> None:
    stage.care.restore(newest_backup(stage))
    with qtbot.waitSignal(stage.desk.quit_wanted):
        stage.desk.quit()


def typed_while_held(stage: Stage, other: Connection) -> NotesWindow:
    """A notes window with a word that cannot be stored, since another program writes."""
    stage.desk.windows.show_notes()
    window = stage.desk.windows.notes.window
    assert window is not None
    stage.store.wait_at_most(1)
    other.execute("BEGIN IMMEDIATE")
    QTest.keyClicks(window.editor, "word")
    return window


@pytest.fixture
def other(stage: Stage) -> Iterator[Connection]:
    connection: Connection = driver.load().connect(stage.places.database, isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def stored_note(stage: Stage) -> str:
    tracker = stage.desk.tracker
    return Notebook(tracker.store).page(tracker.today(tracker.read())).text


def test_a_word_that_cannot_be_stored_outlives_another_language(qtbot: QtBot, stage: Stage, other: Connection) -> None:
    before = typed_while_held(stage, other)
    stage.desk.retranslate()
    window = stage.desk.windows.notes.window
    assert window is not None
    assert window is not before
    assert window.text() == "word"
    other.execute("ROLLBACK")
    qtbot.waitUntil(lambda: stored_note(stage) == "word", timeout=WITHIN_MS)


def test_a_word_that_cannot_be_stored_outlives_a_restored_backup(qtbot: QtBot, stage: Stage, other: Connection) -> None:
    typed_while_held(stage, other)
    stage.care.began.connect(other.close)
    with qtbot.waitSignal(stage.care.done, timeout=WITHIN_MS):
        stage.care.restore(newest_backup(stage))
    qtbot.waitUntil(lambda: stored_note(stage) == "word", timeout=WITHIN_MS)


def test_the_end_waits_for_the_last_word(stage: Stage, other: Connection) -> None:
    typed_while_held(stage, other)
    threading.Timer(0.4, other.execute, ["ROLLBACK"]).start()
    stage.desk.leave()
    assert stored_note(stage) == "word"


def test_the_notes_window_is_there_again_after_a_restore(qtbot: QtBot, stage: Stage) -> None:
    stage.desk.windows.show_notes()
    before = stage.desk.windows.notes.window
    assert before is not None
    day = before.day
    restore(qtbot, stage)
    after = stage.desk.windows.notes.window
    assert after is not None
    assert after is not before
    assert (after.isVisible(), after.day) == (True, day)


def test_what_is_deleted_does_not_come_back_from_a_window(qtbot: QtBot, stage: Stage) -> None:
    stage.desk.windows.show_notes()
    window = stage.desk.windows.notes.window
    assert window is not None
    QTest.keyClicks(window.editor, "x" * 10)
    window.keeper.close()
    with qtbot.waitSignal(stage.care.done, timeout=WITHIN_MS):
        stage.care.erase()
    assert stage.desk.windows.notes.window is None
    assert stored_note(stage) == ""


def test_a_timer_that_ran_when_the_backup_was_made_does_not_run_on(qtbot: QtBot, stage: Stage) -> None:
    stage.desk.do("start")
    backups.back_up(stage.store, stage.places, stage.clock.tick(7_200_000))
    restore(qtbot, stage)
    assert stage.tray.view.state == "stopped"
    assert stage.store.counts()["entries"] == 3, "the entry of the backup is there, and ended"
