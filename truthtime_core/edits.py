"""What people changed afterwards: amendments field by field, void and restore, answers about absences.

Every edit stays in the log; these functions only choose what is shown. An edit that was made knowing another one
supersedes it; edits made without knowing each other are concurrent, and then nothing is thrown away silently.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from truthtime_core.events import Event

Words = Mapping[str, Mapping[str, Any]]
"""Human words by content hash. Erased words are absent."""

ABSENT = frozenset({"idle", "locked", "asleep", "off"})


@dataclass(frozen=True, slots=True)
class Field:
    """The value of an amended field, and whether another device amended it too without knowing of this one."""

    value: Any
    contested: bool


class History:
    """Which edit knew of which: by naming it among its `parents`, or by being later on the same device."""

    def __init__(self, edits: Sequence[Event]) -> None:
        self._edits = {edit.id: edit for edit in edits}

    def knows(self, later: Event, earlier: Event) -> bool:
        """Whether `later` was made knowing `earlier`, directly or through edits it knew."""
        todo, seen = [later], {later.id}
        while todo:
            edit = todo.pop()
            if edit.device == earlier.device and (edit.incarnation, edit.seq) > (earlier.incarnation, earlier.seq):
                return True
            for parent in _parents(edit):
                if parent == earlier.id:
                    return True
                if parent in self._edits and parent not in seen:
                    seen.add(parent)
                    todo.append(self._edits[parent])
        return False

    def newest(self, edits: Sequence[Event]) -> list[Event]:
        """Those no other one of them supersedes, the one to show last."""
        heads = [edit for edit in edits if not any(self.knows(other, edit) for other in edits if other is not edit)]
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
    for edit in edits:
        if edit.type == "entry.amend" and not history.knows(void, edit) and not history.knows(edit, void):
            return False, True
    return True, False


def answers(edits: Sequence[Event]) -> list[tuple[int, int, str]]:
    """What the person said about absences, later words over earlier ones: (from, to, "claimed" or "not_work").

    Places are milliseconds since the entry's recorded beginning, so nothing that happens later moves them.
    """
    said: list[tuple[int, int, str]] = []
    for edit in sorted(edits, key=lambda edit: (edit.corrected_ms, edit.id)):
        parts = edit.data.get("parts") if edit.type == "away.answer" else None
        for part in parts if isinstance(parts, list) else []:
            if isinstance(part, dict) and type(part.get("from_ms")) is int and type(part.get("to_ms")) is int:
                said.append((part["from_ms"], part["to_ms"], str(part.get("kind"))))
    return [part for part in said if part[2] in {"claimed", "not_work"}]


def _parents(edit: Event) -> list[str]:
    parents = edit.data.get("parents")
    return [parent for parent in parents if isinstance(parent, str)] if isinstance(parents, list) else []
