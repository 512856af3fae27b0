"""Identities behind a transaction-pooling PgBouncer: nobody's rows reach anybody else."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.server.pooler import CONNECTIONS, pooled
from tests.server.served import client, person
from truthtime_server.config import Settings
from truthtime_server.db import Database

pytestmark = pytest.mark.anyio
USERS = 20
TRANSACTIONS = 200


async def test_no_row_is_seen_under_the_wrong_identity(settings: Settings) -> None:
    people = [person(settings, f"person {number}") for number in range(USERS)]
    with pooled(settings) as behind:
        async with client(behind.model_copy(update={"pool_size": TRANSACTIONS})) as http:

            async def starts(number: int) -> None:
                head = {"Authorization": f"Bearer {people[number][1]}"}
                started = await http.post("/api/sessions/start", json={"description": f"of {number}"}, headers=head)
                assert (started.status_code, started.json()["description"]) == (201, f"of {number}")

            async def lists(number: int) -> None:
                head = {"Authorization": f"Bearer {people[number][1]}"}
                listed = (await http.get("/api/sessions", headers=head)).json()["sessions"]
                assert [one["description"] for one in listed] == [f"of {number}"]

            await asyncio.gather(*(starts(number) for number in range(USERS)))
            await asyncio.gather(*(lists(number % USERS) for number in range(TRANSACTIONS)))
        seen = await _transactions(behind, [str(user) for user, _token in people])
    owners, backends = [owner for owner, _rows, _backend in seen], {backend for *_rest, backend in seen}
    assert all(rows == {owner} for owner, rows, _backend in seen)
    assert len(owners) == TRANSACTIONS
    assert len(backends) <= CONNECTIONS, "the connections were not shared, so nothing was proved"


async def _transactions(behind: Settings, users: list[str]) -> list[tuple[str, set[str], int]]:
    """Transactions of several statements, all at once: whose each was, the owners of what it saw, and where it ran."""
    address, waiting = behind.database_url.get_secret_value(), asyncio.Barrier(TRANSACTIONS)
    database = Database(behind)

    async def one(number: int) -> tuple[str, set[str], int]:
        user = users[number % USERS]
        connection: Any = await asyncpg.connect(address, statement_cache_size=0, timeout=60)
        try:
            await waiting.wait()
            async with connection.transaction():
                before = await connection.fetch("select user_id from events")
                assert before == [], "an identity was left behind by the transaction before"
                proof = database.identity(UUID(user))
                await connection.execute("select set_config('app.identity', $1, true)", proof)
                owners: set[str] = set()
                for table in ("events", "time_entries", "time_intervals", "content", "devices", "user_sync"):
                    owners |= {str(row[0]) for row in await connection.fetch(f"select user_id from {table}")}
                backend = await connection.fetchval("select pg_backend_pid()")
            return user, owners, backend
        finally:
            await connection.close()

    return list(await asyncio.gather(*(one(number) for number in range(TRANSACTIONS))))
