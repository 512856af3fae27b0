"""Settings: every change is stored and in force at once, a failure is said beside its control, all by keyboard."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import scans
from tests.ui.asides import Stage
from truthtime_desktop import backups
from truthtime_desktop.config import read_settings
from truthtime_desktop.ui.controls import Button
from truthtime_desktop.ui.data.shut_tracker import ShutTracker
from truthtime_desktop.ui.forms import Choice, TickBox
from truthtime_desktop.ui.in_force import InForce
from truthtime_desktop.ui.languages import Languages
from truthtime_desktop.ui.settings.about import AboutPage, facts
from truthtime_desktop.ui.settings.appearance import AppearancePage
from truthtime_desktop.ui.settings.data import DataPage
from truthtime_desktop.ui.settings.data_dialogs import DeleteDialog
from truthtime_desktop.ui.settings.window import SettingsWindow
from truthtime_desktop.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
WITHIN_MS = 20_000


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    with Stage(Theme("light")) as stage:
        yield stage


@pytest.fixture
def in_force(stage: Stage) -> Iterator[InForce]:
    languages = Languages()
    following = InForce(stage.preferences, stage.theme, stage.desk, languages, stage.places)
    yield following
    following.close()
    languages.use("en")
    languages.close()


@pytest.fixture
def window(qtbot: QtBot, stage: Stage) -> SettingsWindow:
    window = SettingsWindow(stage.means())
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def choice(window: QWidget, name: str) -> Choice:
    return next(each for each in window.findChildren(Choice) if each.accessibleName() == name)


def choose(window: QWidget, name: str, text: str) -> None:
    """As a person does it with the keyboard: arrow keys until the text stands there."""
    box = choice(window, name)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        for _ in range(box.count()):
            if box.currentText() == text:
                return
            QTest.keyClick(box, key)
    assert box.currentText() == text


def stored(stage: Stage) -> dict[str, object]:
    values: dict[str, object] = json.loads(stage.places.settings.read_text())
    return values


@pytest.mark.parametrize(
    ("page", "name", "text", "setting", "value"),
    [
        ("general", "Language", "Deutsch", "language", "de"),
        ("general", "Times of day", "2:16 PM", "hours", "12"),
        ("general", "Week starts on", "Sunday", "week_start", "sunday"),
        ("general", "A click on the icon", "Opens the window", "left_click", "panel"),
        ("timer", "A day begins at", "04:00", "day_start_min", 240),
        ("appearance", "Theme", "Dark", "theme", "dark"),
        ("appearance", "High contrast", "On", "contrast", "high"),
    ],
)
def test_a_choice_is_stored_at_once(
    stage: Stage, window: SettingsWindow, page: str, name: str, text: str, setting: str, value: object
) -> None:
    window.show_page(page)
    choose(window, name, text)
    assert stored(stage)[setting] == value
    assert read_settings(stage.places.settings) == (stage.preferences.settings, None)


@pytest.mark.usefixtures("in_force")
def test_what_is_chosen_is_in_force_at_once(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    choose(window, "A click on the icon", "Opens the window")
    assert stage.desk.gestures.click_opens
    window.show_page("appearance")
    choose(window, "Theme", "Dark")
    assert stage.theme.scheme == "dark"
    choose(window, "High contrast", "On")
    assert stage.theme.high_contrast
    page = window.pages["appearance"]
    assert isinstance(page, AppearancePage)
    page.text_size.slider.setFocus()
    for _ in range(5):
        QTest.keyClick(page.text_size.slider, Qt.Key.Key_Right)
    assert stage.theme.text_percent == 150
    assert stored(stage)["text_percent"] == 150
    window.show_page("timer")
    choose(window, "A day begins at", "04:00")
    qtbot.waitUntil(lambda: stage.desk.tracker.day_start_min == 240, timeout=WITHIN_MS)


def test_a_failure_is_said_beside_the_control_and_the_control_goes_back(stage: Stage, window: SettingsWindow) -> None:
    stage.places.settings.mkdir()
    choose_one = choice(window, "Week starts on")
    choose_one.setFocus()
    QTest.keyClick(choose_one, Qt.Key.Key_Down)
    assert choose_one.currentText() == "As the desktop"
    said = [label.text() for label in scans.visible(window, QLabel) if label.property("role") == "danger"]
    assert len(said) == 1
    assert "in the way" in said[0]
    stage.places.settings.rmdir()
    QTest.keyClick(choose_one, Qt.Key.Key_Down)
    assert stored(stage)["week_start"] == "monday"
    assert not [label for label in scans.visible(window, QLabel) if label.property("role") == "danger"]


def test_the_wheel_changes_nothing(window: SettingsWindow) -> None:
    assert all(box.focusPolicy() == Qt.FocusPolicy.StrongFocus for box in window.findChildren(QComboBox))


def test_starting_at_log_in_is_what_the_desktop_will_do(stage: Stage, window: SettingsWindow) -> None:
    box = window.findChildren(TickBox)[0]
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert stage.autostart.is_on()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not stage.autostart.is_on()
    stage.autostart.path.parent.rmdir()
    stage.autostart.path.parent.write_text("in the way")
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    assert "in the way" in window.general.autostart_row.fault.text()


def test_every_control_is_reached_by_the_tab_key_and_has_a_name(stage: Stage, window: SettingsWindow) -> None:
    for key, expected in {
        "general": ["Start when I sign in", "Language", "Times of day", "Week starts on", "A click on the icon"],
        "timer": ["A day begins at"],
        "appearance": ["Theme", "High contrast", "Size of text"],
        "data": ["Show the files", "Backups", "Back up now", "Restore…", "Export everything…", "Delete everything…"],
        "about": ["Show the introduction again", "Copy diagnostics", "Packages and their licences"],
    }.items():
        window.list.setFocus(Qt.FocusReason.TabFocusReason)
        window.show_page(key)
        names = []
        for _ in expected:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            focused = QApplication.focusWidget()
            names.append(focused.accessibleName())
        assert names == expected
    assert stage.asked == []


def test_the_list_turns_pages_by_its_arrow_keys(window: SettingsWindow) -> None:
    window.list.setFocus()
    seen = [window.page()]
    for _ in range(len(window.pages) - 1):
        QTest.keyClick(window.list, Qt.Key.Key_Down)
        seen.append(window.page())
    assert seen == ["general", "timer", "shortcuts", "appearance", "data", "about"]


@pytest.mark.parametrize(("key", "modifier"), [("Key_Escape", "NoModifier"), ("Key_W", "ControlModifier")])
def test_it_closes_by_key(window: SettingsWindow, key: str, modifier: str) -> None:
    QTest.keyClick(window, Qt.Key[key], Qt.KeyboardModifier[modifier])
    assert not window.isVisible()


def page_of(window: SettingsWindow) -> DataPage:
    page = window.pages["data"]
    assert isinstance(page, DataPage)
    window.show_page("data")
    return page


def rows(page: DataPage) -> list[str]:
    return [page.backups.item(number).text() for number in range(page.backups.count())]


def test_a_backup_is_made_beside_the_window(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    page = page_of(window)
    assert len(rows(page)) == 2
    page.back_up.click()
    assert page.status.text() == "Copying and checking your data."
    assert not page.export.isEnabled()
    assert stage.care.busy
    qtbot.waitUntil(lambda: page.status.text() == "Backed up and checked.", timeout=WITHIN_MS)
    assert len(rows(page)) == 3
    assert page.export.isEnabled()


def test_a_backup_made_elsewhere_is_seen_and_a_fault_while_counting_is_said(
    stage: Stage, window: SettingsWindow
) -> None:
    page = page_of(window)
    before = len(rows(page))
    backups.back_up(stage.store, stage.places, stage.clock.tick(3_600_000))
    window.show_page("about")
    window.show_page("data")
    assert len(rows(page)) == before + 1
    stage.store.close()
    page.delete.click()
    assert stage.asked == []
    assert page.status.text().startswith("The data file cannot be used")
    stage.desk.adopt(stage.open_tracker())


def test_the_window_answers_while_work_is_under_way(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    page = page_of(window)
    page.back_up.click()
    turned = 0
    while stage.care.busy and turned < 10_000:
        window.show_page(("general", "data")[turned % 2])
        QApplication.processEvents()
        turned += 1
    assert turned, "the click came back only when all was done"
    qtbot.waitUntil(lambda: not stage.care.busy, timeout=WITHIN_MS)


def test_everything_is_exported_into_the_chosen_folder(
    qtbot: QtBot, stage: Stage, window: SettingsWindow, tmp_path: Path
) -> None:
    page = page_of(window)
    page.export.click()
    assert not stage.care.busy, "nothing was chosen"
    stage.folder = str(tmp_path)
    page.export.click()
    qtbot.waitUntil(lambda: page.status.text().startswith("Saved in"), timeout=WITHIN_MS)
    (folder,) = tmp_path.iterdir()
    assert folder.name == "TruthTime 2026-11-17"
    assert json.loads((folder / "everything.json").read_text())["count"] == 4
    stage.folder = "/nowhere"
    page.export.click()
    qtbot.waitUntil(lambda: "no folder" in page.status.text(), timeout=WITHIN_MS)


def test_a_backup_is_restored_after_a_question(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    page = page_of(window)
    stage.tray.primary.emit()
    assert stage.tray.view.state == "running"
    page.restore.click()
    assert len(stage.asked) == 1
    assert stage.tray.view.state == "running", "cancel changes nothing"
    stage.answer = "restore"
    page.restore.click()
    assert isinstance(stage.desk.tracker, ShutTracker)
    stage.tray.primary.emit()
    assert stage.tray.view.problem is not None
    assert stage.tray.view.problem.title == "A backup is being restored."
    qtbot.waitUntil(lambda: page.status.text().startswith("Restored."), timeout=WITHIN_MS)
    assert "truthtime-aside-" in page.status.text()
    assert stage.tray.view.problem is None
    assert stage.tray.view.state == "stopped"
    assert stage.store.counts()["entries"] == 2
    stage.tray.primary.emit()
    assert stage.tray.view.state == "running", "clicks count again"


def test_a_backup_that_is_not_intact_changes_nothing(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    page = page_of(window)
    newest = page.backups.item(0).data(Qt.ItemDataRole.UserRole)
    Path(newest).write_bytes(b"nonsense")
    stage.answer = "restore"
    page.restore.click()
    qtbot.waitUntil(lambda: "not intact" in page.status.text(), timeout=WITHIN_MS)
    stage.tray.primary.emit()
    assert stage.tray.view.state == "running"


def test_everything_is_deleted_after_the_word_is_typed(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    page = page_of(window)
    stage.tray.primary.emit()
    page.delete.click()
    (dialog,) = stage.asked
    assert isinstance(dialog, DeleteDialog)
    stage.answer = "delete"
    page.delete.click()
    qtbot.waitUntil(lambda: page.status.text().startswith("Everything is deleted."), timeout=WITHIN_MS)
    assert stage.tray.view.state == "stopped"
    assert stage.store.counts()["events"] == 0
    assert rows(page) == []
    assert not page.restore.isVisible()
    assert page.none.isVisible()


def test_the_word_must_be_the_word(qtbot: QtBot, stage: Stage) -> None:
    dialog = DeleteDialog(stage.theme, stage.care.inventory())
    qtbot.addWidget(dialog)
    dialog.show()
    assert "2 backup" in " ".join(label.text() for label in scans.visible(dialog, QLabel))
    for typed, enabled in (("delete", False), ("DELETE ", False), ("DELETE", True)):
        dialog.field.setText(typed)
        assert dialog.delete_button.isEnabled() == enabled
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.answer == "delete"
    other = DeleteDialog(stage.theme, stage.care.inventory())
    qtbot.addWidget(other)
    other.show()
    other.field.setText("no")
    QTest.keyClick(other.field, Qt.Key.Key_Return)
    assert other.isVisible()
    QTest.keyClick(other, Qt.Key.Key_Escape)
    assert other.answer == "cancel"


def test_the_files_are_shown_or_their_place_is_said(stage: Stage, window: SettingsWindow) -> None:
    page = page_of(window)
    page.files.click()
    assert stage.opened == [str(stage.places.account)]
    stage.answer = ""
    page.files.click()
    assert str(stage.places.account) in page.status.text().replace("\u200b", "")


def test_diagnostics_hold_no_word_of_the_person(qtbot: QtBot, stage: Stage, window: SettingsWindow) -> None:
    page = window.pages["about"]
    assert isinstance(page, AboutPage)
    window.show_page("about")
    page.diagnostics.click()
    assert "some seconds" in page.said.text()
    qtbot.waitUntil(lambda: page.said.text().startswith("Copied."), timeout=60_000)
    text = QGuiApplication.clipboard().text()
    assert "TruthTime" in text
    assert "SQLite" in text
    for word in ("Landing page copy", "Invoices", str(stage.home)):
        assert word not in text


def test_about_names_what_it_stands_on(qtbot: QtBot, stage: Stage) -> None:
    stage.facts = facts()
    window = SettingsWindow(stage.means())
    qtbot.addWidget(window)
    page = window.pages["about"]
    assert isinstance(page, AboutPage)
    text = page.licences.toPlainText()
    for part in ("PySide6_Essentials 6.11.3: LGPL-3.0-only", "SQLAlchemy", "keyring", "jeepney"):
        assert part in text
    page.introduction.click()
    assert stage.introduced == 1


def test_buttons_are_verbs(window: SettingsWindow) -> None:
    for button in window.findChildren(Button):
        assert button.text().strip().rstrip("…")[0].isupper()
