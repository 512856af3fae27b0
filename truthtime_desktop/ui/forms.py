"""Controls of forms: a box to tick, a choice from a list, a row with its words; and the style sheet they wear."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.fonts import families_for
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT, Tokens
from truthtime_desktop.ui.words import said

BOX_PX = 18
GAP_PX = 10
RING_PX = 3
CHEVRON_PX = 10
BODY_PX = 13

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)

_SHEET = """
QComboBox {@letters background: @raised; color: @text; border: 1px solid @control_edge; border-radius: 8px;
  padding: 0 ~30px 0 10px; min-height: ~34px; font-size: ~13px; }
QComboBox:focus { border: 2px solid @primary_text; padding: 0 ~29px 0 9px; min-height: ~32px; }
QComboBox::drop-down { border: none; width: ~28px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {@letters background: @raised; color: @text; border: 1px solid @control_edge;
  outline: none; padding: 4px; font-size: ~13px;
  selection-background-color: @primary_tint; selection-color: @primary_tint_text; }
QListWidget#pages {@letters background: @sunken; border: none; border-right: 1px solid @border; outline: none;
  padding: ~12px ~8px; font-size: ~13px; }
QListWidget#pages::item { color: @text_second; border-radius: 8px; border: 2px solid transparent; padding: 0 ~8px;
  min-height: ~32px; }
QListWidget#pages::item:hover { background: @hover; }
QListWidget#pages::item:selected { background: @primary_tint; color: @primary_tint_text; }
QListWidget#pages::item:selected:focus { border: 2px solid @primary_text; }
QListWidget#rows {@letters background: @raised; color: @text; border: 1px solid @control_edge; border-radius: 8px;
  outline: none; padding: 4px; font-size: ~13px; }
QListWidget#rows:focus { border: 2px solid @primary_text; padding: 3px; }
QListWidget#rows::item { border-radius: 6px; padding: 0 ~8px; min-height: ~28px; color: @text; }
QListWidget#rows::item:selected { background: @primary_tint; color: @primary_tint_text; }
QPlainTextEdit { background: @sunken; color: @text; border: 1px solid @control_edge; border-radius: 8px; padding: 6px;
  font-family: monospace; font-size: ~12px; selection-background-color: @primary; selection-color: @on_primary; }
QPlainTextEdit:focus { border: 2px solid @primary_text; padding: 5px; }
QSlider { min-height: ~32px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @control_edge; }
QSlider::sub-page:horizontal { background: @primary; border-radius: 2px; }
QSlider::handle:horizontal { background: @primary; border: 2px solid @background; width: 16px; margin: -8px 0;
  border-radius: 10px; }
QSlider::handle:horizontal:focus { border: 2px solid @primary_text; background: @background; }
QPushButton:disabled { background: @hover; color: @text_third; border-color: @border; }
QScrollArea, QWidget#page { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; border: none; }
QScrollBar::handle { background: @control_edge; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
"""


def form_sheet(tokens: Tokens, text_percent: int) -> str:
    """The style sheet: ``@name`` is a colour, ``~13px`` a length that grows with the text."""
    families = ", ".join(f'"{name}"' for name in families_for(BODY_PX))
    sheet = _SHEET.replace("@letters", f" font-family: {families};" if families else "")
    sheet = re.sub(r"~(\d+)px", lambda length: f"{round(int(length[1]) * text_percent / 100)}px", sheet)
    return re.sub(r"@([a-z_]+)", lambda name: str(getattr(tokens, name[1])), sheet)


def dress_form(theme: Theme, widget: QWidget) -> None:
    """Gives a widget and what is in it the sheet, now and after every change of colours or size of text."""
    _FormDresser(theme, widget)


class _FormDresser(QObject):
    """Lives as long as its widget and keeps it dressed."""

    def __init__(self, theme: Theme, widget: QWidget) -> None:
        super().__init__(widget)
        self._theme = theme
        self._widget = widget
        theme.changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        self._widget.setStyleSheet(form_sheet(self._theme.tokens, self._theme.text_percent))


class TickBox(QCheckBox):
    """A box to tick, painted by us: the style's own tick has neither our colours nor a ring for the keyboard.

    Args:
        theme: colours.
        text: what is so when it is ticked.
    """

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self._rings = False
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_value(self, value: bool) -> None:  # noqa: FBT001 - the value of a box
        """Shows another value, without telling anybody."""
        blocked = self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.setChecked(value)
        self.blockSignals(blocked)
        self.update()

    def sizeHint(self) -> QSize:
        """Box, gap and text, and a height that is easy to hit."""
        text = QFontMetrics(self._theme.font("body")).horizontalAdvance(self.text())
        return QSize(self._box_px() + 2 * RING_PX + self._theme.px(GAP_PX) + text + 4, self._theme.px(32))

    def minimumSizeHint(self) -> QSize:
        """Never clipped."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - Qt's signature
        """The words count as well as the box."""
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for people who came by keyboard."""
        self._rings = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Ring, box, tick and text; mirrored where people read from the right."""
        tokens, edge = self._theme.tokens, self._box_px()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - edge - RING_PX if mirrored else RING_PX
        box = QRectF(left, (self.height() - edge) / 2, edge, edge).adjusted(1, 1, -1, -1)
        if self._rings and self.hasFocus():
            painter.setPen(QPen(QColor(tokens.primary_text), 2))
            painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), 6, 6)
        ticked = self.isChecked()
        painter.setPen(QPen(QColor(tokens.primary if ticked else tokens.control_edge), 1.5))
        painter.setBrush(QColor(tokens.primary if ticked else tokens.raised))
        painter.drawRoundedRect(box, 4, 4)
        if ticked:
            painter.setPen(_round_pen(tokens.on_primary))
            painter.drawPolyline(_scaled(box, ((0.24, 0.52), (0.43, 0.70), (0.76, 0.32))))
        painter.setFont(self._theme.font("body"))
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.text_third))
        gap = edge + 2 * RING_PX + self._theme.px(GAP_PX)
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        words = self.rect().adjusted(0, 0, -gap, 0) if mirrored else self.rect().adjusted(gap, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | side | Qt.AlignmentFlag.AlignAbsolute), self.text())
        painter.end()

    def _box_px(self) -> int:
        return self._theme.px(BOX_PX)


