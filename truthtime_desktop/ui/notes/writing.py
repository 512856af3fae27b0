"""What keys do to a line of Markdown: task boxes, lists that go on, words made bold. No Qt here."""

import re

_ITEM = re.compile(r"([ \t]*(?:>[ \t]?)*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_TOKEN_BEGUN = re.compile(r"(?<![\w@])@[^\s@]{0,24}$")
_BOX = re.compile(r"([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)([ xX])(\](?=\s|$))")


def toggled_box(line: str) -> str:
    """The line with its task box ticked, or unticked; a line without a box becomes an open task."""
    box = _BOX.match(line)
    if box:
        return line[: box.start(2)] + ("x" if box[2] == " " else " ") + line[box.end(2) :]
    item = _ITEM.match(line)
    if item:
        return f"{line[: item.end(5)]}[ ] {line[item.end() :]}"
    indent = len(line) - len(line.lstrip(" \t"))
    return f"{line[:indent]}- [ ] {line[indent:]}"


def next_line_begins(line: str) -> str | None:
    """With what the line after this one begins when Enter is pressed at its end.

    Returns:
        the marker of the next item; an empty text for an ordinary line; None when the line is an item without words,
        which Enter ends.
    """
    item = _ITEM.match(line)
    if item:
        if not line[item.end() :].strip():
            return None
        lead, bullet, number, dot, gap, box = item.groups()
        marker = bullet or f"{int(number) + 1}{dot}"
        return f"{lead}{marker}{gap}{'[ ] ' if box else ''}"
    quoted = _QUOTED.match(line)
    if quoted:
        return quoted[0] if line[quoted.end() :].strip() else None
    return line[: len(line) - len(line.lstrip(" \t"))] if line.strip() else ""


def wrapped(text: str, mark: str) -> str:
    """The text between marks (``**``), or without them when it has them."""
    size = len(mark)
    if len(text) >= 2 * size and text.startswith(mark) and text.endswith(mark):
        return text[size:-size]
    return f"{mark}{text}{mark}"


def words_in(text: str) -> int:
    """How many words there are: what stands between spaces and has a letter or digit."""
    return sum(1 for word in text.split() if any(map(str.isalnum, word)))


def with_token(text: str, at: str) -> str:
    """The text with a line for the entry that began then, at its end."""
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}@{at} "


def token_behind(text: str) -> str | None:
    """The beginning of a link to an entry that a text ends with, its ``@`` included; None when there is none."""
    found = _TOKEN_BEGUN.search(text)
    return found[0] if found else None
