"""The way to the windows beside the daily ones. Light: what is behind is loaded when the first of them is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui.desk.answers import take_answers
from truthtime_desktop.ui.windows.household import Household

if TYPE_CHECKING:
    from truthtime_desktop.ui.crashes.hook import CrashHook
    from truthtime_desktop.ui.hotkeys.session import Hotkeys
    from truthtime_desktop.ui.notices.presenter import Advice
    from truthtime_desktop.ui.windows.places import WindowPlaces
    from truthtime_desktop.ui.windows.rooms import Rooms
    from truthtime_desktop.ui.windows.windows import Windows


class Doors(QObject):
    """Opens Settings, the introduction and questions about faults, and stores what is chosen anywhere.

    Args:
        household: what they live on.
        open_tracker: opens the data file anew, after it was replaced.

    Attributes:
        hotkeys: of this session, None before there are any.
        crashes: told about faults in threads, None in tests.
    """

    def __init__(self, household: Household, open_tracker: Callable[[], Tracker]) -> None:
        super().__init__(household.desk)
        self.hotkeys: Hotkeys | None = None
        self.crashes: CrashHook | None = None
        self._household = household
        self._open_tracker = open_tracker
        self._rooms: Rooms | None = None
        self._window_places: WindowPlaces | None = None
        household.desk.actions.provide("settings", self.show_settings)
        household.desk.actions.provide("help", self.show_help)
        household.desk.telling.notices.stepped.connect(self._on_stepped)
        take_answers(household.desk)
        household.desk.telling.presenter.dialog_wanted.connect(self._on_dialog_wanted)

    @property
    def rooms(self) -> "Rooms":
        """What is behind, built now if it is not there yet."""
        if self._rooms is None:
            from truthtime_desktop.ui.data.care import DataCare
            from truthtime_desktop.ui.windows.rooms import Rooms

            care = DataCare(self._household.desk, self._household.places, self._open_tracker)
            if self.crashes is not None:
                care.broke.connect(self.crashes.note)
            self._rooms = Rooms(self._household, care, self.hotkeys, self.window_places)
        return self._rooms

    @property
    def window_places(self) -> "WindowPlaces":
        """Where windows were last; the same for all of them."""
        if self._window_places is None:
            from truthtime_desktop.ui.windows.places import WindowPlaces

            self._window_places = WindowPlaces(self._household.places.windows, self)
        return self._window_places

    def show_settings(self) -> None:
        """Settings in front of the others."""
        self.rooms.show_settings()

    def show_help(self) -> None:
        """The keys, in front of the others."""
        self.rooms.show_help()

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

    def remember_hotkey(self, action: str, text: str) -> None:
        """Store the keys of an action."""
        self._household.remember(hotkeys={**self._household.preferences.settings.hotkeys, action: text})

    def watch(self, windows: "Windows") -> None:
        """They come back where they were, and the compact one asks once whether timing goes on when it is closed."""
        windows.places = self.window_places
        windows.close_keeps = self._household.preferences.settings.close_keeps
        windows.agreed.connect(self._on_agreed)

    def _on_agreed(self) -> None:
        self._household.remember(close_keeps=True)

    def _on_stepped(self, step: str) -> None:
        """The button of a notice. There is one kind with a next step so far: keys that another program has."""
        if step == "choose-keys":
            self.rooms.choose_keys()

    def _on_dialog_wanted(self, advice: "Advice") -> None:
        self.rooms.ask_about(advice)
