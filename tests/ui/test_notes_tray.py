"""Notes in the tray program: opened from the menu, written to from the command line, saved when it ends."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_MIN
from tests.ui.scene import Scene
from truthtime_core.timer import Task
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import driver
from truthtime_desktop.ui.desk.remote import Remote
from truthtime_desktop.ui.dialogs import Question
from truthtime_desktop.ui.notes.days import REFRESH_MS
from truthtime_desktop.ui.notes.window import NotesWindow
from truthtime_desktop.wire import request

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def opened(scene: Scene, qtbot: QtBot) -> NotesWindow:
    scene.desk.actions.notes.trigger()
    window = scene.desk.windows.notes.window
    assert window is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def stored(scene: Scene) -> str:
    tracker = scene.desk.tracker
    return Notebook(scene.store).page(tracker.today(tracker.read())).text


def test_the_menu_opens_todays_note_beside_todays_entries(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.do("start", Task("Invoices", "Admin"))
    scene.clock.tick(14 * MS_PER_MIN)
    window = opened(scene, qtbot)
    assert window.isVisible()
    assert window.windowTitle() == "Notes – Tuesday 17 November"
    (button,) = window.rail.buttons
    assert button.accessibleName() == "@09:04, Invoices, Admin, 14m of 14m was work."
    assert [segment.kind for segment in button.entry.segments] == ["work"]
    button.click()
    QTest.keyClicks(window.editor, "sent")
    window.close()
    assert stored(scene) == "@09:04 sent"
    tracker = scene.desk.tracker
    (link,) = Notebook(scene.store).links(tracker.today(tracker.read()))
    assert (link.at, link.entry) == ("09:04", button.entry.id)


def test_an_earlier_entry_of_the_panel_leads_to_its_line_and_writes_nothing(qtbot: QtBot, scene: Scene) -> None:
    for text in ("Invoices", "Offers"):
        scene.desk.do("start", Task(text))
        scene.clock.tick(14 * MS_PER_MIN)
        scene.desk.do("stop")
    tracker = scene.desk.tracker
    day = tracker.today(tracker.read())
    notebook = Notebook(scene.store)
    notebook.save(notebook.page(day), "# Today\n@09:18 sent\nend", tracker.read())
    scene.desk.open_window()
    panel = scene.desk.windows.panel
    assert panel is not None
    first, second = (entry.id for entry in scene.store.entries(day, day, None, None))
    panel.entry_opened.emit(second)
    window = scene.desk.windows.notes.window
    assert window is not None
    assert window.editor.textCursor().block().text() == "@09:18 sent"
    panel.entry_opened.emit(first)
    qtbot.waitUntil(lambda: window.rail.buttons[0].hasFocus() or not window.isActiveWindow())
    assert window.focusWidget() is window.rail.buttons[0]
    assert stored(scene) == window.text() == "# Today\n@09:18 sent\nend"


def test_a_line_from_the_command_line_appears_at_once(qtbot: QtBot, scene: Scene) -> None:
    window = opened(scene, qtbot)
    QTest.keyClicks(window.editor, "typed")
    answer = Remote(scene.desk).carry_out(request(["note", "Call", "Acme"], None))
    assert answer.exit_code == 0
    assert "typed" in window.text()
    assert "Call Acme" in window.text()
    QTest.keyClicks(window.editor, " on")
    window.close()
    assert stored(scene) == window.text()
    assert {"typed on", "Call Acme"} <= {line.removeprefix("@09:04 ") for line in stored(scene).splitlines()}


def test_time_that_passes_is_seen_while_the_window_is(qtbot: QtBot, scene: Scene) -> None:
    scene.desk.do("start")
    window = opened(scene, qtbot)
    scene.clock.tick(5 * MS_PER_MIN)
    scene.desk.refresh()
    assert window.rail.buttons[0].entry.worked_ms == 5 * MS_PER_MIN


def test_nothing_ticks_when_the_window_is_closed(qtbot: QtBot, scene: Scene) -> None:
    window = opened(scene, qtbot)

    def ticking() -> list[int]:
        return [timer.interval() for timer in window.findChildren(QTimer) if timer.isActive()]

    assert REFRESH_MS in ticking()
    QTest.keyClick(window.editor, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()
    assert not ticking()
    window.show()
    assert REFRESH_MS in ticking()


def test_quitting_saves_what_was_typed(qtbot: QtBot, scene: Scene) -> None:
    window = opened(scene, qtbot)
    QTest.keyClicks(window.editor, "last words")
    with qtbot.waitSignal(scene.desk.quit_wanted):
        QTest.keyClick(window.editor, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert stored(scene) == "last words"
    assert scene.desk.windows.notes.window is None


@pytest.mark.parametrize(("key", "quits"), [("cancel", False), ("quit", True), ("retry", True)])
def test_quitting_asks_when_a_note_cannot_be_saved(
    qtbot: QtBot,
    scene: Scene,
    tmp_path: Path,
    key: str,
    quits: bool,  # noqa: FBT001
) -> None:
    window = opened(scene, qtbot)
    scene.store.wait_at_most(1)
    other = driver.load().connect(Places(tmp_path / "data").database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    QTest.keyClicks(window.editor, "word")
    asked = []

    def answer() -> None:
        questions = [each for each in window.findChildren(Question) if each.isVisible()]
        asked.extend(each.accessibleName() for each in questions)
        if key == "retry":
            other.execute("ROLLBACK")
        questions[0].buttons[key].click()

    QTimer.singleShot(0, answer)
    wanted = []
    scene.desk.quit_wanted.connect(lambda: wanted.append(True))
    scene.desk.quit()
    assert asked == ["A note is not saved"]
    assert bool(wanted) == quits
    if key == "cancel":
        assert window.text() == "word"
    other.close()
    if key != "quit":
        if scene.desk.windows.notes.window is not None:
            assert window.leave()
        assert stored(scene) == "word"


def test_the_cursor_stays_where_it_was_when_the_language_changes(qtbot: QtBot, scene: Scene) -> None:
    window = opened(scene, qtbot)
    lines = [f"line {number}" for number in range(200)]
    QTest.keyClicks(window.editor, "first")
    window.editor.insertPlainText("\n" + "\n".join(lines))
    cursor = window.editor.textCursor()
    cursor.setPosition(window.text().index("line 120"))
    window.editor.setTextCursor(cursor)
    at, scrolled = cursor.position(), window.editor.verticalScrollBar().value()
    assert scrolled > 0
    scene.desk.retranslate()
    again = scene.desk.windows.notes.window
    assert again is not None
    assert again is not window
    qtbot.waitUntil(lambda: again.editor.verticalScrollBar().value() == scrolled)
    assert again.editor.textCursor().position() == at
    QTest.keyClicks(again.editor, "here: ")
    assert "here: line 120" in again.text()
