"""Days and projects from intervals, so that no minute of a person's life is counted twice.

Two devices that ran at once truly overlap: the day counts the union, and the later start gets the overlap until the
person decides. Two intervals of one device never overlap unless its own elapsed clock says so, whatever the wall
clock was set to in between: a clock that was moved back takes no time away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from truthtime_core.days import split, zone_of
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
    totals: Totals = {}
    overlaps: list[Overlap] = []
    ordered = sorted((one for one in spells if one.interval.duration_ms > 0), key=_by_start)
    for cluster in _clusters(ordered):
        if len(cluster) == 1:
            spell = cluster[0]
            _credit(totals, spell, spell.interval.start_ms, spell.interval.end_ms, 0, day_start_min)
        else:
            _share(totals, overlaps, cluster, decided, day_start_min)
    return totals, overlaps


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


def _share(
    totals: Totals,
    overlaps: list[Overlap],
    cluster: Sequence[Spell],
    decided: Mapping[frozenset[str], Choice],
    day_start_min: int,
) -> None:
    """Cut a cluster at every beginning and end, and credit each cut to those it belongs to."""
    cuts = sorted({cut for one in cluster for cut in (one.interval.start_ms, one.interval.end_ms)})
    active: list[Spell] = []
    waiting = sorted(cluster, key=_by_start, reverse=True)
    for start_ms, end_ms in zip(cuts, cuts[1:], strict=False):
        active = [one for one in active if one.interval.end_ms > start_ms]
        while waiting and waiting[-1].interval.start_ms <= start_ms:
            active.append(waiting.pop())
        for spell, unpaid_ms in _winners(active, overlaps, decided, (start_ms, end_ms)):
            _credit(totals, spell, start_ms, end_ms, unpaid_ms, day_start_min)


def _winners(
    active: Sequence[Spell],
    overlaps: list[Overlap],
    decided: Mapping[frozenset[str], Choice],
    span: tuple[int, int],
) -> list[tuple[Spell, int]]:
    """Who is credited for this cut, and how many of its milliseconds each must leave to another."""
    ranked = sorted(active, key=lambda one: (one.interval.kind not in _WORK, -one.interval.start_ms, one.entry))
    winners: list[tuple[Spell, int]] = []
    for spell in ranked:
        rivals = [one for one, _ in winners if not _apart(one.interval, spell.interval)]
        if not rivals:
            winners.append((spell, 0))
            continue
        rival = rivals[0]
        choice = decided.get(frozenset((rival.entry, spell.entry)))
        both_work = {rival.interval.kind, spell.interval.kind} <= _WORK
        if choice is None or not both_work:
            if both_work and rival.entry != spell.entry:
                overlaps.append(Overlap(rival.entry, spell.entry, *span))
            continue
        _decide(winners, rival, spell, choice, span[1] - span[0])
    return winners


def _decide(winners: list[tuple[Spell, int]], rival: Spell, spell: Spell, choice: Choice, length_ms: int) -> None:
    at = next(index for index, (one, _) in enumerate(winners) if one is rival)
    preferred = choice.a if choice.choice == "a" else choice.b if choice.choice == "b" else ""
    if choice.choice == "both":
        winners.append((spell, 0))
    elif choice.choice == "half":
        winners[at] = (rival, length_ms // 2)
        winners.append((spell, length_ms - length_ms // 2))
    elif preferred == spell.entry:
        winners[at] = (spell, 0)


def _apart(one: Interval, other: Interval) -> bool:
    """Whether two intervals are known to have been lived one after the other, whatever the wall clock said."""
    if not one.device or one.device != other.device:
        return False
    if one.boot != other.boot:
        return True
    return (
        one.elapsed_ms + one.duration_ms <= other.elapsed_ms or other.elapsed_ms + other.duration_ms <= one.elapsed_ms
    )


def _credit(  # noqa: PLR0913, PLR0917 - one cell of the report needs exactly these
    totals: Totals, spell: Spell, start_ms: int, end_ms: int, unpaid_ms: int, day_start_min: int
) -> None:
    interval = spell.interval
    for day, from_ms, to_ms in split(start_ms, end_ms, zone_of(interval.zone, interval.offset_min), day_start_min):
        kinds = totals.setdefault(DayProject(day, spell.project), {})
        left_ms = min(unpaid_ms, to_ms - from_ms)
        unpaid_ms -= left_ms
        length_ms = to_ms - from_ms - left_ms
        kinds[interval.kind] = kinds.get(interval.kind, 0) + length_ms
        if interval.kind in ABSENT and not interval.answered:
            kinds[UNANSWERED] = kinds.get(UNANSWERED, 0) + length_ms
