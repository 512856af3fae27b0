"""Keys that work while another program has the focus: a real X server, window manager, keyboard and rival."""

import json
from collections.abc import Iterator

import pytest

from tests.together.desktop import Screen
from tests.together.keyboard import OtherApp, ask, fingers, grabbed, is_taken, layout, locks
from tests.together.processes import Child
from tests.together.program import Program, boottime_ms
from tests.together.trays import HOSTS
from tests.waiting import until

PAUSE = "ctrl+alt+p"
DONE_WITHIN_S = 20.0
CONTROL_ALT_CODES = ("37", "64")
P_CODES = {"us": "33", "dvorak": "27", "ru": "33"}
"""The key's place in each layout; a Russian keyboard has no P, so there it is the place of a US one."""

HELD_MS = 1_200
"""Long enough for a keyboard to repeat a held key some ten times."""


@pytest.fixture
def other(screen: Screen) -> Iterator[OtherApp]:
    """The program in front."""
    with OtherApp(screen) as other:
        yield other


@pytest.fixture
def tray(desk: Program, screen: Screen) -> Iterator[Child]:
    """TruthTime in the tray, with its key."""
    with HOSTS["xembed"](screen), desk.tray() as child:
        yield child  # it answers on the command line only after it has taken its keys


def press(desk: Program, screen: Screen, expected: str, keys: str = PAUSE) -> None:
    """Press the keys and wait until the command line tells the new state."""
    screen.key(keys)
    until(lambda: desk.state() == expected, DONE_WITHIN_S, f"{expected} after {keys}")


@pytest.mark.usefixtures("tray")
@pytest.mark.parametrize("on", [(), ("Caps_Lock",), ("Num_Lock",), ("Caps_Lock", "Num_Lock")], ids="+".join)
def test_it_pauses_and_resumes_and_the_focused_window_gets_no_key(
    desk: Program, screen: Screen, other: OtherApp, on: tuple[str, ...]
) -> None:
    desk.did("start", "Landing page copy")
    with locks(screen, *on):
        press(desk, screen, "paused")
        press(desk, screen, "running")
        screen.key("q")
        until(lambda: ", q)" in other.got().lower(), DONE_WITHIN_S, "an ordinary key in the window")
    assert ", p)" not in other.got().lower()
    assert desk.timer_types() == ["timer.start", "timer.pause", "timer.resume"]
    desk.assert_sound()


@pytest.mark.usefixtures("tray")
def test_without_a_timer_a_second_press_starts_one(desk: Program, screen: Screen) -> None:
    screen.key(PAUSE)
    asked = "Nothing is running."
    until(lambda: asked in screen.tree(), DONE_WITHIN_S, "the question beside the icon")
    assert desk.event_types() == []
    press(desk, screen, "running")
    assert desk.timer_types() == ["timer.start"]


