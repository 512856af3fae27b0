"""What the menu offers in each state, in which words."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import samples
from tests.ui.test_theme import contrast
from truthtime_desktop.ui.actions import TABLE, Actions
from truthtime_desktop.ui.sheet import palette
from truthtime_desktop.ui.tokens import DARK, LIGHT, Tokens
from truthtime_desktop.ui.tray.menu import TrayMenu
from truthtime_desktop.viewstate import RecentTask, ViewState


@pytest.fixture
def menu(qtbot: QtBot) -> TrayMenu:
    result = TrayMenu(Actions())
    qtbot.addWidget(result.menu)
    return result


def lines(menu: TrayMenu) -> list[str]:
    """Visible texts; headers in brackets, separators as a dash."""
    shown = [action for action in menu.menu.actions() if action.isVisible()]
    return ["-" if each.isSeparator() else each.text() if each.isEnabled() else f"[{each.text()}]" for each in shown]


DAY = "[1h 31m worked of 5h 12m]"
PAUSED_DAY = "[1h 26m worked of 5h 12m]"
WAITING_DAY = "[1h 17m worked of 5h 12m]"
UNANSWERED = "[30m is not counted until you answer.]"
TAIL = ["Switch to", "-", "Open panel", "-", "Quit TruthTime"]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (samples.EMPTY, ["[Not tracking]", "-", "Start", "-", "Open panel", "-", "Quit TruthTime"]),
        (samples.STOPPED, ["[Not tracking]", DAY, "-", "Start", *TAIL]),
        (samples.RUNNING, ["[Landing page copy, 32m]", DAY, "-", "Stop", "Pause", *TAIL]),
        (samples.PAUSED, ["[Paused: Landing page copy]", PAUSED_DAY, "-", "Stop", "Resume", *TAIL]),
        (samples.WAITING, ["[Waiting for your answer]", WAITING_DAY, UNANSWERED, "-", "Start", *TAIL]),
        (samples.WAITING_RUNNING, ["[Landing page copy, 32m]", WAITING_DAY, UNANSWERED, "-", "Stop", "Pause", *TAIL]),
        (
            samples.WAITING_PAUSED,
            ["[Paused: Landing page copy]", WAITING_DAY, UNANSWERED, "-", "Stop", "Resume", *TAIL],
        ),
        (samples.NO_INPUT, ["[No input for 6m]", "[1h 25m worked of 5h 12m]", "-", "Stop", "Pause", *TAIL]),
    ],
)
def test_content(menu: TrayMenu, view: ViewState, expected: list[str]) -> None:
    menu.set_state(view)
    assert lines(menu) == expected


@pytest.mark.parametrize("view", samples.STATES.values(), ids=samples.STATES.keys())
def test_the_first_thing_to_choose_is_start_or_stop(menu: TrayMenu, view: ViewState) -> None:
    menu.set_state(view)
    choices = [each for each in menu.menu.actions() if each.isVisible() and each.isEnabled() and not each.isSeparator()]
    assert choices[0].text() in {"Start", "Stop"}


def test_a_question_comes_first_once_somebody_takes_answers(menu: TrayMenu, qtbot: QtBot) -> None:
    actions = menu._actions  # noqa: SLF001 - the same table the menu was given
    menu.set_state(samples.AWAY)
    assert lines(menu)[0] == "[Waiting for your answer]"
    called: list[str] = []
    actions.provide("answer", lambda: called.append("answer"))
    menu.set_state(samples.AWAY)
    assert lines(menu)[:2] == ["Answer: away 11:18 \u2013 12:00\u2026", "[59m worked of 3h 36m]"]
    with qtbot.waitSignal(actions.answer.triggered):
        actions.answer.trigger()
    assert called == ["answer"]
    menu.set_state(samples.CRASHED)
    assert lines(menu)[:2] == ["Answer: 38m unaccounted\u2026", "[Paused: Landing page copy]"]
    menu.set_state(samples.STOPPED)
    assert lines(menu)[:2] == ["[Not tracking]", DAY]


def test_user_text_is_shown_as_it_is(menu: TrayMenu) -> None:
    menu.set_state(replace(samples.RUNNING, description="R&D\nand more"))
    assert lines(menu)[0] == "[R&&D and more, 32m]"
    menu.set_state(samples.LONG)
    header = lines(menu)[0]
    assert len(header.strip("[]").removesuffix(", 32m").replace("&&", "&")) == 48
    assert "\u2026" in header


def test_recent_tasks_can_be_switched_to(menu: TrayMenu, qtbot: QtBot) -> None:
    many = tuple(RecentTask(f"Task {number}", "", ()) for number in range(9))
    menu.set_state(replace(samples.STOPPED, recent=(*samples.STOPPED.recent, *many)))
    items = submenu(menu)
    assert [item.text() for item in items] == [
        "Invoices (Admin)",
        "Landing page copy (Acme Studio)",
        "R&&D <notes>",
        "Task 0",
        "Task 1",
    ]
    actions = menu.findChild(Actions) or menu._actions  # noqa: SLF001 - the same table the menu was given
    with qtbot.waitSignal(actions.switch_to) as told:
        items[1].trigger()
    assert told.args == [samples.STOPPED.recent[1]]


def submenu(menu: TrayMenu) -> list[QAction]:
    entry = next(each for each in menu.menu.actions() if each.text() == "Switch to")
    inner = entry.menu()
    assert inner is not None
    return list(inner.actions())  # type: ignore[attr-defined]


def test_nothing_is_touched_when_nothing_changed(menu: TrayMenu) -> None:
    menu.set_state(samples.RUNNING)
    before = submenu(menu)
    touched: list[str] = []
    for action in menu.menu.actions():
        action.changed.connect(lambda action=action: touched.append(action.text()))
    for second in range(52):
        menu.set_state(replace(samples.RUNNING, entry_worked_ms=samples.RUNNING.entry_worked_ms + second * 1000))
    assert touched == []
    assert submenu(menu) == before


def test_undo_is_there_while_it_is_offered(menu: TrayMenu) -> None:
    menu.set_state(samples.RUNNING)
    actions = menu._actions  # noqa: SLF001 - the same table the menu was given
    actions.offer_undo(True)  # noqa: FBT003 - as a signal would
    assert "Undo" in lines(menu)
    actions.offer_undo(False)  # noqa: FBT003 - as a signal would
    assert "Undo" not in lines(menu)


def test_menus_show_no_keys_that_work_only_in_windows(menu: TrayMenu) -> None:
    assert all(action.shortcut().isEmpty() for action in menu.menu.actions())


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_header_can_be_read_where_qt_draws_the_menu(menu: TrayMenu, tokens: Tokens) -> None:
    before = QApplication.palette()
    QApplication.setPalette(palette(tokens))
    menu.menu.aboutToShow.emit()
    drawn = menu.menu.palette()
    QApplication.setPalette(before)
    grey = drawn.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert grey != drawn.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText)
    assert contrast(grey.name(), drawn.color(QPalette.ColorRole.Window).name()) >= 4.5


def test_every_row_of_the_table_is_in_the_menu(menu: TrayMenu) -> None:
    actions = menu._actions  # noqa: SLF001 - the same table the menu was given
    assert {actions.by_key[row.key] for row in TABLE} <= set(menu.menu.actions())
