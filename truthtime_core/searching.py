"""Finding words in notes: what counts as the same letter, what a query means, and where in a text it was found.

A query is words; a note is found when it holds all of them, anywhere, as parts of words as well. Words in double
quotes are looked for as they stand, spaces included. Case and the diacritics of Latin, Greek and Cyrillic do not count.
"""

import re
import unicodedata
from functools import lru_cache

MAX_TERMS = 20
LONGEST_TERM = 200

SNIPPET_BEFORE = 40
SNIPPET_LENGTH = 160

_MARKS = re.compile("[\u0300-\u036f]+")
"""Combining Diacritical Marks; those of other scripts are vowels and stay."""

_TERM = re.compile(r'"([^"]+)"?|([^\s"]+)')
_CHUNK = 1_024


def folded(text: str) -> str:
    """The text as it is compared: compatible forms alike, without diacritics, without case.

    Character by character the same as for the whole, so that places can be found again; Unicode Standard Annex 15
    (NFKD) and section 3.13 of the Unicode Standard (case folding).
    """
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold())


def terms_of(query: str) -> tuple[str, ...]:
    """What a note must hold, folded: at most `MAX_TERMS` terms of `LONGEST_TERM` characters, each once."""
    found = (folded(quoted or word)[:LONGEST_TERM] for quoted, word in _TERM.findall(query))
    return tuple(dict.fromkeys(term for term in found if term.strip()))[:MAX_TERMS]


def holds(text: str, terms: tuple[str, ...]) -> bool:
    """Whether the text holds all terms."""
    whole = folded(text)
    return all(term in whole for term in terms)


def excerpt(text: str, terms: tuple[str, ...]) -> tuple[str, int, tuple[tuple[int, int], ...]]:
    """The part of a text that shows why it was found.

    Returns:
        the snippet, a part of one line; where in the text it begins, in characters; and the ranges of the snippet
        that match, in order and not overlapping.
    """
    start, end = _line_of(text, terms)
    line = text[start:end]
    firsts = [place for place in (_first(line, term) for term in terms) if place >= 0]
    begin = max(0, min(firsts, default=0) - SNIPPET_BEFORE)
    snippet = line[begin : begin + SNIPPET_LENGTH]
    return snippet, start + begin, _ranges(snippet, terms)


def _line_of(text: str, terms: tuple[str, ...]) -> tuple[int, int]:
    """The first line that holds the first term that is found."""
    whole = folded(text)
    places = [place for place in (whole.find(term) for term in terms) if place >= 0]
    number = whole.count("\n", 0, min(places, default=0))
    start = 0
    for _ in range(number):
        start = text.index("\n", start) + 1
    end = text.find("\n", start)
    return start, len(text) if end < 0 else end


def _first(line: str, term: str) -> int:
    """Where the term begins in the line, -1 when it does not."""
    place = folded(line).find(term)
    if place < 0 or line.isascii():
        return place
    begin = 0
    while (length := len(folded(line[begin : begin + _CHUNK]))) <= place:
        place -= length
        begin += _CHUNK
    return begin + _owners(line[begin : begin + _CHUNK])[place]


def _ranges(snippet: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    whole = "".join(map(_letter, snippet))
    owners = _owners(snippet)
    found: list[tuple[int, int]] = []
    for term in terms:
        place = whole.find(term)
        while place >= 0:
            end = owners[place + len(term) - 1] + 1
            while end < len(snippet) and not folded(snippet[end]):
                end += 1  # the diacritics of the last letter
            found.append((owners[place], end))
            place = whole.find(term, place + len(term))
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(found):
        if joined and begin < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(joined)


def _owners(text: str) -> list[int]:
    """For each character of the folded text, the character of the text it comes from."""
    if text.isascii():
        return list(range(len(text)))
    return [index for index, letter in enumerate(text) for _ in _letter(letter)]


@lru_cache(maxsize=4_096)
def _letter(letter: str) -> str:
    return folded(letter)
