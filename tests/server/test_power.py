"""Workers are killed and the power goes off at the database, again and again, while people work.

What was acknowledged is stored, once; what was not is asked for again with the same Idempotency-Key until it is, so in
the end everything is stored, once. The database is one that waits for its disk (fsync on).
"""

import asyncio
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from uuid import UUID, uuid4

import httpx2
import pytest
from anyio import to_thread

from tests.server.conftest import OWNER, PASSWORD, as_superuser, settings_for
from tests.server.logs import check_log, superuser
from tests.server.process import ServerProcess
from tests.server.served import person
from truthtime_server.migrating import migrate
from truthtime_server.postgres import Cluster, find_binaries

pytestmark = pytest.mark.anyio
PEOPLE = 6
ANSWERS_BETWEEN = 30
"""So many requests are answered between one fault and the next: the service is up again each time."""

PATIENCE_S = 120.0
AGAIN_AFTER_S = 0.02


@pytest.fixture
def durable() -> Iterator[Cluster]:
    folder = Path(mkdtemp(prefix="truthtime-tests-"))
    made = Cluster(folder, find_binaries(), durable=True)
    made.start()
    as_superuser(made, f"create role {OWNER} login createrole createdb password '{PASSWORD}'")
    as_superuser(made, f"create database truthtime owner {OWNER} template template0")
    yield made
    made.stop()
    rmtree(folder)


@dataclass
class Load:
    """What everybody was told.

    Attributes:
        told: by user, what was acknowledged, in order: path, key, and the answer's body.
        repeats: how often somebody had to ask again.
    """

    url: str
    told: dict[UUID, list[tuple[str, str, bytes]]] = field(default_factory=dict)
    repeats: int = 0
    over: bool = False
    progress: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def answered(self) -> int:
        return sum(map(len, self.told.values()))

    async def work(self, user: UUID, token: str) -> None:
        """Start and stop, one after the other, until it is over."""
        told = self.told.setdefault(user, [])
        async with httpx2.AsyncClient(
            base_url=self.url, timeout=10, headers={"Authorization": f"Bearer {token}"}
        ) as http:
            while not self.over:
                path, key = f"/api/sessions/{'stop' if len(told) % 2 else 'start'}", str(uuid4())
                told.append((path, key, await self.insist(http, path, key)))
                self.progress.set()

    async def insist(self, http: httpx2.AsyncClient, path: str, key: str) -> bytes:
        """Ask until there is an answer."""
        while True:
            try:
                answer = await http.post(path, json={}, headers={"Idempotency-Key": key})
            except httpx2.TransportError:
                pass  # nobody knows whether it was done: that is what the key is for
            else:
                if answer.status_code in {200, 201}:
                    return answer.content
                assert answer.status_code == 503, answer.text
            self.repeats += 1
            await asyncio.sleep(AGAIN_AFTER_S)


async def _faults(load: Load, server: ServerProcess, cluster: Cluster, count: int) -> None:
    for number in range(count):
        wanted = load.answered + ANSWERS_BETWEEN
        async with asyncio.timeout(PATIENCE_S):
            while load.answered < wanted:
                load.progress.clear()
                await load.progress.wait()
        if number % 2:
            os.kill(server.workers()[0], signal.SIGKILL)
        else:
            await to_thread.run_sync(partial(_power_cut, cluster))


def _power_cut(cluster: Cluster) -> None:
    cluster.stop("immediate")
    cluster.start()


@pytest.mark.parametrize("faults", [6, pytest.param(60, marks=pytest.mark.soak)])
async def test_what_was_acknowledged_is_stored_once(durable: Cluster, tmp_path: Path, faults: int) -> None:
    settings = settings_for(durable, "truthtime")
    migrate(settings)
    people = [person(settings, f"person {number}") for number in range(PEOPLE)]
    unlimited = {"requests_per_minute": 0, "address_requests_per_minute": 0, "address_failures_per_minute": 0}
    server = ServerProcess(settings.model_copy(update={"workers": 2, **unlimited}), tmp_path)
    try:
        await to_thread.run_sync(server.wait)
        load = Load(server.url)
        working = [asyncio.create_task(load.work(*one)) for one in people]
        try:
            await _faults(load, server, durable, faults)
        finally:
            load.over = True
            async with asyncio.timeout(PATIENCE_S):
                await asyncio.gather(*working)
    finally:
        code = await to_thread.run_sync(server.stop)
    assert code == 0, server.said()
    print(f"{faults} faults, {load.answered} answers, {load.repeats} repeats")
    assert load.repeats >= faults / 2, "no fault was ever felt"
    with superuser(durable.url("truthtime")) as database:
        for user, told in load.told.items():
            log = check_log(database, user)
            assert [event.type for event in log.events] == [
                path.replace("/api/sessions/", "timer.") for path, *_ in told
            ]
            kept = database.execute("select key, answer from kept_answers where user_id = %s", (user,)).fetchall()
            assert {row["key"]: row["answer"].encode() for row in kept} == {key: answer for _path, key, answer in told}
