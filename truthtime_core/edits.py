"""What people changed afterwards: amendments field by field, void and restore, answers about absences.

Every edit stays in the log; these functions only choose what is shown. An edit that was made knowing another one
supersedes it; edits made without knowing each other are concurrent, and then nothing is thrown away silently.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any

from truthtime_core.events import Event
from truthtime_core.spells import Piece, paint

Words = Mapping[str, Mapping[str, Any]]
"""Human words by content hash. Erased words are absent."""

ABSENT = frozenset({"idle", "locked", "asleep", "off"})


@dataclass(frozen=True, slots=True)
class Field:
    """The value of an amended field, and whether another device amended it too without knowing of this one."""

    value: Any
    contested: bool


class History:
    """Which edit knew of which: by naming it among its `parents`, or by being later on the same device.

    Knowing is handed on: who knew an edit knew what that edit knew. Every question is answered in linear time.
    """

    def __init__(self, edits: Sequence[Event]) -> None:
        self._earlier: dict[str, list[str]] = {edit.id: [] for edit in edits}
        self._later: dict[str, list[str]] = {edit.id: [] for edit in edits}
        last: dict[str, str] = {}
        for edit in sorted(edits, key=lambda edit: (edit.device, edit.incarnation, edit.seq, edit.id)):
            known = [parent for parent in _parents(edit) if parent in self._earlier and parent != edit.id]
            if edit.device in last:
                known.append(last[edit.device])
            last[edit.device] = edit.id
            self._earlier[edit.id] = known
            for one in known:
                self._later[one].append(edit.id)

    def before(self, edits: Sequence[Event]) -> set[str]:
        """Ids of the edits that at least one of these was made knowing."""
        return _reachable(edits, self._earlier)

    def after(self, edits: Sequence[Event]) -> set[str]:
        """Ids of the edits that were made knowing at least one of these."""
        return _reachable(edits, self._later)

    def newest(self, edits: Sequence[Event]) -> list[Event]:
        """Those no other one of them supersedes, the one to show last."""
        superseded = self.before(edits)
        heads = [edit for edit in edits if edit.id not in superseded]
        return sorted(heads or edits, key=lambda edit: (edit.corrected_ms, edit.id))


def amended(edits: Sequence[Event], history: History, words: Words) -> dict[str, Field]:
    """The fields that amendments changed: start_ms, end_ms, project, description, tags."""
    by_name: dict[str, list[tuple[Event, Any]]] = {}
    for edit in edits:
        if edit.type != "entry.amend":
            continue
        changes = {**edit.data, **words.get(edit.content, {})}
        for name, kind in (("start_ms", int), ("end_ms", int), ("project", str), ("description", str), ("tags", list)):
            if type(changes.get(name)) is kind:
                by_name.setdefault(name, []).append((edit, changes[name]))
    fields: dict[str, Field] = {}
    for name, proposals in by_name.items():
        values = {edit.id: value for edit, value in proposals}
        heads = history.newest([edit for edit, _ in proposals])
        shown = values[heads[-1].id]
        fields[name] = Field(shown, any(values[head.id] != shown for head in heads))
    return fields


def voided(edits: Sequence[Event], history: History) -> tuple[bool, bool]:
    """Whether the entry is void, and whether a void lost against an amendment made without knowing of it."""
    decisions = [edit for edit in edits if edit.type in {"entry.void", "entry.restore"}]
    if not decisions:
        return False, False
    void = history.newest(decisions)[-1]
    if void.type == "entry.restore":
        return False, False
    in_turn = history.before([void]) | history.after([void])
    lost = any(edit.type == "entry.amend" and edit.id not in in_turn for edit in edits)
    return not lost, lost


def answers(edits: Sequence[Event], flags: set[str]) -> list[tuple[int, int, str]]:
    """What the person said about absences, later words over earlier ones: (from, to, "claimed" or "not_work").

    Places are milliseconds since the entry's recorded beginning, so nothing that happens later moves them.

    Args:
        edits: in the order of `line.in_order`; never by wall time, which a person may have set back in between.
        flags: gets ``answer_unreadable`` where it applies.

    Returns:
        disjoint ranges in order. A part that cannot be understood says nothing and is flagged.
    """
    said: list[tuple[int, int, str]] = []
    for edit in edits:
        parts = edit.data.get("parts") if edit.type == "away.answer" else None
        for part in map(_part, parts if isinstance(parts, list) else []):
            if part is None:
                flags.add("answer_unreadable")
            else:
                said.append(part)
    return list(_last_words(said))


def answered(pieces: list[Piece], said: Sequence[tuple[int, int, str]]) -> list[Piece]:
    """Answers painted over absences: claimed becomes claimed time, not work is only marked as answered."""
    for kind, becomes in (("claimed", "claimed"), ("not_work", "")):
        ranges = [(start, end) for start, end, word in said if word == kind]
        pieces = paint(pieces, ranges, partial(_answer, becomes=becomes))
    return pieces


def moved(pieces: list[Piece], begin: int, finish: int, by_hand: tuple[int, int]) -> list[Piece]:
    """The pieces with an amended beginning and end: less is cut off, more becomes claimed time, never measured work.

    Args:
        pieces: in order and without gaps.
        begin: new beginning on the entry's line.
        finish: new end, not before the beginning.
        by_hand: the stretches that time added in front and behind belongs to.
    """
    first, last = (pieces[0].start, pieces[-1].end) if pieces else (begin, begin)
    kept = [piece._replace(start=max(piece.start, begin), end=min(piece.end, finish)) for piece in pieces]
    before = Piece(begin, min(first, finish), "claimed", answered=True, stretch=by_hand[0])
    after = Piece(max(last, begin), finish, "claimed", answered=True, stretch=by_hand[1])
    return [piece for piece in (before, *kept, after) if piece.start < piece.end]


def _part(part: object) -> tuple[int, int, str] | None:
    if not isinstance(part, dict):
        return None
    start, end, kind = part.get("from_ms"), part.get("to_ms"), part.get("kind")
    if type(start) is not int or type(end) is not int or start >= end or kind not in {"claimed", "not_work"}:
        return None
    return start, end, str(kind)


def _last_words(said: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Where ranges overlap, the one said last. A sweep: n log n for any number of answers."""
    waiting = sorted(range(len(said)), key=lambda index: said[index][0], reverse=True)
    current: list[int] = []  # a heap of negative indices, the last said on top
    cuts = sorted({cut for start, end, _ in said for cut in (start, end)})
    for start, end in pairwise(cuts):
        while waiting and said[waiting[-1]][0] <= start:
            heappush(current, -waiting.pop())
        while current and said[-current[0]][1] <= start:
            heappop(current)
        if current:
            yield start, end, said[-current[0]][2]


def _answer(piece: Piece, becomes: str) -> Piece:
    if piece.kind not in ABSENT:
        return piece
    return piece._replace(kind=becomes or piece.kind, answered=True)


def _reachable(edits: Sequence[Event], ways: Mapping[str, Sequence[str]]) -> set[str]:
    todo = [one for edit in edits for one in ways[edit.id]]
    seen = set(todo)
    while todo:
        for one in ways[todo.pop()]:
            if one not in seen:
                seen.add(one)
                todo.append(one)
    return seen


def _parents(edit: Event) -> list[str]:
    parents = edit.data.get("parents")
    return [parent for parent in parents if isinstance(parent, str)] if isinstance(parents, list) else []
