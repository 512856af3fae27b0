"""The clock in the tray: one icon, three gestures.

Left click acts at once (`primary`). A double click is two things on the way here: XEmbed and Windows send Trigger and
then DoubleClick, StatusNotifier hosts send Trigger twice. Either way the first Trigger has already acted, so the owner
takes that back and opens the window (`double`).
"""

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QRect, Signal, SignalInstance
from PySide6.QtGui import QCursor, QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from truthtime_desktop.ui import glyphs, words
from truthtime_desktop.ui.theme import Theme, bar_is_dark
from truthtime_desktop.ui.tray.host import HostWatch
from truthtime_desktop.viewstate import Notice, ViewState

Reason = QSystemTrayIcon.ActivationReason
NOTICE_MS = 4_000


class TrayBackend(Protocol):
    """What the rest of the program knows of a tray, so that another one (a native macOS item) can take its place.

    Attributes:
        primary: left click; act at once.
        secondary: middle click.
        double: double click; True when a `primary` was emitted for its first half and has to be taken back.
        menu_about_to_show: bring the menu up to date now.
        message_clicked: the person clicked a notification of `notify`.
        availability_changed: an icon can (True) or cannot (False) be shown from now on.
    """

    @property
    def primary(self) -> SignalInstance:
        """Signal()."""
        ...

    @property
    def secondary(self) -> SignalInstance:
        """Signal()."""
        ...

    @property
    def double(self) -> SignalInstance:
        """Signal(bool)."""
        ...

    @property
    def menu_about_to_show(self) -> SignalInstance:
        """Signal()."""
        ...

    @property
    def message_clicked(self) -> SignalInstance:
        """Signal()."""
        ...

    @property
    def availability_changed(self) -> SignalInstance:
        """Signal(bool)."""
        ...

    def available(self) -> bool:
        """Whether an icon can be seen now."""
        ...

    def show(self) -> None:
        """Puts the icon up, now or as soon as a host appears."""
        ...

    def close(self) -> None:
        """Takes the icon down for good."""
        ...

    def set_state(self, view: ViewState) -> None:
        """Draws icon and tooltip."""
        ...

    def set_menu(self, menu: QMenu) -> None:
        """Sets the menu; the caller keeps it alive."""
        ...

    def geometry(self) -> QRect:
        """Where the icon is, empty when the host does not tell."""
        ...

    def notify(self, notice: Notice) -> None:
        """Shows a notification of the desktop."""
        ...


