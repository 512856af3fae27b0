"""The panel of the whole program: a real store, a driven clock, and what is seen of them."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_S
from tests.ui.scene import Scene
from tests.ui.test_panel import texts
from tests.ui.test_surfaces import visible_children
from truthtime_core.notes import MAX_NOTE_BYTES
from truthtime_desktop.notes import Notebook
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.viewstate import RecentTask

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def live(scene: Scene, seconds: int) -> None:
    """Time goes by, and the tray looks at its clocks as it does."""
    for _look in range(seconds // 10):
        scene.clock.tick(10 * MS_PER_S)
        scene.desk.pulse.look()


def panel_of(scene: Scene) -> Panel:
    scene.desk.open_window()
    panel = scene.desk.windows.panel
    assert panel is not None
    return panel


def test_a_day_with_the_keyboard_alone(scene: Scene, qtbot: QtBot) -> None:
    panel = panel_of(scene)
    qtbot.waitUntil(panel.isActiveWindow)
    keys = QTest.keyClick
    control = Qt.KeyboardModifier.ControlModifier
    line = panel.content.card.field.line
    assert QApplication.focusWidget() is line
    QTest.keyClicks(line, "Landing page copy @Acme Studio #web")
    keys(line, Qt.Key.Key_Return)
    assert (scene.state, scene.tray.view.description, scene.tray.view.project) == (
        "running",
        "Landing page copy",
        "Acme Studio",
    )
    keys(panel, Qt.Key.Key_P, control)
    assert scene.state == "paused"
    keys(panel, Qt.Key.Key_P, control)
    assert scene.state == "running"
    panel.content.band.setFocus()
    keys(panel.content.band, Qt.Key.Key_N)
    assert QApplication.focusWidget() is panel.content.note
    QTest.keyClicks(panel.content.note, "called the client")
    keys(panel.content.note, Qt.Key.Key_Return)
    note = scene.store.note(scene.desk.tracker.today(scene.clock.read()).isoformat())
    assert note is not None
    assert note.text == "@09:04 called the client"
    assert panel.isVisible()
    assert panel.content.note.text() == ""
    assert panel.content.note.placeholderText() == "Note added at 09:04"
    scene.clock.tick(14 * MS_PER_S)
    keys(panel, Qt.Key.Key_Return, control)
    assert scene.state == "stopped"
    keys(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_new_task_can_be_typed_while_another_runs(scene: Scene) -> None:
    panel = panel_of(scene)
    scene.desk.actions.switch_to.emit(RecentTask("Invoices", "Admin", ()))
    card = panel.content.card
    card.switch_menu().actions()[-1].trigger()
    assert card.is_switching
    QTest.keyClick(card.field.line, Qt.Key.Key_Escape)
    assert not card.is_switching
    card.switch_menu().actions()[-1].trigger()
    QTest.keyClicks(card.field.line, "Call @Acme #phone")
    QTest.keyClick(card.field.line, Qt.Key.Key_Return)
    assert (scene.state, scene.tray.view.description, scene.tray.view.project) == ("running", "Call", "Acme")
    assert not card.is_switching


def test_notices_stand_in_the_panel_and_not_over_it(scene: Scene, qtbot: QtBot) -> None:
    panel = panel_of(scene)
    scene.tray.primary.emit()
    qtbot.waitUntil(lambda: "Started 09:04" in texts(panel))
    assert scene.desk.telling.notices.card is None
    undo = next(each for each in visible_children(panel, QPushButton) if each.accessibleName() == "Undo")
    undo.click()
    assert scene.state == "stopped"
    assert "Started 09:04" not in texts(panel)


def test_a_note_that_cannot_be_stored_stays_in_its_line(scene: Scene) -> None:
    panel = panel_of(scene)
    scene.tray.primary.emit()
    tracker = scene.desk.tracker
    now = tracker.read()
    Notebook(scene.store).append(tracker.today(now), "x" * MAX_NOTE_BYTES, now)
    note = panel.content.note
    note.setText("too much")
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert note.text() == "too much"
    assert any("too long" in text for text in texts(panel))


def test_it_ticks_only_while_it_is_looked_at(scene: Scene) -> None:
    scene.tray.primary.emit()
    panel = panel_of(scene)
    assert scene.desk.windows.seconds.is_ticking()
    panel.hide()
    assert not scene.desk.windows.seconds.is_ticking()
    assert not scene.desk.windows.shows_day
    scene.desk.refresh()
    assert scene.desk.view.today is None
    assert not scene.desk.windows.seconds.is_ticking()


def test_the_seconds_on_the_panel_are_the_ledgers(scene: Scene) -> None:
    scene.tray.primary.emit()
    panel = panel_of(scene)
    scene.clock.tick(3 * MS_PER_S)
    scene.desk.windows.seconds._timer.timeout.emit()  # noqa: SLF001 - the second ends
    assert ":03" in texts(panel)
    scene.desk.refresh()
    assert scene.desk.view.today_worked_ms == 3 * MS_PER_S


def test_the_day_is_read_with_its_segments(scene: Scene) -> None:
    scene.desk.actions.switch_to.emit(RecentTask("Invoices", "Admin", ("a",)))
    live(scene, 60)
    scene.tray.secondary.emit()
    live(scene, 30)
    scene.desk.actions.switch_to.emit(RecentTask("Landing page copy", "", ()))
    live(scene, 10)
    panel_of(scene)
    today = scene.desk.view.today
    assert today is not None
    assert [(one.kind, one.duration_ms, one.label) for one in today.segments] == [
        ("work", 60_000, "Invoices"),
        ("paused", 30_000, "Invoices"),
        ("work", 10_000, "Landing page copy"),
    ]
    assert dict(today.totals) == {"worked": 70_000, "paused": 30_000}
    assert [(one.description, one.project, one.worked_ms, one.elapsed_ms) for one in today.earlier] == [
        ("Invoices", "Admin", 60_000, 90_000)
    ]
    assert today.iso == date(2026, 11, 17).isoformat()
    assert scene.desk.view.recent[-1] == RecentTask("Invoices", "Admin", ("a",))
    assert today.projects == ("Admin",)


def test_without_a_tray_the_panel_is_an_ordinary_window(scene: Scene) -> None:
    scene.tray.there = False
    panel = panel_of(scene)
    assert not panel.popover
    assert not panel.windowFlags() & Qt.WindowType.FramelessWindowHint
    scene.tray.there = True
    assert panel_of(scene).popover


@pytest.mark.parametrize("visible", [True, False])
def test_a_screen_reader_hears_what_was_done(scene: Scene, monkeypatch: pytest.MonkeyPatch, *, visible: bool) -> None:
    heard: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            assert event.politeness() == QAccessible.AnnouncementPoliteness.Polite
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    if visible:
        panel_of(scene)
    scene.tray.primary.emit()
    live(scene, 120)
    scene.tray.secondary.emit()
    scene.tray.secondary.emit()
    scene.tray.primary.emit()
    assert heard[:3] == ["Started", "Paused", "Resumed"]
    assert heard[3].startswith("Stopped, 2 minute")
    assert heard[3].endswith(" was work")
