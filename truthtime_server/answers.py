"""What every route shares: the services of the process, who is asking, JSON answers, ETags, idempotency keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from zoneinfo import available_timezones

import orjson
from fastapi import Header, Request, Response
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_before_validator_function

from truthtime_server.auth import Authenticator, Identity, identified
from truthtime_server.clock import ServerClock
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.errors import ProblemError
from truthtime_server.limits import admit_user
from truthtime_server.recording import Answer, Order, Recorder, Sought, fingerprint
from truthtime_server.refusals import Reason, problem

JSON: Final = "application/json"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:?\d\d)", re.ASCII)
_BLANK_OFFSET = re.compile(r" \d\d:?\d\d$", re.ASCII)
_FIRST = datetime(1, 1, 3, tzinfo=UTC)
_LAST = datetime(9999, 12, 29, tzinfo=UTC)
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
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("a date and time is text, as RFC 3339 writes it")
    return value


def _datable(moment: datetime) -> datetime:
    """In UTC, where it has a date in all zones."""
    if not _FIRST <= moment <= _LAST:
        raise ValueError("it is outside the years that can be dated everywhere")
    return moment.astimezone(UTC)


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("it contains a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("it is not valid text") from None
    return text


def _unescaped_plus(value: object) -> object:
    """In a query an unescaped ``+`` means a blank; before an offset nothing else can have been meant."""
    return value.replace(" ", "+") if isinstance(value, str) and _BLANK_OFFSET.search(value) else value


Moment = Annotated[AwareDatetime, BeforeValidator(_text_only), AfterValidator(_datable), Field(strict=False)]
"""An instant as RFC 3339 writes it, with its offset. Clients of openapi-generator leave out the offset's colon."""

QueryMoment = Annotated[Moment, BeforeValidator(_unescaped_plus)]
"""The same in a query."""

Text = Annotated[str, AfterValidator(_storable), Field(json_schema_extra={"pattern": r"^[^\u0000]*$"})]
"""Any text but a NUL, which PostgreSQL cannot store, and lone surrogates, which are no Unicode."""


class NotNull:
    """Annotation of a field that may be left out: null would mean one thing to some and another to others."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Refuse null before anything else is asked."""
        return no_info_before_validator_function(_not_null, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """In the document there is no null either."""
        return without_null(handler(schema))


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema of something or null, without the null."""
    options = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**options[0], **rest} if len(options) == 1 else schema


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("leave it out, or send a value; an empty text takes away what was there")
    return value


Zone = Annotated[str, Field(json_schema_extra={"format": "iana-time-zone"})]
"""The IANA name of a time zone; `order_of` refuses what is none."""

Why = Annotated[Text, StringConstraints(min_length=1, max_length=1_000)]
"""Why a person changes what was recorded."""

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any text of 1 to 200 visible ASCII characters, new for every request. A repeat with the same key"
        " and the same request is answered as the first one was, for two days, and changes nothing.",
        json_schema_extra={"type": "string", "format": "idempotency-key", "pattern": "^[!-~]{1,200}$"},
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", description="ETags that are known already: if nothing changed, the answer is 304."),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag the change is based on: if something else was recorded since, nothing is written (412)."
        " That a running timer went on is no change.",
    ),
]


def services_of(request: Request) -> Services:
    """The services of the process that serves this request."""
    found: Services = request.app.state.services
    return found


async def caller(request: Request, scope: str) -> Identity:
    """Who is asking; they may do what the scope names.

    Raises:
        ProblemError: 401; 403 where the token lacks the scope; 503 while the issuer's keys cannot be had.
    """
    identity = await identified(request.scope)
    if scope not in identity.scopes:
        raise problem(Reason.SCOPE_MISSING, scope)
    request.scope.setdefault("state", {})["user"] = str(identity.user)
    await admit_user(request, str(identity.user))
    return identity


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


def answered(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    """The HTTP answer to something recorded."""
    replayed = {"Idempotent-Replayed": "true"} if answer.replayed else {}
    return Response(answer.body, answer.status, {**replayed, **(headers or {})}, JSON)


def shown(body: bytes, etag: str, if_none_match: str | None) -> Response:
    """The HTTP answer to a question: 304 where it is known already.

    Caches may keep it for that one user and ask again every time.
    """
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, JSON)


def precondition_failed() -> ProblemError:
    """The answer when an If-Match names what is no longer so."""
    title, hint = "It was changed since you read it.", "Read it again, then send the change with its new ETag."
    return ProblemError(412, "precondition_failed", title, hint)


def matches(header: str | None, etag: str) -> bool:
    """Whether an If-None-Match or If-Match names this ETag, compared weakly (RFC 9110, section 8.8.3.2)."""
    if header is None:
        return False
    return header.strip() == "*" or etag in etags(header)


def etags(header: str | None) -> list[str]:
    """The ETags that a header lists, quoted, strong or weak."""
    return _ETAG.findall(header or "")
