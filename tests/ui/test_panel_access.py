"""The panel as assistive technology meets it: names, roles, the band's segments, and what is announced."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import samples, surfaces
from truthtime_desktop.ui.panel.band import Band, span_of
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import spoken_segment

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Name, Role = QAccessible.Text.Name, QAccessible.Role
HOUR_MS = samples.HOUR_MS


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[Panel]:
    one = surfaces.panel(Theme("light"), samples.RUNNING)
    one.stays = True
    qtbot.addWidget(one)
    with qtbot.waitActive(one):
        one.open_beside(QRect())
    yield one
    one.hide()


def tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below, depth first."""
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None and child.isValid():
            yield child
            yield from tree(child)


def found(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface


@pytest.mark.parametrize("state", samples.STATES)
def test_whatever_takes_the_focus_has_a_name(qtbot: QtBot, state: str) -> None:
    window = surfaces.panel(Theme("light"), samples.STATES[state])
    qtbot.addWidget(window)
    window.stays = True
    window.show()
    nodes = [node for node in tree(found(window)) if not node.state().invisible]
    assert len(nodes) > 20
    nameless = [node for node in nodes if node.state().focusable and not node.text(Name)]
    assert nameless == []


def test_the_band_is_a_list_of_its_segments(panel: Panel) -> None:
    band = found(panel.content.band)
    assert (band.role(), band.text(Name)) == (Role.List, "Today\u2019s time")
    today = samples.RUNNING.today
    assert today is not None
    names = [band.child(number).text(Name) for number in range(band.childCount())]
    assert names == [spoken_segment(one, 0) for one in today.segments]
    assert names[0].startswith("Worked, 09:04 to 09:31, 27 minute")
    assert names[0].endswith(", Landing page copy")
    assert {band.child(number).role() for number in range(band.childCount())} == {Role.ListItem}
    areas = [band.child(number).rect() for number in range(band.childCount())]
    assert all(band.rect().contains(area) for area in areas)
    assert areas == sorted(areas, key=lambda area: area.left())
    assert band.childAt(*areas[6].center().toTuple()).text(Name) == names[6]
    assert band.indexOfChild(band.child(3)) == 3


def test_a_segment_that_is_gone_is_not_valid(panel: Panel) -> None:
    band = found(panel.content.band)
    last = band.child(band.childCount() - 1)
    panel.set_state(samples.EMPTY)
    assert band.childCount() == 0
    assert not last.isValid()
    assert last.text(Name) == ""
    assert last.rect() == QRect()


def test_arrow_keys_walk_over_the_segments(panel: Panel) -> None:
    band = panel.content.band
    band.setFocus(Qt.FocusReason.TabFocusReason)
    assert band.current == len(band.segments) - 1
    for key, place in (
        (Qt.Key.Key_Left, 9),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 10),
        (Qt.Key.Key_Right, 10),
    ):
        QTest.keyClick(band, key)
        assert band.current == place
    assert found(band).focusChild().text(Name) == band.words(10)
    with_ring = band.grab().toImage()
    band.clearFocus()
    assert band.current == -1
    assert band.grab().toImage() != with_ring


def test_the_walk_survives_a_shorter_day(panel: Panel) -> None:
    band = panel.content.band
    band.setFocus()
    panel.set_state(samples.FRESH)
    QTest.keyClick(band, Qt.Key.Key_Right)
    assert band.current == 0
    panel.set_state(samples.EMPTY)
    QTest.keyClick(band, Qt.Key.Key_Right)
    assert band.current == -1


def test_the_hero_is_one_sentence_that_changes_once_a_minute(panel: Panel) -> None:
    numbers = [node for node in tree(found(panel)) if "truly worked today" in node.text(Name)]
    assert len(numbers) == 1
    before = numbers[0].text(Name)
    assert before.startswith("1 hour")
    panel.set_state(replace(samples.RUNNING, today_worked_ms=samples.RUNNING.today_worked_ms + 30_000))
    assert numbers[0].text(Name) == before
    panel.set_state(replace(samples.RUNNING, today_worked_ms=samples.RUNNING.today_worked_ms + 60_000))
    assert numbers[0].text(Name) != before


def test_earlier_entries_are_read_as_sentences(panel: Panel) -> None:
    rows = found(panel.content.earlier)
    names = [node.text(Name) for node in tree(rows)]
    assert any(name.startswith("10:52, Invoices, Admin, 14 minute") for name in names)
    assert any(name.endswith("was work, amended") for name in names)


def test_time_runs_from_left_to_right_in_every_language(qtbot: QtBot) -> None:
    places = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        QApplication.setLayoutDirection(direction)
        window = surfaces.panel(Theme("light"), samples.RUNNING)
        window.stays = True
        qtbot.addWidget(window)
        window.show()
        hero = window.content.hero
        assert hero._number.mapTo(window, QPoint()).x() < hero._seconds.mapTo(window, QPoint()).x()  # noqa: SLF001
        places.append(window.content.band.areas())
        pill, date = window.content.header.pill.word(), window.content.header._date  # noqa: SLF001
        mirrored = pill.mapTo(window, QPoint()).x() > date.mapTo(window, QPoint()).x()
        assert mirrored == (direction == Qt.LayoutDirection.RightToLeft)
        window.hide()
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert places[0] == places[1]


@pytest.mark.parametrize(
    ("rows", "offset_min", "hours"),
    [
        ((("work", 544, 571, ""),), 0, (9, 15)),
        ((("work", 544, 856, ""),), 0, (9, 15)),
        ((("work", 30, 1_430, ""),), 0, (0, 24)),
        ((("work", 544, 571, ""),), 330, (8.5, 14.5)),
        ((("work", 1_300, 1_500, ""),), -60, (21, 27)),
    ],
)
def test_the_band_spans_whole_hours_of_the_wall_clock(
    rows: tuple[tuple[str, int, int, str], ...], offset_min: int, hours: tuple[float, float]
) -> None:
    span = span_of(samples.segments(*rows), None, offset_min)
    shown = [(at_ms - samples.DAY_START_MS) / HOUR_MS for at_ms in span]
    assert tuple(shown) == hours


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("day", [(("work", 544, 571, ""),), (("work", 5, 1_435, ""),)])
def test_the_hours_have_room(qtbot: QtBot, percent: int, day: tuple[tuple[str, int, int, str], ...]) -> None:
    theme = Theme("light")
    theme.enlarge(percent)
    band = Band(theme)
    qtbot.addWidget(band)
    band.resize(theme.px(356), band.sizeHint().height())
    band.set_state(replace(samples.STOPPED, today=samples.day(*day)))
    marks = band.hours()
    assert 3 <= len(marks) <= 13
    assert marks[0][1] == f"{day[0][1] // 60:02d}"
    assert len({later - sooner for (sooner, _), (later, _) in itertools.pairwise(marks)}) == 1
