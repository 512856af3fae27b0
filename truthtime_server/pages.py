"""Cursors: where the next page of a list begins, opaque to whoever carries them back."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from truthtime_server.errors import ProblemError


def cursor_of(document: Mapping[str, Any]) -> str:
    """The cursor for what comes after this entry."""
    return urlsafe_b64encode(f"{document['started_at']}|{document['id']}".encode()).decode().rstrip("=")


def after_cursor(cursor: str | None) -> tuple[datetime | None, UUID | None]:
    """The beginning and id of the last entry of the page before.

    Raises:
        ProblemError: the cursor was not made here.
    """
    if cursor is None:
        return None, None
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, entry = text.partition("|")
        started_at = datetime.fromisoformat(moment)
        if started_at.tzinfo is None:
            raise ValueError(moment)  # noqa: TRY301 - one answer for every broken cursor
        return started_at, UUID(entry)
    except ValueError as error:
        raise _malformed() from error


def day_cursor_of(day: date) -> str:
    """The cursor for what comes after the note of this day."""
    return urlsafe_b64encode(day.isoformat().encode()).decode().rstrip("=")


def after_day_cursor(cursor: str | None) -> date | None:
    """The day of the last note of the page before.

    Raises:
        ProblemError: the cursor was not made here.
    """
    if cursor is None:
        return None
    try:
        return date.fromisoformat(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
    except ValueError as error:
        raise _malformed() from error


def _malformed() -> ProblemError:
    hint = "Send `next` of the page before as it was, or leave the cursor out."
    return ProblemError(422, "cursor_malformed", "The cursor cannot be used.", hint)
