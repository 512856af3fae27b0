"""The first launch as a person has it: the introduction beside a real tray, a real click, and never again."""

import json
import re

from tests.together.desktop import Screen
from tests.together.program import Program
from tests.together.trays import HOSTS, find
from tests.waiting import until

LEFT = 1
DONE_WITHIN_S = 20.0


def title(screen: Screen) -> str:
    return next((window.title for window in screen.windows()), "")


def press(screen: Screen, key: str) -> None:
    screen._ask("xdotool", "key", "--clearmodifiers", key)  # noqa: SLF001 - the screen's own way to run a tool


def test_the_first_launch_introduces_and_the_second_does_not(desk: Program, screen: Screen) -> None:
    desk.introduces = True
    settings = desk.account / "settings.json"
    with HOSTS["xembed"](screen) as host:
        with desk.tray():
            icon = find(host)
            until(lambda: title(screen) == "Welcome to TruthTime", DONE_WITHIN_S, "the introduction")
            window = screen.windows()[0].number
            screen.click(icon, LEFT)
            until(lambda: desk.state() == "running", DONE_WITHIN_S, "the timer that the click has started")
            until(lambda: screen.active() == window or press_focus(screen, window), DONE_WITHIN_S, "its focus")
            press(screen, "Escape")
            until(lambda: not screen.windows(), DONE_WITHIN_S, "the introduction to go")
            until(settings.exists, DONE_WITHIN_S, "the settings")
            assert json.loads(settings.read_text())["first_run_done"] is True
            desk.did("stop")
        until(lambda: host.icon() is None, DONE_WITHIN_S, "the icon to go")
        with desk.tray():
            find(host)
            assert desk.state() == "stopped"
            assert screen.windows() == []


def press_focus(screen: Screen, window: str) -> bool:
    screen._ask("xdotool", "windowactivate", window)  # noqa: SLF001 - the screen's own way to run a tool
    return False


def test_it_does_not_come_where_there_is_data_already(desk: Program, screen: Screen) -> None:
    desk.introduces = True
    desk.did("start", "Landing page copy")
    desk.did("stop")
    with HOSTS["xembed"](screen) as host, desk.tray():
        find(host)
        assert desk.state() == "stopped"
        assert not re.search("Welcome", screen.tree())
