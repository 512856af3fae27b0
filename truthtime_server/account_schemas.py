"""The shapes of answers about the account, its devices, its subscription and the server, for the API document only."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from truthtime_server.schemas import NOT_MODIFIED, Responses, problem

EXPORT_ANSWERS: Final[Responses] = {
    200: {
        "description": "The file (docs/export-format.md); its last line holds the SHA-256 of all lines before it.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["format", "version", "events", "count", "heads", "sha256"],
                    "properties": {
                        "format": {"const": "truthtime-export"},
                        "version": {"const": 1},
                        "events": {"type": "array", "items": {"type": "object"}},
                        "count": {"type": "integer"},
                        "heads": {"type": "array", "items": {"type": "object"}},
                        "sha256": {"type": "string"},
                    },
                }
            }
        },
    }
}
ERASE_ANSWERS: Final[Responses] = {
    204: {"description": "Everything of this user is gone."},
    400: problem("The request cannot be read."),
    415: problem("The body is not JSON."),
    422: problem("The request does not say that it is meant."),
}

_DEVICE: Final[dict[str, Any]] = {
    "id": "019a1c9e-5e3a-7c11-8f6e-3b2c9a7d4e20",
    "incarnation": 1,
    "name": "Laptop",
    "kind": "device",
    "seq": 1042,
    "hash": "9f2b1c6e0d5a4b3c8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d",
    "enrolled_at": "2026-11-24T08:04:00.000+00:00",
    "retired_at": None,
}


class Device(BaseModel):
    """A device of the user, and how far the server knows its chain of events."""

    model_config = {"json_schema_extra": {"examples": [_DEVICE]}}

    id: UUID
    incarnation: Annotated[int, Field(ge=1, description="Grows when a device has to begin a new chain.")]
    name: str
    kind: Literal["device", "api"] = Field(description="Requests of the API are written as a device of their own.")
    seq: Annotated[int, Field(ge=0, description="Number of its newest event here; 0 before the first.")]
    hash: str = Field(description="SHA-256 of that event's bytes, in hex; empty before the first.")
    enrolled_at: datetime
    retired_at: datetime | None


class Devices(BaseModel):
    """Every device there is or was, in the order in which they joined."""

    model_config = {"json_schema_extra": {"examples": [{"devices": [_DEVICE]}]}}

    devices: list[Device]


DEVICE_ANSWERS: Final[Responses] = {
    200: {"description": "It was enrolled before; it has this name now.", "model": Device},
    400: problem("The request cannot be read."),
    409: problem("This id cannot be enrolled."),
    415: problem("The body is not JSON."),
    422: problem("A value in the request cannot be used."),
}
RETIRE_ANSWERS: Final[Responses] = {
    404: problem("This user has no such device."),
    409: problem("The API's own device cannot be retired."),
    422: problem("A value in the request cannot be used."),
}

_LIMITS: Final[dict[str, int]] = {
    "body_bytes": 1_048_576,
    "note_bytes": 4_194_304,
    "note_body_bytes": 12_648_448,
    "description_bytes": 4_000,
    "tag_bytes": 200,
    "tags": 50,
    "page": 200,
    "devices": 1_000,
}
_META: Final[dict[str, Any]] = {
    "name": "TruthTime",
    "version": "0.1.0",
    "protocol": 1,
    "event_format": 1,
    "export_format": 1,
    "fold": 3,
    "schema": "0001",
    "time_zones": "2026b",
    "limits": _LIMITS,
    "issuers": ["https://clerk.example.org"],
    "billing": True,
}


class Meta(BaseModel):
    """What this server is."""

    model_config = {"json_schema_extra": {"examples": [_META]}}

    name: Literal["TruthTime"]
    version: str
    protocol: int = Field(description="Version of the sync protocol.")
    event_format: int
    export_format: int
    fold: int = Field(description="Version of the rules that entries and totals are derived by.")
    schema_: str = Field(alias="schema", description="Version of the database's tables that this program expects.")
    time_zones: str = Field(description="Release of the IANA time zone database; empty when it cannot be told.")
    limits: dict[str, int]
    issuers: list[str] = Field(description="Whose tokens are accepted.")
    billing: bool = Field(description="Without it everybody has Pro.")


META_ANSWERS: Final[Responses] = {304: NOT_MODIFIED}

_STANDING: Final[dict[str, Any]] = {
    "plan": "pro",
    "state": "active",
    "until": "2026-12-27T09:00:00.000+00:00",
    "entitlements": ["sync"],
    "billing": True,
    "status": "active",
    "billing_interval": "month",
    "current_period_start": "2026-11-24T09:00:00.000+00:00",
    "current_period_end": "2026-12-24T09:00:00.000+00:00",
    "trial_end": None,
    "cancel_at_period_end": False,
}


class SubscriptionStanding(BaseModel):
    """Where the user stands, and what Stripe last said about it."""

    model_config = {"json_schema_extra": {"examples": [_STANDING]}}

    plan: Literal["free", "pro"]
    state: Literal["none", "trial", "active", "past_due", "ending", "expired"]
    until: datetime | None = Field(description="When the plan changes unless something happens.")
    entitlements: list[str]
    billing: bool = Field(description="Whether this server sells anything; one that does not gives Pro to everybody.")
    status: str = Field(description="Stripe's status of the subscription; none when there never was one.")
    billing_interval: Literal["month", "year"] | None
    current_period_start: datetime | None
    current_period_end: datetime | None
    trial_end: datetime | None
    cancel_at_period_end: bool


class Received(BaseModel):
    """An event of Stripe's is stored, for ever."""

    model_config = {"json_schema_extra": {"examples": [{"received": True, "outcome": "applied"}]}}

    received: Literal[True]
    outcome: Literal[
        "applied", "stored", "repeated", "not_understood", "user_not_known_yet", "user_unknown", "user_contradicted"
    ]


WEBHOOK_ANSWERS: Final[Responses] = {
    400: problem("The signature does not fit, or this is not an event."),
    404: problem("This server has no billing."),
    413: problem("The request is too large."),
    503: problem("It could not be stored now; Stripe sends it again."),
}
