"""What is open on this computer and on others, as the log tells it."""

from collections.abc import Sequence
from typing import NamedTuple

from truthtime_core.events import Event
from truthtime_core.timer import TimerState
from truthtime_desktop.store import Store

_BEGINNINGS = frozenset({"timer.start", "timer.resume"})


class Opened(NamedTuple):
    """Open timers.

    Attributes:
        state: of the timer that is open here.
        watched: whether the last one to begin with it, or to take it over, was a watcher.
        elsewhere: the newest event of a timer that is open on another device, None when there is none. It is that
            device's business until a person stops it here.
    """

    state: TimerState = TimerState()
    watched: bool = False
    elsewhere: Event | None = None


def look(store: Store) -> Opened:
    """Read what is open now.

    Raises:
        StoreError: the data cannot be read.
    """
    found = Opened()
    device = store.head.device
    for timer, state in store.open_timers():
        events, _ = store.entry_events(timer)
        began = max((event for event in events if event.type in _BEGINNINGS), key=_moment, default=None)
        if began is None or began.device != device:
            found = found._replace(elsewhere=max(events, key=_moment))
        else:
            running = TimerState("paused" if state == "paused" else "running", timer)
            found = found._replace(state=running, watched=_is_watched(events))
    return found


def _moment(event: Event) -> tuple[int, str]:
    return event.corrected_ms, event.id


def _is_watched(events: Sequence[Event]) -> bool:
    watched = False
    for event in sorted(events, key=lambda event: (event.incarnation, event.seq)):
        if event.type in _BEGINNINGS:
            watched = not event.data.get("unwatched")
        watched = watched or bool(event.data.get("watched"))
    return watched
