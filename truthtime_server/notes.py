"""Notes: one for each day. Every write is a revision in the user's log, and what was written apart is never dropped.

A note's ETag names the revisions that it shows. PUT asks for it, so that nobody overwrites what they have not seen: a
change of a text that has moved on meanwhile is put together with what happened to it (`truthtime_core.notes.merged`).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

import orjson
from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import AfterValidator, Field

from truthtime_core.days import parse_day
from truthtime_core.events import Draft
from truthtime_core.ledger import FOLD_VERSION
from truthtime_core.notes import MAX_NOTE_BYTES, Note, appended, checked_note, fold_note, merged, together
from truthtime_server.answers import (
    IdempotencyKey,
    IfNoneMatch,
    Strict,
    Text,
    Zone,
    answered,
    caller,
    encoded,
    etags,
    matches,
    order_of,
    services_of,
    shown,
)
from truthtime_server.auth import Identity
from truthtime_server.errors import ProblemError, not_found
from truthtime_server.pages import after_day_cursor, day_cursor_of
from truthtime_server.projecting import Row, note_row, note_shown
from truthtime_server.recording import Answer, Look, Order, Plan, Sought, Written
from truthtime_server.routing import JsonRoute
from truthtime_server.schemas import (
    NOTE_ANSWERS,
    NOTE_CHANGE_ANSWERS,
    NOTE_DELETE_ANSWERS,
    PAGE_ANSWERS,
    READ_ANSWERS,
    DailyNote,
    NotePage,
)

router = APIRouter(prefix="/api/notes", tags=["notes"], route_class=JsonRoute)

LARGEST_BODY_BYTES: Final = 3 * MAX_NOTE_BYTES + 65_536
"""A note of the greatest length, its letters written as JSON's \\uXXXX."""

PAGE_BYTES: Final = 8 * 1024 * 1024
"""A page ends early where its texts come to more."""

_PAGE = "select * from notes_page($1, $2, $3, $4, $5, $6, $7, $8)"
_BY_ID = "select * from note_by_id($1, $2, $3)"

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _dated(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError("a date is written as 2026-11-24")
    return text


Day = Annotated[str, AfterValidator(_dated), Field(json_schema_extra={"format": "date"}, examples=["2026-11-24"])]
"""A date; `parse_day` refuses those that there are not, and those outside the years 1900 to 9000."""

Content = Annotated[Text, Field(description="Kept byte for byte; up to 4 MiB in UTF-8.")]

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of the note as it was when the change began; * for whatever stands there now.",
    ),
]


class NewText(Strict):
    """What to write on a day."""

    date: Day
    content: Content
    time_entry_id: UUID | None = Field(default=None, strict=False, description="The entry it was written beside.")
    zone: Zone = "UTC"


class ChangedText(Strict):
    """All of the text, as it is from now on."""

    content: Content
    time_entry_id: UUID | None = Field(
        default=None, strict=False, description="Left out it stays as it is; null takes it away."
    )
    zone: Zone = "UTC"


