"""One process at a time owns the data.

The operating system holds the lock and gives it back when the process ends, however it ends. A file that only exists,
or holds a process id, would stay behind after a crash and lock the person out of their own data.
"""

import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from truthtime_core.errors import StoreError
from truthtime_desktop.config import disk_error

POLL_S = 0.02

LOCKED_BYTE = 2**30
"""Windows lets nobody read a locked byte, so the byte lies far behind the process id that others may want to read."""

LONGEST_PID = 20

_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}


class DataLock:
    """The right to write the data of one account, for one process.

    Also a context manager, which releases. The lock is not inherited by programs that this process starts.

    Args:
        path: the lock file; it is created, never deleted (deleting it would let two processes lock two files).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, timeout_s: float = 0.0) -> bool:
        """Take the lock, waiting for another process to let go of it.

        Args:
            timeout_s: how long to wait, seconds; 0 asks once.

        Returns:
            whether the lock is held now; False means that another process (or object) holds it.

        Raises:
            StoreError: the file cannot be made, or its file system knows no locks.
        """
        if self.held:
            return True
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise disk_error(error, self._path) from error
        try:
            if not self._wait(descriptor, timeout_s):
                os.close(descriptor)
                return False
            _write_pid(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise self._fault(error) from error
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go of the lock. Does nothing when it is not held."""
        if self._descriptor is not None:
            # Closing alone is not enough: a program being started shares the descriptor until it runs on its own.
            _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> int | None:
        """Process id that the last holder left in the file, for messages only; None when it tells none."""
        try:
            with self._path.open("rb") as file:
                return int(file.read(LONGEST_PID))
        except (OSError, ValueError):
            return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def _wait(self, descriptor: int, timeout_s: float) -> bool:
        # Only how long to wait, never a duration that anybody is told.
        deadline_s = time.perf_counter() + timeout_s
        while not _try_lock(descriptor):
            left_s = deadline_s - time.perf_counter()
            if left_s <= 0:
                return False
            time.sleep(min(POLL_S, left_s))  # noqa: TID251 - no system tells when a lock becomes free
        return True

    def _fault(self, error: OSError) -> StoreError:
        if error.errno in _NO_LOCKS:
            return StoreError(
                "The data folder is on a network drive that cannot lock files.",
                "Set TRUTHTIME_DATA_DIR to a folder on a disk of this computer.",
            )
        return disk_error(error, self._path)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _HELD:
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _write_pid(descriptor: int) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
