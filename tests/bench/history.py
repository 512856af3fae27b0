"""Ten years of somebody's work, made event by event, in stores of any size; kept between runs.

Every entry is start, pause, resume, stop, which are three intervals. The last two weeks are alike in every store, so
that "today" and "this week" are the same question whatever lies behind them; the rest is spread evenly over ten years.
No interval passes midnight: plain SQL that knows no days then gives the same totals, and the benchmark checks it.
"""

import random
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bench.measuring import MS_PER_S, now_ms, say
from truthtime_core.clock import Reading
from truthtime_core.events import FORMAT_VERSION, Content, Draft, Head, seal, uuid7
from truthtime_core.ledger import FOLD_VERSION
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, driver, open_store

CACHE = Path(__file__).parents[2] / "build/work/bench"

RECIPE = 1
"""Raised with every change of this file that makes other events."""

TODAY = date(2026, 10, 30)
"""A Friday: the last day of the history."""

ZONE = "Europe/Paris"
YEARS = 10
RECENT_DAYS = 14
RECENT_PER_DAY = 20
INTERVALS_PER_ENTRY = 3
EVENTS_PER_ENTRY = 4
PROJECTS = 40
TASKS = 300
PAGE = 40_000

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_FIRST_ENTRY_MS = 4 * 3_600_000
_WORKING_MS = 17 * 3_600_000
_LONGEST_ENTRY_MS = 60 * _MINUTE_MS

Pair = tuple[bytes, Content | None]


def stored_history(intervals: int) -> Places:
    """A data folder with so many intervals, made now if it is not there yet. Read it, and write only to copies."""
    folder = CACHE / f"history-{_key()}" / str(intervals)
    if not folder.exists():
        fresh = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        build(Places(fresh), intervals)
        fresh.rename(folder)
    return Places(folder)


def copied_history(intervals: int, folder: Path) -> Places:
    """The same, in a folder of its own that may be written to. Nothing at all for 0 intervals."""
    places = Places(folder)
    if intervals:
        shutil.copytree(stored_history(intervals).root, folder)
    else:
        places.prepare()
        open_store(places).close()
    return places


def build(places: Places, intervals: int) -> None:
    """Make a store with so many intervals from events, through the same door as a sync or an import."""
    places.prepare()
    say(f"Making a log of {intervals:,} intervals once (a million takes some minutes) ...")
    store = open_store(places)
    try:
        start_ms = now_ms()
        total = 0
        for page in _pages(events_of(store.head, intervals // INTERVALS_PER_ENTRY)):
            total += store.adopt(page).new
            say(f"  {total:,} events, {(now_ms() - start_ms) / MS_PER_S:.0f} s")
        store.catch_up()
        say(f"  totals derived, {(now_ms() - start_ms) / MS_PER_S:.0f} s")
        _check(store, intervals)
    finally:
        store.close()


def events_of(head: Head, entries: int) -> Iterator[Pair]:
    """The events of so many entries, in the order in which they happened."""
    dice = random.Random(entries)
    projects = [uuid7(0, dice.randbytes(10)) for _ in range(PROJECTS)]
    first_day = TODAY - timedelta(days=YEARS * 366)
    for number, project in enumerate(projects):
        words = {"name": f"Project {number}"}
        event, content, head = seal(
            Draft("project.set", data={"project": project}, words=words),
            head,
            _reading(first_day, 0),
            dice.randbytes(26),
        )
        yield event.payload, content
    for day, start_ms, length_ms in _moments(entries):
        timer = uuid7(start_ms, dice.randbytes(10))
        task = dice.randrange(TASKS)
        words_of_task = {"description": f"Task {task} with a name of usual length", "tags": [f"tag{task % 7}"]}
        parts = (
            (Draft("timer.start", timer, {"project": projects[task % PROJECTS]}, words_of_task), 0.0),
            (Draft("timer.pause", timer), 0.5),
            (Draft("timer.resume", timer), 0.6),
            (Draft("timer.stop", timer), 1.0),
        )
        for draft, share in parts:
            reading = _reading(day, start_ms + int(length_ms * share))
            event, content, head = seal(draft, head, reading, dice.randbytes(26))
            yield event.payload, content


def _moments(entries: int) -> Iterator[tuple[date, int, int]]:
    """Day, milliseconds after its midnight (UTC) and length of each entry."""
    recent = min(entries, RECENT_DAYS * RECENT_PER_DAY)
    days = YEARS * 365 - RECENT_DAYS
    first = TODAY - timedelta(days=days + RECENT_DAYS - 1)
    older = entries - recent
    for number, count in enumerate([*_spread(older, days), *_spread(recent, RECENT_DAYS)]):
        slot_ms = _WORKING_MS // max(count, 1)
        for place in range(count):
            yield first + timedelta(days=number), _FIRST_ENTRY_MS + place * slot_ms, min(slot_ms, _LONGEST_ENTRY_MS)


def _spread(entries: int, days: int) -> list[int]:
    """How many of the entries fall on each day, as evenly as whole numbers allow."""
    return [(number + 1) * entries // days - number * entries // days for number in range(days)]


def _reading(day: date, after_midnight_ms: int) -> Reading:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    offset = midnight.astimezone(ZoneInfo(ZONE)).replace(hour=12).utcoffset()
    assert offset is not None
    at_ms = int(midnight.timestamp()) * MS_PER_S + after_midnight_ms
    return Reading(at_ms, int(offset.total_seconds()) // 60, ZONE, f"boot-{day}", after_midnight_ms, after_midnight_ms)


def _pages(pairs: Iterator[Pair]) -> Iterator[list[Pair]]:
    page: list[Pair] = []
    for pair in pairs:
        page.append(pair)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


def _check(store: Store, intervals: int) -> None:
    counts = store.counts()
    wanted = intervals // INTERVALS_PER_ENTRY
    assert (counts["entries"], counts["intervals"]) == (wanted, wanted * INTERVALS_PER_ENTRY), counts


@lru_cache(maxsize=1)
def _key() -> str:
    """Names the recipe and everything that a stored history depends on: another format, another folder."""
    with tempfile.TemporaryDirectory() as name:
        places = Places(Path(name))
        open_store(places).close()
        with closing(driver.load().connect(places.database)) as fresh:
            schema = fresh.execute("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master ORDER BY 1)")
            return f"{RECIPE}-{FORMAT_VERSION}-{FOLD_VERSION}-{zlib.crc32(schema.fetchone()[0].encode()):08x}"