@router.get("", name="list", response_model=NotePage, responses=PAGE_ANSWERS)
async def listed(
    request: Request,
    day: Annotated[Day | None, Query(alias="date", description="The note of this day only.")] = None,
    since: Annotated[Day | None, Query(alias="from", description="The first day.")] = None,
    until: Annotated[Day | None, Query(alias="to", description="The last day.")] = None,
    cursor: Annotated[
        str | None,
        Query(max_length=200, description="`next` of the page before.", json_schema_extra={"format": "day-cursor"}),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="A page of long notes holds fewer.")] = 50,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Notes, the newest day first. Days without one are left out."""
    who = await caller(request, "read")
    if day is not None and (since is not None or until is not None):
        title, hint = "The request asks for one day and for several.", "Send date, or from and to."
        raise ProblemError(422, "invalid_input", title, hint)
    first, last = _date(day or since), _date(day or until)
    database = services_of(request).database
    known = etags(if_none_match)
    rest = (after_day_cursor(cursor), limit, PAGE_BYTES, FOLD_VERSION, known)
    found = await database.row(_PAGE, database.identity(who.user), first, last, *rest)
    if found is None:
        raise not_found()
    head = {"as_of": found["head"], "next": day_cursor_of(found["last"]) if found["more"] else None}
    body = b'{"notes":[%b],%b' % (",".join(found["documents"] or ()).encode(), encoded(head)[1:])
    return shown(body, found["etag"], if_none_match)


@router.get("/{id:uuid}", name="get", response_model=DailyNote, responses=READ_ANSWERS)
async def one(request: Request, id: UUID, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002 - the path's word
    """One note."""
    who = await caller(request, "read")
    database = services_of(request).database
    found = await database.row(_BY_ID, database.identity(who.user), id, True)  # noqa: FBT003 - a value of SQL
    if found is None or found["deleted"]:
        raise not_found()
    return shown(found["document"].encode(), _etag(found["heads"]), if_none_match)


@router.post("", status_code=201, response_model=DailyNote, responses=NOTE_ANSWERS)
async def write(request: Request, body: NewText, idempotency_key: IdempotencyKey = None) -> Response:
    """Write on a day. Where it has a note already, the text is added to it on a line of its own (200)."""
    who = await caller(request, "write")
    day = parse_day(body.date).isoformat()
    checked_note(body.content)
    sought = Sought(timer=body.time_entry_id, subject=f"note:{day}")
    order = order_of(request, who, sought, idempotency_key, **body.model_dump())

    def plan(look: Look) -> Plan:
        _check_entry(look, body.time_entry_id)
        known = _known(order, look, day)
        if known is None or known.row["deleted"]:
            draft = _revision(day, known, body.content, body.time_entry_id)
            return Plan((draft,), lambda written: _answer(201, written, {"noop": False}))
        if not body.content:
            return _as_it_stands(known.row)
        text = checked_note(appended(known.note.text, body.content))
        draft = _revision(day, known, text, body.time_entry_id or known.row["time_entry_id"])
        return Plan((draft,), lambda written: _answer(200, written, {"noop": False}))

    return _with_etag(await services_of(request).recorder.record(order, plan))


@router.put("/{id:uuid}", response_model=DailyNote, responses=NOTE_CHANGE_ANSWERS)
async def change(
    request: Request,
    id: UUID,  # noqa: A002 - the path's word
    body: ChangedText,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Change a note's text. If-Match says which text was changed.

    Where it has moved on since then, both changes are put together and the answer says `merged`: show its text. That
    text is the revision that is stored; it names both among its parents. An edit brings a deleted note back.
    """
    who = await caller(request, "write")
    checked_note(body.content)
    day = await _day_of(request, who, id)
    if if_match is None:
        hint = "Send If-Match with the note's ETag, so that nothing is overwritten unseen; * overwrites."
        raise ProblemError(428, "if_match_missing", "Say which text was changed.", hint)
    base = _named(if_match)
    sought = Sought(timer=body.time_entry_id, subject=f"note:{day}", revisions=base)
    order = order_of(request, who, sought, idempotency_key, if_match=if_match, **body.model_dump(exclude_unset=True))

    def plan(look: Look) -> Plan:
        _check_entry(look, body.time_entry_id)
        known = _known(order, look, day)
        if known is None:
            raise not_found()
        note, row = known
        entry = body.time_entry_id if "time_entry_id" in body.model_fields_set else row["time_entry_id"]
        stale = not matches(if_match, _etag(note.heads))
        # An edit wins whole over a deletion that it did not know of.
        text = _merged(look, note, base, body.content) if stale and not row["deleted"] else body.content
        says = {"merged": True} if stale else {}
        if (text, _timer(entry)) == (note.text, _timer(row["time_entry_id"])) and len(note.heads) == 1:
            return _as_it_stands(row, says)
        draft = _revision(day, known, text, entry, base)
        return Plan((draft,), lambda written: _answer(200, written, {"noop": False, **says}))

    return _with_etag(await services_of(request).recorder.record(order, plan))


