"""Anything that has the form of an event: the fold flags it, never raises, never invents work, and ends soon."""

import os
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.facts import kinds, uuid_of, words_of
from truthtime_core.accounting import UNANSWERED, day_totals, spells_of
from truthtime_core.clock import Reading
from truthtime_core.edits import ABSENT
from truthtime_core.entries import KINDS, LONGEST_MS, Entry, Now, fold_entry
from truthtime_core.events import (
    ENTRY_TYPES,
    KNOWN_TYPES,
    MAX_INT,
    SOURCES,
    Content,
    Draft,
    Event,
    Head,
    reading_data,
    seal,
)
from truthtime_core.ledger import fold

DEVICES = tuple(uuid_of(f"garbage {number}") for number in range(3))
IDS = ("", "t1", "t2")
EDITS = ENTRY_TYPES - {"timer.start", "timer.pause", "timer.resume", "timer.stop", "away.mark", "clock.mark"}

near = st.integers(0, 10**7)
far = st.integers(-MAX_INT // 4, MAX_INT // 4)
numbers = st.integers(0, 9).flatmap(lambda dice: near if dice else far)
zones = st.sampled_from(["Europe/Paris", "UTC", "Pacific/Apia", "Mars/Base", "", "/etc", "x" * 300])
readings = st.builds(
    Reading, numbers, st.integers(-2_000, 2_000), zones, st.sampled_from(["b1", "b2"]), numbers, numbers
)
ids = st.integers(0, 12).map(lambda number: f"id {number}")
junk: st.SearchStrategy[Any] = st.none() | numbers | st.sampled_from(["", "x", "claimed"]) | st.just([]) | st.just({})
parts = st.fixed_dictionaries(
    {"from_ms": numbers, "to_ms": numbers, "kind": st.sampled_from(["claimed", "not_work", "work"])}
)
fields: dict[str, st.SearchStrategy[Any]] = {
    "at": readings.map(reading_data) | junk,
    "from": readings.map(reading_data) | junk,
    "to": readings.map(reading_data) | junk,
    "cause": st.sampled_from(["idle", "locked", "asleep", "off", "work", "paused"]) | junk,
    "undoes": ids | junk,
    "parts": st.lists(parts | junk, max_size=3) | junk,
    "start_ms": numbers | junk,
    "end_ms": numbers | junk,
    "parents": st.lists(ids, max_size=3) | junk,
    "project": st.sampled_from(["p", "q"]) | junk,
    "zone": zones | junk,
    "offset_min": numbers | junk,
    "a": st.sampled_from(IDS),
    "b": st.sampled_from(IDS),
    "choice": st.sampled_from(["a", "b", "both", "half", ""]),
    "day": st.sampled_from(["2026-11-17", ""]) | junk,
    "unwatched": st.just(1) | junk,
    "archived": junk,
}
datas = st.lists(st.sampled_from(sorted(fields)), max_size=5, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
words = st.dictionaries(
    st.sampled_from(["description", "tags", "text", "name", "start_ms"]),
    texts | st.lists(texts, max_size=2),
    max_size=2,
)
types = st.sampled_from(sorted(KNOWN_TYPES)) | st.sampled_from(["timer.start", "timer.stop", "timer.resume"])


def without_none(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value without nulls, which no event can hold."""
    if isinstance(value, dict):
        return {name: without_none(one) for name, one in value.items() if one is not None}
    return [without_none(one) for one in value if one is not None] if isinstance(value, list) else value


@st.composite
def garbage(draw: st.DrawFn) -> tuple[list[Event], list[Content]]:
    """Events of three devices, with forks and repeated numbers, about a handful of timers."""
    events: list[Event] = []
    contents: list[Content] = []
    for number in range(draw(st.integers(1, 14))):
        draft = Draft(
            draw(types),
            draw(st.sampled_from(IDS)),
            without_none(draw(datas)),
            draw(words),
            draw(st.sampled_from(sorted(SOURCES))),
        )
        head = Head(draw(st.sampled_from(DEVICES)), draw(st.integers(1, 2)), draw(st.integers(1, 9)), "00" * 32)
        dice = number.to_bytes(10, "big") + bytes(16)
        event, content, _ = seal(draft, head, draw(readings), dice, skew_ms=draw(st.none() | numbers))
        events.append(event)
        contents += [content] if content and draw(st.booleans()) else []
    named = {f"id {index}": event.id for index, event in enumerate(events)}
    return [relinked(event, named) for event in events], contents


def relinked(event: Event, named: dict[str, str]) -> Event:
    """Parents and undone events are drawn by position; here they get the ids those have."""
    data = dict(event.data)
    if isinstance(data.get("parents"), list):
        data["parents"] = [named.get(parent, parent) for parent in data["parents"]]
    if isinstance(data.get("undoes"), str):
        data["undoes"] = named.get(data["undoes"], data["undoes"])
    draft = Draft(event.type, event.timer, data, {}, event.source)
    head = Head(event.device, event.incarnation, event.seq - 1, event.prev)
    new = seal(draft, head, event.reading, bytes(26), skew_ms=event.skew_ms)[0]
    return Event(**{name: getattr(new, name) for name in Event.__slots__} | {"id": event.id, "content": event.content})


GARBAGE = settings(
    max_examples=5_000 if os.environ.get("TRUTHTIME_SOAK") else 100,
    suppress_health_check=list(HealthCheck),
)
nows = st.none() | st.builds(Now, st.sampled_from(DEVICES), readings, st.none() | readings)


def absent_ms(entry: Entry) -> int:
    return entry.total_ms(*ABSENT)


@GARBAGE
@given(garbage(), nows, st.integers(0, 720), st.randoms())
def test_the_fold_never_raises_and_order_and_repeats_never_matter(
    made: tuple[list[Event], list[Content]],
    now: Now | None,
    day_start_min: int,
    dice: Any,  # noqa: ANN401
) -> None:
    events, contents = made
    ledger = fold(events, words_of(contents), now=now, day_start_min=day_start_min)
    again = [*events, *dice.sample(events, len(events) // 2)]
    dice.shuffle(again)
    assert fold(again, words_of(contents), now=now, day_start_min=day_start_min) == ledger
    for entry in ledger.entries:
        assert all(one.duration_ms > 0 and one.kind in KINDS for one in entry.intervals)
        assert all(one.answered for one in entry.intervals if one.kind not in ABSENT)
        assert sum(entry.total_ms(kind) for kind in KINDS) == entry.elapsed_ms <= LONGEST_MS
        ends = [(one.end_ms, two.start_ms) for one, two in zip(entry.intervals, entry.intervals[1:], strict=False)]
        assert all(end == start for end, start in ends)
        assert entry.unclaimed_ms >= 0
        assert entry.state in {"running", "paused", "stopped"}
        assert list(entry.flags) == sorted(set(entry.flags))


@GARBAGE
@given(garbage(), nows)
def test_edits_never_make_work_and_claims_never_exceed_absences_and_what_was_added(
    made: tuple[list[Event], list[Content]], now: Now | None
) -> None:
    events, contents = made
    for timer in IDS[1:]:
        own = [event for event in events if event.timer == timer and event.type in ENTRY_TYPES]
        measured = [event for event in own if event.type not in EDITS]
        if not measured:
            continue
        before = fold_entry(measured, words_of(contents), now)
        answered = [event for event in own if event.type in {*ENTRY_TYPES - EDITS, "away.answer"}]
        between, after = (fold_entry(some, words_of(contents), now) for some in (answered, own))
        assert after.total_ms("work") <= before.total_ms("work") == between.total_ms("work")
        assert between.total_ms("claimed") + absent_ms(between) == absent_ms(before)
        assert absent_ms(after) <= absent_ms(between)
        moved = {"start_ms", "end_ms"} & {name for event in own for name in event.data}
        if not moved and any(event.type == "timer.start" for event in own):
            assert kinds(after) == kinds(between)


@GARBAGE
@given(garbage())
def test_days_account_for_all_time_even_when_it_is_nonsense(made: tuple[list[Event], list[Content]]) -> None:
    events, contents = made
    ledger = fold(events, words_of(contents))
    spells = [spell for entry in ledger.entries for spell in spells_of(entry)]
    counted = sum(ms for cell in ledger.totals.values() for kind, ms in cell.items() if kind != UNANSWERED)
    alone = [
        sum(ms for cell in day_totals([spell])[0].values() for kind, ms in cell.items() if kind != UNANSWERED)
        for spell in spells
    ]
    assert alone == [spell.interval.duration_ms for spell in spells]
    assert max(alone, default=0) <= counted <= sum(alone)
