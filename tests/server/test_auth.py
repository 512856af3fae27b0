"""Who is asking: tokens from the header to the identity, with the real database, and how long they are remembered."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from tests.server.clocks import HandClock
from tests.server.gate import CLIENT, Gate, gate
from tests.server.issuer import Trust
from tests.server.signing import rsa_key
from truthtime_server.access_tokens import minted
from truthtime_server.auth import (
    REMEMBERED_MS,
    TOKEN_REMEMBERED_MS,
    Authenticator,
    Identity,
    Memory,
    StoredToken,
    bearer_token,
)
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.issuers import LONGEST_TOKEN, Issuers
from truthtime_server.minting import NewToken, create, revoke
from truthtime_server.people import StoredPeople
from truthtime_server.refusals import IdentityError, Reason

if TYPE_CHECKING:
    import psycopg

KEY = rsa_key()


def headers(token: str | bytes, scheme: bytes = b"Bearer ") -> list[tuple[bytes, bytes]]:
    sent = token if isinstance(token, bytes) else token.encode()
    return [(b"host", b"server"), (b"authorization", scheme + sent), (b"accept", b"*/*")]


def owner_url(settings: Settings) -> str:
    assert settings.owner_database_url
    return settings.owner_database_url.get_secret_value()


class CountedPeople:
    """The database, and how often it was asked."""

    def __init__(self, database: Database) -> None:
        self._stored = StoredPeople(database)
        self.asked = 0

    async def identify_person(self, issuer: str, subject: str) -> UUID:
        self.asked += 1
        return await self._stored.identify_person(issuer, subject)

    async def identify_token(self, token_hash: bytes) -> StoredToken | None:
        self.asked += 1
        return await self._stored.identify_token(token_hash)


class Door:
    """An authenticator on a real database, with clocks to move."""

    def __init__(self, database: Database, issuers: Issuers, clock: HandClock) -> None:
        self.people = CountedPeople(database)
        self.authenticator = Authenticator(issuers, self.people, clock)

    async def identity(self, token: str) -> Identity:
        return await self.authenticator.identify(headers(token))

    async def refusal(self, token: str | bytes) -> Reason:
        with pytest.raises(IdentityError) as raised:
            await self.authenticator.identify(headers(token))
        return raised.value.reason


@asynccontextmanager
async def door(settings: Settings, standing: Gate) -> AsyncIterator[Door]:
    database = Database(settings)
    issuers = Issuers([Trust(standing.issuer.url)], standing.clock)
    await database.open()
    yield Door(database, issuers, standing.clock)
    await issuers.close()
    await database.close()


def enter(settings: Settings, work: Callable[[Door, Gate], Awaitable[None]]) -> None:
    with gate(KEY) as standing:

        async def inside() -> None:
            async with door(settings, standing) as opened:
                await work(opened, standing)

        asyncio.run(inside())


def test_a_person_of_an_issuer_is_the_same_user_with_every_token(settings: Settings) -> None:
    async def work(door: Door, standing: Gate) -> None:
        first = await door.identity(KEY.issue(standing.claims()))
        again = await door.identity(KEY.issue(standing.claims(jti="2")))
        other = await door.identity(KEY.issue(standing.claims(sub="person-2")))
        assert first == again == Identity(first.user, frozenset({"read", "write", "account"}), "jwt", CLIENT)
        assert other.user != first.user

    enter(settings, work)


def test_twenty_first_requests_of_one_person_make_one_user(settings: Settings) -> None:
    async def work(door: Door, standing: Gate) -> None:
        tokens = [KEY.issue(standing.claims(jti=str(number))) for number in range(20)]
        found = await asyncio.gather(*(door.identity(token) for token in tokens))
        assert len({identity.user for identity in found}) == 1

    enter(settings, work)


def test_an_access_token_may_do_what_it_was_made_for(settings: Settings) -> None:
    made = create(owner_url(settings), "anna", name="laptop", scopes=["read"], expires_at=None)

    async def work(door: Door, _standing: Gate) -> None:
        identity = await door.identity(made.token)
        assert (identity.scopes, identity.kind, identity.name) == (frozenset({"read"}), "token", "laptop")
        assert await door.identity(made.token) is identity
        assert door.people.asked == 1
        # Neither its hash nor anything near it opens the door.
        for bent in (minted(), made.token[:-1], made.token + "0", made.token.upper(), f"ttp_{made.stored.id}"):
            assert await door.refusal(bent) in (Reason.TOKEN_UNKNOWN, Reason.TOKEN_MALFORMED)
        assert door.people.asked == 2  # the well-formed one alone reached the database

    enter(settings, work)


def test_a_revoked_token_stops_within_ten_seconds(settings: Settings) -> None:
    made = create(owner_url(settings), "anna", expires_at=None)

    async def work(door: Door, standing: Gate) -> None:
        await door.identity(made.token)
        revoke(owner_url(settings), str(made.stored.id))
        standing.clock.pass_ms(TOKEN_REMEMBERED_MS - 1)
        await door.identity(made.token)
        standing.clock.pass_ms(1)
        assert await door.refusal(made.token) == Reason.TOKEN_UNKNOWN
        assert await door.refusal(made.token) == Reason.TOKEN_UNKNOWN

    enter(settings, work)


def test_an_access_token_ends_when_it_expires_remembered_or_not(settings: Settings) -> None:
    async def work(door: Door, standing: Gate) -> None:
        expires_at = datetime.fromtimestamp(standing.clock.wall_s() + 3, UTC)
        made: NewToken = create(owner_url(settings), "anna", expires_at=expires_at)
        await door.identity(made.token)
        standing.clock.pass_ms(2_999)
        await door.identity(made.token)
        assert door.people.asked == 1
        standing.clock.pass_ms(1)
        assert await door.refusal(made.token) == Reason.TOKEN_EXPIRED
        assert len(door.authenticator.memory) == 0

    enter(settings, work)


def test_a_token_of_an_issuer_is_remembered_for_a_minute_and_never_past_its_end(settings: Settings) -> None:
    async def work(door: Door, standing: Gate) -> None:
        long, short = (KEY.issue(standing.claims(exp=standing.clock.wall_s() + life_s)) for life_s in (3_600, 30))
        await door.identity(long)
        await door.identity(short)
        standing.clock.pass_ms(29_999)
        await door.identity(short)
        assert door.people.asked == 2
        standing.clock.pass_ms(1)
        await door.identity(short)  # verified again: the clocks may differ by five seconds
        assert door.people.asked == 3
        standing.clock.pass_ms(5_000)
        assert await door.refusal(short) == Reason.TOKEN_EXPIRED
        standing.clock.pass_ms(REMEMBERED_MS - 35_001)
        await door.identity(long)
        assert door.people.asked == 3
        standing.clock.pass_ms(1)
        await door.identity(long)
        assert door.people.asked == 4
        # Somebody sets the clock back: what was remembered does not live longer for it.
        standing.clock.step_ms(-3_600_000)
        standing.clock.pass_ms(REMEMBERED_MS)
        assert await door.refusal(long) == Reason.TOKEN_NOT_YET_VALID

    enter(settings, work)


def test_a_user_that_is_erased_is_forgotten_at_once(settings: Settings) -> None:
    async def work(door: Door, standing: Gate) -> None:
        anna, bert = KEY.issue(standing.claims(sub="anna")), KEY.issue(standing.claims(sub="bert"))
        identity = await door.identity(anna)
        await door.identity(bert)
        door.authenticator.memory.forget(identity.user)
        await door.identity(bert)
        assert door.people.asked == 2
        await door.identity(anna)
        assert door.people.asked == 3

    enter(settings, work)


def test_the_memory_is_bounded_and_the_oldest_go_first() -> None:
    memory = Memory(HandClock(), most=3)
    who = [Identity(uuid4(), frozenset(), "jwt", "") for _ in range(5)]
    for number, identity in enumerate(who):
        memory.put(bytes([number]), identity, 1_000, None)
        memory.put(bytes([number]), identity, 1_000, None)
    assert len(memory) == 3
    assert [memory.get(bytes([number])) for number in range(5)] == [None, None, *who[2:]]


def test_the_memory_holds_no_token(settings: Settings) -> None:
    async def work(door: Door, standing: Gate) -> None:
        token = KEY.issue(standing.claims())
        await door.identity(token)
        held = repr(vars(door.authenticator.memory))
        assert not any(part in held for part in token.split("."))

    enter(settings, work)


def test_tokens_that_are_none(settings: Settings) -> None:
    async def work(door: Door, _standing: Gate) -> None:
        for odd in (b"x", b"\xff\xfe\x00", b"a.b.c", "é.é.é", b"ttp_", b"ttp_" + b"\xff" * 49, b"x" * LONGEST_TOKEN):
            assert await door.refusal(odd) == Reason.TOKEN_MALFORMED
        assert door.people.asked == 0

    enter(settings, work)


@pytest.mark.parametrize("scheme", [b"Bearer ", b"bearer ", b"BEARER ", b"Bearer   "])
def test_the_scheme_is_read_in_any_case(scheme: bytes) -> None:
    assert bearer_token(headers("token", scheme)) == b"token"


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ([], Reason.TOKEN_MISSING),
        (headers(""), Reason.TOKEN_MISSING),
        (headers("   "), Reason.TOKEN_MISSING),
        (headers("token", b""), Reason.TOKEN_MISSING),
        (headers("dXNlcjpwYXNz", b"Basic "), Reason.TOKEN_MISSING),
        (headers("token", b"Bearer\t"), Reason.TOKEN_MISSING),
        (headers("token", b"DPoP "), Reason.TOKEN_MISSING),
        ([*headers("token"), *headers("token")], Reason.TOKEN_MALFORMED),
        ([*headers("dXNlcjpwYXNz", b"Basic "), *headers("token")], Reason.TOKEN_MALFORMED),
        (headers("x" * (LONGEST_TOKEN + 1)), Reason.TOKEN_MALFORMED),
    ],
)
def test_headers_without_one_bearer_token(sent: list[tuple[bytes, bytes]], reason: Reason) -> None:
    with pytest.raises(IdentityError, match=reason):
        bearer_token(sent)


def test_what_the_database_remembers_of_a_token_is_its_last_use_to_the_hour(
    settings: Settings, owner: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    made = create(owner_url(settings), "anna", expires_at=None)
    used = "select last_used_at, xmin::text from access_tokens"

    async def work(door: Door, standing: Gate) -> None:
        await door.identity(made.token)
        first = owner.execute(used).fetchone()
        assert first
        assert first[0]
        standing.clock.pass_ms(TOKEN_REMEMBERED_MS)
        await door.identity(made.token)
        assert door.people.asked == 2
        assert owner.execute(used).fetchone() == first

    enter(settings, work)
