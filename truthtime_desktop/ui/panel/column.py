"""A layout that tells when what it holds wants more room, or less."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget


class Column(QBoxLayout):
    """The parts of the panel above and below each other.

    Args:
        parent: whose parts it arranges.
        direction: of the parts.

    Attributes:
        stale: a part has changed its mind about its size.
    """

    stale = Signal()

    def __init__(self, parent: QWidget, direction: QBoxLayout.Direction = QBoxLayout.Direction.TopToBottom) -> None:
        super().__init__(direction, parent)

    def invalidate(self) -> None:
        """Qt says so before it asks for sizes again."""
        super().invalidate()
        self.stale.emit()
