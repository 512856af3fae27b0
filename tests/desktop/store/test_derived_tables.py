"""Whatever is appended, adopted and edited, in any order: the derived tables are the fold of all events."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.clocks import ZONE, FakeClock
from tests.desktop.store import worlds
from truthtime_core.entries import Now
from truthtime_core.events import Draft, Event, parse, reading_data
from truthtime_core.ledger import Ledger, fold
from truthtime_desktop.config import Places
from truthtime_desktop.store import cache, open_store
from truthtime_desktop.store.store import Store

EVER = (date.min, date.max)
NUMBERS = st.integers(1, 5)
MINUTES = st.integers(1, 40 * 60)
ZONES = st.sampled_from([ZONE, "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
PROJECTS = st.sampled_from(["", worlds.timer(0xF001), worlds.timer(0xF002)])
DEVICES = st.booleans()


def read_ledger(store: Store, now: Now | None, day_start_min: int) -> Ledger:
    """The fold of everything in the store, from scratch."""
    events: list[Event] = []
    words: dict[str, dict[str, Any]] = {}
    for _, payload, content in store.events():
        events.append(parse(payload))
        if content:
            words[content.hash] = content.words
    return fold(events, words, now=now, day_start_min=day_start_min)


def assert_same(store: Store, now: Now, day_start_min: int) -> None:
    """Cached entries, projects, notes and totals are those of the fold; with a present as well."""
    ledger = read_ledger(store, None, day_start_min)
    assert tuple(store.entries(None, None, None, None)) == ledger.entries
    assert store.projects() == ledger.projects
    assert store.notes("", "~") == list(ledger.notes)
    assert store.totals(*EVER, None) == ledger.totals
    live = read_ledger(store, now, day_start_min)
    assert store.totals(*EVER, now) == live.totals
    for day in {cell.day for cell in live.totals}:
        view = store.day(day, now, day_start_min)
        assert view.totals == {cell.project: kinds for cell, kinds in live.totals.items() if cell.day == day}
    assert [one.timer for one in store.open_timers()] == [one.id for one in ledger.entries if one.state != "stopped"]


class StoreMachine(RuleBasedStateMachine):
    """Two devices write, and one store keeps."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.places = Places(Path(shutil.copytree(self.template, Path(self.folder.name) / "data")))
        self.store = open_store(self.places)
        self.clock = FakeClock()
        self.other_clock = FakeClock(zone=ZONE, awake_ms=5_000)
        self.other = worlds.OtherDevice()
        self.sent = 0
        self.day_start_min = 0

    @initialize(chunk=st.integers(1, 9), bulk=st.sampled_from([0, 4, 20_000]))
    def choose_chunks(self, chunk: int, bulk: int) -> None:
        cache.CHUNK_EVENTS = chunk
        cache.NOTES_AT_ONCE = (chunk + 1) // 2
        cache.BULK_EVENTS = bulk

    def write(self, draft: Draft, here: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        if here:
            self.store.append([draft], self.clock.read())
        else:
            self.other.write(draft, self.other_clock.read())

    @rule(here=DEVICES, number=NUMBERS, project=PROJECTS)
    def start(self, here: bool, number: int, project: str) -> None:  # noqa: FBT001
        self.write(worlds.start(number, "Work", project), here)

    @rule(here=DEVICES, number=NUMBERS, kind=st.sampled_from(["pause", "resume", "stop"]))
    def go_on(self, here: bool, number: int, kind: str) -> None:  # noqa: FBT001
        self.write(Draft(f"timer.{kind}", worlds.timer(number)), here)

    @rule(here=DEVICES, number=NUMBERS, ago=MINUTES, minutes=MINUTES, project=PROJECTS, zone=ZONES)
    def add(self, here: bool, number: int, ago: int, minutes: int, project: str, zone: str) -> None:  # noqa: FBT001
        self.write(worlds.added(10 + number, self.clock.at_ms - ago * 60_000, minutes, project, zone), here)

    @rule(here=DEVICES, number=st.integers(1, 15), minutes=st.integers(-3_000, 3_000), project=PROJECTS)
    def amend(self, here: bool, number: int, minutes: int, project: str) -> None:  # noqa: FBT001
        data = {"end_ms": self.clock.at_ms + minutes * 60_000, "project": project}
        self.write(Draft("entry.amend", worlds.timer(number), data, {"reason": "late"}), here)

    @rule(here=DEVICES, number=st.integers(1, 15), kind=st.sampled_from(["void", "restore"]))
    def void(self, here: bool, number: int, kind: str) -> None:  # noqa: FBT001
        self.write(Draft(f"entry.{kind}", worlds.timer(number), {}, {"reason": "test"}), here)

    @rule(here=DEVICES, number=NUMBERS, minutes=st.integers(1, 300))
    def leave(self, here: bool, number: int, minutes: int) -> None:  # noqa: FBT001
        clock = self.clock if here else self.other_clock
        beginning = clock.read()
        clock.tick(minutes * 60_000)
        data = {"cause": "idle", "from": reading_data(beginning), "to": reading_data(clock.read())}
        self.write(Draft("away.mark", worlds.timer(number), data), here)

    @rule(here=DEVICES, number=NUMBERS, kind=st.sampled_from(["claimed", "not_work"]), until=MINUTES)
    def answer(self, here: bool, number: int, kind: str, until: int) -> None:  # noqa: FBT001
        parts = [{"from_ms": 0, "to_ms": until * 60_000, "kind": kind}]
        self.write(Draft("away.answer", worlds.timer(number), {"parts": parts}), here)

    @rule(
        here=DEVICES,
        a=st.integers(1, 15),
        b=st.integers(1, 15),
        choice=st.sampled_from(["a", "b", "both", "half"]),
    )
    def decide(self, here: bool, a: int, b: int, choice: str) -> None:  # noqa: FBT001
        self.write(Draft("overlap.decide", "", {"a": worlds.timer(a), "b": worlds.timer(b), "choice": choice}), here)

    @rule(here=DEVICES, day=st.integers(1, 3), text=st.text(max_size=4).filter(lambda text: "\0" not in text))
    def revise(self, here: bool, day: int, text: str) -> None:  # noqa: FBT001
        self.write(worlds.note(f"2026-11-0{day}", text), here)

    @rule(here=DEVICES, name=st.sampled_from(["Site", "Shop"]), number=st.integers(1, 2), archived=st.booleans())
    def name(self, here: bool, name: str, number: int, archived: bool) -> None:  # noqa: FBT001
        self.write(worlds.project(name, number, archived=archived), here)

    @rule(here=DEVICES, minutes=MINUTES, how=st.sampled_from(["tick", "sleep", "step", "back", "reboot"]))
    def pass_time(self, here: bool, minutes: int, how: str) -> None:  # noqa: FBT001
        clock = self.clock if here else self.other_clock
        change = {"tick": clock.tick, "sleep": clock.sleep, "step": clock.step, "reboot": clock.reboot}
        if how == "back":
            clock.step(-minutes * 60_000)
        else:
            change[how](minutes * 60_000)

    @rule(here=DEVICES, zone=ZONES)
    def travel(self, here: bool, zone: str) -> None:  # noqa: FBT001
        (self.clock if here else self.other_clock).travel(zone)

    @precondition(lambda self: self.sent < len(self.other.written))
    @rule(data=st.data())
    def receive(self, data: st.DataObject) -> None:
        end = data.draw(st.integers(self.sent + 1, len(self.other.written)))
        first = data.draw(st.integers(0, self.sent))
        pairs = data.draw(st.permutations(self.other.pairs(first, end)))
        assert self.store.adopt(pairs) == (end - self.sent, self.sent - first)
        self.sent = end

    @rule(minutes=st.sampled_from([0, 90, 360]))
    def begin_day(self, minutes: int) -> None:
        self.day_start_min = minutes
        self.store.set_day_start(minutes)

    @rule()
    def die(self) -> None:
        self.store.close()
        self.store = open_store(self.places)
        self.store.set_day_start(self.day_start_min)

    @rule()
    def forget_rules(self) -> None:
        self.store._database.run("UPDATE meta SET fold_version = 0")  # noqa: SLF001 - as an older program leaves it

    @rule()
    def compare(self) -> None:
        now = Now(self.store.head.device, self.clock.read())
        assert_same(self.store, now, self.day_start_min)
        rows = self.store._database.rows("SELECT * FROM meta")  # noqa: SLF001 - nothing is left to do
        self.store.catch_up()
        assert self.store._database.rows("SELECT * FROM meta") == rows  # noqa: SLF001

    def teardown(self) -> None:
        try:
            self.compare()
            assert self.store.integrity() == []
        finally:
            self.store.close()
            self.folder.cleanup()


HOURS = st.integers(0, 30)
LENGTHS = st.sampled_from([60, 601, 1_800, 2_999])
FEW = st.sampled_from([1, 2, 3])
PAIRS = st.sampled_from([(1, 2), (2, 3), (3, 1)])


def overlapping(number: int, hour: int, minutes: int, zone: str, clock: FakeClock) -> Draft:
    """An entry among others of the same few days."""
    return worlds.added(number, clock.at_ms + hour * 3_600_000, minutes, "", zone)


def decided(pair: tuple[int, int], choice: str, _: FakeClock) -> Draft:
    """A decision about two of them."""
    return Draft("overlap.decide", "", {"a": worlds.timer(pair[0]), "b": worlds.timer(pair[1]), "choice": choice})


def edited(number: int, kind: str, hour: int, clock: FakeClock) -> Draft:
    """One of them ends elsewhere, or counts no more, or again."""
    data = {"end_ms": clock.at_ms + hour * 3_600_000 + 1} if kind == "amend" else {}
    return Draft(f"entry.{kind}", worlds.timer(number), data, {"reason": "test"})


STEPS = st.one_of(
    st.tuples(st.just(decided), PAIRS, st.sampled_from(["a", "b", "both", "half"])),
    st.tuples(st.just(edited), FEW, st.sampled_from(["amend", "void", "restore"]), HOURS),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    first=st.tuples(*(st.tuples(st.just(overlapping), st.just(n), HOURS, LENGTHS, ZONES) for n in (1, 2, 3))),
    steps=st.lists(STEPS, min_size=1, max_size=6),
)
def test_every_single_change_reaches_every_day_it_matters_to(
    template: Path, tmp_path: Path, first: tuple[tuple[Any, ...], ...], steps: list[tuple[Any, ...]]
) -> None:
    """Overlaps across zones and days, decided and changed, with the roll-up kept up to date one event at a time."""
    clock = FakeClock()
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        store = open_store(Places(Path(shutil.copytree(template, Path(folder) / "data"))))
        try:
            for make, *values in (*first, *steps):
                store.append([make(*values, clock)], clock.tick(1))
                store.catch_up()
            assert_same(store, Now(store.head.device, clock.read()), 0)
        finally:
            store.close()


def test_derived_tables_are_the_fold_of_all_events(template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "CHUNK_EVENTS", cache.CHUNK_EVENTS)
    monkeypatch.setattr(cache, "NOTES_AT_ONCE", cache.NOTES_AT_ONCE)
    monkeypatch.setattr(cache, "BULK_EVENTS", cache.BULK_EVENTS)
    StoreMachine.template = template
    run_state_machine_as_test(StoreMachine, settings=settings(max_examples=40, stateful_step_count=40))
