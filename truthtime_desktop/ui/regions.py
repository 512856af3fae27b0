"""F6 leads from one region of a window to the next, as in most programs of Windows and GNOME."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


class Regions(QObject):
    """Goes round the regions of a window; each takes the focus where it had it last.

    Args:
        window: whose keys are taken: F6 forwards, Shift+F6 back.
        regions: in the order of reading. One that is hidden, or has nothing to focus, is passed over.
    """

    def __init__(self, window: QWidget, regions: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._regions = tuple(regions)
        for keys, step in (("F6", 1), ("Shift+F6", -1)):
            QShortcut(QKeySequence(keys), window).activated.connect(partial(self.go, step))

    def go(self, step: int) -> None:
        """Focus the next region (1), or the one before (-1)."""
        places = [place for place in map(_place_in, self._regions) if place is not None]
        if not places:
            return
        focused = QApplication.focusWidget()
        here = next((number for number, place in enumerate(places) if self._same_region(place, focused)), None)
        beginning = 0 if step > 0 else len(places) - 1
        places[beginning if here is None else (here + step) % len(places)].setFocus(Qt.FocusReason.TabFocusReason)

    def _same_region(self, place: QWidget, focused: QWidget | None) -> bool:
        return focused is not None and any(
            (region is place or region.isAncestorOf(place)) and (region is focused or region.isAncestorOf(focused))
            for region in self._regions
        )


def _place_in(region: QWidget) -> QWidget | None:
    """Where the focus was last in a region, else the first place that the Tab key would come to."""
    if not region.isVisible():
        return None
    last = cast("QWidget | None", region.focusWidget())  # none before one of them had it, whatever Qt's stubs say
    if last is not None and _takes_focus(last):
        return last
    within = (one for one in _chain_from(region) if one is region or region.isAncestorOf(one))
    return next(filter(_takes_focus, within), None)


def _chain_from(first: QWidget) -> Iterator[QWidget]:
    """Every widget of the window once, in the order of the Tab key."""
    widget: QWidget | None = first
    while widget is not None:
        yield widget
        widget = widget.nextInFocusChain()
        if widget is first:
            return


def _takes_focus(widget: QWidget) -> bool:
    tabs = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabs and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
