"""Gestures on the icon, and what the icon is told: only what changed."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from tests.ui import samples
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.host import HostWatch
from truthtime_desktop.ui.tray.icon import QtTray, TrayBackend
from truthtime_desktop.viewstate import Notice

Reason = QSystemTrayIcon.ActivationReason
INTERVAL_MS = 400


class Recorder:
    """The gestures of a tray, in order, and a clock to put between them."""

    def __init__(self, *, on_macos: bool = False) -> None:
        self.now_ms = 10_000
        self.seen: list[str] = []
        self.icons: list[CountingIcon] = []
        self.tray = QtTray(
            Theme("light"),
            host=HostWatch(lambda: True, uses_bus=False),
            make_icon=self.make_icon,
            now_ms=lambda: self.now_ms,
            on_macos=on_macos,
        )
        self.tray.primary.connect(lambda: self.seen.append("primary"))
        self.tray.secondary.connect(lambda: self.seen.append("secondary"))
        self.tray.double.connect(lambda acted: self.seen.append(f"double {acted}"))
        self.tray.show()

    def make_icon(self) -> "CountingIcon":
        self.icons.append(CountingIcon())
        return self.icons[-1]

    def host_says(self, *reports: Reason | int) -> list[str]:
        """What comes of reports; a number lets that many milliseconds pass."""
        for report in reports:
            if isinstance(report, Reason):
                self.icons[-1].activated.emit(report)
            else:
                self.now_ms += report
        return self.seen


class CountingIcon(QSystemTrayIcon):
    """Qt's icon, counting what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures = 0
        self.tooltips: list[str] = []

    def setIcon(self, icon: QIcon | QPixmap) -> None:  # noqa: N802 - Qt's name
        self.pictures += 1
        super().setIcon(icon)

    def setToolTip(self, tip: str) -> None:  # noqa: N802 - Qt's name
        self.tooltips.append(tip)
        super().setToolTip(tip)


@pytest.fixture
def recorder(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    assert qtbot is not None
    monkeypatch.setattr(QApplication, "doubleClickInterval", lambda: INTERVAL_MS)
    return Recorder()


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        pytest.param([Reason.Trigger], ["primary"], id="one click acts at once"),
        pytest.param([Reason.Trigger, 60, Reason.Trigger], ["primary", "double True"], id="StatusNotifier"),
        pytest.param([Reason.Trigger, 60, Reason.DoubleClick], ["primary", "double True"], id="XEmbed, Windows"),
        pytest.param(
            [Reason.Trigger, 60, Reason.DoubleClick, 60, Reason.Trigger], ["primary", "double True"], id="its release"
        ),
        pytest.param(
            [Reason.Trigger, 60, Reason.Trigger, 60, Reason.DoubleClick], ["primary", "double True"], id="both kinds"
        ),
        pytest.param([Reason.Trigger, INTERVAL_MS, Reason.Trigger], ["primary", "double True"], id="just in time"),
        pytest.param([Reason.Trigger, INTERVAL_MS + 1, Reason.Trigger], ["primary", "primary"], id="two clicks"),
        pytest.param([Reason.DoubleClick], ["double False"], id="a double click that nothing preceded"),
        pytest.param(
            [Reason.Trigger, INTERVAL_MS + 1, Reason.DoubleClick], ["primary", "double False"], id="a late one"
        ),
        pytest.param(
            [Reason.Trigger, 60, Reason.Trigger, 60, Reason.Trigger, 60, Reason.Trigger],
            ["primary", "double True"],
            id="a nervous hand",
        ),
        pytest.param(
            [Reason.Trigger, 60, Reason.Trigger, INTERVAL_MS + 1, Reason.Trigger],
            ["primary", "double True", "primary"],
            id="and later once more",
        ),
        pytest.param([Reason.MiddleClick], ["secondary"], id="middle"),
        pytest.param([Reason.MiddleClick, 10, Reason.MiddleClick], ["secondary", "secondary"], id="middle twice"),
        pytest.param([Reason.Trigger, 10, Reason.MiddleClick], ["primary", "secondary"], id="left, then middle"),
        pytest.param([Reason.Context], [], id="right"),
        pytest.param([Reason.Unknown], [], id="unknown"),
    ],
)
def test_gestures(recorder: Recorder, reports: list[Reason | int], expected: list[str]) -> None:
    assert recorder.host_says(*reports) == expected


