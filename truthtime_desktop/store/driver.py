"""Which SQLite carries the data: pysqlite3's own, or the standard library's if that one is new enough.

SQLite before 3.51.3 has the WAL-reset bug: two connections that write and checkpoint at the same moment can corrupt
the file (https://sqlite.org/wal.html, section 11). TruthTime does not run on such a library.
"""

from typing import Any

from truthtime_core.errors import StoreError

OLDEST = (3, 51, 3)


def load() -> Any:  # noqa: ANN401 - two modules with one interface, one of them without type files
    """The DB-API module to use.

    Raises:
        StoreError: this computer has only an SQLite with the WAL-reset bug.
    """
    try:
        from pysqlite3 import dbapi2 as bundled
    except ImportError:
        import sqlite3

        return _checked(sqlite3)
    return _checked(bundled)


def _checked(module: Any) -> Any:  # noqa: ANN401 - see load
    if module.sqlite_version_info < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise StoreError(
            f"SQLite {module.sqlite_version} on this computer can damage data; TruthTime needs {needed} or newer.",
            "Install TruthTime from its installer, or run: pip install pysqlite3",
        )
    return module
