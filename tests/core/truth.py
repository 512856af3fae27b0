"""What really happened to an entry, kept by the simulator as it lives it. It shares no arithmetic with the core."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from truthtime_core.entries import Entry

ABSENCES = ("idle", "locked", "asleep", "off")


class Span(NamedTuple):
    """True milliseconds since the entry began, what they were, and the zone the program knew of."""

    start: int
    end: int
    kind: str
    zone: str
    answered: bool = True


class Seen(NamedTuple):
    """An interval as both sides can tell it."""

    start_ms: int
    length_ms: int
    kind: str
    answered: bool


@dataclass
class Truth:
    """One entry.

    Attributes:
        wall_ms: what the wall clock showed when it began.
        began: true time then.
        said: answers as (from, to, kind), in the order they were given.
        begin: amended beginning and end, in milliseconds since the recorded beginning.
    """

    timer: str
    wall_ms: int
    began: int
    zone: str
    project: str = ""
    description: str = ""
    state: str = "running"
    spans: list[Span] = field(default_factory=list)
    said: list[tuple[int, int, str]] = field(default_factory=list)
    begin: int | None = None
    finish: int | None = None
    void: bool = False
    undone: bool = False

    def live(self, since: int, until: int, kind: str) -> None:
        """From `since` to `until` of true time this was going on, whatever was thought before."""
        self.cut(since)
        if since < until:
            shown = "paused" if self.state == "paused" else kind
            self.spans.append(Span(since - self.began, until - self.began, shown, self.zone))

    def cut(self, at: int) -> None:
        """Forget what was thought to have happened from this true time on."""
        place = at - self.began
        kept = [one for one in self.spans if one.start < place]
        self.spans = [one._replace(end=min(one.end, place)) for one in kept]

    @property
    def length_ms(self) -> int:
        return self.spans[-1].end if self.spans else 0

    def told(self) -> list[Span]:
        """The spans after answers and amendments."""
        spans = [part for span in self.spans for part in self._answered(span)]
        begin = 0 if self.begin is None else self.begin
        finish = self.length_ms if self.finish is None or self.state != "stopped" else self.finish
        if begin > finish:
            return spans
        kept = [one._replace(start=max(one.start, begin), end=min(one.end, finish)) for one in spans]
        first = Span(begin, min(0, finish), "claimed", "")
        last = Span(max(begin, self.length_ms), finish, "claimed", "")
        return [one for one in (first, *kept, last) if one.start < one.end]

    def seen(self) -> list[Seen]:
        """The timeline a person should see, neighbours of one kind joined."""
        return joined([Seen(self.wall_ms + s.start, s.end - s.start, s.kind, s.answered) for s in self.told()])

    def _answered(self, span: Span) -> list[Span]:
        if span.kind not in ABSENCES:
            return [span]
        cuts = {span.start, span.end} | {cut for start, end, _ in self.said for cut in (start, end)}
        inside = sorted(cut for cut in cuts if span.start <= cut <= span.end)
        parts: list[Span] = []
        for start, end in pairwise(inside):
            words = [kind for since, until, kind in self.said if since <= start and end <= until]
            kind = "claimed" if words and words[-1] == "claimed" else span.kind
            parts.append(Span(start, end, kind, span.zone, answered=bool(words)))
        return parts


def joined(intervals: list[Seen]) -> list[Seen]:
    found: list[Seen] = []
    for one in intervals:
        if found and found[-1][2:] == one[2:] and found[-1].start_ms + found[-1].length_ms == one.start_ms:
            found[-1] = found[-1]._replace(length_ms=found[-1].length_ms + one.length_ms)
        else:
            found.append(one)
    return found


def seen_in(entry: Entry) -> list[Seen]:
    return joined([Seen(one.start_ms, one.duration_ms, one.kind, one.answered) for one in entry.intervals])


def sums(spans: list[Seen]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in spans:
        found[one.kind] = found.get(one.kind, 0) + one.length_ms
    return found


QUARTER_MS = 15 * 60_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def date_at(at_ms: int, zone: str, day_start_min: int) -> str:
    """The local date of the instant minus the day start: the rule itself, one instant at a time."""
    moment = EPOCH + timedelta(milliseconds=at_ms - day_start_min * 60_000)
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def by_day(start_ms: int, length_ms: int, zone: str, day_start_min: int) -> dict[str, int]:
    """Milliseconds by day, a quarter of an hour at a time: every zone since 1972 changes only at quarters."""
    found: dict[str, int] = {}
    at, end = start_ms, start_ms + length_ms
    while at < end:
        # The day start is whole minutes, so boundaries lie on minutes; quarters suffice for those used here.
        following = min(end, (at // QUARTER_MS + 1) * QUARTER_MS)
        day = date_at(at, zone, day_start_min)
        found[day] = found.get(day, 0) + following - at
        at = following
    return found
