"""The bytes of a JSON export (docs/export-format.md): the desktop and the server write the same file."""

import json
from collections.abc import Iterable

from truthtime_core.events import Content, Head

FORMAT_NAME = "truthtime-export"
FORMAT_VERSION = 1


def json_opening() -> bytes:
    """The first line of a JSON export."""
    return f'{{"format":"{FORMAT_NAME}","version":{FORMAT_VERSION},"events":[\n'.encode()


def json_line(payload: bytes, content: Content | None) -> bytes:
    """One event of a JSON export, without the comma and the end of the line."""
    words = {"salt": content.salt, "text": content.text} if content else None
    return _compact({"content": words, "payload": payload.decode()})


def json_closing(count: int, heads: Iterable[Head], sha256: str) -> bytes:
    """The last line of a JSON export.

    Args:
        heads: the newest event of each device.
        sha256: of every byte before this line, in hex.
    """
    shown = [
        {"device": head.device, "hash": head.hash, "incarnation": head.incarnation, "seq": head.seq}
        for head in sorted(heads, key=lambda head: (head.device, head.incarnation))
    ]
    return b"]," + _compact({"count": count, "heads": shown, "sha256": sha256})[1:] + b"\n"


def _compact(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
