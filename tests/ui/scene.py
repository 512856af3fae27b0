"""The tray program without a desktop: real store, driven clock, and a tray that keeps what it is told."""

from pathlib import Path

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QMenu

from tests.clocks import FakeClock
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.store import open_store
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.windows import Windows
from truthtime_desktop.viewstate import Notice, ViewState


class ShelfTray(QObject):
    """A tray for programs without a desktop: it keeps what it is told and emits what a test clicks."""

    primary = Signal()
    secondary = Signal()
    double = Signal(bool)
    menu_about_to_show = Signal()
    message_clicked = Signal()
    availability_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.there = True
        self.view = ViewState("stopped")
        self.menu: QMenu | None = None
        self.notices: list[Notice] = []

    def available(self) -> bool:
        return self.there

    def show(self) -> None:
        self.there = True

    def close(self) -> None:
        self.there = False

    def set_state(self, view: ViewState) -> None:
        self.view = view

    def set_menu(self, menu: QMenu) -> None:
        self.menu = menu

    def geometry(self) -> QRect:
        return QRect()

    def notify(self, notice: Notice) -> None:
        self.notices.append(notice)


class Scene:
    def __init__(self, root: Path) -> None:
        places = Places(root)
        places.prepare()
        self.clock = FakeClock()
        self.store = open_store(places)
        self.tray = ShelfTray()
        theme = Theme("light")
        tracker = Tracker(self.store, self.clock, Heart(places.heart), watching=True)
        self.desk = Desk(tracker, self.tray, Actions(), theme, lambda desk: Windows(desk, theme))

    @property
    def state(self) -> str:
        return self.tray.view.state

    def notice(self) -> str:
        card = self.desk.telling.notices.card
        return card.accessibleName() if card else ""
