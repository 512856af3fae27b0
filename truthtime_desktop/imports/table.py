"""The CSV export read back: each row becomes an entry added by hand, marked as imported.

Our own export says how the time was made up, and so the entry comes back to the millisecond; anybody can edit a CSV,
so what was measured comes back as claimed. A file of other origin says at most how much of an entry was work, not
when: then the entry begins where the row says, lasts as long as its work, so that no total grows, and its reason tells
the original end (docs/export-format.md).
"""

import csv
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from truthtime_core.added import Part, parts_data
from truthtime_core.clock import Clock, steady
from truthtime_core.days import rfc3339, zone_of
from truthtime_core.entries import LONGEST_MS
from truthtime_core.errors import InputError
from truthtime_core.events import MAX_INT, Draft, canonical, uuid7
from truthtime_core.timer import checked_task
from truthtime_desktop.durations import brief
from truthtime_desktop.exports import parted, unguarded, unspelled
from truthtime_desktop.imports.reading import bad_line, lines, nothing_there

if TYPE_CHECKING:
    from truthtime_desktop.store import Store

NAMESPACE = uuid.UUID("5b0f3a52-6d0c-5c3e-9a57-0d6f0c8f7f11")
"""Under which rows without an id of ours get one from their content, so that a second import finds them again."""

DELIMITERS = ",;\t"
"""Spreadsheets write what the system's language asks for."""

READ_COLUMNS = frozenset(
    {"id", "status", "description", "project", "tags", "started_at", "ended_at", "zone", "worked_ms", "intervals"}
)
"""The other columns follow from these and are not read."""

WITHOUT_INTERVALS = "If you changed its times, empty its cell intervals: then the other cells count."
LIKE_THIS = "Write it like 2026-11-17T09:04:00+01:00."

REASON = "Imported from a CSV file."

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{0,64}")
_OPEN = frozenset({"running", "paused"})
_DONE = frozenset({"", "stopped", "voided"})


class Row(NamedTuple):
    """A finished entry of the file.

    Attributes:
        line: the line of the file it ends in.
        timer: its id.
        project: the project's name, empty when none.
        elapsed_ms: from beginning to end, with what was not work.
        parts: how its time is made up; empty when the file does not say.
        voided: it counts as nothing and is kept.
    """

    line: int
    timer: str
    start_ms: int
    offset_min: int
    zone: str
    worked_ms: int
    elapsed_ms: int
    description: str
    project: str
    tags: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    voided: bool = False


def read(store: "Store", file: BinaryIO, clock: Clock | None, *, dry_run: bool) -> tuple[int, int, int]:
    """Import the rows, in one transaction.

    Returns:
        how many entries are new, how many were known already, and how many rows were left out.

    Raises:
        InputError: a row cannot be used; the title names its line.
        StoreError: they could not be stored.
    """
    found = list(rows(file))
    finished = [row for row in found if row is not None]
    fresh = {row.timer: row for row in finished if store.entry(row.timer, None) is None}
    if fresh and not dry_run:
        _store(store, list(fresh.values()), clock)
    return len(fresh), len(finished) - len(fresh), len(found) - len(finished)


def rows(file: BinaryIO) -> Iterator[Row | None]:
    """The rows of the file; None for one that was still running.

    Raises:
        InputError: the file is not such a CSV, or a row of it cannot be used; the title names the line.
    """
    source = _Source(file)
    reader = csv.reader(source.texts(), delimiter=source.delimiter, strict=True)
    seen: dict[str, list[str]] = {}
    try:
        header = _checked_header([unguarded(cell).strip().lower() for cell in next(reader)])
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise bad_line(reader.line_num, f"has {len(cells)} cells, and the first line has {len(header)}")
            row = _row(reader.line_num, dict(zip(header, map(unguarded, cells), strict=True)))
            if row is not None and seen.setdefault(row.timer, cells) != cells:
                raise bad_line(
                    row.line, "has the id of another row", "Empty the id of the row that was copied, and import again."
                )
            yield row
    except csv.Error as error:
        raise bad_line(max(reader.line_num, 1), f"cannot be read as CSV: {error}") from error
    if not source.ended and header[-1] in READ_COLUMNS:
        raise bad_line(reader.line_num, "is not complete: it has no line end")


