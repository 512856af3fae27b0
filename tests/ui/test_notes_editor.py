"""Writing: what keys do, what is pasted and copied, what undo takes back, and that no other byte ever changes."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextBlock, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.notes_scene import ENTRIES, TEXT, TODAY, YESTERDAY, NotesScene
from truthtime_desktop.ui.notes.documents import REMEMBERED
from truthtime_desktop.ui.notes.window import DAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "OpenType support missing")

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

HEBREW = "\u05e9\u05dc\u05d5\u05dd"
TORTURE = (
    "\ufeff# Torture \u00a0\n\n"
    "* star\n- dash\n+ plus\n1) one\n10. ten\n\n"
    "hard  \nbreak\\\nsoft\u2028separator\u2029paragraph\x0bvertical\x0cform\x85next\n"
    "| a | b |\n|:--|--:|\n| 1 |   |\n\n"
    "Text[^1] <b>html</b> &amp; &nbsp; https://example.org/a_b_c?d=e&f <mailto:a@b.c>\n"
    "[^1]: a footnote\n\n"
    "```\n\ttabs \t and trailing   \n```\n~~~~\n~~~\n~~~~\n"
    "emoji "
    "👩‍👩‍👧 flag 🇩🇪 e\u0301 \ufe0f \u202eright\u202c שלום مرحبا 会議 \U0001d4b3 \U000e0001 \U0010ffff \ufffe\uffff\n"
    "lone \r return, pair \r\n and \ufdd0\ufdd1\ufdd2\ufdd3\ufdd6 \ufffc\n"
    "***bold italic*** __a__ _b_ `` ` `` ~~x~~\n\n\n\n"
    "no end of line   "
)


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[NotesScene]:
    one = NotesScene(tmp_path)
    with qtbot.waitActive(one.window):
        one.window.show()
        one.window.activateWindow()
    yield one
    one.close()


def typed(scene: NotesScene, text: str) -> None:
    QTest.keyClicks(scene.window.editor, text)


def composed(scene: NotesScene, text: str) -> None:
    """As an input method types, for letters that no key has."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(scene.window.editor, event)


