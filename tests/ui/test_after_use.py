"""Panel and notice are taken down some time after their use, and nothing of a person's goes with them."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.scene import Scene
from truthtime_desktop.ui.after_use import TAKE_DOWN_AFTER_MS, AfterUse
from truthtime_desktop.ui.controls import Button
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.windows.windows import Windows

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SOON_MS = 10
GONE_WITHIN_MS = 5_000

BROUGHT_BY_FAMILIES = ("QWizard", "QGraphicsSceneEvent", "QGestureEvent", "QStyle", "QStyledItemDelegate", "QGradient")
"""Classes that the panel has no use for; each stands for many that PySide makes at the same moment."""

LOOK = f"""
import gc, sys
from truthtime_desktop.ui import features
from PySide6.QtWidgets import QApplication
application = QApplication([])
from tests.ui import samples
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.theme import Theme
panel = Panel(Theme("light"), Actions())
for view in (samples.RUNNING, samples.PAUSED, samples.STOPPED):
    panel.set_state(view)
    panel.show()
    application.processEvents()
panel.hide()
made = {{one.__name__ for one in gc.get_objects() if isinstance(one, type) and one.__module__.startswith("PySide6")}}
print(sorted(made & set({BROUGHT_BY_FAMILIES!r})), sorted({{"PySide6.QtSvg", "PySide6.QtNetwork"}} & set(sys.modules)))
"""


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    assert qtbot
    scene = Scene(tmp_path / "data")
    scene.desk.begin()
    yield scene
    scene.desk.leave()
    scene.store.close()


def soon(use: AfterUse) -> None:
    use._wait.setInterval(SOON_MS)  # noqa: SLF001 - nobody waits ten seconds in a test


@pytest.fixture
def windows(scene: Scene) -> Windows:
    windows = scene.desk.windows
    soon(windows.after_use)
    return windows


def opened(windows: Windows) -> Panel:
    windows.show_panel()
    assert windows.panel is not None
    return windows.panel


def test_the_panel_is_taken_down_and_comes_again(windows: Windows, qtbot: QtBot) -> None:
    panel = opened(windows)
    panel.hide()
    qtbot.waitUntil(lambda: windows.panel is None, timeout=GONE_WITHIN_MS)
    qtbot.waitUntil(lambda: not any(isinstance(one, Panel) for one in QApplication.allWidgets()))
    assert opened(windows).isVisible()
    assert TAKE_DOWN_AFTER_MS >= 5_000


def test_a_panel_that_was_opened_again_in_time_stays(windows: Windows, qtbot: QtBot) -> None:
    panel = opened(windows)
    panel.hide()
    assert opened(windows) is panel
    qtbot.wait(5 * SOON_MS)
    assert windows.panel is panel
    assert panel.isVisible()


def test_a_panel_with_words_in_it_stays(windows: Windows, qtbot: QtBot) -> None:
    panel = opened(windows)
    QTest.keyClicks(panel.content.card.field.line, "half a tas")
    panel.hide()
    qtbot.wait(5 * SOON_MS)
    assert windows.panel is panel
    assert panel.content.typed()[0] == "half a tas"


def test_an_ordinary_window_stays_where_the_person_put_it(scene: Scene, windows: Windows, qtbot: QtBot) -> None:
    scene.tray.there = False
    panel = opened(windows)
    assert not panel.popover
    panel.hide()
    qtbot.wait(5 * SOON_MS)
    assert windows.panel is panel


def test_the_notice_is_taken_down_and_comes_again(scene: Scene, qtbot: QtBot) -> None:
    notices = scene.desk.telling.notices
    soon(notices._after_use)  # noqa: SLF001 - as above
    scene.desk.do("start")
    assert notices.card is not None
    notices.card._leave()  # noqa: SLF001 - its time is over
    qtbot.waitUntil(lambda: notices.card is None, timeout=GONE_WITHIN_MS)
    scene.desk.do("stop")
    assert scene.notice().startswith("Stopped")


def test_the_panel_loads_no_families_of_classes_for_one_of_them() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[] []\n"


def test_a_panel_that_was_taken_down_leaves_nothing_that_follows(scene: Scene, windows: Windows, qtbot: QtBot) -> None:
    opened(windows).hide()
    qtbot.waitUntil(lambda: windows.panel is None, timeout=GONE_WITHIN_MS)
    qtbot.waitUntil(lambda: not any(isinstance(one, Panel) for one in QApplication.allWidgets()))
    gc.collect()
    left = [one for one in gc.get_objects() if isinstance(one, Panel | Button) and not isValid(one)]
    assert left == []
    scene.desk.do("start")
    scene.desk.do("stop")
    qtbot.wait(SOON_MS)
