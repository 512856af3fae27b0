"""The notice beside the icon: what a click just did, for four seconds, with Undo. It never takes the focus.

Where a program cannot place its windows (Wayland) or nothing tells where the icon is, the desktop's own notification
says the same; there the menu's Undo is the way back.
"""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QCursor,
    QEnterEvent,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from truthtime_desktop.ui import anchor, glyphs
from truthtime_desktop.ui.controls import Button, ElidedLabel
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import RADIUS_CARD
from truthtime_desktop.ui.tray import TrayBackend
from truthtime_desktop.viewstate import Notice, ViewState

WIDTH = 380
HEIGHT = 58
SHOWN_MS = 4_000
AFTER_HOVER_AT_LEAST_MS = 1_500
"""When the pointer leaves, the notice stays at least this long: leaving is not reading."""

GLYPH_PX = 26


class NoticeCard(QWidget):
    """The small card itself.

    Args:
        theme: colours.
        shown_ms: how long it stays when nobody points at it.

    Attributes:
        undo: the button was pressed; the card is gone already.
        closed: the card went, by time or by the button.
    """

    undo = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, *, shown_ms: int = SHOWN_MS) -> None:
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self._theme = theme
        self._shown_ms = shown_ms
        self._glyph_name = "tray-stopped"
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFixedSize(WIDTH, HEIGHT)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        self._remaining_ms = shown_ms
        self._glyph = QLabel()
        self._title = ElidedLabel(role="strong")
        self._body = ElidedLabel(role="small")
        self._undo = Button(theme, self.tr("Undo"), kind="link", height=32)
        self._undo.clicked.connect(self._undo_pressed)
        self._lay_out()
        theme.dress(self)
        theme.changed.connect(self._draw_glyph)

    def present(self, notice: Notice, view: ViewState, icon: QRect, spoken: str = "") -> None:
        """Shows a notice, replacing the one before.

        Args:
            notice: what to say.
            view: the state after the action; its glyph stands in front.
            icon: where the tray icon is, as far as the host tells.
            spoken: what a screen reader says; title and body when empty.
        """
        self._glyph_name = f"tray-{view.state}"
        self._draw_glyph()
        self._title.set_full_text(notice.title)
        self._body.set_full_text(notice.body)
        self._body.setVisible(bool(notice.body))
        self._undo.setVisible(notice.undo)
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.body)
        self.move(place_beside(icon, anchor.Size(WIDTH, HEIGHT)))
        self._round_off()
        self.show()
        self._timer.start(self._shown_ms)
        announce(self, spoken or spoken_notice(notice))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Somebody reads or aims at Undo: wait."""
        if self._timer.isActive():
            self._remaining_ms = self._timer.remainingTime()
            self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left: go on counting."""
        if self.isVisible():
            self._timer.start(max(self._remaining_ms, min(self._shown_ms, AFTER_HOVER_AT_LEAST_MS)))
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """A rounded card with a hairline."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self._theme.tokens.background))
        painter.setPen(QPen(QColor(self._theme.tokens.border), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        painter.end()

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch()
        lines.addWidget(self._title)
        lines.addWidget(self._body)
        lines.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(12)
        row.addWidget(self._glyph)
        row.addLayout(lines, 1)
        row.addWidget(self._undo)

    def _draw_glyph(self) -> None:
        tokens = self._theme.tokens
        colours = {"tray-running": tokens.worked_text, "tray-paused": tokens.paused_text}
        colour = colours.get(self._glyph_name, tokens.text_second)
        picture: QPixmap = glyphs.pixmap(self._glyph_name, colour, GLYPH_PX, self.devicePixelRatioF())
        self._glyph.setPixmap(picture)

    def _round_off(self) -> None:
        # Without a compositor (bare X) a translucent corner is black; the mask takes it away, and changes nothing else.
        if QGuiApplication.platformName() != "xcb":
            return
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), RADIUS_CARD, RADIUS_CARD)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))

    def _undo_pressed(self) -> None:
        self._leave()
        self.undo.emit()

    def _leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.closed.emit()


class NoticePlace(Protocol):
    """A window that may be looked at already and then says things itself, instead of a card over it."""

    def say(self, notice: Notice, spoken: str) -> bool:
        """Shows the notice and tells screen readers; False when nobody looks."""
        ...

    def unsay(self) -> None:
        """What was said is no longer so."""
        ...


class Notices(QObject):
    """Says things after an action, on our card where it can be placed, else through the desktop.

    Args:
        tray: knows where the icon is, and how to reach the desktop's notifications.
        theme: colours of the card.

    Attributes:
        undo: the person wants the last action back.
        place: the window that is asked first, once there is one.
    """

    undo = Signal()

    def __init__(self, tray: TrayBackend, theme: Theme, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__()
        self._tray = tray
        self._theme = theme
        self._shown_ms = shown_ms
        self.card: NoticeCard | None = None
        self.place: NoticePlace | None = None

    def say(self, notice: Notice, view: ViewState, spoken: str = "") -> None:
        """Shows a notice for a few seconds.

        Args:
            notice: what to show.
            view: the state after the action.
            spoken: what a screen reader says; title and body when empty.
        """
        if self.place is not None and self.place.say(notice, spoken or spoken_notice(notice)):
            return
        if not can_place_windows():
            self._tray.notify(notice)
            return
        if self.card is None:
            self.card = NoticeCard(self._theme, shown_ms=self._shown_ms)
            self.card.undo.connect(self.undo)
        self.card.present(notice, view, self._tray.geometry(), spoken)

    def take_back(self) -> None:
        """What was said is no longer so."""
        if self.place is not None:
            self.place.unsay()
        self.close()

    def close(self) -> None:
        """Takes the card down, when the program ends."""
        if self.card is not None:
            self.card.close()
            self.card.deleteLater()
            self.card = None


def spoken_notice(notice: Notice) -> str:
    """Title and body as one utterance."""
    return f"{notice.title}. {notice.body}" if notice.body else notice.title


def can_place_windows() -> bool:
    """Wayland lets nobody place a window, so "beside the icon" cannot be promised there."""
    return not QGuiApplication.platformName().startswith("wayland")


def place_beside(icon: QRect, size: anchor.Size) -> QPoint:
    """Top left corner for a window of that size, in logical pixels, on the screens as they are now."""
    displays = [
        anchor.Display(_rect(screen.geometry()), _rect(screen.availableGeometry()))
        for screen in QGuiApplication.screens()
    ]
    pointer = QCursor.pos()
    found = anchor.place(_rect(icon), size, displays, anchor.Point(pointer.x(), pointer.y()))
    return QPoint(found.x, found.y)


def announce(widget: QWidget, message: str) -> None:
    """Tells a screen reader, if one listens, without interrupting what it reads."""
    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, message)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)


def _rect(rect: QRect) -> anchor.Rect:
    return anchor.Rect(rect.x(), rect.y(), rect.width(), rect.height())
