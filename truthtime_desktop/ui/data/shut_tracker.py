"""What stands in for the tracker while the data file is being replaced."""

from typing import Any

from truthtime_core.errors import RefusedError
from truthtime_core.timer import TimerState
from truthtime_desktop.tracking import Tracker


class ShutTracker(Tracker):
    """Stands in while the data file is being replaced: whatever is asked of it is refused in these words.

    Args:
        title: what is going on.
        hint: when to try again.
    """

    def __init__(self, title: str, hint: str) -> None:
        self.state = TimerState()
        self._words = (title, hint)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - there is nothing behind any name
        """A tracker's parts are not here now."""
        raise RefusedError(*self.__dict__.get("_words", ("TruthTime is busy.", "Try again in a moment.")))
