"""The card beside the icon: its time, its button, its manners."""

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import samples
from truthtime_desktop.ui.controls import Button, ElidedLabel
from truthtime_desktop.ui.notices.card import HEIGHT, SHOWN_MS, WIDTH, NoticeCard, Notices
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.host import HostWatch
from truthtime_desktop.ui.tray.icon import QtTray
from truthtime_desktop.viewstate import Notice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

STOPPED = Notice("Stopped, 32m was work", "1h 36m elapsed on Landing page copy", undo=True)
PLAIN = Notice("Resumed 14:20", "", undo=False)
SHORT_MS = 30
LONG_MS = 60_000


@pytest.fixture
def tray(qtbot: QtBot) -> QtTray:
    assert qtbot is not None
    return QtTray(Theme("light"), host=HostWatch(lambda: True, uses_bus=False))


def card(qtbot: QtBot, shown_ms: int) -> NoticeCard:
    result = NoticeCard(Theme("light"), shown_ms=shown_ms)
    qtbot.addWidget(result)
    return result


def pointer_comes(widget: NoticeCard) -> None:
    place = QPointF(5, 5)
    QApplication.sendEvent(widget, QEnterEvent(place, place, place))


def pointer_leaves(widget: NoticeCard) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def test_it_goes_by_itself(qtbot: QtBot) -> None:
    notice = card(qtbot, SHORT_MS)
    with qtbot.waitSignal(notice.closed):
        notice.present(STOPPED, samples.STOPPED, QRect())
        assert notice.isVisible()
    assert not notice.isVisible()
    assert SHOWN_MS == 4_000


def test_it_waits_while_somebody_points_at_it(qtbot: QtBot) -> None:
    notice = card(qtbot, SHORT_MS)
    notice.present(STOPPED, samples.STOPPED, QRect())
    pointer_comes(notice)
    with qtbot.assertNotEmitted(notice.closed, wait=4 * SHORT_MS):
        assert notice.isVisible()
    assert notice.isVisible()
    with qtbot.waitSignal(notice.closed):
        pointer_leaves(notice)


def test_undo_takes_the_card_away_and_tells_once(qtbot: QtBot) -> None:
    notice = card(qtbot, LONG_MS)
    notice.present(STOPPED, samples.STOPPED, QRect())
    button = notice.findChild(Button)
    assert isinstance(button, Button)
    with qtbot.waitSignals([notice.undo, notice.closed]):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()


def test_without_undo_there_is_no_button(qtbot: QtBot) -> None:
    notice = card(qtbot, LONG_MS)
    notice.present(PLAIN, samples.RUNNING, QRect())
    assert not any(button.isVisible() for button in notice.findChildren(Button))
    visible = [each for each in notice.findChildren(ElidedLabel) if each.isVisible()]
    assert [each.full_text() for each in visible] == ["Resumed 14:20"]


def test_a_second_notice_replaces_the_first_and_starts_its_time_anew(qtbot: QtBot) -> None:
    notice = card(qtbot, LONG_MS)
    notice.present(STOPPED, samples.STOPPED, QRect())
    notice.present(PLAIN, samples.RUNNING, QRect())
    assert notice.accessibleName() == "Resumed 14:20"
    assert notice.accessibleDescription() == ""


def test_manners(qtbot: QtBot) -> None:
    notice = card(qtbot, LONG_MS)
    notice.present(STOPPED, samples.STOPPED, QRect())
    assert notice.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert notice.windowType() == Qt.WindowType.ToolTip
    assert not notice.isActiveWindow()
    assert (notice.width(), notice.height()) == (WIDTH, HEIGHT)
    assert notice.accessibleName() == STOPPED.title
    assert notice.accessibleDescription() == STOPPED.body
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(notice.geometry())


def test_it_stands_beside_the_icon(qtbot: QtBot) -> None:
    notice = card(qtbot, LONG_MS)
    screen = QGuiApplication.primaryScreen().geometry()
    notice.present(STOPPED, samples.STOPPED, QRect(screen.right() - 30, screen.top(), 24, 24))
    assert notice.geometry().top() == screen.top() + 24 + 8
    assert notice.geometry().right() == screen.right() - 8


def test_undo_of_the_card_is_undo_of_the_notices(qtbot: QtBot, tray: QtTray) -> None:
    notices = Notices(tray, Theme("light"), shown_ms=LONG_MS)
    notices.say(STOPPED, samples.STOPPED)
    assert notices.card is not None
    button = notices.card.findChild(Button)
    assert isinstance(button, Button)
    with qtbot.waitSignal(notices.undo):
        button.click()
    notices.close()
    assert notices.card is None


def test_where_windows_cannot_be_placed_the_desktop_says_it(
    qtbot: QtBot, tray: QtTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    said: list[Notice] = []
    monkeypatch.setattr(tray, "notify", said.append)
    notices = Notices(tray, Theme("light"))
    notices.say(STOPPED, samples.STOPPED)
    assert said == [STOPPED]
    assert notices.card is None
    notices.close()
    assert qtbot is not None


def test_a_screen_reader_hears_it(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    heard: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    notice = card(qtbot, LONG_MS)
    notice.present(STOPPED, samples.STOPPED, QRect())
    notice.present(PLAIN, samples.RUNNING, QRect())
    assert heard == ["Stopped, 32m was work. 1h 36m elapsed on Landing page copy", "Resumed 14:20"]
