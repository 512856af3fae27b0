"""A person's clicks on the icon, in a real tray, and what comes of them on the command line and in the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.together.desktop import Area, Screen
from tests.together.program import TICK_MS, Program, boottime_ms
from tests.together.trays import HOSTS, SHOWN_WITHIN_S, TrayHost, find, settled
from tests.waiting import until

LEFT, MIDDLE = 1, 2
DONE_WITHIN_S = 20.0
STANDS_STILL_MS = 7 * TICK_MS // 5
"""Longer than one tick, so that whatever the tick does to the icon has happened."""

DOUBLE_CLICK_OVER_MS = 1_000
HELD_MS = 4_000
ARRIVES_WITHIN_MS = 2_000


@pytest.fixture(scope="module", params=HOSTS)
def host(request: pytest.FixtureRequest, screen: Screen) -> Iterator[TrayHost]:
    """A tray host of one kind, on the module's desktop."""
    with HOSTS[request.param](screen) as host:
        yield host


@pytest.fixture
def icon(desk: Program, host: TrayHost) -> Iterator[Area]:
    """Where the icon of a freshly started program is."""
    until(lambda: host.icon() is None, SHOWN_WITHIN_S, "the icon of the test before to go")
    with desk.tray():
        yield find(host)
    until(lambda: host.icon() is None, SHOWN_WITHIN_S, "the icon to go with the program")


def click(desk: Program, screen: Screen, icon: Area, button: int, expected: str) -> None:
    """Click the icon and wait until the command line tells the new state."""
    # A person's next click comes later than a double click's second; the program may not have to guess.
    over_ms = boottime_ms() + DOUBLE_CLICK_OVER_MS
    screen.click(icon, button)
    until(lambda: desk.state() == expected, DONE_WITHIN_S, f"{expected} after a click")
    until(lambda: boottime_ms() >= over_ms, DONE_WITHIN_S, "the double-click interval to end")


def test_clicks_start_pause_resume_and_stop(desk: Program, screen: Screen, icon: Area) -> None:
    assert desk.state() == "stopped"
    click(desk, screen, icon, LEFT, "running")
    assert desk.timer_types() == ["timer.start"]
    click(desk, screen, icon, MIDDLE, "paused")
    assert desk.timer_types() == ["timer.start", "timer.pause"]
    click(desk, screen, icon, MIDDLE, "running")
    assert desk.timer_types() == ["timer.start", "timer.pause", "timer.resume"]
    click(desk, screen, icon, LEFT, "stopped")
    assert desk.timer_types() == ["timer.start", "timer.pause", "timer.resume", "timer.stop"]
    desk.assert_sound()


@pytest.mark.usefixtures("icon")
def test_middle_click_without_a_timer_does_no_harm(desk: Program, screen: Screen, host: TrayHost) -> None:
    screen.click(find(host), MIDDLE)
    screen.click(find(host), LEFT)
    until(lambda: desk.state() == "running", DONE_WITHIN_S, "running after a left click")
    assert desk.timer_types()[0] == "timer.start"


@pytest.mark.parametrize("before", ["stopped", "running"])
def test_double_click_opens_the_window_and_leaves_the_timer(
    desk: Program, screen: Screen, icon: Area, before: str
) -> None:
    if before == "running":
        click(desk, screen, icon, LEFT, "running")
    before_log = [(entry["id"], entry["started_at"]) for entry in live(desk)]
    assert screen.windows() == []
    screen.click(icon, LEFT, times=2)
    until(screen.windows, DONE_WITHIN_S, "a window after a double click")
    until(lambda: desk.state() == before, DONE_WITHIN_S, f"{before}, as before the double click")
    assert [(entry["id"], entry["started_at"]) for entry in live(desk)] == before_log
    desk.assert_sound()


def test_a_click_while_another_program_holds_the_data_counts_from_the_click(
    desk: Program, screen: Screen, icon: Area
) -> None:
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        clicked_ms = boottime_ms()
        screen.click(icon, LEFT)
        end_ms = clicked_ms + HELD_MS
        while boottime_ms() < end_ms:
            assert desk.state() == "stopped"  # and it answers at once: nothing is frozen
        other.execute("ROLLBACK")
    until(lambda: desk.state() == "running", DONE_WITHIN_S, "the click that waited to be stored")
    # The click itself took a moment to arrive; counted from the storing it would be some 200 ms.
    assert HELD_MS - ARRIVES_WITHIN_MS <= desk.status()["worked_ms"] <= boottime_ms() - clicked_ms
    desk.assert_sound()


def live(desk: Program) -> list[dict[str, object]]:
    """The entries that were not taken back."""
    return [entry for entry in desk.entries() if entry["status"] != "voided"]


def test_the_icon_shows_the_state(desk: Program, screen: Screen, host: TrayHost, icon: Area) -> None:
    faces = [settled(host)]
    for button, state in ((LEFT, "running"), (MIDDLE, "paused")):
        click(desk, screen, icon, button, state)
        until(lambda: host.face() not in faces, DONE_WITHIN_S, f"an icon not seen before when {state}")
        faces.append(settled(host))
    click(desk, screen, icon, LEFT, "running")
    until(lambda: host.face() == faces[1], DONE_WITHIN_S, "the running icon again")
    click(desk, screen, icon, LEFT, "stopped")
    until(lambda: host.face() == faces[0], DONE_WITHIN_S, "the icon of before once stopped")


def test_the_icon_stands_still_while_time_runs(desk: Program, screen: Screen, host: TrayHost, icon: Area) -> None:
    stopped = settled(host)
    click(desk, screen, icon, LEFT, "running")
    until(lambda: host.face() != stopped, DONE_WITHIN_S, "the running icon")
    running = settled(host)
    end_ms = boottime_ms() + STANDS_STILL_MS
    changed = 0
    while boottime_ms() < end_ms:
        changed += host.face() != running
    assert changed == 0, f"the icon changed in {changed} looks"
