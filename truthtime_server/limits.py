"""Rate limits per user and per address that hold across processes, without a round trip per request.

A sliding window, approximated as two fixed ones: what was admitted in this minute, plus what was admitted in the last
one, weighted by how much of it still lies within the past 60 seconds. The counts live in PostgreSQL, in an unlogged
table: a crash of the database empties it, which starts every count afresh.

Each process admits out of a share of what is left and settles with the database in bulk: twice a second, and at once
when the share of a key is used up. A share is a sixteenth of what was left when the process last settled, and at
least one. How exact that makes a limit of n:

* one process: never more than n;
* p processes: at most n + p * (n / 16 + 1), when all of them spend a share that the others do not know of yet. Four
  processes at full speed admitted 803 of 800 (`test_four_processes_hold_one_limit`, `make soak`).
* the database cannot be reached: each process holds the limit by itself, and goes on.

Refused requests count for nothing: who waits as long as `Retry-After` says is let in.
"""

import asyncio
import ipaddress
import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from truthtime_server.clock import ServerClock
from truthtime_server.errors import ProblemError, problem_response
from truthtime_server.metrics import Metrics

SETTLE_EVERY_S: Final = 0.5
SETTLE_WITHIN_S: Final = 1.0
"""A request waits no longer than this for a settlement; then the process decides by what it knows."""

FORGET_EVERY_S: Final = 300.0
SHARES: Final = 16
WINDOW_S: Final = 60
MOST_AT_ONCE: Final = 1_000
"""Keys of one settlement."""


class Policy(NamedTuple):
    """A limit: so many in 60 seconds. 0 is no limit."""

    name: str
    limit: int


class Settled(NamedTuple):
    """What the database knows of one key after a settlement.

    Attributes:
        hits: admitted by all processes in this window.
        hits_before: and in the one before it.
        left_ms: until this window ends.
    """

    key: bytes
    hits: int
    hits_before: int
    left_ms: int


Settle = Callable[[Sequence[bytes], Sequence[int]], Awaitable[Sequence[Settled]]]
"""Adds hits to keys, all of them in one statement, and says where each of them stands."""

Forget = Callable[[], Awaitable[None]]
"""Takes away counts that no longer matter."""


class Standing(NamedTuple):
    """Where somebody stands after a request.

    Attributes:
        left: requests that would be admitted now.
        reset_s: until the present window ends.
    """

    policy: Policy
    left: int
    reset_s: int

    def headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"{self.policy.name}";q={self.policy.limit};w={WINDOW_S}',
            "RateLimit": f'"{self.policy.name}";r={self.left};t={self.reset_s}',
        }

    def fields(self) -> list[tuple[bytes, bytes]]:
        """The same as ASGI wants them."""
        return [(name.lower().encode(), value.encode()) for name, value in self.headers().items()]


