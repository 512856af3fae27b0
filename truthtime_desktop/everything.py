"""Export everything: one folder with every event as JSON and every note as a Markdown file of its own."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from truthtime_core.entries import Entry, Now
from truthtime_core.errors import StoreError, TruthTimeError
from truthtime_core.events import Content
from truthtime_core.ledger import Project
from truthtime_core.notes import Note
from truthtime_desktop import exports
from truthtime_desktop.config import disk_error, flush_folder, replace_file

EVENTS_FILE = "everything.json"
ENTRIES_FILE = "entries.csv"
NOTES_FOLDER = "notes"
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
TELL_EVERY = 500


class StoppedError(TruthTimeError):
    """The person, or the end of the program, stopped a long piece of work. Nothing half done stays."""


class Source(Protocol):
    """What this needs of the store."""

    def events(self, after_local: int = 0) -> Iterator[tuple[int, bytes, Content | None]]:
        """Every event in order of arrival."""
        ...

    def entries(self, first: date | None, last: date | None, limit: int | None, now: Now | None) -> Sequence[Entry]:
        """Entries, oldest first."""
        ...

    def projects(self) -> Sequence[Project]:
        """Every project there is."""
        ...

    def notes(self, first: str, last: str) -> Sequence[Note]:
        """The notes from one day to another."""
        ...


class Everything(NamedTuple):
    """What was written, and where."""

    folder: Path
    events: int
    notes: int


def export_everything(
    store: Source,
    parent: Path,
    day: date,
    *,
    now: Now | None = None,
    wants_to_stop: Callable[[], bool] = lambda: False,
    tell: Callable[[int], None] = lambda _events: None,
) -> Everything:
    """Write a new folder ``TruthTime 2026-11-24`` with all of a person's data.

    Args:
        parent: where the folder is made.
        day: today, for its name; a name that is taken gets a number.
        now: the present, to count open entries up to it.
        wants_to_stop: asked between events; True ends the work with `StoppedError`.
        tell: how many events are written so far.

    Raises:
        StoreError: the disk does not take it, or the data cannot be read. What was written so far is removed again.
        StoppedError: it was asked to stop; the same.
    """
    folder = _fresh_folder(parent, day)
    try:
        watched = _Watched(store, wants_to_stop, tell)
        events = exports.write(watched, folder / EVENTS_FILE, "json").written
        exports.write(watched, folder / ENTRIES_FILE, "csv", now=now)
        notes = [note for note in store.notes(FIRST_DAY, LAST_DAY) if note.text]
        if notes:
            _write_notes(notes, folder / NOTES_FOLDER)
        flush_folder(folder)
    except BaseException:
        _remove(folder)
        raise
    return Everything(folder, events, len(notes))


class _Watched:
    """The store, read with an eye on the person's wish to stop."""

    def __init__(self, store: Source, wants_to_stop: Callable[[], bool], tell: Callable[[int], None]) -> None:
        self._store = store
        self._wants_to_stop = wants_to_stop
        self._tell = tell

    def events(self, after_local: int = 0) -> Iterator[tuple[int, bytes, Content | None]]:
        for number, event in enumerate(self._store.events(after_local)):
            if not number % TELL_EVERY:
                if self._wants_to_stop():
                    raise StoppedError("The export was stopped.", "Nothing of it was kept. Start it again at any time.")
                self._tell(number)
            yield event

    def entries(self, first: date | None, last: date | None, limit: int | None, now: Now | None) -> Sequence[Entry]:
        return self._store.entries(first, last, limit, now)

    def projects(self) -> Sequence[Project]:
        return self._store.projects()


def _fresh_folder(parent: Path, day: date) -> Path:
    if not parent.is_dir():
        raise StoreError(f"There is no folder {parent}.", "Choose another one.")
    name, number = f"TruthTime {day.isoformat()}", 1
    while True:
        folder = parent / (name if number == 1 else f"{name} ({number})")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
        except OSError as error:
            raise disk_error(error, folder) from error
        else:
            return folder


def _write_notes(notes: Sequence[Note], folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise disk_error(error, folder) from error
    for note in notes:
        replace_file(folder / f"{note.day}.md", note.text.encode())


def _remove(folder: Path) -> None:
    """Only what this module writes: a folder the person looks into meanwhile may hold a file of theirs."""
    notes = folder / NOTES_FOLDER
    for path in (folder / EVENTS_FILE, folder / ENTRIES_FILE, *notes.glob("*.md")):
        path.unlink(missing_ok=True)
    for one in (notes, folder):
        if one.is_dir() and not any(one.iterdir()):
            one.rmdir()
