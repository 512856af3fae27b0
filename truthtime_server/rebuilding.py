"""The derived tables made again from the log: after a change of the fold's rules, and to prove that they are right.

`truthtime-server migrate` calls `rebuild_stale` after the schema is up to date: rows carry the fold's version that made
them, and a row of another version is a user to fold again. One user at a time, each in a transaction that holds back
that user's writers only. A server of the old version that still runs may leave rows of the old version behind; running
the command again finds them (docs/operations.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from truthtime_core.errors import TruthTimeError
from truthtime_core.events import read
from truthtime_core.ledger import FOLD_VERSION
from truthtime_server.config import Settings
from truthtime_server.projecting import Row, projections, read_words

Connection = psycopg.Connection[dict[str, Any]]

_STORED: Mapping[str, str] = {
    "entries": "select id, description, project_id, tags, status, started_at, ended_at, worked_seconds,"
    " counting_since_ms, voided, document, fold_version from time_entries where user_id = %s",
    "intervals": "select entry_id, position, kind, started_at, ended_at, duration_ms, answered"
    " from time_intervals where user_id = %s",
    "projects": "select id, name, archived from projects where user_id = %s",
    "notes": "select id, note_date, content, time_entry_id, revision, heads, revisions, deleted, fold_version"
    " from daily_notes where user_id = %s",
}
_TABLES: Mapping[str, str] = {
    "entries": "time_entries",
    "intervals": "time_intervals",
    "projects": "projects",
    "notes": "daily_notes",
}
_TIMES = frozenset({"started_at", "ended_at"})
_NOT_STORED = frozenset({"interval_count"})
_STALE = (
    "select user_id from time_entries where fold_version <> %(version)s"
    " union select user_id from daily_notes where fold_version <> %(version)s order by 1"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the log amounts to.

    Attributes:
        table: its table.
        stored: the row as it is; None when it is missing.
        folded: the row as it should be; None when it should not be there.
    """

    table: str
    stored: Row | None
    folded: Row | None


def rebuild_stale(settings: Settings) -> int:
    """Fold every user again whose rows were made by other rules than those of this program.

    Returns:
        how many users that were.

    Raises:
        TruthTimeError: the database cannot be reached.
    """
    with _owner(settings) as connection:
        users = [row["user_id"] for row in connection.execute(_STALE, {"version": FOLD_VERSION}).fetchall()]
        for user in users:
            rebuild(connection, user)
        return len(users)


def rebuild(connection: Connection, user: UUID) -> list[Difference]:
    """Make a user's derived rows what their log amounts to, in a transaction of its own.

    Args:
        connection: as the role that owns the database, with autocommit and rows as mappings.

    Returns:
        what was different before; nothing was written when there is none.
    """
    with connection.transaction():
        # Like an append: whoever writes to this log waits.
        connection.execute("select from user_sync where user_id = %s for update", (user,))
        folded = _folded(connection, user)
        found = [one for kind, rows in folded.items() for one in _differences(connection, user, kind, rows)]
        if found:
            for kind in ("entries", "projects", "notes"):
                ids = [row["id"] for row in folded[kind]]
                drop = sql.SQL("delete from {} where user_id = %s and id <> all(%s::uuid[])")
                connection.execute(drop.format(sql.Identifier(_TABLES[kind])), (user, ids))
            connection.execute("select write_projections(%s, %s::text::json)", (user, orjson.dumps(folded).decode()))
        return found


def differences(connection: Connection, user: UUID) -> list[Difference]:
    """What of a user's derived rows is not what their log amounts to. Nothing is written."""
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        folded = _folded(connection, user)
        return [one for kind, rows in folded.items() for one in _differences(connection, user, kind, rows)]


@contextmanager
def _owner(settings: Settings) -> Iterator[Connection]:
    address = settings.owner_database_url
    if address is None:
        raise TruthTimeError("TRUTHTIME_OWNER_DATABASE_URL is not set.", "Only the owner of the database folds again.")
    try:
        with owner_connection(address.get_secret_value()) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise TruthTimeError("PostgreSQL cannot be reached.", "Check the database URLs and that it runs.") from error


def owner_connection(address: str) -> Connection:
    """A connection as `rebuild` takes it."""
    return psycopg.connect(address, autocommit=True, row_factory=dict_row)


def _folded(connection: Connection, user: UUID) -> dict[str, list[Row]]:
    rows = connection.execute(
        "select number, payload from events where user_id = %s and held is null order by number", (user,)
    ).fetchall()
    log = [(row["number"], read(row["payload"].encode())) for row in rows]
    found = connection.execute("select encode(hash, 'hex') as hash, text from content where user_id = %s", (user,))
    words = read_words({row["hash"]: row["text"] for row in found.fetchall()})
    device = connection.execute("select api_device(%s) as device", (user,)).fetchone()
    return projections(user, log, words, str(device["device"]) if device else "")


def _differences(connection: Connection, user: UUID, kind: str, folded: Sequence[Row]) -> list[Difference]:
    stored = connection.execute(_STORED[kind].encode(), (user,)).fetchall()
    there = {_key(row): row for row in map(_plain, stored)}
    should = {_key(row): row for row in map(_plain, folded)}
    wrong = [key for key in {**there, **should} if there.get(key) != should.get(key)]
    return [Difference(_TABLES[kind], there.get(key), should.get(key)) for key in wrong]


def _key(row: Row) -> tuple[Any, ...]:
    return (row["entry_id"], row["position"]) if "entry_id" in row else (row["id"],)


def _plain(row: Row) -> Row:
    """A row in one form, whether it comes from the database or from the fold."""
    return {name: _plain_value(name, value) for name, value in row.items() if name not in _NOT_STORED}


def _plain_value(name: str, value: object) -> object:
    if isinstance(value, UUID | date) and not isinstance(value, datetime):
        return str(value)
    return datetime.fromisoformat(value) if name in _TIMES and isinstance(value, str) else value
