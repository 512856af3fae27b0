"""Two changes of the same lines, merged: what changed where, by the lines that stayed (three-way merge).

Lines are matched as patience diff does (Bram Cohen, https://bramcohen.livejournal.com/73318.html): by those that stand
in both texts once, and by what begins and ends alike between them. Lines that repeat (blank ones, ``---``) then match
only beside others, and the time it takes grows nearly as the texts do, whatever stands in them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

Lines = Sequence[str]
MOST_COMPARISONS = 10_000
"""A part in which every line stands several times is compared line by line up to this size, and not at all beyond."""

Match = tuple[int, int]
"""Numbers of the same line in two texts."""


class Hunk(NamedTuple):
    """Lines of the base that became others.

    Attributes:
        start: number of the first line of the base; of an insertion, that of the line after it.
        end: the first one that stayed.
        lines: what stands there instead.
    """

    start: int
    end: int
    lines: tuple[str, ...]


def merged_lines(
    base: Lines, mine: Lines, theirs: Lines, both: Callable[[Lines, Lines, Lines], list[str]]
) -> list[str]:
    """The lines with the changes of both sides. The same whichever side is called mine.

    Args:
        both: says what becomes of lines that both sides changed: of the base, of mine, of theirs. Insertions at one
            place are such, between no lines of the base.
    """
    found: list[str] = []
    done = 0
    for group in _groups(hunks(base, mine), hunks(base, theirs)):
        found += base[done : group.start]
        done = group.end
        versions = [_applied(base, group, side) for side in group.sides if side]
        if len(versions) == 1 or versions[0] == versions[1]:
            found += versions[0]
        else:
            found += both(base[group.start : group.end], *versions)
    return [*found, *base[done:]]


def hunks(base: Lines, changed: Lines) -> list[Hunk]:
    """What to replace in the base to get the other lines, from the first to the last."""
    matches = [(-1, -1), *_matches(base, changed), (len(base), len(changed))]
    return [
        Hunk(before + 1, after, tuple(changed[other_before + 1 : other_after]))
        for (before, other_before), (after, other_after) in pairwise(matches)
        if after - before > 1 or other_after - other_before > 1
    ]


def _groups(mine: list[Hunk], theirs: list[Hunk]) -> list["_Group"]:
    """Hunks that overlap are together; those that only touch stay apart."""
    groups: list[_Group] = []
    for hunk, side in sorted([*((hunk, 0) for hunk in mine), *((hunk, 1) for hunk in theirs)]):
        last = groups[-1] if groups else None
        if last is None or not (hunk.start < last.end or hunk[:2] == (last.start, last.end)):
            last = _Group(hunk.start, hunk.end, ([], []))
        else:
            last = groups.pop()._replace(end=max(last.end, hunk.end))
        last.sides[side].append(hunk)
        groups.append(last)
    return groups


class _Group(NamedTuple):
    """Hunks of both sides in one range of the base."""

    start: int
    end: int
    sides: tuple[list[Hunk], list[Hunk]]


def _applied(base: Lines, group: _Group, side: list[Hunk]) -> list[str]:
    """The lines of a range as one side has them."""
    found: list[str] = []
    done = group.start
    for hunk in side:
        found += [*base[done : hunk.start], *hunk.lines]
        done = hunk.end
    return [*found, *base[done : group.end]]


def _matches(one: Lines, other: Lines) -> list[Match]:
    """Lines that both have, in an order that is that of both."""
    found: list[Match] = []
    waiting = [(0, len(one), 0, len(other))]
    while waiting:
        start, end, other_start, other_end = waiting.pop()
        while start < end and other_start < other_end and one[start] == other[other_start]:
            found.append((start, other_start))
            start, other_start = start + 1, other_start + 1
        while start < end and other_start < other_end and one[end - 1] == other[other_end - 1]:
            end, other_end = end - 1, other_end - 1
            found.append((end, other_end))
        part = (start, end, other_start, other_end)
        anchors = _rising(_once_in_both(one, other, part)) or _repeated(one, other, part)
        if anchors:
            found += anchors
            edges = [(start - 1, other_start - 1), *anchors, (end, other_end)]
            waiting += [(a + 1, c, b + 1, d) for (a, b), (c, d) in pairwise(edges)]
    return sorted(found)


def _once_in_both(one: Lines, other: Lines, part: tuple[int, int, int, int]) -> Iterator[Match]:
    """Lines that stand exactly once in a part of each, in the order of the first."""
    start, end, other_start, other_end = part
    counts = Counter(one[start:end])
    other_counts = Counter(other[other_start:other_end])
    places = {other[number]: number for number in range(other_start, other_end)}
    for number in range(start, end):
        line = one[number]
        if counts[line] == other_counts[line] == 1:
            yield number, places[line]


def _repeated(one: Lines, other: Lines, part: tuple[int, int, int, int]) -> list[Match]:
    """The longest run of lines that stands in a part of both, where nothing stands there only once (blank lines)."""
    start, end, other_start, other_end = part
    if not 0 < (end - start) * (other_end - other_start) <= MOST_COMPARISONS:
        return []
    alike = SequenceMatcher(None, one[start:end], other[other_start:other_end], autojunk=False).find_longest_match()
    return [(start + alike.a + number, other_start + alike.b + number) for number in range(alike.size)]


def _rising(pairs: Iterator[Match]) -> list[Match]:
    """The longest choice of pairs whose second numbers rise as the first do (patience sorting)."""
    tops: list[int] = []
    chains: list[tuple[Match, int]] = []
    ends: list[int] = []
    for pair in pairs:
        pile = bisect_left(tops, pair[1])
        chains.append((pair, ends[pile - 1] if pile else -1))
        if pile == len(tops):
            tops.append(pair[1])
            ends.append(len(chains) - 1)
        else:
            tops[pile], ends[pile] = pair[1], len(chains) - 1
    found: list[Match] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        pair, number = chains[number]
        found.append(pair)
    return found[::-1]