class Clicks(QObject):
    """Makes gestures of what hosts report.

    Args:
        interval_ms: two clicks within it are a double click; asked every time, people change it.
        now_ms: a clock that never goes back.
        unknown_is_primary: macOS reports clicks that are not mouse events as Unknown.
    """

    primary = Signal()
    secondary = Signal()
    double = Signal(bool)
    context = Signal()

    def __init__(
        self,
        interval_ms: Callable[[], int],
        now_ms: Callable[[], int],
        *,
        unknown_is_primary: bool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._interval_ms = interval_ms
        self._now_ms = now_ms
        self._unknown_is_primary = unknown_is_primary
        self._last_primary_ms: int | None = None
        self._last_double_ms: int | None = None

    def take(self, reason: Reason) -> None:
        """One report of the host."""
        if reason == Reason.Unknown and self._unknown_is_primary:
            reason = Reason.Trigger
        if reason == Reason.Trigger:
            self._click()
        elif reason == Reason.DoubleClick:
            self._double()
        elif reason == Reason.MiddleClick:
            self.secondary.emit()
        elif reason == Reason.Context:
            self.context.emit()

    def _click(self) -> None:
        if self._is_recent(self._last_double_ms):
            # The third click of a nervous hand, or the release that a host reports after the double click.
            return
        if self._is_recent(self._last_primary_ms):
            self._double()
            return
        self._last_primary_ms = self._now_ms()
        self.primary.emit()

    def _double(self) -> None:
        if self._is_recent(self._last_double_ms):
            return
        acted = self._is_recent(self._last_primary_ms)
        self._last_primary_ms = None
        self._last_double_ms = self._now_ms()
        self.double.emit(acted)

    def _is_recent(self, at_ms: int | None) -> bool:
        return at_ms is not None and self._now_ms() - at_ms <= self._interval_ms()


def _running_clock() -> Callable[[], int]:
    timer = QElapsedTimer()
    timer.start()
    return timer.elapsed


class QtTray(QObject):
    """The tray of Windows, macOS and Linux desktops through `QSystemTrayIcon`.

    Args:
        theme: decides between the dark and the light icon, live.
        host: tells when a place for the icon comes or goes.
        make_icon: a fresh icon object; hosts that come late accept only a new one.
        now_ms: clock of the double click.
        on_macos: no context menu is set there, because the system would then swallow the left click.
    """

    primary = Signal()
    secondary = Signal()
    double = Signal(bool)
    menu_about_to_show = Signal()
    message_clicked = Signal()
    availability_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        *,
        host: HostWatch | None = None,
        make_icon: Callable[[], QSystemTrayIcon] = QSystemTrayIcon,
        now_ms: Callable[[], int] | None = None,
        on_macos: bool = sys.platform == "darwin",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on_macos = on_macos
        self._make_icon = make_icon
        self._host = host or HostWatch(parent=self)
        self._clicks = Clicks(
            QApplication.doubleClickInterval, now_ms or _running_clock(), unknown_is_primary=on_macos, parent=self
        )
        self._clicks.primary.connect(self.primary)
        self._clicks.secondary.connect(self.secondary)
        self._clicks.double.connect(self.double)
        self._clicks.context.connect(self._context)
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._picture: QIcon | None = None
        self._tooltip = ""
        self._view = ViewState(state="stopped")
        self._shown = False
        theme.changed.connect(self._draw)
        self._host.changed.connect(self._host_changed)

    def available(self) -> bool:
        """Whether an icon can be seen now."""
        return self._host.available

    def show(self) -> None:
        """Puts the icon up, now or as soon as a host appears."""
        self._shown = True
        if self._icon is None:
            self._create()
        if sys.platform not in ("win32", "darwin"):
            self._host.start()

    def close(self) -> None:
        """Takes the icon down for good."""
        self._shown = False
        self._host.stop()
        self._discard()

    def set_state(self, view: ViewState) -> None:
        """Draws icon and tooltip; the system is told only what really changed, or icons flicker."""
        self._view = view
        self._draw()

    def set_menu(self, menu: QMenu) -> None:
        """Sets the menu; the caller keeps it alive."""
        if self._menu is not None:
            self._menu.aboutToShow.disconnect(self.menu_about_to_show)
        self._menu = menu
        menu.aboutToShow.connect(self.menu_about_to_show)
        if self._icon is not None and not self._on_macos:
            self._icon.setContextMenu(menu)

    def geometry(self) -> QRect:
        """Where the icon is, empty when the host does not tell (StatusNotifier)."""
        return self._icon.geometry() if self._icon is not None else QRect()

    def notify(self, notice: Notice) -> None:
        """Shows a notification of the desktop, for where our own notice cannot be placed."""
        if self._icon is not None and self._picture is not None:
            self._icon.showMessage(words.plain(notice.title), words.plain(notice.body), self._picture, NOTICE_MS)

    def _draw(self) -> None:
        if self._icon is None:
            return
        dark = bar_is_dark(self._theme.scheme == "dark")
        picture = glyphs.tray_icon(glyphs.tray_name(self._view), dark_bar=dark)
        if picture is not self._picture:
            self._picture = picture
            self._icon.setIcon(picture)
        tooltip = words.tooltip(self._view)
        if tooltip != self._tooltip:
            self._tooltip = tooltip
            self._icon.setToolTip(tooltip)

    def _create(self) -> None:
        icon = self._make_icon()
        self._icon = icon
        self._picture, self._tooltip = None, ""
        icon.activated.connect(self._clicks.take)
        icon.messageClicked.connect(self.message_clicked)
        if self._menu is not None and not self._on_macos:
            icon.setContextMenu(self._menu)
        self._draw()
        icon.show()

    def _discard(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _host_changed(self, available: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if available and self._shown:
            self._discard()
            self._create()
        self.availability_changed.emit(available)

    def _context(self) -> None:
        if self._on_macos and self._menu is not None:
            self._menu.popup(QCursor.pos())
