"""Who is asking: the identity behind the bearer token of a request (RFC 6750), and what it may do.

A verified token is remembered by its SHA-256 for a short time, so that most requests cost a hash and a look-up. That is
also how long a revoked token may go on in a process that has just seen it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from truthtime_server.access_tokens import PREFIX, SCOPES, digest, is_well_formed
from truthtime_server.clock import ServerClock
from truthtime_server.errors import ProblemError, problem_response, request_id_of
from truthtime_server.issuers import LONGEST_TOKEN, Issuers
from truthtime_server.refusals import IdentityError, Reason, problem

REMEMBERED_MS = 60_000
"""A token of an issuer is verified again after this; an erased person or a withdrawn key is noticed no later."""

TOKEN_REMEMBERED_MS = 10_000
"""The same for a personal access token: a revoked one stops working within this time, in every process."""

MOST_REMEMBERED = 20_000
SCHEME = b"bearer "
AUTHORIZATION = b"authorization"
IDENTITY = "truthtime.identity"
"""Where the identity stands in the ASGI scope of a request."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking.

    Attributes:
        user: the row of `users`.
        scopes: what the token may do.
        kind: a JWT of an issuer, or a personal access token.
        name: for people who read logs: the client that the JWT was issued to, or the name of the access token.
    """

    user: UUID
    scopes: frozenset[str]
    kind: Literal["jwt", "token"]
    name: str


class StoredToken(NamedTuple):
    """What the database says about an access token that exists and was not revoked."""

    user: UUID
    name: str
    scopes: frozenset[str]
    expires_at: datetime | None


class People(Protocol):
    """Where users and access tokens are looked up; the real one is the database."""

    async def identify_person(self, issuer: str, subject: str) -> UUID:
        """The user that this issuer calls by this name; made on first sight."""
        ...

    async def identify_token(self, token_hash: bytes) -> StoredToken | None:
        """The access token with this SHA-256; None when there is none or it was revoked."""
        ...


class Remembered(NamedTuple):
    """An identity, and until when it may be used without looking again."""

    identity: Identity
    until_steady_ms: int
    expires_at_ms: int | None


class Memory:
    """Verified tokens by their SHA-256, at most so many; the oldest go first.

    Args:
        clock: how long ago it was, and whether the token has expired since.
        most: how many.
    """

    def __init__(self, clock: ServerClock, most: int = MOST_REMEMBERED) -> None:
        self._clock = clock
        self._most = most
        self._known: dict[bytes, Remembered] = {}

    def __len__(self) -> int:
        return len(self._known)

    def get(self, token_hash: bytes) -> Identity | None:
        """The identity, while it holds."""
        known = self._known.get(token_hash)
        if known is None:
            return None
        if self._clock.steady_ms() < known.until_steady_ms and (
            known.expires_at_ms is None or self._clock.wall_ms() < known.expires_at_ms
        ):
            return known.identity
        del self._known[token_hash]
        return None

    def put(self, token_hash: bytes, identity: Identity, hold_ms: int, expires_at_ms: int | None) -> None:
        """Remember it for so many milliseconds, and never past its expiry."""
        self._known.pop(token_hash, None)
        if len(self._known) >= self._most:
            del self._known[next(iter(self._known))]
        self._known[token_hash] = Remembered(identity, self._clock.steady_ms() + hold_ms, expires_at_ms)

    def forget(self, user: UUID) -> None:
        """Look again at every token of this user, here and now; other processes do within the time of the memory."""
        self._known = {key: known for key, known in self._known.items() if known.identity.user != user}


class Doorkeeper:
    """ASGI middleware: nothing else of a request is read before it is known who sent it.

    The framework reads and checks a body before any code of a route runs. Without this, somebody without a token would
    be told what is wrong with their body, and could make the server read it.

    Args:
        app: what is behind the door; its `state.services.authenticator` tells who is there.
        public: the paths under `/api/` that everybody may use.
    """

    def __init__(self, app: ASGIApp, public: Collection[str]) -> None:
        self._app = app
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer those who are not to be let in; put the identity of the others into the scope."""
        if scope["type"] == "http" and scope["path"].startswith("/api/") and scope["path"] not in self._public:
            try:
                scope[IDENTITY] = await identified(scope)
            except ProblemError as refused:
                answer = problem_response(refused, request_id_of(Request(scope)))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def identified(scope: Scope) -> Identity:
    """Who sent the request.

    Raises:
        ProblemError: 401: nobody that is to be let in; 503: that cannot be told at the moment.
    """
    known: Identity | None = scope.get(IDENTITY)
    if known is not None:
        return known
    authenticator: Authenticator = scope["app"].state.services.authenticator
    try:
        return await authenticator.identify(scope["headers"])
    except IdentityError as refused:
        raise problem(refused.reason) from None


class Authenticator:
    """Tells who is asking.

    Args:
        issuers: verifies the tokens of issuers.
        people: users and access tokens.
        clock: expiry of access tokens and of the memory.
    """

    def __init__(self, issuers: Issuers, people: People, clock: ServerClock) -> None:
        self._issuers = issuers
        self._people = people
        self._clock = clock
        self.memory = Memory(clock)

    async def identify(self, headers: Iterable[tuple[bytes, bytes]]) -> Identity:
        """Who sent a request with these headers.

        Raises:
            IdentityError: nobody that is to be let in; it says why.
        """
        token = bearer_token(headers)
        token_hash = sha256(token).digest()
        identity = self.memory.get(token_hash)
        if identity is not None:
            return identity
        text = token.decode("latin-1")
        return await (self._stored(text) if text.startswith(PREFIX) else self._issued(text, token_hash))

    async def _stored(self, token: str) -> Identity:
        if not is_well_formed(token):
            raise IdentityError(Reason.TOKEN_MALFORMED)
        token_hash = digest(token)
        found = await self._people.identify_token(token_hash)
        if found is None:
            raise IdentityError(Reason.TOKEN_UNKNOWN)
        expires_at_ms = None if found.expires_at is None else int(found.expires_at.timestamp() * 1_000)
        if expires_at_ms is not None and self._clock.wall_ms() >= expires_at_ms:
            raise IdentityError(Reason.TOKEN_EXPIRED)
        identity = Identity(found.user, found.scopes, "token", found.name)
        self.memory.put(token_hash, identity, TOKEN_REMEMBERED_MS, expires_at_ms)
        return identity

    async def _issued(self, token: str, token_hash: bytes) -> Identity:
        person = await self._issuers.verify(token)
        user = await self._people.identify_person(person.issuer, person.subject)
        identity = Identity(user, frozenset(SCOPES), "jwt", person.party or person.issuer)
        self.memory.put(token_hash, identity, REMEMBERED_MS, person.expires_at_ms)
        return identity


def bearer_token(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The token of the one header Authorization. Tokens in addresses and bodies are not looked for.

    Raises:
        IdentityError: no bearer token, more than one such header, or a token of unreasonable length.
    """
    found: bytes | None = None
    for name, value in headers:
        if name == AUTHORIZATION:
            if found is not None:
                raise IdentityError(Reason.TOKEN_MALFORMED)
            found = value
    if found is None or found[: len(SCHEME)].lower() != SCHEME:
        raise IdentityError(Reason.TOKEN_MISSING)
    token = found[len(SCHEME) :].strip(b" ")
    if not token:
        raise IdentityError(Reason.TOKEN_MISSING)
    if len(token) > LONGEST_TOKEN:
        raise IdentityError(Reason.TOKEN_MALFORMED)
    return token
