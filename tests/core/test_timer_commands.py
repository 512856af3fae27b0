"""The timer: which command is allowed when, what it writes, and what it says when it refuses."""

from itertools import product

import pytest

from tests.clocks import FakeClock
from truthtime_core.clock import Reading
from truthtime_core.errors import InputError, RefusedError
from truthtime_core.events import reading_data
from truthtime_core.timer import (
    LONG_GAP_MS,
    MAX_DESCRIPTION_BYTES,
    MAX_TAG_BYTES,
    MAX_TAGS,
    SHORT_GAP_MS,
    Command,
    Decision,
    Options,
    State,
    Task,
    TimerState,
    checked_task,
    checked_text,
    decide,
    recovery,
    undo,
)

STATES: dict[State, TimerState] = {
    "stopped": TimerState(),
    "running": TimerState("running", "old"),
    "paused": TimerState("paused", "old"),
}
COMMANDS: tuple[Command, ...] = ("start", "pause", "resume", "stop", "toggle", "toggle-pause")
START = "timer.start"
EXPECTED: dict[tuple[State, Command], tuple[tuple[str, ...], State] | None] = {
    ("stopped", "start"): ((START,), "running"),
    ("stopped", "pause"): None,
    ("stopped", "resume"): None,
    ("stopped", "stop"): None,
    ("stopped", "toggle"): ((START,), "running"),
    ("stopped", "toggle-pause"): None,
    ("running", "start"): (("timer.stop", START), "running"),
    ("running", "pause"): (("timer.pause",), "paused"),
    ("running", "resume"): None,
    ("running", "stop"): (("timer.stop",), "stopped"),
    ("running", "toggle"): (("timer.stop",), "stopped"),
    ("running", "toggle-pause"): (("timer.pause",), "paused"),
    ("paused", "start"): (("timer.stop", START), "running"),
    ("paused", "pause"): None,
    ("paused", "resume"): (("timer.resume",), "running"),
    ("paused", "stop"): (("timer.stop",), "stopped"),
    ("paused", "toggle"): (("timer.resume",), "running"),
    ("paused", "toggle-pause"): (("timer.resume",), "running"),
}


@pytest.mark.parametrize(("state", "command"), list(product(STATES, COMMANDS)))
def test_every_command_in_every_state_does_one_thing_or_is_refused_with_a_next_step(
    state: State, command: Command
) -> None:
    expected = EXPECTED[state, command]
    if expected is None:
        with pytest.raises(RefusedError) as raised:
            decide(STATES[state], command, Options("new"))
        assert raised.value.title.endswith(".")
        assert "truthtime " in raised.value.hint
        return
    decision = decide(STATES[state], command, Options("new"))
    types, after = expected
    timer = "" if after == "stopped" else "new" if START in types else "old"
    assert tuple(draft.type for draft in decision.drafts) == types
    assert decision.after == TimerState(after, timer)
    assert f"timer.{decision.did}" == types[-1]
    assert all(draft.timer == ("new" if draft.type == START else "old") for draft in decision.drafts)


def test_a_switch_says_so_in_the_stop_and_carries_the_task() -> None:
    task = Task("Invoices", "p", ("admin",))
    stop, start = decide(STATES["running"], "start", Options("new", watched=False, task=task)).drafts
    assert (stop.source, stop.timer) == ("switch", "old")
    assert (start.source, start.timer) == ("user", "new")
    assert start.data == {"project": "p", "unwatched": 1}
    assert start.words == {"description": "Invoices", "tags": ["admin"]}


def test_only_what_begins_work_can_be_unwatched() -> None:
    unwatched = Options("new", watched=False)
    assert decide(STATES["paused"], "resume", unwatched).drafts[0].data == {"unwatched": 1}
    assert decide(STATES["running"], "stop", unwatched).drafts[0].data == {}
    assert decide(STATES["stopped"], "start", Options("new")).drafts[0].data == {}


def gap(ms: int, *, reboot: bool = False, same_day: bool = True) -> tuple[Decision, Reading, Reading]:
    clock = FakeClock()
    last_seen = clock.read()
    now = clock.reboot(ms) if reboot else clock.tick(ms)
    return recovery(STATES["running"], last_seen, now, same_day=same_day), last_seen, now


