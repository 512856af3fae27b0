"""The account: everything of a user as one file, and its erasure."""

import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from truthtime_core.events import Content, Head
from truthtime_core.export_format import json_closing, json_line, json_opening
from truthtime_server.account_schemas import ERASE_ANSWERS, EXPORT_ANSWERS
from truthtime_server.answers import JSON, Strict, caller, services_of
from truthtime_server.db import Database, unavailable
from truthtime_server.routing import JsonRoute

router = APIRouter(prefix="/api", tags=["account"], route_class=JsonRoute)

PAGE_EVENTS: Final = 1_000
PAGE_BYTES: Final = 4 * 1024 * 1024
"""What an export holds in memory at once: so many events, and so much text beyond the first of them."""

ERASE_TIMEOUT_S: Final = 120.0

_HEAD = "select log_head($1)"
_PAGE = "select * from export_page($1, $2, $3, $4, $5)"
_ERASE = "select erase_account($1)"

Rows = Sequence[Mapping[str, Any]]


class Erasure(Strict):
    """Says that it is meant."""

    confirm: Literal["erase everything"]


@router.get("/export", response_class=Response, responses=EXPORT_ANSWERS)
async def export(request: Request) -> Response:
    """The whole log with all words, as one file that `truthtime import` reads (docs/export-format.md).

    It holds what the log held when the export began. A transfer that breaks off leaves a file that is not whole, and
    the import says so.
    """
    who = await caller(request, "account")
    database = services_of(request).database
    until: int = await database.value(_HEAD, database.identity(who.user))
    # Asked for before the answer begins: what goes wrong here is still told by a status.
    first = await page_of(database, who.user, 0, until)
    headers = {"Content-Disposition": 'attachment; filename="truthtime-export.json"', "Cache-Control": "no-store"}
    return StreamingResponse(file_of(database, who.user, first, until), 200, headers, JSON)


@router.delete("/account", status_code=204, responses=ERASE_ANSWERS)
async def erase(request: Request, body: Erasure) -> Response:  # noqa: ARG001 - that it can be read says it is meant
    """Erase everything of this user: log, notes, devices, subscription, tokens. There is no way back.

    Whoever signs in as this person later begins with an empty account. Copies in the operator's backups go when those
    do. A subscription at Stripe is not cancelled by this: cancel it first.
    """
    who = await caller(request, "account")
    services = services_of(request)
    await services.database.value(_ERASE, services.database.identity(who.user), timeout_s=ERASE_TIMEOUT_S)
    services.authenticator.memory.forget(who.user)
    return Response(status_code=204)


async def page_of(database: Database, user: UUID, after: int, until: int) -> Rows:
    """The next events of an export, as many as it holds in memory at once."""
    return await database.rows(_PAGE, database.identity(user), after, until, PAGE_EVENTS, PAGE_BYTES)


async def file_of(database: Database, user: UUID, page: Rows, until: int) -> AsyncIterator[bytes]:
    """The export's bytes, a page of events at a time."""
    digest = hashlib.sha256()
    heads: dict[tuple[str, int], Head] = {}
    chunk, count = json_opening(), 0
    while page:
        lines = [json_line(row["payload"].encode(), _content(row)) for row in page]
        heads |= {(row["device"], row["incarnation"]): _head(row) for row in page}
        chunk += (b",\n" if count else b"") + b",\n".join(lines)
        count += len(lines)
        digest.update(chunk)
        yield chunk
        chunk, after = b"", page[-1]["number"]
        page = await page_of(database, user, after, until) if after < until else ()
    if count != until:
        raise unavailable()  # Erased meanwhile: the file must not look whole.
    chunk += b"\n" if count else b""
    digest.update(chunk)
    yield chunk + json_closing(count, heads.values(), digest.hexdigest())


def _content(row: Mapping[str, Any]) -> Content | None:
    return None if row["words"] is None else Content(row["salt"], row["words"])


def _head(row: Mapping[str, Any]) -> Head:
    return Head(row["device"], row["incarnation"], row["seq"], row["hash"])
