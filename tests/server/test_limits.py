"""Rate limits: exact in one process, nearly exact in several, and what a client is told."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

import httpx2
import pytest

from tests.server.clocks import HandClock
from tests.server.counting import MemoryCounts
from tests.server.running import environment
from tests.server.served import client, person
from truthtime_server.clock import SystemClock
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.errors import ProblemError
from truthtime_server.limits import SHARES, WINDOW_S, Limiter, Policy, network_of
from truthtime_server.metrics import Metrics
from truthtime_server.operating import Operation

if TYPE_CHECKING:
    import psycopg

MINUTE_MS = WINDOW_S * 1_000


@asynccontextmanager
async def counted(counts: MemoryCounts, clock: HandClock) -> AsyncIterator[Limiter]:
    limiter = Limiter(counts.settle, counts.forget, Metrics(), clock)
    limiter.open()
    yield limiter
    await limiter.close()


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[Limiter]:
    database = Database(settings)
    await database.open()
    limiter = Operation(settings, lambda: database).limiter
    limiter.open()
    yield limiter
    await limiter.close()
    await database.close()


async def admitted(limiter: Limiter, policy: Policy, who: str, tries: int) -> int:
    count = 0
    for _ in range(tries):
        try:
            await limiter.admit(policy, who)
        except ProblemError:
            continue
        count += 1
    return count


def test_one_process_admits_exactly_the_limit_in_postgresql(settings: Settings) -> None:
    async def run() -> None:
        async with stored(settings) as limiter:
            assert await admitted(limiter, Policy("user", 100), "ada", 130) == 100
            assert await admitted(limiter, Policy("user", 100), "bob", 3) == 3
            with pytest.raises(ProblemError) as refused:
                await limiter.admit(Policy("user", 100), "ada")
            assert refused.value.status == 429
            assert 1 <= int(refused.value.headers["Retry-After"]) <= 2 * WINDOW_S

    asyncio.run(run())


def test_the_table_and_the_memory_count_alike(settings: Settings) -> None:
    async def run() -> None:
        clock = HandClock(0)
        database = Database(settings)
        await database.open()
        operation = Operation(settings, lambda: database)
        memory = MemoryCounts(clock)
        for keys, hits in (([b"a" * 16, b"b" * 16], [3, 1]), ([b"a" * 16], [4]), ([b"b" * 16, b"c" * 16], [0, 9])):
            ours = [(one.key, one.hits, one.hits_before) for one in await operation.settle(keys, hits)]
            theirs = [(one.key, one.hits, one.hits_before) for one in await memory.settle(keys, hits)]
            assert sorted(ours) == sorted(theirs)
        await database.close()

    asyncio.run(run())


def test_the_database_moves_a_count_on_with_the_minutes(
    owner: "psycopg.Connection[tuple[int, ...]]",
) -> None:
    settle = "select hits, hits_before from rate_settle(array[decode(repeat('61', 16), 'hex')], array[%s])"
    back = "update rate_counts set minute = minute - %s"
    owner.execute("grant truthtime_limits to current_user")
    assert owner.execute(settle, (5,)).fetchone() == (5, 0)
    assert owner.execute(back, (1,)).rowcount == 1
    assert owner.execute(settle, (2,)).fetchone() == (2, 5)
    owner.execute(back, (2,))
    assert owner.execute(settle, (1,)).fetchone() == (1, 0)
    assert owner.execute("select rate_forget()").fetchone() == (0,)
    owner.execute(back, (2,))
    assert owner.execute("select rate_forget()").fetchone() == (1,)


def test_the_window_slides_and_waiting_as_told_lets_in() -> None:
    async def run() -> None:
        clock = HandClock(MINUTE_MS * 7)
        async with counted(MemoryCounts(clock), clock) as limiter:
            policy = Policy("user", 10)
            assert await admitted(limiter, policy, "ada", 12) == 10
            # The next minute alone frees nothing: ten requests still lie within the last sixty seconds.
            clock.pass_ms(MINUTE_MS - clock.steady_ms() % MINUTE_MS + 1_000)
            assert await admitted(limiter, policy, "ada", 5) == 0
            with pytest.raises(ProblemError) as refused:
                await limiter.admit(policy, "ada")
            clock.pass_ms(int(refused.value.headers["Retry-After"]) * 1_000)
            assert await admitted(limiter, policy, "ada", 1) == 1
            await limiter.settled()
            clock.pass_ms(2 * MINUTE_MS)
            assert await admitted(limiter, policy, "ada", 12) == 10

    asyncio.run(run())


def test_most_requests_ask_nobody() -> None:
    async def run() -> None:
        clock = HandClock(0)
        counts = MemoryCounts(clock)
        async with counted(counts, clock) as limiter:
            await admitted(limiter, Policy("user", 1_600), "ada", 1_000)
        assert counts.calls <= 3 * SHARES

    asyncio.run(run())


def test_without_the_database_each_process_holds_the_limit_by_itself() -> None:
    async def run() -> None:
        clock = HandClock(0)
        counts = MemoryCounts(clock)
        counts.down = True
        async with counted(counts, clock) as limiter:
            assert await admitted(limiter, Policy("user", 50), "ada", 80) == 50
            counts.down = False
            await limiter.close()
            assert (await counts.settle([counts.keys()[0]], [0]))[0].hits == 50

    asyncio.run(run())


HAMMER = """
import asyncio, json, sys
from truthtime_server.clock import SystemClock
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.errors import ProblemError
from truthtime_server.limits import Policy
from truthtime_server.operating import Operation

