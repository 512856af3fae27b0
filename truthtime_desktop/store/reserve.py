"""Space kept back for the moment the disk is full, so that the event of that moment can still be written."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from truthtime_desktop.config import disk_error
from truthtime_desktop.store.faults import FullError

Result = TypeVar("Result")

SIZE_BYTES = 8 * 1024 * 1024
ROOMY_BYTES = 64 * 1024 * 1024
"""With less free than this the reserve is made smaller: it must not be what fills the disk."""

SMALLEST_BYTES = 256 * 1024


def make(path: Path, least_free: int = 0) -> bool:
    """Make the reserve if it is missing and there is room for it. Returns whether it is there now.

    Args:
        path: of the reserve.
        least_free: bytes; with less free it is not made.

    Raises:
        StoreError: the folder takes no file.
    """
    try:
        if path.exists():
            return True
        free = shutil.disk_usage(path.parent).free
        size = SIZE_BYTES if free >= ROOMY_BYTES else free // 8
        if size < SMALLEST_BYTES or free < least_free:
            return False
        return _fill(path, size)
    except OSError as error:
        raise disk_error(error, path) from error


def release(path: Path) -> bool:
    """Give the space back. Returns whether there was any."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


class Reserve:
    """The reserve of one open store.

    Args:
        path: of the reserve.
        read_only: the store is open for reading: nothing is kept back and nothing is given up.

    Attributes:
        low: the disk was full and the reserve has been given up; `restore` clears it.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.low = False
        self._path = path
        self._read_only = read_only

    def restore(self) -> bool:
        """Keep space back again if the disk has it. Returns whether there is a reserve now."""
        if self._read_only:
            return False
        # What the reserve has just given up must not count as space that came back.
        is_there = make(self._path, 2 * SIZE_BYTES if self.low else 0)
        self.low = self.low and not is_there
        return is_there

    def behind(self, work: Callable[[], Result]) -> Result:
        """Do it, and on a full disk once more in the space that was kept back for this moment."""
        try:
            return work()
        except FullError:
            self.low = True
            if not release(self._path):
                raise
        return work()


def _fill(path: Path, size: int) -> bool:
    fresh = path.with_suffix(f".{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, size)
            else:
                # Random bytes: a file system that compresses would keep nothing back for zeros.
                file.write(os.urandom(size))
        fresh.replace(path)
    except OSError:
        # Whoever fills the disk in this moment needs the space more than the reserve does.
        fresh.unlink(missing_ok=True)
        return False
    return True
