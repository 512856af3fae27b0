"""Writing to a user's log: look, decide, append if nothing happened in between, answer after COMMIT.

Deciding takes the core's rules, so it happens here and not in the database; no lock is held meanwhile. Whoever was
overtaken looks again. Two round trips, each a transaction of its own, safe behind any pooler.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import orjson

from truthtime_core.clock import Reading
from truthtime_core.days import local, zone_of
from truthtime_core.events import Content, Draft, Event, Head, read, seal
from truthtime_server.db import Database
from truthtime_server.errors import ProblemError
from truthtime_server.projecting import (
    Row,
    Shown,
    note_row,
    of_entry,
    project_rows,
    read_words,
    shown_entry,
    subject_of,
)

TRIES = 60
"""Each try loses only against another writer of the same user who got through."""

_LOOK = "select log_look($1, $2, $3, $4, $5, $6, $7)"
_APPEND = "select log_append($1, $2, $3)"


@dataclass(frozen=True, slots=True)
class Sought:
    """What a decision needs to see of the log.

    Attributes:
        timer: events of this entry.
        subject: events about this (`subject_of`).
        open: events of every open entry.
        project: the id of the project with this name.
        revisions: words of these revisions of a note; those that are shown come anyway.
    """

    timer: UUID | None = None
    subject: str | None = None
    open: bool = False
    project: str | None = None
    revisions: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """A user's log as it stood at one moment.

    Attributes:
        head: number of the newest event, 0 before the first.
        api_device: id of the device that the API writes as.
        now: that device's clocks: the database's.
        timers: events by entry, oldest first; only those that were sought.
        newest: number of each such entry's newest event.
        subject: events of the sought subject, oldest first.
        project: id of the sought project.
        names: names of the projects of these entries, by id.
    """

    epoch: str
    head: int
    log_hash: bytes
    chain: Head
    now: Reading
    timers: Mapping[str, tuple[Event, ...]]
    newest: Mapping[str, int]
    subject: tuple[Event, ...]
    words: Mapping[str, Mapping[str, Any]]
    project: str | None
    names: Mapping[str, str]

    @property
    def api_device(self) -> str:
        """Id of the device that the API writes as."""
        return self.chain.device

    def shown(self, timer: str) -> Shown | None:
        """An entry as it stands, None when the user has none of this id."""
        events = self.timers.get(timer)
        return shown_entry(timer, events, self.words, self.api_device, self.newest[timer]) if events else None


@dataclass(frozen=True, slots=True)
class Written:
    """The log after an append that is about to be made: what an answer is built from."""

    look: Look
    entries: Mapping[str, Shown]
    note: Row | None
    head: int
    names: Mapping[str, str]

    def document(self, timer: str) -> Row:
        """An entry that was written to, as the API answers it."""
        document = self.entries[timer].document
        document["project"] = self.names.get(document["project_id"] or "")
        return document


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with.

    Attributes:
        replayed: whether it was given before, to a request with the same key.
    """

    status: int
    body: bytes
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a decision wants written, and how it will be answered once that is on the disk.

    Attributes:
        drafts: none: nothing is written and the answer tells how things stand.
    """

    drafts: Sequence[Draft]
    answer: Callable[[Written], Answer]


@dataclass(frozen=True, slots=True)
class Order:
    """A request to write.

    Attributes:
        zone: IANA name of the zone the person is in.
        key: its Idempotency-Key, empty when it has none.
        fingerprint: of everything that makes it this request; the same key with another one is refused.
    """

    user: UUID
    sought: Sought
    zone: str = "UTC"
    key: str = ""
    fingerprint: bytes = field(default=b"", repr=False)


class Recorder:
    """Writes to the logs of users.

    Args:
        database: open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self, order: Order) -> tuple[Look, Mapping[str, Any] | None]:
        """A user's log now, and the answer that was given to this key before.

        Raises:
            ProblemError: the database cannot be asked.
        """
        sought, identity = order.sought, self._database.identity(order.user)
        parts = (sought.timer, sought.subject, sought.open, sought.project, sought.revisions)
        text = await self._database.value(_LOOK, identity, order.key or None, *parts)
        seen = orjson.loads(text)
        return _look(order, seen), seen["kept"]

    async def record(self, order: Order, decide: Callable[[Look], Plan]) -> Answer:
        """Carry out a request; returns once what it wrote is durable.

        Args:
            decide: pure: from the log as it stands to what is to be written. Asked again when somebody was faster.

        Raises:
            ProblemError: refused, or the database cannot be asked; the same key may be tried again.
        """
        for _ in range(TRIES):
            look, kept = await self.look(order)
            if kept is not None:
                return _replayed(order, kept)
            plan = decide(look)
            if not plan.drafts and not order.key:
                return plan.answer(Written(look, {}, None, look.head, look.names))
            # That nothing was to be done is an answer to keep as well: a repeat may come when there would be.
            body, written = _body(order.user, look, plan.drafts)
            answer = plan.answer(written)
            if order.key:
                body["kept"] = [_kept(order, answer)]
            head = await self._database.value(
                _APPEND, self._database.identity(order.user), look.head, orjson.dumps(body).decode()
            )
            if head is not None:
                return answer
        raise ProblemError(
            503,
            "log_is_busy",
            "Too many requests write to this account at once.",
            "Try again, with the same Idempotency-Key.",
            headers={"Retry-After": "1"},
        )


