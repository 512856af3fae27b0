"""A world to track time in: a computer that sleeps, restarts and travels, a person, and the truth about both.

The program's side goes through `timer.decide`, `timer.recovery`, `timer.undo` and `events.seal` only; the truth is kept
apart in `tests.core.truth`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.clocks import FakeClock
from tests.core.facts import Device, uuid_of
from tests.core.truth import Truth
from truthtime_core.clock import Reading
from truthtime_core.errors import RefusedError
from truthtime_core.events import Draft, reading_data
from truthtime_core.timer import Command, Options, Task, TimerState, decide, recovery, undo

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Pacific/Auckland",
    "America/Los_Angeles",
    "America/St_Johns",
    "UTC",
)
STARTS = (
    "2026-11-17T09:04:00",
    "2026-03-29T00:30:00",  # Paris springs forward
    "2026-10-24T22:00:00",  # Paris falls back
    "2026-10-03T20:00:00",  # Lord Howe moves by half an hour
    "2028-02-28T21:00:00",  # before the leap day
    "2026-12-31T23:59:00",
)


@dataclass
class Done:
    """The last command, for undo."""

    did: Command
    before: TimerState
    written: tuple[tuple[str, str, str], ...]
    at: int


class Life:
    """One device and the truth about it.

    Attributes:
        now: true milliseconds since the world began; nobody's clock shows them.
        by_hand: whether the person changed times so that entries may overlap.
        laid_out: whether every sleep was noticed at once, so that even the places of intervals are exact.
    """

    def __init__(self, name: str, start: str, zone: str) -> None:
        self.device = Device(name, FakeClock(start, zone))
        self.now = 0
        self.state = TimerState()
        self.truths: dict[str, Truth] = {}
        self.last: Done | None = None
        self.laid_out = True
        self.by_hand = False

    @property
    def clock(self) -> FakeClock:
        return self.device.clock

    @property
    def open(self) -> Truth | None:
        return self.truths[self.state.timer] if self.state.timer else None

    # What happens to the computer

    def tick(self, ms: int) -> None:
        self.clock.tick(ms)
        self._live(ms, "work")

    def sleep(self, ms: int, *, noticed: bool) -> None:
        before = self._noted()
        self.clock.sleep(ms)
        self._live(ms, "asleep")
        if noticed:
            self._mark("asleep", before)
        elif self.state.state == "running":
            self.laid_out = False

    def away(self, parts: Sequence[int], order: Sequence[int]) -> None:
        """Idle, then locked, asleep while locked, locked, unlocked but idle; the marks come in any order."""
        readings = [self._noted()]
        for kind, ms in zip(("idle", "locked", "asleep", "locked", "idle"), parts, strict=True):
            readings.append(self.clock.sleep(ms) if kind == "asleep" else self.clock.tick(ms))
            self._live(ms, kind)
        marks = [("idle", 0, 5), ("locked", 1, 4), ("asleep", 2, 3)]
        for cause, since, until in (marks[index] for index in order):
            self._mark(cause, readings[since], readings[until])

    def step(self, ms: int, *, noticed: bool) -> None:
        """While paused the program must notice: nothing else compares the clocks before the computer may go off."""
        before = self.clock.read()
        self.clock.step(ms)
        if noticed or self.state.state == "paused":
            self._write(Draft("clock.mark", self.state.timer, {"from": reading_data(before)}))

    def travel(self, zone: str) -> None:
        self.clock.travel(zone)

    def restart(self, unseen_ms: int, off_ms: int, *, reboot: bool) -> None:
        """The program ends without a word; the last heartbeat was `unseen_ms` before. Later it starts again."""
        self.last = None
        last_seen, seen_at = self._noted(), self.now
        self.clock.tick(unseen_ms)
        now = self.clock.reboot(off_ms) if reboot else self.clock.tick(off_ms)
        self._live(unseen_ms + off_ms, "off")
        if self.state.state != "running":
            return
        truth = self.open
        assert truth is not None
        same_day = self._date(last_seen) == self._date(now)
        decision = recovery(self.state, last_seen, now, same_day=same_day)
        self._write(*decision.drafts)
        self.state = decision.after
        truth.state = decision.after.state
        if truth.state == "stopped":
            truth.cut(seen_at)

    # What the person does

    def command(self, command: Command, task: Task) -> None:
        before, at = self.state, self.now
        try:
            decision = decide(
                before, command, Options(uuid_of(f"{self.device.name} {self.device.head.seq}"), task=task)
            )
        except RefusedError:
            return
        written = self._write(*decision.drafts)
        self.last = Done(decision.did, before, written, at)
        if before.timer:
            self.truths[before.timer].state = "stopped" if decision.did == "start" else decision.after.state
        self.state = decision.after
        if decision.did == "start":
            wall_ms, zone = self.clock.at_ms, self.clock.zone
            self.truths[self.state.timer] = Truth(
                self.state.timer, wall_ms, self.now, zone, task.project, task.description
            )

    def undo(self, after_ms: int) -> None:
        """Within ten seconds: as if the command had not been given."""
        done = self.last
        if done is None:
            return
        self.tick(after_ms)
        if done.did == "start":
            started = self.truths[self.state.timer]
            started.state, started.void, started.undone = "stopped", True, True
        self.state = done.before
        if self.state.timer:
            truth = self.truths[self.state.timer]
            truth.state = self.state.state
            truth.live(done.at, self.now, "work")
        self._write(*undo(done.did, done.before, done.written).drafts)
        self.last = None

    def answer(self, timer: str, since: int, length_ms: int, kind: str) -> None:
        truth = self.truths[timer]
        since, until = min(since, truth.length_ms), min(since + length_ms, truth.length_ms)
        if since < until:
            parts = [{"from_ms": since, "to_ms": until, "kind": kind}]
            self._write(Draft("away.answer", timer, {"parts": parts}, {"reason": "Phone"}))
            truth.said.append((since, until, kind))

    def amend(self, timer: str, begin: int | None, finish: int | None, description: str) -> None:
        truth = self.truths[timer]
        moments = {"start_ms": begin, "end_ms": finish}
        data = {name: truth.wall_ms + place for name, place in moments.items() if place is not None}
        self._write(Draft("entry.amend", timer, data, {"description": description, "reason": "Wrong"}))
        truth.description = description
        truth.begin = truth.begin if begin is None else begin
        truth.finish = truth.finish if finish is None else finish
        self.by_hand = self.by_hand or bool(data)

    def void(self, timer: str, *, restore: bool) -> None:
        self._write(Draft("entry.restore" if restore else "entry.void", timer, words={"reason": "Twice"}))
        # A start that was undone and then restored did run beside the timer before it.
        self.by_hand = self.by_hand or (restore and self.truths[timer].undone)
        self.truths[timer].void = not restore

    def finish(self) -> None:
        """End of the world: nothing stays open."""
        if self.state.timer:
            self.command("stop", Task())

    # How it is written down

    def _live(self, ms: int, kind: str) -> None:
        if self.open is not None:
            self.open.live(self.now, self.now + ms, kind)
        self.now += ms

    def _noted(self) -> Reading:
        """A reading that a mark will carry, if one will be written: from here on the zone is known."""
        if self.open is not None and self.state.state == "running":
            self.open.zone = self.clock.zone
        return self.clock.read()

    def _mark(self, cause: str, since: Reading, until: Reading | None = None) -> None:
        if self.state.state == "running":
            data = {"cause": cause, "from": reading_data(since), "to": reading_data(until or self.clock.read())}
            self._write(Draft("away.mark", self.state.timer, data, source="idle"))

    def _write(self, *drafts: Draft) -> tuple[tuple[str, str, str], ...]:
        for draft in drafts:
            clockwork = draft.type.startswith(("timer.", "away.mark", "clock."))
            if draft.timer in self.truths and clockwork:
                self.truths[draft.timer].zone = self.clock.zone
        return tuple((event.id, event.type, event.timer) for event in self.device.write(*drafts))

    @staticmethod
    def _date(reading: Reading) -> object:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=reading.at_ms)
        return moment.astimezone(ZoneInfo(reading.zone)).date()
