"""Entries that nobody measured: what their parts say, and that none of it becomes measured work."""

from typing import Any

import pytest

from tests.core.facts import Device, entry_of, shape
from truthtime_core.added import Part, parts_data
from truthtime_core.entries import Entry

MIN = 60_000
START_MS = 1_795_000_000_000


def entry_with(parts: Any, minutes: int = 60) -> Entry:  # noqa: ANN401 - whatever a file may say
    device = Device()
    data = {"start_ms": START_MS, "end_ms": START_MS + minutes * MIN, "zone": "Europe/Paris", "offset_min": 60}
    device.say("entry.add", data=data | ({} if parts is None else {"parts": parts}), source="import")
    return entry_of(device)


def test_without_parts_all_of_it_is_claimed() -> None:
    assert shape(entry_with(None)) == [("claimed", 60 * MIN)]


def test_parts_are_what_they_say_but_work_is_claimed() -> None:
    parts = (
        Part("work", 20 * MIN, answered=True, zone="Europe/Paris", offset_min=60),
        Part("paused", 10 * MIN, answered=True, zone="Europe/Paris", offset_min=60),
        Part("idle", 5 * MIN, answered=True, zone="Asia/Tokyo", offset_min=540),
        Part("off", 15 * MIN, answered=False, zone="Asia/Tokyo", offset_min=540),
        Part("claimed", 10 * MIN, answered=True, zone="Asia/Tokyo", offset_min=540),
    )
    data = parts_data(parts)
    assert [sorted(part) for part in data] == [
        ["kind", "ms", "offset_min", "zone"],
        ["kind", "ms"],
        ["kind", "ms", "offset_min", "zone"],
        ["kind", "ms", "unanswered"],
        ["kind", "ms"],
    ]
    entry = entry_with(data)
    assert [(one.kind, one.duration_ms // MIN, one.answered, one.zone) for one in entry.intervals] == [
        ("claimed", 20, True, "Europe/Paris"),
        ("paused", 10, True, "Europe/Paris"),
        ("idle", 5, True, "Asia/Tokyo"),
        ("off", 15, False, "Asia/Tokyo"),
        ("claimed", 10, True, "Asia/Tokyo"),
    ]
    assert (entry.worked_ms, entry.unanswered_ms, entry.flags) == (30 * MIN, 15 * MIN, ())


def test_an_absence_of_an_added_entry_can_be_answered() -> None:
    device = Device()
    data = {
        "start_ms": START_MS,
        "end_ms": START_MS + 30 * MIN,
        "parts": [{"kind": "off", "ms": 30 * MIN, "unanswered": 1}],
    }
    device.say("entry.add", data=data, source="import")
    device.say("away.answer", data={"parts": [{"from_ms": 0, "to_ms": 10 * MIN, "kind": "claimed"}]})
    assert shape(entry_of(device)) == [("claimed", 10 * MIN), ("off", 20 * MIN)]


@pytest.mark.parametrize(
    "parts",
    [
        [],
        "work",
        ["work"],
        [{"kind": "work"}],
        [{"kind": "work", "ms": 59 * MIN}],
        [{"kind": "work", "ms": 60 * MIN}, {"kind": "paused", "ms": 1}],
        [{"kind": "lunch", "ms": 60 * MIN}],
        [{"kind": 1, "ms": 60 * MIN}],
        [{"kind": "work", "ms": 0}, {"kind": "work", "ms": 60 * MIN}],
        [{"kind": "work", "ms": "1"}],
    ],
)
def test_parts_that_cannot_be_understood_are_no_time_and_flagged(parts: Any) -> None:  # noqa: ANN401 - the same
    entry = entry_with(parts)
    assert (shape(entry), entry.flags) == ([], ("parts_unreadable",))


def test_a_zone_that_is_none_leaves_the_one_before() -> None:
    entry = entry_with([{"kind": "work", "ms": 60 * MIN, "zone": 7, "offset_min": 60}])
    assert entry.intervals[0].zone == "Europe/Paris"


def test_an_entry_of_no_length_has_no_parts_to_miss() -> None:
    assert entry_with([], minutes=0).flags == ()
