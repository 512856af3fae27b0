"""Small parts of the introduction: how far it is, the icon in its place, a fact with its picture."""

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import RADIUS_CARD
from truthtime_desktop.ui.words import fill

DOT_PX = 8
LONG_DOT_PX = 28
DOT_GAP_PX = 6
BAR_HEIGHT = 64
FRAME_PX = 44
ICON_PX = 22
OTHERS = ("wifi", "volume", "battery")


class Fact(NamedTuple):
    """A line of the first step.

    Attributes:
        picture: file in ``resources/icons``.
    """

    picture: str
    title: str
    text: str


class StepDots(QWidget):
    """How many steps there are, and which one this is.

    Args:
        theme: colours.
        steps: how many.
    """

    def __init__(self, theme: Theme, steps: int) -> None:
        super().__init__()
        self._theme = theme
        self._steps = steps
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_step(self, step: int) -> None:
        """This one now, from 0."""
        self._step = step
        self.setAccessibleName(fill(self.tr("Step %1 of %2"), str(step + 1), str(self._steps)))
        self.update()

    def sizeHint(self) -> QSize:
        """One long dot, the others round."""
        return QSize(LONG_DOT_PX + (self._steps - 1) * (DOT_PX + DOT_GAP_PX), DOT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The long one is where we are."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        x = 0
        for number in range(self._steps):
            width = LONG_DOT_PX if number == self._step else DOT_PX
            painter.setBrush(QColor(tokens.primary_text if number == self._step else tokens.border))
            painter.drawRoundedRect(QRectF(x, 0, width, DOT_PX), DOT_PX / 2, DOT_PX / 2)
            x += width + DOT_GAP_PX
        painter.end()


class Picture(QWidget):
    """A piece of a panel with our icon in a frame. Always from left to right, as panels are.

    Args:
        theme: colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(BAR_HEIGHT)
        self.setAccessibleName(self.tr("The icon among others in the panel: a small clock"))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The bar, the framed clock, and pictures of what else is usually there."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.sunken))
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        middle = self.height() / 2
        x = self.width() - 20 - 20
        ratio = self.devicePixelRatioF()
        for name in reversed(OTHERS):
            painter.drawPixmap(x, round(middle - 10), glyphs.pixmap(name, tokens.text_third, 20, ratio))
            x -= 20 + 18
        frame = QRectF(x + 20 - FRAME_PX, middle - FRAME_PX / 2, FRAME_PX, FRAME_PX)
        painter.setBrush(QColor(tokens.primary_tint))
        painter.setPen(QPen(QColor(tokens.primary_text), 1.5))
        painter.drawRoundedRect(frame, 10, 10)
        icon = glyphs.pixmap("tray-stopped", tokens.text, ICON_PX, ratio)
        painter.drawPixmap(round(frame.center().x() - ICON_PX / 2), round(middle - ICON_PX / 2), icon)
        painter.end()


class FactRow(QWidget):
    """A picture, a title, and at the other side what is so.

    Args:
        theme: colours.
        fact: what to say.
    """

    def __init__(self, theme: Theme, fact: Fact) -> None:
        super().__init__()
        self._theme = theme
        self._fact = fact
        self._picture = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addWidget(label(fact.title, "strong"))
        text = label(fact.text, "second", wraps=True)
        text.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(text, 1)
        theme.changed.connect(self._draw_picture)
        self._draw_picture()

    def _draw_picture(self) -> None:
        colour = self._theme.tokens.primary_text
        self._picture.setPixmap(glyphs.pixmap(self._fact.picture, colour, 18, self.devicePixelRatioF()))
