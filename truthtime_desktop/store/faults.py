"""Every refusal of SQLite in words a person can act on: the one place that translates them."""

import shutil
from pathlib import Path

from truthtime_core.errors import StoreError
from truthtime_desktop.config import DATA_DIR_VARIABLE, Places
from truthtime_desktop.store.copies import newest_intact

FULL_BELOW_BYTES = 256 * 1024
"""With less free than this, an I/O error while writing is a full disk (SQLite reports some of them that way)."""

# Primary result codes (https://sqlite.org/rescode.html). To import their names would load a second SQLite.
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT = 3, 5, 6, 8, 10, 11
_FULL, _CANTOPEN, _AUTH, _NOTADB = 13, 14, 23, 26

_SAFE = "What was recorded before is safe."


class FullError(StoreError):
    """The disk is full. Told apart from other faults because the reserve can help once."""


class LockedError(StoreError):
    """Another process has the file and does not let go."""


class DamagedError(StoreError):
    """The data file cannot be read as what it should be.

    Attributes:
        backup: the newest backup that is intact, None when there is none.
    """

    def __init__(self, title: str, hint: str, backup: Path | None = None) -> None:
        super().__init__(title, hint)
        self.backup = backup


def locked(path: Path) -> LockedError:
    """Another process holds the file and does not let go."""
    return LockedError(
        "Another program is writing to TruthTime's data.", f"Try again in a moment. The data file is {path}."
    )


def damaged(places: Places, title: str = "Your data file is damaged.") -> DamagedError:
    """The file is damaged; the hint names the newest backup that is not."""
    backup = newest_intact(places.backups)
    if backup is None:
        hint = f"There is no intact backup. Keep {places.database} as it is: most of it can usually be recovered."
        return DamagedError(title, hint)
    hint = f"A backup is intact: {backup.name}. Bring it back with: truthtime restore --newest (nothing is deleted)"
    return DamagedError(title, hint, backup)


def not_ours(path: Path) -> StoreError:
    """A sound database of some other program lies where ours should be."""
    return StoreError(
        "The data file belongs to another program.",
        f"Move {path} away, or set {DATA_DIR_VARIABLE} to another folder.",
    )


def too_new() -> StoreError:
    """A newer version has upgraded the file; this one must not touch it."""
    return StoreError("This data was made by a newer TruthTime.", "Update TruthTime to open it.")


def replaced(path: Path) -> StoreError:
    """The file this process has open is not the one at its place any more."""
    return StoreError(
        "Your data file was moved or replaced while TruthTime was open.",
        f"Quit TruthTime and start it again; nothing more is written to the old file. Its place is {path}.",
    )


def read_only_error(path: Path) -> StoreError:
    """The store was opened for reading."""
    return StoreError("The data was opened for reading only.", f"Open {path} for writing to change it.")


def translated(error: Exception, places: Places) -> StoreError:  # noqa: PLR0911 - one return for each fault
    """What this error of SQLite's driver means for the person.

    Args:
        error: an `Error` of the `sqlite3` or `pysqlite3` module.
        places: to name files, and to look for the reason around them.
    """
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    path = places.database
    if code == _FULL or (code in _WRITING and _no_space(path)):
        return FullError("Can’t save: the disk is full.", f"Free some space and try again. {_SAFE}")
    if code in {_CORRUPT, _NOTADB}:
        title = "Your data file is damaged." if code == _CORRUPT else "Your data file is not a database any more."
        return damaged(places, title)
    if code in {_BUSY, _LOCKED}:
        return locked(path)
    if code == _CANTOPEN and path.is_dir():
        return StoreError("A folder lies where the data file should be.", f"Move {path} away and try again.")
    if code in {_READONLY, _CANTOPEN, _PERM, _AUTH}:
        return StoreError(
            f"TruthTime is not allowed to write to {path}.",
            f"Check the permissions of this place, or set {DATA_DIR_VARIABLE} to a folder of your own. {_SAFE}",
        )
    if code == _IOERR:
        name = getattr(error, "sqlite_errorname", "SQLITE_IOERR")
        return StoreError(
            f"The disk reports an error at {path} ({name}).",
            f"Check the disk and its connection, then try again. {_SAFE}",
        )
    return StoreError(
        f"The data file cannot be used: {error}.", "Run truthtime verify; if it finds faults, truthtime restore."
    )


_WRITING = {_IOERR, _CANTOPEN}


def _no_space(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < FULL_BELOW_BYTES
    except OSError:
        return False
