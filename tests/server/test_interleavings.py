"""Two clients, each at a server of its own, start, pause and stop the same timer, and answers are lost on the way.

Whatever the order of their transactions: one entry, the first stop counts, and the totals are those of the core. The
order is drawn by seeded dice at every transaction, so that one that fails can be run again.
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from tests.server.logs import Connection, check_log, superuser
from tests.server.moved_clock import make_movable, move
from tests.server.served import SCOPES
from tests.server.turns import InTurns, Turns
from truthtime_server.access_tokens import digest, minted
from truthtime_server.app import create_app
from truthtime_server.config import Settings
from truthtime_server.postgres import Cluster
from truthtime_server.recording import Recorder

pytestmark = pytest.mark.anyio
LOST = 0.25
"""How many answers never arrive; the client asks again with the same key."""

HASTY = 0.15
"""How many clients do not even wait for the answer before they ask again."""

LONGEST_PAUSE_MS = 600_000


@dataclass
class Server:
    """One of two processes behind a balancer."""

    http: httpx2.AsyncClient
    database: InTurns


@dataclass
class Client:
    """Who uses the timer.

    Attributes:
        stops: the answers to its stops.
        keys: of requests that wrote something, with how many events.
    """

    server: Server
    token: str
    timer: str
    dice: random.Random
    turns: Turns
    stops: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)

    async def run(self) -> None:
        middle = self.dice.choices(("pause", "resume", "start"), k=self.dice.randrange(3))
        self.turns.join()
        try:
            for command in ("start", *middle, *(("stop",) * self.dice.choice((1, 1, 2)))):
                await self._do(command)
        finally:
            self.turns.leave()

    async def _do(self, command: str) -> None:
        key = str(uuid4())
        answer = await (self._hastily(command, key) if self.dice.random() < HASTY else self._ask(command, key))
        while self.dice.random() < LOST:
            lost, answer = answer, await self._ask(command, key)
            assert (answer.status_code, _said(answer)) == (lost.status_code, _said(lost)) or not _kept(lost)
        assert answer.status_code in {200, 201, 409}, answer.text
        if command == "stop":
            self.stops.append(answer.json())
        if _kept(answer):
            self.keys[key] = 1

    async def _hastily(self, command: str, key: str) -> httpx2.Response:
        """Ask twice at once; both are answered alike."""

        async def one() -> httpx2.Response:
            try:
                return await self._ask(command, key)
            finally:
                self.turns.leave()

        self.turns.join()
        first, second = await asyncio.gather(one(), one())
        self.turns.join()
        if _kept(first) and _kept(second):
            assert first.content == second.content
        return first if _kept(first) else second

    async def _ask(self, command: str, key: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return await self.server.http.post(f"/api/sessions/{command}", json={"id": self.timer}, headers=headers)


def _kept(answer: httpx2.Response) -> bool:
    """Whether it wrote something: refusals, and a start of what is there already, write nothing."""
    if answer.status_code == 409:
        return False
    return answer.status_code == 201 or "start" not in str(answer.request.url)


def _said(answer: httpx2.Response) -> bytes:
    return answer.content if _kept(answer) else b""


@asynccontextmanager
async def server(settings: Settings) -> AsyncIterator[Server]:
    app, database = create_app(settings), InTurns(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        await database.open()
        stack.push_async_callback(database.close)
        app.state.services = replace(app.state.services, database=database, recorder=Recorder(database))
        transport = httpx2.ASGITransport(app=app)
        http = httpx2.AsyncClient(transport=transport, base_url="http://server", timeout=60)
        yield Server(await stack.enter_async_context(http), database)


def people(database: Connection, count: int) -> list[tuple[UUID, str]]:
    """So many users, with a token each."""
    made = [(uuid4(), minted()) for _ in range(count)]
    with database.cursor() as cursor:
        cursor.executemany(
            "insert into users (id, issuer, subject) values (%s, 'local', %s)", [(user, str(user)) for user, _ in made]
        )
        cursor.executemany(
            "insert into access_tokens (user_id, id, name, hash, prefix, scopes) values (%s, %s, 'x', %s, 'x', %s)",
            [(user, uuid4(), digest(token), list(SCOPES)) for user, token in made],
        )
    return made


SOAK = [pytest.param(2_500, marks=pytest.mark.soak, id=f"{part}/4 of 10000") for part in range(1, 5)]


@pytest.mark.parametrize("count", [250, *SOAK])
async def test_two_clients_in_any_order_make_one_entry_and_the_first_stop_counts(
    settings: Settings, cluster: Cluster, count: int
) -> None:
    seed = int(os.environ.get("TRUTHTIME_SEED", random.SystemRandom().randrange(2**32)))
    dice = random.Random(seed)
    assert settings.owner_database_url is not None
    name = settings.owner_database_url.get_secret_value().rsplit("/", 1)[1]
    overtaken = 0
    with superuser(cluster.url(name)) as database:
        make_movable(database)
        async with server(settings) as one, server(settings) as other:
            for user, token in people(database, count):
                overtaken += await _interleaving(database, (one, other), user, token, dice)
    print(f"TRUTHTIME_SEED={seed}: {count} interleavings, {overtaken} appends were overtaken")
    assert overtaken > count


async def _interleaving(
    database: Connection, servers: tuple[Server, Server], user: UUID, token: str, dice: random.Random
) -> int:
    """One of them; how many appends were overtaken."""
    turns = Turns(dice, partial(_let_pass, database, dice))
    clients = [Client(server, token, str(UUID(int=dice.getrandbits(128))), dice, turns) for server in servers]
    clients[1].timer = clients[0].timer
    for each in servers:
        each.database.turns = turns
    try:
        await asyncio.gather(*(client.run() for client in clients))
    finally:
        for each in servers:
            each.database.turns = None
    log = check_log(database, user)
    (entry,) = log.ledger.entries
    stops = [event for event in log.events if event.type == "timer.stop"]
    assert len(log.rows) == sum(sum(client.keys.values()) for client in clients), "lost, or stored twice"
    assert [event.type for event in log.events].count("timer.start") == 1
    assert entry.end_ms == stops[0].reading.at_ms
    assert (entry.state, "stop_repeated" in entry.flags) == ("stopped", len(stops) > 1)
    answers = [answer for client in clients for answer in client.stops]
    assert len(stops) == len(answers)
    assert len({(answer["ended_at"], answer["worked_ms"], answer["elapsed_ms"]) for answer in answers}) == 1
    assert [answer["noop"] for answer in answers].count(False) == 1
    return turns.overtaken


def _let_pass(database: Connection, dice: random.Random) -> None:
    if dice.random() < 0.5:
        move(database, dice.randrange(LONGEST_PAUSE_MS))
