"""A notes window over a real notebook, a real store and a driven clock, with the sample day of the design."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.clocks import MS_PER_MIN, FakeClock
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import open_store
from truthtime_desktop.ui.notes.facts import NoteEntry, NotesSource
from truthtime_desktop.ui.notes.window import NotesWindow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.viewstate import Segment

TODAY = date(2026, 11, 17)
YESTERDAY = date(2026, 11, 16)

TEXT = """# Tuesday

@09:04 Landing page copy for **Acme Studio**
Headline options are in the shared doc. They want it shorter, and no jokes.

- [x] First draft of the hero
- [x] Pricing paragraph
- [ ] Ask about the legal footer

@10:52 Invoices
October is out. One client still unpaid: send a reminder on `Thursday`.

@12:40 Phone call with Acme, 18 minutes. Agreed:
> two rounds of changes, then it ships

I thought I had worked all morning. It was 59 minutes."""


def segments(start_min: int, *parts: tuple[str, int]) -> tuple[Segment, ...]:
    """Kinds and their ends in minutes of the day."""
    found = []
    for kind, end_min in parts:
        found.append(Segment(start_min * MS_PER_MIN, (end_min - start_min) * MS_PER_MIN, kind))
        start_min = end_min
    return tuple(found)


ENTRIES = (
    NoteEntry(
        "entry-1",
        "09:04",
        "Landing page copy",
        "Acme Studio",
        45 * MS_PER_MIN,
        108 * MS_PER_MIN,
        segments(544, ("work", 571), ("paused", 587), ("work", 605), ("idle", 652)),
    ),
    NoteEntry(
        "entry-2",
        "10:52",
        "Invoices",
        "Admin",
        14 * MS_PER_MIN,
        108 * MS_PER_MIN,
        segments(652, ("work", 666), ("idle", 678), ("locked", 760)),
    ),
    NoteEntry(
        "entry-3",
        "12:40",
        "Landing page copy",
        "Acme Studio",
        32 * MS_PER_MIN,
        96 * MS_PER_MIN,
        segments(760, ("claimed", 778), ("paused", 826), ("idle", 842), ("work", 856)),
    ),
)


class NotesScene:
    """Everything a test of the window needs; `close` it."""

    def __init__(
        self, root: Path, *, theme: Theme | None = None, entries: tuple[NoteEntry, ...] = ENTRIES, text: str = ""
    ) -> None:
        self.places = Places(root)
        self.places.prepare()
        self.clock = FakeClock(start="2026-11-17T14:16:00")
        self.store = open_store(self.places)
        self.notebook = Notebook(self.store)
        self.theme = theme or Theme("light")
        self.entries = entries
        self.opened: list[str] = []
        self.file = ""
        if text:
            self.write(TODAY, text)
        self.window = self.make_window()
        self.window.show_day(TODAY)

    def make_window(self) -> NotesWindow:
        source = NotesSource(
            self.notebook,
            self.clock.read,
            lambda: TODAY,
            lambda day: self.entries if day == TODAY else (),
            lambda: "",
        )
        return NotesWindow(self.theme, source, choose_file=self._choose, open_address=self._open)

    def write(self, day: date, text: str) -> None:
        """Another window or device writes a whole note."""
        self.notebook.save(self.notebook.page(day), text, self.clock.tick(1_000))

    def stored(self, day: date = TODAY) -> str:
        """What is on the disk, seen by a notebook of its own."""
        other = open_store(self.places)
        try:
            return Notebook(other).page(day).text
        finally:
            other.close()

    def revisions(self, day: date = TODAY) -> list[str | None]:
        """Texts of all revisions, the newest first."""
        return [self.notebook.read(one) for one in self.notebook.revisions(day)]

    def close(self) -> None:
        self.window.hide()
        self.window.keeper.close()
        self.window.deleteLater()
        self.store.close()

    def _choose(self, _parent: QWidget, _title: str, name: str) -> str:
        return self.file.replace("NAME", name)

    def _open(self, address: str) -> bool:
        self.opened.append(address)
        return True


SceneMaker = Callable[..., NotesScene]