@pytest.mark.usefixtures("qapp")
def test_on_macos_a_click_that_is_no_mouse_event_counts() -> None:
    assert Recorder(on_macos=True).host_says(Reason.Unknown) == ["primary"]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_on_macos_the_menu_opens_without_being_set(qtbot: QtBot) -> None:
    recorder = Recorder(on_macos=True)
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("Start")
    recorder.tray.set_menu(menu)
    assert recorder.icons[-1].contextMenu() is None
    with qtbot.waitSignal(recorder.tray.menu_about_to_show):
        recorder.host_says(Reason.Context)
    menu.close()


def test_elsewhere_the_system_opens_the_menu(recorder: Recorder, qtbot: QtBot) -> None:
    menu, other = QMenu(), QMenu()
    qtbot.addWidget(menu)
    qtbot.addWidget(other)
    recorder.tray.set_menu(menu)
    recorder.tray.set_menu(other)
    assert recorder.icons[-1].contextMenu() is other
    with qtbot.assertNotEmitted(recorder.tray.menu_about_to_show):
        menu.aboutToShow.emit()
    with qtbot.waitSignal(recorder.tray.menu_about_to_show):
        other.aboutToShow.emit()


def test_the_icon_is_told_only_what_changed(recorder: Recorder) -> None:
    icon = recorder.icons[-1]
    assert (icon.pictures, icon.tooltips) == (1, ["TruthTime: not tracking"])
    for second in range(180):
        recorder.tray.set_state(replace(samples.RUNNING, today_worked_ms=samples.HOUR_MS + second * 1000))
    assert icon.pictures == 2
    assert icon.tooltips[1:] == [f"Running: Landing page copy. 1h 0{minute}m worked today" for minute in range(3)]
    recorder.tray.set_state(samples.PAUSED)
    recorder.tray.set_state(samples.PAUSED)
    assert icon.pictures == 3


def test_the_icon_follows_a_change_of_scheme(qtbot: QtBot) -> None:
    theme = Theme("light")
    icon = CountingIcon()
    tray = QtTray(theme, host=HostWatch(lambda: True, uses_bus=False), make_icon=lambda: icon)
    tray.show()
    theme.choose("dark")
    assert icon.pictures == 2
    assert len(icon.tooltips) == 1
    tray.close()
    assert qtbot is not None


def test_a_late_host_gets_a_new_icon_with_everything_on_it(qtbot: QtBot) -> None:
    there = False
    host = HostWatch(lambda: there, early_interval_ms=1, later_interval_ms=1, uses_bus=False)
    icons: list[CountingIcon] = []

    def make_icon() -> CountingIcon:
        icons.append(CountingIcon())
        return icons[-1]

    tray = QtTray(Theme("light"), host=host, make_icon=make_icon)
    menu = QMenu()
    qtbot.addWidget(menu)
    tray.set_menu(menu)
    tray.set_state(samples.RUNNING)
    tray.show()
    assert not tray.available()
    with qtbot.waitSignal(tray.availability_changed, check_params_cb=lambda available: available is True):
        there = True
    assert len(icons) == 2
    assert icons[1].isVisible()
    assert icons[1].contextMenu() is menu
    assert icons[1].tooltips == ["Running: Landing page copy. 1h 31m worked today"]
    with qtbot.waitSignal(tray.availability_changed, check_params_cb=lambda available: available is False):
        there = False
    with qtbot.waitSignal(tray.availability_changed, check_params_cb=lambda available: available is True):
        there = True
    with qtbot.waitSignal(tray.primary):
        icons[-1].activated.emit(Reason.Trigger)
    assert len(icons) == 3
    tray.close()
    with qtbot.assertNotEmitted(tray.availability_changed, wait=20):
        there = False


def test_a_notification_of_the_desktop_says_the_notice(recorder: Recorder) -> None:
    said: list[tuple[object, ...]] = []
    icon = recorder.icons[-1]
    icon.showMessage = lambda *message: said.append(message)  # type: ignore[method-assign]
    recorder.tray.notify(Notice("Stopped, 32m was work", "1h 36m elapsed on <b>x</b>", undo=True))
    assert said[0][:2] == ("Stopped, 32m was work", "1h 36m elapsed on \u2039b>x\u2039/b>")
    recorder.tray.close()
    recorder.tray.notify(Notice("After the end", "", undo=False))
    assert len(said) == 1
    assert recorder.tray.geometry().isNull()


def test_it_is_a_backend(recorder: Recorder) -> None:
    backend: TrayBackend = recorder.tray
    assert backend.available()
