"""Commands on the line of an entry: repeated, impossible, undone and backdated ones."""

import pytest

from tests.clocks import MS_PER_H as H
from tests.clocks import MS_PER_MIN as M
from tests.core.facts import Device, entry_of, kinds, running, shape
from truthtime_core.events import reading_data
from truthtime_core.timer import TimerState, undo

DAY = 24 * H


def test_a_second_stop_never_changes_the_end_and_later_activity_is_unclaimed() -> None:
    device = running()
    device.say("timer.stop")
    once = entry_of(device)
    assert once.unclaimed_ms == 0
    device.clock.tick(10 * M)
    device.say("timer.stop")
    device.clock.tick(M)
    since = device.clock.read()
    device.clock.tick(M)
    device.mark("idle", since)
    entry = entry_of(device)
    assert (entry.intervals, entry.unclaimed_ms) == (once.intervals, 12 * M)
    assert entry.flags == ("stop_repeated",)
    device.say("timer.resume")
    device.say("timer.stop", data={"at": reading_data(device.clock.read().moved_back(DAY))})
    entry = entry_of(device)
    assert (entry.intervals, entry.unclaimed_ms) == (once.intervals, 12 * M)
    assert "resume_after_stop" in entry.flags


def test_unclaimed_time_is_never_negative() -> None:
    device = running()
    device.say("timer.stop")
    device.say("timer.stop", data={"at": reading_data(device.clock.read().moved_back(M))})
    assert entry_of(device).unclaimed_ms == 0


def test_the_earliest_stop_of_several_devices_wins() -> None:
    laptop, desktop = running(), Device("desktop")
    desktop.clock.tick(30 * M)
    desktop.say("timer.stop")
    laptop.say("timer.stop")
    entry = entry_of(laptop, desktop)
    assert shape(entry) == [("work", 30 * M)]
    assert entry.unclaimed_ms == 30 * M
    assert set(entry.flags) == {"several_devices", "stop_repeated"}


@pytest.mark.parametrize(
    ("kind", "state", "flag"),
    [
        ("timer.start", "running", "start_while_running"),
        ("timer.resume", "running", "resume_while_running"),
        ("timer.pause", "paused", "pause_while_paused"),
        ("timer.start", "paused", "start_while_paused"),
        ("timer.start", "stopped", "start_after_stop"),
        ("timer.pause", "stopped", "pause_after_stop"),
    ],
)
def test_impossible_commands_are_flagged_and_change_nothing(kind: str, state: str, flag: str) -> None:
    device = running()
    if state != "running":
        device.say("timer.pause" if state == "paused" else "timer.stop")
    before = entry_of(device, now=device.now())
    device.say(kind)
    after = entry_of(device, now=device.now())
    assert (after.state, after.intervals) == (before.state, before.intervals)
    assert after.flags == (flag,)


def test_what_came_before_the_start_does_not_move_it() -> None:
    device = Device()
    for kind in ("timer.pause", "timer.resume", "timer.stop", "away.mark", "clock.mark"):
        device.say(kind)
    device.clock.tick(H)
    begun_at_ms = device.say("timer.start").reading.at_ms
    device.clock.tick(H)
    device.say("timer.stop")
    entry = entry_of(device)
    assert (entry.start_ms, shape(entry)) == (begun_at_ms, [("work", H)])
    assert entry.flags == ("mark_before_start", "pause_before_start", "resume_before_start", "stop_before_start")


def test_events_without_a_start_have_no_time() -> None:
    device = Device()
    device.say("timer.stop")
    device.clock.tick(H)
    device.mark("idle", device.clock.read())
    entry = entry_of(device)
    assert (entry.intervals, entry.state, entry.id) == ((), "stopped", "t")
    assert entry.flags == ("mark_without_start", "no_start", "stop_without_start")
    only_void = Device()
    only_void.say("entry.void")
    assert entry_of(only_void).voided


@pytest.mark.parametrize("kind", ["timer.pause", "timer.resume", "timer.stop"])
def test_undo_is_as_if_nothing_had_been_said(kind: str) -> None:
    device = running()
    if kind == "timer.resume":
        device.say("timer.pause")
    before = entry_of(device).state
    event = device.say(kind)
    device.clock.tick(5_000)
    device.write(*undo("stop", TimerState(), ((event.id, event.type, event.timer),)).drafts)
    device.clock.tick(M)
    device.say("timer.stop")
    entry = entry_of(device)
    expected = {"work": H + M + 5_000} if before == "running" else {"work": H, "paused": M + 5_000}
    assert kinds(entry) == expected
    assert len(entry.intervals) == len(expected)
    assert entry.flags == ()


def test_an_undone_start_is_a_void_entry() -> None:
    device = running(3_000)
    start = device.events[0]
    device.write(*undo("start", TimerState(), ((start.id, start.type, start.timer),)).drafts)
    device.say("timer.resume", data={"undoes": start.id})
    entry = entry_of(device)
    assert (entry.voided, entry.state, shape(entry)) == (True, "stopped", [("work", 3_000)])


def test_only_a_resume_can_undo() -> None:
    device = running()
    pause = device.say("timer.pause")
    device.clock.tick(M)
    device.say("timer.stop", data={"undoes": pause.id})
    assert kinds(entry_of(device)) == {"work": H, "paused": M}


def test_a_backdated_stop_ends_then_and_the_future_cannot_be_vouched_for() -> None:
    device = running()
    device.say("timer.stop", data={"at": reading_data(device.clock.read().moved_back(20 * M))})
    assert shape(entry_of(device)) == [("work", 40 * M)]
    paused = running()
    paused.say("timer.pause")
    paused.clock.tick(M)
    paused.say("timer.stop", data={"at": reading_data(paused.clock.read().moved_back(20 * M))})
    assert shape(entry_of(paused)) == [("work", H)]  # what came before it stays: facts go by their order
    other = running()
    other.say("timer.pause", data={"at": reading_data(other.clock.read().moved_back(-DAY))})
    assert shape(entry_of(other)) == [("work", H)]
    assert entry_of(other, now=other.now()).state == "paused"
    broken = running()
    broken.say("timer.stop", data={"at": {"at_ms": 1}})
    assert shape(entry_of(broken)) == [("work", H)]
