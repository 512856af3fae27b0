"""What is shown of an entry can be answered: its place on the record is found, whatever was amended."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import MS_PER_H as H
from tests.clocks import MS_PER_MIN as M
from tests.core.facts import Device, entry_of, kinds, shape
from truthtime_core.edits import ABSENT
from truthtime_core.entries import Interval, recorded_start_ms


def interrupted(lengths_ms: list[int]) -> Device:
    """Work, and after each part of it an idle absence of the same length."""
    device = Device()
    device.say("timer.start")
    for length_ms in lengths_ms:
        device.clock.tick(length_ms)
        since = device.clock.read()
        device.clock.tick(length_ms)
        device.mark("idle", since)
    device.clock.tick(H)
    device.say("timer.stop")
    return device


def say(device: Device, shown: Interval, kind: str) -> None:
    from_ms = shown.start_ms - recorded_start_ms(device.events)
    device.say(
        "away.answer", data={"parts": [{"from_ms": from_ms, "to_ms": from_ms + shown.duration_ms, "kind": kind}]}
    )


@given(
    st.lists(st.integers(min_value=1, max_value=2 * H), min_size=1, max_size=5),
    st.integers(min_value=-3 * H, max_value=3 * H),
    st.sampled_from(["amends first", "answers first"]),
    st.data(),
)
def test_an_answer_meets_exactly_the_absence_that_was_shown(
    lengths_ms: list[int], shift_ms: int, order: str, data: st.DataObject
) -> None:
    device = interrupted(lengths_ms)
    amends_first = order == "amends first"
    change: dict[str, Any] = {"start_ms": recorded_start_ms(device.events) + shift_ms, "parents": []}
    if amends_first:
        device.say("entry.amend", data=change)
    before = entry_of(device)
    open_ones = [one for one in before.intervals if one.kind in ABSENT]
    if open_ones:
        chosen = data.draw(st.sampled_from(open_ones))
        say(device, chosen, "not_work")
        after = entry_of(device)
        assert after.unanswered_ms == before.unanswered_ms - chosen.duration_ms
        assert after.intervals == tuple(
            one._replace(answered=True) if one == chosen else one for one in before.intervals
        )
    if not amends_first:
        left_ms = entry_of(device).unanswered_ms
        device.say("entry.amend", data=change)
        assert entry_of(device).unanswered_ms <= left_ms


def test_the_place_counts_from_the_record_and_not_from_what_is_shown() -> None:
    device = interrupted([H])
    started_ms = recorded_start_ms(device.events)
    device.say("entry.amend", data={"start_ms": started_ms - 30 * M, "parents": []})
    entry = entry_of(device)
    assert (entry.start_ms, recorded_start_ms(device.events)) == (started_ms - 30 * M, started_ms)
    say(device, entry.intervals[2], "claimed")
    assert kinds(entry_of(device)) == {"claimed": 30 * M + H, "work": 2 * H}


def test_time_added_by_hand_and_records_without_a_beginning_have_a_place_too() -> None:
    added = Device()
    start_ms = added.clock.read().at_ms - 5 * H
    added.say("entry.add", data={"start_ms": start_ms, "end_ms": start_ms + H})
    assert recorded_start_ms(added.events) == start_ms
    assert shape(entry_of(added)) == [("claimed", H)]
    headless = Device()
    headless.say("timer.pause")
    assert recorded_start_ms(headless.events) == entry_of(headless).start_ms
