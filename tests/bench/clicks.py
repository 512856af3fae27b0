"""From a click to the moment its event is on the disk, against SQLite storing one row in a file of its own.

Three figures: `Store.append` of one draft (seal, insert, COMMIT); the tracker's command from the click to that COMMIT;
and the same command until it returns, which is when the icon may change. The bare commit has the same pragmas, lies in
the same folder, and is made in turns with ours.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, cast

from tests.bench.history import CACHE, copied_history
from tests.bench.measuring import Plan, in_turns, now_ms, say, timed_ms
from tests.bench.table import Row, compared
from truthtime_core.clock import Reading
from truthtime_core.events import Draft, Event
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.store import Store, driver, open_store
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.tracking import Tracker

MOST = 2.0
PAYLOAD_BYTES = 450
"""As long as an event of ours."""

_PRAGMAS = ("journal_mode", "synchronous", "wal_autocheckpoint", "page_size", "cache_size")


class TimedStore:
    """The store with a stopwatch: when did `append` last return?"""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.durable_ms = 0.0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has there
        return getattr(self._store, name)

    def append(self, drafts: Sequence[Draft], reading: Reading) -> tuple[Event, ...]:
        """`Store.append`, and the time at which it was done."""
        events = self._store.append(drafts, reading)
        self.durable_ms = now_ms()
        return events


def rows(plan: Plan) -> list[Row]:
    """The lines of the table, for an empty log and for the largest one."""
    CACHE.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="run-", dir=CACHE))
    found: list[Row] = []
    try:
        for size in (0, plan.largest):
            say(f"Storing {plan.clicks} events one by one beside {size:,} intervals ...")
            figures = _measured(copied_history(size, work / str(size)), plan.clicks)
            limit = figures["bare commit"]
            found += [
                compared(f"{what}, {size:,} intervals", figures[what], limit, "ms", "bare FULL commit", most)
                for what, most in (("Store.append", MOST), ("click to durable event", MOST), ("click to its end", None))
            ]
    finally:
        shutil.rmtree(work)
    return found


def _measured(places: Places, rounds: int) -> dict[str, list[float]]:
    whole: list[float] = []
    with closing(open_store(places)) as store, closing(bare_file(store, places.account / "bare.db")) as plain:
        timed = TimedStore(store)
        tracker = Tracker(cast("Store", timed), SystemClock(), Heart(places.heart), watching=True)

        def clicked() -> float:
            start_ms = now_ms()
            tracker.command("toggle")
            whole.append(now_ms() - start_ms)
            return timed.durable_ms - start_ms

        works: dict[str, Callable[[], float]] = {
            "bare commit": partial(timed_ms, partial(_commit, plain)),
            "Store.append": partial(timed_ms, partial(_append, store, tracker)),
            "click to durable event": clicked,
        }
        rounds += rounds % 2  # whatever is started is stopped
        figures = in_turns(works, rounds, warm_ups=10)
    return figures | {"click to its end": whole[10:]}


def bare_file(store: Store, path: Path) -> Any:  # noqa: ANN401 - the driver has no types
    """A SQLite file with one table, opened with the pragmas that the store's own connection has."""
    module = driver.load()
    plain = module.connect(path, isolation_level=None)
    ours = store._database.raw  # noqa: SLF001 - the comparison is only fair with the very same settings
    for name in _PRAGMAS[2:] + _PRAGMAS[:2]:
        plain.execute(f"PRAGMA {name}={ours.execute(f'PRAGMA {name}').fetchone()[0]}")
    ours_are = [ours.execute(f"PRAGMA {name}").fetchone() for name in _PRAGMAS]
    assert ours_are == [plain.execute(f"PRAGMA {name}").fetchone() for name in _PRAGMAS]
    plain.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, payload BLOB NOT NULL)")
    return plain


def _commit(plain: Any) -> None:  # noqa: ANN401 - the driver has no types
    plain.execute("BEGIN IMMEDIATE")
    plain.execute("INSERT INTO row (payload) VALUES (?)", (b"x" * PAYLOAD_BYTES,))
    plain.execute("COMMIT")


def _append(store: Store, tracker: Tracker) -> None:
    # A fact about no timer and no project: nothing has to be derived from it that a click would then pay for.
    store.append((Draft("clock.mark"),), tracker.read())
