"""Day totals from cached intervals: of one day flat, whatever the size of the log, and of all days in one sweep.

Overlaps cross timers, so a day is always summed up from everything that touches it, by `accounting.day_totals` and
nothing else.
"""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from truthtime_core.accounting import Choice, DayProject, Overlap, Spell, Totals, day_totals, spells_of
from truthtime_core.days import FIRST_MS, LAST_MS, day_of, day_start_ms, zone_of
from truthtime_core.entries import Entry, Interval
from truthtime_desktop.store.database import Database

_H_MS = 3_600_000
_DAY_MS = 24 * _H_MS
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_BEFORE_MS, _AFTER_MS = 26 * _H_MS, 56 * _H_MS
"""A day in any zone lies inside [its UTC midnight - 26 h, + 56 h]: offsets reach a day each way, its start 6 hours."""

_EVER = 2**62
SWEEP_SPELLS = 20_000
CLOSE_DAYS = 3

LONG_MS = 2 * _DAY_MS
_COLUMNS = (
    "SELECT e.timer, e.project, i.start_ms, i.duration_ms, i.kind, i.answered, i.zone, i.offset_min, i.device, i.boot,"
    " i.elapsed_ms FROM cache_interval AS i INDEXED BY {index} CROSS JOIN cache_entry AS e ON e.number = i.entry"
    " WHERE NOT e.voided"
)
_SHORT = f"i.start_ms >= :first - {LONG_MS} AND i.start_ms < :end AND i.start_ms + i.duration_ms > :first"
_LONG = f"i.duration_ms > {LONG_MS} AND i.start_ms < :first - {LONG_MS} AND i.start_ms + i.duration_ms > :first"
_WINDOW = (
    f"{_COLUMNS.format(index='cache_interval_start')} AND {_SHORT}"
    f" UNION ALL {_COLUMNS.format(index='cache_interval_long')} AND {_LONG}"
)
_ZONES = (
    f"SELECT zone, offset_min FROM cache_interval AS i INDEXED BY cache_interval_start WHERE {_SHORT}"  # noqa: S608 - our own words
    f" UNION SELECT zone, offset_min FROM cache_interval AS i INDEXED BY cache_interval_long WHERE {_LONG}"
)
_ALL = f"{_COLUMNS.format(index='cache_interval_start')} ORDER BY i.start_ms"
_CHOICES = "SELECT a, b, choice FROM cache_choice ORDER BY position"


class Span(NamedTuple):
    """A half-open stretch of the wall clock, UTC milliseconds, that someone lived in a zone."""

    start_ms: int
    end_ms: int
    zone: str
    offset_min: int


@dataclass(frozen=True, slots=True)
class DayView:
    """One day as it stands.

    Attributes:
        totals: milliseconds by project id (empty: none) and kind; absences nobody explained are in "unanswered" too.
        overlaps: stretches of that day which two entries claim.
        entries: ids of the entries that touch the day, in order of their beginning.
    """

    totals: Mapping[str, Mapping[str, int]]
    overlaps: tuple[Overlap, ...]
    entries: tuple[str, ...]

    def total_ms(self, *kinds: str) -> int:
        """Milliseconds of these kinds over all projects; of all kinds (the elapsed time) when none is named."""
        return sum(
            ms
            for cells in self.totals.values()
            for kind, ms in cells.items()
            if (kind in kinds if kinds else kind != "unanswered")
        )


