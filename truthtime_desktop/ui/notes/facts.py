"""What the notes window is given: a day's entries as immutable facts, and where it gets things from."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from truthtime_core.clock import Reading
from truthtime_desktop.notes import Notebook
from truthtime_desktop.viewstate import Segment


class NoteEntry(NamedTuple):
    """One entry of the day as the rail shows it.

    Attributes:
        id: of the entry.
        at: its beginning as the clock on the wall said, ``09:04``: what a link to it looks like without the ``@``.
        worked_ms: of it, what was work.
        elapsed_ms: from its beginning to its end, or until now.
        segments: in order of time.
    """

    id: str
    at: str
    description: str
    project: str
    worked_ms: int
    elapsed_ms: int
    segments: tuple[Segment, ...] = ()


class NotesSource(NamedTuple):
    """Where the window gets things from. All are called in the thread of the window and answer at once.

    Attributes:
        notebook: the notes.
        read: the clocks now.
        today: the person's day now.
        entries: the entries of a day, in order of their beginning.
        open_entry: id of the entry that is open, empty when none is.
    """

    notebook: Notebook
    read: Callable[[], Reading]
    today: Callable[[], date]
    entries: Callable[[date], tuple[NoteEntry, ...]]
    open_entry: Callable[[], str]
