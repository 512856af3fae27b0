"""Moments in words: as short as they are clear."""

from PySide6.QtCore import QDateTime, QLocale, Qt

from truthtime_desktop.ui.words import clock_time, tr

SECONDS_PER_MINUTE = 60


def day_and_time(at: QDateTime, now: QDateTime) -> str:
    """``today 13:00``, ``yesterday 18:02``, ``24 Nov 2026 08:04``, in the zone of this computer.

    Args:
        at: the moment.
        now: today is the day of this moment.
    """
    local, today = at.toLocalTime(), now.toLocalTime().date()
    time = clock_time(at.toMSecsSinceEpoch(), local.offsetFromUtc() // SECONDS_PER_MINUTE)
    if local.date() == today:
        return tr("today %1", time)
    if local.date().daysTo(today) == 1:
        return tr("yesterday %1", time)
    return tr("%1 %2", QLocale().toString(local.date(), QLocale.FormatType.ShortFormat), time)


def moment_of(text: str) -> QDateTime:
    """The moment written as RFC 3339, for example ``2026-11-17T08:04:00Z``."""
    return QDateTime.fromString(text, Qt.DateFormat.ISODate)


def moment_at(at_ms: int) -> QDateTime:
    """The moment of these UTC milliseconds."""
    return QDateTime.fromMSecsSinceEpoch(at_ms)
