"""When typed text is on the disk, what is said about it, and what happens when others write or the disk does not."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_MIN
from tests.desktop.store import worlds
from tests.ui.notes_scene import TODAY, YESTERDAY, NotesScene
from truthtime_core.events import Draft
from truthtime_core.notes import DRAFT_AFTER_MS
from truthtime_desktop.store import driver
from truthtime_desktop.ui.notes import keeping
from truthtime_desktop.ui.notes.opening import unsaved_dialog

ENTRY = worlds.timer(1)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[NotesScene]:
    one = NotesScene(tmp_path / "data")
    shown(one, qtbot)
    yield one
    one.close()


def shown(scene: NotesScene, qtbot: QtBot) -> None:
    with qtbot.waitActive(scene.window):
        scene.window.show()
        scene.window.activateWindow()


def typed(scene: NotesScene, text: str) -> None:
    QTest.keyClicks(scene.window.editor, text)


def said(scene: NotesScene) -> str:
    return scene.window.footer.state.full_text()


def test_a_draft_is_on_the_disk_half_a_second_after_the_last_key(qtbot: QtBot, scene: NotesScene) -> None:
    assert said(scene) == "Saved on this computer"
    with qtbot.waitSignal(scene.window.keeper.stored, timeout=10 * DRAFT_AFTER_MS):
        typed(scene, "word")
        assert said(scene) == "Saving…"
        assert scene.stored() == ""
    assert scene.stored() == "word"
    assert scene.notebook.drafts() == (TODAY,)
    assert scene.revisions() == [], "a pause makes no version"
    assert said(scene) == "Saved on this computer"


def test_each_key_puts_the_moment_off(scene: NotesScene) -> None:
    typed(scene, "a")
    timer = scene.window.keeper.draft_timer
    assert timer.interval() == DRAFT_AFTER_MS
    timer.stop()
    typed(scene, "b")
    assert timer.isActive()
    assert timer.remainingTime() > DRAFT_AFTER_MS / 2


@pytest.mark.parametrize("way", ["focus", "page"])
def test_looking_elsewhere_keeps_a_draft_at_once(scene: NotesScene, way: str) -> None:
    typed(scene, "word")
    if way == "focus":
        scene.window.rail.buttons[0].setFocus()
    else:
        scene.window.open_search()
    assert scene.stored() == "word"
    assert scene.notebook.drafts() == (TODAY,)


@pytest.mark.parametrize("way", ["day", "close", "hide", "history"])
def test_leaving_the_day_or_the_window_makes_a_version(scene: NotesScene, way: str) -> None:
    typed(scene, "word")
    window = scene.window
    {
        "day": lambda: window.show_day(YESTERDAY),
        "close": window.close,
        "hide": window.hide,
        "history": window.toggle_history,
    }[way]()
    assert scene.revisions() == ["word"]
    assert scene.notebook.drafts() == ()


def test_long_typing_becomes_a_version_too(qtbot: QtBot, scene: NotesScene) -> None:
    typed(scene, "word")
    timer = scene.window.keeper.revise_timer
    assert timer.isActive()
    assert timer.interval() == 5 * MS_PER_MIN
    with qtbot.waitSignal(scene.window.keeper.stored):
        timer.timeout.emit()
    assert scene.revisions() == ["word"]


def test_a_line_from_the_command_line_is_seen_and_nothing_typed_is_lost(scene: NotesScene) -> None:
    scene.write(TODAY, "one\n")
    window = scene.window
    window.refresh()
    window.editor.moveCursor(QTextCursor.MoveOperation.Start)
    typed(scene, "zero ")
    scene.notebook.append(TODAY, "two", scene.clock.tick(1_000))
    window.refresh()
    assert window.text() == "zero one\ntwo"
    assert window.editor.textCursor().position() == len("zero ")
    typed(scene, "and ")
    assert window.leave()
    assert scene.stored() == "zero and one\ntwo"
    assert said(scene) == "Saved on this computer"


def test_a_cursor_at_the_end_stays_at_its_words(scene: NotesScene) -> None:
    typed(scene, "mine")
    scene.window.keeper.keep_all()
    scene.notebook.append(TODAY, "theirs", scene.clock.tick(1_000))
    scene.window.refresh()
    typed(scene, "!")
    assert scene.window.text() == "mine!\ntheirs"


def test_two_devices_are_a_conflict_until_both_are_kept(scene: NotesScene) -> None:
    for number, text in enumerate(("Plan\nmine\n", "Plan\ntheirs\n")):
        other = worlds.OtherDevice(f"01890000-0000-7000-8000-00000000bee{number}")
        other.write(worlds.note(TODAY.isoformat(), text), scene.clock.read())
        scene.store.adopt([(event.payload, content) for event, content in other.written])
    window = scene.window
    window.refresh()
    assert window.text() == "Plan\nmine\n---\ntheirs\n"
    assert window.strip.isVisible()
    assert window.strip.text.text() == "This day was also edited on another device."
    window.strip.buttons["difference"].click()
    assert window.history.isVisible()
    lines = window.history.view.toPlainText().splitlines()
    assert sorted(line for line in lines if line[0] in "+\u2212") in (
        ["+ mine", "\u2212 theirs"],
        ["+ theirs", "\u2212 mine"],
    )
    window.toggle_history()
    window.strip.buttons["keep"].click()
    assert not window.strip.isVisible()
    assert not scene.notebook.page(TODAY).conflict
    assert scene.stored() == "Plan\nmine\n---\ntheirs\n"


def minute_ms(scene: NotesScene, hour: int, minute: int) -> int:
    """A minute of today; the scene's clock stands at 14:16 and has ticked for less than one."""
    return (scene.clock.at_ms // MS_PER_MIN - (14 * 60 + 16) + hour * 60 + minute) * MS_PER_MIN


def move(scene: NotesScene, hour: int, minute: int) -> None:
    """The entry begins at another time from now on."""
    data = {"start_ms": minute_ms(scene, hour, minute)}
    scene.store.append((Draft("entry.amend", ENTRY, data, {"reason": "forgot"}),), scene.clock.tick(1))


@pytest.fixture
def entry(scene: NotesScene) -> str:
    """An entry of today, from 09:04 on."""
    scene.store.append((worlds.added(1, minute_ms(scene, 9, 4), 30, "Acme", "Europe/Paris"),), scene.clock.read())
    return ENTRY


def test_a_link_follows_its_entry_when_the_person_wants(scene: NotesScene, entry: str) -> None:
    typed(scene, "@09:04 copy, @09:04 again")
    window = scene.window
    assert window.leave()
    assert [(link.at, link.entry) for link in scene.notebook.page(TODAY).links] == [("09:04", entry)]
    move(scene, 9, 0)
    window.refresh()
    assert window.strip.isVisible()
    assert window.strip.buttons["update"].accessibleName() == "Update @09:04 to @09:00"
    window.strip.buttons["update"].click()
    assert window.text() == "@09:00 copy, @09:00 again"
    assert not window.strip.isVisible()
    assert window.leave()
    assert [(link.at, link.entry, link.moved) for link in scene.notebook.page(TODAY).links] == [("09:00", entry, False)]


@pytest.mark.usefixtures("entry")
def test_an_offer_that_was_declined_is_not_made_again(scene: NotesScene) -> None:
    typed(scene, "@09:04")
    window = scene.window
    assert window.leave()
    move(scene, 9, 0)
    window.refresh()
    window.strip.buttons["leave"].click()
    assert not window.strip.isVisible()
    typed(scene, " more")
    assert window.leave()
    assert not window.strip.isVisible()


def test_while_another_program_writes_it_is_tried_again(qtbot: QtBot, scene: NotesScene) -> None:
    scene.store.wait_at_most(1)
    with held(scene):
        typed(scene, "word")
        assert not scene.window.keeper.keep_all()
        assert said(scene) == "Saving…"
        for _try in range(keeping.LOCKED_TRIES):
            scene.window.keeper.keep_all()
        assert said(scene).startswith("Not saved. Another program is writing to TruthTime’s data.".replace("’", "'"))
        assert scene.window.text() == "word"
    with qtbot.waitSignal(scene.window.keeper.stored):
        scene.window.keeper.retry_timer.timeout.emit()
    assert scene.stored() == "word"
    assert said(scene) == "Saved on this computer"


@contextmanager
def held(scene: NotesScene) -> Iterator[None]:
    """Another connection is in the middle of writing."""
    other = driver.load().connect(scene.places.database, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; making one takes root, which the machine of the tests has."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    filler = folder / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                os.write(file.fileno(), b"\0" * 4_096)
        except OSError:
            return filler


def test_a_full_disk_is_said_and_the_text_stays_until_there_is_room(qtbot: QtBot, small_disk: Path) -> None:
    scene = NotesScene(small_disk / "data")
    shown(scene, qtbot)
    window = scene.window
    typed(scene, "kept before")
    assert window.leave()
    filler = fill(small_disk)
    typed(scene, "words " * 2_000 if window.text() == "" else " and much more " * 40)
    for _try in range(200):
        if not window.keeper.keep_all():
            break
        typed(scene, "and more of it, until nothing is left ")
    assert said(scene) == "Not saved: disk is full"
    assert window.footer.hint.full_text().startswith("Free some space")
    text = window.text()
    assert not window.leave()
    assert window.show_day(YESTERDAY), "the day can be left, and its text stays"
    assert said(scene) == "Not saved: disk is full"
    window.show_day(TODAY)
    assert window.text() == text
    question = unsaved_dialog(scene.theme, window)
    assert list(question.buttons) == ["retry", "quit", "cancel"]
    question.deleteLater()
    filler.unlink()
    window.keeper.retry_timer.timeout.emit()
    assert said(scene) == "Saved on this computer"
    assert window.footer.hint.full_text() == ""
    assert scene.stored() == text
    scene.close()
