"""One entry from its events: what was work, what was not, and what is still to be answered.

The rules are those of design section 3. The function is total: whatever events it is given, it flags what cannot be
and never raises; the order in which events arrive, and repeats, change nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from truthtime_core.clock import Reading
from truthtime_core.edits import ABSENT, Field, History, Words, amended, answers, voided
from truthtime_core.events import TIMER_TYPES, Event, data_reading
from truthtime_core.line import Line, Stretch, in_order
from truthtime_core.spells import Piece, joined, paint

KINDS = ("work", "claimed", "paused", "idle", "locked", "asleep", "off")
_RANK = {"work": 0, "idle": 1, "locked": 2, "asleep": 3, "off": 4}
_CLOCKWORK = TIMER_TYPES | {"away.mark", "clock.mark"}
LONGEST_MS = 100 * 366 * 86_400_000
"""No entry is longer than a century: a clock that says so is broken, and the entry is cut and flagged."""


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


class _Change(NamedTuple):
    at: int
    state: str


class _Walk:
    """Runs the state machine over the events and keeps places of changes, marks and late activity."""

    def __init__(self, start: Event) -> None:
        self.line = Line(start.corrected_ms)
        self.flags: set[str] = set()
        self.changes: list[_Change] = []
        self.marks: list[tuple[int, int, str]] = []
        self.late: list[int] = []
        self.state = "none"

    def run(self, events: Sequence[Event], undone: set[str]) -> None:
        for event in events:
            if event.type == "away.mark":
                self._mark(event)
                continue
            at = self.line.place(event.device, event.reading, event.skew_ms or 0)
            if event.id not in undone:
                self._step(event, at)

    def count_to(self, now: Now) -> None:
        since = self.line.place(now.device, now.unseen_since) if now.unseen_since else 0
        until = self.line.place(now.device, now.reading)
        if now.unseen_since:
            self.marks.append((since, until, "off"))
            self.flags.add("recovered")

    def _step(self, event: Event, at: int) -> None:
        backdated = data_reading(event.data.get("at"))
        if backdated is not None:
            at = self.line.place(event.device, backdated, event.skew_ms or 0)
        allowed = {
            ("none", "timer.start"): "running",
            ("running", "timer.pause"): "paused",
            ("paused", "timer.resume"): "running",
            ("running", "timer.stop"): "stopped",
            ("paused", "timer.stop"): "stopped",
        }
        if event.data.get("undoes") or event.type == "clock.mark":
            return
        following = allowed.get((self.state, event.type))
        if following is None:
            self._impossible(event, at)
            return
        self.state = following
        last = self.changes[-1].at if self.changes else 0
        self.changes.append(_Change(max(at, last), following))
        if event.source == "recovery":
            self.flags.add("recovered")
        if event.data.get("unwatched"):
            self.flags.add("unwatched")

    def _impossible(self, event: Event, at: int) -> None:
        name = event.type.removeprefix("timer.")
        if self.state == "none":
            self.flags.add(f"{name}_before_start")
        elif self.state == "stopped":
            self.flags.add("stop_repeated" if name == "stop" else f"{name}_after_stop")
            self.late.append(at)
        else:
            self.flags.add(f"{name}_while_{self.state}")

    def _mark(self, event: Event) -> None:
        beginning, ending = data_reading(event.data.get("from")), data_reading(event.data.get("to"))
        if beginning is None:
            self.flags.add("mark_unreadable")
            return
        skew_ms = event.skew_ms or 0
        start = self.line.place(event.device, beginning, skew_ms)
        written = self.line.place(event.device, event.reading, skew_ms)
        end = written if ending is None else self.line.place(event.device, ending, skew_ms)
        cause = str(event.data.get("cause"))
        self.marks.append((start, end, cause if cause in _RANK and cause != "work" else "off"))
        if event.source == "recovery":
            self.flags.add("recovered")
        if self.state == "stopped":
            self.late.append(end)


def fold_entry(events: Sequence[Event], words: Words, now: Now | None = None) -> Entry:
    """The entry these events tell of. All of them must speak of one timer; others give nonsense, not an error.

    Args:
        events: any order, repeats allowed, at least one.
        words: human words by content hash; what was erased is absent.
        now: the present; without it an open entry ends at its last event.
    """
    unique = {event.id: event for event in events}
    clockwork = in_order([event for event in unique.values() if event.type in _CLOCKWORK])
    edits = [event for event in in_order(list(unique.values())) if event.type not in _CLOCKWORK]
    starts = [event for event in clockwork if event.type == "timer.start"]
    opener = (starts or [event for event in edits if event.type == "entry.add"] or clockwork or edits)[0]
    if opener.type == "timer.start":
        walk, pieces, stretches = _measured(clockwork, opener, now)
        if any(event.type == "entry.add" for event in edits):
            walk.flags.add("added_twice")
    else:
        walk, pieces, stretches = _added(opener)
        walk.flags |= {f"{event.type.removeprefix('timer.')}_without_start" for event in clockwork}
    return _finished(opener, walk, pieces, stretches, edits, words, unique)


def _measured(clockwork: Sequence[Event], opener: Event, now: Now | None) -> tuple[_Walk, list[Piece], list[Stretch]]:
    undone = {str(event.data["undoes"]) for event in clockwork if "undoes" in event.data} - {opener.id}
    walk = _Walk(opener)
    walk.run(clockwork, undone)
    if now is not None and walk.state in {"running", "paused"}:
        walk.count_to(now)
    line = walk.line
    stretches = line.stretches()
    end = walk.changes[-1].at if walk.state == "stopped" else line.end
    pieces = _by_state(walk.changes, end, stretches)
    layers: dict[str, list[tuple[int, int]]] = {"idle": [], "locked": [], "asleep": line.sleeps(), "off": line.offs()}
    for start, stop, cause in walk.marks:
        # A sleep shows in the clocks themselves: its mark only adds readings, and the ticks around it stay work.
        if cause != "asleep":
            layers[cause].append((start, stop))
    for kind, ranges in layers.items():
        pieces = paint(pieces, ranges, partial(_absent, kind=kind))
    if end > LONGEST_MS:
        walk.flags.add("impossible_times")
        pieces = [piece._replace(end=min(piece.end, LONGEST_MS)) for piece in pieces if piece.start < LONGEST_MS]
    return walk, pieces, stretches


def _by_state(changes: Sequence[_Change], end: int, stretches: Sequence[Stretch]) -> list[Piece]:
    """Work and pauses between the changes of state, cut where device, boot or zone change."""
    pieces: list[Piece] = []
    ends = [change.at for change in changes[1:]] + [end]
    for change, until in zip(changes, ends, strict=True):
        if change.state != "stopped":
            kind = "work" if change.state == "running" else "paused"
            pieces.append(Piece(change.at, min(until, end), kind, True, 0))
    for index, stretch in enumerate(stretches[1:], start=1):
        pieces = paint(pieces, [(stretch.at, end)], partial(_lived_in, stretch=index))
    return pieces


def _lived_in(piece: Piece, stretch: int) -> Piece:
    return piece._replace(stretch=stretch)


def _absent(piece: Piece, kind: str) -> Piece:
    """Absence painted over work; over another absence only if it says more. A pause stays a pause."""
    if _RANK.get(piece.kind, 9) >= _RANK[kind]:
        return piece
    return piece._replace(kind=kind, answered=False)


def _added(opener: Event) -> tuple[_Walk, list[Piece], list[Stretch]]:
    """An entry added by hand: all of it claimed. Anything else that has no start has no time."""
    walk = _Walk(opener)
    reading = opener.reading
    stretch = Stretch(0, "", opener.id, reading.zone, reading.offset_min, 0)
    start_ms, end_ms = opener.data.get("start_ms"), opener.data.get("end_ms")
    pieces: list[Piece] = []
    walk.state = "stopped"
    if opener.type != "entry.add":
        walk.flags.add("no_start")
    elif type(start_ms) is not int or type(end_ms) is not int or not 0 <= end_ms - start_ms <= LONGEST_MS:
        walk.flags.add("impossible_times")
    else:
        walk.line.start_ms = start_ms
        pieces = [Piece(0, end_ms - start_ms, "claimed", True, 0)]
    zone, offset_min = opener.data.get("zone"), opener.data.get("offset_min")
    if isinstance(zone, str) and type(offset_min) is int:
        stretch = Stretch(0, "", opener.id, zone, offset_min, 0)
    return walk, pieces, [stretch]


def _finished(  # noqa: PLR0913, PLR0917 - the seven parts of an entry meet here and nowhere else
    opener: Event,
    walk: _Walk,
    pieces: list[Piece],
    stretches: list[Stretch],
    edits: Sequence[Event],
    words: Words,
    unique: Mapping[str, Event],
) -> Entry:
    history = History(edits)
    flags = walk.flags | walk.line.flags
    fields = amended(edits, history, words)
    pieces = _answered(pieces, answers(edits), flags)
    pieces = _moved(pieces, walk, fields, flags)
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
        provenance=_provenance(intervals, fields, unique),
        voided=is_void,
        unclaimed_ms=max(0, *walk.late, 0) - walk.changes[-1].at if walk.late and walk.changes else 0,
    )


def _answered(pieces: list[Piece], said: Sequence[tuple[int, int, str]], flags: set[str]) -> list[Piece]:
    """Answers over absences: claimed becomes claimed time, not work is only marked as answered."""
    last_words: list[Piece] = []
    for start, end, kind in said:
        if start >= end:
            flags.add("answer_unreadable")
            continue
        blanked = paint(last_words, [(start, end)], lambda part: part._replace(kind=""))
        last_words = [part for part in blanked if part.kind] + [Piece(start, end, kind, True, 0)]
        last_words.sort()
    for kind, becomes in (("claimed", "claimed"), ("not_work", "")):
        ranges = [(part.start, part.end) for part in last_words if part.kind == kind]
        pieces = paint(pieces, ranges, partial(_answer, becomes=becomes))
    return pieces


def _answer(piece: Piece, becomes: str) -> Piece:
    if piece.kind not in ABSENT:
        return piece
    return piece._replace(kind=becomes or piece.kind, answered=True)


def _moved(pieces: list[Piece], walk: _Walk, fields: Mapping[str, Field], flags: set[str]) -> list[Piece]:
    """Amended beginning and end: less is cut off, more becomes claimed time, never measured work."""
    if "end_ms" in fields and walk.state in {"running", "paused"}:
        flags.add("end_amended_while_open")
    has_end = "end_ms" in fields and walk.state == "stopped"
    begin = pieces[0].start if pieces else 0
    finish = pieces[-1].end if pieces else 0
    new_begin = fields["start_ms"].value - walk.line.start_ms if "start_ms" in fields else begin
    new_finish = fields["end_ms"].value - walk.line.start_ms if has_end else finish
    if not 0 <= new_finish - new_begin <= LONGEST_MS:
        flags.add("impossible_times")
        return pieces
    kept = [
        piece._replace(start=max(piece.start, new_begin), end=min(piece.end, new_finish))
        for piece in pieces
        if piece.start < new_finish and piece.end > new_begin
    ]
    last = pieces[-1].stretch if pieces else 0
    before = Piece(new_begin, min(begin, new_finish), "claimed", True, 0)
    after = Piece(max(finish, new_begin), new_finish, "claimed", True, last)
    return [piece for piece in (before, *kept, after) if piece.start < piece.end]


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


def _provenance(
    intervals: Sequence[Interval], fields: Mapping[str, Field], unique: Mapping[str, Event]
) -> tuple[str, ...]:
    types = {event.type for event in unique.values()}
    found = {
        "measured": "timer.start" in types,
        "added": "entry.add" in types,
        "amended": bool(fields),
        "claimed": any(one.kind == "claimed" for one in intervals),
        "imported": any(event.source == "import" for event in unique.values()),
    }
    return tuple(sorted(name for name, is_so in found.items() if is_so))
