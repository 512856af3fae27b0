"""Durations in words, the same on every surface: ``1h 31m``, ``42m``, ``0m``, and the hero's ``1:31:07``.

Always rounded down: a minute that is not over yet is not claimed.

No Qt here: the command line writes durations too. The windows hand in their language's units (`ui.words.duration`).
"""

from typing import NamedTuple

MS_PER_SECOND = 1_000
SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60


class Units(NamedTuple):
    """How a language writes durations: ``%1`` and ``%2`` are where the numbers go."""

    hours: str = "%1h %2m"
    minutes: str = "%1m"


ENGLISH = Units()


def brief(duration_ms: int, units: Units = ENGLISH) -> str:
    """Hours and minutes for labels and tables.

    Args:
        duration_ms: milliseconds; the ledger has no negative durations, so less than zero reads as zero.
        units: of the person's language; English on the command line.

    Returns:
        ``1h 04m`` from one hour on, ``42m`` below.
    """
    minutes_total = max(duration_ms, 0) // (MS_PER_SECOND * SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes_total, MINUTES_PER_HOUR)
    if not hours:
        return units.minutes.replace("%1", str(minutes))
    return units.hours.replace("%1", str(hours)).replace("%2", f"{minutes:02d}")


def counted(number: int, one: str, many: str) -> str:
    """``1 event``, ``2,345 events``."""
    return f"{number:,} {one if number == 1 else many}"


def clock(duration_ms: int, *, seconds: bool = True) -> str:
    """The large number: ``1:31:07`` while it runs, ``1:31`` when the seconds stand still."""
    seconds_total = max(duration_ms, 0) // MS_PER_SECOND
    minutes_total, rest_s = divmod(seconds_total, SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes_total, MINUTES_PER_HOUR)
    return f"{hours}:{minutes:02d}:{rest_s:02d}" if seconds else f"{hours}:{minutes:02d}"
