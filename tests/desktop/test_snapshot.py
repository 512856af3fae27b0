"""What the surfaces draw, read from a real store: the day's segments, its totals, and the question that is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import MS_PER_H, MS_PER_MIN, MS_PER_S, FakeClock
from truthtime_core.timer import Task
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.snapshot import KNOWN_TASKS, RECENT_TASKS, view_of
from truthtime_desktop.store import Store, open_store
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.viewstate import SAVED_HERE, RecentTask, Today, ViewState


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(start="2026-11-16T23:50:00")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "data")
    places.prepare()
    return places


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    opened = open_store(places)
    yield opened
    opened.close()


@pytest.fixture
def tracker(store: Store, clock: FakeClock, places: Places) -> Tracker:
    return Tracker(store, clock, Heart(places.heart), watching=True)


def live(tracker: Tracker, clock: FakeClock, ms: int) -> None:
    """Time goes by under the eyes of the watcher."""
    for _look in range(ms // (10 * MS_PER_S)):
        clock.tick(10 * MS_PER_S)
        tracker.tick()


def today_of(view: ViewState) -> Today:
    assert view.today is not None
    return view.today


def test_nothing_of_the_day_is_read_while_nobody_looks(tracker: Tracker) -> None:
    tracker.command("start", Task("Landing page copy", "Acme", ()))
    view = view_of(tracker)
    assert view.today is None
    assert (view.state, view.project) == ("running", "Acme")


def test_an_empty_day(tracker: Tracker) -> None:
    today = today_of(view_of(tracker, shows_day=True))
    assert (today.segments, today.totals, today.earlier) == ((), (), ())
    assert (today.started_at_ms, today.ended_at_ms) == (None, None)
    assert today.iso == "2026-11-16"


def test_an_entry_over_midnight_is_cut_where_the_day_begins(tracker: Tracker, clock: FakeClock) -> None:
    tracker.command("start", Task("Late shift", "", ()))
    live(tracker, clock, 30 * MS_PER_MIN)
    view = view_of(tracker, shows_day=True)
    today = today_of(view)
    assert today.iso == "2026-11-17"
    assert [(one.start_ms, one.duration_ms, one.label) for one in today.segments] == [
        (today.begins_ms, 20 * MS_PER_MIN, "Late shift")
    ]
    assert today.started_at_ms == today.begins_ms
    assert dict(today.totals) == {"worked": 20 * MS_PER_MIN}
    assert view.today_worked_ms == 20 * MS_PER_MIN
    assert view.entry_worked_ms == 30 * MS_PER_MIN


def test_the_looks_add_up_to_the_day(tracker: Tracker, clock: FakeClock) -> None:
    tracker.command("start")
    live(tracker, clock, 5 * MS_PER_MIN)
    clock.sleep(MS_PER_H)
    tracker.tick()
    live(tracker, clock, 5 * MS_PER_MIN)
    tracker.command("pause")
    live(tracker, clock, 2 * MS_PER_MIN)
    view = view_of(tracker, shows_day=True)
    today = today_of(view)
    assert sum(ms for _, ms in today.totals) == view.today_elapsed_ms
    assert today.total_ms("unanswered") == view.today_unanswered_ms
    assert today.total_ms("worked", "claimed") == view.today_worked_ms
    assert {one.look for one in today.segments} == {"worked", "unanswered", "paused"}


def test_what_is_over_is_listed_newest_first_and_what_is_void_is_not(tracker: Tracker, clock: FakeClock) -> None:
    clock.tick(20 * MS_PER_MIN)
    for name in ("first", "second", "third"):
        tracker.command("start", Task(name, "Acme", ()))
        live(tracker, clock, MS_PER_MIN)
        tracker.command("stop")
        if name == "third":
            tracker.command("start", Task("slip", "", ()))
            tracker.undo()
    earlier = today_of(view_of(tracker, shows_day=True)).earlier
    assert [(one.description, one.project, one.amended) for one in earlier] == [
        ("third", "Acme", False),
        ("second", "Acme", False),
        ("first", "Acme", False),
    ]


def test_after_a_crash_the_gap_is_the_question(
    tracker: Tracker, clock: FakeClock, store: Store, places: Places
) -> None:
    clock.tick(20 * MS_PER_MIN)
    tracker.command("start", Task("Landing page copy", "", ()))
    live(tracker, clock, 5 * MS_PER_MIN)
    seen_ms = clock.read().at_ms
    clock.tick(38 * MS_PER_MIN)
    again = Tracker(store, clock, Heart(places.heart), watching=True)
    again.recover()
    view = view_of(again, shows_day=True)
    assert view.needs_answer
    assert view.question is not None
    assert (view.question.start_ms, view.question.kind) == (seen_ms, "off")
    assert view.question.duration_ms == 38 * MS_PER_MIN
    assert view.question.duration_ms == view.today_unanswered_ms


def test_nothing_is_said_of_what_the_program_does_not_do_yet(tracker: Tracker, clock: FakeClock) -> None:
    tracker.command("start")
    live(tracker, clock, MS_PER_H)
    view = view_of(tracker, shows_day=True)
    assert (view.saving, view.no_input_ms) == (SAVED_HERE, 0)


def test_recent_tasks_keep_their_project_and_more_of_them_are_known_to_a_window(
    tracker: Tracker, clock: FakeClock
) -> None:
    for number in range(RECENT_TASKS + 3):
        tracker.command("start", Task(f"task {number}", f"project {number % 2}", ("a",)))
        live(tracker, clock, 10 * MS_PER_S)
    hidden, shown = view_of(tracker), view_of(tracker, shows_day=True)
    assert hidden.recent == shown.recent
    assert hidden.recent[0] == RecentTask("task 7", "project 1", ("a",))
    assert len(hidden.recent) == RECENT_TASKS
    assert len(today_of(shown).tasks) == RECENT_TASKS + 3 <= KNOWN_TASKS
    assert today_of(shown).projects == ("project 0", "project 1")
