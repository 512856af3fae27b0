"""Notes of a day: every revision is kept, the newest one is shown, and what was written apart is never dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truthtime_core.edits import History, Words
from truthtime_core.events import Event
from truthtime_core.hunks import hunks, merged_lines
from truthtime_core.line import in_order
from truthtime_core.timer import checked_text

MAX_NOTE_BYTES = 4 * 1024 * 1024

DRAFT_AFTER_MS = 500
"""A draft is put on the disk so long after the last key: what a crash can take is younger than this."""

REVISE_AFTER_MS = 5 * 60_000
REVISE_LARGE_AFTER_MS = 30 * 60_000
LARGE_NOTE_BYTES = 256 * 1024

DIVIDER = "---\n"
"""Stands between texts that were written apart: a thematic break of Markdown (CommonMark 0.31, section 4.1)."""

# The character before is looked at after the @, so that the search jumps from one @ to the next.
_TOKEN = re.compile(r"@(?<![\w@]@)((?:[01][0-9]|2[0-3]):[0-5][0-9])(?![0-9:])", re.ASCII)
_AT = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A token ``@09:04`` in a note means this entry, whatever happens to the entry's time afterwards.

    Attributes:
        at: the token's time, for example ``09:04``.
        entry: id of the entry.
    """

    at: str
    entry: str


@dataclass(frozen=True, slots=True)
class Note:
    """A day's note.

    Attributes:
        day: the date as text, for example ``2026-11-17``.
        text: byte for byte what was typed; where concurrent texts differ they stand under each other, divided by
            ``---``, and what they share stands there once.
        heads: ids of the revisions shown; the next revision names them as its parents.
        revisions: how many there are in all.
        links: which entry a token of the text means.
    """

    day: str
    text: str
    heads: tuple[str, ...]
    revisions: int
    links: tuple[Link, ...] = ()


def fold_note(events: Sequence[Event], words: Words) -> Note:
    """The note these revisions of one day amount to. Any order, repeats allowed, at least one.

    Args:
        words: asked only for the revisions that are shown.
    """
    unique = in_order(list({event.id: event for event in events}.values()))
    heads = History(unique).newest(unique)
    text = together([str(words.get(head.content, {}).get("text", "")) for head in heads])
    times = frozenset(link_times(text))
    links = {link for head in heads for link in read_links(head.data.get("links")) if link.at in times}
    ids = tuple(head.id for head in heads)
    return Note(str(unique[0].data.get("day")), text, ids, len(unique), tuple(sorted(links)))


def together(texts: Sequence[str], divider: str = DIVIDER) -> str:
    """Texts written without knowing of each other, as one: what all begin or end with once, the rest divided.

    Sorted by content, so that every device shows the same bytes without talking to the others. Whole lines only, and
    nothing is dropped: where one text has lines and another has none, the lines stand.

    Args:
        divider: what stands between them; empty, or whole lines.
    """
    different = sorted({text for text in texts if text})
    if len(different) < 2:  # noqa: PLR2004 - nothing to put together
        return "".join(different)
    parts = [_lines(text) for text in different]
    shortest = min(map(len, parts))
    begin = 0
    while begin < shortest and len({part[begin] for part in parts}) == 1:
        begin += 1
    end = 0
    while end < shortest - begin and len({part[-1 - end] for part in parts}) == 1:
        end += 1
    middles = ["".join(part[begin : len(part) - end]) for part in parts]
    own = sorted({middle for middle in middles if middle})
    divided = own[0] if own else ""
    for middle in own[1:]:
        divided = _ended(divided) + divider + middle
    return "".join(parts[0][:begin]) + divided + "".join(parts[0][len(parts[0]) - end :])


