"""Every setting carried to where it counts, at the start and at once after each change."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from truthtime_desktop.config import Places, Settings
from truthtime_desktop.store import open_store
from truthtime_desktop.ui.data.shut_tracker import ShutTracker
from truthtime_desktop.ui.data.work import Work
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.languages import Languages
from truthtime_desktop.ui.preferences import Preferences
from truthtime_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from truthtime_desktop.viewstate import Scheme

SCHEMES: "dict[str, Scheme | None]" = {"light": "light", "dark": "dark", "system": None}


class InForce(QObject):
    """Follows the preferences.

    Args:
        preferences: what the person chose.
        theme: colours and size of text.
        desk: the controller.
        languages: of the windows.
        places: where the data is, to sum up days anew.
    """

    def __init__(
        self, preferences: Preferences, theme: Theme, desk: Desk, languages: Languages, places: Places
    ) -> None:
        super().__init__(desk)
        self._theme = theme
        self._desk = desk
        self._languages = languages
        self._places = places
        self._before = preferences.settings
        self._sums: Work | None = None
        show(theme, preferences.settings)
        desk.gestures.click_opens = preferences.settings.left_click == "panel"
        preferences.changed.connect(self._follow)

    def close(self) -> None:
        """Wait for sums under way, when the program ends."""
        if self._sums is not None:
            self._sums.close()

    def _follow(self, settings: Settings) -> None:
        before, self._before = self._before, settings
        if settings.theme != before.theme:
            self._theme.choose(SCHEMES[settings.theme])
        show(self._theme, settings)
        self._desk.gestures.click_opens = settings.left_click == "panel"
        if (settings.language, settings.hours) != (before.language, before.hours):
            self._languages.use(settings.language, settings.hours)
        if settings.day_start_min != before.day_start_min:
            self._sum_days()

    def _sum_days(self) -> None:
        """Days begin at another hour: with much data summing them up takes seconds, so a thread does it first."""

        def job(_work: Work) -> None:
            store = open_store(self._places)
            try:
                store.catch_up()
            finally:
                store.close()

        if self._sums is not None:
            return  # what is under way is followed by the newest choice in `_on_summed`
        self._sums = Work(job, self)
        self._sums.finished.connect(self._on_summed)
        self._sums.start()

    def _on_summed(self) -> None:
        if self._sums is not None:
            self._sums.deleteLater()
            self._sums = None
        tracker = self._desk.tracker
        if not isinstance(tracker, ShutTracker):
            tracker.day_start_min = self._before.day_start_min
            tracker.store.set_day_start(self._before.day_start_min)
        self._desk.refresh()


def show(theme: Theme, settings: Settings) -> None:
    """Contrast and size of text. The scheme of the command line stays until the person chooses another one."""
    theme.choose_contrast(True if settings.contrast == "high" else None)
    theme.enlarge(settings.text_percent)
