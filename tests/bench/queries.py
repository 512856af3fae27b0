"""Totals of a day, a week and a year, against plain SQL that answers the same question from the intervals."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from tests.bench.history import TODAY, ZONE, stored_history
from tests.bench.measuring import Plan, in_turns, timed_ms
from tests.bench.table import Row, compared
from truthtime_core.accounting import DayProject, Totals
from truthtime_core.days import day_start_ms
from truthtime_desktop import reports
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, driver, open_store

YEAR_MOST = 0.5
TARGET_FROM = 1_000_000
FLAT_MOST = 1.5
NOISE_MS = 0.3
"""Two medians of one and the same query differ by this much on a shared machine."""

_EPOCH = date(1970, 1, 1)
_BY_DAY = (
    "SELECT (interval.start_ms + interval.offset_min * 60000) / 86400000 AS day, entry.project, interval.kind,"
    " sum(interval.duration_ms) FROM cache_interval AS interval"
    " JOIN cache_entry AS entry ON entry.number = interval.entry"
    " WHERE interval.start_ms >= ? AND interval.start_ms < ? AND NOT entry.voided GROUP BY 1, 2, 3"
)
_BY_PROJECT = (
    "SELECT entry.project, interval.kind, sum(interval.duration_ms) FROM cache_interval AS interval"
    " JOIN cache_entry AS entry ON entry.number = interval.entry"
    " WHERE interval.start_ms >= ? AND interval.start_ms < ? AND NOT entry.voided GROUP BY 1, 2"
)

Row4 = tuple[int, str, str, int]
Query = Callable[[str, tuple[int, int]], list[Row4]]


def rows(plan: Plan) -> list[Row]:
    """The lines of the table, of the smallest log first."""
    found: list[Row] = []
    by_size: dict[int, dict[str, list[float]]] = {}
    for size in plan.sizes:
        figures = by_size[size] = _measured(stored_history(size), plan.queries)
        for period in ("today", "week", "year"):
            # In a small log a year is a matter of microseconds, and there is nothing to win.
            most = YEAR_MOST if (period, size) == ("year", plan.largest) and size >= TARGET_FROM else None
            what = f"total of {period}, {size:,} intervals"
            found.append(compared(what, figures[period], figures[f"{period} in SQL"], "ms", "plain SQL, same", most))
        what = f"report of a year, {size:,} intervals"
        found.append(compared(what, figures["report"], figures["year in SQL"], "ms", "plain SQL, same"))
        found.append(compared(what, figures["report"], figures["projects in SQL"], "ms", "plain SQL, projects only"))
    small, large = by_size[plan.sizes[0]], by_size[plan.largest]
    for period in ("today", "week"):
        what = f"total of {period} is flat: {plan.largest:,} intervals"
        row = compared(what, large[period], small[period], "ms", f"ours with {plan.sizes[0]:,}", FLAT_MOST)
        found.append(replace(row, floor=NOISE_MS))
    return found


def spans() -> dict[str, tuple[date, date]]:
    """First and last day of what is asked for. The year is one that is over, and full."""
    return {
        "today": (TODAY, TODAY),
        "week": (TODAY - timedelta(days=TODAY.weekday()), TODAY),
        "year": (date(TODAY.year - 1, 1, 1), date(TODAY.year - 1, 12, 31)),
    }


def _measured(places: Places, rounds: int) -> dict[str, list[float]]:
    with closing(open_store(places)) as store, closing(_connection(places)) as plain:
        store.catch_up()

        def query(sql: str, window: tuple[int, int]) -> list[Row4]:
            answer: list[Row4] = plain.execute(sql, window).fetchall()
            return answer

        _check_same_answers(store, query)
        first, last = spans()["year"]
        works: dict[str, Callable[[], object]] = {}
        for period, (begin, end) in spans().items():
            works[period] = partial(store.day, begin, None) if begin == end else partial(store.totals, begin, end, None)
            works[f"{period} in SQL"] = partial(query, _BY_DAY, _window(begin, end))
        works["report"] = partial(reports.report, store, first, last, None)
        works["projects in SQL"] = partial(query, _BY_PROJECT, _window(first, last))
        return in_turns({name: partial(timed_ms, work) for name, work in works.items()}, rounds, warm_ups=2)


def _check_same_answers(store: Store, query: Query) -> None:
    """Both sides must say the same, to the millisecond, or the comparison means nothing."""
    for begin, end in spans().values():
        plain: Totals = {}
        for day, project, kind, length_ms in query(_BY_DAY, _window(begin, end)):
            plain.setdefault(DayProject(_EPOCH + timedelta(days=day), project), {})[kind] = length_ms
        ours = store.totals(begin, end, None)
        assert ours == plain, f"{begin} to {end}: {len(ours)} cells, plain SQL says {len(plain)}"
        if begin == end:
            assert {cell.project: kinds for cell, kinds in plain.items()} == store.day(begin, None).totals


def _connection(places: Places) -> Any:  # noqa: ANN401 - the driver has no types
    return driver.load().connect(f"{places.database.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _window(first: date, last: date) -> tuple[int, int]:
    zone = ZoneInfo(ZONE)
    return day_start_ms(first, zone), day_start_ms(last + timedelta(days=1), zone)
