"""One entry from its events: what was work, what was not, and what is still to be answered.

The rules are those of design section 3. The function is total: whatever events it is given, it flags what cannot be
and never raises; the order in which events arrive, and repeats, change nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from truthtime_core.added import added
from truthtime_core.clock import Reading
from truthtime_core.edits import ABSENT, Field, History, Words, amended, answered, answers, moved, voided
from truthtime_core.events import TIMER_TYPES, Event
from truthtime_core.line import Stretch, in_order
from truthtime_core.spells import Piece, joined, paint
from truthtime_core.walk import Change, Walk, name_of, undoes

KINDS = ("work", "claimed", "paused", "idle", "locked", "asleep", "off")
_RANK = {"work": 0, "idle": 1, "locked": 2, "asleep": 3, "off": 4}
_KIND_IN = {"running": "work", "paused": "paused"}
_CLOCKWORK = TIMER_TYPES | {"away.mark", "clock.mark"}
LONGEST_MS = 3_653 * 86_400_000
"""No entry is longer than ten years: a clock that says so is broken, and the entry is cut and flagged."""


class Interval(NamedTuple):
    """A stretch of an entry of one kind, half open, placed on the wall clock.

    Attributes:
        start_ms: UTC milliseconds.
        answered: for an absence, whether the person said what it was; True for every other kind.
        elapsed_ms: the boot's elapsed clock at the start, to compare intervals of one device and boot.
    """

    start_ms: int
    duration_ms: int
    kind: str
    answered: bool
    zone: str
    offset_min: int
    device: str
    boot: str
    elapsed_ms: int

    @property
    def end_ms(self) -> int:
        """UTC milliseconds of the first moment after the interval."""
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a person did (or added by hand), with every millisecond of it accounted for.

    Attributes:
        state: running or paused while open, stopped afterwards.
        project: project id, empty when none.
        flags: facts worth a mark beside the entry, sorted, for example ``restarted`` or ``stop_repeated``.
        provenance: where its time comes from, sorted: measured, claimed, amended, added, imported.
        unclaimed_ms: activity recorded after the end, which counts as nothing until claimed.
    """

    id: str
    state: str
    start_ms: int
    zone: str
    offset_min: int
    description: str
    project: str
    tags: tuple[str, ...]
    intervals: tuple[Interval, ...]
    flags: tuple[str, ...]
    provenance: tuple[str, ...]
    voided: bool
    unclaimed_ms: int

    def total_ms(self, *kinds: str) -> int:
        """Milliseconds of these kinds; of all kinds when none is named."""
        return sum(one.duration_ms for one in self.intervals if not kinds or one.kind in kinds)

    @property
    def worked_ms(self) -> int:
        """Work seen plus work claimed."""
        return self.total_ms("work", "claimed")

    @property
    def elapsed_ms(self) -> int:
        """From beginning to end; the kinds sum to it."""
        return self.total_ms()

    @property
    def unanswered_ms(self) -> int:
        """Absences nobody has explained yet."""
        return sum(one.duration_ms for one in self.intervals if one.kind in ABSENT and not one.answered)

    @property
    def end_ms(self) -> int:
        """UTC milliseconds at which the recorded time ends (so far, while it is open)."""
        return self.start_ms + self.elapsed_ms


class Now(NamedTuple):
    """The present, to count an open entry up to it.

    Attributes:
        device: the device whose clock it is.
        unseen_since: last sign of life of a watcher that is gone; from there on nothing is known.
    """

    device: str
    reading: Reading
    unseen_since: Reading | None = None


def fold_entry(events: Sequence[Event], words: Words, now: Now | None = None) -> Entry:
    """The entry these events tell of. All of them must speak of one timer; others give nonsense, not an error.

    Args:
        events: any order, repeats allowed, at least one.
        words: human words by content hash; what was erased is absent.
        now: the present; without it an open entry ends at its last event.
    """
    clockwork, edits, opener = _told_apart(events)
    if opener.type == "timer.start":
        walk, pieces, stretches = _measured(clockwork, opener, now)
        if any(event.type == "entry.add" for event in edits):
            walk.flags.add("added_twice")
    else:
        walk, pieces, stretches = _added(opener)
        walk.flags |= {f"{name_of(event)}_without_start" for event in clockwork}
    pieces = answered(pieces, answers(edits, walk.flags))
    return _finished(opener, walk, pieces, stretches, clockwork, edits, words)


