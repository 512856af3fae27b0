"""`truthtime export`: the person's data as a file that spreadsheets (CSV) or any program (JSON) can read.

The formats are described in docs/export-format.md; `truthtime_desktop.imports` reads both back. JSON carries every
event byte for byte, CSV one row per entry.
"""

import csv
import errno
import hashlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

from truthtime_core.added import Part
from truthtime_core.entries import KINDS, Entry, Now
from truthtime_core.errors import InputError, StoreError
from truthtime_core.events import Content, Head, parse
from truthtime_core.export_format import json_closing, json_line, json_opening
from truthtime_core.ledger import Project
from truthtime_desktop.config import flush_folder, flush_to_disk
from truthtime_desktop.durations import counted
from truthtime_desktop.reports import entry_json, printable

Format = Literal["csv", "json"]

LONGEST_SHOWN = 200
STDOUT = "-"
BOM = b"\xef\xbb\xbf"

COLUMNS = (
    "id",
    "status",
    "description",
    "project",
    "tags",
    "started_at",
    "ended_at",
    "zone",
    "worked_ms",
    "claimed_ms",
    "paused_ms",
    "idle_ms",
    "locked_ms",
    "asleep_ms",
    "off_ms",
    "unanswered_ms",
    "elapsed_ms",
    "flags",
    "provenance",
    "intervals",
)
"""Columns of the CSV, in this order; readers go by name."""

_SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection), full-width signs included."""

_PART = re.compile(rf"(?P<kind>{'|'.join(KINDS)}):(?P<ms>[1-9][0-9]{{0,14}})(?P<open>\??)")
_MOVED = re.compile(r"@(?P<zone>[A-Za-z0-9_+/-]{0,64}?)(?P<offset>[+-][0-9]{1,4})")
_FORMULA = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")


class ExportSource(Protocol):
    """What an export needs of the store."""

    def events(self, after_local: int = 0) -> Iterator[tuple[int, bytes, Content | None]]:
        """Every event in order of arrival."""
        ...

    def entries(self, first: date | None, last: date | None, limit: int | None, now: Now | None) -> Sequence[Entry]:
        """Entries, oldest first."""
        ...

    def projects(self) -> Sequence[Project]:
        """Every project there is."""
        ...


class Exported(NamedTuple):
    """What was written: how many events (JSON) or entries (CSV), and where; `path` is None for standard output."""

    path: Path | None
    format: Format
    written: int

    def text(self) -> str:
        """One sentence for the person."""
        words = ("event", "events") if self.format == "json" else ("entry", "entries")
        where = "standard output" if self.path is None else _short(self.path)
        return f"Exported {counted(self.written, *words)} to {where}.\n"

    def json(self) -> dict[str, str | int | None]:
        """The same for programs."""
        return {"file": None if self.path is None else str(self.path), "format": self.format, "written": self.written}


def write(
    store: ExportSource,
    path: Path | str,
    format: Format,  # noqa: A002 - the option's name
    force: bool = False,  # noqa: FBT001, FBT002 - the option --force
    *,
    bom: bool = False,
    now: Now | None = None,
) -> Exported:
    """Write an export. Either the whole file is there afterwards or what was there before.

    Args:
        path: of the file, or "-" for standard output.
        force: replace a file that exists.
        bom: begin a CSV with a byte order mark, which Excel needs to read UTF-8.
        now: the present, to count open entries up to it (CSV).

    Raises:
        InputError: the file exists, its folder does not, or it is a folder.
        StoreError: the disk does not take it, or the data cannot be read.
    """

    def produce(target: BinaryIO) -> int:
        if format == "json":
            return write_json(store.events(), target)
        return write_csv(store.entries(None, None, None, now), store.projects(), target, bom=bom)

    if str(path) == STDOUT:
        return Exported(None, format, _to_stdout(produce))
    return Exported(Path(path), format, _write_file(Path(path), produce, force=force))


def write_json(events: Iterable[tuple[int, bytes, Content | None]], target: BinaryIO) -> int:
    """The JSON export: valid JSON as a whole and one event on each line, so that it can be read in a stream.

    Returns:
        the number of events.
    """
    digest = hashlib.sha256()
    heads: dict[tuple[str, int], Head] = {}
    count = 0

    def put(line: bytes) -> None:
        digest.update(line)
        target.write(line)

    put(json_opening())
    for _, payload, content in events:
        event = parse(payload)
        heads[event.device, event.incarnation] = Head(event.device, event.incarnation, event.seq, event.hash)
        put((b",\n" if count else b"") + json_line(payload, content))
        count += 1
    if count:
        put(b"\n")
    target.write(json_closing(count, heads.values(), digest.hexdigest()))
    return count


def write_csv(entries: Iterable[Entry], projects: Iterable[Project], target: BinaryIO, *, bom: bool = False) -> int:
    """The CSV export: RFC 4180, UTF-8, one row per entry.

    Returns:
        the number of entries.
    """
    known = tuple(projects)
    if bom:
        target.write(BOM)
    row = io.StringIO(newline="")
    writer = csv.writer(row, lineterminator="\r\n")

    def put(cells: Iterable[str]) -> None:
        writer.writerow([guarded(cell) for cell in cells])
        target.write(row.getvalue().encode())
        row.seek(0)
        row.truncate()

    put(COLUMNS)
    written = 0
    for written, entry in enumerate(entries, start=1):  # noqa: B007 - how many there were
        shown = entry_json(entry, known, intervals=False)
        shown |= {"zone": entry.zone, "tags": joined(shown["tags"])}
        shown |= {name: " ".join(shown[name]) for name in ("flags", "provenance")}
        shown["intervals"] = spelled(entry)
        put("" if shown[name] is None else str(shown[name]) for name in COLUMNS)
    return written


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it if a spreadsheet would run it as a formula. `unguarded` takes it off."""
    return "'" + cell if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def joined(tags: Sequence[str]) -> str:
    """Tags in one cell, divided by a comma and a space; a comma or backslash inside a tag gets a backslash."""
    return ", ".join(tag.replace("\\", "\\\\").replace(",", "\\,") for tag in tags if tag)


