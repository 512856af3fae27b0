"""The way to the windows beside the daily ones. Light: what is behind is loaded when the first of them is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.config import Places
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui.answers import take_answers
from truthtime_desktop.ui.desk import Desk
from truthtime_desktop.ui.preferences import Preferences
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray import TrayBackend

if TYPE_CHECKING:
    from truthtime_desktop.ui.crashes import CrashHook
    from truthtime_desktop.ui.hotkeys import Hotkeys
    from truthtime_desktop.ui.presenter import Advice
    from truthtime_desktop.ui.rooms import Rooms
    from truthtime_desktop.ui.windows import Windows


class Doors(QObject):
    """Opens Settings, the introduction and questions about faults, and stores what is chosen anywhere.

    Args:
        desk: the controller.
        tray: whose clicks the introduction waits for.
        theme: colours.
        preferences: the settings in force.
        places: where the data is.
        open_tracker: opens the data file anew, after it was replaced.

    Attributes:
        hotkeys: of this session, None before there are any.
        crashes: told about faults in threads, None in tests.
    """

    def __init__(
        self,
        desk: Desk,
        tray: TrayBackend,
        theme: Theme,
        preferences: Preferences,
        places: Places,
        open_tracker: Callable[[], Tracker],
    ) -> None:
        super().__init__(desk)
        self.hotkeys: Hotkeys | None = None
        self.crashes: CrashHook | None = None
        self._desk = desk
        self._tray = tray
        self._theme = theme
        self._preferences = preferences
        self._places = places
        self._open_tracker = open_tracker
        self._rooms: Rooms | None = None
        desk.actions.provide("settings", self.show_settings)
        take_answers(desk)
        desk.telling.presenter.dialog_wanted.connect(self._on_dialog_wanted)

    @property
    def rooms(self) -> "Rooms":
        """What is behind, built now if it is not there yet."""
        if self._rooms is None:
            from truthtime_desktop.ui.data_care import DataCare
            from truthtime_desktop.ui.rooms import Rooms

            care = DataCare(self._desk, self._places, self._open_tracker)
            if self.crashes is not None:
                care.broke.connect(self.crashes.note)
            self._rooms = Rooms(self._desk, self._tray, self._theme, self._preferences, care, self.hotkeys)
        return self._rooms

    def show_settings(self) -> None:
        """Settings in front of the others."""
        self.rooms.show_settings()

    def introduce(self) -> None:
        """The introduction."""
        self.rooms.introduce()

    def rebuild(self) -> None:
        """Another language."""
        if self._rooms is not None:
            self._rooms.rebuild()

    def close(self) -> None:
        """Take the windows down and wait for what is under way, when the program ends."""
        if self._rooms is not None:
            self._rooms.close()

    def remember(self, **values: Any) -> None:  # noqa: ANN401 - the types are those of `Settings`
        """Store what was chosen outside of Settings; a failure is said."""
        try:
            self._preferences.change(**values)
        except TruthTimeError as error:
            self._desk.telling.fault(error, self._desk.view)

    def remember_hotkey(self, action: str, text: str) -> None:
        """Store the keys of an action."""
        self.remember(hotkeys={**self._preferences.settings.hotkeys, action: text})

    def watch(self, windows: "Windows") -> None:
        """The compact window asks once whether timing goes on when it is closed."""
        windows.close_keeps = self._preferences.settings.close_keeps
        windows.agreed.connect(self._on_agreed)

    def _on_agreed(self) -> None:
        self.remember(close_keeps=True)

    def _on_dialog_wanted(self, advice: "Advice") -> None:
        self.rooms.ask_about(advice)
