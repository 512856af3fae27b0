"""A window that stands beside the tray icon and goes when another one is used, as a pop-up does.

A real pop-up would take the keyboard from completions and input methods. On Wayland, where nobody can place a window,
and without a tray, it is an ordinary window: decorated, and placed by the desktop.

Here and in all of the panel no method takes a plain `QEvent`: to find out which event it is, PySide would load all
classes of events for good, 1.1 MB.
"""

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHideEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from truthtime_desktop.ui import anchor
from truthtime_desktop.ui.notices.card import place_beside
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import RADIUS_PANEL

_FRAMELESS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint


class Popover(QWidget):
    """The window without its content.

    Args:
        theme: colours of surface and border.
        popover: frameless beside the icon; else an ordinary window.

    Attributes:
        hidden: nobody looks any more.
        popover: whether it is frameless.
        stays: it does not go when another window is used.
    """

    hidden = Signal()

    def __init__(self, theme: Theme, *, popover: bool) -> None:
        super().__init__(None, _FRAMELESS if popover else Qt.WindowType.Window)
        self.popover = popover
        self.stays = False
        self._colours = theme
        self._icon = QRect()
        self._was_active = False
        self._density = self.devicePixelRatioF()
        if popover:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._on_screens_changed)
            application.screenRemoved.connect(self._on_screens_changed)
            application.focusWindowChanged.connect(self._on_focus_moved)

    def would_lose_words(self) -> bool:
        """Whether something is typed that closing would lose. The content knows."""
        return False

    def appear(self, icon: QRect) -> None:
        """Shows the window beside the icon (as far as the host tells where that is), in front, with the keyboard.

        An ordinary window stays where the person put it.
        """
        self._icon = icon
        self.place()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def place(self) -> None:
        """Beside the icon again, with another size."""
        if self.popover:
            self.move(place_beside(self._icon, anchor.Size(self.width(), self.height())))

    def hideEvent(self, event: QHideEvent) -> None:
        """Tells the owner."""
        super().hideEvent(event)
        self._was_active = False
        self.hidden.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without a compositor (bare X) a translucent corner is black; the mask takes it away."""
        super().resizeEvent(event)
        if self.popover and QGuiApplication.platformName() == "xcb":
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()), RADIUS_PANEL, RADIUS_PANEL)
            self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The surface: rounded with a hairline beside the icon, plain in a window."""
        if self.devicePixelRatioF() != self._density:
            # The whole window is drawn anew when it comes to a screen of another density.
            self._density = self.devicePixelRatioF()
            QTimer.singleShot(0, self, self.take_up_density)
        painter = QPainter(self)
        tokens = self._colours.tokens
        if not self.popover:
            painter.fillRect(self.rect(), QColor(tokens.background))
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            half = tokens.outline_px / 2
            painter.setBrush(QColor(tokens.background))
            painter.setPen(QPen(QColor(tokens.border), tokens.outline_px))
            area = QRectF(self.rect()).adjusted(half, half, -half, -half)
            painter.drawRoundedRect(area, RADIUS_PANEL, RADIUS_PANEL)
        painter.end()

    def take_up_density(self) -> None:
        """Another density of the screen may need another size and place."""
        if self.isVisible():
            self.place()

    def _on_focus_moved(self) -> None:
        """Another window is used now: a popover goes, unless words would be lost or it is its own menu."""
        was_active, self._was_active = self._was_active, self.isActiveWindow()
        if self.popover and was_active and not self._was_active and not self.stays:
            own = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if own is None and self.isVisible() and not self.would_lose_words():
                self.hide()

    def _on_screens_changed(self) -> None:
        """Where the icon is now, nobody knows: the next opening asks again."""
        if self.popover:
            self.hide()
