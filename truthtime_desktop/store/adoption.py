"""Taking in events that were made elsewhere: each one verified against its chain before it is believed."""

import re
from collections.abc import Callable
from typing import NamedTuple

from truthtime_core.errors import ChainError, MalformedEventError
from truthtime_core.events import Content, Event, Head, canonical, parse, verify_chain
from truthtime_desktop.store.database import Database

_HASH = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_HEAD = "SELECT seq, hash FROM event WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1"
_SAME = "SELECT payload FROM event WHERE device = ? AND incarnation = ? AND seq = ?"
_FOLD_AGAIN = (
    "UPDATE meta SET folded_through = min(folded_through, (SELECT min(local) - 1 FROM event WHERE content = ?))"
)

Chain = tuple[str, int]
Pair = tuple[Event, Content | None]


class Adopted(NamedTuple):
    """How many of the given events were new here, and how many were known."""

    new: int
    known: int


class Adoption:
    """One transaction's worth of foreign events.

    Args:
        database: inside a write transaction.
        insert: stores a verified event and its words.
    """

    def __init__(self, database: Database, insert: Callable[[Event, Content | None], None]) -> None:
        self._database = database
        self._insert = insert
        self._heads: dict[Chain, Head] = {}
        self._early: dict[Chain, dict[int, Pair]] = {}
        self._new = 0
        self._known = 0

    def take(self, payload: bytes, content: Content | None) -> None:
        """Verify one event and store it, or keep it until those before it have come.

        Raises:
            MalformedEventError: no event, or words that are not its own.
            ChainError: it does not fit its chain.
        """
        event = parse(payload)
        _check_words(event, content)
        chain = (event.device, event.incarnation)
        head = self._head(chain)
        if event.seq <= head.seq:
            self._compare(event, content)
        elif event.seq > head.seq + 1:
            waiting = self._early.setdefault(chain, {})
            if waiting.setdefault(event.seq, (event, content))[0].payload != payload:
                raise _fork(event)
        else:
            self._add(event, content)
            self._follow(chain)

    def finished(self) -> Adopted:
        """The result, once everything was given.

        Raises:
            ChainError: an event in the middle of a chain never came.
        """
        for chain, waiting in self._early.items():
            if waiting:
                verify_chain([waiting[min(waiting)][0]], self._head(chain))
        return Adopted(self._new, self._known)

    def _follow(self, chain: Chain) -> None:
        waiting = self._early.get(chain, {})
        while (seq := self._heads[chain].seq + 1) in waiting:
            self._add(*waiting.pop(seq))

    def _add(self, event: Event, content: Content | None) -> None:
        chain = (event.device, event.incarnation)
        self._heads[chain] = verify_chain([event], self._heads[chain])
        if self._database.row("SELECT 1 FROM event WHERE id = ?", (event.id,)):
            raise ChainError(
                f"Two different events carry the id {event.id}.", "One of the two logs was changed. Check its origin."
            )
        self._insert(event, content)
        self._new += 1

    def _compare(self, event: Event, content: Content | None) -> None:
        found = self._database.row(_SAME, (event.device, event.incarnation, event.seq))
        if found is None or found[0] != event.payload:
            raise _fork(event)
        if content is not None:
            self._remember_words(content)
        self._known += 1

    def _remember_words(self, content: Content) -> None:
        """Words that were missing here come in with a known event; words that were erased stay erased."""
        values = (bytes.fromhex(content.hash), bytes.fromhex(content.salt), content.text)
        self._database.run("INSERT INTO content (hash, salt, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", values)
        if self._database.number("SELECT changes()"):
            # What was folded without these words is folded again.
            self._database.run(_FOLD_AGAIN, values[:1])

    def _head(self, chain: Chain) -> Head:
        head = self._heads.get(chain)
        if head is None:
            found = self._database.row(_HEAD, chain)
            head = Head(*chain, found[0], found[1].hex()) if found else Head(*chain)
            self._heads[chain] = head
        return head


def _check_words(event: Event, content: Content | None) -> None:
    if event.content and not _HASH.fullmatch(event.content):
        raise MalformedEventError(
            f"Event {event.seq} names its words by something that is no hash.", "Check the origin of this log."
        )
    if content is None:
        return
    try:
        canonical_text = canonical(content.words).decode()
    except MalformedEventError:
        canonical_text = ""
    if not _SALT.fullmatch(content.salt) or canonical_text != content.text or content.hash != event.content:
        raise MalformedEventError(
            f"The words beside event {event.seq} of device {event.device} are not the words it was made with.",
            "They were changed afterwards. Fetch this log from its origin again.",
        )


def _fork(event: Event) -> ChainError:
    return ChainError(
        f"Event {event.seq} of device {event.device} exists twice with different content.",
        "One of the two logs was changed, or a copy of the data was used on two computers. Nothing was taken in.",
    )