def merged(base: str, mine: str, theirs: str) -> str:
    """What two changes of one text amount to. Nothing that either wrote is dropped.

    Each change is seen as one span of the base that became something else; spans apart from each other are both
    carried out. Where they overlap, each side is seen as many changes of lines (`truthtime_core.hunks`): what only one
    side changed is carried out, and only lines that both changed are put `together`. Then it does not matter which
    side is whose. Two insertions at one place stand there mine first: what is being typed is not pushed down.

    Args:
        base: the text both changes began from.
    """
    if mine in {theirs, base}:
        return theirs
    if theirs == base:
        return mine
    whole = _spans_apart(base, mine, theirs)
    if whole is not None:
        return whole
    # Split and not cut behind each LF: a last line without an end is a line like any other then.
    lines = merged_lines(base.split("\n"), mine.split("\n"), theirs.split("\n"), _both_changed)
    return "\n".join(lines)


def _spans_apart(base: str, mine: str, theirs: str, by: int = 0) -> str | None:
    """Both changes carried out, each seen as one span of characters; None where the spans overlap.

    Args:
        by: how many characters must be between them.
    """
    my_start, my_end, my_text = change(base, mine)
    start, end, text = change(base, theirs)
    if my_start == my_end == start == end and (not start or base[start - 1] == "\n"):
        # Two insertions where a line begins: they become two lines.
        return base[:start] + _ended(my_text) + text + base[start:]
    if my_end + by <= start:
        return base[:my_start] + my_text + base[my_end:start] + text + base[end:]
    if end + by <= my_start:
        return base[:start] + text + base[end:my_start] + my_text + base[my_end:]
    return None


def _both_changed(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Lines that both sides changed: by characters if that is possible, else both versions."""
    emptied, kept = sorted((mine, theirs), key=any)
    if not any(emptied):
        # Removed on one side: what the other wrote there stands, and of what was there before, nothing.
        return [line for hunk in hunks(base, kept) for line in hunk.lines]
    before, *versions = ("".join(f"{line}\n" for line in lines) for lines in (base, mine, theirs))
    one, other = sorted(versions)
    if not before:
        both: str | None = together([one, other], divider="")
    else:
        both = _spans_apart(before, one, other, by=1)
    return _ended(together([one, other]) if both is None else both).split("\n")[:-1]


def checked_note(text: str) -> str:
    """The text itself, unchanged.

    Raises:
        InputError: too long, holds a NUL, or is not valid Unicode.
    """
    return checked_text("note", text, MAX_NOTE_BYTES)


def appended(text: str, more: str) -> str:
    """The text with something more on a line of its own."""
    return (_ended(text) if text else "") + more


def revise_after_ms(size_bytes: int) -> int:
    """How long unfinished typing may stay a draft before it becomes a revision: large texts are stored more rarely."""
    return REVISE_AFTER_MS if size_bytes < LARGE_NOTE_BYTES else REVISE_LARGE_AFTER_MS


def link_times(text: str) -> tuple[str, ...]:
    """The times of the tokens ``@09:04`` in a text, in order, each once. Not those inside a word or an address."""
    return tuple(dict.fromkeys(_TOKEN.findall(text)))


def link_places(text: str) -> tuple[tuple[int, str], ...]:
    """Every token ``@09:04`` of a text: where it begins, in characters, and its time."""
    return tuple((found.start(), found[1]) for found in _TOKEN.finditer(text))


def read_links(data: object) -> tuple[Link, ...]:
    """The links in a revision's data. What is no link is none; this never raises."""
    found = []
    for one in data if isinstance(data, list) else []:
        at, entry = (one.get("at"), one.get("entry")) if isinstance(one, dict) else (None, None)
        if isinstance(at, str) and isinstance(entry, str) and _AT.fullmatch(at) and entry:
            found.append(Link(at, entry))
    return tuple(found)


def change(base: str, changed: str) -> tuple[int, int, str]:
    """The one change between two texts: the span of the base that became something else, and what it became."""
    start = _shared(base, changed)
    limit = min(len(base), len(changed)) - start
    end = _shared(base[::-1][:limit], changed[::-1][:limit])
    return start, len(base) - end, changed[start : len(changed) - end]


def _shared(one: str, other: str) -> int:
    """How many characters both begin with. By halves: comparing slices is faster than walking."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _lines(text: str) -> list[str]:
    """The lines with their ends. Only LF ends a line here: CR and the rarer line ends stay inside."""
    *whole, rest = text.split("\n")
    return [line + "\n" for line in whole] + ([rest] if rest else [])


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"
