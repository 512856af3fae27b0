"""The ledger: projects, notes, choices and totals from a heap of events; several computers at once."""

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.clocks import MS_PER_H as H
from tests.core.facts import Device, words_of
from tests.core.world import Life
from truthtime_core.accounting import Choice, DayProject
from truthtime_core.ledger import Ledger, Project, fold, fold_choices
from truthtime_core.spells import union
from truthtime_core.timer import Command, Task


def ledger_of(*devices: Device, day_start_min: int = 0) -> Ledger:
    events = [event for device in devices for event in device.events]
    words = words_of(content for device in devices for content in device.contents)
    return fold(events, words, day_start_min=day_start_min)


def worked(device: Device, timer: str, hours: int, project: str = "") -> None:
    device.say("timer.start", timer, {"project": project} if project else {})
    device.clock.tick(hours * H)
    device.say("timer.stop", timer)


def test_an_empty_log_is_an_empty_ledger() -> None:
    assert fold([], {}) == Ledger((), (), (), {}, (), ())


def test_entries_are_in_order_and_days_are_cut_at_the_persons_day_start() -> None:
    device = Device()
    device.clock.tick(10 * H)  # 19:04
    worked(device, "t", 10, "p")
    device.clock.step(-30 * H)
    worked(device, "s", 1)
    ledger = ledger_of(device, day_start_min=240)
    assert [entry.id for entry in ledger.entries] == ["s", "t"]
    minutes = {cell: {kind: ms // 60_000 for kind, ms in kinds.items()} for cell, kinds in ledger.totals.items()}
    assert minutes == {
        DayProject(date(2026, 11, 17), "p"): {"work": 536},
        DayProject(date(2026, 11, 18), "p"): {"work": 64},
        DayProject(date(2026, 11, 16), ""): {"work": 60},
    }


def test_void_entries_are_kept_and_count_nowhere() -> None:
    device = Device()
    worked(device, "t", 1)
    device.say("entry.void")
    ledger = ledger_of(device)
    assert (len(ledger.entries), ledger.totals) == (1, {})


def test_projects_are_as_last_set_whatever_the_clock_says() -> None:
    device = Device()
    device.say("project.set", "", {"project": "b"}, name="Old")
    device.clock.step(-99 * H)
    device.say("project.set", "", {"project": "b", "archived": 1}, name="New")
    device.say("project.set", "", {"project": "a"})
    assert ledger_of(device).projects == (Project("a", "", archived=False), Project("b", "New", archived=True))


def test_a_decision_changes_the_totals_and_a_later_one_replaces_it_whatever_the_clock_says() -> None:
    laptop, desktop = Device(), Device("desktop")
    worked(laptop, "a", 2, "p")
    worked(desktop, "b", 2, "q")
    assert len(ledger_of(laptop, desktop).overlaps) == 1
    laptop.say("overlap.decide", "", {"a": "a", "b": "b", "choice": "a"})
    laptop.clock.step(-99 * H)
    laptop.say("overlap.decide", "", {"a": "a", "b": "b", "choice": "b"})
    for unreadable in ({"a": "a", "b": "a", "choice": "a"}, {"a": "a", "b": "b", "choice": "neither"}, {}):
        laptop.say("overlap.decide", "", unreadable)
    assert fold_choices(laptop.events) == [Choice("a", "b", "a"), Choice("a", "b", "b")]
    ledger = ledger_of(laptop, desktop)
    assert {cell.project: kinds for cell, kinds in ledger.totals.items()} == {"q": {"work": 2 * H}}
    assert ledger.overlaps == ()


def test_events_that_need_a_timer_and_have_none_are_flagged() -> None:
    device = Device()
    device.say("clock.mark", "")
    device.say("future.type", "")
    device.say("future.type", "t")
    assert ledger_of(device).flags == ()
    device.say("timer.start", "")
    assert ledger_of(device) == Ledger((), (), (), {}, (), ("event_without_timer",))


def test_time_added_to_an_entry_by_hand_is_not_counted_beside_what_another_boot_measured() -> None:
    device = Device()
    worked(device, "a", 2)
    device.clock.reboot(H)
    begun_at_ms = device.clock.at_ms
    worked(device, "b", 1)
    device.say("entry.amend", "b", {"start_ms": begun_at_ms - 2 * H})
    ledger = ledger_of(device)
    assert sum(sum(kinds.values()) for kinds in ledger.totals.values()) == 4 * H
    assert [(one.a, one.b, one.end_ms - one.start_ms) for one in ledger.overlaps] == [("b", "a", H)]


# Notes


def revise(device: Device, text: str, *parents: str, day: str = "2026-11-17") -> str:
    return device.say("note.revise", "", {"day": day, "parents": list(parents)}, text=text).id


def test_the_newest_note_is_shown_byte_for_byte_and_every_revision_is_kept() -> None:
    device = Device()
    revise(device, "First")
    revise(device, "Monday", day="2026-11-16")
    device.clock.step(-99 * H)
    last = revise(device, " שלום\r\n\n🧾 \t")
    monday, tuesday = ledger_of(device).notes
    assert (monday.day, monday.text, monday.revisions) == ("2026-11-16", "Monday", 1)
    assert (tuesday.text, tuesday.heads, tuesday.revisions) == (" שלום\r\n\n🧾 \t", (last,), 2)
    revise(device, "")
    assert ledger_of(device).notes[1].text == ""


def test_notes_written_apart_stand_under_each_other_until_somebody_joins_them() -> None:
    laptop, desktop, phone = Device(), Device("desktop"), Device("phone")
    first = revise(laptop, "From the laptop")
    second = revise(desktop, "At the desktop")
    third = revise(phone, "From the laptop")
    note = ledger_of(phone, desktop, laptop).notes[0]
    assert note.text == "At the desktop\n---\nFrom the laptop"
    assert set(note.heads) == {first, second, third}
    joined = revise(phone, "Both", *note.heads)
    note = ledger_of(laptop, desktop, phone).notes[0]
    assert (note.text, note.heads, note.revisions) == ("Both", (joined,), 4)


# Several computers, lived at once

commands: st.SearchStrategy[Command] = st.sampled_from(["start", "start", "pause", "resume", "stop", "toggle"])
steps = st.lists(st.tuples(commands, st.sampled_from(["", "p", "q"]), st.integers(0, 3 * H)), max_size=8)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(steps, min_size=1, max_size=3), st.sampled_from([0, 240]), st.randoms())
def test_the_day_is_the_union_of_what_was_lived(
    lives: list[list[tuple[Command, str, int]]],
    day_start_min: int,
    dice: Any,  # noqa: ANN401 - Hypothesis' own
) -> None:
    devices: list[Device] = []
    for index, steps in enumerate(lives):
        life = Life(f"device {index}", "2026-10-24T22:00:00", "Europe/Paris")
        for command, project, ms in steps:
            life.command(command, Task(project=project))
            life.tick(ms)
        life.finish()
        devices.append(life.device)
    ledger = ledger_of(*devices, day_start_min=day_start_min)
    lived = [(one.start_ms, one.end_ms) for entry in ledger.entries for one in entry.intervals]
    counted = sum(sum(kinds.values()) for kinds in ledger.totals.values())
    assert counted == sum(end - start for start, end in union(lived))
    events = [event for device in devices for event in device.events]
    again = [*events, *dice.sample(events, len(events) // 2)]
    dice.shuffle(again)
    words = words_of(content for device in devices for content in device.contents)
    assert fold(again, words, day_start_min=day_start_min) == ledger
