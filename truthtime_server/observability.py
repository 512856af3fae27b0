"""What the server tells its operator: a log line per request, metrics, reports of errors. Never what people wrote.

A line holds the route's template, not the path, and the user's id; no query, header, body, token or address. Errors are
told by their class and by where they happened, because the message of an error may quote what somebody sent (a
database's DETAIL quotes whole rows).
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from time import perf_counter
from traceback import extract_tb
from types import TracebackType
from typing import Any, Final, TextIO
from uuid import uuid4

import orjson
import sentry_sdk
import structlog
from sentry_sdk.types import Event, Hint
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from truthtime_core.errors import TruthTimeError
from truthtime_server.errors import ProblemError, problem_response
from truthtime_server.metrics import Metrics

REQUEST_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,128}")
"""Ids of others that are taken over: long enough to mean something, and nothing that could break a line."""

QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Routes that machines ask all the time; they are logged when they fail."""

NOT_FOUND: Final = 404
SERVER_ERROR: Final = 500
BUSY: Final = 503
"""Said on purpose (shutting down, no database, too much at once), and counted; the alerts look at how often."""

GONE: Final = 499
"""Stands in logs and metrics for: the client went away before there was an answer."""

SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
"""Added where a route has not said something else itself."""

STRICT_TRANSPORT: Final = (b"strict-transport-security", b"max-age=31536000")

HIDDEN: Final = "(hidden)"
_PLAIN: Final = "_plain"
PLAIN: Final = {_PLAIN: True}
"""Marks a line whose values the server has made itself: nothing has to be looked for in it."""

_SECRET_NAMES: Final = re.compile(r"token|secret|password|authorization|cookie|dsn|api_?key|signature", re.IGNORECASE)
_SECRETS: Final = re.compile(
    r"ttp_[A-Za-z0-9]+|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_.-]*|(?:sk|rk|whsec)_[A-Za-z0-9_]+|(?i:bearer)\s+\S+"
    r"|(?<=://)[^/\s@]+@"
)
"""Our access tokens, JWTs, Stripe's keys, bearer tokens of any kind, and the user part of an address."""


def start_logging(level: str = "info", *, plain: bool = False, file: TextIO | None = None) -> None:
    """Send every log of this process through one gate, which hides secrets.

    Args:
        level: what is told: debug, info, warning or error.
        plain: lines for people (`dev`) instead of JSON.
        file: where to; None is standard output.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    out = file or sys.stdout
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _errors_by_place,
        _without_secrets,
    ]
    last = structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer(_json)
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
        )
    )
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(max(number, logging.INFO))
    for chatty in ("uvicorn.access", "httpx2", "httpcore2", "httpx", "httpcore", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def start_error_reports(dsn: str, environment: str, release: str) -> None:
    """Report unexpected errors to Sentry, or to anything that speaks its protocol.

    Args:
        dsn: where to; empty reports nothing.
        environment: how this installation is called there.
        release: the program's version.
    """
    sentry_sdk.init(
        dsn or None,
        environment=environment,
        release=release,
        server_name="",
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=_reported,
    )


class Observed:
    """The outermost ASGI middleware: gives every request an id, and tells how it ended.

    Args:
        app: everything else.
        metrics: where requests are counted.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._log = structlog.get_logger("requests").bind()  # once: a lazy one would be put together at every call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = request_id = _request_id(scope)
        request = _Request(scope, request_id, perf_counter())

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                request.begin(message)
            await send(message)

        try:
            await self._app(scope, receive, observed)
        except ClientDisconnect:
            return
        except Exception as error:
            self._tell_fault(request, error)
            if request.status:
                raise  # The answer has begun: cutting the connection is the only way to say that it is not whole.
            await problem_response(_internal(), request_id)(scope, receive, observed)
        finally:
            self._tell(request)

    def _tell_fault(self, request: "_Request", error: Exception) -> None:
        kind = type(error).__name__
        self._metrics.failed(request.route, kind)
        self._log.error("fault", request_id=request.id, route=request.route, exc_info=error)
        if sentry_sdk.get_client().is_active():
            with sentry_sdk.new_scope() as scope:
                scope.set_tag("request_id", request.id)
                scope.set_tag("route", request.route)
                scope.set_user({"id": request.user} if request.user else None)
                scope.capture_exception(error)

    def _tell(self, request: "_Request") -> None:
        status, route, method = request.status or GONE, request.route, request.scope["method"]
        duration_s = (request.streamed_at_s or perf_counter()) - request.began_at_s
        self._metrics.answered(method, route, status, duration_s)
        if route in QUIET and status < SERVER_ERROR:
            return
        tell = self._log.info if status < SERVER_ERROR else self._log.error if status != BUSY else self._log.warning
        tell(
            "request",
            **PLAIN,
            method=method,
            route=route,
            status=status,
            duration_ms=round(duration_s * 1_000, 2),
            user=request.user,
            request_id=request.id,
        )


