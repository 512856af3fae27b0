"""A window that stands beside the tray icon and goes when another one is used, as a pop-up does.

A real pop-up would take the keyboard from completions and input methods. On Wayland, where nobody can place a window,
and without a tray, it is an ordinary window: decorated, and placed by the desktop.
"""

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
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
        if popover:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._on_screens_changed)
            application.screenRemoved.connect(self._on_screens_changed)

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

    def changeEvent(self, event: QEvent) -> None:
        """Another window is used now: a popover goes, unless words would be lost or it is its own menu."""
        super().changeEvent(event)
        leaves = self.popover and not self.stays and not self.isActiveWindow()
        if event.type() == QEvent.Type.ActivationChange and leaves:
            own = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if own is None and self.isVisible() and not self.would_lose_words():
                self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tells the owner."""
        super().hideEvent(event)
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

    def _on_screens_changed(self) -> None:
        """Where the icon is now, nobody knows: the next opening asks again."""
        if self.popover:
            self.hide()
