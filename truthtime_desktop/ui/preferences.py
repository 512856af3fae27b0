"""The person's settings while the program runs: changed one at a time, stored before they count."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from truthtime_desktop.config import Settings, write_settings


class Preferences(QObject):
    """The settings in force.

    Args:
        path: of the settings file.
        settings: as read from it.

    Attributes:
        changed: other settings are stored and in force now (`Settings`).
        settings: those in force.
    """

    changed = Signal(object)

    def __init__(self, path: Path, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self.settings = settings

    def change(self, **values: Any) -> None:  # noqa: ANN401 - the types are those of `Settings`
        """Store other values, then tell everybody.

        Raises:
            StoreError: the disk does not take them; the settings in force are as before.
        """
        settings = self.settings._replace(**values)
        if settings == self.settings:
            return
        write_settings(self._path, settings)
        self.settings = settings
        self.changed.emit(settings)
