"""Combinations as text and numbers, and which of them can be a hotkey."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_desktop.system.hotkeys.codes import ALONE, KEYS, NO_CODE
from truthtime_desktop.system.hotkeys.keys import ORDER, Combination, candidates, combine, fault_of, parse

PLATFORMS = ("linux", "win32", "darwin")
ANY = st.builds(combine, st.sets(st.sampled_from(ORDER)), st.sampled_from(sorted(KEYS)))


def read(text: str) -> Combination:
    found = parse(text)
    assert found is not None, text
    return found


@given(ANY)
def test_text_and_portal_text_are_read_back(combination: Combination) -> None:
    assert parse(combination.text) == combination
    assert parse(combination.portal_trigger) == combination


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    found = parse(text)
    assert found is None or parse(found.text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ctrl + ALT+p", "Ctrl+Alt+P"),
        ("Control+Option+P", "Ctrl+Alt+P"),
        ("Shift+Cmd+PgDn", "Shift+Super+Page Down"),
        ("Alt+Ctrl+,", "Ctrl+Alt+,"),
        ("Win+Esc", "Super+Escape"),
        ("pause", "Pause"),
    ],
)
def test_spellings_that_people_use(text: str, expected: str) -> None:
    assert read(text).text == expected


@pytest.mark.parametrize(
    "text", ["", "+", "Ctrl+", "Ctrl+Alt", "Ctrl+Ctrl+P", "Hyper+P", "Ctrl+ö", "P+Ctrl", "Ctrl+Alt+PP"]
)
def test_texts_that_are_no_combination(text: str) -> None:
    assert parse(text) is None


def test_the_numbers_of_each_system() -> None:
    keys = read("Ctrl+Alt+P")
    assert keys.portal_trigger == "CTRL+ALT+p"
    assert (keys.code.keysym, keys.code.vk, keys.code.mac, keys.code.position) == (0x70, 0x50, 0x23, 33)
    assert (keys.windows_modifiers, keys.mac_modifiers) == (0x1 | 0x2, 0x800 | 0x1000)
    both = read("Shift+Super+F5")
    assert both.portal_trigger == "SHIFT+LOGO+F5"
    assert (both.code.keysym, both.code.vk, both.code.mac) == (0xFFC2, 0x74, 0x60)
    assert (both.windows_modifiers, both.mac_modifiers) == (0x4 | 0x8, 0x200 | 0x100)


def test_no_two_keys_share_a_number() -> None:
    for numbers in (
        [key.keysym for key in KEYS.values()],
        [key.symbol for key in KEYS.values()],
        [key.vk for key in KEYS.values() if key.vk],
        [key.mac for key in KEYS.values() if key.mac != NO_CODE],
        [key.position for key in KEYS.values() if key.position],
    ):
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("text", "linux", "windows", "mac"),
    [
        ("Ctrl+Alt+P", None, None, None),
        ("P", "no-modifier", "no-modifier", "no-modifier"),
        ("F5", "no-modifier", "no-modifier", "no-modifier"),
        ("F13", None, None, None),
        ("Pause", None, None, None),
        ("Shift+P", "shift-only", "shift-only", "shift-only"),
        ("Ctrl+C", "every-app", "every-app", "every-app"),
        ("Alt+F", "every-app", "every-app", "types"),
        ("Super+P", None, "system", "every-app"),
        ("Alt+Shift+P", None, None, "types"),
        ("Ctrl+Shift+Left", "every-app", "every-app", "every-app"),
        ("Alt+Left", "every-app", "every-app", "every-app"),
        ("Ctrl+Alt+Home", None, None, None),
        ("Ctrl+F5", None, None, None),
        ("Ctrl+F12", None, "system", None),
        ("Ctrl+Alt+F2", "system", None, None),
        ("Ctrl+Alt+Delete", "system", "system", None),
        ("Alt+Tab", "system", "system", "every-app"),
        ("Alt+F4", "system", "system", None),
        ("Super+Space", None, "system", "system"),
        ("Shift+Super+4", None, "system", "system"),
        ("Ctrl+Shift+Escape", "every-app", "system", "every-app"),
    ],
)
def test_what_can_be_a_hotkey(text: str, linux: str | None, windows: str | None, mac: str | None) -> None:
    assert tuple(fault_of(read(text), platform) for platform in PLATFORMS) == (linux, windows, mac)


@given(ANY, st.sampled_from(PLATFORMS))
def test_keys_that_type_are_never_taken_alone(combination: Combination, platform: str) -> None:
    if set(combination.modifiers) <= {"Shift"} and combination.key not in ALONE:
        assert fault_of(combination, platform) in {"no-modifier", "shift-only"}


def test_candidates_can_be_hotkeys_everywhere() -> None:
    for platform in PLATFORMS:
        found = candidates(platform, lambda _: False)
        assert [one.text for one in found] == ["Ctrl+Alt+P", "Ctrl+Alt+J", "Ctrl+Alt+K"]
        assert [fault_of(one, platform) for one in found] == [None] * 3


def test_windows_skips_candidates_that_type_a_character() -> None:
    assert [one.key for one in candidates("win32", lambda one: one.key == "P")] == ["J", "K"]
    assert [one.key for one in candidates("linux", lambda one: one.key == "P")] == ["P", "J", "K"]
