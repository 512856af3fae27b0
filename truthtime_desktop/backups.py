"""Backups: one a day, checked before it counts; seven days, four weeks and twelve months are kept.

A backup is a whole data file, openable by any SQLite. Restoring never deletes what was there before.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date
from pathlib import Path
from typing import NamedTuple

from truthtime_core.clock import Reading
from truthtime_core.days import local
from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places, disk_error
from truthtime_desktop.store import Store, newest_intact_backup, replace_database

KEPT_NEWEST = 3
"""Whatever their day: who backs up by hand before an experiment wants to find that backup after it."""

KEPT_DAYS = 7
KEPT_WEEKS = 4
KEPT_MONTHS = 12

_NAME = re.compile(r"truthtime-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-\d+)?\.db")


class Backup(NamedTuple):
    """A backup that was made on a day.

    Attributes:
        made_at: UTC, RFC 3339, for example ``2026-11-17T08:04:00Z``.
    """

    path: Path
    made_at: str
    size_bytes: int

    @property
    def day(self) -> date:
        """The UTC day on which it was made."""
        return date.fromisoformat(self.made_at[:10])


def list_backups(places: Places) -> list[Backup]:
    """The backups made so far, the newest first. Copies made before an upgrade of the data file are not among them.

    Raises:
        StoreError: the folder cannot be read.
    """
    try:
        paths = [path for path in places.backups.glob("truthtime-*.db") if made_at(path)]
        found = [Backup(path, made_at(path), path.stat().st_size) for path in paths]
    except OSError as error:
        raise disk_error(error, places.backups) from error
    return sorted(found, key=lambda one: (one.made_at, one.path.name), reverse=True)


def made_at(path: Path) -> str:
    """When the backup of this name was made, UTC, RFC 3339; empty for a name that says nothing."""
    match = _NAME.fullmatch(path.name)
    return "{}-{}-{}T{}:{}:{}Z".format(*match.groups()) if match else ""


def is_due(places: Places, reading: Reading) -> bool:
    """Whether no backup was made on this (UTC) day yet."""
    today = _stamp(reading)[:8]
    return not any(one.made_at[:10].replace("-", "") == today for one in list_backups(places))


def back_up(store: Store, places: Places, reading: Reading) -> Path:
    """Make a backup, check it, and remove those that are not needed any more. May run beside the program's other work.

    Raises:
        StoreError: it could not be made or is not sound; the older ones are untouched.
    """
    places.backups.mkdir(mode=0o700, exist_ok=True)
    path = _free(places.backups, f"truthtime-{_stamp(reading)}", ".db")
    store.backup_to(path)
    backups = list_backups(places)
    kept = {one.path for one in kept_of(backups)} | {path}
    for one in backups:
        if one.path not in kept:
            one.path.unlink(missing_ok=True)
    return path


def kept_of(backups: Sequence[Backup]) -> list[Backup]:
    """Those to keep, of backups sorted newest first: a few, and the last of each of the newest days, weeks, months."""
    kept: dict[Path, Backup] = {one.path: one for one in backups[:KEPT_NEWEST]}
    for limit, period in (
        (KEPT_DAYS, lambda one: one.day),
        (KEPT_WEEKS, lambda one: one.day.isocalendar()[:2]),
        (KEPT_MONTHS, lambda one: (one.day.year, one.day.month)),
    ):
        newest: dict[object, Backup] = {}
        for one in backups:
            newest.setdefault(period(one), one)
        kept |= {one.path: one for one in list(newest.values())[:limit]}
    return list(kept.values())


def newest_intact(places: Places) -> Path:
    """The newest backup that is sound.

    Raises:
        StoreError: there is none.
    """
    path = newest_intact_backup(places.backups)
    if path is None:
        raise StoreError("There is no intact backup.", f"Look into {places.backups} for what is there.")
    return path


def restore(places: Places, path: Path, reading: Reading) -> Path | None:
    """Put a backup in the place of the data file; what was there is moved aside, whatever state it is in.

    Returns:
        where the former data file is now; None when there was none.

    Raises:
        StoreError: the backup is not sound, TruthTime is running, or the disk refuses. Nothing has changed then.
    """
    return replace_database(places, path, _free(places.account, f"truthtime-aside-{_stamp(reading)}", ".db"))


def _stamp(reading: Reading) -> str:
    return local(reading.at_ms, UTC).strftime("%Y%m%dT%H%M%SZ")


def _free(folder: Path, stem: str, ending: str) -> Path:
    """A name nobody has: two backups in one second must not overwrite each other."""
    path, number = folder / f"{stem}{ending}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{ending}"
    return path
