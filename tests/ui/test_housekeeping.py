"""The daily backup in a process of its own."""

import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.waiting import until
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store
from truthtime_desktop.ui.data.housekeeping import Housekeeping


def test_the_backup_of_the_day_is_made_beside_the_running_tray(qtbot: QtBot, data_dir: Path) -> None:
    places = Places(data_dir)
    places.prepare()
    store = open_store(places)
    housekeeping = Housekeeping([sys.executable, "-m", "truthtime_desktop"], first_after_ms=1)
    qtbot.waitUntil(lambda: any(places.backups.glob("*.db")), timeout=20_000)
    housekeeping.close()
    store.close()


def test_a_backup_under_way_does_not_hold_up_the_end(qtbot: QtBot, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    slow = f"import pathlib, signal; pathlib.Path({str(begun)!r}).touch(); signal.pause()"
    housekeeping = Housekeeping([sys.executable, "-c", slow], first_after_ms=1)
    qtbot.waitUntil(begun.exists, timeout=20_000)
    housekeeping.close()
    until(lambda: not housekeeping.is_busy, 5.0, "the end of the child")
