"""An entry, rule by rule: sleep, restarts, absences, undo, impossible orders, and time added by hand."""

import pytest

from tests.clocks import MS_PER_H as H
from tests.clocks import MS_PER_MIN as M
from tests.clocks import FakeClock
from tests.core.facts import Device, entry_of, kinds, running, shape, uuid_of
from truthtime_core.entries import LONGEST_MS, Now, fold_entry
from truthtime_core.events import reading_data
from truthtime_core.timer import TimerState, recovery

DAY = 24 * H


def test_work_pause_and_sleep_are_told_apart() -> None:
    device = running()
    device.say("timer.pause")
    device.clock.tick(10 * M)
    device.say("timer.resume")
    device.clock.tick(20 * M)
    before = device.clock.read()
    device.clock.sleep(3 * H)
    device.mark("asleep", before, source="sleep")
    device.clock.tick(5 * M)
    device.say("timer.stop")
    entry = entry_of(device)
    assert shape(entry) == [("work", H), ("paused", 10 * M), ("work", 20 * M), ("asleep", 3 * H), ("work", 5 * M)]
    assert (entry.worked_ms, entry.unanswered_ms) == (85 * M, 3 * H)
    assert entry.elapsed_ms == entry.end_ms - entry.start_ms == entry.total_ms()
    assert (entry.state, entry.description, entry.tags, entry.project) == ("stopped", "Invoices", ("admin",), "")
    assert (entry.flags, entry.provenance, entry.zone, entry.offset_min) == ((), ("measured",), "Europe/Paris", 60)


@pytest.mark.parametrize("step", [-3 * DAY, -H, H, 400 * DAY])
def test_a_wall_clock_that_is_set_changes_no_duration(step: int) -> None:
    device = running()
    device.clock.step(step)
    device.clock.tick(M)
    device.say("timer.stop")
    entry = entry_of(device)
    assert shape(entry) == [("work", H + M)]
    assert entry.flags == ("clock_stepped",)


@pytest.mark.parametrize("step", [-3 * DAY, 3 * DAY])
def test_a_step_before_a_restart_does_not_stretch_the_time_off(step: int) -> None:
    device = running()
    device.clock.step(step)
    last_seen = device.clock.tick(M)
    now = device.clock.reboot(5 * M)
    device.write(*recovery(TimerState("running", "t"), last_seen, now, same_day=True).drafts)
    device.clock.tick(M)
    device.say("timer.stop")
    entry = entry_of(device)
    assert shape(entry) == [("work", H + M), ("off", 5 * M), ("paused", M)]
    assert {"recovered", "restarted"} <= set(entry.flags)


def test_a_clock_mark_tells_how_long_the_computer_was_off_before_the_step() -> None:
    device = running()
    device.say("timer.pause")
    device.clock.reboot(5 * M)
    before = device.clock.tick(M)
    device.clock.step(-3 * DAY)
    device.say("clock.mark", data={"from": reading_data(before)})
    device.say("timer.stop")
    assert shape(entry_of(device)) == [("work", H), ("paused", 6 * M)]


def test_after_a_long_absence_the_entry_ends_at_the_last_sign_of_life() -> None:
    device = running()
    device.clock.step(-3 * DAY)
    last_seen = device.clock.tick(M)
    now = device.clock.reboot(9 * H)
    device.write(*recovery(TimerState("running", "t"), last_seen, now, same_day=True).drafts)
    entry = entry_of(device)
    assert (shape(entry), entry.unclaimed_ms) == ([("work", H + M)], 9 * H)
    assert "recovered" in entry.flags


def test_a_clock_behind_the_beginning_after_a_restart_makes_no_time() -> None:
    device = running()
    device.clock.step(-3 * DAY)
    device.clock.reboot(5 * M)
    device.clock.tick(M)
    device.say("timer.stop")
    entry = entry_of(device)
    # Nothing proves the hour, and nothing after it can be placed before the beginning.
    assert shape(entry) == []
    assert {"clock_behind", "restarted"} <= set(entry.flags)


def test_without_a_watcher_a_restart_leaves_only_what_readings_prove() -> None:
    device = Device()
    device.say("timer.start", data={"unwatched": 1})
    device.clock.tick(H)
    device.clock.reboot(M)
    device.clock.tick(H)
    device.say("timer.stop")
    entry = entry_of(device)
    # The new boot is known from its first event on only.
    assert shape(entry) == [("off", 2 * H + M)]
    assert entry.flags == ("restarted", "unwatched")


