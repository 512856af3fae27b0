"""What every route shares: the services of the process, who is asking, JSON answers, ETags, idempotency keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from zoneinfo import available_timezones

import orjson
from fastapi import Header, Request, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from truthtime_server.auth import Authenticator, Identity
from truthtime_server.clock import ServerClock
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.errors import ProblemError
from truthtime_server.recording import Answer, Order, Recorder, Sought, fingerprint
from truthtime_server.refusals import WORDS, IdentityError, Reason

JSON: Final = "application/json"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_ETAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Services:
    """What the routes work with; made once per process."""

    settings: Settings
    database: Database
    recorder: Recorder
    authenticator: Authenticator
    clock: ServerClock


class Strict(BaseModel):
    """A request's body: nothing is guessed (no number from a text) and nothing unknown is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _text_only(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a date and time is text, as RFC 3339 writes it")  # noqa: TRY004 - pydantic wants a ValueError
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_text_only), Field(strict=False)]
"""An instant as RFC 3339 writes it, with its offset."""

Zone = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_+\-/]+$")]
"""The IANA name of a time zone."""

Why = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
"""Why a person changes what was recorded."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any text of 1 to 200 visible ASCII characters, new for every request. A repeat with the same key"
        " and the same request is answered as the first one was, for two days, and changes nothing.",
    ),
]


def services_of(request: Request) -> Services:
    """The services of the process that serves this request."""
    found: Services = request.app.state.services
    return found


async def caller(request: Request, scope: str) -> Identity:
    """Who is asking; they may do what the scope names.

    Raises:
        ProblemError: 401, or 403 where the token lacks the scope.
    """
    try:
        identity = await services_of(request).authenticator.identify(request.headers.raw)
    except IdentityError as error:
        raise _refused(error.reason) from error
    if scope not in identity.scopes:
        raise _refused(Reason.SCOPE_MISSING, scope)
    request.scope.setdefault("state", {})["user"] = str(identity.user)
    return identity


def _refused(reason: Reason, scope: str = "") -> ProblemError:
    """The answer to somebody who is not let in (RFC 6750, section 3)."""
    title, hint = WORDS[reason]
    if reason is Reason.SCOPE_MISSING:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        return ProblemError(403, reason, title, hint, headers={"WWW-Authenticate": challenge})
    challenge = "Bearer" if reason is Reason.TOKEN_MISSING else 'Bearer error="invalid_token"'
    return ProblemError(401, reason, title, hint, headers={"WWW-Authenticate": challenge})


def order_of(request: Request, who: Identity, sought: Sought, key: str | None, **parts: object) -> Order:
    """The request as the recorder takes it.

    Args:
        parts: everything in it that matters; `zone`, when there, is the person's.

    Raises:
        ProblemError: the key or the zone is not one.
    """
    if key is not None and not _KEY.fullmatch(key):
        hint = "It is 1 to 200 visible ASCII characters, new for every request."
        raise ProblemError(400, "idempotency_key_malformed", "The Idempotency-Key cannot be used.", hint)
    zone = str(parts.get("zone") or "UTC")
    if zone not in known_zones():
        hint = "Send an IANA name such as Europe/Paris."
        raise ProblemError(422, "zone_unknown", "There is no such time zone.", hint)
    mark = fingerprint(request.method, request.url.path, sorted(parts.items()))
    return Order(who.user, sought, zone, key or "", mark)


def known_zones() -> frozenset[str]:
    """Names of the time zones that this server knows the rules of."""
    if not _ZONES:
        _ZONES.append(frozenset(available_timezones()))
    return _ZONES[0]


_ZONES: list[frozenset[str]] = []


def encoded(document: Mapping[str, Any]) -> bytes:
    """A document as JSON."""
    return orjson.dumps(document)


def answered(answer: Answer) -> Response:
    """The HTTP answer to something recorded."""
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else {}
    return Response(answer.body, answer.status, headers, JSON)


def matches(header: str | None, etag: str) -> bool:
    """Whether an If-None-Match or If-Match names this ETag, compared weakly (RFC 9110, section 8.8.3.2)."""
    if header is None:
        return False
    return header.strip() == "*" or etag in _ETAG.findall(header)
