"""Putting a backup in the place of the data file: nothing is deleted, and no number of the chain is used twice."""

from contextlib import closing
from pathlib import Path

from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places, disk_error, flush_folder
from truthtime_desktop.store import copies, driver, faults
from truthtime_desktop.store.database import APPLICATION_ID
from truthtime_desktop.store.opening import REVISION

COMPANIONS = ("-wal", "-shm", "-journal")
FAR = 1_000_000
"""How far an incarnation may jump when the present file cannot say which ones were used."""


def replace_database(places: Places, backup: Path, aside: Path) -> Path | None:
    """Check the backup, move the present data file to `aside`, and put a copy of the backup in its place.

    What is written from then on belongs to a new incarnation of the device: events that were recorded after the
    backup may live on elsewhere, and their numbers are theirs.

    Returns:
        where the present file is now; None when there was none.

    Raises:
        StoreError: the backup is not sound, somebody has the data open, or the disk refuses. The present file is
            then in its place.
    """
    fault = copies.fault_of(backup)
    if fault:
        raise StoreError(f"This backup is not intact: {fault}.", "See the others with: truthtime backup --list")
    fresh = places.database.with_name(f".{places.database.name}.restored")
    copies.copy_verified(backup, fresh)
    try:
        _begin_incarnation(fresh, places.database)
        _let_go(places)
        kept = _move(places.database, aside)
        fresh.replace(places.database)
        flush_folder(places.account)
    except OSError as error:
        raise disk_error(error, places.database) from error
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _begin_incarnation(fresh: Path, present: Path) -> None:
    """Write a number into the copy that no event of its device was ever recorded under."""
    module = driver.load()
    with closing(module.connect(fresh, isolation_level=None)) as copy:
        application = copy.execute("PRAGMA application_id").fetchone()[0]
        if application != APPLICATION_ID:
            raise faults.not_ours(fresh)
        if copy.execute("PRAGMA user_version").fetchone()[0] > REVISION:
            raise faults.too_new()
        device = copy.execute("SELECT device FROM meta").fetchone()[0]
        known = [_newest_incarnation(path, device) for path in (fresh, *present.parent.glob(f"{present.stem}*.db"))]
        import secrets  # loads OpenSSL, which the tray does not need

        jump = 1 + (secrets.randbelow(FAR) if None in known else 0)
        newest = max(number for number in known if number is not None) + jump
        copy.execute("PRAGMA synchronous=FULL")
        copy.execute("UPDATE meta SET incarnation = ?", (newest,))


def _newest_incarnation(path: Path, device: str) -> int | None:
    """The newest incarnation of a device that this file knows, 0 when none, None when the file cannot be read."""
    module = driver.load()
    try:
        with closing(copies.read(path)) as database:
            own = database.execute("SELECT max(incarnation) FROM meta WHERE device = ?", (device,)).fetchone()[0]
            seen = database.execute("SELECT max(incarnation) FROM event WHERE device = ?", (device,)).fetchone()[0]
    except module.Error:
        return None
    return max(own or 0, seen or 0)


def _let_go(places: Places) -> None:
    """Make sure that no process has the file open: whoever had would go on writing into the one moved away.

    Leaving the write-ahead log is possible for the last connection only (https://sqlite.org/wal.html, section 2.2).
    """
    path = places.database
    module = driver.load()
    if not path.is_file():
        return
    try:
        with closing(module.connect(path, isolation_level=None, timeout=0)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except module.Error as error:
        fault = faults.translated(error, places)
        if not isinstance(fault, faults.DamagedError):
            raise fault from error


def _move(path: Path, aside: Path) -> Path | None:
    if not path.exists():
        return None
    for companion in COMPANIONS:
        left = path.with_name(path.name + companion)
        if left.exists():
            left.replace(aside.with_name(aside.name + companion))
    path.replace(aside)
    return aside
