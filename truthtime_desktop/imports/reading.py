"""Reading files that may hold anything: lines of bounded length, and errors that name the line."""

from collections.abc import Iterator
from typing import BinaryIO

from truthtime_core.errors import InputError
from truthtime_desktop.exports import BOM

LONGEST_LINE_BYTES = 32 * 1024 * 1024
"""A note of 4 MiB is the longest text there is; escaped twice, a byte of it becomes seven at most."""

AGAIN = "Nothing was imported. Export the data again, or choose another file."


def lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers from 1 on, ends included; a BOM is passed over.

    Raises:
        InputError: a line is too long to be one of ours.
    """
    number = 0
    while line := file.readline(LONGEST_LINE_BYTES):
        number += 1
        if len(line) == LONGEST_LINE_BYTES:
            raise bad_line(number, f"is longer than {LONGEST_LINE_BYTES:,} bytes")
        if number == 1:
            line = line.removeprefix(BOM)
        yield number, line


def bad_line(number: int, why: str, hint: str = AGAIN) -> InputError:
    """The error for a line that cannot be used.

    Args:
        why: goes on after "Line 7 ".
    """
    return InputError(f"Line {number:,} {why}.", hint)


def nothing_there() -> InputError:
    """The error for a file without anything in it."""
    return InputError("The file is empty.", AGAIN)
