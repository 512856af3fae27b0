"""Trays that come late or never, second starts, no screen at all, and a polite end."""

import os
import re
import signal
import zlib
from pathlib import Path

import pytest

from tests.together.desktop import Screen
from tests.together.program import Program, processes_on, without_display
from tests.together.trays import HOSTS, find
from tests.waiting import until

LEFT = 1
DONE_WITHIN_S = 20.0
LATE_WITHIN_S = 30.0


@pytest.mark.parametrize("kind", HOSTS)
def test_a_tray_that_appears_late_gets_the_icon(desk: Program, screen: Screen, kind: str) -> None:
    with desk.tray():
        until(screen.windows, DONE_WITHIN_S, "the small window as long as there is no tray")
        with HOSTS[kind](screen) as host:
            until(lambda: host.icon() is not None, LATE_WITHIN_S, "the icon in the late tray")
            screen.click(find(host), LEFT)
            until(lambda: desk.state() == "running", DONE_WITHIN_S, "running after a click in the late tray")


def test_a_tray_that_comes_back_gets_the_icon_again(desk: Program, screen: Screen) -> None:
    with HOSTS["xembed"](screen) as host, desk.tray():
        find(host)
        host.__exit__(None, None, None)
        with HOSTS["xembed"](screen) as back:
            until(lambda: back.icon() is not None, LATE_WITHIN_S, "the icon in the tray that came back")


def test_without_any_tray_a_small_window_is_there(desk: Program, screen: Screen) -> None:
    with desk.tray():
        until(screen.windows, DONE_WITHIN_S, "the small window")
        assert [window.title.endswith("TruthTime") for window in screen.windows()] == [True]


def test_a_second_start_raises_the_first(desk: Program, screen: Screen) -> None:
    with HOSTS["xembed"](screen) as host, desk.tray() as first:
        find(host)
        assert screen.windows() == []
        second = desk.truthtime()
        assert second.code == 0, second
        until(screen.windows, DONE_WITHIN_S, "the first copy's window")
        until(lambda: screen.active() == screen.windows()[0].number, DONE_WITHIN_S, "the focus on that window")
        assert desk.running_pid() == first.pid
        assert processes_on(desk.data) == [first.pid]


def test_a_clock_that_no_command_can_reach_works_all_the_same(desk: Program, screen: Screen) -> None:
    mark = f"truthtime-{zlib.crc32(os.fsencode(desk.data)):08x}"
    in_the_way = Path(desk.env["XDG_RUNTIME_DIR"]) / mark / "file"
    in_the_way.mkdir(parents=True)
    with HOSTS["xembed"](screen) as host, desk.starting_tray() as child:
        icon = find(host)
        until(lambda: "Commands cannot reach TruthTime" in child.err, DONE_WITHIN_S, "words about the socket")
        screen.click(icon, LEFT)
        until(lambda: desk.timer_types() == ["timer.start"], DONE_WITHIN_S, "the click to be stored")
        assert child.alive


@pytest.mark.parametrize("display", [None, ":9876", "nonsense"], ids=["none", "nobody-answers", "no-number"])
def test_without_a_display_it_says_so(program: Program, display: str | None) -> None:
    program.env = without_display(program.env) | ({"DISPLAY": display} if display else {})
    answer = program.truthtime()
    assert answer.code == 1, answer
    assert answer.out == ""
    lines = answer.err.strip().splitlines()
    assert len(lines) == 2, answer
    assert re.search(r"screen|display", lines[0], re.IGNORECASE), answer
    assert program.truthtime("start").code == 0, "the command line needs no screen"


def test_a_polite_end_loses_nothing(desk: Program, screen: Screen) -> None:
    with HOSTS["xembed"](screen) as host:
        with desk.tray() as child:
            screen.click(find(host), LEFT)
            until(lambda: desk.state() == "running", DONE_WITHIN_S, "running after a click")
            before = desk.stored()
            child.signal(signal.SIGTERM)
            assert child.wait() == 0
            assert "Traceback" not in child.err, child.err
        after = desk.assert_sound()
        assert after[: len(before)] == before
        assert desk.running_pid() is None
        with desk.tray():
            assert desk.assert_sound()[: len(after)] == after
            assert desk.did("stop").code == 0
