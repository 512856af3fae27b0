"""One connection to the data file, with every fault translated and every write in one BEGIN IMMEDIATE."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import Any

from truthtime_desktop.config import Places
from truthtime_desktop.store import driver
from truthtime_desktop.store.faults import read_only_error, replaced, translated

Row = tuple[Any, ...]
Values = Sequence[object] | Mapping[str, object]

BUSY_TIMEOUT_MS = 5_000
APPLICATION_ID = 0x54727554
"""The letters "TruT": tells our files from other SQLite files (https://sqlite.org/pragma.html#pragma_application_id)."""

_PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=1",
    "cell_size_check=1",
    "trusted_schema=0",
    "synchronous=FULL",
    "journal_size_limit=16777216",
)
_DARWIN_PRAGMAS = ("fullfsync=1", "checkpoint_fullfsync=1")


class Database:
    """The connection. Several threads may use it, one at a time; several processes may open the file at once.

    Args:
        places: whose data file to open.
        read_only: nothing is written, not even the file's companions where they are not needed.

    Raises:
        StoreError: the file cannot be opened.
    """

    def __init__(self, places: Places, *, read_only: bool = False) -> None:
        self.places = places
        self.read_only = read_only
        self.lock = RLock()
        self.module = driver.load()
        self._connection: Any = None
        with self.translating():
            self._connection = self._connect()
            for pragma in _PRAGMAS + (_DARWIN_PRAGMAS if sys.platform == "darwin" else ()):
                self._connection.execute(f"PRAGMA {pragma}")
        self._identity = self._file_identity()

    @property
    def raw(self) -> Any:  # noqa: ANN401 - the driver has no types
        """The driver's connection: for migrations, and inside `writing` and `reading` for loops that are hot."""
        return self._connection

    def wait_at_most(self, patience_ms: int) -> None:
        """How long a write waits for another process's lock before it is refused, milliseconds."""
        self.run(f"PRAGMA busy_timeout={patience_ms:d}")

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """All rows of a query."""
        with self.lock, self.translating():
            found: list[Row] = self._connection.execute(sql, values).fetchall()
            return found

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        with self.lock, self.translating():
            found: Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def number(self, sql: str, values: Sequence[object] = ()) -> int:
        """The first value of the first row as a whole number; 0 when there is none."""
        found = self.row(sql, values)
        return int(found[0]) if found and found[0] is not None else 0

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Change something and return the number of the row that was inserted."""
        with self.lock, self.translating():
            return int(self._connection.execute(sql, values).lastrowid or 0)

    def run_many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """The same change for many rows."""
        with self.lock, self.translating():
            self._connection.executemany(sql, values)

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[None]:
        """One write transaction: it holds the write lock from the first statement and is undone by any exception.

        Args:
            durable: on the disk when the block ends. False is for derived tables only: they are never torn, but may
                be older after a power cut, and are then derived again.

        Raises:
            StoreError: another process does not let go of the lock, the disk refuses, or the file is not at its
                place any more; nothing of the block is stored.
        """
        if durable and self.read_only:
            raise read_only_error(self.places.database)
        with self.lock:
            self.run("PRAGMA synchronous=FULL" if durable else "PRAGMA synchronous=NORMAL")
            self.run("BEGIN IMMEDIATE")
            try:
                self._check_identity()
                with self.translating():
                    yield
                self.run("COMMIT")
            except BaseException:
                self._undo()
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One unchanging view of the file for several queries."""
        with self.lock:
            if self._connection.in_transaction:
                yield
                return
            self.run("BEGIN")
            try:
                with self.translating():
                    yield
            finally:
                self._undo()

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Errors of the driver leave this block as `StoreError`."""
        try:
            yield
        except self.module.Error as error:
            raise translated(error, self.places) from error

    def copy_to_memory(self) -> None:
        """Go on with a copy in memory, in which derived tables may be brought up to date when the file may not."""
        with self.lock, self.translating():
            copy = self.module.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._connection.backup(copy)
            self._connection.close()
            self._connection = copy

    def let_go(self) -> None:
        """Give back the pages of the file that are kept in memory; the next query reads them again."""
        self.run("PRAGMA shrink_memory")

    def close(self) -> None:
        """Close the connection; further use fails."""
        with self.lock, self.translating():
            self._connection.close()

    def _undo(self) -> None:
        """Take back what is open. SQLite may have done so already (https://sqlite.org/lang_transaction.html)."""
        if self._connection.in_transaction:
            with self.translating():
                self._connection.execute("ROLLBACK")

    def _connect(self) -> Any:  # noqa: ANN401 - the driver has no types
        path = self.places.database
        timeout_s = BUSY_TIMEOUT_MS / 1_000
        if not self.read_only:
            return self.module.connect(path, timeout=timeout_s, isolation_level=None, check_same_thread=False)
        address = f"{path.absolute().as_uri()}?mode=ro"
        may_write = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
        if not may_write and not path.with_name(path.name + "-wal").exists():
            # A write-ahead log cannot be begun in a read-only folder, and where there is none nothing is missing.
            address += "&immutable=1"
        return self.module.connect(address, uri=True, timeout=timeout_s, isolation_level=None, check_same_thread=False)

    def _check_identity(self) -> None:
        """Refuse to write into a file that no longer lies at its place: nobody would ever find it again."""
        if self._file_identity() != self._identity:
            raise replaced(self.places.database)

    def _file_identity(self) -> tuple[int, int]:
        try:
            found = self.places.database.stat()
        except OSError:
            return (0, 0)
        return (found.st_dev, found.st_ino)
