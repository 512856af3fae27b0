"""What changed between two texts, line by line. No Qt here."""

from difflib import SequenceMatcher
from typing import Literal, NamedTuple

LARGEST = 2_000
"""Lines that are compared one by one; beyond it the changed part is shown as one piece, at once."""

CONTEXT = 3


class Line(NamedTuple):
    """A line of a comparison: it was ``added``, ``removed``, is the ``same`` in both, or some were left ``out``."""

    kind: Literal["added", "removed", "same", "out"]
    text: str


def changed_lines(before: str, after: str) -> tuple[Line, ...]:
    """How the text after differs from the one before, with a few unchanged lines around each change."""
    old, new = before.split("\n"), after.split("\n")
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start == len(old) == len(new):
        return ()
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    lines = [Line("same", text) for text in old[:start]]
    lines += _compared(middle_old, middle_new)
    lines += [Line("same", text) for text in old[len(old) - end :]]
    return tuple(_shortened(lines))


def _compared(old: list[str], new: list[str]) -> list[Line]:
    if max(len(old), len(new)) > LARGEST:
        return [Line("removed", text) for text in old] + [Line("added", text) for text in new]
    lines: list[Line] = []
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            lines += [Line("same", text) for text in old[old_from:old_to]]
        else:
            lines += [Line("removed", text) for text in old[old_from:old_to]]
            lines += [Line("added", text) for text in new[new_from:new_to]]
    return lines


def _shortened(lines: list[Line]) -> list[Line]:
    near: set[int] = set()
    for number, line in enumerate(lines):
        if line.kind != "same":
            near.update(range(number - CONTEXT, number + CONTEXT + 1))
    result: list[Line] = []
    for number, line in enumerate(lines):
        if number in near:
            result.append(line)
        elif not result or result[-1].kind != "out":
            result.append(Line("out", ""))
    return result