def press(scene: NotesScene, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(scene.window.editor, key, held)


def test_a_torture_note_is_changed_by_one_character_and_back_to_the_byte(scene: NotesScene) -> None:
    scene.write(TODAY, TORTURE)
    window = scene.window
    window.refresh()
    assert window.text() == TORTURE
    window.editor.go_to(window.documents.known(TODAY).place(TORTURE.index("soft")))
    typed(scene, "x")
    assert window.text() == TORTURE.replace("soft", "xsoft")
    assert window.leave()
    assert scene.stored() == TORTURE.replace("soft", "xsoft")
    press(scene, Qt.Key.Key_Z, CONTROL)
    assert window.text() == TORTURE
    assert window.leave()
    assert scene.stored() == TORTURE
    assert scene.revisions()[:3] == [TORTURE, TORTURE.replace("soft", "xsoft"), TORTURE]


def test_looking_at_a_note_writes_nothing(scene: NotesScene) -> None:
    scene.write(TODAY, TORTURE)
    window = scene.window
    window.refresh()
    for _time in range(2):
        window.toggle_preview()
        window.toggle_history()
        window.open_search()
        window.show_day(YESTERDAY)
        window.show_day(TODAY)
    assert window.documents.unsaved() == []
    assert window.leave()
    assert scene.revisions() == [TORTURE]
    assert scene.notebook.drafts() == ()


def test_a_note_from_windows_keeps_its_line_ends(scene: NotesScene) -> None:
    scene.write(TODAY, "one\r\ntwo\r\n")
    window = scene.window
    window.refresh()
    window.editor.moveCursor(QTextCursor.MoveOperation.End)
    typed(scene, "three")
    press(scene, Qt.Key.Key_Return)
    typed(scene, "four")
    assert window.text() == "one\r\ntwo\r\nthree\r\nfour"
    scene.notebook.append(TODAY, "five", scene.clock.read())
    assert window.leave()
    assert scene.stored() == window.text()
    assert {"three", "four", "five"} <= set(window.text().split())


@pytest.mark.parametrize("seed", range(3))
def test_random_keys_are_stored_as_they_were_typed(scene: NotesScene, seed: int) -> None:
    dice = random.Random(seed)
    window = scene.window
    text, place = "", 0
    for _key in range(120):
        choice = dice.random()
        if choice < 0.7:
            letter = dice.choice("ab _*`#[]\u00e9\u4f1a")
            composed(scene, letter)
            text, place = text[:place] + letter + text[place:], place + 1
        elif choice < 0.85 and place:
            press(scene, Qt.Key.Key_Backspace)
            text, place = text[: place - 1] + text[place:], place - 1
        else:
            press(scene, Qt.Key.Key_Left)
            place = max(0, place - 1)
    assert window.text() == text
    assert window.leave()
    assert scene.stored() == text


def test_the_keys_of_a_task_list(scene: NotesScene) -> None:
    typed(scene, "- [ ] one")
    press(scene, Qt.Key.Key_Return)
    typed(scene, "two")
    press(scene, Qt.Key.Key_Return, CONTROL)
    assert scene.window.text() == "- [ ] one\n- [x] two"
    press(scene, Qt.Key.Key_Return)
    press(scene, Qt.Key.Key_Return)
    typed(scene, "after")
    assert scene.window.text() == "- [ ] one\n- [x] two\nafter"
    scene.window.editor.selectAll()
    press(scene, Qt.Key.Key_Enter, CONTROL | Qt.KeyboardModifier.KeypadModifier)
    assert scene.window.text() == "- [x] one\n- [ ] two\n- [ ] after"
    press(scene, Qt.Key.Key_Z, CONTROL)
    assert scene.window.text() == "- [ ] one\n- [x] two\nafter"


def test_enter_inside_a_line_only_breaks_it(scene: NotesScene) -> None:
    typed(scene, "- one two")
    for _letter in range(4):
        press(scene, Qt.Key.Key_Left)
    press(scene, Qt.Key.Key_Return)
    assert scene.window.text() == "- one\n two"
    press(scene, Qt.Key.Key_End)
    press(scene, Qt.Key.Key_Return, SHIFT)
    assert scene.window.text() == "- one\n two\n", "no separator that Markdown does not know"


def test_bold_and_italic_wrap_what_is_selected(scene: NotesScene) -> None:
    composed(scene, "a 👋 word")
    scene.window.editor.selectAll()
    press(scene, Qt.Key.Key_B, CONTROL)
    assert scene.window.text() == "**a 👋 word**"
    press(scene, Qt.Key.Key_B, CONTROL)
    press(scene, Qt.Key.Key_I, CONTROL)
    assert scene.window.text() == "*a 👋 word*"
    press(scene, Qt.Key.Key_End)
    press(scene, Qt.Key.Key_B, CONTROL)
    typed(scene, "bold")
    assert scene.window.text() == "*a 👋 word***bold**"


def test_only_words_are_pasted_and_copied(scene: NotesScene) -> None:
    data = QMimeData()
    data.setHtml("<h1>Loud</h1>")
    data.setText("one\r\ntwo\u2029\ufdd3\0")
    QGuiApplication.clipboard().setMimeData(data)
    scene.window.editor.paste()
    assert scene.window.text() == "one\ntwo\u2029\ufdd3"
    scene.window.editor.selectAll()
    scene.window.editor.copy()
    copied = QGuiApplication.clipboard().mimeData()
    assert (copied.text(), copied.hasHtml()) == ("one\ntwo\u2029\ufdd3", False)
    image = QMimeData()
    image.setImageData(scene.window.grab().toImage())
    assert not scene.window.editor.canInsertFromMimeData(image)


def test_an_at_sign_offers_the_days_entries(scene: NotesScene) -> None:
    typed(scene, "see @inv")
    popup = scene.window.completer.completer.popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert scene.window.text() == "see @10:52 "
    assert not popup.isVisible()
    typed(scene, "@")
    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == [
        "09:04  Landing page copy  Acme Studio",
        "10:52  Invoices  Admin",
        "12:40  Landing page copy  Acme Studio",
    ]
    typed(scene, "x9")
    assert not popup.isVisible()
    assert scene.window.leave()
    assert ("10:52", ENTRIES[1].id) in {(link.at, link.entry) for link in scene.notebook.page(TODAY).links}


def test_undo_goes_on_after_other_days_were_looked_at(scene: NotesScene) -> None:
    window = scene.window
    typed(scene, "first")
    press(scene, Qt.Key.Key_Return)
    typed(scene, "second")
    for day in (YESTERDAY, YESTERDAY - DAY, TODAY):
        assert window.show_day(day)
    assert window.text() == "first\nsecond"
    typed(scene, "!")
    assert window.text() == "first\nsecond!", "the cursor is where it was"
    press(scene, Qt.Key.Key_Z, CONTROL)
    press(scene, Qt.Key.Key_Z, CONTROL)
    assert window.text() == "first"
    press(scene, Qt.Key.Key_Z, CONTROL)
    assert window.text() == ""
    press(scene, Qt.Key.Key_Y, CONTROL)
    assert window.text() == "first"
    assert window.leave()
    assert scene.stored() == "first"


def test_days_long_left_are_forgotten_and_their_notes_are_not(scene: NotesScene) -> None:
    window = scene.window
    typed(scene, "here")
    for back in range(1, REMEMBERED + 5):
        window.show_day(TODAY - back * DAY)
    assert window.documents.known(TODAY) is None
    assert len(window.documents.each()) == REMEMBERED
    window.show_day(TODAY)
    assert window.text() == "here"


def test_each_paragraph_runs_as_its_letters_do(scene: NotesScene) -> None:
    scene.write(TODAY, f"left\n{HEBREW}\nright")
    scene.window.refresh()
    scene.window.grab()
    editor = scene.window.editor
    starts = []
    for number in range(3):
        block = editor.document().findBlockByNumber(number)
        starts.append(editor.cursorRect(QTextCursor(block)).x())
    assert starts[0] == starts[2] < editor.viewport().width() / 2 < starts[1]


def test_lines_have_room(scene: NotesScene) -> None:
    scene.write(TODAY, "one\n" + "a long line that is broken " * 20)
    scene.window.refresh()
    scene.window.grab()
    editor = scene.window.editor
    second = editor.document().findBlockByNumber(1)
    pitch = editor.font().pixelSize() * 1.5
    assert editor.blockBoundingRect(second).height() == pitch * second.layout().lineCount() > 2 * pitch
    tops = [second.layout().lineAt(number).y() for number in range(second.layout().lineCount())]
    assert {round(below - above, 1) for above, below in itertools.pairwise(tops)} == {pitch}


@pytest.mark.parametrize("down", [0.05, 0.5, 0.95])
def test_a_click_between_lines_is_one_on_the_line(scene: NotesScene, down: float) -> None:
    scene.write(TODAY, "one two three\nfour five six\nseven")
    scene.window.refresh()
    scene.window.grab()
    editor = scene.window.editor
    cursor = QTextCursor(editor.document().findBlockByNumber(1))
    cursor.setPosition(cursor.position() + 5)
    pitch = editor.font().pixelSize() * 1.5
    place = QPointF(editor.cursorRect(cursor).x() + 1, pitch * (1 + down)).toPoint()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert editor.textCursor().position() == cursor.position()
    below = QPointF(60, editor.viewport().height() - 5).toPoint()
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, below)
    assert editor.textCursor().block().text() == "seven"