def test_the_most_telling_cause_wins_and_a_pause_stays_a_pause() -> None:
    device = running()
    moments = [device.clock.read(), device.clock.tick(M), device.clock.tick(M), device.clock.tick(M)]
    for cause, since, until in (("locked", 1, 3), ("idle", 0, 3), ("off", 2, 3), ("work", 2, 2), ("sneezing", 3, 3)):
        data = {"cause": cause, "from": reading_data(moments[since]), "to": reading_data(moments[until])}
        device.say("away.mark", data=data)
    device.say("timer.pause")
    paused = device.clock.read()
    device.clock.tick(M)
    device.mark("idle", paused)
    device.say("timer.stop")
    assert shape(entry_of(device)) == [("work", H), ("idle", M), ("locked", M), ("off", M), ("paused", M)]


def test_an_unknown_cause_counts_as_off_and_a_mark_without_end_ends_when_written() -> None:
    device = running()
    since = device.clock.read()
    device.clock.tick(M)
    device.say("away.mark", data={"cause": "sneezing", "from": reading_data(since)})
    device.say("timer.stop")
    assert shape(entry_of(device)) == [("work", H), ("off", M)]


def test_marks_that_cannot_be_are_flagged() -> None:
    device = running()
    device.say("away.mark", data={"cause": "idle"})
    future = device.clock.read().moved_back(-DAY)
    device.say("away.mark", data={"cause": "idle", "from": reading_data(future)})
    device.say(
        "away.mark", data={"cause": "idle", "from": reading_data(device.clock.read()), "to": reading_data(future)}
    )
    device.say("timer.stop")
    entry = entry_of(device)
    assert shape(entry) == [("work", H)]
    assert {"mark_unreadable", "clock_ran_back"} <= set(entry.flags)


def test_idle_dated_back_over_a_sleep_leaves_no_work_behind() -> None:
    """Last input 300 s ago by a clock that ran in sleep: its reading contradicts the awake clock."""
    device = running()
    before = device.clock.read()
    device.clock.sleep(H)
    device.mark("asleep", before)
    device.clock.tick(M)
    device.mark("idle", device.clock.read().moved_back(10 * M))
    device.say("timer.stop")
    entry = entry_of(device)
    assert entry.total_ms("work") == H
    assert entry.elapsed_ms == 2 * H + M


def test_impossible_clocks_make_no_work() -> None:
    """The elapsed clock ran for an hour and the awake clock went back: nobody can say that was work."""
    device = running(0)
    device.clock.awake_ms -= M
    device.clock.asleep_ms += M + H
    device.say("timer.stop")
    entry = entry_of(device)
    assert shape(entry) == [("asleep", H)]
    assert "clock_ran_back" in entry.flags
    faster = running(0)
    faster.clock.awake_ms += 2 * H
    faster.clock.asleep_ms -= H
    faster.say("timer.stop")
    assert kinds(entry_of(faster)) == {"work": H}


def test_skew_places_another_device_on_the_line() -> None:
    laptop, desktop = running(0), Device("desktop", skew_ms=-H)
    desktop.clock.tick(90 * M)
    desktop.say("timer.stop")
    assert shape(entry_of(laptop, desktop)) == [("work", 30 * M)]


def test_a_computer_knows_nothing_of_time_lived_on_another() -> None:
    laptop, desktop = running(H), Device("desktop")
    laptop.say("timer.pause")
    desktop.clock.tick(2 * H)
    desktop.say("timer.resume")
    desktop.clock.tick(H)
    desktop.say("timer.pause")
    since = laptop.clock.read()
    laptop.clock.sleep(3 * H)
    laptop.mark("off", since)
    laptop.say("timer.stop")
    assert kinds(entry_of(laptop, desktop)) == {"work": 2 * H, "paused": 2 * H}


def test_an_open_entry_counts_up_to_now() -> None:
    device = running(0)
    device.clock.tick(H)
    assert kinds(entry_of(device)) == {}
    assert kinds(entry_of(device, now=device.now())) == {"work": H}
    device.clock.sleep(M)
    assert kinds(entry_of(device, now=device.now())) == {"work": H, "asleep": M}
    device.say("timer.pause")
    device.clock.tick(2 * M)
    assert kinds(entry_of(device, now=device.now())) == {"work": H, "asleep": M, "paused": 2 * M}
    device.say("timer.stop")
    device.clock.tick(2 * M)
    assert entry_of(device, now=device.now()) == entry_of(device)


