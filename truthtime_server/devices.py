"""Devices: what a user records with. Each writes a chain of its own into the log."""

from typing import Annotated, Final
from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response
from pydantic import BeforeValidator, Field, StringConstraints

from truthtime_core.timer import checked_text
from truthtime_server.account_schemas import DEVICE_ANSWERS, RETIRE_ANSWERS, Device, Devices
from truthtime_server.answers import JSON, Strict, Text, caller, services_of
from truthtime_server.errors import ProblemError, not_found
from truthtime_server.routing import JsonRoute

router = APIRouter(prefix="/api/devices", tags=["devices"], route_class=JsonRoute)

MAX_NAME_BYTES: Final = 200
MOST_DEVICES: Final = 1_000
"""Of one user, each incarnation counted."""

_ENROL = "select * from device_enrol($1, $2, $3, $4, $5)"
_ALL = "select devices_of($1)"
_RETIRE = "select device_retire($1, $2)"

_REFUSALS: Final = {
    "device_reserved": ("This id belongs to the API.", "Make an id of your own: any other UUID."),
    "device_retired": ("This device was retired.", "Begin a new incarnation, or make a new id."),
    "too_many_devices": (f"A user can have {MOST_DEVICES:,} devices.", "Go on with one that is enrolled."),
}


def _whole(value: object) -> object:
    """JSON knows one kind of number: 2.0 is the whole number 2 (JSON Schema, section 6.1.1)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class Enrolment(Strict):
    """A device that is to write to the log."""

    id: UUID = Field(strict=False)
    incarnation: Annotated[int, Field(ge=1, le=2**31 - 1), BeforeValidator(_whole)] = 1
    name: Annotated[
        Text,
        StringConstraints(max_length=MAX_NAME_BYTES),
        Field(description="As people know it, for example Laptop; up to 200 bytes in UTF-8."),
    ] = ""


@router.post("", status_code=201, response_model=Device, responses=DEVICE_ANSWERS)
async def enrol(request: Request, body: Enrolment) -> Response:
    """Enrol a device. Again it changes nothing but the name (200)."""
    who = await caller(request, "write")
    name = checked_text("name", body.name, MAX_NAME_BYTES)
    database = services_of(request).database
    identity = database.identity(who.user)
    found = await database.row(_ENROL, identity, body.id, body.incarnation, name, MOST_DEVICES)
    if found is None:
        raise not_found()
    if found["refused"]:
        raise ProblemError(409, found["refused"], *_REFUSALS[found["refused"]])
    return Response(found["document"], 201 if found["fresh"] else 200, media_type=JSON)


@router.get("", name="list", response_model=Devices)
async def listed(request: Request) -> Response:
    """Every device there is or was."""
    who = await caller(request, "read")
    database = services_of(request).database
    documents: list[str] = await database.value(_ALL, database.identity(who.user))
    return Response('{"devices":[' + ",".join(documents) + "]}", 200, media_type=JSON)


@router.delete("/{id:uuid}", response_model=Device, responses=RETIRE_ANSWERS)
async def retire(request: Request, id: UUID) -> Response:  # noqa: A002 - the path's word
    """Retire a device. What it wrote stays; it writes no more. Answered with its newest incarnation."""
    who = await caller(request, "write")
    database = services_of(request).database
    document: str | None = await database.value(_RETIRE, database.identity(who.user), id)
    if document is None:
        raise not_found()
    if orjson.loads(document)["kind"] == "api":
        raise ProblemError(409, "device_reserved", _REFUSALS["device_reserved"][0], "Retire a device of your own.")
    return Response(document, 200, media_type=JSON)
