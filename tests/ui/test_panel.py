"""The panel in the hands of a person: keyboard, fields, what it says, when it goes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import samples, surfaces
from tests.ui.test_surfaces import visible_children
from truthtime_desktop.ui import words
from truthtime_desktop.ui.actions import ANSWERS, REMEDIES, Actions, action_text
from truthtime_desktop.ui.panel.panel import SCREEN_PERCENT, WIDTH_PX, Panel
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.viewstate import Notice, SavingState, ViewState

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ICON = QRect(700, 4, 22, 22)


def opened(qtbot: QtBot, view: ViewState, *, stays: bool = False) -> Panel:
    """A panel in a state, open beside the icon and with the keyboard."""
    panel = surfaces.panel(Theme("light"), view)
    panel.stays = stays
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.open_beside(ICON)
    return panel


def texts(widget: QWidget) -> set[str]:
    return {each.text() for each in visible_children(widget, QLabel)} - {""}


def button_names(widget: QWidget) -> list[str]:
    return [button.accessibleName() for button in visible_children(widget, QPushButton)]


def test_the_truth_is_on_the_panel(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    assert {"1:31", ":07", "29%", "of 5h 12m", "truly worked since 09:04", "Tue 17 Nov"} <= texts(panel)
    assert {"1h 31m", "1h 04m", "1h 15m", "1h 22m", "0:32:07", "this entry, since 12:40"} <= texts(panel)
    assert "Saved on this computer" in texts(panel)


@pytest.mark.parametrize(
    ("view", "words", "absent"),
    [
        (samples.EMPTY, {"0:00", "Nothing tracked today", "Not tracking"}, {"Earlier today", "Worked", ":00"}),
        (samples.STOPPED, {"1:31", "truly worked, 09:04 \u2013 14:16", "Earlier today"}, {":00"}),
        (samples.PAUSED, {"1:26", "Paused", "0:27:07", "1h 09m"}, {":07"}),
        (samples.WAITING_PAUSED, {"Waiting for your answer", "Not answered", "30m"}, set()),
        (samples.NO_INPUT, {"1:25", "No input for 6m", "0:26:07"}, {"Running"}),
        (samples.FRESH, {"0:00", ":12", "No description"}, {"Earlier today"}),
    ],
)
def test_each_state_says_what_is_true(qtbot: QtBot, view: ViewState, words: set[str], absent: set[str]) -> None:
    found = texts(opened(qtbot, view))
    assert words <= found
    assert not absent & found


def test_what_nobody_provides_is_absent(qtbot: QtBot) -> None:
    actions = Actions()
    panel = Panel(Theme("light"), actions)
    actions.setParent(panel)
    qtbot.addWidget(panel)
    panel.set_state(samples.RUNNING)
    with qtbot.waitActive(panel):
        panel.open_beside(ICON)
    names = {button.accessibleName() for button in visible_children(panel, QPushButton)}
    assert not {"Notes", "Timeline", "Settings\u2026"} & names
    called: list[str] = []
    actions.provide("settings", lambda: called.append("settings"))
    button = next(each for each in visible_children(panel, QPushButton) if each.accessibleName() == "Settings\u2026")
    button.click()
    QTest.keyClick(panel, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert called == ["settings", "settings"]


def test_the_question_is_answered_once_somebody_takes_answers(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.AWAY, stays=True)
    assert "11:18 \u2013 12:00. Not counted as work." in texts(panel)
    assert "Start" in button_names(panel)
    actions = panel.findChild(Actions)
    assert actions is not None
    called: list[str] = []
    for key in ANSWERS:
        actions.provide(key, lambda key=key: called.append(key))
    panel.set_state(samples.AWAY)
    answers = ["Not work", "I was working\u2026", "Split\u2026"]
    assert button_names(panel)[1:4] == answers
    assert "Start" not in button_names(panel)
    assert "11:18 \u2013 12:00. Not counted as work until you say so." in texts(panel)
    first = panel.content.first()
    assert first.accessibleName() == "Not work"
    assert first.accessibleDescription() == panel.content.question.accessibleName()
    for button in visible_children(panel, QPushButton):
        if button.accessibleName() in answers:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert called == list(ANSWERS)
    actions.set_state(samples.STOPPED)
    panel.set_state(samples.STOPPED)
    assert not set(answers) & set(button_names(panel))
    assert "Start" in button_names(panel)


def test_an_open_entry_can_be_resumed_beside_its_question(qtbot: QtBot) -> None:
    panel = surfaces.panel(Theme("light"), samples.CRASHED, answers=True)
    qtbot.addWidget(panel)
    panel.show()
    assert {"Not work", "Resume", "Stop"} <= set(button_names(panel))
    assert panel.content.question.accessibleName().startswith("TruthTime did not run for 38")


REMEDIES_OF = {
    "failed": "Retry",
    "signed_out": "Sign in",
    "trial": "See plans",
    "past_due": "Fix",
    "expired": "Renew",
}


@pytest.mark.parametrize("state", samples.SAVINGS)
def test_what_helps_stands_beside_what_is_wrong_when_somebody_provides_it(qtbot: QtBot, state: SavingState) -> None:
    actions = Actions()
    panel = Panel(Theme("light"), actions)
    actions.setParent(panel)
    qtbot.addWidget(panel)
    view = replace(samples.STOPPED, saving=samples.SAVINGS[state])
    actions.set_state(view)
    panel.set_state(view)
    panel.show()
    line = words.saving_line(view.saving, view.now_ms)
    assert line in texts(panel.footer)
    assert button_names(panel.footer) == []
    called: list[str] = []
    for key in REMEDIES:
        actions.provide(key, lambda key=key: called.append(key))
    wanted = [REMEDIES_OF[state]] if state in REMEDIES_OF else []
    assert button_names(panel.footer) == wanted
    for button in visible_children(panel.footer, QPushButton):
        assert button.accessibleDescription() == line
        button.click()
    assert [action_text(key) for key in called] == wanted
    roles = {each.property("role") for each in visible_children(panel.footer, QLabel)}
    assert roles == {"fault" if state == "failed" else "small"}


def test_the_last_line_takes_two_when_one_is_too_short(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.STOPPED)
    actions = panel.findChild(Actions)
    assert actions is not None
    before = panel.footer.height()
    long = replace(samples.STOPPED, saving=samples.SAVINGS["past_due"])
    actions.set_state(long)
    panel.set_state(long)
    qtbot.waitUntil(lambda: panel.footer.height() > before)
    assert panel.width() == WIDTH_PX
    actions.set_state(samples.STOPPED)
    panel.set_state(samples.STOPPED)
    qtbot.waitUntil(lambda: panel.footer.height() == before)


def test_tab_goes_through_everything_in_reading_order(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING, stays=True)
    first = QApplication.focusWidget()
    names: list[str] = []
    while (widget := QApplication.focusWidget()) is not None and widget.accessibleName() not in names:
        names.append(widget.accessibleName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert first is panel.content.card.buttons.by_key["stop"]
    start = names.index("Settings\u2026")
    assert names[start:] + names[:start] == [
        "Settings\u2026",
        "Today\u2019s time",
        "Stop",
        "Pause",
        "Switch to another task",
        "Add a note to today",
        "Earlier today",
        "Notes",
    ]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_with_the_focus(qtbot: QtBot, key: Qt.Key) -> None:
    panel = opened(qtbot, samples.RUNNING)
    pause = panel.content.card.buttons.by_key["pause"]
    pause.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(panel._actions.pause.triggered):  # noqa: SLF001 - the table the panel was given
        QTest.keyClick(pause, key)


def test_escape_empties_a_field_before_it_closes(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    note = panel.content.note
    note.setFocus()
    QTest.keyClicks(note, "half a thou")
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert (note.text(), panel.isVisible()) == ("", True)
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert not panel.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_W])
def test_control_w_closes(qtbot: QtBot, key: Qt.Key) -> None:
    panel = opened(qtbot, samples.RUNNING)
    with qtbot.waitSignal(panel.hidden):
        QTest.keyClick(panel, key, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("typed", ["", "half a thought"])
def test_it_goes_when_another_window_is_used_unless_words_would_be_lost(qtbot: QtBot, typed: str) -> None:
    panel = opened(qtbot, samples.RUNNING)
    panel.content.note.setText(typed)
    other = QLineEdit()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    qtbot.waitUntil(lambda: panel.isVisible() == bool(typed))


def test_it_goes_when_the_screens_change(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.screenAdded.emit(application.primaryScreen())
    assert not panel.isVisible()


def test_it_stands_inside_the_screen_beside_the_icon(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    free = panel.screen().availableGeometry()
    assert free.contains(panel.frameGeometry())
    assert panel.width() == WIDTH_PX
    panel.hide()
    for corner in (free.topLeft(), free.bottomRight() - QPoint(22, 22)):
        panel.open_beside(QRect(corner, ICON.size()))
        assert free.contains(panel.frameGeometry())


def test_what_is_too_high_for_the_screen_scrolls(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.BUSY, stays=True)
    highest = panel.screen().availableGeometry().height() * SCREEN_PERCENT // 100
    panel.set_state(replace(samples.BUSY, problem=samples.FAULTY.problem, question=samples.WAITING_PAUSED.question))
    qtbot.waitUntil(lambda: panel.height() == highest)
    bar = panel._page.verticalScrollBar()  # noqa: SLF001 - what a person would drag
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    panel.set_state(samples.EMPTY)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert panel.height() < highest


def test_without_links_nothing_is_cut_off(qtbot: QtBot) -> None:
    actions = Actions()
    panel = Panel(Theme("light"), actions)
    actions.setParent(panel)
    qtbot.addWidget(panel)
    panel.set_state(samples.RUNNING)
    panel.open_beside(ICON)
    panel.say(Notice("Started 14:16", "Landing page copy", undo=True), "")
    QApplication.processEvents()
    room = panel._page.viewport()  # noqa: SLF001 - what is seen of the content
    qtbot.waitUntil(lambda: room.height() == panel.content.height_for(room.width()))


def test_another_density_of_the_screen_is_taken_up(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    panel.resize(panel.width(), panel.height() + 40)
    wanted = panel.sizeHint()
    panel._density = 2.0  # noqa: SLF001 - as if it had been drawn on another screen before
    panel.repaint()
    qtbot.waitUntil(lambda: panel.size() == wanted)


def test_the_panel_comes_to_rest(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[int] = []
    fit = Panel._fit  # noqa: SLF001 - how often it is asked for its size

    def counted(panel: Panel) -> None:
        fitted.append(1)
        fit(panel)

    monkeypatch.setattr(Panel, "_fit", counted)
    panel = opened(qtbot, samples.RUNNING)
    panel.footer.hide()
    panel.footer.show()
    qtbot.wait(50)
    before = len(fitted)
    qtbot.wait(150)
    assert len(fitted) == before


def test_recent_tasks_are_one_choice_away_while_something_runs(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING, stays=True)
    menu = panel.content.card.switch_menu()
    shown = [each.text() for each in menu.actions() if not each.isSeparator()]
    assert shown == [
        "Invoices (Admin)",
        "Landing page copy (Acme Studio)",
        "R&&D <notes>",
        "New task\u2026",
    ]
    with qtbot.waitSignal(panel._actions.switch_to) as told:  # noqa: SLF001 - the table the panel was given
        menu.actions()[1].trigger()
    assert told.args == [samples.TASKS[1]]


def test_what_is_typed_is_completed_from_recent_tasks(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.STOPPED, stays=True)
    field = panel.content.card.field
    QTest.keyClicks(field.line, "land")
    completions = field._list  # noqa: SLF001 - the list a person sees
    qtbot.waitUntil(completions.isVisible)
    QTest.keyClick(completions, Qt.Key.Key_Down)
    QTest.keyClick(completions, Qt.Key.Key_Return)
    assert field.line.text() == "Landing page copy @Acme Studio #web"
    assert panel.task().project == "Acme Studio"
    assert "Project Acme Studio  #web" in texts(field)
    completions.hide()


def test_the_fault_is_said_and_goes(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.FAULTY)
    problem = samples.FAULTY.problem
    assert problem is not None
    assert {problem.title, problem.hint} <= texts(panel)
    panel.set_state(samples.RUNNING)
    assert problem.title not in texts(panel)


def test_an_entry_of_today_is_opened_by_enter(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    rows = panel.content.earlier
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.entry_opened) as told:
        QTest.keyClick(rows, Qt.Key.Key_Return)
    assert told.args == ["entry-1"]


def test_a_tick_leaves_the_chosen_row_alone(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING)
    rows = panel.content.earlier
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    panel.set_state(replace(samples.RUNNING, today_worked_ms=samples.RUNNING.today_worked_ms + 1_000))
    assert rows.currentIndex().row() == 1
    first = samples.EARLIER[0]
    longer = first._replace(worked_ms=first.worked_ms + 60_000)
    day = samples.RUNNING.today
    assert day is not None
    panel.set_state(replace(samples.RUNNING, today=day._replace(earlier=(longer, samples.EARLIER[1]))))
    assert rows.currentIndex().row() == 1
    assert "15 minute" in str(rows.model().index(0, 0).data())


def test_undo_in_a_notice_is_there_only_when_it_is_possible(qtbot: QtBot) -> None:
    panel = opened(qtbot, samples.RUNNING, stays=True)
    panel.say(Notice("Nothing is running.", "", undo=False), "")
    assert "Undo" not in {each.accessibleName() for each in visible_children(panel, QPushButton)}
    panel.say(Notice("Started 14:16", "Landing page copy", undo=True), "")
    assert "Undo" in {each.accessibleName() for each in visible_children(panel, QPushButton)}
