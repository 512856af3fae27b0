"""Ranges on one line, and painting them over each other: the arithmetic under the ledger."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """A half-open stretch [start, end) of an entry's own line, in milliseconds since the entry began.

    Attributes:
        kind: one of the seven kinds of design section 3.
        answered: for an absence, whether the person has said what it was.
        stretch: index of the stretch (device, boot, zone) it was lived in.
    """

    start: int
    end: int
    kind: str
    answered: bool
    stretch: int


def union(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges merged into disjoint ones, in order. Empty and reversed ones vanish."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(one for one in ranges if one[0] < one[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def paint(pieces: Sequence[Piece], ranges: Iterable[tuple[int, int]], change: Callable[[Piece], Piece]) -> list[Piece]:
    """Cut the pieces at the ranges' ends and let `change` repaint what lies inside. Linear in both.

    Args:
        pieces: in order, not overlapping.
        ranges: any order; empty and reversed ones paint nothing.
        change: gets the piece cut to a range and returns it repainted, in the same place.
    """
    disjoint = union(ranges)
    painted: list[Piece] = []
    first = 0
    for piece in pieces:
        while first < len(disjoint) and disjoint[first][1] <= piece.start:
            first += 1
        at, following = piece.start, first
        while following < len(disjoint) and disjoint[following][0] < piece.end:
            start, end = disjoint[following]
            if at < start:
                painted.append(piece._replace(start=at, end=start))
            inside = piece._replace(start=max(at, start), end=min(end, piece.end))
            painted.append(change(inside))
            at = inside.end
            following += 1
        if at < piece.end:
            painted.append(piece._replace(start=at))
    return painted


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that differ in nothing become one piece."""
    result: list[Piece] = []
    for piece in pieces:
        if result and result[-1].end == piece.start and result[-1][2:] == piece[2:]:
            result[-1] = result[-1]._replace(end=piece.end)
        else:
            result.append(piece)
    return result