@pytest.mark.parametrize(
    ("ms", "reboot", "same_day", "did"),
    [
        (0, False, True, "resume"),
        (SHORT_GAP_MS - 1, False, True, "resume"),
        (SHORT_GAP_MS - 1, False, False, "resume"),
        (SHORT_GAP_MS, False, True, "pause"),
        (SHORT_GAP_MS, False, False, "stop"),
        (LONG_GAP_MS - 1, False, True, "pause"),
        (LONG_GAP_MS, False, True, "stop"),
        (1_000, True, True, "pause"),
        (1_000, True, False, "stop"),
        (LONG_GAP_MS, True, True, "stop"),
    ],
)
def test_recovery_marks_the_gap_and_carries_on_pauses_or_stops(
    ms: int, *, reboot: bool, same_day: bool, did: Command
) -> None:
    decision, last_seen, now = gap(ms, reboot=reboot, same_day=same_day)
    rest = [draft for draft in decision.drafts if draft.type != "away.mark"]
    mark = next(draft for draft in decision.drafts if draft.type == "away.mark")
    assert (mark.type, mark.source) == ("away.mark", "recovery")
    assert mark.data == {"cause": "off", "from": reading_data(last_seen), "to": reading_data(now)}
    assert decision.did == did
    assert [draft.type for draft in rest] == ([] if did == "resume" else [f"timer.{did}"])
    assert all(draft.source == "recovery" for draft in decision.drafts)
    if did == "stop":
        assert rest[0].data == {"at": reading_data(last_seen)}
        assert decision.after == TimerState()
    else:
        assert decision.after.timer == "old"


def test_recovery_after_a_reboot_with_the_clock_set_back_pauses() -> None:
    clock = FakeClock()
    last_seen = clock.read()
    clock.step(-86_400_000)
    assert recovery(STATES["running"], last_seen, clock.reboot(), same_day=True).did == "pause"


def test_undo_takes_back_a_switch_in_reverse() -> None:
    written = (("e1", "timer.stop", "old"), ("e2", "timer.start", "new"))
    decision = undo("start", STATES["running"], written)
    assert [(draft.type, draft.timer) for draft in decision.drafts] == [
        ("timer.stop", "new"),
        ("entry.void", "new"),
        ("timer.resume", "old"),
    ]
    assert decision.drafts[1].words == {"reason": "Undone within 10 seconds"}
    assert decision.drafts[2].data == {"undoes": "e1"}
    assert decision.after == STATES["running"]


@pytest.mark.parametrize(
    "text", ["", "Invoices", "🧾 👩‍👩‍👧", "שלום עולם \u202eabc", "a\nb\t\r\x07", "  spaces  ", "é" * 2_000]
)
def test_texts_are_kept_as_they_are(text: str) -> None:
    assert checked_text("description", text, MAX_DESCRIPTION_BYTES) is text
    assert checked_task(text, "", ()).description is text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("x" * 1_000_000, "The description is too long: 1,000,000 bytes, and 4,000 fit."),
        ("é" * 2_001, "The description is too long: 4,002 bytes, and 4,000 fit."),
        ("a\0b", "The description contains a NUL character."),
        ("\ud800", "The description is not valid text."),
        (chr(0xDCFF), "The description is not valid text."),
    ],
)
def test_texts_that_cannot_be_kept_are_refused_in_words(text: str, title: str) -> None:
    with pytest.raises(InputError) as raised:
        checked_task(text, "", ())
    assert raised.value.title == title
    assert raised.value.hint


def test_project_and_tags_are_checked_too() -> None:
    fits = tuple(f"tag {number}" for number in range(MAX_TAGS))
    assert checked_task("", "p" * MAX_TAG_BYTES, fits) == Task("", "p" * MAX_TAG_BYTES, fits)
    for project, tags in (
        ("p" * (MAX_TAG_BYTES + 1), ()),
        ("", (*fits, "one more")),
        ("", ("",)),
        ("", ("t" * (MAX_TAG_BYTES + 1),)),
        ("", ("a\0",)),
    ):
        with pytest.raises(InputError) as raised:
            checked_task("", project, tags)
        assert raised.value.hint
