"""A button that is a picture: with a name for those who cannot see it, and a focus ring for the keyboard."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.notes.sheet import edge_of_the_chosen
from truthtime_desktop.ui.theme import Theme

BOX_PX = 36
PICTURE_PX = 18
_MIRRORED = {"previous": "next", "next": "previous"}
_BY_MOUSE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class IconButton(QToolButton):
    """Draws itself in the theme's colours.

    Args:
        theme: colours.
        picture: file in ``resources/icons`` without ``.svg``.
        name: what it does, a verb; tooltip and accessible name.
        keys: its shortcut, shown in the tooltip; whoever makes the button makes the shortcut.
    """

    def __init__(self, theme: Theme, picture: str, name: str, keys: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._picture = picture
        self._rings = False
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys})" if keys else name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        """A square that grows with the text."""
        edge = self._theme.px(BOX_PX)
        return QSize(edge, edge)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for people who came by keyboard."""
        self._rings = event.reason() not in _BY_MOUSE
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Background when hovered, pressed or switched on; the picture; the ring."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        colour = tokens.text_second if self.isEnabled() else tokens.control_edge
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.primary_tint))
            painter.setPen(edge_of_the_chosen(tokens))
            colour = tokens.primary_tint_text
        elif self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setBrush(QColor(tokens.hover))
        painter.drawRoundedRect(box, 8, 8)
        edge = self._theme.px(PICTURE_PX)
        name = _MIRRORED.get(self._picture, self._picture) if self.isRightToLeft() else self._picture
        picture = glyphs.pixmap(name, colour, edge, self.devicePixelRatioF())
        painter.drawPixmap(round(box.center().x() - edge / 2), round(box.center().y() - edge / 2), picture)
        if self._rings and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.primary_text), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()

    def _dress(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
