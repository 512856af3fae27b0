"""What holds for the hotkeys of every system, and what is special about Windows and macOS."""

import sys

import pytest

from tests.desktop.system.hotkey_systems import SYSTEMS, Ears, ShelfMac, ShelfWindows, System
from truthtime_desktop.system.hotkeys.backend import Backend, NoKeys
from truthtime_desktop.system.hotkeys.codes import KEYS
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.system.hotkeys.opening import kind_of, open_backend
from truthtime_desktop.system.hotkeys.windows import WM_HOTKEY

PAUSE, OTHER = Combination(("Ctrl", "Alt"), "P"), Combination(("Ctrl", "Alt", "Shift"), "F5")


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> System:
    """One system after the other."""
    return SYSTEMS[request.param]()


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def backend(system: System, ears: Ears) -> Backend:
    return system.open(ears)


def test_a_press_is_heard_once(system: System, backend: Backend, ears: Ears) -> None:
    outcome = backend.bind("pause", PAUSE)
    assert (outcome.state, outcome.combination) == ("bound", PAUSE)
    system.press(OTHER)
    assert ears.pressed == []
    system.press(PAUSE)
    assert ears.pressed == ["pause"]


def test_other_keys_take_the_place_of_the_ones_before(system: System, backend: Backend, ears: Ears) -> None:
    backend.bind("pause", PAUSE)
    assert backend.bind("pause", OTHER).state == "bound"
    assert system.held() == 1
    system.press(PAUSE)
    system.press(OTHER)
    assert ears.pressed == ["pause"]


def test_actions_have_keys_of_their_own(system: System, backend: Backend, ears: Ears) -> None:
    backend.bind("pause", PAUSE)
    backend.bind("open", OTHER)
    system.press(OTHER)
    system.press(PAUSE)
    assert ears.pressed == ["open", "pause"]


def test_keys_of_another_program_are_told(system: System, backend: Backend) -> None:
    system.take(PAUSE)
    outcome = backend.bind("pause", PAUSE)
    assert (outcome.state, outcome.combination) == ("taken", PAUSE)
    assert system.held() == 0


def test_releasing_and_closing_give_keys_back(system: System, backend: Backend, ears: Ears) -> None:
    backend.bind("pause", PAUSE)
    backend.bind("open", OTHER)
    backend.release("pause")
    backend.release("pause")
    assert system.held() == 1
    backend.close()
    assert system.held() == 0
    assert ears.pressed == []


def test_windows_lets_other_messages_pass() -> None:
    windows, ears = ShelfWindows(), Ears()
    windows.open(ears).bind("pause", PAUSE)
    number = next(iter(windows.registered))
    assert not windows.send(0x100, number)
    assert not windows.send(WM_HOTKEY, number + 1)
    assert not windows.send(WM_HOTKEY, number, b"windows_generic_MSG")
    assert ears.pressed == []


def test_windows_refuses_what_alt_gr_types() -> None:
    backend = ShelfWindows().open(Ears())
    typing = Combination(("Ctrl", "Alt"), "Q")
    assert backend.types_a_character(typing)
    assert backend.bind("pause", typing).fault == "types"
    assert backend.bind("pause", Combination(("Ctrl", "Alt", "Shift"), "Q")).state == "bound"
    assert backend.bind("pause", Combination(("Ctrl", "Shift"), "Q")).state == "bound"


def test_windows_looks_punctuation_up_in_the_layout() -> None:
    windows = ShelfWindows()
    backend = windows.open(Ears())
    assert backend.bind("pause", Combination(("Ctrl", "Alt"), "-")).state == "bound"
    assert list(windows.registered.values()) == [(0x3, 0xBD)]
    assert backend.bind("pause", Combination(("Ctrl", "Alt"), "[")).fault == "not-here"
    assert [backend.key_name(0, vk) for vk in (0x50, 0x31, 0x74, 0xBD, 0xBA, 0x21)] == [
        "P",
        "1",
        "F5",
        "-",
        "",
        "Page Up",
    ]


def test_mac_keys_are_places_and_the_layout_says_where_a_letter_is() -> None:
    mac = ShelfMac()
    backend = mac.open(Ears())
    assert backend.bind("pause", Combination(("Ctrl", "Alt"), "A")).state == "bound"
    assert list(mac.registered.values()) == [(0x1800, 0x0C)]
    assert backend.bind("pause", Combination(("Ctrl", "Alt"), "1")).state == "bound", "not typed alone: the US place"
    assert list(mac.registered.values()) == [(0x1800, 0x12)]
    assert backend.bind("pause", Combination((), "Pause")).fault == "not-here"
    assert [backend.key_name(0, code) for code in (0x0C, 0x00, 0x12, 0x60, 0x7F)] == ["A", "Q", "1", "F5", ""]


@pytest.mark.parametrize("one", [ShelfWindows(), ShelfMac()], ids=["windows", "macos"])
def test_any_other_error_is_the_systems_refusal(one: ShelfWindows | ShelfMac) -> None:
    one.error = 5
    assert one.open(Ears()).bind("pause", PAUSE).fault == "system"


@pytest.mark.parametrize(
    ("environ", "platform", "qt", "kind"),
    [
        ({"DISPLAY": ":0"}, "linux", "xcb", "x11"),
        ({"DISPLAY": ":0"}, "linux", "", "x11"),
        ({"DISPLAY": ":0"}, "linux", "offscreen", "none"),
        ({}, "linux", "", "none"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", "xcb", "portal"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "linux", "xcb", "portal"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland", "portal"),
        ({}, "win32", "windows", "windows"),
        ({}, "darwin", "cocoa", "macos"),
    ],
)
def test_each_session_has_one_kind_of_keys(environ: dict[str, str], platform: str, qt: str, kind: str) -> None:
    assert kind_of(environ, platform, qt) == kind


def test_a_session_without_keys_says_why() -> None:
    keys = open_backend("none", Ears(), {}, "", lambda: 0)
    outcome = keys.bind("pause", PAUSE)
    assert (outcome.state, outcome.reason, outcome.combination) == ("unavailable", "no-session", PAUSE)
    assert not keys.configure()
    assert not keys.types_a_character(PAUSE)
    assert keys.key_name(1, 1) == ""
    keys.release("pause")
    keys.close()
    assert keys.bind("pause", PAUSE).state == "unavailable"


def test_a_system_that_is_not_this_one_is_no_fault() -> None:
    foreign = "macos" if sys.platform == "win32" else "windows"
    keys = open_backend(foreign, Ears(), {}, "", lambda: 0)  # type: ignore[arg-type]
    assert isinstance(keys, NoKeys)
    assert keys.bind("pause", PAUSE).reason == "no-libraries"


def test_every_key_has_a_number_on_windows_or_is_looked_up() -> None:
    assert {name for name, key in KEYS.items() if not key.vk} == set(",./;'[]\\`-=")
