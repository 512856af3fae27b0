"""What a line of Markdown is made of, for colouring it as it is typed. Source stays source: nothing is hidden.

CommonMark 0.31 (https://spec.commonmark.org/0.31.2/) as far as single lines go, and task items of GitHub Flavored
Markdown (https://github.github.com/gfm/#task-list-items-extension-). No Qt here.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from truthtime_core.notes import link_places

LONGEST_LINE = 4_000
"""Characters of a line that are looked at: a megabyte without a line end must not stop the keyboard."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?=\s|$)")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])(?=\s|$)")
_BOX = re.compile(r"[ \t]+\[([ xX])\](?=\s|$)")
_QUOTE = re.compile(r" {0,3}>")
_SPECIAL = re.compile(r"[*_`~\[@]|://")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_STRONG = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=[^\s\\])\1")
_EMPHASIS = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])(.+?)(?<=[^\s*\\])\*(?![\w*])|(?<![\w\\])_(?=[^\s_])(.+?)(?<=[^\s_\\])_(?!\w)"
)
_STRIKE = re.compile(r"(?<!~)(~~)(?=\S)(.+?)(?<=\S)~~(?!~)")
_LINK = re.compile(r"(!?\[)([^\]]*)(\]\()(\S+?)(?:\s+\"[^\"]*\")?(\))")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]}*_]")


class Span(NamedTuple):
    """Characters of a line that look alike.

    Attributes:
        kind: ``heading``, ``mark``, ``strong``, ``emphasis``, ``struck``, ``code``, ``quote``, ``task``, ``done``,
            ``item``, ``entry`` or ``link``. Later spans lie over earlier ones and keep what they do not set.
    """

    start: int
    end: int
    kind: str


def spans_of(line: str, fence: str) -> tuple[list[Span], str]:
    """The spans of a line, and the fence that is open after it.

    Args:
        fence: the fence of a code block that is open before the line: its backquotes or tildes; empty when none is.
    """
    line = line[:LONGEST_LINE]
    opened = _FENCE.match(line)
    if fence:
        closes = opened is not None and opened[1].startswith(fence) and not line[opened.end() :].strip()
        return [Span(0, len(line), "code")], "" if closes else fence
    if opened and "`" not in line[opened.end() :]:
        return [Span(0, len(line), "code"), Span(0, opened.end(), "mark")], opened[1]
    return list(_blocks(line)) + (list(_inline(line)) if _SPECIAL.search(line) else []), ""


def _blocks(line: str) -> Iterator[Span]:
    heading = _HEADING.match(line)
    if heading:
        yield Span(heading.end(), len(line), "heading")
        yield Span(0, heading.end(), "mark")
        return
    if _RULE.match(line):
        yield Span(0, len(line), "mark")
        return
    if _QUOTE.match(line):
        yield Span(0, len(line), "quote")
    item = _ITEM.match(line)
    if not item:
        return
    box = _BOX.match(line, item.end())
    if not box:
        yield Span(0, item.end(), "item")
        return
    yield Span(0, box.end(), "task")
    if box[1] != " ":
        rest = len(line) - len(line[box.end() :].lstrip())
        yield Span(rest, len(line), "done")


def _inline(line: str) -> Iterator[Span]:
    for found in _CODE.finditer(line):
        yield Span(*found.span(), "code")
    # What is inside of code means nothing.
    line = _CODE.sub(lambda found: " " * len(found[0]), line)
    for found in _STRONG.finditer(line):
        yield from _marked(found.span(), 2, "strong")
    for found in _EMPHASIS.finditer(line):
        yield from _marked(found.span(), 1, "emphasis")
    for found in _STRIKE.finditer(line):
        yield from _marked(found.span(), 2, "struck")
    for found in _LINK.finditer(line):
        yield Span(*found.span(2), "link")
        for group in (1, 3, 4, 5):
            yield Span(*found.span(group), "mark")
    for found in _ADDRESS.finditer(line):
        yield Span(*found.span(), "link")
    for start, at in link_places(line):
        yield Span(start, start + len(at) + 1, "entry")


def _marked(span: tuple[int, int], length: int, kind: str) -> Iterator[Span]:
    start, end = span
    yield Span(start, start + length, "mark")
    yield Span(start + length, end - length, kind)
    yield Span(end - length, end, "mark")


def fence_after(line: str, fence: str) -> str:
    """The fence that is open after a line, without its spans."""
    return spans_of(line, fence)[1] if fence or line.lstrip(" ")[:3] in {"```", "~~~"} else ""


def link_at(line: str, column: int) -> tuple[str, str]:
    """What a click on this character of a line leads to: ("entry", "09:04"), ("address", "https://…") or ("", "")."""
    line = line[:LONGEST_LINE]
    for start, at in link_places(line):
        if start <= column <= start + len(at):
            return "entry", at
    for found in _LINK.finditer(line):
        if found.start() <= column < found.end():
            return "address", found[4].strip("<>")
    for found in _ADDRESS.finditer(line):
        if found.start() <= column < found.end():
            return "address", found[0]
    return "", ""
