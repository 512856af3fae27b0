"""Days and projects from intervals, so that no minute of a person's life is counted twice.

Two devices that ran at once truly overlap: the day counts the union, and the later start gets the overlap until the
person decides. Two intervals of one device never overlap unless its own elapsed clock says so, whatever the wall
clock was set to in between: a clock that was moved back takes no time away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from truthtime_core.days import day_start_ms, split, zone_of
from truthtime_core.edits import ABSENT
from truthtime_core.entries import Entry, Interval

UNANSWERED = "unanswered"
_WORK = frozenset({"work", "claimed"})


class Spell(NamedTuple):
    """An interval with what is needed to account for it."""

    entry: str
    project: str
    interval: Interval


class Choice(NamedTuple):
    """A person's decision about two entries that overlap: "a", "b", "both" or "half"."""

    a: str
    b: str
    choice: str


class DayProject(NamedTuple):
    """A cell of the report: one project (empty: none) on one day."""

    day: date
    project: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch that two entries claim, for the screen that asks. UTC milliseconds."""

    a: str
    b: str
    start_ms: int
    end_ms: int


Totals = dict[DayProject, dict[str, int]]
"""Milliseconds by kind for each day and project; absences nobody explained are in "unanswered" as well."""


def spells_of(entry: Entry) -> list[Spell]:
    """An entry's intervals, or none when it is void."""
    return [] if entry.voided else [Spell(entry.id, entry.project, one) for one in entry.intervals]


def day_totals(
    spells: Iterable[Spell], choices: Sequence[Choice] = (), day_start_min: int = 0
) -> tuple[Totals, list[Overlap]]:
    """What each day and project amounts to; the projects of a day sum to the day.

    Args:
        spells: of all entries whose time may touch the days asked for; order does not matter.
        choices: decisions about overlaps, oldest first; of several about one pair the last counts.
        day_start_min: when the person's day begins, minutes after midnight.
    """
    decided = {frozenset((one.a, one.b)): one for one in choices}
    totals = _Totals(day_start_min)
    overlaps: list[Overlap] = []
    ordered = sorted((one for one in spells if one.interval.duration_ms > 0), key=_by_start)
    for cluster in _clusters(ordered):
        if len(cluster) == 1 or _in_turn(cluster):
            for spell in cluster:
                totals.credit(spell, spell.interval.start_ms, spell.interval.end_ms)
        else:
            overlaps += _share(totals, cluster, decided)
    return totals.found, overlaps


def _by_start(spell: Spell) -> tuple[int, int, str]:
    return spell.interval.start_ms, spell.interval.end_ms, spell.entry


def _clusters(ordered: Sequence[Spell]) -> Iterable[list[Spell]]:
    """Groups that touch on the wall clock; most groups are a single spell."""
    cluster: list[Spell] = []
    until_ms = 0
    for spell in ordered:
        if cluster and spell.interval.start_ms >= until_ms:
            yield cluster
            cluster = []
        cluster.append(spell)
        until_ms = max(until_ms, spell.interval.end_ms) if len(cluster) > 1 else spell.interval.end_ms
    if cluster:
        yield cluster


def _in_turn(cluster: Sequence[Spell]) -> bool:
    """Whether one device lived all of these one after the other, so that they only seem to overlap."""
    device = cluster[0].interval.device
    if not device or any(one.interval.device != device for one in cluster):
        return False
    lived = sorted((one.interval for one in cluster), key=lambda one: (one.boot, one.elapsed_ms))
    return all(_apart(one, other) for one, other in pairwise(lived))


