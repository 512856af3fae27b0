"""A user's log as it lies in the database, and what has to hold for every log."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from truthtime_core.events import Event, Head, parse, verify_chain
from truthtime_core.ledger import Ledger, fold
from truthtime_server.rebuilding import differences

Row = dict[str, Any]
Connection = psycopg.Connection[Row]


@dataclass(frozen=True)
class StoredLog:
    """Everything of one user's."""

    events: list[Event]
    rows: list[Row]
    words: dict[str, dict[str, Any]]
    sync: Row | None
    devices: list[Row]

    @property
    def ledger(self) -> Ledger:
        """What the core says of it."""
        return fold(self.events, self.words)


def superuser(address: str) -> Connection:
    """A connection as the functions here take it."""
    return psycopg.connect(address, autocommit=True, row_factory=dict_row)


def stored_log(connection: Connection, user: UUID) -> StoredLog:
    """As a superuser sees it, checked on the way: every payload is canonical (`parse` refuses others)."""

    def rows(statement: str) -> list[Row]:
        return connection.execute(statement.encode(), (user,)).fetchall()

    found = rows("select * from events where user_id = %s order by number")
    words = rows("select * from content where user_id = %s")
    sync = rows("select * from user_sync where user_id = %s")
    devices = rows("select * from devices where user_id = %s")
    events = [parse(row["payload"].encode()) for row in found]
    known = {}
    for row in words:
        assert sha256(bytes.fromhex(row["salt"]) + row["text"].encode()).digest() == row["hash"]
        known[row["hash"].hex()] = json.loads(row["text"])
    return StoredLog(events, found, known, sync[0] if sync else None, devices)


def check_log(connection: Connection, user: UUID) -> StoredLog:
    """What has to hold for the log of every user, and for what it amounts to; the log, if it does."""
    log = stored_log(connection, user)
    _check_numbers(log)
    _check_chains(log)
    _check_tables(connection, user, log.ledger)
    assert differences(connection, user) == []
    return log


def _check_numbers(log: StoredLog) -> None:
    log_hash = b""
    assert [row["number"] for row in log.rows] == list(range(1, len(log.rows) + 1))
    for row, event in zip(log.rows, log.events, strict=True):
        log_hash = sha256(log_hash + sha256(row["payload"].encode()).digest()).digest()
        assert (row["hash"].hex(), row["log_hash"]) == (event.hash, log_hash)
        told = (
            str(row["id"]),
            str(row["device"]),
            row["incarnation"],
            row["seq"],
            row["type"],
            str(row["timer"] or ""),
        )
        assert told == (event.id, event.device, event.incarnation, event.seq, event.type, event.timer)
        assert (row["content"] or b"").hex() == event.content
        assert not event.content or event.content in log.words
    if log.rows:
        assert log.sync is not None
        assert (log.sync["head"], log.sync["log_hash"]) == (len(log.rows), log_hash)


def _check_chains(log: StoredLog) -> None:
    for device in log.devices:
        own = [event for event in log.events if event.device == str(device["device"])]
        head = verify_chain(own, Head(str(device["device"]), device["incarnation"]))
        assert (device["head_seq"], device["head_hash"].hex()) == (head.seq, head.hash)
        clocks = [event.reading.elapsed_ms for event in own]
        assert clocks == sorted(clocks)
    assert len({event.id for event in log.events}) == len(log.events)


def _check_tables(connection: Connection, user: UUID, ledger: Ledger) -> None:
    entries = connection.execute("select * from time_entries where user_id = %s", (user,)).fetchall()
    intervals = connection.execute(
        "select * from time_intervals where user_id = %s order by entry_id, position", (user,)
    ).fetchall()
    projects = connection.execute("select * from projects where user_id = %s", (user,)).fetchall()
    assert {(str(one["id"]), one["name"], one["archived"]) for one in projects} == {
        (one.id, one.name, one.archived) for one in ledger.projects
    }
    assert {str(row["id"]) for row in entries} == {entry.id for entry in ledger.entries}
    stored = {str(row["id"]): row for row in entries}
    for entry in ledger.entries:
        row = stored[entry.id]
        own = [one for one in intervals if str(one["entry_id"]) == entry.id]
        assert (row["description"], str(row["project_id"] or ""), tuple(row["tags"])) == (
            entry.description,
            entry.project,
            entry.tags,
        )
        assert (row["status"], row["voided"], row["worked_seconds"]) == (
            entry.state,
            entry.voided,
            entry.worked_ms // 1_000,
        )
        assert _ms(row["started_at"]) == entry.start_ms
        assert _ms(row["ended_at"]) == (entry.end_ms if entry.state == "stopped" else None)
        assert [(one["kind"], _ms(one["started_at"]), one["duration_ms"], one["answered"]) for one in own] == [
            (one.kind, one.start_ms, one.duration_ms, one.answered) for one in entry.intervals
        ]


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1_000)