class _Source:
    """The text of the file, line by line.

    Attributes:
        delimiter: what divides the cells, judged by the first line.
        ended: whether the last line read had an end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._lines = lines(file)
        _, first = next(self._lines, (1, b""))
        if not first.strip():
            raise nothing_there()
        self._first = first
        self.ended = True
        self.delimiter = max(DELIMITERS, key=lambda mark: first.count(mark.encode()))

    def texts(self) -> Iterator[str]:
        yield self._text(1, self._first)
        for number, line in self._lines:
            yield self._text(number, line)

    def _text(self, number: int, line: bytes) -> str:
        self.ended = line.endswith(b"\n")
        if b"\0" in line:
            raise bad_line(number, "contains a NUL character")
        try:
            return line.decode()
        except UnicodeDecodeError as error:
            raise bad_line(number, "is not text in UTF-8") from error


def _checked_header(header: list[str]) -> list[str]:
    if "started_at" not in header or not {"worked_ms", "ended_at"} & set(header):
        raise InputError(
            "Line 1 does not name the columns started_at and worked_ms or ended_at.",
            "Only a CSV as truthtime export writes it can be imported.",
        )
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise bad_line(1, f"names the column {twice[0][:40]} twice")
    return header


def _row(line: int, cells: Mapping[str, str]) -> Row | None:
    status = cells.get("status", "").strip()
    if status in _OPEN:
        return None
    if status not in _DONE:
        raise bad_line(line, "has an unknown status")
    start_ms, offset_min = _instant(line, "started_at", cells["started_at"])
    ended_at = cells.get("ended_at", "").strip()
    elapsed_ms = _instant(line, "ended_at", ended_at)[0] - start_ms if ended_at else None
    worked_ms = _whole(line, cells.get("worked_ms", "").strip(), elapsed_ms)
    if not 0 <= worked_ms <= (LONGEST_MS if elapsed_ms is None else min(elapsed_ms, LONGEST_MS)):
        raise bad_line(line, "has more work than fits between its beginning and its end")
    zone = cells.get("zone", "").strip()
    if not _ZONE.fullmatch(zone):
        raise bad_line(line, "has a zone that is none")
    description, project, tags = cells.get("description", ""), cells.get("project", ""), parted(cells.get("tags", ""))
    try:
        checked_task(description, project, tags)
    except InputError as error:
        raise bad_line(line, f"cannot be used. {error.title.removesuffix('.')}", error.hint) from error
    timer = _timer(cells.get("id", "").strip(), [start_ms, worked_ms, description, project, *tags])
    whole_ms = worked_ms if elapsed_ms is None else elapsed_ms
    row = Row(line, timer, start_ms, offset_min, zone, worked_ms, whole_ms, description, project, tags)
    return row._replace(parts=_parts(row, cells.get("intervals", "")), voided=status == "voided")


def _parts(row: Row, cell: str) -> tuple[Part, ...]:
    """How the row's time is made up; nothing where the file does not say.

    Raises:
        InputError: it says something else than the other cells do.
    """
    parts = unspelled(cell, row.zone, row.offset_min)
    if parts is None:
        raise bad_line(row.line, "has intervals that cannot be read", WITHOUT_INTERVALS)
    worked_ms = sum(part.duration_ms for part in parts if part.kind in {"work", "claimed"})
    if parts and (worked_ms, sum(part.duration_ms for part in parts)) != (row.worked_ms, row.elapsed_ms):
        raise bad_line(row.line, "has intervals that do not add up to its other times", WITHOUT_INTERVALS)
    return parts


def _instant(line: int, name: str, text: str) -> tuple[int, int]:
    """UTC milliseconds and offset in minutes of an RFC 3339 time."""
    try:
        moment = datetime.fromisoformat(text.strip())
        offset = moment.utcoffset()
        if offset is None:
            raise bad_line(line, f"has a time without an offset from UTC in {name}", LIKE_THIS)
        return (moment - _EPOCH) // _MS, offset // timedelta(minutes=1)
    except (ValueError, OverflowError) as error:
        raise bad_line(line, f"has no time in {name}", LIKE_THIS) from error


def _whole(line: int, text: str, elapsed_ms: int | None) -> int:
    """Milliseconds of work; all of the entry when the cell is empty."""
    if not text and elapsed_ms is not None:
        return elapsed_ms
    if not (text.isascii() and text.isdigit() and len(text) < len(str(MAX_INT))):
        raise bad_line(line, "has no whole number of milliseconds in worked_ms")
    return int(text)


def _timer(text: str, content: list[int | str]) -> str:
    """The id of our own export, or one that follows from the row's content."""
    if _UUID.fullmatch(text):
        return text
    return str(uuid.uuid5(NAMESPACE, canonical({"row": [text, *content]}).decode()))


def _store(store: "Store", fresh: list[Row], clock: Clock | None) -> None:
    if clock is None:
        from truthtime_desktop.system.clocks import SystemClock

        clock = SystemClock()
    reading = steady(clock.read(), store.last_reading)
    projects = {"": ""}
    drafts: list[Draft] = []
    for row in fresh:
        if row.project not in projects:
            known = store.project_named(row.project)
            projects[row.project] = known.id if known else uuid7(reading.at_ms, os.urandom(10))
            if known is None:
                project = {"project": projects[row.project]}
                drafts.append(Draft("project.set", data=project, words={"name": row.project}, source="import"))
        drafts.append(_draft(row, projects[row.project]))
        if row.voided:
            drafts.append(Draft("entry.void", row.timer, words={"reason": REASON}, source="import"))
    store.append(drafts, reading)


def _draft(row: Row, project: str) -> Draft:
    length_ms = row.elapsed_ms if row.parts else row.worked_ms
    data: dict[str, Any] = {
        "start_ms": row.start_ms,
        "end_ms": row.start_ms + length_ms,
        "zone": row.zone,
        "offset_min": row.offset_min,
    }
    if row.parts:
        data["parts"] = parts_data(row.parts)
    reason = REASON
    if row.elapsed_ms > length_ms:
        end = rfc3339(row.start_ms + row.elapsed_ms, zone_of(row.zone, row.offset_min))
        reason += f" It ended at {end}; {brief(row.elapsed_ms - row.worked_ms)} of it was not work."
    words = {"description": row.description, "tags": list(row.tags), "reason": reason}
    return Draft("entry.add", row.timer, data | ({"project": project} if project else {}), words, source="import")