class Rollup:
    """Sums up days from the cached intervals.

    Args:
        database: where they are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def choices(self) -> list[Choice]:
        """The decisions about overlaps, oldest first."""
        return [Choice(*row) for row in self._database.rows(_CHOICES)]

    def day(self, day: date, live: Sequence[Entry], day_start_min: int) -> DayView:
        """One day, with some entries as they are now instead of as they are cached."""
        choices = self.choices()
        spells = self._around([day], live, choices, day_start_min)
        totals, overlaps = day_totals(spells, choices, day_start_min)
        touching = sorted(_touching(spells, day, day_start_min), key=_begin)
        zones = {one.entry: _zone(one.interval) for one in touching}
        return DayView(
            {cell.project: kinds for cell, kinds in totals.items() if cell.day == day},
            tuple(
                one
                for one in overlaps
                if any(
                    _touches(Span(one.start_ms, one.end_ms, *zones[name]), day, day_start_min)
                    for name in (one.a, one.b)
                    if name in zones
                )
            ),
            tuple(zones),
        )

    def totals(self, days: Collection[date], live: Sequence[Entry], day_start_min: int) -> Totals:
        """Several days, with some entries as they are now."""
        choices = self.choices()
        found: Totals = {}
        for run in _runs(sorted(days)):
            wanted = set(run)
            totals, _ = day_totals(self._around(run, live, choices, day_start_min), choices, day_start_min)
            found |= {cell: kinds for cell, kinds in totals.items() if cell.day in wanted}
        return found

    def touched(self, spans: Sequence[Span], live: Sequence[Entry], day_start_min: int) -> set[date]:
        """The days whose totals may differ after something changed in these spans.

        They are the spans' own days, and the days of whoever lived through the same moments in another zone.
        """
        days: set[date] = set()
        choices = self.choices()
        for span in spans:
            days.update(_days(span, day_start_min))
        for start_ms, end_ms in _hulls(spans):
            for spell in self._overlapping(start_ms, end_ms, live, choices):
                other = spell.interval
                inside = Span(max(start_ms, other.start_ms), min(end_ms, other.end_ms), *_zone(other))
                if _halved(choices):
                    inside = _span(other)
                days.update(_days(inside, day_start_min))
        return days

    def sweep(self, day_start_min: int) -> Totals:
        """Every day there is, from all intervals in order, in memory that does not grow with the log.

        Whatever overlaps is summed up together; between two such groups the sum may be cut.
        """
        choices = self.choices()
        found: Totals = {}
        for group in self._groups():
            totals, _ = day_totals(group, choices, day_start_min)
            for cell, kinds in totals.items():
                known = found.setdefault(cell, {})
                for kind, ms in kinds.items():
                    known[kind] = known.get(kind, 0) + ms
        return found

    def _groups(self) -> Iterator[list[Spell]]:
        group: list[Spell] = []
        until_ms = -_EVER
        for row in self._database.raw.execute(_ALL):
            spell = _spell(row)
            if len(group) >= SWEEP_SPELLS and spell.interval.start_ms >= until_ms:
                yield group
                group = []
            group.append(spell)
            until_ms = max(until_ms, spell.interval.end_ms)
        yield group

    def _around(
        self, days: Sequence[date], live: Sequence[Entry], choices: Sequence[Choice], day_start_min: int
    ) -> list[Spell]:
        """All that may count on these days or compete with what does.

        The day's bounds are known only when the zones are: first those lived in around it, then what lies inside.
        """
        first_ms, end_ms = around(days[0], days[-1])
        rows = self._database.rows(_ZONES, {"first": first_ms, "end": end_ms})
        zones = {zone_of(*row) for row in rows} | {zone_of(*_zone(one)) for entry in live for one in entry.intervals}
        if not zones:
            return []
        if first_ms > -_EVER:
            first_ms = min(day_start_ms(days[0], zone, day_start_min) for zone in zones)
        if end_ms < _EVER:
            end_ms = max(day_start_ms(days[-1] + timedelta(days=1), zone, day_start_min) for zone in zones)
        return self._overlapping(first_ms, end_ms, live, choices)

    def _overlapping(self, first_ms: int, end_ms: int, live: Sequence[Entry], choices: Sequence[Choice]) -> list[Spell]:
        """All that overlaps a window; where overlaps were halved, all that hangs together with it.

        Who a moment belongs to depends on that moment alone, except for halves: their rounding, and which side of
        midnight they fall on, depend on how long the shared stretch is.
        """
        while True:
            spells = self._window(first_ms, end_ms, live)
            if not _halved(choices):
                return spells
            before = (first_ms, end_ms)
            for spell in spells:
                first_ms = min(first_ms, spell.interval.start_ms)
                end_ms = max(end_ms, spell.interval.end_ms)
            if (first_ms, end_ms) == before:
                return spells

    def _window(self, first_ms: int, end_ms: int, live: Sequence[Entry]) -> list[Spell]:
        names = {entry.id for entry in live}
        rows = self._database.rows(_WINDOW, {"first": first_ms, "end": end_ms})
        spells = [_spell(row) for row in rows if row[0] not in names]
        for entry in live:
            spells += (
                spell
                for spell in spells_of(entry)
                if spell.interval.start_ms < end_ms and spell.interval.end_ms > first_ms
            )
        return spells


def around(first: date | None, last: date | None) -> tuple[int, int]:
    """A window in UTC milliseconds, [from, to), that holds the days from `first` to `last` in whatever zone."""
    first_ms = (first.toordinal() - _EPOCH_ORDINAL) * _DAY_MS - _BEFORE_MS if first else -_EVER
    end_ms = (last.toordinal() - _EPOCH_ORDINAL) * _DAY_MS + _AFTER_MS if last else _EVER
    # What cannot be dated is counted on the first or last day that can (days.py).
    return (
        -_EVER if first_ms <= FIRST_MS + 2 * _DAY_MS else first_ms,
        _EVER if end_ms >= LAST_MS - 2 * _DAY_MS else end_ms,
    )


def changed_spans(old: Entry | None, new: Entry | None) -> list[Span]:
    """The spans in which two versions of one entry differ for a day's totals."""
    before = spells_of(old) if old else []
    after = spells_of(new) if new else []
    return [_span(spell.interval) for spell in set(before) ^ set(after)]


