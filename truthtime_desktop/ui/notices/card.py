"""The notice beside the icon: what a click just did, for four seconds, with Undo. It never takes the focus.

A fault is not cut to one line: its card is as high as its words, and it stays as long as they take to read. Where a
program cannot place its windows (Wayland), the desktop's own notification says the same, with a button where it shows
buttons; the menu's Undo is there in any case.
"""

import sys
from typing import TYPE_CHECKING, Protocol

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
from truthtime_desktop.ui.after_use import AfterUse
from truthtime_desktop.ui.controls import Button, ElidedLabel, label
from truthtime_desktop.ui.notices.buttons import button_of
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import RADIUS_CARD
from truthtime_desktop.ui.tray.icon import TrayBackend
from truthtime_desktop.viewstate import Notice, ViewState

if TYPE_CHECKING:
    from truthtime_desktop.ui.notices.desktop import DesktopNotices

WIDTH = 380
HEIGHT = 58
SHOWN_MS = 4_000
READING_MS_PER_CHARACTER = 60
LONGEST_SHOWN_MS = 20_000
AFTER_HOVER_AT_LEAST_MS = 1_500
"""When the pointer leaves, the notice stays at least this long: leaving is not reading."""

GLYPH_PX = 26
SPACING_PX = 12
BESIDE_TEXT_PX = 16 + GLYPH_PX + SPACING_PX + 10
"""Margins, picture and space: what a line of text cannot have of the card's width."""

LONG_MARGIN_PX = 12


class NoticeCard(QWidget):
    """The small card itself.

    Args:
        theme: colours.
        shown_ms: how long it stays when nobody points at it.

    Attributes:
        undo: the button was pressed; the card is gone already.
        stepped: the same, of a notice with a next step (its key).
        closed: the card went, by time or by the button.
    """

    undo = Signal()
    stepped = Signal(str)
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
        self._longest_ms = LONGEST_SHOWN_MS * shown_ms // SHOWN_MS
        self._glyph = QLabel()
        self._title = ElidedLabel(role="strong")
        self._body = ElidedLabel(role="small")
        self._whole = (label(role="strong", wraps=True), label(role="small", wraps=True))
        self._notice = Notice("", "", undo=False)
        self._button = Button(theme, "", kind="link", height=32)
        self._button.clicked.connect(self._on_pressed)
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
        self._fill(notice)
        self.setWindowTitle(notice.title)
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.body)
        self.move(place_beside(icon, anchor.Size(self.width(), self.height())))
        self._round_off()
        self.show()
        self._timer.start(self._stays_ms(notice))
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

    def _stays_ms(self, notice: Notice) -> int:
        """As long as an action can be taken back; else as long as reading takes, or deciding on a next step."""
        if notice.step is not None:
            return self._longest_ms
        reading_ms = READING_MS_PER_CHARACTER * len(notice.title + notice.body)
        return self._shown_ms if notice.undo else min(max(self._shown_ms, reading_ms), self._longest_ms)

    def _lay_out(self) -> None:
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch()
        lines.addWidget(self._title)
        lines.addWidget(self._body)
        for line in self._whole:
            lines.addWidget(line)
        lines.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 10, 0)
        row.setSpacing(SPACING_PX)
        row.addWidget(self._glyph)
        row.addLayout(lines, 1)
        row.addWidget(self._button)

    def _fill(self, notice: Notice) -> None:
        """The words, and a size that holds them: one line each, or as many as a fault needs."""
        self._notice = notice
        self._button.set_words(button_of(notice))
        beside = BESIDE_TEXT_PX + (self._button.sizeHint().width() + SPACING_PX if notice.step is not None else 0)
        width, room = self._theme.px(WIDTH), self._theme.px(WIDTH) - beside
        texts = (notice.title, notice.body)
        for short, whole, text in zip((self._title, self._body), self._whole, texts, strict=True):
            short.set_full_text(text)
            whole.setText(text)
            short.ensurePolished()
            whole.ensurePolished()
        is_long = not notice.undo and any(
            line.fontMetrics().horizontalAdvance(text) > room for line, text in zip(self._whole, texts, strict=True)
        )
        for short, whole, text in zip((self._title, self._body), self._whole, texts, strict=True):
            short.setVisible(bool(text) and not is_long)
            whole.setVisible(bool(text) and is_long)
        height = sum(line.heightForWidth(room) for line in self._whole if line.text()) + 2 * LONG_MARGIN_PX
        self.setFixedSize(width, max(self._theme.px(HEIGHT), height if is_long else 0))

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

    def _on_pressed(self) -> None:
        self._leave()
        if self._notice.step is None:
            self.undo.emit()
        else:
            self.stepped.emit(self._notice.step)

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
        tray: knows where the icon is, and how to reach the desktop's plain messages.
        theme: colours of the card.

    Attributes:
        undo: the person wants the last action back.
        stepped: the person wants the next step of a notice (its key).
        closed: the notice has gone by itself, so that another one may come; of the desktop's own nobody tells.
        place: the window that is asked first, once there is one.
    """

    undo = Signal()
    stepped = Signal(str)
    closed = Signal()

    def __init__(self, tray: TrayBackend, theme: Theme, *, shown_ms: int = SHOWN_MS) -> None:
        super().__init__()
        self._tray = tray
        self._theme = theme
        self._shown_ms = shown_ms
        self._desktop: DesktopNotices | None = None
        self.card: NoticeCard | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(shown_ms)
        self._turn.timeout.connect(self.closed)
        self.place: NoticePlace | None = None
        self._after_use = AfterUse(self._take_card_down, parent=self)

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
            self._say_by_desktop(notice)
            return
        if self.card is None:
            self.card = NoticeCard(self._theme, shown_ms=self._shown_ms)
            self.card.undo.connect(self.undo)
            self.card.stepped.connect(self.stepped)
            self.card.closed.connect(self._on_card_closed)
        self._after_use.stop()
        self.card.present(notice, view, self._tray.geometry(), spoken)

    @property
    def is_saying(self) -> bool:
        """Whether a notice is shown that another one would replace before it is read."""
        return (self.card is not None and self.card.isVisible()) or self._turn.isActive()

    def take_back(self) -> None:
        """What was said is no longer so."""
        if self.place is not None:
            self.place.unsay()
        self.close()

    def close(self) -> None:
        """Takes back what is said: it is no longer so, or the program ends."""
        self._turn.stop()
        self._after_use.stop()
        if self._desktop is not None:
            self._desktop.close()
            self._desktop = None
        if self.card is not None:
            self.card.close()
            self.card.deleteLater()
            self.card = None

    def _on_card_closed(self) -> None:
        self._after_use.begin()
        self.closed.emit()

    def _take_card_down(self) -> bool:
        if self.card is None or self.card.isVisible():
            return False
        self.card.deleteLater()
        self.card = None
        return True

    def _say_by_desktop(self, notice: Notice) -> None:
        if not sys.platform.startswith("linux"):
            self._tray.notify(notice)
            return
        if self._desktop is None:
            from truthtime_desktop.ui.notices.desktop import DesktopNotices

            self._desktop = DesktopNotices(self._tray.notify)
            self._desktop.undo.connect(self.undo)
            self._desktop.stepped.connect(self.stepped)
        self._desktop.say(notice)
        self._turn.start()


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
