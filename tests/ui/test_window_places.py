"""Windows come back where they were, on the screens there are."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.asides import Stage
from truthtime_desktop.ui.anchor import Rect
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.doors import Doors
from truthtime_desktop.ui.windows.fitting import FRAME_PX, Remembered, fitted
from truthtime_desktop.ui.windows.places import SETS_KEPT, WindowPlaces, screens_key

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MAIN = Rect(0, 0, 1920, 1040)
RIGHT = Rect(1920, -200, 1280, 984)
SMALL = Rect(0, 38, 800, 562)


@pytest.mark.parametrize(
    ("place", "screens", "expected"),
    [
        pytest.param(Remembered(100, 80, 900, 620), [MAIN], (100, 80, 900, 620), id="as-it-was"),
        pytest.param(Remembered(2000, -100, 900, 620), [MAIN, RIGHT], (2000, -100, 900, 620), id="second-screen"),
        pytest.param(Remembered(2000, -100, 900, 620), [MAIN], (510, 190, 900, 620), id="screen-is-gone"),
        pytest.param(Remembered(-300, 900, 900, 620), [MAIN], (0, 380, 900, 620), id="half-outside"),
        pytest.param(Remembered(100, 80, 1400, 900), [SMALL], (0, 38, 800, 522), id="smaller-screen"),
        pytest.param(Remembered(1900, 0, 900, 620), [MAIN, RIGHT], (1920, 0, 900, 620), id="mostly-on-the-second"),
    ],
)
def test_screens(place: Remembered, screens: list[Rect], expected: tuple[int, int, int, int]) -> None:
    assert fitted(place, screens) == Remembered(*expected)


_SCREENS = st.builds(
    Rect, st.integers(-4000, 4000), st.integers(-4000, 4000), st.integers(640, 5000), st.integers(480, 3000)
)
_PLACES = st.builds(
    Remembered,
    st.integers(-9000, 9000),
    st.integers(-9000, 9000),
    st.integers(1, 9000),
    st.integers(1, 9000),
    st.booleans(),
)


@given(place=_PLACES, screens=st.lists(_SCREENS, min_size=1, max_size=4))
def test_a_window_is_whole_on_one_screen_and_fitting_again_changes_nothing(
    place: Remembered, screens: list[Rect]
) -> None:
    found = fitted(place, screens)
    assert found.width <= place.width
    assert found.height <= place.height
    assert found.maximised == place.maximised
    assert any(
        one.x <= found.x
        and one.y <= found.y
        and found.x + found.width <= one.x + one.width
        and found.y + found.height + FRAME_PX <= one.y + one.height
        for one in screens
    )
    assert fitted(found, screens) == found


def shown(qtbot: QtBot, places: WindowPlaces, name: str = "notes") -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    places.put(window, name)
    window.show()
    return window


def test_a_place_outlives_the_program(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "windows.json"
    window = shown(qtbot, WindowPlaces(path))
    assert not path.exists()
    window.move(210, 120)
    window.resize(420, 310)
    window.hide()
    again = shown(qtbot, WindowPlaces(path))
    assert (again.pos(), again.size()) == (QPoint(210, 120), QSize(420, 310))
    assert shown(qtbot, WindowPlaces(path), "settings").size().width() == 300, "each window has its own"


def test_a_window_at_rest_is_remembered_before_it_goes(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "windows.json"
    window = shown(qtbot, WindowPlaces(path))
    window.move(40, 60)
    qtbot.waitUntil(path.exists)
    (numbers,) = json.loads(path.read_bytes())["notes"].values()
    assert numbers == [40, 60, 300, 200, False]


def test_a_maximised_window_comes_back_maximised_and_knows_its_size_before(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "windows.json"
    window = shown(qtbot, WindowPlaces(path))
    window.setGeometry(50, 50, 320, 240)
    window.showMaximized()
    qtbot.waitUntil(lambda: window.width() > 400)
    window.hide()
    again = shown(qtbot, WindowPlaces(path))
    assert again.windowState() & Qt.WindowState.WindowMaximized
    assert json.loads(path.read_bytes())["notes"][screens_key()][2:] == [320, 240, True]


def test_other_screens_have_places_of_their_own_and_the_last_one_is_the_guess(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "windows.json"
    sets = {f"{number}x1+0+0@1": [number, 10, 300, 200, False] for number in range(SETS_KEPT)}
    path.write_text(json.dumps({"notes": sets}))
    window = shown(qtbot, WindowPlaces(path))
    assert window.pos().x() == SETS_KEPT - 1
    window.move(70, 70)
    window.hide()
    kept = json.loads(path.read_bytes())["notes"]
    assert list(kept) == [*list(sets)[1:], screens_key()]


@pytest.mark.parametrize(
    "content",
    [
        b"\xff not JSON",
        b"[]",
        b'{"notes": 3}',
        b'{"notes": {"a": [1, 2, 3]}}',
        b'{"notes": {"a": [1, 2, 0, 5, true]}}',
        b'{"notes": {"a": [1, 2, 1e9, 5, true]}}',
        b'{"notes": {"a": [true, 2, 10, 5, 1]}}',
        b"[" * 100_000,
    ],
)
def test_whatever_stands_in_the_file_a_window_is_shown(qtbot: QtBot, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "windows.json"
    path.write_bytes(content)
    assert shown(qtbot, WindowPlaces(path)).size().width() == 300


def test_a_disk_that_takes_nothing_stops_no_window(qtbot: QtBot, tmp_path: Path) -> None:
    places = WindowPlaces(tmp_path / "gone" / "windows.json")
    window = shown(qtbot, places)
    window.move(40, 60)
    window.hide()
    places.put(window, "notes")
    window.show()
    assert window.pos().x() == 40


def test_the_windows_of_the_program_come_back(qtbot: QtBot) -> None:
    assert qtbot
    with Stage(Theme("light")) as stage:
        for wanted in (None, QRect(30, 20, 700, 600)):
            doors = Doors(stage.household(), stage.open_tracker)
            doors.watch(stage.desk.windows)
            stage.desk.windows.show_notes()
            doors.show_settings()
            notes, settings = stage.desk.windows.notes.window, doors.rooms.settings
            assert notes is not None
            assert settings is not None
            for window in (notes, settings):
                if wanted is None:
                    window.setGeometry(30, 20, 700, 600)
                else:
                    assert window.geometry() == wanted
            stage.desk.windows.close()
            doors.close()
