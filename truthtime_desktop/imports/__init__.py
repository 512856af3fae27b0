"""`truthtime import`: reads back what `truthtime export` wrote. Everything in a file comes in, or nothing does.

The formats are described in docs/export-format.md. Importing a file twice adds nothing the second time.
"""

import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, NamedTuple, cast

from truthtime_core.clock import Clock
from truthtime_core.errors import InputError
from truthtime_desktop.durations import counted
from truthtime_desktop.exports import BOM
from truthtime_desktop.imports import events, table
from truthtime_desktop.imports.reading import nothing_there
from truthtime_desktop.reports import printable

if TYPE_CHECKING:
    from truthtime_desktop.store import Store

STDIN = "-"
LONGEST_SHOWN = 200


class Imported(NamedTuple):
    """What an import did, or would do.

    Attributes:
        new: events (JSON) or entries (CSV) that were not there before.
        known: those that were.
        skipped: rows of a CSV that carry no finished time: voided ones, and ones that were still running.
        dry_run: nothing was written; the numbers say what would be.
    """

    format: Literal["csv", "json"]
    new: int
    known: int
    skipped: int
    dry_run: bool

    def text(self) -> str:
        """One sentence for the person."""
        words = ("event", "events") if self.format == "json" else ("entry", "entries")
        verb = "Would import" if self.dry_run else "Imported"
        rest = [f"{self.known:,} known already"] if self.known else []
        rest += [f"{self.skipped:,} left out: voided or not finished"] if self.skipped else []
        return f"{verb} {counted(self.new, *words)}" + (f" ({', '.join(rest)}).\n" if rest else ".\n")

    def json(self) -> dict[str, int | str | bool]:
        """The same for programs."""
        return self._asdict()


def read(
    store: "Store",
    path: Path | str,
    dry_run: bool = False,  # noqa: FBT001, FBT002 - the option --dry-run
    *,
    clock: Clock | None = None,
) -> Imported:
    """Import a file.

    Args:
        path: of the file, or "-" for standard input.
        dry_run: check the file and count, but write nothing.
        clock: what time it is, for the entries of a CSV; this computer's clocks by default.

    Raises:
        InputError: the file cannot be read or is not what it should be; the title names the line. Nothing was written.
        ChainError: its events contradict those that are here. Nothing was written.
        StoreError: it could not be stored. Nothing was written.
    """
    with closing(_opened(Path(path))) as file:
        start = file.read(len(BOM) + 1).removeprefix(BOM)
        file.seek(0)
        if not start:
            raise nothing_there()
        if start.startswith(b"{"):
            new, known = events.read(store, file, dry_run=dry_run)
            return Imported("json", new, known, 0, dry_run)
        new, known, skipped = table.read(store, file, clock, dry_run=dry_run)
        return Imported("csv", new, known, skipped, dry_run)


def _opened(path: Path) -> BinaryIO:
    """The file, in a form that can be read twice."""
    if str(path) == STDIN:
        spool = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - the caller closes it
        while piece := sys.stdin.buffer.read(1 << 20):
            spool.write(piece)
        spool.seek(0)
        return spool
    shown = printable(str(path)[:LONGEST_SHOWN])
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InputError(f"There is no file {shown}.", "Check its name and folder.") from error
    except IsADirectoryError as error:
        raise InputError(f"{shown or 'This'} is a folder.", "Name the file to import.") from error
    except PermissionError as error:
        raise InputError(f"You are not allowed to read {shown}.", "Check its permissions.") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name contains a NUL character"
        raise InputError(f"{shown} cannot be read: {why}.", "Check the name of the file and its disk.") from error
