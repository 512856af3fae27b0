"""The shapes of answers, for the API document only: answers are made from stored bytes and never pass through these."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

_Date = date
Kind = Literal["work", "claimed", "paused", "idle", "locked", "asleep", "off"]
Milliseconds = Annotated[int, Field(ge=0)]

_INTERVAL: Final[dict[str, Any]] = {
    "kind": "work",
    "started_at": "2026-11-24T09:00:00.000+01:00",
    "ended_at": "2026-11-24T10:31:00.000+01:00",
    "duration_ms": 5_460_000,
    "answered": True,
}
_SESSION: Final[dict[str, Any]] = {
    "id": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e10",
    "status": "stopped",
    "description": "Invoices",
    "project_id": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e11",
    "project": "Acme",
    "tags": ["admin"],
    "started_at": "2026-11-24T09:00:00.000+01:00",
    "ended_at": "2026-11-24T10:31:00.000+01:00",
    "zone": "Europe/Paris",
    "worked_seconds": 5_460,
    "worked_ms": 5_460_000,
    "elapsed_ms": 5_460_000,
    "claimed_ms": 0,
    "paused_ms": 0,
    "idle_ms": 0,
    "locked_ms": 0,
    "asleep_ms": 0,
    "off_ms": 0,
    "unanswered_ms": 0,
    "intervals": [_INTERVAL],
    "amended": False,
    "provenance": ["measured"],
    "flags": ["unwatched"],
    "voided": False,
    "revision": 2,
    "noop": False,
}


class Interval(BaseModel):
    """A stretch of an entry of one kind."""

    kind: Kind
    started_at: datetime
    ended_at: datetime
    duration_ms: Milliseconds
    answered: bool = Field(description="For an absence: whether the person said what it was.")


class Session(BaseModel):
    """An entry with every millisecond of it accounted for."""

    model_config = {"json_schema_extra": {"examples": [_SESSION]}}

    id: UUID
    status: Literal["running", "paused", "stopped"]
    description: str
    project_id: str | None
    project: str | None = Field(description="The project's name.")
    tags: list[str]
    started_at: datetime
    ended_at: datetime | None
    zone: str
    worked_seconds: Annotated[int, Field(ge=0, description="Work seen plus work claimed, whole seconds.")]
    worked_ms: Milliseconds
    elapsed_ms: Milliseconds = Field(description="From beginning to end; the kinds of time sum to it.")
    claimed_ms: Milliseconds
    paused_ms: Milliseconds
    idle_ms: Milliseconds
    locked_ms: Milliseconds
    asleep_ms: Milliseconds
    off_ms: Milliseconds
    unanswered_ms: Milliseconds = Field(description="Absences that nobody explained; they count as nothing.")
    intervals: list[Interval]
    amended: bool
    provenance: list[Literal["measured", "claimed", "amended", "added", "imported"]]
    flags: list[str]
    voided: bool
    revision: Annotated[int, Field(ge=0, description="Number of its newest event in the user's log.")]
    noop: bool | None = Field(default=None, description="In answers to writes: it was so already.")
    switched_from: list[UUID] | None = Field(default=None, description="In answers to a start: what it stopped.")


class SessionPage(BaseModel):
    """A page of entries, newest first."""

    model_config = {"json_schema_extra": {"examples": [{"sessions": [_SESSION], "as_of": 2, "next": None}]}}

    sessions: list[Session]
    as_of: Annotated[int, Field(ge=0, description="Number of the newest event that is in these answers.")]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class State(BaseModel):
    """How a process is, for machines that look after it."""

    status: Literal["ok", "ready"]


_NOTE: Final[dict[str, Any]] = {
    "id": "7d0e4a52-2a0e-5b7c-9a55-0f0b0c1d2e40",
    "date": "2026-11-24",
    "content": "Called Acme.\n@09:04 sent the invoice",
    "time_entry_id": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e10",
    "revision": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e13",
    "heads": ["019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e13"],
    "revisions": 2,
    "merged": False,
    "deleted": False,
    "created_at": "2026-11-24T08:04:00.000+00:00",
    "updated_at": "2026-11-24T09:31:00.000+00:00",
}


class DailyNote(BaseModel):
    """The note of a day. Its ETag names the revisions that it shows."""

    model_config = {"json_schema_extra": {"examples": [_NOTE]}}

    id: UUID
    date: _Date
    content: str
    time_entry_id: UUID | None = Field(description="The entry it was written beside.")
    revision: UUID = Field(description="The newest revision.")
    heads: list[UUID] = Field(description="The revisions shown: several when devices wrote apart from each other.")
    revisions: Annotated[int, Field(ge=1, description="How many there are in all; every one is kept.")]
    merged: bool = Field(description="The text was put together from texts that were written apart.")
    deleted: bool
    created_at: datetime
    updated_at: datetime
    noop: bool | None = Field(default=None, description="In answers to writes: it was so already.")


class NotePage(BaseModel):
    """A page of notes, the newest day first."""

    model_config = {"json_schema_extra": {"examples": [{"notes": [_NOTE], "as_of": 2, "next": None}]}}

    notes: list[DailyNote]
    as_of: Annotated[int, Field(ge=0, description="Number of the newest event that is in these answers.")]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class Problem(BaseModel):
    """RFC 9457: what went wrong, for people and for programs."""

    model_config = {
        "json_schema_extra": {
            "examples": [
                {
                    "type": "urn:truthtime:problem:refused",
                    "title": "Nothing is running.",
                    "status": 409,
                    "code": "refused",
                    "hint": "Start a timer first.",
                    "request_id": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e12",
                }
            ]
        }
    }

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    code: str = Field(description="Stable; programs compare it.")
    hint: str = Field(description="The next step.")
    detail: str | None = None
    request_id: str | None = None


_PROBLEM: Final[dict[str, Any]] = {
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
}
_TEXT: Final = {"type": "string"}
_RETRY_AFTER: Final = {"Retry-After": {"schema": {"type": "string"}, "description": "Seconds."}}
_ETAG: Final = {"ETag": {"schema": {"type": "string"}, "description": "Send it back as If-None-Match."}}


def problem(description: str, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """How an error answer is documented."""
    return {"description": description, **_PROBLEM, **({"headers": dict(headers)} if headers else {})}


NOT_MODIFIED: Final = {"description": "Nothing changed since the ETag that If-None-Match names.", "headers": _ETAG}

Responses = dict[int | str, dict[str, Any]]

_REPLAYED: Final = {
    "Idempotent-Replayed": {"schema": _TEXT, "description": "`true` where the Idempotency-Key was answered before."}
}
_WRITTEN: Final = {
    "headers": {"ETag": {"schema": _TEXT, "description": "For If-Match of the next change."}, **_REPLAYED}
}

WRITE_ANSWERS: Final[Responses] = {
    200: {"description": "The entry as it is now.", **_WRITTEN},
    400: problem("The request cannot be read."),
    404: problem("This user has no such entry."),
    409: problem("The rules do not allow it now; nothing was written."),
    415: problem("The body is not JSON."),
    422: problem("A value in the request cannot be used, or the key belongs to another request."),
}
START_ANSWERS: Final[Responses] = {
    **WRITE_ANSWERS,
    200: {"model": Session, "description": "There is an entry of this id already; nothing was written.", **_WRITTEN},
    201: {
        "description": "Started.",
        "headers": {"Location": {"schema": _TEXT, "description": "Where the entry is."}, **_WRITTEN["headers"]},
    },
}
EDIT_ANSWERS: Final[Responses] = {**WRITE_ANSWERS, 412: problem("It was changed since the ETag of If-Match.")}
READ_ANSWERS: Final[Responses] = {
    200: {"description": "As it is now.", "headers": _ETAG},
    304: NOT_MODIFIED,
    404: problem("There is nothing here for this user."),
    422: problem("A value in the request cannot be used."),
}
PAGE_ANSWERS: Final[Responses] = {
    200: {"description": "A page.", "headers": _ETAG},
    304: NOT_MODIFIED,
    422: problem("A value in the request cannot be used."),
}
_NOTE_WRITTEN: Final[Responses] = {
    200: {"description": "The note as it is now.", **_WRITTEN},
    400: problem("The request cannot be read."),
    422: problem("A value in the request cannot be used, or the key belongs to another request."),
}
NOTE_ANSWERS: Final[Responses] = {
    **_NOTE_WRITTEN,
    200: {"model": DailyNote, "description": "The text was added to the note that the day has.", **_WRITTEN},
    201: {
        "description": "The day has a note now.",
        "headers": {"Location": {"schema": _TEXT, "description": "Where the note is."}, **_WRITTEN["headers"]},
    },
    415: problem("The body is not JSON."),
}
NOTE_DELETE_ANSWERS: Final[Responses] = {
    **_NOTE_WRITTEN,
    404: problem("This user has no such note."),
    412: problem("If-Match does not allow it; nothing was written."),
}
NOTE_CHANGE_ANSWERS: Final[Responses] = {
    **NOTE_DELETE_ANSWERS,
    415: problem("The body is not JSON."),
    428: problem("If-Match is missing."),
}
EVERYWHERE: Final[Responses] = {
    401: problem("No token, or one that does not count.", {"WWW-Authenticate": {"schema": _TEXT}}),
    403: problem("The token lacks the scope.", {"WWW-Authenticate": {"schema": _TEXT}}),
    413: problem("The request is too large."),
    429: problem("Too many requests; Retry-After says when to come back.", _RETRY_AFTER),
    503: problem("The server cannot answer now; Retry-After says when to come back.", _RETRY_AFTER),
}
"""What every route that asks for an identity may answer as well."""
