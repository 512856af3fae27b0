"""The controller: gestures in, recorded facts and pictures out. Real store, driven clock, a tray without a desktop."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_S
from tests.ui.scene import Scene
from truthtime_core.timer import Task
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui.desk.answers import take_answers
from truthtime_desktop.ui.desk.remote import Remote
from truthtime_desktop.ui.words import tooltip
from truthtime_desktop.viewstate import RecentTask
from truthtime_desktop.wire import Request


def test_a_click_starts_and_another_one_stops(scene: Scene) -> None:
    scene.tray.primary.emit()
    assert scene.state == "running"
    assert scene.notice() == "Started 09:04"
    scene.clock.tick(14 * MS_PER_S)
    scene.tray.primary.emit()
    assert scene.state == "stopped"
    assert scene.notice() == "Stopped, 0m was work"
    assert scene.store.entries(None, None, None, None)[0].worked_ms == 14 * MS_PER_S


def test_a_middle_click_pauses_and_resumes(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.tray.secondary.emit()
    assert scene.state == "paused"
    scene.tray.secondary.emit()
    assert scene.state == "running"


def test_a_middle_click_while_stopped_is_refused_in_words(scene: Scene) -> None:
    scene.tray.secondary.emit()
    assert scene.state == "stopped"
    assert scene.notice() == "Nothing is running."


def test_a_double_click_changes_nothing_and_opens_the_window(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.tray.double.emit(True)  # noqa: FBT003 - what the signal carries
    assert scene.state == "stopped"
    assert scene.desk.windows.is_panel_visible()
    assert scene.store.entries(None, None, None, None)[0].voided


def test_the_notice_takes_the_action_back(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.tray.primary.emit()
    scene.desk.undo()
    assert scene.state == "running"
    assert not scene.desk.actions.undo.isVisible()


def test_it_ticks_only_while_a_timer_runs(scene: Scene) -> None:
    assert not scene.desk.pulse.beats
    scene.tray.primary.emit()
    assert scene.desk.pulse.beats
    scene.tray.secondary.emit()
    assert not scene.desk.pulse.beats


def test_without_a_tray_there_is_a_window_and_it_goes_when_the_tray_comes(scene: Scene) -> None:
    scene.tray.there = False
    scene.tray.availability_changed.emit(False)  # noqa: FBT003 - what the signal carries
    compact = scene.desk.windows.compact
    assert compact is not None
    assert compact.isVisible()
    scene.tray.availability_changed.emit(True)  # noqa: FBT003 - what the signal carries
    assert not compact.isVisible()


def test_switching_to_a_recent_task_keeps_its_project(scene: Scene) -> None:
    scene.desk.actions.switch_to.emit(RecentTask("Invoices", "Admin", ("a",)))
    assert (scene.tray.view.description, scene.tray.view.project) == ("Invoices", "Admin")


def test_the_window_starts_what_was_typed_and_shows_it(scene: Scene) -> None:
    scene.desk.open_window()
    panel = scene.desk.windows.panel
    assert panel is not None
    panel.content.card.field.line.setText("Landing page copy @Acme Studio #web")
    scene.desk.actions.start.trigger()
    assert (scene.tray.view.description, scene.tray.view.project) == ("Landing page copy", "Acme Studio")
    assert scene.store.entries(None, None, None, None)[0].tags == ("web",)
    assert panel.task() == Task()


@pytest.mark.parametrize("argv", [("start", "a"), ("status",), ("note", "b"), ("pause",), ("start", "--nonsense")])
def test_commands_come_through_the_same_tracker(scene: Scene, argv: tuple[str, ...]) -> None:
    Remote(scene.desk).carry_out(Request(("start", "first"), None, ""))
    answer = Remote(scene.desk).carry_out(Request(argv, None, ""))
    assert answer.exit_code == (2 if "--nonsense" in argv else 0)
    assert scene.tray.view.state == ("paused" if argv == ("pause",) else "running")


def test_a_store_that_cannot_write_says_so_and_stays_as_it_was(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.store.close()
    scene.tray.primary.emit()
    assert scene.desk.tracker.state.state == "running"
    assert scene.notice() not in {"", "Started 09:04"}


def test_after_leaving_nothing_beats_and_nothing_is_said_even_when_the_end_cannot_be_stored(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.store.close()
    scene.desk.leave()
    assert not scene.desk.pulse.beats
    assert scene.desk.telling.notices.card is None


def test_a_command_from_elsewhere_takes_the_offer_to_undo_along(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.tray.primary.emit()
    assert scene.notice().startswith("Stopped")
    Remote(scene.desk).carry_out(Request(("start", "C"), None, ""))
    assert scene.notice() == ""
    assert not scene.desk.actions.undo.isVisible()


def test_a_double_click_whose_first_half_failed_undoes_nothing(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.desk.gestures.forget()  # the first half was refused
    scene.tray.double.emit(True)  # noqa: FBT003 - what the signal carries
    assert scene.state == "running"


def test_a_standing_problem_is_said_once_and_stays_in_the_tooltip(scene: Scene, tmp_path: Path) -> None:
    heart = tmp_path / "data/accounts/local/heart.bin"
    scene.tray.primary.emit()
    heart.unlink()
    heart.mkdir()
    scene.clock.tick(20 * MS_PER_S)
    scene.desk.pulse.tick()
    assert scene.tray.view.problem is not None
    assert scene.notice() == scene.tray.view.problem.title
    assert tooltip(scene.tray.view).startswith(scene.tray.view.problem.title)
    heart.rmdir()
    scene.clock.tick(5 * MS_PER_S)
    scene.desk.pulse.tick()
    assert scene.tray.view.problem is None


def test_the_minutes_are_brought_up_to_date_while_nobody_clicks(scene: Scene) -> None:
    scene.tray.primary.emit()
    for _ in range(24):
        scene.clock.tick(5 * MS_PER_S)
        scene.desk.pulse.tick()
    assert scene.tray.view.today_worked_ms == 120 * MS_PER_S


def test_a_gap_found_after_a_crash_is_answered_in_the_panel(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    one = Scene(tmp_path / "data")
    one.desk.do("start", Task("Landing page copy"))
    one.clock.tick(10 * MS_PER_S)
    one.desk.tracker.tick()
    one.clock.tick(38 * 60 * MS_PER_S)
    again = Tracker(one.store, one.clock, Heart(Places(tmp_path / "data").heart), watching=True)
    again.recover()
    one.desk.adopt(again)
    take_answers(one.desk)
    one.desk.begin()
    actions = one.desk.actions
    assert one.tray.menu is not None
    assert one.tray.menu.actions()[0].isVisible()
    assert one.tray.menu.actions()[0].text() == "Answer: 38m unaccounted\u2026"
    one.tray.menu.actions()[0].trigger()
    card = one.desk.windows.panel.content.question
    assert [button.accessibleName() for button in card.buttons()] == ["Not work"]
    card.buttons()[0].click()
    assert one.tray.view.question is None
    assert tooltip(one.tray.view) == "Paused. 0m worked today"
    assert not card.isVisible()
    assert not actions.answer.isVisible()
    assert one.store.entries(None, None, None, None)[0].unanswered_ms == 0
    actions.by_key["not_work"].trigger()
    one.desk.leave()
    one.desk.windows.close()
    one.store.close()
