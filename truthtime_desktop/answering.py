"""What a person says about an absence, put on record. Until then it counts as nothing (design section 3)."""

from truthtime_core.entries import recorded_start_ms
from truthtime_core.errors import RefusedError
from truthtime_core.events import ENTRY_TYPES, Draft
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.viewstate import Question


def say_not_work(tracker: Tracker, question: Question) -> None:
    """Record that nothing of this absence was work; it is on the disk when this returns.

    No total changes: what is not answered counts as nothing already. It can be answered otherwise later.

    Args:
        question: as it was shown.

    Raises:
        RefusedError: the entry is not known; nothing was written.
        StoreError: it could not be stored.
    """
    events, _words = tracker.store.entry_events(question.entry)
    own = [event for event in events if event.type in ENTRY_TYPES]
    if not own:
        raise RefusedError("There is no such entry.", "Open the panel again: it shows what there is now.")
    from_ms = question.start_ms - recorded_start_ms(own)
    part = {"from_ms": from_ms, "to_ms": from_ms + question.duration_ms, "kind": "not_work"}
    tracker.store.append((Draft("away.answer", question.entry, {"parts": [part]}),), tracker.read())
