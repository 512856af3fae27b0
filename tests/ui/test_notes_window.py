"""The notes window as a person uses it, with the keyboard, and what it refuses to do."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.notes_scene import ENTRIES, TEXT, TODAY, YESTERDAY, NotesScene
from truthtime_desktop.ui.notes import addresses
from truthtime_desktop.ui.notes.bars import day_title
from truthtime_desktop.ui.notes.preview import MOST_CHARACTERS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[NotesScene]:
    one = NotesScene(tmp_path / "data")
    with qtbot.waitActive(one.window):
        one.window.show()
        one.window.activateWindow()
    yield one
    one.close()


def press(scene: NotesScene, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    """A key, for whatever has the focus."""
    QTest.keyClick(QApplication.focusWidget() or scene.window, key, held)


def types(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def name() -> str:
    focused = QApplication.focusWidget()
    return focused.accessibleName() if focused else ""


def test_a_day_of_notes_without_a_mouse(scene: NotesScene) -> None:
    window = scene.window
    assert name() == "Notes for Tuesday 17 November", "one can write at once"
    types("# Plan")
    press(scene, Qt.Key.Key_Return)
    types("- [ ] call Acme")
    press(scene, Qt.Key.Key_Return, CONTROL)
    assert window.text() == "# Plan\n- [x] call Acme"
    press(scene, Qt.Key.Key_Left, ALT)
    assert window.day == YESTERDAY
    types("Acme wants it shorter")
    press(scene, Qt.Key.Key_Right, ALT)
    assert (window.day, name()) == (TODAY, "Notes for Tuesday 17 November")
    press(scene, Qt.Key.Key_F, CONTROL)
    assert name() == "Search all days"
    types("acme shorter")
    press(scene, Qt.Key.Key_Down)
    assert name() == "Days found"
    press(scene, Qt.Key.Key_Return)
    assert window.day == YESTERDAY
    assert window.editor.textCursor().selectedText() == "Acme"
    press(scene, Qt.Key.Key_P, CONTROL | SHIFT)
    assert name() == "Preview"
    press(scene, Qt.Key.Key_P, CONTROL | SHIFT)
    press(scene, Qt.Key.Key_H, CONTROL)
    assert name() == "Versions of this day"
    press(scene, Qt.Key.Key_Escape)
    assert name() == "Notes for Monday 16 November"
    press(scene, Qt.Key.Key_W, CONTROL)
    assert not window.isVisible()
    assert scene.stored() == "# Plan\n- [x] call Acme"
    assert scene.stored(YESTERDAY) == "Acme wants it shorter"


def test_tab_reaches_everything_in_reading_order(scene: NotesScene) -> None:
    names = []
    for _step in range(12):
        names.append(name())
        press(scene, Qt.Key.Key_Tab)
    assert names[0] == names[11] == "Notes for Tuesday 17 November"
    assert [one.split(",")[0] for one in names[1:4]] == ["@09:04", "@10:52", "@12:40"]
    assert names[1] == "@09:04, Landing page copy, Acme Studio, 45m of 1h 48m was work."
    assert names[4:11] == [
        "Previous day",
        "Next day",
        "Choose a day",
        "Search notes",
        "Preview",
        "History of this day",
        "Export",
    ]


def test_buttons_say_what_is_shown(scene: NotesScene) -> None:
    window = scene.window
    buttons = {window.search: window.bar.search, window.preview: window.bar.preview, window.history: window.bar.history}
    for page, button in buttons.items():
        button.click()
        assert window.pages.currentWidget() is page
        assert [one.isChecked() for one in buttons.values()] == [one is button for one in buttons.values()]
        button.click()
        assert window.pages.currentWidget() is window.editor
        assert not any(one.isChecked() for one in buttons.values())


def test_an_entry_leads_to_its_line_or_gets_one(scene: NotesScene) -> None:
    window = scene.window
    scene.write(TODAY, TEXT)
    window.refresh()
    QTest.mouseClick(window.rail.buttons[1], Qt.MouseButton.LeftButton)
    assert window.editor.textCursor().block().text() == "@10:52 Invoices"
    assert [one.is_current() for one in window.rail.buttons] == [False, True, False]
    window.editor.go_to(0)
    assert not any(one.is_current() for one in window.rail.buttons)
    window.show_day(YESTERDAY)
    assert window.rail.buttons == []
    scene.write(TODAY, "Plan")
    window.show_day(TODAY)
    window.rail.buttons[2].setFocus()
    press(scene, Qt.Key.Key_Space)
    types("called")
    assert window.text() == "Plan\n\n@12:40 called"
    assert window.leave()
    assert ("12:40", ENTRIES[2].id) in {(link.at, link.entry) for link in scene.notebook.page(TODAY).links}


def test_arrows_walk_through_the_entries(scene: NotesScene) -> None:
    scene.window.rail.buttons[0].setFocus()
    for key, expected in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
        press(scene, key)
        assert scene.window.rail.buttons[expected].hasFocus()


def test_the_entries_keep_the_focus_while_their_time_grows(scene: NotesScene) -> None:
    scene.window.rail.buttons[2].setFocus()
    scene.entries = (*ENTRIES[:2], ENTRIES[2]._replace(worked_ms=33 * 60_000))
    scene.window.refresh()
    assert scene.window.rail.buttons[2].hasFocus()
    assert "33m of" in name()


def test_searching_says_when_nothing_matches(qtbot: QtBot, scene: NotesScene) -> None:
    scene.write(YESTERDAY, "The legal footer")
    window = scene.window
    window.open_search()
    types("legal")
    qtbot.waitUntil(lambda: window.search.model.rowCount() == 1)
    index = window.search.model.index(0)
    assert index.data() == "Monday 16 November: The legal footer"
    assert not window.search.answer.isVisible()
    window.search.field.clear()
    types("nobody")
    qtbot.waitUntil(lambda: window.search.answer.text() == "No notes match “nobody”.")
    assert not window.search.list.isVisible()
    press(scene, Qt.Key.Key_Return)
    assert window.day == TODAY
    window.search.field.setText("x" * 5_000)
    window.search.search()
    assert window.search.answer.text().count(".") >= 2, "what is wrong, and what to do"
    window.search.field.clear()
    window.search.search()
    assert window.search.answer.text() == ""


def test_what_was_just_typed_is_found(scene: NotesScene) -> None:
    types("a fresh thought")
    press(scene, Qt.Key.Key_F, CONTROL)
    types("thought")
    press(scene, Qt.Key.Key_Return)
    assert scene.window.editor.textCursor().selectedText() == "thought"


def test_every_version_can_be_read_copied_and_brought_back(scene: NotesScene) -> None:
    for text in ("first", "first\nsecond", "second"):
        scene.write(TODAY, text)
    window = scene.window
    window.refresh()
    window.toggle_history()
    history = window.history
    assert history.model.rowCount() == 3
    assert history.view.toPlainText() == "\u2212 first\n   second"
    assert not history.restore.isEnabled(), "it is what stands there"
    press(scene, Qt.Key.Key_Down)
    assert history.view.toPlainText() == "   first\n+ second"
    history.whole.click()
    assert history.view.toPlainText() == "first\nsecond"
    assert (name(), history.whole.isVisible()) == ("Show what changed", False)
    history.copy.click()
    assert QGuiApplication.clipboard().text() == "first\nsecond"
    history.restore.click()
    assert window.text() == "first\nsecond"
    assert scene.revisions() == ["first\nsecond", "second", "first\nsecond", "first"]
    QTest.keyClick(window.editor, Qt.Key.Key_Z, CONTROL)
    assert window.text() == "second"


def test_a_day_without_versions_says_so(scene: NotesScene) -> None:
    scene.window.toggle_history()
    assert not scene.window.history.restore.isVisible()
    assert scene.window.history.list.isHidden()


def test_the_preview_reads_nothing_but_the_note(scene: NotesScene, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    scene.window.grab().save(str(secret))
    addressed = [secret.as_uri(), str(secret), "https://example.org/x.png", "data:image/png;base64,AAAA"]
    text = (
        "\n\n".join(f"![picture]({address})" for address in addressed) + '\n\n<img src="https://a.b/c.png">\n\n# Title'
    )
    scene.write(TODAY, text)
    window = scene.window
    window.refresh()
    window.toggle_preview()
    assert window.preview.isReadOnly()
    window.grab()
    for address in addressed:
        resource = window.preview.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(address))
        assert (resource.width(), resource.height()) == (1, 1), address
    assert "Picture: picture" in window.preview.toPlainText(), "it is named instead"
    assert "\ufffc" not in window.preview.toPlainText()
    assert "Title" in window.preview.toPlainText()
    assert "<img" in window.preview.toPlainText(), "HTML is shown as what it is: text"


def test_a_preview_that_does_not_hold_all_says_so(scene: NotesScene) -> None:
    scene.window.preview.show_text("word\n\n" * (MOST_CHARACTERS // 6 - 1))
    assert "goes on" not in scene.window.preview.toPlainText()
    scene.window.preview.show_text("word\n\n" * (MOST_CHARACTERS // 6 + 1))
    assert scene.window.preview.toPlainText().endswith("The preview ends here. The note goes on.")


@pytest.mark.parametrize("answer", ["open", "cancel"])
def test_an_address_is_opened_only_after_it_was_shown_and_agreed_to(scene: NotesScene, answer: str) -> None:
    address = "https://example.org/a/very/long/path/that/goes/on?and=on&and=on#end"
    scene.write(TODAY, f"[docs]({address})")
    window = scene.window
    window.refresh()
    window.toggle_preview()
    window.preview.anchorClicked.emit(QUrl(address))
    question = window.question
    assert question is not None
    assert address in question.accessibleDescription().replace("\u200b", "")
    assert scene.opened == []
    question.buttons[answer].click()
    assert scene.opened == ([address] if answer == "open" else [])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "truthtime://stop", "smb://host/x", "x"])
def test_only_web_and_mail_addresses_are_opened(scene: NotesScene, address: str) -> None:
    scene.window.ask_address(address)
    question = scene.window.question
    assert question is not None
    assert list(question.buttons) == ["close"]
    question.buttons["close"].click()
    assert scene.opened == []
    assert not addresses.is_openable(address)


def click_on(scene: NotesScene, text: str, held: Qt.KeyboardModifier) -> None:
    editor = scene.window.editor
    cursor = editor.textCursor()
    cursor.setPosition(scene.window.text().index(text) + 2)
    place = editor.cursorRect(cursor).center()
    QTest.mouseMove(editor.viewport(), place)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, held, place)


def test_links_are_followed_with_control_held(scene: NotesScene) -> None:
    scene.write(TODAY, "see @10:52 and https://example.org/x here")
    window = scene.window
    window.refresh()
    click_on(scene, "https", NONE)
    assert window.question is None
    click_on(scene, "https", CONTROL)
    assert window.question is not None
    window.question.reject()
    click_on(scene, "@10:52", CONTROL)
    assert window.focusWidget() is window.rail.buttons[1]


def test_the_calendar_marks_days_with_a_note(scene: NotesScene) -> None:
    scene.write(date(2026, 11, 3), "third")
    window = scene.window
    types("today")
    press(scene, Qt.Key.Key_D, CONTROL)
    picker = window.picker
    assert picker.isVisible()
    assert picker.month.marked == {date(2026, 11, 3), TODAY}
    marked = picker.month.grab().toImage()
    picker.month.marked = frozenset()
    picker.month.update()
    assert picker.month.grab().toImage() != marked
    table = picker.month.findChildren(QTableView)[0]
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(table, key)
    assert not picker.isVisible()
    assert (window.day, window.text()) == (date(2026, 11, 3), "third")
    picker.open_at(QPoint(), TODAY)
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    picker.month.clicked.emit(QDate(2026, 11, 16))
    assert window.day == YESTERDAY


def test_notes_leave_as_markdown(scene: NotesScene, tmp_path: Path) -> None:
    scene.write(YESTERDAY, "before\n")
    types("today, **bold**")
    window = scene.window
    scene.file = str(tmp_path / "NAME")
    window.export_day.trigger()
    target = tmp_path / "2026-11-17.md"
    assert target.read_text("utf-8").rstrip().endswith("today, **bold**")
    assert window.footer.state.full_text() == f"Exported to {target}"
    window.export_all.trigger()
    whole = (tmp_path / "notes.md").read_text("utf-8")
    assert "before" in whole
    assert "today, **bold**" in whole
    scene.file = ""
    window.export_day.trigger()
    scene.file = str(tmp_path / "missing" / "x.md")
    window.export_day.trigger()
    assert window.question is not None
    assert window.question.accessibleDescription()
    window.question.reject()


def test_a_day_is_named_as_people_say_it() -> None:
    assert day_title(TODAY, TODAY) == "Tuesday 17 November"
    assert day_title(date(2025, 12, 31), TODAY) == "Wednesday 31 December 2025"


def test_words_are_counted_when_typing_pauses(qtbot: QtBot, scene: NotesScene) -> None:
    types("three more words")
    qtbot.waitUntil(lambda: "3" in scene.window.footer.count.text())
    assert scene.window.footer.count.text().startswith("Markdown · 3 word")


def test_whatever_takes_the_focus_has_a_name(scene: NotesScene) -> None:
    window = scene.window
    for open_page in (lambda: None, window.toggle_preview, window.open_search, window.toggle_history):
        open_page()
        nameless = [
            type(child).__name__
            for child in window.findChildren(QWidget)
            if child.isVisible()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.isEnabled()
            and not child.accessibleName()
            and not (isinstance(child, QPushButton) and child.text())
        ]
        assert nameless == []