def stored_cells(rows: Iterable[Sequence[Any]]) -> Totals:
    """Rows of `cache_day` as totals; those of one day and project must stand together.

    A year of somebody busy makes ten thousands of small objects, none of which can be part of a cycle. Looking for
    cycles among them again and again would take twice as long as making them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _cells(rows)
    finally:
        if collecting:
            # Looked at once here, not at the cost of whoever comes next.
            gc.enable()
            gc.collect(0)


def _cells(rows: Iterable[Sequence[Any]]) -> Totals:
    totals: Totals = {}
    kinds: dict[str, int] = {}
    last_day = last_project = None
    day = date.min
    for name, project, kind, ms in rows:
        if name != last_day:
            last_day, last_project = name, None
            day = date.fromisoformat(name)
        if project != last_project:
            last_project = project
            kinds = totals[DayProject(day, project)] = {}
        kinds[kind] = ms
    return totals


def _spell(row: Sequence[Any]) -> Spell:
    timer, project, start_ms, duration_ms, kind, answered, *rest = row
    return Spell(timer, project, Interval(start_ms, duration_ms, kind, bool(answered), *rest))


def _begin(spell: Spell) -> int:
    return spell.interval.start_ms


def _zone(interval: Interval) -> tuple[str, int]:
    return interval.zone, interval.offset_min


def _span(interval: Interval) -> Span:
    return Span(interval.start_ms, interval.end_ms, interval.zone, interval.offset_min)


def _halved(choices: Sequence[Choice]) -> bool:
    return any(one.choice == "half" for one in choices)


def _days(span: Span, day_start_min: int) -> set[date]:
    """Every day a span touches, in its own zone."""
    if span.start_ms >= span.end_ms:
        return set()
    zone = zone_of(span.zone, span.offset_min)
    first, last = day_of(span.start_ms, zone, day_start_min), day_of(span.end_ms - 1, zone, day_start_min)
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


def _touching(spells: Iterable[Spell], day: date, day_start_min: int) -> Iterator[Spell]:
    """Those of which `_touches` is true. Most lie inside the day of their zone, whose bounds are asked for once."""
    bounds: dict[tuple[str, int], tuple[int, int]] = {}
    for spell in spells:
        interval = spell.interval
        key = interval.zone, interval.offset_min
        if key not in bounds:
            zone = zone_of(*key)
            next_day = day + timedelta(days=1)
            bounds[key] = day_start_ms(day, zone, day_start_min), day_start_ms(next_day, zone, day_start_min)
        begins_ms, ends_ms = bounds[key]
        inside = begins_ms <= interval.start_ms < interval.end_ms <= ends_ms
        if inside or _touches(_span(interval), day, day_start_min):
            yield spell


def _touches(span: Span, day: date, day_start_min: int) -> bool:
    """Whether the day is one of `_days`, from the day's bounds, which are known, instead of the span's days."""
    if span.start_ms >= span.end_ms:
        return False
    zone = zone_of(span.zone, span.offset_min)
    start_ms, last_ms = (max(FIRST_MS, min(LAST_MS, at_ms)) for at_ms in (span.start_ms, span.end_ms - 1))
    begins_ms = day_start_ms(day, zone, day_start_min)
    return begins_ms <= last_ms and start_ms < day_start_ms(day + timedelta(days=1), zone, day_start_min)


def _hulls(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The spans as few stretches: what lies within a day of each other is asked for at once."""
    hulls: list[tuple[int, int]] = []
    for start_ms, end_ms in sorted((one.start_ms, one.end_ms) for one in spans):
        if hulls and start_ms <= hulls[-1][1] + _DAY_MS:
            hulls[-1] = (hulls[-1][0], max(hulls[-1][1], end_ms))
        else:
            hulls.append((start_ms, end_ms))
    return hulls


def _runs(days: Sequence[date]) -> Iterator[list[date]]:
    """Days that are close together, so that they are summed up from one window."""
    run: list[date] = []
    for day in days:
        if run and (day - run[-1]).days > CLOSE_DAYS:
            yield run
            run = []
        run.append(day)
    if run:
        yield run
