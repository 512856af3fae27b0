"""Sessions: start, pause, resume, stop, list, amend, void, restore. Each is an event under the same rules."""

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response

from truthtime_core.entries import LONGEST_MS, Entry
from truthtime_core.events import Draft, uuid7
from truthtime_core.ledger import FOLD_VERSION
from truthtime_core.timer import Command, Options, TimerState, checked_task, decide
from truthtime_server.answers import (
    IdempotencyKey,
    IfMatch,
    IfNoneMatch,
    QueryMoment,
    answered,
    caller,
    encoded,
    etags,
    order_of,
    precondition_failed,
    services_of,
    shown,
)
from truthtime_server.entry_tags import etag_of, recorded_tag, recorded_tags, whole_second
from truthtime_server.errors import ProblemError, not_found
from truthtime_server.pages import after_cursor, cursor_of
from truthtime_server.projecting import Row, counted_on
from truthtime_server.recording import Answer, Look, Plan, Sought, Written
from truthtime_server.routing import JsonRoute
from truthtime_server.schemas import (
    EDIT_ANSWERS,
    PAGE_ANSWERS,
    READ_ANSWERS,
    START_ANSWERS,
    WRITE_ANSWERS,
    Session,
    SessionPage,
)
from truthtime_server.session_requests import Amendment, Because, Change, Start

router = APIRouter(prefix="/api/sessions", tags=["sessions"], route_class=JsonRoute)

_PAGE = "select * from entries_page($1, $2, $3, $4, $5, $6, $7)"
_EDITS = frozenset({"entry.add", "entry.amend", "entry.void", "entry.restore", "away.answer"})
_AFTER = {"pause": "paused", "resume": "running", "stop": "stopped"}


@router.post("/start", status_code=201, response_model=Session, responses=START_ANSWERS)
async def start(request: Request, body: Start, idempotency_key: IdempotencyKey = None) -> Response:
    """Start a timer. What runs already is stopped in the same transaction."""
    who = await caller(request, "write")
    task = checked_task(body.description, body.project, body.tags)
    sought = Sought(timer=body.id, open=True, project=body.project or None)
    order = order_of(request, who, sought, idempotency_key, **body.model_dump())

    def plan(look: Look) -> Plan:
        timer = str(body.id) if body.id else uuid7(look.now.at_ms, os.urandom(10))
        if timer in look.timers:
            return _as_it_stands(look, timer)
        project, drafts = _project(look, task.project)
        options = Options(timer, watched=False, task=replace(task, project=project))
        running, *others = [*_open(look), TimerState()]
        decision = decide(running, "start", options)
        stops = tuple(Draft("timer.stop", one.timer, source="switch") for one in others if one.timer)
        switched = [one.timer for one in (running, *others) if one.timer]
        more = {"noop": False, "switched_from": switched}
        api = tuple(replace(one, source="api") if one.source == "user" else one for one in decision.drafts)
        return Plan((*stops, *drafts, *api), lambda written: _answer(201, written, timer, more))

    return _recorded(await services_of(request).recorder.record(order, plan))


@router.post("/pause", response_model=Session, responses=WRITE_ANSWERS)
async def pause(request: Request, body: Change | None = None, idempotency_key: IdempotencyKey = None) -> Response:
    """Pause the running entry."""
    return await _change(request, "pause", body or Change(), idempotency_key)


@router.post("/resume", response_model=Session, responses=WRITE_ANSWERS)
async def resume(request: Request, body: Change | None = None, idempotency_key: IdempotencyKey = None) -> Response:
    """Go on with the paused entry."""
    return await _change(request, "resume", body or Change(), idempotency_key)


@router.post("/stop", response_model=Session, responses=WRITE_ANSWERS)
async def stop(request: Request, body: Change | None = None, idempotency_key: IdempotencyKey = None) -> Response:
    """End an entry. The first stop counts: a later one is kept in the log and changes nothing."""
    return await _change(request, "stop", body or Change(), idempotency_key)


