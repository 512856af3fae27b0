"""Opening the data file: refuse what must not be touched, make or upgrade what may be, and know whose device it is."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from truthtime_core.errors import StoreError
from truthtime_core.ledger import FOLD_VERSION
from truthtime_desktop.config import Places, read_settings
from truthtime_desktop.store import copies, faults, reserve
from truthtime_desktop.store.database import APPLICATION_ID, Database
from truthtime_desktop.store.store import Store
from truthtime_desktop.system.machine import machine_hash

MIGRATIONS = Path(__file__).with_name("migrations")
REVISION = 2
"""Number of the newest migration, and the file's `user_version`; a test holds it equal to what lies in the folder."""

SWITCH_TRIES = 20

HEADER_BYTES = 100
"""Of every SQLite file (https://sqlite.org/fileformat2.html#the_database_header)."""


Upgrade = Callable[[Database], None]
"""Brings the file behind an open connection to the schema of this version; raises StoreError and changes nothing."""


def upgrade_here(database: Database) -> None:
    """Back the file up, if there is anything in it, and upgrade it in this process.

    Raises:
        StoreError: the backup or the upgrade failed; the file is as it was.
    """
    if database.number("SELECT count(*) FROM sqlite_master"):
        backup = database.places.backups / f"truthtime-before-migration-{REVISION}.db"
        copies.copy_verified(database.places.database, backup)
    from truthtime_desktop.store.upgrading import upgrade

    with database.translating():
        upgrade(database.raw, database.module, APPLICATION_ID, MIGRATIONS)


def upgrade_file(places: Places) -> None:
    """Bring the data file to this version, and no more than that: for another process, which has looked at the rest.

    Raises:
        StoreError: as `open_store`.
    """
    database = Database(places)
    try:
        _bring_up(database, upgrade_here)
    finally:
        database.close()


def open_store(places: Places, *, read_only: bool = False, upgrade: Upgrade = upgrade_here) -> Store:
    """Open the person's data, making it if this is the first time.

    Several processes may do so at once. Derived tables are brought up to date by the first reading that needs them.

    Args:
        places: where the data lies.
        read_only: write nothing at all; there must be data already.
        upgrade: makes the file or brings it to this version, where that is needed.

    Raises:
        StoreError: it cannot be opened; title and hint say why and what to do. Nothing was changed.
    """
    if not read_only:
        places.prepare()
    is_low = False
    try:
        database = _opened(places, read_only=read_only, upgrade=upgrade)
    except faults.FullError:
        if read_only or not reserve.release(places.reserve):
            raise
        is_low = True
        database = _opened(places, read_only=read_only, upgrade=upgrade)
    try:
        device, incarnation = _identity(database)
        settings, _ = read_settings(places.settings)
        store = Store(database, device, incarnation, settings.day_start_min)
        store.reserve.low = is_low
        if not read_only:
            store.reserve.restore()
    except BaseException:
        database.close()
        raise
    return store


def _opened(places: Places, *, read_only: bool, upgrade: Upgrade) -> Database:
    _refuse_remains(places)
    _refuse_truncated(places)
    database = Database(places, read_only=read_only)
    try:
        _bring_up(database, upgrade)
    except BaseException:
        database.close()
        raise
    return database


def _bring_up(database: Database, upgrade: Upgrade) -> None:
    """Check whose file it is and how old, and upgrade it if it is older than this program."""
    version = database.number("PRAGMA user_version")
    application = database.number("PRAGMA application_id")
    is_empty = not version and not database.number("SELECT count(*) FROM sqlite_master")
    if not is_empty and application != APPLICATION_ID:
        raise faults.not_ours(database.places.database)
    if version > REVISION:
        raise faults.too_new()
    if database.read_only:
        if version < REVISION:
            raise StoreError("There is no data of this version yet.", "Run any other truthtime command first.")
        return
    _begin_log(database)
    if version < REVISION:
        upgrade(database)


def _begin_log(database: Database) -> None:
    """Switch the file to a write-ahead log, once and for all.

    Of several processes that do so at the same moment, SQLite refuses all but one at once instead of letting them wait:
    they look again.
    """
    for is_last in (*(False,) * SWITCH_TRIES, True):
        if database.row("PRAGMA journal_mode") == ("wal",):
            return
        try:
            database.run("PRAGMA journal_mode=WAL")
        except faults.LockedError:
            if is_last:
                raise


def _identity(database: Database) -> tuple[str, int]:
    """This device and its incarnation.

    Data that was carried to another computer is another device from there on: both may go on writing, and two chains
    of one name would be a fork that no server and no other device accepts.
    """
    machine = machine_hash()
    found = database.row("SELECT device, incarnation, machine_hash FROM meta")
    if found and (found[2] == machine or database.read_only):
        return found[0], found[1]
    with database.writing():
        found = database.row("SELECT device, incarnation, machine_hash FROM meta")
        if found and found[2] == machine:
            return found[0], found[1]
        device = _new_device()
        if found:
            database.run("UPDATE meta SET device = ?, incarnation = 1, machine_hash = ?", (device, machine))
        else:
            database.run("INSERT INTO meta VALUES (1, ?, 1, ?, ?, 0, 0, 0)", (device, machine, FOLD_VERSION))
    return device, 1


def _new_device() -> str:
    """A random UUID (RFC 9562, version 4)."""
    digits = f"{(int.from_bytes(os.urandom(16), 'big') & ~(0xF << 76) & ~(0x3 << 62)) | (0x4 << 76) | (0x2 << 62):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _refuse_remains(places: Places) -> None:
    """Where data was and its file is gone or empty, a fresh start would hide the loss."""
    wal = places.database.with_name(places.database.name + "-wal")
    size = _size(places.database)
    if size > 0 or places.database.is_dir():
        return
    has_backup = any(places.backups.glob("truthtime-*.db"))
    if _size(wal) > 0 or has_backup or (size == 0 and places.reserve.exists()):
        raise faults.damaged(places, "Your data file is empty." if size == 0 else "Your data file is missing.")


def _refuse_truncated(places: Places) -> None:
    """A file shorter than its header says was cut off; SQLite would notice only when it comes to the missing part."""
    if _size(places.database.with_name(places.database.name + "-wal")) > 0:
        return
    header = b""
    # A file that cannot be read is SQLite's to report, in its own, translated, words.
    with suppress(OSError), places.database.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES or not header.startswith(b"SQLite format 3\0"):
        return
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if pages * (65_536 if page == 1 else page) > _size(places.database):
        raise faults.damaged(places)


def _size(path: Path) -> int:
    """Bytes, or -1 when there is no such file."""
    try:
        return path.stat().st_size
    except OSError:
        return -1
