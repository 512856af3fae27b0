"""Ada attacks, Grace is attacked: a database in which every table holds rows of both, and ways in as the API's role."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.server.served import client, person
from truthtime_server.config import Settings
from truthtime_server.db import Database

Connection = psycopg.Connection[tuple[Any, ...]]

MARK = "SEEN-BY-GRACE-ALONE"
"""Is in every text of Grace's."""

BY_HAND = {
    "devices": "insert into devices (user_id, device, incarnation, name) values (%(user)s, %(id)s, 1, %(text)s)",
    "daily_notes": "insert into daily_notes (user_id, id, note_date, content, revision, heads, revisions, fold_version)"
    " values (%(user)s, %(id)s, '2026-11-24', %(text)s, %(text)s, '{}', 1, 1)",
    "subscriptions": "insert into subscriptions (user_id, id, stripe_customer_id, plan, status)"
    " values (%(user)s, %(id)s, %(text)s, 'pro', 'active')",
    "stripe_events": "insert into stripe_events (id, type, created_at, user_id, outcome, payload)"
    " values (%(id)s, 'x', now(), %(user)s, 'x', %(text)s)",
}
"""Rows that no route of the sessions writes. Everything of a user's has the same id: that of their entry."""


@dataclass(frozen=True)
class TwoUsers:
    """The stage of the attacks.

    Attributes:
        ada: who attacks, with what the API's role can do and with her own proof.
        grace: whose rows must not be seen.
        entry: an entry of Grace's; `own_entry` is one of Ada's.
        superuser: the address of the database for whoever looks whether something changed.
    """

    settings: Settings
    superuser: str
    ada: UUID
    grace: UUID
    ada_token: str
    own_entry: str
    entry: str

    def proof(self, user: UUID) -> str:
        """What the API sends along when it speaks for this user."""
        return Database(self.settings).identity(user)

    @contextmanager
    def as_api(self, identity: str | None = None) -> Iterator[Connection]:
        """A connection as the API's role, each statement a transaction unless the test opens one."""
        with psycopg.connect(self.settings.database_url.get_secret_value(), autocommit=True) as connection:
            if identity is not None:
                connection.execute("select set_config('app.identity', %s, false)", (identity,))
            yield connection

    def gives_away(self, found: object) -> bool:
        """Whether anything of Grace's is in it."""
        return any(sign in repr(found) for sign in (MARK, str(self.grace), self.entry))

    def tables(self) -> list[str]:
        """Every table of the schema."""
        with psycopg.connect(self.superuser) as connection:
            found = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
            return [str(row[0]) for row in found]

    def contents(self) -> dict[str, tuple[int, str]]:
        """How many rows each table holds, and a hash over all of them."""
        with psycopg.connect(self.superuser) as connection:
            return {
                table: connection.execute(
                    f"select count(*), coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from {table} t"
                ).fetchone()
                for table in self.tables()
            }


def two_users(settings: Settings, superuser: str) -> TwoUsers:
    """Fill a migrated, empty database."""
    assert settings.owner_database_url is not None
    ada, ada_token = person(settings, "ada")
    grace, grace_token = person(settings, f"grace {MARK}")
    entries = [asyncio.run(_filled(settings, token, text)) for token, text in ((ada_token, "A"), (grace_token, MARK))]
    name = conninfo_to_dict(settings.owner_database_url.get_secret_value())["dbname"]
    address = make_conninfo(superuser, dbname=name)
    with psycopg.connect(address, autocommit=True) as connection:
        for user, text, entry in ((ada, "A", entries[0]), (grace, MARK, entries[1])):
            for statement in BY_HAND.values():
                connection.execute(statement, {"user": user, "id": entry, "text": text})
    return TwoUsers(settings, address, ada, grace, ada_token, *entries)


async def _filled(settings: Settings, token: str, text: str) -> str:
    """Some entries with a project, a tag, an amendment and a kept answer; the id of the last, which runs."""
    async with client(settings, token) as http:
        task = {"description": text, "project": text, "tags": [text]}
        first = (await http.post("/api/sessions/start", json=task)).json()["id"]
        await http.patch(f"/api/sessions/{first}", json={"reason": text, "description": f"{text} 2"})
        answer = await http.post("/api/sessions/start", json=task, headers={"Idempotency-Key": text})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])
