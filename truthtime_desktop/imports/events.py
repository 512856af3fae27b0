"""The JSON export read back: every event byte for byte, checked before anything is written."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from truthtime_core.errors import ChainError, InputError, MalformedEventError
from truthtime_core.events import Content, Head, parse, verify_chain
from truthtime_core.export_format import FORMAT_NAME, FORMAT_VERSION, json_closing, json_line, json_opening
from truthtime_desktop.imports.reading import AGAIN, bad_line, lines

if TYPE_CHECKING:
    from truthtime_desktop.store import Store

Pair = tuple[bytes, Content | None]

_VERSIONED = re.compile(rb'\{"format":"%s","version":(\d{1,9}),' % FORMAT_NAME.encode())


def read(store: "Store", file: BinaryIO, *, dry_run: bool) -> tuple[int, int]:
    """Import the events. The file is read twice: first to check all of it, then to write.

    Returns:
        how many events are new, and how many were known already.

    Raises:
        InputError: the file is not whole; the title names the line.
        ChainError: its events contradict those that are here.
        StoreError: they could not be stored.
    """
    if dry_run:
        here = {hashlib.sha256(payload).digest() for _, payload, _ in store.events()}
        known = [hashlib.sha256(payload).digest() in here for payload, _ in pairs(file)]
        return known.count(False), known.count(True)
    for _ in pairs(file):
        continue
    file.seek(0)
    adopted = store.adopt(pairs(file))
    return adopted.new, adopted.known


def pairs(file: BinaryIO) -> Iterator[Pair]:
    """Every event of the file with its words. What has been yielded counts only when the end is reached.

    Raises:
        InputError: a byte is not as it was written, or the file is not complete; the title names the line.
    """
    digest = hashlib.sha256()
    heads: dict[tuple[str, int], Head] = {}
    count = 0
    number = 0
    ended = False
    for number, raw in lines(file):
        # An editor may have put Windows' line ends; no byte of an event is touched by that.
        line = raw[:-2] + b"\n" if raw.endswith(b"\r\n") else raw
        if ended:
            raise bad_line(number, "comes after the end of the export")
        if number == 1:
            _check_opening(line)
        elif line.startswith(b"]"):
            if line != json_closing(count, heads.values(), digest.hexdigest()):
                raise bad_line(number, "does not fit what stands before it: the file was changed or is not complete")
            ended = True
        else:
            yield _pair(number, line, heads)
            count += 1
        digest.update(line)
    if not ended:
        raise InputError(f"The file is not complete: it ends in line {number:,}.", AGAIN)


def _check_opening(line: bytes) -> None:
    if line == json_opening():
        return
    versioned = _VERSIONED.match(line)
    if versioned and int(versioned[1]) > FORMAT_VERSION:
        raise InputError(
            f"This export was made by a newer TruthTime (format {int(versioned[1])}).", "Update TruthTime to import it."
        )
    raise bad_line(1, "is not the beginning of a TruthTime export")


def _pair(number: int, line: bytes, heads: dict[tuple[str, int], Head]) -> Pair:
    body = line.removesuffix(b"\n").removesuffix(b",")
    try:
        payload, content = _parts(body)
        event = parse(payload)
        chain = (event.device, event.incarnation)
        heads[chain] = verify_chain([event], heads.get(chain, Head(*chain)))
        if content is not None and content.hash != event.content:
            raise bad_line(number, "has words that were changed: they do not fit the event's hash")
    except (MalformedEventError, ChainError) as error:
        raise bad_line(number, f"cannot be used. {error.title.removesuffix('.')}") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise bad_line(number, "is damaged or not complete") from error
    return payload, content


def _parts(body: bytes) -> Pair:
    """Payload and words of a line.

    Raises:
        ValueError, TypeError, KeyError: the line is not exactly as an export writes it.
    """
    fields: dict[str, Any] = json.loads(body)
    words = fields["content"]
    content = None if words is None else Content(words["salt"], words["text"])
    payload: bytes = fields["payload"].encode()
    if json_line(payload, content) != body:
        raise ValueError
    return payload, content