class _Request:
    """One request while it lasts."""

    __slots__ = ("began_at_s", "id", "scope", "status", "streamed_at_s")

    def __init__(self, scope: Scope, request_id: str, began_at_s: float) -> None:
        self.scope = scope
        self.id = request_id
        self.began_at_s = began_at_s
        self.status = 0
        self.streamed_at_s = 0.0

    @property
    def route(self) -> str:
        """The template of its path; one word for all that lead nowhere, and one for what was refused on the way."""
        found = getattr(self.scope.get("route"), "path", None)
        return found or ("unmatched" if self.status == NOT_FOUND else "refused_early")

    @property
    def user(self) -> str | None:
        """Whose request it was, once that is known."""
        found = self.scope["state"].get("user")
        return str(found) if found else None

    def begin(self, message: Message) -> None:
        """The answer begins: it gets the id and what keeps browsers careful."""
        self.status = message["status"]
        headers = list(message.get("headers", ()))
        said = dict(headers)
        headers += [one for one in SECURITY_HEADERS if one[0] not in said]
        if self.scope.get("scheme") == "https":
            headers.append(STRICT_TRANSPORT)
        headers.append((b"x-request-id", self.id.encode()))
        message["headers"] = headers
        if said.get(b"content-type", b"").startswith(b"text/event-stream"):
            self.streamed_at_s = perf_counter()


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
            return str(value, "ascii")
    return uuid4().hex


def _internal() -> ProblemError:
    title, hint = "The server failed.", "Try again; tell its operator the request id."
    return ProblemError(500, "internal_error", title, hint)


def places(trace: TracebackType | None) -> list[str]:
    """Where an error went through, innermost last: file, line and function, nothing that was in them."""
    found = extract_tb(trace)
    return [f"{one.filename.rpartition('site-packages/')[2]}:{one.lineno} {one.name}" for one in found]


def _errors_by_place(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Instead of a traceback with messages: the classes, the places, and the codes a database gives."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["places"] = places(error.__traceback__)
        if isinstance(error, TruthTimeError):
            event["title"] = error.title
        for name in ("sqlstate", "constraint_name", "errno"):
            if (code := getattr(error, name, None)) is not None:
                event[name] = code
        if error.__cause__ is not None:
            event["cause"] = type(error.__cause__).__name__
            event["cause_places"] = places(error.__cause__.__traceback__)[-3:]
    return event


def _without_secrets(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if event.pop(_PLAIN, False):
        return event
    for name, value in event.items():
        if _SECRET_NAMES.search(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = _SECRETS.sub(HIDDEN, value)
    return event


def _json(event: object, **_options: object) -> str:
    return orjson.dumps(event, default=str).decode()


def _reported(event: Event, _hint: Hint) -> Event:
    """What leaves for Sentry: classes, places, versions, the request's id and route, the user's id. No words."""
    kept = {"event_id", "timestamp", "platform", "level", "release", "environment", "sdk", "tags", "user", "exception"}
    reported: dict[str, Any] = {name: value for name, value in event.items() if name in kept}
    reported["user"] = {"id": id_} if (id_ := (event.get("user") or {}).get("id")) else None
    for one in (reported.get("exception") or {}).get("values", ()):
        one["value"] = ""
        for frame in (one.get("stacktrace") or {}).get("frames", ()):
            for name in ("vars", "pre_context", "context_line", "post_context"):
                frame.pop(name, None)
    return reported  # type: ignore[return-value]
