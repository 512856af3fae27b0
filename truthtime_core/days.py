"""What belongs to which day: zone, DST, midnight, and the person's own start of the day.

An instant belongs to the local date of (instant minus day start) in the zone it was lived in. Days have 23, 24 or 25
hours, and one in Apia has none (2011-12-30); sums over days stay exact because a day is a span between two instants.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from truthtime_core.errors import InputError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_MS = -62_000_000_000_000
LAST_MS = 253_000_000_000_000
"""Instants outside the years 1 to 9999 cannot be dated; they are counted on the nearest day that can."""
FIRST_YEAR, LAST_YEAR = 1_900, 9_000
SHOWN_CHARACTERS = 40


@lru_cache(maxsize=256)
def zone_of(name: str, offset_min: int) -> tzinfo:
    """The zone's rules, or the recorded offset when this computer does not know the name. Never raises."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return timezone(timedelta(minutes=max(-1_439, min(1_439, offset_min))))


def local(at_ms: int, zone: tzinfo) -> datetime:
    """The aware local time of an instant in UTC milliseconds."""
    at_ms = max(FIRST_MS, min(LAST_MS, at_ms))
    return (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(zone)


def rfc3339(at_ms: int, zone: tzinfo) -> str:
    """The instant as RFC 3339 with offset and milliseconds, for example ``2026-11-17T09:04:00.000+01:00``."""
    return local(at_ms, zone).isoformat(timespec="milliseconds")


@lru_cache(maxsize=4096)
def day_start_ms(day: date, zone: tzinfo, day_start_min: int = 0) -> int:
    """The instant at which this day begins.

    It is local midnight (the first instant after it where DST skips midnight) plus the person's day start in real
    minutes.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return _since_epoch_ms(midnight) + day_start_min * 60_000


def day_of(at_ms: int, zone: tzinfo, day_start_min: int = 0) -> date:
    """The day an instant belongs to: the last one that has begun by then."""
    at_ms = max(FIRST_MS, min(LAST_MS, at_ms))
    day = local(at_ms - day_start_min * 60_000, zone).date()
    while day_start_ms(day + timedelta(days=1), zone, day_start_min) <= at_ms:
        day += timedelta(days=1)
    while day_start_ms(day, zone, day_start_min) > at_ms:
        day -= timedelta(days=1)
    return day


def split(start_ms: int, end_ms: int, zone: tzinfo, day_start_min: int = 0) -> Iterator[tuple[date, int, int]]:
    """Cut a half-open stretch [start, end) at the day boundaries; the pieces sum exactly to the stretch.

    Yields:
        the day, and the piece's start and end in UTC milliseconds.
    """
    if start_ms >= end_ms:
        return
    day = day_of(start_ms, zone, day_start_min)
    while FIRST_MS <= start_ms < LAST_MS:
        day_after = day + timedelta(days=1)
        next_ms = day_start_ms(day_after, zone, day_start_min)
        if next_ms >= end_ms:
            break
        if next_ms > start_ms:  # a day that the zone skipped has no piece
            yield day, start_ms, next_ms
            start_ms = next_ms
        day = day_after
    yield day, start_ms, end_ms


def parse_day(text: str) -> date:
    """A date as people type it on the command line, ``2026-11-17``.

    Raises:
        InputError: not a date, a date that does not exist, or one outside the years 1900 to 9000.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        shown = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
        raise InputError(
            f"There is no date {shown!r}.", "Write it as year-month-day, for example 2026-11-17."
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(
            f"The date {day} is too far away.", f"Use a date between the years {FIRST_YEAR} and {LAST_YEAR}."
        )
    return day


def _since_epoch_ms(moment: datetime) -> int:
    since = moment.astimezone(UTC) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000