def recorded_start_ms(events: Sequence[Event]) -> int:
    """Where the places of an ``away.answer`` count from (docs/events.md): the beginning as it was recorded.

    What is shown of an entry may begin elsewhere, since a person can amend its beginning; an interval's place is its
    `Interval.start_ms` minus this.

    Args:
        events: as for `fold_entry`.

    Returns:
        UTC milliseconds.
    """
    _clockwork, _edits, opener = _told_apart(events)
    walk = Walk(opener) if opener.type == "timer.start" else _added(opener)[0]
    return walk.line.start_ms


def _told_apart(events: Sequence[Event]) -> tuple[list[Event], list[Event], Event]:
    """What clocks told, what people said afterwards, and the one event that begins the entry."""
    unique = {event.id: event for event in events}
    # Ordered apart, so that an edit of another device cannot change the order of what was measured.
    clockwork = in_order([event for event in unique.values() if event.type in _CLOCKWORK])
    edits = in_order([event for event in unique.values() if event.type not in _CLOCKWORK])
    starts = [event for event in clockwork if event.type == "timer.start"]
    opener = (starts or [event for event in edits if event.type == "entry.add"] or clockwork or edits)[0]
    return clockwork, edits, opener


def _measured(clockwork: Sequence[Event], opener: Event, now: Now | None) -> tuple[Walk, list[Piece], list[Stretch]]:
    undone = {undoes(event) for event in clockwork} - {opener.id}
    walk = Walk(opener)
    walk.run(clockwork, undone)
    if now is not None and walk.state in {"running", "paused"} and now.device == walk.device:
        # Of a timer that is open on another device nothing is known after its last event.
        walk.count_to(*now)
    stretches = walk.line.stretches()
    end = walk.changes[-1].at if walk.state == "stopped" else walk.line.end
    if end > LONGEST_MS:
        walk.flags.add("impossible_times")
        end = LONGEST_MS
    pieces = _by_state(walk.changes, end, stretches)
    for (kind, device), ranges in _absences(walk).items():
        lived = frozenset(index for index, stretch in enumerate(stretches) if stretch.device == device)
        pieces = paint(pieces, ranges, partial(_absent, kind=kind, lived=lived))
    return walk, pieces, stretches


def _absences(walk: Walk) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """The evidence of absence by cause and device, from the clocks themselves and from marks."""
    found = {("asleep", device): ranges for device, ranges in walk.line.sleeps().items()}
    found |= {("off", device): ranges for device, ranges in walk.line.offs().items()}
    for cause, device, start, end in walk.marks:
        # A sleep shows in the clocks themselves: its mark only adds readings, and the ticks around it stay work.
        if cause != "asleep":
            found.setdefault((cause, device), []).append((start, end))
    return found


def _by_state(changes: Sequence[Change], end: int, stretches: Sequence[Stretch]) -> list[Piece]:
    """Work and pauses between the changes of state, cut where device, boot or zone change."""
    pieces: list[Piece] = []
    index = 0
    ends = [change.at for change in changes[1:]] + [end]
    for change, change_end in zip(changes, ends, strict=True):
        kind = _KIND_IN.get(change.state, "")
        at, until = change.at, min(change_end, end)
        while kind and at < until:
            while index + 1 < len(stretches) and stretches[index + 1].at <= at:
                index += 1
            stop = min(until, stretches[index + 1].at) if index + 1 < len(stretches) else until
            pieces.append(Piece(at, stop, kind, answered=True, stretch=index))
            at = stop
    return pieces


def _absent(piece: Piece, kind: str, lived: frozenset[int]) -> Piece:
    """Absence painted over work; over another absence only if it says more. A pause stays a pause.

    A computer knows nothing of the time that was lived on another one.
    """
    if piece.stretch not in lived or _RANK.get(piece.kind, 9) >= _RANK[kind]:
        return piece
    return piece._replace(kind=kind, answered=False)


def _added(opener: Event) -> tuple[Walk, list[Piece], list[Stretch]]:
    """An entry added by hand or imported: no time of it was measured. What has no start has no time."""
    walk = Walk(opener)
    walk.state = "stopped"
    data, reading = opener.data, opener.reading
    start_ms, end_ms = data.get("start_ms"), data.get("end_ms")
    zone, offset_min = data.get("zone"), data.get("offset_min")
    if not isinstance(zone, str) or type(offset_min) is not int:
        zone, offset_min = reading.zone, reading.offset_min
    here = Stretch(0, "", opener.id, zone, offset_min, 0)
    if opener.type != "entry.add":
        walk.flags.add("no_start")
        return walk, [], [here]
    if type(start_ms) is not int or type(end_ms) is not int or not 0 <= end_ms - start_ms <= LONGEST_MS:
        walk.flags.add("impossible_times")
        return walk, [], [here]
    walk.line.start_ms = start_ms
    pieces, stretches = added(data, opener.id, here, end_ms - start_ms)
    if not pieces and end_ms > start_ms:
        walk.flags.add("parts_unreadable")
    return walk, pieces, stretches


