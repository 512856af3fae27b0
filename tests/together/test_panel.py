"""The panel on a real desktop: it opens by the icon with the keyboard, and goes when another window is used."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.together.desktop import Area, Screen
from tests.together.processes import Child
from tests.together.program import Program
from tests.together.trays import HOSTS, SHOWN_WITHIN_S, TrayHost, find
from tests.waiting import until

DONE_WITHIN_S = 20.0
LEFT = 1
WIDTH_PX = 388
ANOTHER = "another window"
ANOTHER_PROGRAM = f"""
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
window = QLabel({ANOTHER!r})
window.setWindowTitle({ANOTHER!r})
window.setGeometry(20, 350, 200, 100)
window.show()
application.exec()
"""


@pytest.fixture(scope="module")
def host(screen: Screen) -> Iterator[TrayHost]:
    """A tray that says where the icon is."""
    with HOSTS["xembed"](screen) as host:
        yield host


@pytest.fixture
def tray(desk: Program, host: TrayHost) -> Iterator[Child]:
    """The program in that tray."""
    until(lambda: host.icon() is None, SHOWN_WITHIN_S, "the icon of the test before to go")
    with desk.tray() as child:
        yield child


@pytest.fixture
def panel(tray: Child, screen: Screen, host: TrayHost) -> str:
    """Number of the panel's window, opened by a double click, with the focus."""
    assert tray
    screen.click(find(host), LEFT, times=2)
    until(screen.windows, DONE_WITHIN_S, "the panel after a double click")
    number = screen.windows()[0].number
    until(lambda: screen.active() == number, DONE_WITHIN_S, "the keyboard in the panel")
    return number


def panels(screen: Screen) -> list[str]:
    return [one.number for one in screen.windows() if one.title == "TruthTime"]


def centre(area: Area) -> float:
    return area.x + area.width / 2


def test_it_opens_beside_the_icon(screen: Screen, host: TrayHost, panel: str) -> None:
    area, icon = screen.geometry(panel), find(host)
    assert area.width == WIDTH_PX
    # As near to the icon's middle as the edge of the screen lets it be, and not over it.
    apart = area.y >= icon.y + icon.height or area.y + area.height <= icon.y
    assert apart or area.x >= icon.x + icon.width or area.x + area.width <= icon.x
    assert abs(centre(area) - centre(icon)) <= WIDTH_PX


def test_a_task_is_started_and_stopped_from_the_keyboard(desk: Program, screen: Screen, panel: str) -> None:
    screen.write("Landing page copy @Acme Studio")
    screen.key("Return")
    until(lambda: desk.state() == "running", DONE_WITHIN_S, "running after Enter")
    entry = desk.entries()[-1]
    assert (entry["description"], entry["project"]) == ("Landing page copy", "Acme Studio")
    screen.key("ctrl+p")
    until(lambda: desk.state() == "paused", DONE_WITHIN_S, "paused after Ctrl+P")
    screen.key("ctrl+Return")
    until(lambda: desk.state() == "stopped", DONE_WITHIN_S, "stopped after Ctrl+Enter")
    assert screen.active() == panel
    screen.key("Escape")
    until(lambda: not screen.windows(), DONE_WITHIN_S, "the panel to go")
    desk.assert_sound()


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize("words", ["", "half a thought"])
def test_using_another_window_closes_it_unless_words_would_be_lost(desk: Program, screen: Screen, words: str) -> None:
    if words:
        screen.write(words)
    other = subprocess.Popen([sys.executable, "-c", ANOTHER_PROGRAM], env=desk.env)
    try:
        until(lambda: any(one.title == ANOTHER for one in screen.windows()), DONE_WITHIN_S, "the other window")
        number = next(one.number for one in screen.windows() if one.title == ANOTHER)
        screen.click(screen.geometry(number), LEFT)
        until(lambda: screen.active() == number, DONE_WITHIN_S, "the other window to be used")
        if words:
            # Whether the program has heard of it is seen from outside when it answers.
            assert desk.state() == "stopped"
        until(lambda: bool(panels(screen)) == bool(words), DONE_WITHIN_S, "the panel to go or to stay")
    finally:
        other.terminate()
        other.wait()
