"""The time of an entry that no timer measured: added by hand, or read from somebody's file.

Its `entry.add` may say how the time was made up. None of it is evidence, so what it calls work is *claimed*; pauses
and absences are what it says they are.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from truthtime_core.edits import ABSENT
from truthtime_core.line import Stretch
from truthtime_core.spells import Piece

_BECOMES = {"work": "claimed", "claimed": "claimed", "paused": "paused"} | {kind: kind for kind in ABSENT}


class Part(NamedTuple):
    """One part of an added entry, after the one before it.

    Attributes:
        kind: one of the seven kinds of design section 3.
        answered: for an absence, whether the person has said what it was.
        zone: IANA name, with `offset_min` where it was lived.
    """

    kind: str
    duration_ms: int
    answered: bool
    zone: str
    offset_min: int


def parts_data(parts: tuple[Part, ...]) -> list[dict[str, int | str]]:
    """Parts as `entry.add` carries them: zone and offset stand only where they change, `unanswered` only where true."""
    data: list[dict[str, int | str]] = []
    here: tuple[str, int] | None = None
    for part in parts:
        one: dict[str, int | str] = {"kind": part.kind, "ms": part.duration_ms}
        if part.kind in ABSENT and not part.answered:
            one["unanswered"] = 1
        if (part.zone, part.offset_min) != here:
            here = (part.zone, part.offset_min)
            one |= {"zone": part.zone, "offset_min": part.offset_min}
        data.append(one)
    return data


def added(data: Mapping[str, Any], event_id: str, first: Stretch, length_ms: int) -> tuple[list[Piece], list[Stretch]]:
    """Pieces and stretches of an added entry.

    Args:
        data: of the `entry.add`.
        event_id: stands for the boot: no device's clocks can say what this time overlaps.
        first: where the entry begins.
        length_ms: from its beginning to its end.

    Returns:
        no pieces at all when the parts cannot be understood or do not sum to the length: no time is invented.
    """
    parts = data.get("parts")
    if parts is None:
        return [Piece(0, length_ms, "claimed", answered=True, stretch=0)], [first]
    stretches = [first]
    pieces: list[Piece] = []
    at = 0
    for part in parts if isinstance(parts, list) else ():
        kind, ms = _kind_and_length(part)
        if not kind:
            return [], [first]
        zone, offset_min = part.get("zone"), part.get("offset_min")
        if (
            isinstance(zone, str)
            and type(offset_min) is int
            and (zone, offset_min) != (stretches[-1].zone, stretches[-1].offset_min)
        ):
            stretches.append(Stretch(at, "", event_id, zone, offset_min, 0))
        answered = kind not in ABSENT or part.get("unanswered") != 1
        pieces.append(Piece(at, at + ms, kind, answered=answered, stretch=len(stretches) - 1))
        at += ms
    return (pieces, stretches) if at == length_ms else ([], [first])


def _kind_and_length(part: object) -> tuple[str, int]:
    if not isinstance(part, Mapping) or not isinstance(part.get("kind"), str):
        return "", 0
    ms = part.get("ms")
    if type(ms) is not int or ms <= 0:
        return "", 0
    return _BECOMES.get(part["kind"], ""), ms
