"""Notes of a day: every revision is kept, the newest one is shown, and what was written apart is never dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

from truthtime_core.edits import History, Words
from truthtime_core.events import Event
from truthtime_core.line import in_order

MAX_NOTE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Note:
    """A day's note.

    Attributes:
        day: the date as text, for example ``2026-11-17``.
        text: byte for byte what was typed; several concurrent texts stand under each other, divided by ``---``.
        heads: ids of the revisions shown; the next revision names them as its parents.
        revisions: how many there are in all.
    """

    day: str
    text: str
    heads: tuple[str, ...]
    revisions: int


def fold_note(events: Sequence[Event], words: Words) -> Note:
    """The note these revisions of one day amount to. Any order, repeats allowed, at least one."""
    unique = in_order(list({event.id: event for event in events}.values()))
    heads = History(unique).newest(unique)
    texts: list[str] = []
    for head in heads:
        text = str(words.get(head.content, {}).get("text", ""))
        if text and text not in texts:
            texts.append(text)
    # Sorted by content, so that every device shows the same bytes without talking to the others.
    return Note(str(unique[0].data.get("day")), "\n---\n".join(sorted(texts)), tuple(h.id for h in heads), len(unique))
