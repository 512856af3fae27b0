"""A note's text inside a Qt document, and out of it again, without a byte being changed.

A `QTextDocument` keeps every character but four: carriage return, U+2029, U+FDD0 and U+FDD1 all become ends of blocks
(``QTextCursor::insertText``). Two more are lost where a text begins with them, since PySide 6.11 reads U+FEFF and
U+FFFE as byte order marks when it converts strings. A test goes through all of Unicode. These six are shown as
stand-ins from the noncharacters (The Unicode Standard, 23.7), which are themselves escaped where a text holds them.
Positions in a document count UTF-16 code units.
"""

import re

from truthtime_core.notes import change

_ESCAPE = "\ufdd2"
_STAND_INS = {
    "\r": "\ufdd3",
    "\u2029": "\ufdd4",
    "\ufdd0": "\ufdd5",
    "\ufdd1": "\ufdd6",
    "\ufeff": "\ufdd7",
    "\ufffe": "\ufdd8",
}
_ORIGINALS = {stand_in: original for original, stand_in in _STAND_INS.items()}
_TO_SHOW = re.compile("[\r\u2029\ufdd0-\ufdd8\ufeff\ufffe]")
_TO_WRITE = re.compile("\ufdd2([\ufdd2-\ufdd8])|([\ufdd3-\ufdd8])")

_ODD = (*_STAND_INS, *_ORIGINALS, _ESCAPE)
_WRITTEN_ODDLY = (*_ORIGINALS, _ESCAPE)
"""Looked for one by one: that is faster than a pattern in a megabyte that holds none of them."""

LF = "\n"
CRLF = "\r\n"


def line_end_of(text: str) -> str:
    """How the lines of a text end: CR LF when all do, otherwise LF (and every CR is a character of its line)."""
    pairs = text.count(CRLF)
    return CRLF if pairs and pairs == text.count("\n") == text.count("\r") else LF


def shown(text: str, line_end: str) -> str:
    """What is put into the document: one line feed for each end of a line."""
    if line_end == CRLF:
        text = text.replace(CRLF, LF)
    if not any(letter in text for letter in _ODD):
        return text
    return _TO_SHOW.sub(lambda found: _STAND_INS.get(found[0], _ESCAPE + found[0]), text)


def written(raw: str, line_end: str) -> str:
    """The note's text again, from ``QTextDocument.toRawText()`` or ``QTextCursor.selectedText()``."""
    text = raw.replace("\u2029", LF)
    if any(letter in text for letter in _WRITTEN_ODDLY):
        text = _TO_WRITE.sub(lambda found: found[1] or _ORIGINALS[found[2]], text)
    return text.replace(LF, CRLF) if line_end == CRLF else text


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def place_in_document(text: str, index: int, line_end: str) -> int:
    """The document's position of a character of the note's text."""
    return units(shown(text[:index], line_end))


def characters(text: str, unit: int) -> int:
    """The index of the character at a position counted in UTF-16 code units."""
    if text.isascii():
        return unit
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "ignore"))


def span_of_change(before: str, after: str) -> tuple[int, int, str]:
    """The one change between two texts of a document: from and to which position, and what comes there."""
    start, end, more = change(before, after)
    return units(before[:start]), units(before[:end]), more
