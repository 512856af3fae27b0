"""The day's note: what is written is a new revision, and every revision before it is kept."""

from datetime import date

from truthtime_core.clock import Reading
from truthtime_core.events import Draft
from truthtime_core.notes import MAX_NOTE_BYTES
from truthtime_core.timer import checked_text
from truthtime_desktop.store import Store


def append_note(store: Store, day: date, text: str, now: Reading, timer: str = "") -> str:
    """Append a line to the day's note and return its whole text, once it is on the disk.

    Args:
        text: kept byte for byte.
        timer: the entry it was written beside, empty when nothing was open.

    Raises:
        InputError: the text is not valid or the note would be too long.
        StoreError: it could not be stored.
    """
    note = store.note(day.isoformat())
    before = note.text if note else ""
    whole = before + ("\n" if before and not before.endswith("\n") else "") + text
    checked_text("note", whole, MAX_NOTE_BYTES)
    data = {"day": day.isoformat(), "parents": list(note.heads) if note else []}
    store.append((Draft("note.revise", timer, data, {"text": whole}),), now)
    return whole