@router.delete("/{id:uuid}", response_model=DailyNote, responses=NOTE_DELETE_ANSWERS)
async def delete(
    request: Request,
    id: UUID,  # noqa: A002 - the path's word
    zone: Annotated[Zone, Query()] = "UTC",
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Delete a note. Its revisions stay in the log.

    With If-Match an edit made since then wins: nothing is deleted (412).
    """
    who = await caller(request, "write")
    day = await _day_of(request, who, id)
    order = order_of(request, who, Sought(subject=f"note:{day}"), idempotency_key, if_match=if_match, zone=zone)

    def plan(look: Look) -> Plan:
        known = _known(order, look, day)
        if known is None:
            raise not_found()
        if known.row["deleted"]:
            return _as_it_stands(known.row)
        heads = known.note.heads
        if if_match is not None and not matches(if_match, _etag(heads)):
            hint = "Read it again. An edit wins over a deletion that did not know of it."
            raise ProblemError(412, "note_changed", "This note was changed meanwhile.", hint)
        draft = Draft("note.revise", data={"day": day, "parents": list(heads), "deleted": 1}, source="api")
        return Plan((draft,), lambda written: _answer(200, written, {"noop": False}))

    return _with_etag(await services_of(request).recorder.record(order, plan))


def _date(text: str | None) -> date | None:
    return None if text is None else parse_day(text)


async def _day_of(request: Request, who: Identity, note: UUID) -> str:
    """The day of a note that the user has or had."""
    database = services_of(request).database
    found = await database.row(_BY_ID, database.identity(who.user), note, False)  # noqa: FBT003 - a value of SQL
    if found is None:
        raise not_found()
    return str(found["day"])


class _Known(NamedTuple):
    """A note as it stands, also a deleted one."""

    note: Note
    row: Row


def _known(order: Order, look: Look, day: str) -> _Known | None:
    row = note_row(order.user, day, look.subject, look.words) if look.subject else None
    return _Known(fold_note(look.subject, look.words), row) if row else None


def _named(if_match: str) -> tuple[UUID, ...]:
    """The revisions that the first ETag of an If-Match names; none where it is * or not one of ours."""
    try:
        return tuple(UUID(one) for one in etags(if_match)[0].strip('"').split("+")[:1_000])
    except (IndexError, ValueError):
        return ()


def _merged(look: Look, note: Note, base: Sequence[UUID], text: str) -> str:
    """A change of an older text, carried out on the text that stands there now.

    Raises:
        ProblemError: there never was a text that the If-Match names.
        InputError: both together are too long.
    """
    revisions = {event.id: event.content for event in look.subject}
    if not base or any(str(one) not in revisions for one in base):
        hint = "Read the note again and send the ETag that comes with it."
        raise ProblemError(412, "revision_unknown", "If-Match names no revision of this note.", hint)
    words = (look.words.get(revisions[str(one)], {}) for one in base)
    before = together([str(one.get("text", "")) for one in words])
    return checked_note(merged(before, text, note.text))


def _check_entry(look: Look, entry: UUID | None) -> None:
    if entry is not None and str(entry) not in look.timers:
        title, hint = "There is no such entry.", "Leave time_entry_id out, or send the id of an entry of yours."
        raise ProblemError(422, "entry_unknown", title, hint)


def _timer(entry: UUID | str | None) -> str:
    return "" if entry is None else str(entry)


def _revision(day: str, known: _Known | None, text: str, entry: UUID | str | None, base: Sequence[UUID] = ()) -> Draft:
    """A revision that knows of everything that stands there, and of the one it began from."""
    data: dict[str, Any] = {"day": day, "parents": list(map(str, base))}
    if known is not None:
        data["parents"] = list(dict.fromkeys((*known.note.heads, *data["parents"])))
        data |= {"links": [{"at": one.at, "entry": one.entry} for one in known.note.links]} if known.note.links else {}
    return Draft("note.revise", _timer(entry), data, {"text": text}, source="api")


def _as_it_stands(row: Row, more: Row | None = None) -> Plan:
    body = encoded(note_shown(row) | {"noop": True} | (more or {}))
    return Plan((), lambda _written: Answer(200, body))


def _answer(status: int, written: Written, more: Row) -> Answer:
    if written.note is None:
        raise not_found()
    return Answer(status, encoded(note_shown(written.note) | more))


def _with_etag(answer: Answer) -> Response:
    """The HTTP answer to a write: where the note is, and the ETag for the next change."""
    document = orjson.loads(answer.body)
    headers = {"ETag": _etag(document["heads"])}
    if answer.status == HTTPStatus.CREATED:
        headers["Location"] = f"{router.prefix}/{document['id']}"
    return answered(answer, headers)


def _etag(heads: Iterable[str]) -> str:
    return f'"{"+".join(heads)}"'