@dataclass(slots=True)
class _Count:
    """What this process knows of one key."""

    policy: Policy
    ends_at_s: float
    share: int
    used_at_s: float = 0.0
    before: int = 0
    known: int = 0
    pending: int = 0
    settling: int = 0

    def roll(self, now_s: float) -> None:
        """Begin the window that `now_s` lies in."""
        if now_s < self.ends_at_s:
            return
        passed = int((now_s - self.ends_at_s) // WINDOW_S) + 1
        self.before = self.known + self.pending + self.settling if passed == 1 else 0
        self.known = 0
        self.ends_at_s += passed * WINDOW_S

    def spent(self, now_s: float) -> float:
        """How much of the limit is used up at this moment."""
        weight = min(1.0, max(0.0, (self.ends_at_s - now_s) / WINDOW_S))
        return self.before * weight + self.known + self.pending + self.settling

    def wait_s(self, now_s: float) -> float:
        """Seconds until one more fits; 0 when one fits now."""
        room = self.policy.limit - 1
        if self.spent(now_s) <= room:
            return 0.0
        mine = self.known + self.pending + self.settling
        left_s = self.ends_at_s - now_s
        if mine <= room:
            return max(0.0, left_s - (room - mine) * WINDOW_S / self.before)
        return left_s + WINDOW_S * (1 - room / mine)

    def take(self, found: Settled, now_s: float) -> None:
        """Believe the database."""
        self.known, self.before = found.hits, found.hits_before
        self.ends_at_s = now_s + found.left_ms / 1_000
        self.settling = 0
        self.share = max(1, int(self.policy.limit - self.spent(now_s)) // SHARES)


class Limiter:
    """The counts of one process.

    Args:
        settle: see `Settle`.
        forget: see `Forget`.
        metrics: where refusals are counted.
        clock: measures the windows.
    """

    def __init__(self, settle: Settle, forget: Forget, metrics: Metrics, clock: ServerClock) -> None:
        self._settle_with = settle
        self._forget = forget
        self._metrics = metrics
        self._clock = clock
        self._log = structlog.get_logger("limits")
        self._counts: dict[bytes, _Count] = {}
        self._unsettled: set[bytes] = set()
        self._dirty = asyncio.Event()
        self._settling: asyncio.Task[None] | None = None
        self._loop: asyncio.Task[None] | None = None
        self._alone = False

    def open(self) -> None:
        """Begin to settle, in the loop that runs now."""
        self._loop = asyncio.get_running_loop().create_task(self._settle_now_and_then(), name="limits")

    async def close(self) -> None:
        """Settle for the last time."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
        await self.settled()

    async def admit(self, policy: Policy, who: str, *, count: bool = True) -> Standing:
        """Count one request, or refuse it.

        Args:
            policy: which limit.
            who: the user's id, or a client's network (`network_of`).
            count: False only asks.

        Raises:
            ProblemError: 429, with `Retry-After`.
        """
        key = _key(policy.name, who)
        now_s = self._now_s()
        found = self._counts.get(key)
        if found is None:
            share = max(1, policy.limit // SHARES)
            found = self._counts[key] = _Count(policy, now_s + WINDOW_S, share)
        found.roll(now_s)
        found.used_at_s = now_s
        if found.pending + found.settling >= found.share and not self._alone:
            await self._wait_until_settled(found)
            now_s = self._now_s()
            found.roll(now_s)
        wait_s = found.wait_s(now_s)
        if wait_s > 0:
            self._metrics.limited.labels(policy.name).inc()
            raise _refused(policy, math.ceil(wait_s))
        if count:
            found.pending += 1
            self._unsettled.add(key)
            self._dirty.set()
        left = max(0, int(policy.limit - found.spent(now_s)))
        return Standing(policy, left, math.ceil(found.ends_at_s - now_s))

    def _now_s(self) -> float:
        return self._clock.steady_ms() / 1_000

    async def _wait_until_settled(self, found: _Count) -> None:
        """Until the key has a share again; a run that had begun before may not have known of its last hits."""
        try:
            async with asyncio.timeout(SETTLE_WITHIN_S):
                while found.pending + found.settling >= found.share and not self._alone:
                    await self.settled()
        except TimeoutError:
            self._metrics.unsettled.inc()

    async def settled(self) -> None:
        """Settle now, or wait for the settlement that is under way."""
        if self._settling is None or self._settling.done():
            self._settling = asyncio.get_running_loop().create_task(self._settle())
        await asyncio.shield(self._settling)

    async def _settle_now_and_then(self) -> None:
        forgotten_at_s = self._now_s()
        while True:
            await self._dirty.wait()
            await asyncio.sleep(SETTLE_EVERY_S)
            self._dirty.clear()
            await self.settled()
            if self._now_s() - forgotten_at_s > FORGET_EVERY_S:
                forgotten_at_s = self._now_s()
                await self._forget_old(forgotten_at_s)

    async def _settle(self) -> None:
        """One settlement of everything that is pending. It fails as a whole, and then the hits are pending again."""
        waiting = {key: self._counts[key] for key in self._unsettled}
        keys = sorted(waiting)
        self._unsettled = set()
        for start in range(0, len(keys), MOST_AT_ONCE):
            some = keys[start : start + MOST_AT_ONCE]
            for key in some:
                waiting[key].settling, waiting[key].pending = waiting[key].pending, 0
            try:
                found = await self._settle_with(some, [waiting[key].settling for key in some])
            except (ProblemError, OSError) as error:
                self._unsettled.update(keys[start:])
                self._on_our_own([waiting[key] for key in some], error)
                return
            now_s = self._now_s()
            for one in found:
                waiting[one.key].take(one, now_s)
            self._alone = False

    def _on_our_own(self, counts: Sequence[_Count], error: Exception) -> None:
        for count in counts:
            count.pending, count.settling = count.pending + count.settling, 0
        if not self._alone:
            self._log.warning("limits_not_shared", kind=type(error).__name__)
        self._alone = True
        self._metrics.unsettled.inc()
        self._dirty.set()

    async def _forget_old(self, now_s: float) -> None:
        old_s = now_s - 2 * WINDOW_S
        kept = {key: one for key, one in self._counts.items() if one.used_at_s > old_s or key in self._unsettled}
        self._counts = kept
        try:
            await self._forget()
        except (ProblemError, OSError) as error:
            self._log.warning("old_limits_not_deleted", kind=type(error).__name__)


class LimitedByAddress:
    """ASGI middleware: limits each client's network, and those that send wrong tokens further.

    Args:
        app: what is protected.
        limiter: the counts.
        requests: limit of all requests of one network.
        failures: limit of its requests that were answered 401.
    """

    def __init__(self, app: ASGIApp, limiter: Limiter, requests: Policy, failures: Policy) -> None:
        self._app = app
        self._limiter = limiter
        self._requests = requests
        self._failures = failures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        who = network_of(scope["client"][0] if scope.get("client") else "")
        state = scope.setdefault("state", {})
        try:
            if self._requests.limit:
                state["standing"] = await self._limiter.admit(self._requests, who)
            if self._failures.limit:
                await self._limiter.admit(self._failures, who, count=False)
        except ProblemError as problem:
            await problem_response(problem, state.get("request_id", ""))(scope, receive, send)
            return

        failed = False

        async def limited(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                failed = message["status"] == 401  # noqa: PLR2004 - Unauthorized
                standing = state.get("standing")
                if standing is not None and message["status"] != 429:  # noqa: PLR2004 - has said so itself
                    message["headers"] = [*message.get("headers", ()), *standing.fields()]
            await send(message)

        await self._app(scope, receive, limited)
        if failed and self._failures.limit:
            await self._count_failure(who)

    async def _count_failure(self, who: str) -> None:
        try:
            await self._limiter.admit(self._failures, who)
        except ProblemError:
            return  # Counted already: another request of that network was the last one admitted.


@lru_cache(maxsize=50_000)
def _key(policy: str, who: str) -> bytes:
    """What the counts of all processes know somebody by: no address and no user stands in the table."""
    return blake2b(f"{policy}:{who}".encode(), digest_size=16).digest()


async def admit_user(request: Request, user: str) -> None:
    """Count a request of this user, where the application has a limit for them (operating.py).

    Raises:
        ProblemError: 429, with `Retry-After`.
    """
    found: tuple[Limiter, Policy] | None = getattr(request.app.state, "user_limit", None)
    if found is None:
        return
    limiter, policy = found
    standing = await limiter.admit(policy, user)
    others = request.scope["state"].get("standing")
    if others is None or standing.left <= others.left:
        request.scope["state"]["standing"] = standing


@lru_cache(maxsize=50_000)
def network_of(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 of an IPv6 address, which is one household or server."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _refused(policy: Policy, wait_s: int) -> ProblemError:
    headers = Standing(policy, 0, wait_s).headers() | {"Retry-After": str(wait_s)}
    return ProblemError(
        429,
        "rate_limited",
        "Too many requests in a short time.",
        "Wait as long as Retry-After says, in seconds, then try again.",
        headers=headers,
    )