def fingerprint(*parts: object) -> bytes:
    """SHA-256 over what makes a request what it is."""
    return sha256(orjson.dumps([str(part) for part in parts])).digest()


def _replayed(order: Order, kept: Mapping[str, Any]) -> Answer:
    if bytes.fromhex(kept["request_hash"]) != order.fingerprint:
        raise ProblemError(
            422,
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request.",
            "Make a new key for every request; repeat a key only with the same request.",
        )
    return Answer(kept["status"], kept["answer"].encode(), replayed=True)


def _kept(order: Order, answer: Answer) -> Row:
    hashed = order.fingerprint.hex()
    return {"key": order.key, "request_hash": hashed, "status": answer.status, "answer": answer.body.decode()}


def _look(order: Order, seen: Mapping[str, Any]) -> Look:
    sync = seen["sync"] or {"epoch": str(uuid4()), "head": 0, "log_hash": ""}
    device = seen["device"] or {"device": seen["api_device"], "incarnation": 1, "seq": 0, "hash": "", "last_ms": 0}
    boot = f"server-{sync['epoch']}"
    # The database's clock may be stepped back by its operator; the time of a log never runs backwards.
    now_ms = max(seen["now_ms"], device["last_ms"] or 0)
    zone = zone_of(order.zone, 0)
    offset = local(now_ms, zone).utcoffset()
    offset_min = int(offset.total_seconds() // 60) if offset is not None else 0
    timers: dict[str, list[Event]] = {}
    subject: list[Event] = []
    newest: dict[str, int] = {}
    for _timer, number, payload in seen["events"]:
        event = read(payload.encode())
        if of_entry(event):
            timers.setdefault(event.timer, []).append(event)
            newest[event.timer] = number
        if order.sought.subject is not None and subject_of(event) == order.sought.subject:
            subject.append(event)
    return Look(
        epoch=sync["epoch"],
        head=sync["head"],
        log_hash=bytes.fromhex(sync["log_hash"]),
        chain=Head(device["device"], device["incarnation"], device["seq"], device["hash"]),
        now=Reading(now_ms, offset_min, order.zone, boot, now_ms, now_ms),
        timers={timer: tuple(events) for timer, events in timers.items()},
        newest=newest,
        subject=tuple(subject),
        words=read_words(seen["words"]),
        project=seen["project"],
        names=seen["names"],
    )


def _body(user: UUID, look: Look, drafts: Sequence[Draft]) -> tuple[Row, Written]:
    """The append's argument, and what the log will amount to after it."""
    chain, number, log_hash = look.chain, look.head, look.log_hash
    events: list[Event] = []
    rows: list[Row] = []
    contents: list[Content] = []
    for draft in drafts:
        event, content, chain = seal(draft, chain, look.now, os.urandom(26), base=look.head)
        number += 1
        log_hash = sha256(log_hash + bytes.fromhex(event.hash)).digest()
        events.append(event)
        rows.append(event_row(event, number, log_hash))
        contents += [content] if content else []
    words = {**look.words, **{one.hash: one.words for one in contents}}
    newest = {event.timer: row["number"] for event, row in zip(events, rows, strict=True) if of_entry(event)}
    entries = {
        timer: shown_entry(timer, (*look.timers.get(timer, ()), *_of(events, timer)), words, chain.device, revision)
        for timer, revision in newest.items()
    }
    note = _note(user, look, events, words)
    projects = [event for event in events if event.type == "project.set"]
    body: Row = {
        "epoch": look.epoch,
        "head": number,
        "log_hash": log_hash.hex(),
        "events": rows,
        "content": [{"hash": one.hash, "salt": one.salt, "text": one.text} for one in contents],
        "devices": [_device_row(chain, look.now)] if events else [],
        "entries": [shown.row for shown in entries.values()],
        "intervals": [row for shown in entries.values() for row in shown.intervals],
        "projects": project_rows(projects, words),
        "notes": [note] if note else [],
    }
    names = {**look.names, **{row["id"]: row["name"] for row in body["projects"]}}
    return body, Written(look, entries, note, number, names)


def event_row(event: Event, number: int, log_hash: bytes, held: str | None = None) -> Row:
    """A row of events, as `log_append` takes it."""
    return {
        "number": number,
        "id": event.id,
        "device": event.device,
        "incarnation": event.incarnation,
        "seq": event.seq,
        "type": event.type,
        "timer": event.timer or None,
        "subject": subject_of(event),
        "payload": event.payload.decode(),
        "hash": event.hash,
        "log_hash": log_hash.hex(),
        "content": event.content or None,
        "held": held,
    }


def _device_row(chain: Head, now: Reading) -> Row:
    place = {"device": chain.device, "incarnation": chain.incarnation, "seq": chain.seq, "hash": chain.hash}
    return {**place, "name": "API", "last_ms": now.elapsed_ms}


def _of(events: Sequence[Event], timer: str) -> list[Event]:
    return [event for event in events if event.timer == timer and of_entry(event)]


def _note(user: UUID, look: Look, events: Sequence[Event], words: Mapping[str, Mapping[str, Any]]) -> Row | None:
    revisions = [event for event in events if event.type == "note.revise"]
    if not revisions:
        return None
    return note_row(user, str(revisions[0].data.get("day")), (*look.subject, *revisions), words)
