"""Delete everything: what there is on this computer, counted, and then gone. Settings and exported files stay."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from truthtime_desktop.config import Places, disk_error, flush_folder

COMPANIONS = ("-wal", "-shm", "-journal")


class Inventory(NamedTuple):
    """What deleting everything takes away.

    Attributes:
        backups: backups, and copies from before an upgrade.
        aside: earlier data files, moved aside when a backup was restored.
        size_bytes: of all of it.
    """

    backups: int
    aside: int
    size_bytes: int


def inventory(places: Places) -> Inventory:
    """Count what is there.

    Raises:
        StoreError: the folders cannot be read.
    """
    backups, aside = _backups(places), _aside(places)
    everything = (*backups, *aside, *_own(places))
    try:
        return Inventory(
            len([path for path in backups if path.suffix == ".db"]),
            len([path for path in aside if path.suffix == ".db"]),
            sum(path.stat().st_size for path in everything if path.exists()),
        )
    except OSError as error:
        raise disk_error(error, places.account) from error


def erase(places: Places) -> None:
    """Delete the data file, its backups and the earlier data files. The caller holds the lock and has nothing open.

    The data file goes last: whenever this is interrupted, what is left can be opened, or there is nothing.

    Raises:
        StoreError: something could not be deleted; it is still there, and so is all that comes after it.
    """
    for path in (*_backups(places), *_aside(places), *_own(places)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_error(error, path) from error
    flush_folder(places.backups)
    flush_folder(places.account)


def _backups(places: Places) -> list[Path]:
    return sorted([*places.backups.glob("truthtime-*.db"), *places.backups.glob(".truthtime-*.new")])


def _aside(places: Places) -> list[Path]:
    return sorted(places.account.glob("truthtime-aside-*.db*"))


def _own(places: Places) -> Iterator[Path]:
    # Without the reserve and the log beside it, a missing data file is a fresh start and no loss to warn of.
    yield places.reserve
    yield places.heart
    for ending in COMPANIONS:
        yield places.database.with_name(places.database.name + ending)
    yield places.database
