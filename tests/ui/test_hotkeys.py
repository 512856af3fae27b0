"""Wishes, outcomes and presses: which keys an action has, and what a press does at the desk."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_S
from tests.desktop.system.hotkey_systems import ShelfKeys
from tests.ui.scene import Scene
from tests.waiting import until
from truthtime_desktop.system.hotkeys.backend import Outcome
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.ui.hotkeys.presses import Presses
from truthtime_desktop.ui.hotkeys.session import Hotkeys

P, J, K = (Combination(("Ctrl", "Alt"), letter) for letter in "PJK")
S = Combination(("Ctrl", "Alt"), "S")


class Told:
    """Keeps what a `Hotkeys` emits."""

    def __init__(self, hotkeys: Hotkeys) -> None:
        self.pressed: list[str] = []
        self.chosen: list[tuple[str, str]] = []
        self.changed: list[str] = []
        hotkeys.pressed.connect(self.pressed.append)
        hotkeys.chosen.connect(lambda action, text: self.chosen.append((action, text)))
        hotkeys.changed.connect(self.changed.append)


@pytest.fixture
def shelf(qtbot: QtBot) -> ShelfKeys:
    assert qtbot
    return ShelfKeys()


def opened(shelf: ShelfKeys, platform: str = "linux") -> tuple[Hotkeys, Told]:
    hotkeys = Hotkeys(shelf.open, platform=platform)
    return hotkeys, Told(hotkeys)


def test_without_wishes_pausing_has_the_first_free_keys(shelf: ShelfKeys) -> None:
    hotkeys, told = opened(shelf)
    assert hotkeys.begin({}) == []
    assert shelf.keys == {"toggle-pause": P}
    assert hotkeys.outcome("toggle-pause") == Outcome("bound", P)
    assert hotkeys.outcome("note") == Outcome("none")
    assert told.chosen == [], "the usual keys need not be remembered"


def test_the_second_choice_is_remembered(shelf: ShelfKeys) -> None:
    shelf.take(P)
    hotkeys, told = opened(shelf)
    hotkeys.begin({})
    assert shelf.keys == {"toggle-pause": J}
    assert told.chosen == [("toggle-pause", "Ctrl+Alt+J")]


def test_windows_tries_only_keys_that_type_nothing(shelf: ShelfKeys) -> None:
    shelf.take(P)
    hotkeys, _told = opened(shelf, "win32")
    hotkeys.begin({})
    assert shelf.keys == {"toggle-pause": K}


def test_when_nothing_is_free_the_first_conflict_is_the_outcome(shelf: ShelfKeys) -> None:
    for keys in (P, J, K):
        shelf.take(keys)
    hotkeys, told = opened(shelf)
    hotkeys.begin({})
    assert hotkeys.outcome("toggle-pause") == Outcome("taken", P)
    assert told.chosen == []


def test_wishes_are_taken_as_they_are(shelf: ShelfKeys) -> None:
    shelf.take(S)
    hotkeys, told = opened(shelf)
    assert hotkeys.begin({"toggle-pause": "", "toggle": "Ctrl+Alt+S", "note": "Ctrl+Alt+J", "later": "x"}) == []
    assert shelf.keys == {"note": J}
    assert hotkeys.outcome("toggle-pause") == Outcome("none")
    assert hotkeys.outcome("toggle") == Outcome("taken", S)
    assert told.chosen == []


def test_a_wish_that_cannot_be_read_falls_back(shelf: ShelfKeys) -> None:
    hotkeys, _told = opened(shelf)
    assert hotkeys.begin({"toggle-pause": "Ctrl+Foo", "note": "Alt"}) == ["toggle-pause", "note"]
    assert shelf.keys == {"toggle-pause": P}


def test_rebinding_is_live_and_told(shelf: ShelfKeys) -> None:
    hotkeys, told = opened(shelf)
    hotkeys.begin({})
    assert hotkeys.bind("toggle-pause", S).state == "bound"
    assert shelf.keys == {"toggle-pause": S}
    assert hotkeys.bind("toggle-pause", None).state == "none"
    assert shelf.keys == {}
    assert told.chosen == [("toggle-pause", "Ctrl+Alt+S"), ("toggle-pause", "")]
    assert told.changed == ["toggle-pause", "toggle-pause"]


def test_a_wish_in_vain_leaves_the_keys_of_before(shelf: ShelfKeys) -> None:
    shelf.take(S)
    hotkeys, told = opened(shelf)
    hotkeys.begin({})
    assert hotkeys.bind("toggle-pause", S) == Outcome("taken", S)
    assert hotkeys.bind("toggle-pause", Combination(("Ctrl",), "C")).fault == "every-app"
    assert shelf.keys == {"toggle-pause": P}
    assert hotkeys.outcome("toggle-pause") == Outcome("bound", P)
    assert told.chosen == []


def test_one_combination_belongs_to_one_action(shelf: ShelfKeys) -> None:
    hotkeys, _told = opened(shelf)
    hotkeys.begin({})
    assert hotkeys.bind("toggle", P).fault == "ours"
    assert hotkeys.owner_of(P) == "toggle-pause"
    assert hotkeys.bind("toggle-pause", P).state == "bound", "its own keys again"


def test_a_press_is_delivered_after_the_event_and_not_after_the_end(shelf: ShelfKeys) -> None:
    hotkeys, told = opened(shelf)
    hotkeys.begin({})
    shelf.press(P)
    assert told.pressed == []
    QApplication.processEvents()
    assert told.pressed == ["toggle-pause"]
    shelf.press(P)
    hotkeys.close()
    hotkeys.close()
    QApplication.processEvents()
    assert told.pressed == ["toggle-pause"]
    assert shelf.closed


def test_a_desktop_that_manages_keys_gets_wishes_and_tells(qtbot: QtBot) -> None:
    assert qtbot
    shelf = ShelfKeys(managed=True)
    hotkeys, told = opened(shelf)
    hotkeys.begin({})
    assert hotkeys.managed
    assert hotkeys.outcome("toggle-pause") == Outcome("waiting", P)
    assert hotkeys.outcome("note").state == "waiting"
    hotkeys.became("note", Outcome("managed", trigger="Super+N"))
    assert hotkeys.outcome("note").trigger == "Super+N"
    assert told.changed == ["note"]
    assert hotkeys.configure()


class Keyboard:
    """A desk with hotkeys."""

    def __init__(self, scene: Scene, shelf: ShelfKeys, wishes: dict[str, str]) -> None:
        self.shelf = shelf
        self.hotkeys = Hotkeys(shelf.open, platform="linux")
        self.answers: list[tuple[str, str]] = []
        self.hotkeys.answered.connect(lambda action, did: self.answers.append((action, did)))
        self.presses = Presses(scene.desk, self.hotkeys)
        self.presses.begin(wishes)

    def press(self, keys: Combination = P) -> None:
        before = len(self.answers)
        self.shelf.press(keys)
        QApplication.processEvents()
        assert len(self.answers) == before + 1


@pytest.fixture
def keyboard(scene: Scene, shelf: ShelfKeys) -> Keyboard:
    wishes = {"toggle-pause": "Ctrl+Alt+P", "toggle": "Ctrl+Alt+S", "open": "Ctrl+Alt+J", "note": "Ctrl+Alt+K"}
    return Keyboard(scene, shelf, wishes)


def body(scene: Scene) -> str:
    card = scene.desk.telling.notices.card
    return card.accessibleDescription() if card else ""


def test_the_key_pauses_and_resumes_and_the_notice_names_it(scene: Scene, keyboard: Keyboard) -> None:
    scene.desk.do("start")
    keyboard.press()
    assert (scene.state, scene.notice(), body(scene)) == ("paused", "Paused", "Press Ctrl+Alt+P to resume")
    keyboard.press()
    assert (scene.state, scene.notice()) == ("running", "Resumed 09:04")
    assert keyboard.answers == [("toggle-pause", "pause"), ("toggle-pause", "resume")]
    keyboard.hotkeys.bind("toggle-pause", None)
    scene.desk.do("pause")
    assert body(scene) == "No description"


def test_while_nothing_runs_a_second_press_within_three_seconds_starts(scene: Scene, keyboard: Keyboard) -> None:
    keyboard.press()
    assert (scene.state, scene.notice(), body(scene)) == ("stopped", "Nothing is running.", "Press again to start.")
    scene.clock.tick(3 * MS_PER_S)
    keyboard.press()
    assert (scene.state, scene.notice()) == ("running", "Started 09:04")
    assert keyboard.answers == [("toggle-pause", ""), ("toggle-pause", "start")]


def test_a_later_press_only_asks_again(scene: Scene, keyboard: Keyboard) -> None:
    keyboard.press()
    scene.clock.tick(3 * MS_PER_S + 1)
    keyboard.press()
    assert scene.state == "stopped"
    scene.clock.step(-60 * MS_PER_S)
    keyboard.press()
    assert scene.state == "running", "the wall clock does not matter"


def test_a_start_and_stop_in_between_forget_the_first_press(scene: Scene, keyboard: Keyboard) -> None:
    keyboard.press()
    keyboard.press(S)
    keyboard.press(S)
    assert keyboard.answers[1:] == [("toggle", "start"), ("toggle", "stop")]
    keyboard.press()
    assert scene.state == "stopped"


def test_the_other_keys_open_the_window_and_ask_for_a_note(scene: Scene, keyboard: Keyboard) -> None:
    wanted: list[bool] = []
    keyboard.presses.note_wanted.connect(lambda: wanted.append(True))
    keyboard.press(K)
    assert wanted == [True]
    assert not scene.desk.windows.is_panel_visible()
    keyboard.press(J)
    assert scene.desk.windows.is_panel_visible()


def test_a_conflict_at_the_start_is_told(scene: Scene, shelf: ShelfKeys) -> None:
    shelf.take(P)
    Keyboard(scene, shelf, {"toggle-pause": "Ctrl+Alt+P"})
    assert scene.notice() == "Ctrl+Alt+P is used by another app."
    assert body(scene) == "Pause still works from the tray."


def test_keys_that_were_taken_instead_are_told_once(scene: Scene, shelf: ShelfKeys) -> None:
    shelf.take(P)
    Keyboard(scene, shelf, {})
    assert (scene.notice(), body(scene)) == (
        "Ctrl+Alt+P is used by another app.",
        "Ctrl+Alt+J pauses and resumes instead.",
    )
    scene.desk.telling.notices.close()
    Keyboard(scene, shelf, {"toggle-pause": "Ctrl+Alt+J"})
    assert scene.notice() == ""


def test_a_damaged_wish_is_told(scene: Scene, shelf: ShelfKeys) -> None:
    Keyboard(scene, shelf, {"toggle-pause": "Ctrl+"})
    assert scene.notice() == "A shortcut in the settings cannot be read."
    assert shelf.keys == {"toggle-pause": P}


def test_without_a_conflict_nothing_is_told(scene: Scene, keyboard: Keyboard) -> None:
    assert keyboard.answers == []
    assert scene.notice() == ""


def test_the_notice_names_the_keys_that_the_desktop_chose(scene: Scene, qtbot: QtBot) -> None:
    assert qtbot
    keyboard = Keyboard(scene, ShelfKeys(managed=True), {})
    keyboard.hotkeys.became("toggle-pause", Outcome("managed", trigger="Press <Super>z"))
    until(lambda: scene.desk.telling.pause_keys == "Press <Super>z", 1, "the keys' name")