def parted(cell: str) -> tuple[str, ...]:
    """The tags in a cell that `joined` or a person wrote."""
    tags = re.findall(r"(?:^|(?<=,))((?:[^\\,]|\\.|\\\Z)*)(?:,|\Z)", cell, flags=re.DOTALL)
    spaced = [tag.removeprefix(" ") if place else tag for place, tag in enumerate(tags)]
    return tuple(re.sub(r"\\(.)", r"\1", tag, flags=re.DOTALL) for tag in spaced if tag)


def spelled(entry: Entry) -> str:
    """The entry's intervals in one cell: ``work:1800000 asleep:3600000? @Asia/Tokyo+540 work:60000``.

    Kind and milliseconds, each after the one before; a question mark where nobody has explained an absence yet; zone
    and offset in minutes where they change from those of the row.
    """
    words: list[str] = []
    here = (entry.zone, entry.offset_min)
    for one in entry.intervals:
        if (one.zone, one.offset_min) != here:
            here = (one.zone, one.offset_min)
            words.append(f"@{one.zone}{one.offset_min:+d}")
        words.append(f"{one.kind}:{one.duration_ms}{'' if one.answered else '?'}")
    return " ".join(words)


def unspelled(cell: str, zone: str, offset_min: int) -> tuple[Part, ...] | None:
    """The parts in a cell that `spelled` wrote; None for one that it did not.

    Args:
        zone: of the row, with its offset in minutes: where the first part begins.
    """
    parts: list[Part] = []
    for word in cell.split():
        part, moved = _PART.fullmatch(word), _MOVED.fullmatch(word)
        if part:
            parts.append(Part(part["kind"], int(part["ms"]), not part["open"], zone, offset_min))
        elif moved:
            zone, offset_min = moved["zone"], int(moved["offset"])
        else:
            return None
    return tuple(parts)


def write_notes(
    pages: Iterable[tuple[date, str]], days: Sequence[date], target: Path | str, *, force: bool = False
) -> Path | None:
    """Write the notes of these days as Markdown.

    Args:
        pages: day and text, in the order of `days`; read one at a time.
        target: a file for all of them, each under its date as a heading; a folder that exists, for one file a day that
            holds the text byte for byte; or "-" for standard output.
        force: replace files that exist.

    Returns:
        where they are; None for standard output.

    Raises:
        InputError: a file exists, or its folder does not.
        StoreError: the disk does not take it.
    """

    def produce(file: BinaryIO) -> int:
        for number, (day, text) in enumerate(pages):
            ending = "" if text.endswith("\n") else "\n"
            file.write(f"{chr(10) if number else ''}# {day.isoformat()}\n\n{text}{ending}".encode())
        return len(days)

    if str(target) == STDOUT:
        _to_stdout(produce)
        return None
    path = Path(target)
    with _in_words(path):
        is_folder = path.is_dir()
    if not is_folder:
        _write_file(path, produce, force=force)
        return path
    for day in () if force else days:
        _check_target(path / f"{day.isoformat()}.md", force=False)
    for day, text in pages:
        _write_file(path / f"{day.isoformat()}.md", partial(_put, text), force=force)
    return path


def _put(text: str, file: BinaryIO) -> int:
    return file.write(text.encode())


def _to_stdout(produce: Callable[[BinaryIO], int]) -> int:
    with _in_words(Path("standard output")):
        count = produce(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    return count


def _write_file(path: Path, produce: Callable[[BinaryIO], int], *, force: bool) -> int:
    with _in_words(path):
        if "\0" in str(path):
            raise InputError("The name of the file contains a NUL character.", "Choose another name.")
        path = path.resolve()
        _check_target(path, force=force)
        if path.exists() and not path.is_file():  # A device or a pipe cannot be replaced, only written to.
            with path.open("wb") as device:
                return produce(device)
        fresh = path.with_name(f".{path.name[:100]}.{os.urandom(4).hex()}.new")
        try:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                count = produce(file)
                file.flush()
                flush_to_disk(descriptor)
            _check_target(path, force=force)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)
        return count


def _short(path: Path) -> str:
    shown = printable(str(path))
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"


def _check_target(path: Path, *, force: bool) -> None:
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {_short(path.parent)}.", "Make the folder first, or choose another one.")
    if path.is_dir():
        raise InputError(f"{_short(path)} is a folder.", "Give the name of a file in it.")
    if path.is_file() and not force:
        raise InputError(f"{_short(path)} exists already.", "Choose another name, or replace it with --force.")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """What the operating system refuses, said so that the person knows what to do."""
    try:
        yield
    except BrokenPipeError:
        raise  # The reader has seen enough; the command line ends quietly.
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreError(
                f"The disk is full, so {_short(path)} was not written.", "Free some space, or choose another disk."
            ) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            raise StoreError(
                f"You are not allowed to write to {_short(path.parent)}.",
                "Choose another folder, for example your own.",
            ) from error
        raise StoreError(
            f"{_short(path)} was not written: {error.strerror or error}.", "Choose another name or folder."
        ) from error
