"""A computer that sleeps, restarts, travels and lies about the time: the fold finds exactly what was lived."""

import os
import random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.core.truth import ABSENCES, by_day, seen_in, sums
from tests.core.world import STARTS, ZONES, Life
from truthtime_core.entries import KINDS
from truthtime_core.ledger import Ledger, fold
from truthtime_core.timer import Command, Task

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
PROJECTS = ("", "p1", "p2")

short = st.integers(0, 4 * HOUR_MS)
long = short | st.integers(0, 3 * DAY_MS)
flags = st.booleans()
commands: st.SearchStrategy[Command] = st.sampled_from(["start", "pause", "resume", "stop", "toggle", "toggle-pause"])
tasks = st.builds(Task, st.sampled_from(["", "Invoices", "Rechnungen 🧾"]), st.sampled_from(PROJECTS))

SOAK = bool(os.environ.get("TRUTHTIME_SOAK"))
WORLDS = settings(
    max_examples=2_000 if SOAK else 60,
    stateful_step_count=60 if SOAK else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    # Worlds are readable as they are found; making them smaller takes minutes.
    phases=set(Phase) - (set() if SOAK else {Phase.shrink}),
)


class OneComputer(RuleBasedStateMachine):
    """One device; after every step the ledger tells the truth."""

    life: Life
    day_start_min: int

    @initialize(start=st.sampled_from(STARTS), zone=st.sampled_from(ZONES), hours=st.sampled_from([0, 0, 4, 6]))
    def begin(self, start: str, zone: str, hours: int) -> None:
        self.life = Life("laptop", start, zone)
        self.day_start_min = hours * 60

    @rule(ms=long)
    def tick(self, ms: int) -> None:
        self.life.last = None
        self.life.tick(ms)

    @rule(ms=long, noticed=flags)
    def sleep(self, ms: int, noticed: bool) -> None:  # noqa: FBT001 - drawn by name
        self.life.last = None
        self.life.sleep(ms, noticed=noticed)

    @rule(parts=st.lists(short, min_size=5, max_size=5), order=st.permutations([0, 1, 2]))
    def away(self, parts: list[int], order: list[int]) -> None:
        self.life.last = None
        self.life.away(parts, order)

    @rule(ms=st.integers(-3 * DAY_MS, 3 * DAY_MS) | st.integers(-20, 20), noticed=flags)
    def step(self, ms: int, noticed: bool) -> None:  # noqa: FBT001 - drawn by name
        self.life.step(ms, noticed=noticed)

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        self.life.travel(zone)

    @rule(unseen_ms=st.integers(0, 15_000), off_ms=long | st.integers(0, 150_000), reboot=flags)
    def restart(self, unseen_ms: int, off_ms: int, reboot: bool) -> None:  # noqa: FBT001 - drawn by name
        self.life.restart(unseen_ms, off_ms, reboot=reboot)

    @rule(command=commands, task=tasks)
    def command(self, command: Command, task: Task) -> None:
        self.life.command(command, task)

    @rule(task=tasks)
    def start(self, task: Task) -> None:
        self.life.command("start", task)

    @precondition(lambda self: self.life.last)
    @rule(ms=st.integers(0, 10_000))
    def undo(self, ms: int) -> None:
        self.life.undo(ms)

    @precondition(lambda self: self.life.truths)
    @rule(data=st.data(), kind=st.sampled_from(["claimed", "not_work"]))
    def answer(self, data: Any, kind: str) -> None:  # noqa: ANN401 - Hypothesis names no type for it
        timer = data.draw(st.sampled_from(sorted(self.life.truths)))
        length_ms = self.life.truths[timer].length_ms
        self.life.answer(timer, data.draw(st.integers(0, length_ms)), data.draw(long), kind)

    @precondition(lambda self: self.life.truths)
    @rule(data=st.data(), description=st.sampled_from(["", "Better"]))
    def amend(self, data: Any, description: str) -> None:  # noqa: ANN401 - Hypothesis names no type for it
        timer = data.draw(st.sampled_from(sorted(self.life.truths)))
        place = st.none() | st.integers(-HOUR_MS, self.life.truths[timer].length_ms + HOUR_MS)
        self.life.amend(timer, data.draw(place), data.draw(place), description)

    @precondition(lambda self: self.life.truths)
    @rule(data=st.data(), restore=flags)
    def void(self, data: Any, restore: bool) -> None:  # noqa: ANN401, FBT001 - drawn by name
        self.life.void(data.draw(st.sampled_from(sorted(self.life.truths))), restore=restore)

    def ledger(self) -> Ledger:
        device = self.life.device
        return fold(device.events, device.words, now=device.now(), day_start_min=self.day_start_min)

    @invariant()
    def every_millisecond_is_what_it_was(self) -> None:
        if not hasattr(self, "life"):
            return
        ledger = self.ledger()
        assert {entry.id for entry in ledger.entries} == set(self.life.truths)
        for entry in ledger.entries:
            truth = self.life.truths[entry.id]
            seen = truth.seen()
            if self.life.laid_out or not (truth.said or self.life.by_hand):
                assert sums(seen_in(entry)) == sums(seen)
                assert entry.worked_ms == sums(seen).get("work", 0) + sums(seen).get("claimed", 0)
            assert sum(entry.total_ms(kind) for kind in KINDS) == entry.elapsed_ms == sum(one[1] for one in seen)
            assert (entry.state, entry.voided, entry.project) == (truth.state, truth.void, truth.project)
            assert entry.description == truth.description
            if self.life.laid_out:
                assert seen_in(entry) == seen
                assert entry.unanswered_ms == sum(
                    one.length_ms for one in seen if one.kind in ABSENCES and not one.answered
                )

    @invariant()
    def days_hold_what_was_lived_on_them(self) -> None:
        if not hasattr(self, "life") or self.life.by_hand:
            return
        ledger = self.ledger()
        counted = sum(ms for kinds in ledger.totals.values() for kind, ms in kinds.items() if kind != "unanswered")
        assert counted == sum(entry.elapsed_ms for entry in ledger.entries if not entry.voided)
        assert not ledger.overlaps
        if not self.life.laid_out:
            return
        expected: dict[tuple[str, str, str], int] = {}
        for truth in self.life.truths.values():
            for span in [] if truth.void else truth.told():
                length_ms = span.end - span.start
                days = by_day(truth.wall_ms + span.start, length_ms, span.zone, self.day_start_min)
                for day, ms in days.items():
                    key = (day, truth.project, span.kind)
                    expected[key] = expected.get(key, 0) + ms
        assert expected == {
            (cell.day.isoformat(), cell.project, kind): ms
            for cell, kinds in ledger.totals.items()
            for kind, ms in kinds.items()
            if kind != "unanswered"
        }

    def teardown(self) -> None:
        if not hasattr(self, "life"):
            return
        self.life.finish()
        self.every_millisecond_is_what_it_was()
        events = self.life.device.events
        again = [*events, *events[: len(events) // 2]]
        random.Random(len(events)).shuffle(again)
        words = self.life.device.words
        assert fold(again, words) == fold(events, words)


OneComputer.TestCase.settings = WORLDS
TestOneComputer = OneComputer.TestCase
