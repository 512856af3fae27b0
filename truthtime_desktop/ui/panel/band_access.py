"""What a screen reader finds in the band: a list whose items are the segments, each a sentence (ui.md 4.2).

Qt asks the factory for every object once assistive technology listens; for everything but a band the answer is Qt's
own. Where an override is ignored by the type checker, Qt takes a null pointer and the stubs forget to say so.
"""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow

from truthtime_desktop.ui.panel.band import Band


class SegmentItem(QAccessibleInterface):
    """One segment.

    Args:
        band: where it is drawn.
        number: which one.
    """

    def __init__(self, band: "BandList", number: int) -> None:
        super().__init__()
        self._list = band
        self._number = number

    def isValid(self) -> bool:
        """Whether there still is such a segment."""
        return self._list.isValid() and self._number < self._list.childCount()

    def object(self) -> QObject | None:  # type: ignore[override]
        """No object of its own."""
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The band's."""
        return self._list.window()

    def parent(self) -> QAccessibleInterface:
        """The band."""
        return self._list

    def child(self, index: int) -> None:  # type: ignore[override]
        """Nothing below."""

    def childAt(self, x: int, y: int) -> None:  # type: ignore[override]
        """Nothing below."""

    def childCount(self) -> int:
        """Nothing below."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: ARG002 - Qt's signature
        """Nothing below."""
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        """``Worked, 09:04 to 09:31, 27 minutes, Landing page copy``."""
        return self._list.words(self._number) if kind == QAccessible.Text.Name and self.isValid() else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Cannot be changed."""

    def rect(self) -> QRect:
        """On the screen."""
        return self._list.area(self._number) if self.isValid() else QRect()

    def role(self) -> QAccessible.Role:
        """An item of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Reachable by keyboard, and read only."""
        state = QAccessible.State()
        state.focusable = True
        return state


class BandList(QAccessibleInterface):
    """The band as a list.

    Args:
        band: what is drawn.
    """

    def __init__(self, band: Band) -> None:
        super().__init__()
        self._band = band
        self._items: list[SegmentItem] = []
        self._gone = False
        band.destroyed.connect(self._forget)

    def isValid(self) -> bool:
        """Whether the widget still exists."""
        return not self._gone

    def object(self) -> QObject:
        """The widget."""
        return self._band

    def window(self) -> QWindow | None:  # type: ignore[override]
        """The panel's window."""
        return self._band.window().windowHandle()

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The widget it lies in."""
        above = self._band.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """A segment."""
        while len(self._items) < self.childCount():
            self._items.append(SegmentItem(self, len(self._items)))
        return self._items[index] if 0 <= index < self.childCount() else None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """The segment at a point of the screen."""
        at = self._band.mapFromGlobal(QPoint(x, y))
        hit = [number for number, area in enumerate(self._band.areas()) if area.contains(at)]
        return self.child(hit[-1]) if hit else None

    def childCount(self) -> int:
        """How many segments."""
        return len(self._band.segments) if self.isValid() else 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Which segment it is, -1 if none."""
        return next((number for number, one in enumerate(self._items) if one is child), -1)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """The segment the keyboard stands on."""
        return self.child(self._band.current) if self._band.hasFocus() else None

    def text(self, kind: QAccessible.Text) -> str:
        """Name and description of the widget."""
        return {
            QAccessible.Text.Name: self._band.accessibleName(),
            QAccessible.Text.Description: self._band.accessibleDescription(),
        }.get(kind, "")

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Cannot be changed."""

    def rect(self) -> QRect:
        """On the screen."""
        return QRect(self._band.mapToGlobal(QPoint(0, 0)), self._band.size())

    def role(self) -> QAccessible.Role:
        """A list."""
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        """As Qt would say of the widget."""
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._band.hasFocus()
        state.invisible = not self._band.isVisible()
        return state

    def _forget(self) -> None:
        self._gone = True

    def words(self, number: int) -> str:
        """A segment in a sentence."""
        return self._band.words(number)

    def area(self, number: int) -> QRect:
        """A segment's place on the screen."""
        inside = self._band.areas()[number]
        return QRect(self._band.mapToGlobal(inside.topLeft()), inside.size())


def factory(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    """For `QAccessible.installFactory`."""
    return BandList(thing) if isinstance(thing, Band) else None