async def main():
    database = Database(Settings())
    await database.open()
    limiter = Operation(Settings(), lambda: database).limiter
    limiter.open()
    count, policy = 0, Policy("user", int(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(int(sys.argv[2])):
        try:
            await limiter.admit(policy, "ada")
            count += 1
        except ProblemError:
            await asyncio.sleep(0)
    await limiter.close()
    await database.close()
    print(json.dumps(count))

asyncio.run(main())
"""


def test_four_counters_hold_one_limit(settings: Settings) -> None:
    """What four processes know, side by side on one loop: nothing of it is shared but the database."""
    limit = 800

    async def run() -> list[int]:
        async with AsyncExitStack() as stack:
            limiters = [await stack.enter_async_context(stored(settings)) for _ in range(4)]
            return await asyncio.gather(*(admitted(one, Policy("user", limit), "ada", 1_000) for one in limiters))

    counts = asyncio.run(run())
    print(f"Four counters admitted {sum(counts)} of a limit of {limit}: {counts}")
    assert limit <= sum(counts) <= limit + 4 * (limit // SHARES + 1)


@pytest.mark.soak
def test_four_processes_hold_one_limit(settings: Settings) -> None:
    limit, processes = 800, 4
    running = [
        subprocess.Popen(
            [sys.executable, "-c", HAMMER, str(limit), "1000"],
            env=environment(settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    counts = [json.loads(one.communicate(timeout=60)[0]) for one in running]
    print(f"{processes} processes admitted {sum(counts)} of a limit of {limit}: {counts}")
    assert limit <= sum(counts) <= limit + processes * (limit // SHARES + 1)


def test_a_client_is_told_where_it_stands_and_refused_with_a_problem(settings: Settings) -> None:
    limited = settings.model_copy(update={"requests_per_minute": 3, "address_requests_per_minute": 50})
    _, token = person(settings, "ada")

    async def run() -> list[httpx2.Response]:
        async with client(limited, token) as asked:
            return [await asked.get("/api/sessions") for _ in range(5)]

    *fine, refused, _ = asyncio.run(run())
    assert [one.status_code for one in fine] == [200, 200, 200]
    assert [one.headers["RateLimit"].split(";")[1] for one in fine] == ["r=2", "r=1", "r=0"]
    assert fine[0].headers["RateLimit-Policy"] == '"user";q=3;w=60'
    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "rate_limited"
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["RateLimit"].startswith('"user";r=0;t=')


def test_addresses_are_limited_before_anybody_is_known_and_wrong_tokens_sooner(settings: Settings) -> None:
    limited = settings.model_copy(update={"address_requests_per_minute": 50, "address_failures_per_minute": 4})

    async def run() -> list[int]:
        async with client(limited, "ttp_wrong") as asked:
            return [(await asked.get("/api/sessions")).status_code for _ in range(7)]

    assert asyncio.run(run()) == [401, 401, 401, 401, 429, 429, 429]


@pytest.mark.parametrize(
    ("trusted", "sent", "same"),
    [((), "203.0.113.9", True), (("127.0.0.1",), "203.0.113.9", False), (("127.0.0.1",), "spoof, 127.0.0.1", True)],
    ids=["a stranger's header is not believed", "a trusted proxy's is", "what lies before the proxy's own is not"],
)
def test_forwarded_addresses_are_believed_from_trusted_proxies_only(
    settings: Settings, trusted: tuple[str, ...], sent: str, *, same: bool
) -> None:
    limited = settings.model_copy(update={"address_requests_per_minute": 1, "trusted_proxies": trusted})

    async def run() -> list[int]:
        async with client(limited) as asked:
            statuses = [(await asked.get("/api/sessions", headers={"X-Forwarded-For": "spoof, 127.0.0.1"})).status_code]
            return [*statuses, (await asked.get("/api/sessions", headers={"X-Forwarded-For": sent})).status_code]

    assert asyncio.run(run()) == [401, 429 if same else 401]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("a socket", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_network_is_one_client(address: str, network: str) -> None:
    assert network_of(address) == network


def test_the_real_clock_measures_the_windows() -> None:
    assert SystemClock().steady_ms() <= SystemClock().steady_ms()
