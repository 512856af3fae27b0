"""What every process of the server wears around its routes: ids and logs, proxies, CORS, limits, bodies, health."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from truthtime_server import health
from truthtime_server.auth import Doorkeeper
from truthtime_server.bodies import Bodies
from truthtime_server.clock import SystemClock
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.limits import LimitedByAddress, Limiter, Policy, Settled
from truthtime_server.metrics import Metrics
from truthtime_server.notes import LARGEST_BODY_BYTES
from truthtime_server.observability import Observed

PAGES: Final = ("/api/sync/push",)
"""Paths that take a page of events."""

NOTES: Final = ("/api/notes", "/api/notes/")
"""Paths that take a note, which may be long."""

SAMPLE_EVERY_S: Final = 5.0

_SETTLE: Final = "select * from rate_settle($1, $2)"
_FORGET: Final = "select rate_forget()"
_SCHEMA: Final = "select schema_revision()"


class Operation:
    """The parts of one process that look after the others.

    Args:
        settings: limits, bounds and who may look.
        database: the open database; asked when it is needed.
    """

    def __init__(self, settings: Settings, database: Callable[[], Database]) -> None:
        self._settings = settings
        self._database = database
        self.metrics = Metrics(settings.slow_statement_ms)
        self.limiter = Limiter(self.settle, self._forget, self.metrics, SystemClock())
        self.of_users = Policy("user", settings.requests_per_minute)
        self.readiness = health.Readiness(self._schema, health.expected_schema())
        self._log = structlog.get_logger("database")

    def equip(self, app: FastAPI, public: frozenset[str]) -> None:
        """Put everything around the routes of an application; `app.state.readiness` tells it that it is to end.

        Args:
            public: paths that ask for no identity of a user.
        """
        settings = self._settings
        app.state.readiness = self.readiness
        if self.of_users.limit:
            app.state.user_limit = (self.limiter, self.of_users)
        token = settings.metrics_token.get_secret_value()
        app.include_router(health.routes(self.readiness, self.metrics, token))
        # The one that is added last is the outermost.
        larger = dict.fromkeys(PAGES, settings.max_page_bytes) | dict.fromkeys(NOTES, LARGEST_BODY_BYTES)
        app.add_middleware(Bodies, most_bytes=settings.max_body_bytes, larger=larger, within_s=settings.body_timeout_s)
        app.add_middleware(Doorkeeper, public=public)
        app.add_middleware(
            LimitedByAddress,
            limiter=self.limiter,
            requests=Policy("address", settings.address_requests_per_minute),
            failures=Policy("failures", settings.address_failures_per_minute),
        )
        if settings.allowed_origins:
            app.add_middleware(
                CORSMiddleware,
                allow_origins=settings.allowed_origins,
                allow_methods=("GET", "POST", "PUT", "PATCH", "DELETE"),
                allow_headers=("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match"),
                expose_headers=("ETag", "Retry-After", "RateLimit", "RateLimit-Policy", "X-Request-Id"),
            )
        if settings.trusted_proxies:
            app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
        app.add_middleware(Observed, metrics=self.metrics)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While the process serves: watch the database, settle limits, sample numbers."""
        database = self._database()
        database.watch = self._stated
        self.metrics.watch_pool(lambda: self._database().in_use)
        self.limiter.open()
        sampling = asyncio.get_running_loop().create_task(self._sample_now_and_then(), name="metrics")
        try:
            yield
        finally:
            self.readiness.leaving.set()
            sampling.cancel()
            await asyncio.gather(sampling, return_exceptions=True)
            await self.limiter.close()

    def _stated(self, statement: str, duration_s: float, wait_s: float) -> None:
        if self.metrics.stated(statement, duration_s, wait_s):
            self._log.warning("slow_statement", statement=statement, duration_ms=round(duration_s * 1_000))

    async def _sample_now_and_then(self) -> None:
        while True:
            self.metrics.sample()
            await asyncio.sleep(SAMPLE_EVERY_S)

    async def settle(self, keys: Sequence[bytes], hits: Sequence[int]) -> list[Settled]:
        """Add hits to the counts that all processes share (limits.py)."""
        found = await self._database().rows(_SETTLE, keys, hits)
        return [Settled(bytes(row["key"]), row["hits"], row["hits_before"], row["left_ms"]) for row in found]

    async def _forget(self) -> None:
        await self._database().value(_FORGET)

    async def _schema(self) -> str:
        return str(await self._database().value(_SCHEMA))
