"""Durations in words, the same on every surface: ``1h 31m``, ``42m``, ``0m``, and the hero's ``1:31:07``.

Always rounded down: a minute that is not over yet is not claimed.
"""

MS_PER_SECOND = 1_000
SECONDS_PER_MINUTE = 60
MINUTES_PER_HOUR = 60


def brief(duration_ms: int) -> str:
    """Hours and minutes for labels and tables.

    Args:
        duration_ms: milliseconds; the ledger has no negative durations, so less than zero reads as zero.

    Returns:
        ``1h 04m`` from one hour on, ``42m`` below.
    """
    minutes_total = max(duration_ms, 0) // (MS_PER_SECOND * SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes_total, MINUTES_PER_HOUR)
    return f"{hours}h {minutes:02d}m" if hours else f"{minutes}m"


def counted(number: int, one: str, many: str) -> str:
    """``1 event``, ``2,345 events``."""
    return f"{number:,} {one if number == 1 else many}"


def clock(duration_ms: int, *, seconds: bool = True) -> str:
    """The large number: ``1:31:07`` while it runs, ``1:31`` when the seconds stand still."""
    seconds_total = max(duration_ms, 0) // MS_PER_SECOND
    minutes_total, rest_s = divmod(seconds_total, SECONDS_PER_MINUTE)
    hours, minutes = divmod(minutes_total, MINUTES_PER_HOUR)
    return f"{hours}:{minutes:02d}:{rest_s:02d}" if seconds else f"{hours}:{minutes:02d}"
