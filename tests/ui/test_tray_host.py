"""Looking for a tray host: often at first, seldom later, at once when the bus says so."""

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui import tray_host
from truthtime_desktop.ui.tray_host import HostWatch


def test_it_looks_often_at_first_and_seldom_later(qtbot: QtBot) -> None:
    intervals_ms: list[int] = []

    def look() -> bool:
        timer = host.findChild(QTimer)
        intervals_ms.append(timer.interval() if isinstance(timer, QTimer) else 0)
        return False

    host = HostWatch(lambda: False, early_interval_ms=1, later_interval_ms=7, uses_bus=False)
    host._is_available = look  # noqa: SLF001 - it asks for the timer, which exists only now
    host.start()
    qtbot.waitUntil(lambda: len(intervals_ms) >= tray_host.EARLY_LOOKS + 3)
    host.stop()
    assert intervals_ms[: tray_host.EARLY_LOOKS - 1] == [1] * (tray_host.EARLY_LOOKS - 1)
    assert set(intervals_ms[tray_host.EARLY_LOOKS - 1 :]) == {7}


def test_the_budget_of_wake_ups() -> None:
    assert tray_host.EARLY_INTERVAL_MS * tray_host.EARLY_LOOKS == 60_000
    assert tray_host.LATER_INTERVAL_MS >= 10_000


def test_it_tells_only_changes(qtbot: QtBot) -> None:
    answers = iter([False, False, True, True, False])
    host = HostWatch(lambda: next(answers), uses_bus=False)
    told: list[bool] = []
    host.changed.connect(told.append)
    for _look in range(4):
        host.look()
    assert told == [True, False]
    assert not host.available
    assert qtbot is not None
