"""A day in the tray: ticks, changes of state, windows that open and close. Memory stays, and Qt has nothing to say."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_H, MS_PER_MIN, MS_PER_S
from tests.ui.scene import Scene
from tests.ui.speaking import speaking
from truthtime_desktop.watch import TICK_S

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.usefixtures("quick_collections"),
]

TICK_MS = TICK_S * MS_PER_S
GROWS_BY_AT_MOST_MB = 10
CHANGE_EVERY_MS = 5 * MS_PER_MIN
LOOK_EVERY_MS = 10 * MS_PER_MIN
GESTURES = ("primary", "secondary", "secondary", "primary", "primary", "primary")
"""Start, pause, resume, stop, start, stop: after them the timer stands as before."""


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    assert qtbot
    one = Scene(tmp_path / "data")
    one.desk.begin()
    yield one
    one.desk.leave()
    one.store.close()


def live(scene: Scene, hours: float) -> None:
    """So much time passes, tick by tick, as it does while the program runs."""
    for step in range(round(hours * MS_PER_H / TICK_MS)):
        scene.clock.tick(TICK_MS)
        scene.desk.pulse.look()
        passed_ms = step * TICK_MS
        if passed_ms % MS_PER_MIN == 0:
            scene.desk.refresh()
        if passed_ms % CHANGE_EVERY_MS == 0:
            getattr(scene.tray, GESTURES[passed_ms // CHANGE_EVERY_MS % len(GESTURES)]).emit()
        if passed_ms % LOOK_EVERY_MS == 0:
            look(scene)
    settle()


def look(scene: Scene) -> None:
    """Somebody opens the window, looks, and closes it."""
    scene.desk.open_window()
    QApplication.processEvents()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.close()
    assert not scene.desk.windows.is_panel_visible()
    settle()


def settle() -> None:
    QApplication.processEvents()
    # Objects that wait to be deleted are kept until an event loop of the level that made them runs; tests have none.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def resident_mb() -> float:
    """What this process holds (proc(5): the second figure is pages)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096 / 1_000_000


def test_an_hour_is_like_the_hour_before(scene: Scene) -> None:
    live(scene, 0.5)
    before = resident_mb() if sys.platform == "linux" else 0
    live(scene, 1)
    after = resident_mb() if sys.platform == "linux" else 0
    assert after - before < GROWS_BY_AT_MOST_MB
    assert scene.desk.view.problem is None
    assert len(scene.store.entries(None, None, None, None)) == 6


@pytest.mark.soak
def test_a_day_in_the_tray(scene: Scene) -> None:
    live(scene, 2)
    before = resident_mb()
    live(scene, 24)
    assert resident_mb() - before < GROWS_BY_AT_MOST_MB


def test_a_language_after_the_other_leaves_nothing_behind(scene: Scene) -> None:
    scene.desk.open_window()

    def change(times: int) -> None:
        for _time in range(times):
            for language in ("de", "mirrored", "en"):
                with speaking(language):
                    scene.desk.retranslate()
                    settle()

    change(2)
    windows, before = len(QApplication.topLevelWidgets()), resident_mb() if sys.platform == "linux" else 0
    change(6)
    assert len(QApplication.topLevelWidgets()) == windows
    assert (resident_mb() if sys.platform == "linux" else 0) - before < GROWS_BY_AT_MOST_MB
    assert scene.desk.windows.is_panel_visible()
