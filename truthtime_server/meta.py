"""What this server is: versions, limits, whose tokens it accepts. Public, so that a client can ask before sign-in."""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from zoneinfo import TZPATH

from fastapi import APIRouter, Request, Response

from truthtime_core import events, export_format
from truthtime_core.ledger import FOLD_VERSION
from truthtime_core.notes import MAX_NOTE_BYTES
from truthtime_core.timer import MAX_DESCRIPTION_BYTES, MAX_TAG_BYTES, MAX_TAGS
from truthtime_server.account_schemas import META_ANSWERS, Meta
from truthtime_server.answers import JSON, IfNoneMatch, encoded, matches, services_of
from truthtime_server.config import Settings
from truthtime_server.devices import MOST_DEVICES
from truthtime_server.health import expected_schema
from truthtime_server.notes import LARGEST_BODY_BYTES

router = APIRouter(prefix="/api", tags=["meta"])

PROTOCOL_VERSION: Final = 1
"""Of the sync protocol; raised when an older client could misunderstand an answer."""

_RELEASE = re.compile(r"# version (\S{1,40})")


@router.get("/meta", response_model=Meta, responses=META_ANSWERS)
async def meta(request: Request, if_none_match: IfNoneMatch = None) -> Response:
    """Versions, limits, accepted issuers, and whether this server sells anything."""
    body = encoded(described(services_of(request).settings))
    headers = {"ETag": f'"{sha256(body).hexdigest()[:16]}"', "Cache-Control": "public, max-age=60"}
    if matches(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, JSON)


def described(settings: Settings) -> dict[str, Any]:
    """The server in numbers and names; nothing of it is a secret."""
    return {
        "name": "TruthTime",
        "version": version("truthtime"),
        "protocol": PROTOCOL_VERSION,
        "event_format": events.FORMAT_VERSION,
        "export_format": export_format.FORMAT_VERSION,
        "fold": FOLD_VERSION,
        "schema": expected_schema(),
        "time_zones": time_zone_release(TZPATH),
        "limits": {
            "body_bytes": settings.max_body_bytes,
            "note_bytes": MAX_NOTE_BYTES,
            "note_body_bytes": LARGEST_BODY_BYTES,
            "description_bytes": MAX_DESCRIPTION_BYTES,
            "tag_bytes": MAX_TAG_BYTES,
            "tags": MAX_TAGS,
            "page": 200,
            "devices": MOST_DEVICES,
        },
        "issuers": [one.issuer for one in settings.issuers],
        "billing": bool(settings.stripe_webhook_secrets),
    }


@cache
def time_zone_release(folders: Sequence[str]) -> str:
    """The release of the IANA database that `zoneinfo` reads here, for example ``2026b``; empty when it cannot be told.

    Args:
        folders: where the operating system keeps it, as `zoneinfo.TZPATH`; after them comes the package tzdata.
    """
    for folder in map(Path, folders):
        if (folder / "UTC").is_file():
            source = folder / "tzdata.zi"
            found = _RELEASE.match(source.read_text("utf-8")[:100]) if source.is_file() else None
            return found[1] if found else ""
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ImportError:
        return ""
