"""The only door to asyncpg: a pool, and calls of the database's own functions, one round trip each.

Who a call speaks for goes with it, signed (`Database.identity`), and holds for its transaction only: set for a session
it would leak through a transaction-pooling PgBouncer to whoever uses the connection next.
"""

import hmac
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256
from time import perf_counter
from typing import Any
from uuid import UUID

import asyncpg

from truthtime_server.config import Settings
from truthtime_server.errors import ProblemError

CALL_TIMEOUT_S = 20.0
CONNECT_TIMEOUT_S = 5.0

_FUNCTION = re.compile(r"\b(\w+)\(")
_GONE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.exceptions.InsufficientResourcesError,
)


class Database:
    """A pool of connections as the API's role.

    Args:
        settings: address, size of the pool, and the key that identities are signed with.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._key = settings.identity_key.get_secret_value().encode()
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self.watch: Callable[[str, float, float], None] = _nobody_watches
        """Told of every statement: its name, its seconds, and the seconds a connection was waited for."""

    async def open(self) -> None:
        """Make the pool. A database that is not there yet is met again at every call."""
        self._pool = asyncpg.create_pool(
            self._settings.database_url.get_secret_value(),
            min_size=0,
            max_size=self._settings.pool_size,
            command_timeout=CALL_TIMEOUT_S,
            timeout=CONNECT_TIMEOUT_S,
            statement_cache_size=0 if self._settings.behind_pooler else 200,
            # Nothing to reset: identities are set for one transaction, and sessions hold no state of ours.
            reset=_nothing_to_reset,
            server_settings={} if self._settings.behind_pooler else {"application_name": "truthtime", "jit": "off"},
        )
        await self._pool

    async def close(self) -> None:
        """Let running calls end, then close every connection."""
        if self._pool is not None:
            await self._pool.close()

    def identity(self, user: UUID) -> str:
        """The user with the proof that the database asks for (migration 0001, function app_user)."""
        name = str(user)
        return f"{name}:{hmac.digest(self._key, name.encode(), sha256).hex()}"

    async def value(  # whatever the function returns
        self, statement: str, *arguments: object, timeout_s: float | None = None
    ) -> Any:  # noqa: ANN401
        """The one value that a statement returns, in a transaction of its own.

        Args:
            timeout_s: of the statement, where it may take longer than others.

        Raises:
            ProblemError: 503, the database cannot be reached or does not answer in time.
        """
        async with self._connection(statement) as connection:
            return await connection.fetchval(statement, *arguments, timeout=timeout_s)

    async def row(self, statement: str, *arguments: object) -> asyncpg.Record | None:
        """The first row that a statement returns, in a transaction of its own; None when there is none.

        Raises:
            ProblemError: as for `value`.
        """
        async with self._connection(statement) as connection:
            return await connection.fetchrow(statement, *arguments)

    async def rows(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Every row that a statement returns, in a transaction of its own.

        Raises:
            ProblemError: as for `value`.
        """
        async with self._connection(statement) as connection:
            found: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
            return found

    @property
    def in_use(self) -> tuple[int, int]:
        """Connections at work now, and the most there may be."""
        if self._pool is None:
            return 0, self._settings.pool_size
        return self._pool.get_size() - self._pool.get_idle_size(), self._settings.pool_size

    @asynccontextmanager
    async def _connection(self, statement: str) -> AsyncIterator[Any]:
        if self._pool is None:
            raise unavailable()
        asked_s = perf_counter()
        try:
            async with self._pool.acquire(timeout=CONNECT_TIMEOUT_S) as connection:
                got_s = perf_counter()
                try:
                    yield connection
                finally:
                    self.watch(named(statement), perf_counter() - got_s, got_s - asked_s)
        except _GONE as error:
            raise unavailable() from error
        except asyncpg.ForeignKeyViolationError as error:
            if not str(error.constraint_name).endswith("_user_id_fkey"):
                raise
            raise _erased() from error


def _erased() -> ProblemError:
    """The answer to a token that was verified before its account was erased."""
    return ProblemError(
        401,
        "account_erased",
        "This account was erased.",
        "Sign in again to begin with an empty one.",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


@cache
def named(statement: str) -> str:
    """The name that metrics and logs know a statement by: its first function, never its text."""
    found = _FUNCTION.search(statement)
    return found[1] if found else "other"


def unavailable() -> ProblemError:
    """The answer while the database cannot be asked. Nothing was acknowledged, but it may be stored."""
    return ProblemError(
        503,
        "database_unavailable",
        "The server cannot reach its database.",
        "Try again soon. With the same Idempotency-Key nothing is stored twice.",
        headers={"Retry-After": "2"},
    )


def _nobody_watches(_statement: str, _duration_s: float, _wait_s: float) -> None:
    return


async def _nothing_to_reset(_connection: object) -> None:
    return