def _finished(
    opener: Event,
    walk: Walk,
    pieces: list[Piece],
    stretches: list[Stretch],
    clockwork: Sequence[Event],
    edits: Sequence[Event],
    words: Words,
) -> Entry:
    history = History(edits)
    flags = walk.flags | walk.line.flags
    fields = amended(edits, history, words)
    if "start_ms" in fields or "end_ms" in fields:
        pieces, stretches = _moved(pieces, stretches, walk, fields, flags)
    is_void, outvoted = voided(edits, history)
    flags |= {"void_lost_to_amendment"} if outvoted else set()
    flags |= {"concurrent_amendments"} if any(field.contested for field in fields.values()) else set()
    own = {**opener.data, **words.get(opener.content, {})}
    if opener.content and opener.content not in words:
        flags.add("words_erased")
    start_ms = walk.line.start_ms
    intervals = tuple(_interval(piece, start_ms, stretches) for piece in joined(pieces))
    tags = _value(fields, own, "tags", list)
    return Entry(
        id=opener.timer or opener.id,
        state=walk.state,
        start_ms=intervals[0].start_ms if intervals else start_ms,
        zone=stretches[0].zone,
        offset_min=stretches[0].offset_min,
        description=_value(fields, own, "description", str),
        project=_value(fields, own, "project", str),
        tags=tuple(tag for tag in tags if isinstance(tag, str)),
        intervals=intervals,
        flags=tuple(sorted(flags)),
        provenance=_provenance(intervals, fields, [*clockwork, *edits]),
        voided=is_void,
        unclaimed_ms=max(0, max(walk.late) - walk.changes[-1].at) if walk.late else 0,
    )


def _moved(
    pieces: list[Piece], stretches: list[Stretch], walk: Walk, fields: Mapping[str, Field], flags: set[str]
) -> tuple[list[Piece], list[Stretch]]:
    begin, finish = (pieces[0].start, pieces[-1].end) if pieces else (0, 0)
    if "start_ms" in fields:
        begin = fields["start_ms"].value - walk.line.start_ms
    if "end_ms" in fields and walk.state == "stopped":
        finish = fields["end_ms"].value - walk.line.start_ms
    elif "end_ms" in fields:
        flags.add("end_amended_while_open")
    if not 0 <= finish - begin <= LONGEST_MS:
        flags.add("impossible_times")
        return pieces, stretches
    # Time added by hand was placed by the wall clock, so no device's clocks can say what it overlaps.
    front, back = stretches[0], stretches[pieces[-1].stretch if pieces else 0]
    by_hand = [Stretch(0, "", "", one.zone, one.offset_min, 0) for one in (front, back)]
    return moved(pieces, begin, finish, (len(stretches), len(stretches) + 1)), stretches + by_hand


def _interval(piece: Piece, start_ms: int, stretches: Sequence[Stretch]) -> Interval:
    stretch = stretches[piece.stretch]
    return Interval(
        start_ms + piece.start,
        piece.end - piece.start,
        piece.kind,
        piece.answered,
        stretch.zone,
        stretch.offset_min,
        stretch.device,
        stretch.boot,
        stretch.origin_elapsed_ms + piece.start,
    )


T = TypeVar("T")


def _value(fields: Mapping[str, Field], own: Mapping[str, object], name: str, kind: type[T]) -> T:
    value = fields[name].value if name in fields else own.get(name)
    return value if isinstance(value, kind) else kind()


def _provenance(intervals: Sequence[Interval], fields: Mapping[str, Field], events: Sequence[Event]) -> tuple[str, ...]:
    types = {event.type for event in events}
    found = {
        "measured": "timer.start" in types,
        "added": "entry.add" in types,
        "amended": bool(fields),
        "claimed": any(one.kind == "claimed" for one in intervals),
        "imported": any(event.source == "import" for event in events),
    }
    return tuple(sorted(name for name, is_so in found.items() if is_so))
