"""What the patterns of the band mean, and how much there is of each."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.segments import Swatch
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import duration, fill, look_name, spoken_duration
from truthtime_desktop.viewstate import Look, Today, ViewState

ALWAYS: tuple[Look, ...] = ("worked", "paused", "idle", "away")
"""Kinds that are named even at zero, while there is room. Claimed time is part of worked."""

SIDE_PX = 18


class Item(QWidget):
    """One kind: sample, name, duration."""

    def __init__(self, theme: Theme, look: Look) -> None:
        super().__init__()
        self._look = look
        self._name = label(look_name(look), "small")
        self._length = label(role="strong")
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(Swatch(theme, look))
        top.addWidget(self._name)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(1)
        column.addLayout(top)
        column.addWidget(self._length)

    def show_total(self, today: Today) -> None:
        """Draws the duration; claimed time is counted and named with what was worked."""
        claimed_ms = today.total_ms("claimed") if self._look == "worked" else 0
        total_ms = today.total_ms(self._look) + claimed_ms
        self._length.setText(duration(total_ms))
        words = fill(self.tr("%1: %2"), look_name(self._look), spoken_duration(total_ms))
        tip = fill(self.tr("%1 of it claimed by you"), duration(claimed_ms)) if claimed_ms else ""
        self._length.setAccessibleName(fill(self.tr("%1, %2"), words, tip) if tip else words)
        self.setToolTip(tip)


class Legend(QWidget):
    """The kinds in equal columns, in as many rows as the language and the size of text need.

    Args:
        theme: colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._items: dict[Look, Item] = {look: Item(theme, look) for look in (*ALWAYS, "unanswered")}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(SIDE_PX, 0, SIDE_PX - 6, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(8)
        self._laid_out: tuple[int, tuple[Look, ...]] = (0, ())
        theme.changed.connect(self._arrange_soon)
        for item in self._items.values():
            item.setParent(self)

    def set_state(self, view: ViewState) -> None:
        """Draws the totals; hidden on a day without any."""
        today = view.today
        self.setVisible(today is not None and bool(today.totals))
        if today is None:
            return
        for item in self._items.values():
            item.show_total(today)
        self._arrange(self._shown(today))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        self._arrange_again()

    def _arrange_soon(self) -> None:
        """Other letters may need another number of columns; the window puts them on at this very moment."""
        QTimer.singleShot(0, self, self._arrange_again)

    def _arrange_again(self) -> None:
        self._arrange(self._laid_out[1])

    def _shown(self, today: Today) -> tuple[Look, ...]:
        if not today.total_ms("unanswered"):
            return ALWAYS
        return ("worked", *(look for look in ALWAYS[1:] if today.total_ms(look)), "unanswered")

    def _arrange(self, looks: tuple[Look, ...]) -> None:
        if not looks:
            return
        room = self._theme.px(388) - 2 * SIDE_PX if self.width() < self._theme.px(200) else self.width() - 2 * SIDE_PX
        widest = max(self._items[look].sizeHint().width() for look in looks)
        columns = min(len(looks), max(1, room // max(1, widest)))
        if len(looks) > columns:
            rows = -(-len(looks) // columns)
            columns = -(-len(looks) // rows)
        if (columns, looks) == self._laid_out:
            return
        self._laid_out = (columns, looks)
        for look, item in self._items.items():
            self._grid.removeWidget(item)
            item.setVisible(look in looks)
        for column in range(len(self._items)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
            self._grid.setColumnMinimumWidth(column, 0)
        for number, look in enumerate(looks):
            self._grid.addWidget(self._items[look], number // columns, number % columns)
