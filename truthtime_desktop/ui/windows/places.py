"""Windows come back where the person left them, also after a restart, on the screens there are then.

A set of screens has its own places (a laptop at a desk and away from it). Nothing is read before a window is shown for
the first time, and nothing is lost with the file: windows then stand where the desktop puts them.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from truthtime_core.errors import StoreError
from truthtime_desktop.config import replace_file
from truthtime_desktop.ui.anchor import Rect
from truthtime_desktop.ui.notices.card import can_place_windows
from truthtime_desktop.ui.windows.fitting import Remembered, fitted

SETTLED_AFTER_MS = 500
"""A window that is being dragged tells of every pixel; it is remembered when it rests, or goes."""

SETS_KEPT = 8
"""Sets of screens whose places are kept for a window; the ones used last."""

_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange})
_NUMBERS = 4


class WindowPlaces(QObject):
    """Remembers places by the names of windows.

    Args:
        path: the file; it need not be there.
    """

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._known: dict[str, dict[str, Remembered]] | None = None

    def put(self, window: QWidget, name: str) -> None:
        """Put a window that is not seen where it was last, and remember from now on where it goes."""
        if window.findChild(_Watch) is None:
            _Watch(window, name, self)
        known = self._all().get(name, {})
        if window.isVisible() or not known:
            return
        # For screens that were never seen together, the place of the last time is the best guess.
        place = fitted(known.get(screens_key()) or list(known.values())[-1], _free_screens())
        window.resize(place.width, place.height)
        if can_place_windows():
            window.move(place.x, place.y)
        if place.maximised:
            window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)

    def keep(self, window: QWidget, name: str) -> None:
        """Remember where this window is now."""
        state = window.windowState()
        if state & (Qt.WindowState.WindowMinimized | Qt.WindowState.WindowFullScreen):
            return
        maximised = bool(state & Qt.WindowState.WindowMaximized)
        inside = window.normalGeometry() if maximised else window.geometry()
        corner = inside.topLeft() if maximised else window.pos()
        place = Remembered(corner.x(), corner.y(), inside.width(), inside.height(), maximised)
        known = self._all().setdefault(name, {})
        key = screens_key()
        if known.get(key) == place:
            return
        known.pop(key, None)
        known[key] = place
        for oldest in list(known)[:-SETS_KEPT]:
            del known[oldest]
        self._store()

    def _all(self) -> dict[str, dict[str, Remembered]]:
        if self._known is None:
            self._known = _read(self._path)
        return self._known

    def _store(self) -> None:
        content = {
            name: {key: [*place[:_NUMBERS], place.maximised] for key, place in known.items()}
            for name, known in self._all().items()
        }
        # A disk that takes nothing is told where something is lost by it; a place is known until the program ends.
        with suppress(StoreError):
            replace_file(self._path, (json.dumps(content, indent=1) + "\n").encode())


class _Watch(QObject):
    """Lives as long as its window and tells when that has come to rest."""

    def __init__(self, window: QWidget, name: str, places: WindowPlaces) -> None:
        super().__init__(window)
        self._window = window
        self._name = name
        self._places = places
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_AFTER_MS)
        self._settling.timeout.connect(self._keep)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Moves, and the end of being seen."""
        if event.type() in _MOVES and self._window.isVisible():
            self._settling.start()
        elif event.type() == QEvent.Type.Hide and self._settling.isActive():
            self._keep()
        return False

    def _keep(self) -> None:
        self._settling.stop()
        self._places.keep(self._window, self._name)


def screens_key() -> str:
    """The screens there are, as they stand to each other: ``1920x1080+0+0@1, 1280x1024+1920+0@1.25``."""
    return ", ".join(sorted(map(_named, QGuiApplication.screens())))


def _named(screen: QScreen) -> str:
    area = screen.geometry()
    return f"{area.width()}x{area.height()}{area.x():+d}{area.y():+d}@{screen.devicePixelRatio():g}"


def _free_screens() -> list[Rect]:
    main = QGuiApplication.primaryScreen()
    screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not main)
    areas = [screen.availableGeometry() for screen in screens]
    return [Rect(area.x(), area.y(), area.width(), area.height()) for area in areas]


def _read(path: Path) -> dict[str, dict[str, Remembered]]:
    """What the file says as far as it makes sense; the rest was never ours."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    found: dict[str, dict[str, Remembered]] = {}
    for name, known in content.items() if isinstance(content, dict) else ():
        for key, numbers in known.items() if isinstance(known, dict) else ():
            if _is_place(numbers):
                found.setdefault(name, {})[key] = Remembered(*numbers)
    return found


def _is_place(value: Any) -> bool:  # noqa: ANN401 - anything can stand in a file
    if not isinstance(value, list) or len(value) != _NUMBERS + 1 or not isinstance(value[-1], bool):
        return False
    numbers = value[:-1]
    in_reach = all(type(number) is int and abs(number) < 1 << 20 for number in numbers)
    return in_reach and numbers[2] > 0 and numbers[3] > 0
