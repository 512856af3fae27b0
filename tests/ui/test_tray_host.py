"""Looking for a tray host: often at first, seldom later, at once when the bus says so."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from truthtime_desktop.ui.tray import host as tray_host
from truthtime_desktop.ui.tray.host import HostWatch


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


def asked(
    qtbot: QtBot, looks: int, available: Callable[[], bool], held: Callable[[int], bool], *, bus: bool = False
) -> list[int]:
    """At which of the regular looks the system was asked."""
    done: list[int] = []
    numbers: list[int] = []

    def is_held() -> bool:
        done.append(len(done) + 1)
        return held(len(done))

    def is_available() -> bool:
        numbers.append(len(done))
        return available()

    host = HostWatch(is_available, is_held, early_interval_ms=1, later_interval_ms=1, uses_bus=False)
    if bus:
        host._bus_watch = QObject(host)  # noqa: SLF001 - no bus is in reach of this test
    host.start()
    qtbot.waitUntil(lambda: len(done) >= looks)
    host.stop()
    return [number for number in numbers[1:] if number <= looks]


def test_nobody_is_asked_while_the_icon_is_seen_in_its_host(qtbot: QtBot) -> None:
    assert asked(qtbot, 30, lambda: True, lambda _look: True) == []


def test_it_asks_as_soon_as_the_icon_is_seen_no_more(qtbot: QtBot) -> None:
    assert asked(qtbot, 6, lambda: True, lambda look: look < 5)[:1] == [5]
    assert asked(qtbot, 6, lambda: True, lambda look: look < 5, bus=True) == [5]


def test_a_host_that_the_bus_tells_of_is_asked_for_seldom(qtbot: QtBot) -> None:
    assert asked(qtbot, 25, lambda: True, lambda _look: False, bus=True) == [10, 20]


def test_without_a_host_it_asks_every_time(qtbot: QtBot) -> None:
    assert asked(qtbot, 5, lambda: False, lambda _look: False, bus=True) == [1, 2, 3, 4, 5]
    assert asked(qtbot, 5, lambda: False, lambda _look: True) == [1, 2, 3, 4, 5]