@router.get("", name="list", response_model=SessionPage, responses=PAGE_ANSWERS)
async def listed(
    request: Request,
    since: Annotated[QueryMoment | None, Query(alias="from", description="Entries that end at or after it.")] = None,
    until: Annotated[QueryMoment | None, Query(alias="to", description="Entries that begin before it.")] = None,
    cursor: Annotated[
        str | None,
        Query(max_length=200, description="`next` of the page before.", json_schema_extra={"format": "cursor"}),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    voided: Annotated[bool, Query(description="Also entries that were taken out.")] = False,  # noqa: FBT002 - a query
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Entries, newest first. A running one is counted up to the last whole second."""
    who = await caller(request, "read")
    database = services_of(request).database
    before, before_id = after_cursor(cursor)
    identity = database.identity(who.user)
    found = await database.row(_PAGE, identity, since, until, before, before_id, limit + 1, voided)
    if found is None:
        raise not_found()
    documents = [_with_project(*one) for one in zip(found["documents"] or (), found["projects"] or (), strict=True)]
    counting = found["counting"] or []
    etag = _page_etag(found, counting[:limit])
    for position, since_ms in enumerate(counting[:limit]):
        if since_ms:
            counted = counted_on(orjson.loads(documents[position]), since_ms, whole_second(found["now_ms"]))
            documents[position] = orjson.dumps(counted).decode()
    more = cursor_of(orjson.loads(documents[limit - 1])) if len(documents) > limit else None
    head = {"as_of": found["head"] or 0, "next": more}
    body = b'{"sessions":[%b],%b' % (",".join(documents[:limit]).encode(), encoded(head)[1:])
    return shown(body, etag, if_none_match)


@router.get("/{id:uuid}", name="get", response_model=Session, responses=READ_ANSWERS)
async def one(request: Request, id: UUID, if_none_match: IfNoneMatch = None) -> Response:  # noqa: A002 - the path's word
    """One entry, voided or not."""
    who = await caller(request, "read")
    recorder = services_of(request).recorder
    look, _kept = await recorder.look(order_of(request, who, Sought(timer=id), None))
    document = _known(look, str(id))
    return shown(encoded(document), etag_of(document), if_none_match)


@router.patch("/{id:uuid}", response_model=Session, responses=EDIT_ANSWERS)
async def amend(
    request: Request,
    id: UUID,  # noqa: A002 - the path's word
    body: Amendment,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Amend an entry. The original stays in the log and can be read there."""
    who = await caller(request, "write")
    checked_task(body.description or "", body.project or "", body.tags or ())
    sought = Sought(timer=id, project=body.project or None)
    order = order_of(request, who, sought, idempotency_key, **body.model_dump())

    def plan(look: Look) -> Plan:
        entry = _entry(look, str(id))
        _check_match(if_match, look, str(id))
        _check_times(entry, body)
        project, drafts = _project(look, body.project or "")
        data: dict[str, Any] = {"parents": _edits(look, str(id))}
        data |= {"start_ms": _ms(body.started_at)} if body.started_at else {}
        data |= {"end_ms": _ms(body.ended_at)} if body.ended_at else {}
        data |= {"project": project} if body.project is not None else {}
        words: dict[str, Any] = {"reason": body.reason}
        words |= {"description": body.description} if body.description is not None else {}
        words |= {"tags": list(body.tags)} if body.tags is not None else {}
        draft = Draft("entry.amend", str(id), data, words, source="api")
        return Plan((*drafts, draft), lambda written: _answer(200, written, str(id), {"noop": False}))

    return _recorded(await services_of(request).recorder.record(order, plan))


@router.delete("/{id:uuid}", response_model=Session, responses=EDIT_ANSWERS)
async def void(
    request: Request,
    id: UUID,  # noqa: A002 - the path's word
    body: Because,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Take an entry out of every total. It stays in the log and can be restored."""
    return await _take_out(request, "entry.void", id, body, idempotency_key, if_match)


@router.post("/{id:uuid}/restore", response_model=Session, responses=EDIT_ANSWERS)
async def restore(
    request: Request,
    id: UUID,  # noqa: A002 - the path's word
    body: Because,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Count an entry again that was taken out."""
    return await _take_out(request, "entry.restore", id, body, idempotency_key, if_match)


async def _change(request: Request, command: Command, body: Change, key: str | None) -> Response:
    who = await caller(request, "write")
    order = order_of(request, who, Sought(timer=body.id, open=body.id is None), key, **body.model_dump())

    def plan(look: Look) -> Plan:
        state = _meant(look, body.id)
        if body.id is not None and state.state == "stopped" and command != "stop":
            title, hint = "This entry has ended.", "Start a new one: POST /api/sessions/start"
            raise ProblemError(409, "refused", title, hint)
        noop = bool(state.timer) and state.state == _AFTER[command]
        if noop:
            # Kept, so that the log tells what happened; the fold lets the first one count.
            drafts: tuple[Draft, ...] = (Draft(f"timer.{command}", state.timer),)
        else:
            if state.state == "stopped":
                hint = "Start a timer: POST /api/sessions/start"
                raise ProblemError(409, "refused", "Nothing is running.", hint)
            drafts = decide(state, command, Options("", watched=False)).drafts
        api = tuple(replace(one, source="api") for one in drafts)
        return Plan(api, lambda written: _answer(200, written, state.timer, {"noop": noop}))

    return _recorded(await services_of(request).recorder.record(order, plan))


async def _take_out(
    request: Request, kind: str, timer: UUID, body: Because, key: str | None, if_match: str | None
) -> Response:
    who = await caller(request, "write")
    order = order_of(request, who, Sought(timer=timer), key, **body.model_dump())

    def plan(look: Look) -> Plan:
        entry = _entry(look, str(timer))
        _check_match(if_match, look, str(timer))
        if entry.voided == (kind == "entry.void"):
            return _as_it_stands(look, str(timer))
        data = {"parents": _edits(look, str(timer))}
        draft = Draft(kind, str(timer), data, {"reason": body.reason}, source="api")
        return Plan((draft,), lambda written: _answer(200, written, str(timer), {"noop": False}))

    return _recorded(await services_of(request).recorder.record(order, plan))


def _open(look: Look) -> list[TimerState]:
    """Open entries, the newest first."""
    found = [shown.entry for timer in look.timers if (shown := look.shown(timer)) is not None]
    running = [entry for entry in found if entry.state in {"running", "paused"}]
    newest = sorted(running, key=lambda entry: (entry.start_ms, entry.id), reverse=True)
    return [TimerState("running" if entry.state == "running" else "paused", entry.id) for entry in newest]


def _meant(look: Look, timer: UUID | None) -> TimerState:
    """The entry a request is about; the newest open one when it names none."""
    if timer is None:
        return next(iter(_open(look)), TimerState())
    state = _entry(look, str(timer)).state
    if state == "running":
        return TimerState("running", str(timer))
    return TimerState("paused" if state == "paused" else "stopped", str(timer))


def _entry(look: Look, timer: str) -> Entry:
    shown = look.shown(timer)
    if shown is None:
        raise not_found()
    return shown.entry


def _known(look: Look, timer: str) -> Row:
    shown = look.shown(timer)
    if shown is None:
        raise not_found()
    document = shown.document | {"project": look.names.get(shown.entry.project)}
    since_ms = shown.row["counting_since_ms"]
    return counted_on(document, since_ms, whole_second(look.now.at_ms)) if since_ms else document


def _as_it_stands(look: Look, timer: str) -> Plan:
    body = encoded(_known(look, timer) | {"noop": True})
    return Plan((), lambda _written: Answer(200, body))


def _answer(status: int, written: Written, timer: str, more: Mapping[str, Any]) -> Answer:
    return Answer(status, encoded({**written.document(timer), **more}))


def _project(look: Look, name: str) -> tuple[str, tuple[Draft, ...]]:
    """Id of the project with this name, and what makes it if there is none."""
    if not name:
        return "", ()
    if look.project:
        return look.project, ()
    project = uuid7(look.now.at_ms, os.urandom(10))
    return project, (Draft("project.set", data={"project": project}, words={"name": name}, source="api"),)


def _edits(look: Look, timer: str) -> list[str]:
    """Ids of the edits that this one is made knowing: all there are."""
    return [event.id for event in look.timers[timer] if event.type in _EDITS]


def _check_times(entry: Entry, body: Amendment) -> None:
    fields = (body.description, body.project, body.tags, body.started_at, body.ended_at)
    if all(value is None for value in fields):
        hint = "Name at least one of description, project, tags, started_at and ended_at."
        raise ProblemError(422, "nothing_to_amend", "The request changes nothing.", hint)
    if body.ended_at is not None and entry.state != "stopped":
        raise ProblemError(409, "refused", "This entry is still open.", "Stop it first: POST /api/sessions/stop")
    start_ms = _ms(body.started_at) if body.started_at else entry.start_ms
    end_ms = _ms(body.ended_at) if body.ended_at else entry.end_ms
    if end_ms < start_ms:
        title, hint = "An entry cannot end before it begins.", "Correct started_at or ended_at."
        raise ProblemError(422, "times_reversed", title, hint)
    if end_ms - start_ms > LONGEST_MS:
        title, hint = "An entry cannot be longer than ten years.", "Correct started_at or ended_at."
        raise ProblemError(422, "entry_too_long", title, hint)


def _check_match(if_match: str | None, look: Look, timer: str) -> None:
    """Whether the caller knows the entry as it stands: seconds that a timer went on are not a change.

    Raises:
        ProblemError: 412.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if recorded_tag(_known(look, timer)) not in recorded_tags(etags(if_match)):
        raise precondition_failed()


def _recorded(answer: Answer) -> Response:
    """The HTTP answer to a write: where the entry is, and the ETag for the next change."""
    document = orjson.loads(answer.body)
    headers = {"ETag": etag_of(document)}
    if answer.status == HTTPStatus.CREATED:
        headers["Location"] = f"{router.prefix}/{document['id']}"
    return answered(answer, headers)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000)


def _with_project(document: str, project: str | None) -> str:
    """A stored document with its project's name, which may be another one today."""
    return f'{document[:-1]},"project":{orjson.dumps(project).decode()}}}'


def _page_etag(found: Mapping[str, Any], counting: list[int]) -> str:
    """Changes with the fold, with the log, and every second while something counts."""
    second = f"-{found['now_ms'] // 1_000}" if any(counting) else ""
    return f'"{FOLD_VERSION}-{found["epoch"] or 0}-{found["head"] or 0}{second}"'
