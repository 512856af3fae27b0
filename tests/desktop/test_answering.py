"""What a person says about a gap, over a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import MS_PER_MIN, MS_PER_S, FakeClock
from truthtime_core.errors import RefusedError
from truthtime_core.events import Draft
from truthtime_core.timer import Task
from truthtime_desktop.answering import say_not_work
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.snapshot import view_of
from truthtime_desktop.store import Store, open_store
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.viewstate import Question


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    places = Places(tmp_path / "data")
    places.prepare()
    opened = open_store(places)
    yield opened
    opened.close()


@pytest.fixture
def tracker(store: Store, clock: FakeClock, tmp_path: Path) -> Tracker:
    """One that has found an entry whose watcher died 38 minutes ago, after five minutes of work."""
    heart = Heart(Places(tmp_path / "data").heart)
    died = Tracker(store, clock, heart, watching=True)
    died.command("start", Task("Landing page copy", "", ()))
    for _look in range(30):
        clock.tick(10 * MS_PER_S)
        died.tick()
    clock.tick(38 * MS_PER_MIN)
    found = Tracker(store, clock, heart, watching=True)
    found.recover()
    return found


@pytest.mark.parametrize("shift_ms", [None, -3 * MS_PER_MIN, 2 * MS_PER_MIN])
def test_not_work_answers_the_gap_and_changes_no_total(tracker: Tracker, shift_ms: int | None) -> None:
    if shift_ms is not None:
        begun_ms = view_of(tracker).entry_started_at_ms
        assert begun_ms is not None
        data = {"start_ms": begun_ms + shift_ms, "parents": []}
        tracker.store.append((Draft("entry.amend", tracker.state.timer, data),), tracker.read())
    before = view_of(tracker, shows_day=True)
    assert before.question is not None
    assert before.today_unanswered_ms == 38 * MS_PER_MIN
    say_not_work(tracker, before.question)
    after = view_of(tracker, shows_day=True)
    assert (after.needs_answer, after.question, after.today_unanswered_ms) == (False, None, 0)
    assert after.state == "paused"
    assert after.today_worked_ms == before.today_worked_ms
    assert after.today_elapsed_ms == before.today_elapsed_ms
    assert after.today is not None
    assert after.today.total_ms("away") == 38 * MS_PER_MIN


def test_an_answer_to_nothing_is_refused(tracker: Tracker) -> None:
    written = tracker.store.head
    with pytest.raises(RefusedError):
        say_not_work(tracker, Question("01890000-0000-7000-8000-000000000000", 0, MS_PER_MIN, "off"))
    assert tracker.store.head == written
