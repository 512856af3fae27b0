"""Edits: field by field, by what each one knew; answers over absences; void against amendment."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import MS_PER_H as H
from tests.clocks import MS_PER_MIN as M
from tests.core.facts import Device, entry_of, kinds, shape
from truthtime_core.edits import answers
from truthtime_core.entries import LONGEST_MS, Entry
from truthtime_core.events import Event


def stopped() -> Device:
    """An hour of work, ten idle minutes, an hour of work."""
    device = Device()
    device.say("timer.start", data={"project": "p"}, description="Invoices", tags=["a"])
    device.clock.tick(H)
    since = device.clock.read()
    device.clock.tick(10 * M)
    device.mark("idle", since)
    device.clock.tick(H)
    device.say("timer.stop")
    return device


def answer(device: Device, *parts: tuple[int, int, str]) -> Event:
    said = [{"from_ms": since, "to_ms": until, "kind": kind} for since, until, kind in parts]
    return device.say("away.answer", data={"parts": said}, reason="Phone")


def amend(device: Device, parents: list[Event] | None = None, **changes: Any) -> Event:  # noqa: ANN401 - any field
    data = {name: value for name, value in changes.items() if name not in {"description", "tags"}}
    words = {name: value for name, value in changes.items() if name in {"description", "tags"}}
    return device.say("entry.amend", data=data | {"parents": [one.id for one in parents or []]}, **words)


def test_claimed_absence_becomes_claimed_time_and_never_work() -> None:
    device = stopped()
    answer(device, (H, H + 4 * M, "claimed"), (H + 4 * M, H + 7 * M, "not_work"))
    entry = entry_of(device)
    assert shape(entry) == [("work", H), ("claimed", 4 * M), ("idle", 3 * M), ("idle", 3 * M), ("work", H)]
    assert [one.answered for one in entry.intervals] == [True, True, True, False, True]
    assert (entry.unanswered_ms, entry.worked_ms) == (3 * M, 2 * H + 4 * M)
    assert entry.provenance == ("claimed", "measured")


def test_an_answer_touches_absences_only() -> None:
    device = stopped()
    answer(device, (0, 10 * H, "claimed"))
    assert kinds(entry_of(device)) == {"work": 2 * H, "claimed": 10 * M}
    answer(device, (0, 10 * H, "not_work"))
    assert kinds(entry_of(device)) == {"work": 2 * H, "idle": 10 * M}
    assert entry_of(device).unanswered_ms == 0


def test_later_words_count_even_when_the_clock_was_set_back_between() -> None:
    device = stopped()
    answer(device, (H, H + 10 * M, "claimed"))
    device.clock.step(-48 * H)
    answer(device, (H, H + 10 * M, "not_work"))
    assert kinds(entry_of(device)) == {"work": 2 * H, "idle": 10 * M}


def test_answers_that_cannot_be_understood_say_nothing_and_are_flagged() -> None:
    device = stopped()
    answer(device, (H + 1, H, "claimed"))
    answer(device, (H, H + M, "work"))
    for parts in (5, [5], [{"from_ms": "0", "to_ms": 5, "kind": "claimed"}], [{"from_ms": 0, "kind": "claimed"}]):
        device.say("away.answer", data={"parts": parts})
    entry = entry_of(device)
    assert kinds(entry) == {"work": 2 * H, "idle": 10 * M}
    assert (entry.unanswered_ms, entry.flags) == (10 * M, ("answer_unreadable",))


def test_an_edit_of_another_device_does_not_change_the_order_of_what_was_measured() -> None:
    laptop, desktop = Device(), Device("desktop")
    laptop.say("timer.start")
    laptop.clock.tick(30 * M)
    laptop.say("timer.pause")
    laptop.clock.tick(30 * M)
    laptop.say("timer.stop")
    desktop.clock.step(9 * H)
    answer(desktop, (0, 1, "not_work"))
    desktop.clock.step(-9 * H)
    desktop.clock.tick(20 * M)
    desktop.say("timer.stop")
    assert shape(entry_of(laptop, desktop)) == [("work", 20 * M)]


ranges = st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["claimed", "not_work"]))


@given(st.lists(ranges, max_size=12))
def test_where_answers_overlap_the_last_one_counts(said: list[tuple[int, int, str]]) -> None:
    device = Device()
    for one in said:
        answer(device, one)
    expected: dict[int, str] = {}
    for since, until, kind in said:
        expected |= dict.fromkeys(range(since, until), kind)
    found: dict[int, str] = {}
    for since, until, kind in answers(device.events, set()):
        assert not found.keys() & set(range(since, until))
        found |= dict.fromkeys(range(since, until), kind)
    assert found == expected


def test_amendments_shorten_by_cutting_and_lengthen_by_claiming() -> None:
    device = stopped()
    start_ms = entry_of(device).start_ms
    amend(device, start_ms=start_ms - M)
    amend(device, end_ms=start_ms + 30 * M)
    entry = entry_of(device)
    assert shape(entry) == [("claimed", M), ("work", 30 * M)]
    assert entry.provenance == ("amended", "claimed", "measured")
    amend(device, start_ms=start_ms + H + 5 * M, end_ms=start_ms + 3 * H)
    assert shape(entry_of(device)) == [("idle", 5 * M), ("work", H), ("claimed", 50 * M)]
    amend(device, start_ms=start_ms - 2 * H, end_ms=start_ms - H)
    assert shape(entry_of(device)) == [("claimed", H)]
    assert entry_of(device).start_ms == start_ms - 2 * H
    amend(device, start_ms=start_ms + 5 * H, end_ms=start_ms + 6 * H)
    assert shape(entry_of(device)) == [("claimed", H)]


def test_impossible_amendments_change_nothing_and_are_flagged() -> None:
    for begin, end in ((1, 0), (0, LONGEST_MS + 1), (2**60, 2**60 + 1_000_000 * H)):
        device = stopped()
        start_ms = entry_of(device).start_ms
        amend(device, start_ms=start_ms + min(begin, 2**50), end_ms=start_ms + min(end, 2**50 - 1))
        entry = entry_of(device)
        assert kinds(entry) == {"work": 2 * H, "idle": 10 * M}
        assert "impossible_times" in entry.flags


def test_an_open_entry_can_get_a_new_beginning_but_no_end() -> None:
    device = Device()
    device.say("timer.start")
    start_ms = device.clock.at_ms
    device.clock.tick(H)
    amend(device, start_ms=start_ms - M, end_ms=start_ms)
    entry = entry_of(device, now=device.now())
    assert (shape(entry), entry.flags) == ([("claimed", M), ("work", H)], ("end_amended_while_open",))
    amend(device, start_ms=start_ms + 2 * H)
    assert "impossible_times" in entry_of(device, now=device.now()).flags


def test_an_entry_without_time_can_be_given_some() -> None:
    device = Device()
    device.say("timer.start")
    device.say("timer.stop")
    amend(device, end_ms=device.clock.at_ms + H)
    assert shape(entry_of(device)) == [("claimed", H)]


def test_words_project_and_tags_are_amended_and_can_be_emptied() -> None:
    device = stopped()
    amend(device, description="Offers", project="q", tags=["b"])
    entry = entry_of(device)
    assert (entry.description, entry.project, entry.tags) == ("Offers", "q", ("b",))
    amend(device, description="", project="", tags=[])
    entry = entry_of(device)
    assert (entry.description, entry.project, entry.tags) == ("", "", ())
    amend(device, description="Wrong types", start_ms="no", project=5)
    assert (entry_of(device).description, entry_of(device).project) == ("Wrong types", "")


def both(laptop: Device, desktop: Device) -> Entry:
    forwards, backwards = entry_of(laptop, desktop), entry_of(desktop, laptop)
    assert forwards == backwards
    return forwards


def test_concurrent_amendments_of_different_fields_both_apply() -> None:
    laptop, desktop = stopped(), Device("desktop")
    amend(laptop, description="Offers")
    amend(desktop, project="q")
    entry = both(laptop, desktop)
    assert (entry.description, entry.project, "concurrent_amendments" in entry.flags) == ("Offers", "q", False)


def test_concurrent_amendments_of_one_field_show_the_later_and_say_so() -> None:
    laptop, desktop = stopped(), Device("desktop")
    first = amend(laptop, description="Offers")
    desktop.clock.tick(9 * H)
    second = amend(desktop, description="Orders")
    entry = both(laptop, desktop)
    assert (entry.description, entry.flags) == ("Orders", ("concurrent_amendments",))
    amend(laptop, [first, second], description="Both")
    entry = both(laptop, desktop)
    assert (entry.description, entry.flags) == ("Both", ())


def test_concurrent_amendments_that_agree_are_no_conflict() -> None:
    laptop, desktop = stopped(), Device("desktop")
    amend(laptop, description="Offers")
    amend(desktop, description="Offers")
    assert both(laptop, desktop).flags == ()


def test_knowing_is_handed_on_through_other_devices_and_through_ones_own() -> None:
    laptop, desktop, phone = stopped(), Device("desktop"), Device("phone")
    desktop.clock.tick(90 * H)
    first = amend(desktop, description="One")
    second = amend(laptop, [first], description="Two")
    third = amend(phone, [second], description="Three")
    entry = entry_of(laptop, desktop, phone)
    assert (entry.description, entry.flags) == ("Three", ())
    # The laptop once knew the first; a later edit of it need not say so again.
    late = Device("tablet")
    amend(late, [third], project="q")
    amend(late, description="Four")
    entry = entry_of(laptop, desktop, phone, late)
    assert (entry.description, entry.flags) == ("Four", ())


def test_edits_that_claim_to_know_each_other_in_a_circle_do_no_harm() -> None:
    laptop, desktop = stopped(), Device("desktop")
    first = amend(laptop, description="One")
    forged = desktop.say("entry.amend", data={"parents": [first.id, 5, "nobody"]}, description="Two")
    amend(laptop, [forged], description="Three")
    amend(desktop, [laptop.events[-1]], description="Four")
    assert both(laptop, desktop).description == "Four"
    desktop.say("entry.amend", data={"parents": "all"}, description="Five")
    assert both(laptop, desktop).description == "Five"


def test_void_and_restore_follow_what_was_said_last() -> None:
    device = stopped()
    device.say("entry.void")
    assert entry_of(device).voided
    amend(device, description="Still void")
    assert entry_of(device).voided
    device.clock.step(-99 * H)
    device.say("entry.restore")
    assert not entry_of(device).voided
    device.say("entry.void")
    assert (entry_of(device).voided, "void_lost_to_amendment" in entry_of(device).flags) == (True, False)


def test_void_loses_against_an_amendment_made_without_knowing_of_it() -> None:
    laptop, desktop = stopped(), Device("desktop")
    laptop.say("entry.void")
    amend(desktop, description="Important")
    entry = both(laptop, desktop)
    assert (entry.voided, entry.flags) == (False, ("void_lost_to_amendment",))


def test_void_holds_when_either_knew_the_other() -> None:
    laptop, desktop = stopped(), Device("desktop")
    void = laptop.say("entry.void")
    amend(desktop, [void], description="Void all the same")
    assert both(laptop, desktop).voided
    laptop, desktop = stopped(), Device("desktop")
    known = amend(desktop, description="Known")
    laptop.say("entry.void", data={"parents": [known.id]})
    assert both(laptop, desktop).voided