@pytest.mark.usefixtures("tray")
def test_a_held_key_is_one_press(desk: Program, screen: Screen) -> None:
    desk.did("start")
    ask(screen, "xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "p")
    over_ms = boottime_ms() + HELD_MS
    until(lambda: boottime_ms() >= over_ms, DONE_WITHIN_S, "the key to repeat")
    ask(screen, "xdotool", "keyup", "p", "keyup", "alt", "keyup", "ctrl")
    until(lambda: desk.state() == "paused", DONE_WITHIN_S, "one pause")
    press(desk, screen, "running")
    assert desk.timer_types() == ["timer.start", "timer.pause", "timer.resume"]


@pytest.mark.usefixtures("tray")
def test_it_follows_the_keyboard_layout(desk: Program, screen: Screen, other: OtherApp) -> None:
    desk.did("start")
    with layout(screen, "dvorak"):
        # The letter has moved to the key that is R on a US keyboard. An answer comes after the news of the layout.
        assert desk.state() == "running"
        press(desk, screen, "paused")
    assert desk.state() == "paused"
    press(desk, screen, "running")
    with layout(screen, "ru"):
        assert desk.state() == "running"
        # No such letter at all: the key that has it on a US keyboard.
        press(desk, screen, "paused", "ctrl+alt+33")
    assert "Cyrillic_ze" not in other.got()


@pytest.mark.usefixtures("tray")
@pytest.mark.parametrize("names", [("us", "ru"), ("us", "dvorak"), ("ru", "us")], ids=",".join)
def test_it_follows_a_person_who_switches_layouts(desk: Program, screen: Screen, names: tuple[str, str]) -> None:
    desk.did("start")
    with layout(screen, ",".join(names)):
        for turn, expected in enumerate(("paused", "running", "paused")):
            group = turn % 2
            fingers(screen, group)
            desk.state()  # an answer comes after the news of the layout
            fingers(screen, group, *CONTROL_ALT_CODES, P_CODES[names[group]])
            until(lambda: desk.state() == expected, DONE_WITHIN_S, f"{expected} on {names[group]}")  # noqa: B023 - used now
        fingers(screen, 0)
    assert desk.timer_types() == ["timer.start", "timer.pause", "timer.resume", "timer.pause"]


def test_keys_of_another_program_are_told_and_pausing_goes_on_from_the_tray(desk: Program, screen: Screen) -> None:
    with grabbed(screen, "p", "j", "k"), HOSTS["xembed"](screen), desk.tray():
        told = "Ctrl+Alt+P is used by another app."
        until(lambda: told in screen.tree(), DONE_WITHIN_S, "the conflict beside the icon")
        desk.did("start")
        screen.key(PAUSE)
        assert desk.state() == "running"
        desk.did("toggle-pause")
        assert desk.state() == "paused"


def test_the_first_free_keys_are_taken_and_kept(desk: Program, screen: Screen) -> None:
    with HOSTS["xembed"](screen):
        with grabbed(screen, "p"), desk.tray():
            assert is_taken(screen, "j")
            told = "Ctrl+Alt+P is used by another app."
            until(lambda: told in screen.tree(), DONE_WITHIN_S, "the conflict beside the icon")
            desk.did("start")
            press(desk, screen, "paused", "ctrl+alt+j")
        settings = json.loads((desk.account / "settings.json").read_text(encoding="utf-8"))
        assert settings["hotkeys"] == {"toggle-pause": "Ctrl+Alt+J"}
        with desk.tray():
            assert is_taken(screen, "j")
            assert not is_taken(screen, "p")


def test_quitting_gives_the_keys_back(desk: Program, screen: Screen) -> None:
    with HOSTS["xembed"](screen), desk.tray() as child:
        assert is_taken(screen, "p")
        desk.did("quit")
        assert child.wait() == 0
        assert not is_taken(screen, "p")


@pytest.mark.usefixtures("other")
def test_other_actions_have_the_keys_of_the_settings(desk: Program, screen: Screen) -> None:
    desk.account.mkdir(parents=True)
    wishes = {"toggle-pause": "", "toggle": "Ctrl+Alt+S", "open": "Ctrl+Shift+F9", "note": "nonsense"}
    (desk.account / "settings.json").write_text(json.dumps({"hotkeys": wishes}), encoding="utf-8")
    with HOSTS["xembed"](screen), desk.tray():
        assert is_taken(screen, "s")
        assert not is_taken(screen, "p")
        until(lambda: "cannot be read" in screen.tree(), DONE_WITHIN_S, "a word about the nonsense")
        press(desk, screen, "running", "ctrl+alt+s")
        press(desk, screen, "stopped", "ctrl+alt+s")
        screen.key("ctrl+shift+F9")
        # `xev` tells no type of its window, so that only ours counts.
        until(screen.windows, DONE_WITHIN_S, "our window")
        until(lambda: screen.active() == screen.windows()[0].number, DONE_WITHIN_S, "the focus on our window")
