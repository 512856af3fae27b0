"""Several processes on one file, and a process that dies."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.entries import Now
from truthtime_core.events import parse
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, open_store

PROCESSES = 4
APPENDS = 50

_APPEND = """
import sys
from datetime import date
from pathlib import Path
from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store
first, store, clock = int(sys.argv[2]), open_store(Places(Path(sys.argv[1]))), FakeClock()
sys.stdin.readline()
for number in range(first, first + int(sys.argv[3])):
    store.append([worlds.start(number, "x"), worlds.stop(number)], clock.tick(1_000))
    store.open_timers()
store.close()
"""
_DIE = """
import os, sys
from pathlib import Path
from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store
store, clock = open_store(Places(Path(sys.argv[1]))), FakeClock()
store.append([worlds.start(1, "A"), worlds.project("P"), worlds.note("2026-11-17", "n")], clock.read())
os.kill(os.getpid(), 9)
"""


def _writers(root: Path) -> list[subprocess.Popen[str]]:
    return [
        subprocess.Popen(
            [sys.executable, "-c", _APPEND, str(root), str(1_000 * number), str(APPENDS)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]


def _assert_all_there(store: Store) -> None:
    events = [parse(payload) for _, payload, _ in store.events()]
    assert [event.seq for event in events] == list(range(1, 2 * PROCESSES * APPENDS + 1))
    assert len({event.timer for event in events}) == PROCESSES * APPENDS
    assert store.integrity() == []
    assert store.counts()["entries"] == PROCESSES * APPENDS


def test_four_processes_write_one_chain(places: Places, store: Store) -> None:
    writers = _writers(places.root)
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    assert [writer.communicate()[1] for writer in writers] == [""] * PROCESSES
    _assert_all_there(store)


def test_four_processes_make_the_data_at_once(tmp_path: Path) -> None:
    places = Places(tmp_path / "data")
    writers = _writers(places.root)
    assert [writer.communicate("go\n")[1] for writer in writers] == [""] * PROCESSES
    store = open_store(places)
    _assert_all_there(store)
    store.close()


def test_what_another_process_appends_between_two_queries_does_not_disturb(
    places: Places, store: Store, clock: FakeClock
) -> None:
    """The other one writes after this one has caught up and before it looks."""
    other = open_store(places)
    caught_up = store.catch_up
    numbers = iter(range(1, 100))

    def catch_up_and_be_overtaken() -> None:
        caught_up()
        other.append([worlds.start(next(numbers))], clock.tick(1_000))

    store.catch_up = catch_up_and_be_overtaken  # type: ignore[method-assign]  # the moment between two queries
    now = Now(store.head.device, clock.read())
    day = date(2026, 11, 17)
    for _ in range(3):
        store.day(day, now)
        store.totals(day, day, now)
        store.entries(None, None, None, now)
    assert len(store.open_timers()) == 9
    other.close()


def test_a_process_killed_after_the_commit_has_lost_nothing(places: Places) -> None:
    died = subprocess.run([sys.executable, "-c", _DIE, str(places.root)], check=False)
    assert died.returncode == -9
    store = open_store(places)
    assert [one.state for one in store.open_timers()] == ["running"]
    assert [project.name for project in store.projects()] == ["P"]
    note = store.note("2026-11-17")
    assert note is not None
    assert note.text == "n"
    later = FakeClock()
    entry = store.entry(worlds.timer(1), Now(store.head.device, later.tick(60_000)))
    assert entry is not None
    assert entry.worked_ms == 60_000
    store.close()
