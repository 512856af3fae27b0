"""The day's entries beside the note: when, what, how much of it was work. Choosing one leads to its line."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.notes.facts import NoteEntry
from truthtime_desktop.ui.notes.sheet import edge_of_the_chosen
from truthtime_desktop.ui.segments import paint_band
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import duration, fill, full_task_name, one_line

WIDTH = 258
_PADDING = 12
_BAND = 12
_ABOVE, _BELOW = 10, 11
"""Room over the first line and under the band; all of them grow with the text."""


class EntryButton(QAbstractButton):
    """One entry of the day.

    Args:
        theme: letters and colours.
        entry: what is shown.

    Attributes:
        stepped: on to the next entry (1), or back (-1).
    """

    stepped = Signal(int)

    def __init__(self, theme: Theme, entry: NoteEntry) -> None:
        super().__init__()
        self.entry = entry
        self._theme = theme
        self._is_current = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        work = fill(self.tr("%1 of %2 was work."), duration(entry.worked_ms), duration(entry.elapsed_ms))
        words = [f"@{entry.at}", full_task_name(entry.description), one_line(entry.project), work]
        self.setAccessibleName(", ".join(word for word in words if word))
        self.setToolTip("\n".join(word for word in words[1:3] if word))

    def set_current(self, *, current: bool) -> None:
        """Whether the cursor stands in this entry's part of the note."""
        if current != self._is_current:
            self._is_current = current
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down are left to the rail; Qt would lead them elsewhere."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def is_current(self) -> bool:
        """Whether it is shown as the one that is written about."""
        return self._is_current

    def sizeHint(self) -> QSize:
        """Two or three lines of text and the band."""
        small, body = self._heights()
        lines = small + body + (small if self.entry.project else 0)
        px = self._theme.px
        return QSize(px(WIDTH - 24), lines + px(3) + px(_ABOVE) + px(_BAND) + px(_BELOW) + px(4))

    def minimumSizeHint(self) -> QSize:
        """As high as its lines; narrower texts are shortened."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws it all: a widget for every label would cost more than it gives."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        surface = tokens.primary_tint if self._is_current else tokens.hover if self.underMouse() else tokens.sunken
        painter.setPen(edge_of_the_chosen(tokens) if self._is_current else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(surface))
        painter.drawRoundedRect(box, 9, 9)
        self._draw_texts(painter)
        px = self._theme.px
        side, height = px(_PADDING), px(_BAND)
        band = QRectF(side, self.height() - px(_BELOW) - height, self.width() - 2 * side, height)
        segments = self.entry.segments
        if segments:
            span_ms = segments[0].start_ms, max(one.end_ms for one in segments)
            paint_band(painter, tokens, segments, span_ms, band, radius=3.5, inset_px=1)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.primary_text), 2))
            painter.drawRoundedRect(box, 9, 9)
        painter.end()

    def _draw_texts(self, painter: QPainter) -> None:
        tokens, entry = self._theme.tokens, self.entry
        small, body = self._heights()
        # On the tint, only texts of the strongest two greys can be read (ui.md 3).
        second = tokens.text if self._is_current else tokens.text_second
        px = self._theme.px
        side, gap = px(_PADDING), px(1)
        width = self.width() - 2 * side
        top = QRectF(side, px(_ABOVE), width, small)
        elapsed = fill(self.tr(" / %1"), duration(entry.elapsed_ms))
        worked = duration(entry.worked_ms)
        regular, strong = self._theme.font("small"), _bold(self._theme.font("small"))
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if self.isRightToLeft():
            left, right = right, left
        _text(painter, top, left, strong, tokens.primary_text if self._is_current else tokens.text_second, entry.at)
        _text(painter, top, right, regular, second if self._is_current else tokens.text_third, elapsed)
        beside = QFontMetrics(regular).horizontalAdvance(elapsed)
        inner = top.adjusted(beside, 0, 0, 0) if self.isRightToLeft() else top.adjusted(0, 0, -beside, 0)
        _text(painter, inner, right, strong, tokens.text, worked)
        name = QRectF(side, top.bottom() + gap, width, body)
        _text(painter, name, left, _bold(self._theme.font("body")), tokens.text, full_task_name(entry.description))
        project = QRectF(side, name.bottom() + gap, width, small)
        _text(painter, project, left, regular, second, one_line(entry.project))

    def _heights(self) -> tuple[int, int]:
        small, body = (QFontMetrics(self._theme.font(role)).height() + 1 for role in ("small", "body"))
        return small, body


class Rail(QFrame):
    """All entries of the day.

    Attributes:
        chosen: an entry was chosen (`NoteEntry`).
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._theme = theme
        self.buttons: list[EntryButton] = []
        self._heading = label(self.tr("Entries"), "rail")
        self._foot = label(role="third", wraps=True)
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._area = QScrollArea()
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

    def set_entries(self, entries: tuple[NoteEntry, ...]) -> None:
        """The entries of a day; those that are shown already keep the focus."""
        if entries == tuple(button.entry for button in self.buttons):
            return
        focused = next((button.entry.id for button in self.buttons if button.hasFocus()), "")
        for button in self.buttons:
            self._list.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [EntryButton(self._theme, entry) for entry in entries]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _checked=False, entry=button.entry: self.chosen.emit(entry))
            button.stepped.connect(partial(self._step, number))
            self._list.insertWidget(number, button)
            button.show()
            if button.entry.id == focused:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._foot.setText(
            self.tr("Click an entry to jump to its line.") if entries else self.tr("Nothing tracked on this day.")
        )

    def set_current(self, at: str) -> None:
        """Marks the entries that began at this time; an empty text marks none."""
        for button in self.buttons:
            button.set_current(current=button.entry.at == at)

    def _step(self, number: int, step: int) -> None:
        button = self.buttons[min(max(number + step, 0), len(self.buttons) - 1)]
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(button)

    def _lay_out(self) -> None:
        self._list.setContentsMargins(11, 0, 11, 0)
        self._list.addStretch()
        self._inside.setObjectName("rail")
        self._area.setObjectName("rail")
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 12)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._area, 1)
        column.addWidget(self._foot)

    def _dress(self) -> None:
        px = self._theme.px
        # Less than the text: the note beside it needs the room more.
        self.setFixedWidth((WIDTH + 3 * px(WIDTH)) // 4)
        self._list.setSpacing(px(6))
        self._heading.setContentsMargins(px(12) + 12, 0, 12, px(4))
        self._foot.setContentsMargins(px(12) + 12, px(6), px(8) + 12, 0)
        for button in self.buttons:
            button.updateGeometry()
            button.update()


def _bold(font: QFont) -> QFont:
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result


def _text(painter: QPainter, box: QRectF, side: Qt.AlignmentFlag, font: QFont, colour: str, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute, shown)
