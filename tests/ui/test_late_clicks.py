"""Another program holds the data file: clicks are kept with their moment, nothing freezes and nothing is lost."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_S
from tests.ui.scene import Scene
from truthtime_desktop.config import Places
from truthtime_desktop.store import LockedError
from truthtime_desktop.ui.desk import late
from truthtime_desktop.ui.desk.remote import Remote
from truthtime_desktop.ui.desk.server import CommandServer
from truthtime_desktop.wire import Request, ask

STORED_WITHIN_MS = 20_000


HOLDER = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in sys.stdin:
    other.execute(line)
    print("done", flush=True)
"""


class Intruder:
    """Another program. A process of its own: locks between SQLites of one process would not be seen."""

    def __init__(self, database: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def execute(self, sql: str) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(sql + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def end(self) -> None:
        self._process.communicate(timeout=10)


@pytest.fixture
def intruder(tmp_path: Path, scene: Scene) -> Iterator[Intruder]:
    """It holds the write lock; the tray is open already."""
    assert scene
    other = Intruder(tmp_path / "data/accounts/local/truthtime.db")
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.end()


def pass_time(scene: Scene, seconds: int) -> None:
    """Time passes, and the tray looks at the clocks as its timers would."""
    for _ in range(seconds // 5):
        scene.clock.tick(5 * MS_PER_S)
        scene.desk.pulse.look()
        scene.desk.hands._late.work()  # noqa: SLF001 - what its timer calls


def shapes(scene: Scene) -> list[list[tuple[str, int]]]:
    """The entries' intervals: kind and seconds."""
    entries = scene.store.entries(None, None, None, None)
    return [[(one.kind, one.duration_ms // MS_PER_S) for one in entry.intervals] for entry in entries]


def test_a_click_counts_from_the_moment_it_was_made(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    scene.tray.primary.emit()
    assert (scene.state, scene.notice()) == ("stopped", "Not saved yet")
    pass_time(scene, 30)
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: scene.state == "running", timeout=STORED_WITHIN_MS)
    assert scene.notice() == "Started 09:04"
    pass_time(scene, 10)
    scene.tray.primary.emit()
    assert shapes(scene) == [[("work", 40)]]


def test_a_stop_that_waits_ends_where_it_was_clicked(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    intruder.execute("ROLLBACK")
    scene.tray.primary.emit()
    pass_time(scene, 60)
    intruder.execute("BEGIN IMMEDIATE")
    scene.tray.primary.emit()
    pass_time(scene, 40)
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: scene.state == "stopped", timeout=STORED_WITHIN_MS)
    assert shapes(scene) == [[("work", 60)]]


def test_a_sleep_while_a_click_waits_is_no_work(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    scene.tray.primary.emit()
    pass_time(scene, 10)
    scene.clock.sleep(3_600 * MS_PER_S)
    scene.desk.hands._late.work()  # noqa: SLF001 - its timer fires as soon as the computer wakes
    pass_time(scene, 5)
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: scene.state == "running", timeout=STORED_WITHIN_MS)
    scene.tray.primary.emit()
    ((*_, last),) = shapes(scene)
    assert sum(seconds for kind, seconds in shapes(scene)[0] if kind == "work") == 15
    assert ("asleep", 3_600) in shapes(scene)[0]
    assert last[0] == "work"


def test_clicks_stay_in_order(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    for _ in range(3):
        scene.tray.primary.emit()
        pass_time(scene, 20)
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: scene.state == "running", timeout=STORED_WITHIN_MS)
    scene.tray.primary.emit()
    assert shapes(scene) == [[("work", 20)], [("work", 20)]]


def test_a_typed_start_that_waited_leaves_the_field_empty(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    scene.desk.open_window()
    panel = scene.desk.windows.panel
    assert panel is not None
    panel.content.card.field.line.setText("Invoices")
    scene.desk.start_typed()
    assert panel.task().description == "Invoices"
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: scene.state == "running", timeout=STORED_WITHIN_MS)
    assert scene.tray.view.description == "Invoices"
    assert panel.task().description == ""


def test_a_start_from_elsewhere_leaves_what_is_being_typed(scene: Scene) -> None:
    scene.desk.open_window()
    panel = scene.desk.windows.panel
    assert panel is not None
    panel.content.card.field.line.setText("Half a sent")
    scene.tray.primary.emit()
    assert panel.task().description == "Half a sent"


def test_a_click_that_waits_can_be_taken_back(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    scene.tray.primary.emit()
    scene.desk.undo()
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: not scene.desk.hands._late._timer.isActive(), timeout=STORED_WITHIN_MS)  # noqa: SLF001 - its end
    assert scene.store.counts()["events"] == 0


@pytest.mark.usefixtures("intruder")
def test_a_double_click_takes_back_a_click_that_waits(scene: Scene) -> None:
    scene.tray.primary.emit()
    scene.tray.double.emit(True)  # noqa: FBT003 - as the tray says that its first click has acted
    assert not scene.desk.hands.wait
    assert scene.desk.windows.is_panel_visible()


def test_a_double_click_takes_back_its_own_click_only(scene: Scene) -> None:
    scene.tray.primary.emit()
    assert Remote(scene.desk).carry_out(Request(("pause",), None, "")).exit_code == 0
    scene.tray.double.emit(True)  # noqa: FBT003 - as the tray says that its first click has acted
    assert scene.state == "paused"


def test_a_command_from_elsewhere_stands_behind_the_clicks(scene: Scene, intruder: Intruder, qtbot: QtBot) -> None:
    intruder.execute("ROLLBACK")
    scene.tray.primary.emit()
    pass_time(scene, 60)
    intruder.execute("BEGIN IMMEDIATE")
    scene.tray.primary.emit()
    intruder.execute("ROLLBACK")
    remote = Remote(scene.desk)
    with pytest.raises(LockedError):
        remote.carry_out(Request(("start", "B"), None, ""))
    qtbot.waitUntil(lambda: scene.state == "stopped", timeout=STORED_WITHIN_MS)
    assert remote.carry_out(Request(("start", "B"), None, "")).exit_code == 0
    assert scene.state == "running", "the click has stopped what ran before, and not what came later"


def test_clicks_that_waited_in_vain_are_told(
    scene: Scene, intruder: Intruder, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(late, "TRIES", 2)
    scene.tray.primary.emit()
    scene.tray.primary.emit()
    qtbot.waitUntil(lambda: "could not be saved" in scene.notice(), timeout=STORED_WITHIN_MS)
    intruder.execute("ROLLBACK")
    assert scene.store.counts()["events"] == 0
    scene.tray.primary.emit()
    assert scene.state == "running"


def test_the_end_of_the_program_stores_what_still_waits(scene: Scene, intruder: Intruder) -> None:
    scene.tray.primary.emit()
    threading.Timer(0.4, intruder.execute, ["ROLLBACK"]).start()
    scene.desk.leave()
    assert scene.desk.tracker.state.state == "running"
    assert scene.store.counts()["events"] == 1


def test_a_command_from_elsewhere_waits_as_well(scene: Scene, intruder: Intruder, tmp_path: Path, qtbot: QtBot) -> None:
    places = Places(tmp_path / "data")
    server = CommandServer(places, Remote(scene.desk).carry_out)
    server.listen()
    answers: list[object] = []
    asking = threading.Thread(target=lambda: answers.append(ask(places, Request(("start", "A"), None, ""))))
    asking.start()
    qtbot.wait(300)
    assert not answers
    intruder.execute("ROLLBACK")
    qtbot.waitUntil(lambda: bool(answers), timeout=STORED_WITHIN_MS)
    asking.join()
    server.close()
    assert scene.state == "running"
