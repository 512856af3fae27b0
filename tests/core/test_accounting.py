"""Days and projects: no minute is counted twice unless the person says so, and projects sum to the day."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import MS_PER_H as H
from truthtime_core.accounting import UNANSWERED, Choice, Overlap, Spell, Totals, day_totals
from truthtime_core.entries import KINDS, Interval
from truthtime_core.spells import union


def spell(  # every field of an interval that a test may want to choose
    entry: str, start_h: float, end_h: float, device: str = "", kind: str = "work", boot: str = "b", **more: str | float
) -> Spell:
    start_ms, length_ms = int(start_h * H), int((end_h - start_h) * H)
    fields: dict[str, Any] = {"answered": True, "zone": "UTC", "offset_min": 0, "elapsed_ms": start_ms} | more
    interval = Interval(
        start_ms=start_ms, duration_ms=length_ms, kind=kind, device=device or entry, boot=boot, **fields
    )
    return Spell(entry, f"project {entry}", interval)


def by_project(totals: Totals) -> dict[str, float]:
    found: dict[str, float] = {}
    for cell, kinds in totals.items():
        worked_ms = kinds.get("work", 0) + kinds.get("claimed", 0)
        found[cell.project[-1]] = found.get(cell.project[-1], 0) + worked_ms / H
    return {name: hours for name, hours in found.items() if hours}


A, B = spell("a", 9, 10.5), spell("b", 10, 11)


def test_the_later_start_gets_the_overlap_until_the_person_decides() -> None:
    """The worked example of the design: 09:00-10:30 on one device, 10:00-11:00 on another."""
    totals, overlaps = day_totals([A, B])
    assert by_project(totals) == {"a": 1, "b": 1}
    assert overlaps == [Overlap("b", "a", 10 * H, int(10.5 * H))]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice("a", "b", "a"), {"a": 1.5, "b": 0.5}),
        (Choice("a", "b", "b"), {"a": 1, "b": 1}),
        (Choice("b", "a", "a"), {"a": 1, "b": 1}),
        (Choice("b", "a", "b"), {"a": 1.5, "b": 0.5}),
        (Choice("a", "b", "both"), {"a": 1.5, "b": 1}),
        (Choice("a", "b", "half"), {"a": 1.25, "b": 0.75}),
    ],
)
def test_a_decision_about_an_overlap_is_followed(choice: Choice, expected: dict[str, float]) -> None:
    totals, overlaps = day_totals([A, B], [Choice("a", "b", "both"), choice])
    assert by_project(totals) == expected
    assert overlaps == []


def test_half_of_an_overlap_over_midnight_keeps_each_day_right() -> None:
    totals, _ = day_totals([spell("a", 22, 25), spell("b", 23, 25)], [Choice("a", "b", "half")])
    days: dict[str, int] = {}
    for cell, kinds in totals.items():
        days[cell.day.isoformat()] = days.get(cell.day.isoformat(), 0) + sum(kinds.values())
    assert days == {"1970-01-01": 2 * H, "1970-01-02": H}


def test_three_halves_make_no_more_than_one_whole() -> None:
    three = [spell("a", 9, 10), spell("b", 9, 10), spell("c", 9, 10)]
    choices = [Choice("a", "b", "half"), Choice("a", "c", "half"), Choice("b", "c", "half")]
    assert by_project(day_totals(three, choices)[0]) == {"a": 0.25, "b": 0.5, "c": 0.25}


def test_work_goes_before_absence_and_pause() -> None:
    for kind in KINDS[2:]:
        away = spell("a", 9, 11, kind=kind, answered=False)
        totals, overlaps = day_totals([away, spell("b", 9, 10), spell("c", 10.5, 10.75, kind=kind)])
        assert by_project(totals) == {"b": 1}
        assert sum(ms for kinds in totals.values() for name, ms in kinds.items() if name != UNANSWERED) == 2 * H
        assert overlaps == []


def test_what_nobody_answered_is_counted_beside() -> None:
    totals, _ = day_totals([spell("a", 9, 10, kind="idle", answered=False), spell("a", 10, 11, kind="off")])
    assert list(totals.values()) == [{"idle": H, UNANSWERED: H, "off": H}]


def test_a_device_that_set_its_clock_back_loses_nothing() -> None:
    """Two weeks lived one after the other under the same dates; a boot has its own elapsed clock."""
    twice = [spell("a", 9, 11, "laptop", elapsed_ms=0), spell("b", 9.5, 10, "laptop", elapsed_ms=2 * H)]
    assert by_project(day_totals(twice)[0]) == {"a": 2, "b": 0.5}
    reboots = [spell("a", 9, 11, "laptop", boot=str(boot)) for boot in range(300)]
    assert by_project(day_totals(reboots)[0]) == {"a": 600}
    truly = [spell("a", 9, 11, "laptop", elapsed_ms=0), spell("b", 9.5, 10, "laptop", elapsed_ms=H)]
    assert by_project(day_totals(truly)[0]) == {"a": 1.5, "b": 0.5}


def test_another_device_in_between_does_not_join_what_was_lived_apart() -> None:
    twice = [spell("a", 9, 11, "laptop", elapsed_ms=0), spell("b", 9, 11, "laptop", elapsed_ms=2 * H)]
    totals, overlaps = day_totals([*twice, spell("c", 10, 11)])
    assert by_project(totals) == {"a": 1, "b": 1, "c": 1}
    assert [(one.a, one.b) for one in overlaps] == [("c", "a"), ("c", "b")]


def test_time_added_by_hand_overlaps_like_another_device() -> None:
    by_hand = spell("a", 9, 11, kind="claimed")
    by_hand = by_hand._replace(interval=by_hand.interval._replace(device="", boot=""))
    totals, overlaps = day_totals([by_hand, spell("b", 10, 12, "laptop")])
    assert by_project(totals) == {"a": 1, "b": 2}
    assert overlaps == [Overlap("b", "a", 10 * H, 11 * H)]
    other = by_hand._replace(entry="c")
    assert by_project(day_totals([by_hand, other])[0]) == {"a": 2}


def test_an_overlap_is_one_stretch_however_often_it_is_cut() -> None:
    parts = [spell("a", 9, 9.5), spell("a", 9.5, 10), spell("b", 8, 11)]
    assert day_totals(parts)[1] == [Overlap("a", "b", 9 * H, 10 * H)]
    apart = [spell("a", 9, 9.5), spell("a", 9.75, 10), spell("b", 8, 11)]
    assert len(day_totals(apart)[1]) == 2


def test_one_entry_never_overlaps_itself() -> None:
    totals, overlaps = day_totals([spell("a", 9, 11, "x"), spell("a", 10, 12, "y")])
    assert (by_project(totals), overlaps) == ({"a": 3}, [])


hours = st.integers(0, 200)
spells = st.builds(
    lambda entry, start, length, device, kind: spell(entry, start / 4, (start + length) / 4, device, kind),
    st.sampled_from("abcd"),
    hours,
    st.integers(0, 60),
    st.sampled_from(["laptop", "desktop", "phone"]),
    st.sampled_from(KINDS),
)
choices = st.builds(
    Choice, st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from(["a", "b", "half"])
).filter(lambda one: one.a != one.b)


@given(st.lists(spells, max_size=10), st.lists(choices, max_size=6), st.sampled_from([0, 240]), st.randoms())
def test_projects_sum_to_the_union_of_what_was_lived(
    lived: list[Spell],
    decided: list[Choice],
    day_start_min: int,
    dice: Any,  # noqa: ANN401 - Hypothesis' own
) -> None:
    totals, overlaps = day_totals(lived, decided, day_start_min)
    once = sum(end - start for start, end in union((one.interval.start_ms, one.interval.end_ms) for one in lived))
    counted = sum(ms for kinds in totals.values() for kind, ms in kinds.items() if kind != UNANSWERED)
    assert counted == once
    worked = [one.interval for one in lived if one.interval.kind in {"work", "claimed"}]
    assert round(sum(by_project(totals).values()) * H) == sum(
        end - start for start, end in union((one.start_ms, one.end_ms) for one in worked)
    )
    assert all(one.start_ms < one.end_ms and one.a != one.b for one in overlaps)
    again = list(lived)
    dice.shuffle(again)
    assert by_project(day_totals(again, decided, day_start_min)[0]) == by_project(totals)


@given(st.lists(spells, max_size=10))
def test_both_counts_every_entry_in_full(lived: list[Spell]) -> None:
    every = [Choice(a, b, "both") for a in "abcd" for b in "abcd" if a < b]
    one_each = [one for index, one in enumerate(lived) if one.entry not in {other.entry for other in lived[:index]}]
    worked = [one for one in one_each if one.interval.kind in {"work", "claimed"}]
    total = sum(by_project(day_totals(worked, every)[0]).values()) * H
    assert round(total) == sum(one.interval.duration_ms for one in worked)