def _share(totals: "_Totals", cluster: Sequence[Spell], decided: Mapping[frozenset[str], Choice]) -> list[Overlap]:
    """Cut a cluster at every beginning and end, and credit each cut to those it belongs to."""
    cuts = sorted({cut for one in cluster for cut in (one.interval.start_ms, one.interval.end_ms)})
    active: list[Spell] = []
    overlaps: list[Overlap] = []
    latest: dict[tuple[str, str], int] = {}
    waiting = sorted(cluster, key=_by_start, reverse=True)
    for start_ms, end_ms in pairwise(cuts):
        active = [one for one in active if one.interval.end_ms > start_ms]
        while waiting and waiting[-1].interval.start_ms <= start_ms:
            active.append(waiting.pop())
        winners, undecided = _winners(active, decided, start_ms, end_ms)
        for spell, from_ms, to_ms in winners:
            totals.credit(spell, from_ms, to_ms)
        for pair in undecided:
            index = latest.get(pair)
            if index is not None and overlaps[index].end_ms == start_ms:
                overlaps[index] = Overlap(*pair, overlaps[index].start_ms, end_ms)
            else:
                latest[pair] = len(overlaps)
                overlaps.append(Overlap(*pair, start_ms, end_ms))
    return overlaps


def _winners(
    active: Sequence[Spell], decided: Mapping[frozenset[str], Choice], start_ms: int, end_ms: int
) -> tuple[list[tuple[Spell, int, int]], list[tuple[str, str]]]:
    """Who is credited with which part of this cut, and which pairs of entries await a decision.

    Work goes before absence, then the later start before the earlier. A decision only hands on what its rival has,
    except "both", which the person wants counted twice.
    """
    ranked = sorted(active, key=lambda one: (one.interval.kind not in _WORK, -one.interval.start_ms, one.entry))
    winners: list[tuple[Spell, int, int]] = []
    undecided: list[tuple[str, str]] = []
    for spell in ranked:
        at = next((at for at, won in enumerate(winners) if not _apart(won[0].interval, spell.interval)), None)
        if at is None:
            winners.append((spell, start_ms, end_ms))
            continue
        rival, from_ms, to_ms = winners[at]
        if not {rival.interval.kind, spell.interval.kind} <= _WORK or rival.entry == spell.entry:
            continue
        choice = decided.get(frozenset((rival.entry, spell.entry)))
        if choice is None:
            undecided.append((rival.entry, spell.entry))
        elif choice.choice == "both":
            winners.append((spell, start_ms, end_ms))
        elif choice.choice == "half":
            middle_ms = (from_ms + to_ms) // 2
            winners[at] = (rival, from_ms, middle_ms)
            winners.append((spell, middle_ms, to_ms))
        elif spell.entry == (choice.a if choice.choice == "a" else choice.b):
            winners[at] = (spell, from_ms, to_ms)
    return winners, undecided


def _apart(one: Interval, other: Interval) -> bool:
    """Whether two intervals are known to have been lived one after the other, whatever the wall clock said."""
    if not one.device or one.device != other.device:
        return False
    if one.boot != other.boot:
        return True
    return (
        one.elapsed_ms + one.duration_ms <= other.elapsed_ms or other.elapsed_ms + other.duration_ms <= one.elapsed_ms
    )


class _Totals:
    """What was credited so far. The day a stretch lies in is mostly that of the one before, and then not asked for."""

    def __init__(self, day_start_min: int) -> None:
        self.found: Totals = {}
        self._day_start_min = day_start_min
        self._zone: tuple[str, int] | None = None
        self._day = date.min
        self._begins_ms = self._ends_ms = 0

    def credit(self, spell: Spell, start_ms: int, end_ms: int) -> None:
        """Count a stretch of a spell for the days it lies in."""
        interval = spell.interval
        key = interval.zone, interval.offset_min
        if key == self._zone and self._begins_ms <= start_ms < end_ms <= self._ends_ms:
            self._add(self._day, spell, end_ms - start_ms)
            return
        zone = zone_of(*key)
        for day, from_ms, to_ms in split(start_ms, end_ms, zone, self._day_start_min):
            self._add(day, spell, to_ms - from_ms)
            self._zone, self._day = key, day
            self._begins_ms = day_start_ms(day, zone, self._day_start_min)
            self._ends_ms = day_start_ms(day + timedelta(days=1), zone, self._day_start_min)

    def _add(self, day: date, spell: Spell, ms: int) -> None:
        interval = spell.interval
        kinds = self.found.setdefault(DayProject(day, spell.project), {})
        kinds[interval.kind] = kinds.get(interval.kind, 0) + ms
        if interval.kind in ABSENT and not interval.answered:
            kinds[UNANSWERED] = kinds.get(UNANSWERED, 0) + ms
