"""Whole copies of the data file: made by SQLite itself, opened again, checked, and only then called a copy."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from truthtime_core.errors import StoreError
from truthtime_desktop.config import disk_error, flush_folder, flush_to_disk
from truthtime_desktop.store import driver

Connection = Any
"""A connection of the driver's module; it has no types of its own."""

_NEWEST = "SELECT local, hash FROM event ORDER BY local DESC LIMIT 1"


def copy_verified(source: Path, target: Path) -> None:
    """Copy the data file to `target`: all or nothing, checked, and on the disk when this returns.

    The copy is one file without companions. Other processes may read and write the source meanwhile; what was
    recorded before the call is in the copy.

    Raises:
        StoreError: the copy could not be made or is not sound; `target` is then as it was.
    """
    module = driver.load()
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with closing(read(source)) as original, closing(module.connect(fresh, isolation_level=None)) as copy:
            newest = original.execute(_NEWEST).fetchone()
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        fault = _fault(fresh, newest)
        if fault:
            raise StoreError(f"The copy of your data is not sound: {fault}.", "Run: truthtime verify")
        fresh.chmod(0o600)
        with fresh.open("rb+") as file:
            flush_to_disk(file.fileno())
        fresh.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        raise disk_error(error, target) from error
    except module.Error as error:
        raise StoreError(
            f"Your data could not be copied: {error}.", f"Check the space and the permissions of {target.parent}."
        ) from error
    finally:
        for left in (fresh, *(fresh.with_name(fresh.name + ending) for ending in ("-journal", "-wal", "-shm"))):
            left.unlink(missing_ok=True)


def fault_of(path: Path) -> str:
    """What is wrong with this data file, as the end of a sentence; empty when it is sound. Never raises."""
    module = driver.load()
    if not path.is_file():
        return "there is no such file"
    try:
        return _fault(path, None)
    except (module.Error, OSError) as error:
        return str(error)


def newest_intact(folder: Path, fault: Callable[[Path], str] = fault_of) -> Path | None:
    """The newest backup in the folder that is sound, None when there is none. Never raises."""
    try:
        paths = sorted(folder.glob("truthtime-*.db"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    except OSError:
        return None
    return next((path for path in reversed(paths) if not fault(path)), None)


def _fault(path: Path, newest: tuple[int, bytes] | None) -> str:
    with closing(read(path)) as copy:
        verdict = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            return str(verdict)
        copy.execute("SELECT device, incarnation FROM meta").fetchone()
        if newest is None:
            return ""
        there = copy.execute("SELECT local, hash FROM event WHERE local = ?", newest[:1]).fetchone()
    return "" if there == newest else "its newest event is not the one that was recorded"


def read(path: Path) -> Connection:
    """A connection that only reads this data file.

    Raises:
        Error: of the driver's module.
    """
    return driver.load().connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