def test_a_megabyte_is_opened_written_and_saved(qtbot: QtBot, scene: NotesScene) -> None:
    text = (TEXT + "\n\n") * (1_000_000 // len(TEXT))
    scene.write(TODAY, text)
    window = scene.window
    window.refresh()
    shown = window.documents.known(TODAY)
    window.editor.go_to(shown.place(len(text) // 2))
    changes = []
    shown.document.contentsChange.connect(lambda *change: changes.append(change[1:]))
    for _key in range(20):
        typed(scene, "x")
    assert changes == [(0, 1)] * 20, "a key is a change of one letter, also while the rest is being coloured"
    with qtbot.waitSignal(window.keeper.stored):
        pass
    assert window.leave()
    middle = len(text) // 2
    assert scene.stored() == text[:middle] + "x" * 20 + text[middle:]


def test_a_large_note_is_coloured_to_its_end(qtbot: QtBot, scene: NotesScene) -> None:
    scene.write(TODAY, "word\n" * 5_000 + "```\n@09:04\n```\n**bold** @10:52 \U0001f44b `code`")
    window = scene.window
    window.refresh()
    document = window.documents.known(TODAY).document

    def kinds(block: QTextBlock) -> list[tuple[int, int]]:
        return sorted((one.start, one.length) for one in block.layout().formats())

    last = document.lastBlock()
    qtbot.waitUntil(lambda: bool(kinds(last)))
    assert kinds(last) == [(0, 2), (2, 4), (6, 2), (9, 6), (19, 6)]
    assert kinds(last.previous().previous()) == [(0, 6)], "inside a fence all is code"
    assert window.documents.unsaved() == []