def test_what_a_watcher_that_is_gone_did_not_see_is_off() -> None:
    device = running(0)
    seen = device.clock.tick(H)
    device.clock.tick(20 * M)
    entry = entry_of(device, now=device.now(unseen_since=seen))
    assert shape(entry) == [("work", H), ("off", 20 * M)]
    assert entry.flags == ("recovered",)
    device.clock.reboot(M)
    assert shape(entry_of(device, now=device.now(unseen_since=seen))) == [("work", H), ("off", 21 * M)]


def test_an_entry_added_by_hand_is_claimed() -> None:
    device = Device()
    data = {"start_ms": 5 * H, "end_ms": 7 * H, "zone": "Asia/Kolkata", "offset_min": 330, "project": "p"}
    device.say("entry.add", data=data, description="Call", reason="Forgot")
    entry = entry_of(device)
    assert shape(entry) == [("claimed", 2 * H)]
    assert (entry.start_ms, entry.zone, entry.offset_min, entry.project) == (5 * H, "Asia/Kolkata", 330, "p")
    assert (entry.provenance, entry.flags, entry.state) == (("added", "claimed"), (), "stopped")
    assert entry.intervals[0].device == ""


def test_an_added_entry_of_no_length_has_no_interval() -> None:
    device = Device()
    device.say("entry.add", data={"start_ms": 5, "end_ms": 5})
    entry = entry_of(device)
    assert (entry.intervals, entry.flags, entry.start_ms, entry.end_ms) == ((), (), 5, 5)


@pytest.mark.parametrize(
    "data",
    [{}, {"start_ms": 2, "end_ms": 1}, {"start_ms": "1", "end_ms": 2}, {"start_ms": 0, "end_ms": LONGEST_MS + 1}],
)
def test_an_entry_added_with_impossible_times_has_none(data: dict[str, object]) -> None:
    device = Device()
    device.say("entry.add", data=data)
    entry = entry_of(device)
    assert (entry.intervals, entry.flags, entry.zone) == ((), ("impossible_times",), "Europe/Paris")


def test_an_added_entry_that_was_also_measured_is_flagged() -> None:
    device = running()
    device.say("timer.stop", source="import")
    device.say("entry.add", data={"start_ms": 0, "end_ms": H})
    entry = entry_of(device)
    assert (shape(entry), entry.flags) == ([("work", H)], ("added_twice",))
    assert entry.provenance == ("added", "imported", "measured")


def test_an_entry_of_many_years_is_cut_and_flagged() -> None:
    device = running(LONGEST_MS + H)
    device.say("timer.stop")
    entry = entry_of(device)
    assert shape(entry) == [("work", LONGEST_MS)]
    assert "impossible_times" in entry.flags


def test_travel_and_restarts_keep_the_zone_each_part_was_lived_in() -> None:
    device = Device(clock=FakeClock("2026-11-17T09:00:00", "Pacific/Auckland"))
    device.say("timer.start")
    device.clock.tick(H)
    device.clock.travel("America/Los_Angeles")
    device.clock.tick(12 * H)
    device.say("timer.pause")
    device.clock.tick(H)
    device.say("timer.stop")
    entry = entry_of(device)
    assert [(one.kind, one.zone, one.duration_ms) for one in entry.intervals] == [
        ("work", "Pacific/Auckland", 13 * H),
        ("paused", "America/Los_Angeles", H),
    ]
    assert entry.zone == "Pacific/Auckland"


def test_erased_words_are_flagged_and_the_time_stays() -> None:
    device = running()
    device.say("timer.stop")
    entry = fold_entry(device.events, {})
    assert (entry.description, entry.tags, shape(entry)) == ("", (), [("work", H)])
    assert entry.flags == ("words_erased",)


def test_words_of_the_wrong_type_read_as_empty() -> None:
    device = running()
    content = device.events[0].content
    entry = fold_entry(device.events, {content: {"description": 5, "tags": ["ok", 7], "project": []}})
    assert (entry.description, entry.tags, entry.project) == ("", ("ok",), "")


def test_another_timers_id_is_never_needed_to_fold() -> None:
    device = Device()
    note = device.say("note.revise", "", {"day": "2026-11-17"}, text="Hello")
    entry = fold_entry([note], device.words, Now(uuid_of("x"), device.clock.read()))
    assert (entry.id, entry.intervals, entry.flags) == (note.id, (), ("no_start",))
