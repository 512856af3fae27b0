"""The last sign of life of a running timer, in a file of its own that a torn write cannot destroy.

After a crash the time since the last event is unobserved; the heartbeat says until when the program was there. It is
written every few seconds, so it stays out of the database (a page each) and is never synced.

The file holds two slots of one disk sector each. A beat goes to the slot that does not hold the newest one, so that
whatever happens to the sector being written, the beat before it is still whole. Each slot: four bytes of magic, CRC-32
of what follows, a number that grows by one with every beat, the length of the text, the text (JSON).
"""

import errno
import json
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from truthtime_core.clock import Reading
from truthtime_desktop.config import disk_error, flush_folder, flush_to_disk

BEAT_EVERY_MS = 15_000
"""How often a watching program beats while a timer is open: what a power cut can put in doubt (design, section 3)."""

SLOT_BYTES = 512
"""The sector size every disk honours: a write of one slot never touches the other."""

SLOTS = 2
MAGIC = b"TTH1"
_HEAD = struct.Struct(">4sIQH")
_SUMMED_FROM = 8
"""The CRC covers everything behind itself: number, length and text."""

NEWEST_NUMBER = 2**63
"""No file has beaten this often; a larger number is damage, even with a fitting CRC."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life.

    Attributes:
        timer: id of the open timer.
        state: whether it ran or was paused.
        reading: all clocks at that moment.
    """

    timer: str
    state: Literal["running", "paused"]
    reading: Reading


class Heart:
    """The heartbeat file.

    Args:
        path: its place; it is created by the first beat.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def beat(self, timer: str, state: Literal["running", "paused"], reading: Reading) -> None:
        """Record a sign of life. It is on the disk when this returns.

        Raises:
            StoreError: the disk does not take it; the beat before is still there.
        """
        self._write({"timer": timer, "state": state}, reading)

    def clear(self, reading: Reading) -> None:
        """Record that no timer is open any more.

        Raises:
            StoreError: the disk does not take it.
        """
        self._write({"timer": "", "state": "stopped"}, reading)

    def last(self) -> Beat | None:
        """The newest whole beat; None when there is none or the last one said that no timer is open.

        Raises:
            StoreError: the file is there and may not be opened. Damage inside it never raises.
        """
        newest = max(self._slots(), key=lambda slot: slot[1], default=None)
        if newest is None:
            return None
        _, _, beat = newest
        return beat

    def _slots(self) -> list[tuple[int, int, Beat | None]]:
        """The whole slots: place, number, beat."""
        try:
            with self._path.open("rb", buffering=0) as file:
                parts = [(place, _read_slot(file.fileno(), place)) for place in range(SLOTS)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise disk_error(error, self._path) from error
        found = ((place, _parse(part)) for place, part in parts)
        return [(place, *slot) for place, slot in found if slot is not None]

    def _write(self, what: Mapping[str, str], reading: Reading) -> None:
        newest = max(self._slots(), key=lambda slot: slot[1], default=(1, 0, None))
        slot = _format(newest[1] + 1, {**what, **_fields(reading)})
        try:
            born = not self._path.exists()
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                os.lseek(descriptor, (SLOTS - 1 - newest[0]) * SLOT_BYTES, os.SEEK_SET)
                if os.write(descriptor, slot) != SLOT_BYTES:
                    raise OSError(errno.ENOSPC, "only a part was taken")  # What a disk does when it runs full.
                flush_to_disk(descriptor)
            finally:
                os.close(descriptor)
            if born:
                flush_folder(self._path.parent)
        except OSError as error:
            raise disk_error(error, self._path) from error


def _read_slot(descriptor: int, place: int) -> bytes:
    """One slot; empty when the disk cannot read this sector, because the other may still be readable."""
    try:
        os.lseek(descriptor, place * SLOT_BYTES, os.SEEK_SET)
        return os.read(descriptor, SLOT_BYTES)
    except OSError:
        return b""


def _fields(reading: Reading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in Reading.__dataclass_fields__}


def _format(number: int, what: Mapping[str, Any]) -> bytes:
    text = json.dumps(what, separators=(",", ":")).encode()
    if len(text) > SLOT_BYTES - _HEAD.size:
        raise ValueError(f"A heartbeat of {len(text)} bytes does not fit its slot.")
    body = _HEAD.pack(MAGIC, 0, number, len(text))[_SUMMED_FROM:] + text
    return (MAGIC + zlib.crc32(body).to_bytes(4, "big") + body).ljust(SLOT_BYTES, b"\0")


def _parse(slot: bytes) -> tuple[int, Beat | None] | None:
    """Number and beat of a whole slot; None when it is damaged."""
    if len(slot) < _HEAD.size:
        return None
    magic, crc, number, length = _HEAD.unpack_from(slot)
    body = slot[_SUMMED_FROM : _HEAD.size + length]
    if magic != MAGIC or len(body) != _HEAD.size - _SUMMED_FROM + length or zlib.crc32(body) != crc:
        return None
    try:
        what = json.loads(body[_HEAD.size - _SUMMED_FROM :])
    except (ValueError, RecursionError):
        return None
    if not isinstance(what, dict) or number >= NEWEST_NUMBER:
        return None
    return _interpret(number, what)


def _interpret(number: int, what: Mapping[str, Any]) -> tuple[int, Beat | None] | None:
    kinds = {"at_ms": int, "offset_min": int, "zone": str, "boot": str, "awake_ms": int, "elapsed_ms": int}
    if any(type(what.get(name)) is not kind for name, kind in kinds.items()) or type(what.get("timer")) is not str:
        return None
    if what.get("state") == "stopped":
        return number, None
    if what.get("state") not in {"running", "paused"}:
        return None
    return number, Beat(what["timer"], what["state"], Reading(**{name: what[name] for name in kinds}))
