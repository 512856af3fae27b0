"""The log: events go in, whole transactions at a time, and come out byte for byte as they went in."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from truthtime_core.clock import Reading
from truthtime_core.digest import sha256
from truthtime_core.edits import Words
from truthtime_core.events import Content, Draft, Event, Head, read, seal
from truthtime_desktop.store.adoption import Adopted, Adoption
from truthtime_desktop.store.database import Database, Row

PAGE = 2_000
OVERLAP = "overlap"
PROJECT = "project"

_HEAD = "SELECT seq, hash FROM event WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1"
_NEWEST = "SELECT hash, payload FROM event WHERE device = ? ORDER BY incarnation DESC, seq DESC LIMIT 1"
_INSERT = (
    "INSERT INTO event (id, device, incarnation, seq, type, timer, subject, payload, hash, content)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_WORDS = "INSERT INTO content (hash, salt, text) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING"
_WITH_WORDS = (
    "SELECT event.payload, content.hash, content.text FROM event"
    " LEFT JOIN content ON content.hash = event.content AND content.erased_at_ms IS NULL WHERE "
)
_ONE = "SELECT text FROM content WHERE hash = ? AND erased_at_ms IS NULL"
_HASH = re.compile(r"[0-9a-f]{64}")
_PAGE = (
    "SELECT event.local, event.payload, content.salt, content.text FROM event"
    " LEFT JOIN content ON content.hash = event.content AND content.erased_at_ms IS NULL"
    " WHERE event.local > ? ORDER BY event.local LIMIT ?"
)


class Log:
    """Appends to the chain of this device and takes in events made elsewhere.

    Attributes:
        words: all human words there are, by hash, each read when it is asked for.

    Args:
        database: open for writing, or for reading if nothing will be written.
        device: this device and
        incarnation: its incarnation: the chain that `append` continues.
    """

    def __init__(self, database: Database, device: str, incarnation: int) -> None:
        self._database = database
        self._device = device
        self._incarnation = incarnation
        self._newest: tuple[bytes, Reading] | None = None
        self.words: Words = _WordsOnDemand(database)

    @property
    def head(self) -> Head:
        """Where this device's chain stands, as the file says now: another process may have continued it."""
        found = self._database.row(_HEAD, (self._device, self._incarnation))
        if found is None:
            return Head(self._device, self._incarnation)
        return Head(self._device, self._incarnation, found[0], found[1].hex())

    @property
    def last_reading(self) -> Reading | None:
        """The clocks in the newest event of this device, None before its first."""
        found = self._database.row(_NEWEST, (self._device,))
        if found is None:
            return None
        if self._newest is None or self._newest[0] != found[0]:
            self._newest = (found[0], read(found[1]).reading)
        return self._newest[1]

    def append(self, drafts: Sequence[Draft], reading: Reading) -> tuple[Event, ...]:
        """Seal these drafts onto the chain and return once they are on the disk: all of them, or none.

        Raises:
            StoreError: nothing was stored.
        """
        if not drafts:
            return ()
        with self._database.writing():
            return self.append_within(drafts, reading)

    def append_within(self, drafts: Sequence[Draft], reading: Reading) -> tuple[Event, ...]:
        """The same inside a write transaction of the caller: they are on the disk when that ends."""
        events: list[Event] = []
        head = self.head
        for draft in drafts:
            event, content, head = seal(draft, head, reading, os.urandom(26))
            self._insert(event, content)
            events.append(event)
        return tuple(events)

    def adopt(self, pairs: Iterable[tuple[bytes, Content | None]]) -> Adopted:
        """Take in events with their words, verbatim and verified: all of them, or none. Known ones change nothing.

        Each chain may come in any order, but without a gap after what is known here.

        Raises:
            MalformedEventError: bytes that are no event, or words that are not the event's.
            ChainError: a gap, a changed byte, or a fork against what is stored here.
            StoreError: it could not be stored.
        """
        with self._database.writing():
            adoption = Adoption(self._database, self._insert)
            for payload, content in pairs:
                adoption.take(payload, content)
            return adoption.finished()

    def entry_events(self, timer: str) -> tuple[list[Event], Words]:
        """Every event of a timer, and their words."""
        return self._events("event.timer = ? AND event.timer <> ''", timer)

    def subject_events(self, subject: str) -> tuple[list[Event], Words]:
        """Every event about a note's day, a project, or overlaps, and their words."""
        return self._events("event.subject = ?", subject)

    def note_events(self, day: str) -> tuple[list[Event], Words]:
        """Every revision of a day's note, and their words, which are read when they are asked for.

        A long note has many revisions, and nobody needs the text of all of them at once.
        """
        rows = self._database.rows("SELECT payload FROM event WHERE subject = ?", (f"note {day}",))
        return [read(payload) for (payload,) in rows], self.words

    def stream(self, after_local: int) -> Iterator[tuple[int, bytes, Content | None]]:
        """Every event later than this number in order of arrival; a page at a time, so that others may write."""
        rows = self._database.rows(_PAGE, (after_local, PAGE))
        while rows:
            for local, payload, salt, text in rows:
                yield local, payload, None if salt is None else Content(salt.hex(), text)
            rows = self._database.rows(_PAGE, (rows[-1][0], PAGE))

    def _events(self, condition: str, value: str) -> tuple[list[Event], Words]:
        events: list[Event] = []
        words: dict[str, dict[str, Any]] = {}
        for payload, name, text in self._database.rows(_WITH_WORDS + condition, (value,)):
            events.append(read(payload))
            if name is not None:
                words[name.hex()] = Content("", text).words
        return events, words

    def _insert(self, event: Event, content: Content | None) -> None:
        self._database.run(_INSERT, _row(event))
        if content is not None:
            self._database.run(_INSERT_WORDS, (bytes.fromhex(content.hash), bytes.fromhex(content.salt), content.text))


class _WordsOnDemand(Mapping[str, Mapping[str, Any]]):
    """Human words by content hash, each read from the file when it is asked for; no more than that is promised."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        found = self._database.row(_ONE, (bytes.fromhex(name),)) if _HASH.fullmatch(name) else None
        if found is None:
            raise KeyError(name)
        return Content("", found[0]).words

    def __iter__(self) -> Iterator[str]:
        rows = self._database.rows("SELECT hash FROM content WHERE erased_at_ms IS NULL")
        return iter([digest.hex() for (digest,) in rows])

    def __len__(self) -> int:
        return self._database.number("SELECT count(*) FROM content WHERE erased_at_ms IS NULL")


def subject_of(event: Event) -> str | None:
    """What must be derived again when this event arrives and it is not (only) about a timer."""
    if event.type == "note.revise":
        return f"note {event.data.get('day')}"
    if event.type == "project.set":
        return PROJECT
    return OVERLAP if event.type == "overlap.decide" else None


def _row(event: Event) -> Row:
    return (
        event.id,
        event.device,
        event.incarnation,
        event.seq,
        event.type,
        event.timer,
        subject_of(event),
        event.payload,
        sha256(event.payload).digest(),
        bytes.fromhex(event.content) if event.content else None,
    )