class Choice(QComboBox):
    """One of several values. The wheel of the mouse scrolls the page and changes nothing here.

    Args:
        theme: colours.
        name: what is chosen.
        choices: value and text of each.

    Attributes:
        chosen: the person has chosen another value.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        for value, text in choices:
            self.addItem(text, value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumHeight(theme.px(CONTROL_HEIGHT))
        self.activated.connect(self._on_activated)

    def value(self) -> Any:  # noqa: ANN401 - whatever was given
        """The one that is shown."""
        return self.currentData()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - whatever was given
        """Shows another value, without telling anybody. One that is not in the list is added as it is."""
        found = self.findData(value)
        if found < 0:
            self.addItem(str(value), value)
            found = self.count() - 1
        self.setCurrentIndex(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style draws the box, we draw the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_round_pen(self._theme.tokens.text_second, 1.6))
        edge = self._theme.px(CHEVRON_PX)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self._theme.px(11) if mirrored else self.width() - edge - self._theme.px(11)
        area = QRectF(left, (self.height() - edge) / 2, edge, edge)
        painter.drawPolyline(_scaled(area, ((0.1, 0.32), (0.5, 0.70), (0.9, 0.32))))
        painter.end()

    def _on_activated(self) -> None:
        self.chosen.emit(self.currentData())


class SettingRow(QWidget):
    """The words of a setting, its control at the right, and below it what there is to say.

    Args:
        title: the setting's name; empty when the control carries its own words.
        control: sits at the right, or below when `below` is set.
        hint: a sentence on it; empty for none.
    """

    def __init__(self, title: str, control: QWidget, hint: str = "", *, below: bool = False) -> None:
        super().__init__()
        self.title = label(title, wraps=True)
        self.title.setVisible(bool(title))
        self.title.setBuddy(control)
        self.hint = label(hint, "third", wraps=True)
        self.hint.setVisible(bool(hint))
        self.fault = label(role="danger", wraps=True)
        self.fault.hide()
        top = QHBoxLayout()
        top.setSpacing(16)
        if title:
            top.addWidget(self.title, 1)
        if not below:
            top.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
            if not title:
                top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        if below:
            column.addWidget(control)
        column.addWidget(self.hint)
        column.addWidget(self.fault)

    def say(self, hint: str) -> None:
        """Another sentence below the control; empty for none."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def show_fault(self, error: TruthTimeError | None) -> None:
        """What went wrong with the last change, and the next step; None takes it away."""
        self.fault.setText(breakable(f"{said(error.title)} {said(error.hint)}") if error else "")
        self.fault.setVisible(error is not None)


def breakable(text: str) -> str:
    """Text in which long paths may break into lines, by spaces of no width after their slashes."""
    return re.sub(r"([/\\\\])(?=[^\s/\\\\])", "\\1\u200b", text)


def _round_pen(colour: str, width_px: float = 2) -> QPen:
    return QPen(QColor(colour), width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _scaled(area: QRectF, points: Sequence[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([QPointF(area.left() + x * area.width(), area.top() + y * area.height()) for x, y in points])
