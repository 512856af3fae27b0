"""Prometheus metrics: what is counted, and the page a scraper reads. Values of several workers add up.

With more than one worker `serve` sets PROMETHEUS_MULTIPROC_DIR before this module is imported; prometheus_client then
keeps every value in a file there, and whichever worker is asked adds up all of them.
"""

import hmac
import ipaddress
import os
import platform
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

SHARED_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4

BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency histograms, in seconds."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Others are counted as one: a label that senders choose would grow without end."""

_FORWARDED: Final = frozenset({b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"})


disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each one, which nobody asks for


class Metrics:
    """All numbers of one process.

    Args:
        slow_ms: a statement of the database that takes longer counts as slow.
    """

    def __init__(self, slow_ms: int = 500) -> None:
        self.registry = CollectorRegistry()
        made: dict[str, Any] = {"registry": self.registry}
        self._latency = Histogram(
            "truthtime_http_request_duration_seconds",
            "Time from the request to the end of its answer (of a stream: to its beginning).",
            ["method", "route", "status"],
            buckets=BUCKETS_S,
            **made,
        )
        self._faults = Counter(
            "truthtime_http_faults_total", "Requests that failed inside the server, by kind.", ["route", "kind"], **made
        )
        self.limited = Counter("truthtime_rate_limited_total", "Requests refused by a limit.", ["policy"], **made)
        self.unsettled = Counter(
            "truthtime_rate_settlements_failed_total", "Times the shared counts of limits could not be reached.", **made
        )
        self._statements = Histogram(
            "truthtime_db_statement_duration_seconds",
            "Time of one statement in the database, without the wait for a connection.",
            ["statement"],
            buckets=BUCKETS_S,
            **made,
        )
        self._slow = Counter("truthtime_db_slow_statements_total", "Statements over the limit.", ["statement"], **made)
        self._waits = Histogram(
            "truthtime_db_pool_wait_seconds", "Wait for a connection of the pool.", buckets=BUCKETS_S, **made
        )
        self._in_use = Gauge(
            "truthtime_db_pool_in_use", "Connections at work now.", multiprocess_mode="livesum", **made
        )
        self._pool = Gauge(
            "truthtime_db_pool_limit", "Most connections there may be.", multiprocess_mode="livesum", **made
        )
        build = Gauge("truthtime_build_info", "Always 1.", ["version", "python"], multiprocess_mode="max", **made)
        build.labels(version("truthtime"), platform.python_version()).set(1)
        self.slow_s = slow_ms / 1_000
        self._read_pool: Callable[[], tuple[int, int]] = _no_pool
        self._children: dict[tuple[str, str, int], Any] = {}
        self._statement_children: dict[str, Any] = {}

    def answered(self, method: str, route: str, status: int, duration_s: float) -> None:
        """Count one request.

        Args:
            method: as it was sent.
            route: the template of its path, never the path itself.
            status: of the answer.
            duration_s: see the histogram's description.
        """
        key = (method, route, status)
        child = self._children.get(key)
        if child is None:
            child = self._latency.labels(method if method in METHODS else "other", route, str(status))
            self._children[key if method in METHODS else ("other", route, status)] = child
        child.observe(duration_s)

    def failed(self, route: str, kind: str) -> None:
        """Count a request that ended in an error nobody expected, by the error's class."""
        self._faults.labels(route, kind).inc()

    def stated(self, statement: str, duration_s: float, wait_s: float) -> bool:
        """Count one statement of the database.

        Args:
            statement: the name of its function, never its text.
            duration_s: how long the database took.
            wait_s: how long a connection was waited for.

        Returns:
            whether it was slow.
        """
        child = self._statement_children.get(statement)
        if child is None:
            child = self._statement_children[statement] = self._statements.labels(statement)
        child.observe(duration_s)
        self._waits.observe(wait_s)
        slow = duration_s >= self.slow_s
        if slow:
            self._slow.labels(statement).inc()
        return slow

    def watch_pool(self, in_use: Callable[[], tuple[int, int]]) -> None:
        """Read the pool whenever this process is asked for its numbers.

        Args:
            in_use: connections at work, and the most there may be.
        """
        self._read_pool = in_use

    def sample(self) -> None:
        """Take over what is only known now. Every worker does so now and then: any of them may be asked."""
        used, most = self._read_pool()
        self._in_use.set(used)
        self._pool.set(most)

    def page(self) -> bytes:
        """The text a scraper reads, of all workers together."""
        self.sample()
        if not os.environ.get(SHARED_FOLDER):
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def _no_pool() -> tuple[int, int]:
    return 0, 0


def forget_worker(pid: int) -> None:
    """A worker has ended: what it had counted stays, what it held no longer counts."""
    mark_process_dead(pid)  # type: ignore[no-untyped-call]


def may_scrape(client: str, headers: Iterable[tuple[bytes, bytes]], token: str) -> bool:
    """Whether the metrics are shown to this request: it comes from this very computer, or it carries the token.

    A request that a proxy on this computer passed on comes from somewhere else, so one with a proxy's headers needs
    the token.

    Args:
        client: address of the other end.
        headers: of the request.
        token: the configured one; empty when there is none.
    """
    sent = {name.lower(): value for name, value in headers}
    if token and hmac.compare_digest(sent.get(b"authorization", b""), b"Bearer " + token.encode()):
        return True
    if _FORWARDED & sent.keys():
        return False
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False
