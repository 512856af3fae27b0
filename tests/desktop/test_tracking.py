"""The tracker over a real store and a real heartbeat file; only the clock is driven by the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import MS_PER_H, MS_PER_MIN, MS_PER_S, FakeClock
from truthtime_core.errors import RefusedError
from truthtime_core.timer import Task
from truthtime_desktop.backups import back_up, restore
from truthtime_desktop.config import Places
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import Store, open_store
from truthtime_desktop.tracking import Tracker


class Computer:
    """One computer: a clock that goes on, a disk that stays, and watchers that come and go."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)
        self.places.prepare()
        self.clock = FakeClock()
        self.stores: list[Store] = []

    def start(self, *, watching: bool = True) -> Tracker:
        """A new process opens the data; the one before is gone without a word, as after kill -9."""
        self.power_off()
        self.stores.append(open_store(self.places))
        return Tracker(self.stores[-1], self.clock, Heart(self.places.heart), watching=watching)

    def power_off(self) -> None:
        while self.stores:
            self.stores.pop().close()

    def watch(self, tracker: Tracker, seconds: int) -> None:
        """Let time pass with the watcher looking every five seconds."""
        for _ in range(seconds // 5):
            self.clock.tick(5 * MS_PER_S)
            tracker.tick()


@pytest.fixture
def computer(tmp_path: Path) -> Iterator[Computer]:
    one = Computer(tmp_path / "data")
    yield one
    one.power_off()


def types(tracker: Tracker) -> list[str]:
    from truthtime_core.events import parse

    return [parse(payload).type for _, payload, _ in tracker.store.events()]


def test_start_pause_resume_stop_counts_the_awake_clock_to_the_millisecond(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Landing page copy", "Acme", ("copy",)))
    computer.watch(tracker, 90)
    computer.clock.tick(1)
    tracker.command("pause")
    computer.clock.tick(10_000)
    tracker.command("resume")
    computer.clock.tick(5_999)
    done = tracker.command("stop")
    assert done.entry.worked_ms == done.entry.total_ms("work") == 96_000
    assert done.entry.total_ms("paused") == 10_000
    assert done.entry.elapsed_ms == 106_000
    assert types(tracker)[:2] == ["project.set", "timer.start"]


def test_a_short_gap_after_a_crash_runs_on_and_counts_nothing_silently(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    computer.clock.tick(50 * MS_PER_S)
    tracker = computer.start()
    decision = tracker.recover()
    assert decision is not None
    assert tracker.state.state == "running"
    computer.watch(tracker, 30)
    entry = tracker.command("stop").entry
    assert "recovered" in entry.flags
    assert entry.total_ms("work") == 90 * MS_PER_S
    assert entry.total_ms("off") == entry.unanswered_ms == 50 * MS_PER_S
    assert entry.elapsed_ms == 140 * MS_PER_S


def test_a_long_gap_pauses_and_asks(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    computer.clock.tick(38 * MS_PER_MIN)
    tracker = computer.start()
    tracker.recover()
    assert tracker.state.state == "paused"
    entry = tracker.entry(tracker.read())
    assert entry is not None
    assert entry.worked_ms == 60 * MS_PER_S
    assert entry.unanswered_ms == 38 * MS_PER_MIN


def test_a_night_with_the_computer_off_is_in_nobodys_day(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 600)
    computer.clock.reboot(14 * MS_PER_H)
    tracker = computer.start()
    tracker.recover()
    assert tracker.state.state == "stopped"
    entry = tracker.store.entries(None, None, 1, None)[-1]
    assert entry.elapsed_ms == entry.worked_ms == 600 * MS_PER_S
    assert entry.unclaimed_ms == pytest.approx(14 * MS_PER_H, abs=MS_PER_MIN)


def test_a_reboot_in_between_is_off_and_unanswered(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 300)
    computer.clock.reboot(10 * MS_PER_MIN)
    tracker = computer.start()
    tracker.recover()
    entry = tracker.entry(tracker.read())
    assert entry is not None
    assert entry.worked_ms == 300 * MS_PER_S
    assert entry.total_ms("off") == entry.unanswered_ms == 10 * MS_PER_MIN


def test_sleep_is_asleep_and_the_seconds_around_it_are_work(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    computer.clock.tick(2 * MS_PER_S)
    computer.clock.sleep(2 * MS_PER_H)
    tracker.tick()
    computer.watch(tracker, 60)
    entry = tracker.command("stop").entry
    assert entry.total_ms("asleep") == entry.unanswered_ms == 2 * MS_PER_H
    assert entry.worked_ms == 122 * MS_PER_S
    assert "away.mark" in types(tracker)


@pytest.mark.parametrize("step_ms", [5 * MS_PER_H, -5 * MS_PER_H, 48 * MS_PER_H])
def test_a_stepped_wall_clock_is_recorded_and_changes_no_duration(computer: Computer, step_ms: int) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    computer.clock.step(step_ms)
    computer.watch(tracker, 60)
    entry = tracker.command("stop").entry
    assert entry.worked_ms == entry.elapsed_ms == 120 * MS_PER_S
    assert "clock_stepped" in entry.flags
    assert types(tracker).count("clock.mark") == 1


def test_a_frozen_watcher_vouches_for_nothing(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    computer.clock.tick(40 * MS_PER_S)
    entry = tracker.command("stop").entry
    assert entry.worked_ms == 60 * MS_PER_S
    assert entry.total_ms("off") == 40 * MS_PER_S


def test_a_timer_nobody_watches_counts_by_the_awake_clock_and_says_so(computer: Computer) -> None:
    tracker = computer.start(watching=False)
    tracker.command("start", Task("Invoices"))
    computer.clock.tick(30 * MS_PER_MIN)
    computer.clock.sleep(MS_PER_H)
    tracker = computer.start(watching=False)
    tracker.recover()
    entry = tracker.command("stop").entry
    assert entry.worked_ms == 30 * MS_PER_MIN
    assert entry.total_ms("asleep") == MS_PER_H
    assert "unwatched" in entry.flags


def test_a_reader_does_not_count_what_a_dead_watcher_has_not_seen(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    computer.clock.tick(10 * MS_PER_MIN)
    reader = computer.start(watching=False)
    entry = reader.entry(reader.read())
    assert entry is not None
    assert (entry.worked_ms, entry.total_ms("off")) == (60 * MS_PER_S, 10 * MS_PER_MIN)
    assert types(reader) == ["timer.start"]


def test_undo_of_a_stop_goes_on_without_a_gap(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    tracker.command("stop")
    computer.clock.tick(4 * MS_PER_S)
    tracker.undo()
    assert tracker.state.state == "running"
    computer.watch(tracker, 60)
    entry = tracker.command("stop").entry
    assert entry.worked_ms == entry.elapsed_ms == 124 * MS_PER_S


def test_undo_of_a_switch_brings_the_first_task_back(computer: Computer) -> None:
    tracker = computer.start()
    first = tracker.command("start", Task("Invoices")).entry.id
    computer.watch(tracker, 60)
    second = tracker.command("start", Task("Call")).entry.id
    computer.clock.tick(2 * MS_PER_S)
    tracker.undo()
    assert (tracker.state.state, tracker.state.timer) == ("running", first)
    undone = tracker.store.entry(second, None)
    assert undone is not None
    assert undone.voided
    computer.clock.tick(2 * MS_PER_S)
    assert tracker.command("stop").entry.worked_ms == 64 * MS_PER_S


def test_undo_is_gone_after_ten_seconds(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start")
    computer.clock.tick(10 * MS_PER_S + 1)
    with pytest.raises(RefusedError, match="nothing to undo"):
        tracker.undo()
    assert tracker.state.state == "running"


def test_a_project_is_made_once(computer: Computer) -> None:
    tracker = computer.start()
    for _ in range(2):
        tracker.command("start", Task("a", "Acme"))
    assert [project.name for project in tracker.store.projects()] == ["Acme"]
    assert types(tracker).count("project.set") == 1


def test_notes_grow_and_keep_every_revision(computer: Computer) -> None:
    tracker = computer.start()
    day = tracker.today(tracker.read())
    notebook = Notebook(tracker.store)
    notebook.append(day, "first", tracker.read())
    assert notebook.append(day, "sécond 🕰", tracker.read()).text == "first\nsécond 🕰"
    note = tracker.store.note(day.isoformat())
    assert note is not None
    assert note.revisions == 2


def test_a_click_keeps_the_moment_it_was_made(computer: Computer) -> None:
    tracker = computer.start()
    clicked = tracker.read()
    computer.clock.tick(400)
    tracker.command("start", None, clicked)
    computer.clock.tick(600)
    assert tracker.command("stop").entry.worked_ms == 1_000


def test_leaving_in_order_begins_the_gap_at_once(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start")
    computer.watch(tracker, 20)
    computer.clock.tick(4 * MS_PER_S)
    tracker.leave()
    computer.clock.tick(60 * MS_PER_S)
    tracker = computer.start()
    tracker.recover()
    entry = tracker.entry(tracker.read())
    assert entry is not None
    assert (entry.worked_ms, entry.total_ms("off")) == (24 * MS_PER_S, 60 * MS_PER_S)


def test_a_watcher_that_dies_before_its_first_heartbeat_vouches_for_nothing(computer: Computer) -> None:
    tracker = computer.start()
    tracker.recover()
    tracker.command("start", Task("Invoices"))
    computer.places.heart.unlink()
    computer.clock.tick(10 * MS_PER_MIN)
    reader = computer.start(watching=False)
    entry = reader.entry(reader.read())
    assert entry is not None
    assert (entry.worked_ms, entry.unanswered_ms) == (0, 10 * MS_PER_MIN)
    tracker = computer.start()
    tracker.recover()
    assert tracker.state.state == "paused"
    entry = tracker.entry(tracker.read())
    assert entry is not None
    assert (entry.worked_ms, entry.unanswered_ms) == (0, 10 * MS_PER_MIN)
    assert "recovered" in entry.flags


def test_a_restored_log_with_a_running_timer_counts_to_its_newest_event(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.watch(tracker, 60)
    tracker.command("pause")
    tracker.command("resume")
    reading = tracker.read()
    backup = back_up(tracker.store, computer.places, reading)
    computer.watch(tracker, 60)
    tracker.command("stop")
    computer.power_off()
    computer.clock.tick(30 * MS_PER_MIN)
    restore(computer.places, backup, computer.clock.read())
    tracker = computer.start()
    tracker.recover()
    entry = tracker.entry(tracker.read())
    assert entry is not None
    assert entry.worked_ms == 60 * MS_PER_S
    assert entry.unanswered_ms == 31 * MS_PER_MIN


def test_a_watcher_that_takes_a_timer_over_says_so_in_the_log(computer: Computer) -> None:
    tracker = computer.start(watching=False)
    tracker.command("start", Task("Invoices"))
    computer.clock.tick(5 * MS_PER_MIN)
    tracker = computer.start()
    tracker.recover()
    computer.watch(tracker, 60)
    computer.places.heart.unlink()
    computer.clock.tick(20 * MS_PER_MIN)
    tracker = computer.start()
    tracker.recover()
    entry = tracker.entry(tracker.read())
    assert entry is not None
    assert entry.worked_ms == 5 * MS_PER_MIN
    assert entry.unanswered_ms == 21 * MS_PER_MIN


def test_a_timer_left_open_on_another_computer_ends_where_its_last_event_was(
    computer: Computer, tmp_path: Path
) -> None:
    other = Computer(tmp_path / "other")
    there = other.start()
    there.command("start", Task("Invoices"))
    other.watch(there, 60)
    there.command("pause")
    there.command("resume")
    here = computer.start()
    here.store.adopt([(payload, content) for _, payload, content in there.store.events()])
    other.power_off()
    here.refresh()
    computer.clock.tick(5 * MS_PER_H)
    now = here.read()
    assert here.state.state == "stopped"
    assert here.day(here.today(now), now).total_ms("work") == 60 * MS_PER_S
    done = here.command("stop")
    assert (done.entry.state, done.entry.worked_ms) == ("stopped", 60 * MS_PER_S)
    with pytest.raises(RefusedError, match="Nothing is running"):
        here.command("stop")


def test_a_heartbeat_that_cannot_be_written_is_a_problem_until_it_can(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    computer.places.heart.unlink()
    computer.places.heart.mkdir()
    computer.clock.tick(20 * MS_PER_S)
    assert tracker.tick()
    assert tracker.problem is not None
    computer.places.heart.rmdir()
    computer.clock.tick(5 * MS_PER_S)
    assert tracker.tick()
    assert tracker.problem is None


def test_evidence_that_cannot_be_stored_is_a_problem_until_it_is(computer: Computer) -> None:
    tracker = computer.start()
    tracker.command("start", Task("Invoices"))
    before = types(tracker)
    elsewhere = computer.places.database.with_name("moved.db")
    computer.places.database.rename(elsewhere)
    computer.clock.step(MS_PER_H)
    assert tracker.tick(), "the problem is news"
    assert tracker.problem is not None
    computer.clock.tick(5 * MS_PER_S)
    assert not tracker.tick(), "it is none a second time"
    elsewhere.rename(computer.places.database)
    computer.clock.tick(5 * MS_PER_S)
    assert tracker.tick()
    assert tracker.problem is None
    assert types(tracker) == [*before, "clock.mark"], "found again, and written once"
    assert tracker.command("stop").entry.worked_ms == 10 * MS_PER_S
