"""What the windows beside the daily ones have in common."""

from typing import Any, NamedTuple

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.config import Places
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.preferences import Preferences
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.icon import TrayBackend


class Household(NamedTuple):
    """What they all live on.

    Attributes:
        desk: the controller.
        tray: whose clicks the introduction waits for.
        theme: colours.
        preferences: the settings in force.
        places: where the data is.
    """

    desk: Desk
    tray: TrayBackend
    theme: Theme
    preferences: Preferences
    places: Places

    def remember(self, **values: Any) -> None:  # noqa: ANN401 - the types are those of `Settings`
        """Store what was chosen outside of Settings; a failure is said."""
        try:
            self.preferences.change(**values)
        except TruthTimeError as error:
            self.desk.telling.fault(error, self.desk.view)
