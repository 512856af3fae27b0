"""What all pages of Settings have in common: a heading, rows, and a way to store one change at once."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.forms import SettingRow
from truthtime_desktop.ui.preferences import Preferences

SPACING_PX = 14


class HasValue(Protocol):
    """A control that shows one value."""

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - the control's own
        """Show it, without telling anybody."""
        ...


class Page(QScrollArea):
    """One page. It scrolls when large text or a small screen leaves it too little room.

    Attributes:
        heading: what the page is about, the same word as in the list.
    """

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The Tab key goes through the controls; a page that only scrolls is no stop of its own.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("page")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(24, 20, 24, 20)
        self.column.setSpacing(SPACING_PX)
        self._title = label(role="title")
        self.column.addWidget(self._title)
        self.setWidget(inside)

    def set_heading(self, heading: str) -> None:
        """Names the page."""
        self.heading = heading
        self._title.setText(heading)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the widest row of buttons; only the height scrolls."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.column.minimumSize().width() + bar, super().minimumSizeHint().height())

    def add(self, widget: QWidget) -> None:
        """The next thing on the page."""
        self.column.addWidget(widget)

    def finish(self) -> None:
        """No more rows: what is left of the room stays empty."""
        self.column.addStretch(1)


def store(
    preferences: Preferences, row: SettingRow, control: HasValue, name: str, convert: Callable[[Any], Any] | None = None
) -> Callable[[Any], None]:
    """A slot that stores a setting when its control changes, and takes the control back when that fails.

    Args:
        row: where a failure is said.
        control: shows the setting.
        name: of the setting.
        convert: from the control's value to the setting's.
    """

    def changed(value: Any) -> None:  # noqa: ANN401 - the control's own
        try:
            preferences.change(**{name: convert(value) if convert else value})
        except TruthTimeError as error:
            control.set_value(getattr(preferences.settings, name))
            row.show_fault(error)
        else:
            row.show_fault(None)

    return changed
