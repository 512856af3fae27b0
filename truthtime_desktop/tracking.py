"""Start, pause, resume, stop and undo as stored transactions; watching while a timer runs; recovery after a crash.

The one place that turns a person's command into events. It returns only after COMMIT, so what it returns may be shown
as recorded. No Qt: the tray, the command line and the tests drive the same object.
"""

import os
from dataclasses import dataclass, replace
from datetime import date

from truthtime_core import timer as rules
from truthtime_core.clock import Clock, Reading
from truthtime_core.days import day_of, zone_of
from truthtime_core.entries import Entry, Now
from truthtime_core.errors import RefusedError, StoreError
from truthtime_core.events import Draft, Event, reading_data, uuid7
from truthtime_core.timer import Command, Decision, Options, Task, TimerState
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.opened import look
from truthtime_desktop.store import DayView, LockedError, Store
from truthtime_desktop.viewstate import Problem
from truthtime_desktop.watch import Watch

UNDO_WITHIN_MS = 10_000

_ALMOST_FULL = Problem("The disk is almost full.", "Free some space. What was recorded is safe.")


@dataclass(frozen=True, slots=True)
class Done:
    """A command that was recorded.

    Attributes:
        did: what it turned out to be (a toggle becomes start, stop or resume).
        entry: the entry it was about, after it.
        switched_from: the entry that a start ended, None when nothing ran.
    """

    did: Command
    entry: Entry
    reading: Reading
    switched_from: Entry | None = None


@dataclass(frozen=True, slots=True)
class _Undoable:
    did: Command
    before: TimerState
    written: tuple[tuple[str, str, str], ...]
    reading: Reading

    def is_recent(self, now: Reading) -> bool:
        return now.boot == self.reading.boot and now.elapsed_ms - self.reading.elapsed_ms <= UNDO_WITHIN_MS


class Tracker:
    """The timer of this computer over one store.

    Args:
        store: open for writing; the tracker does not close it.
        clock: where readings come from.
        heart: the heartbeat file of the same account.
        watching: whether this process stays and ticks (the tray). Without it timers are flagged unwatched.
        day_start_min: when the person's day begins, minutes after midnight.
    """

    def __init__(self, store: Store, clock: Clock, heart: Heart, *, watching: bool, day_start_min: int = 0) -> None:
        self.store = store
        self.state = TimerState()
        self._unsaved: Problem | None = None
        self._unwatchable: Problem | None = None
        self.watch = Watch(clock, heart, staying=watching)
        self.day_start_min = day_start_min
        self.watched = False
        self._elsewhere: Event | None = None
        self._undoable: _Undoable | None = None
        self.refresh()

    def refresh(self) -> None:
        """Read again what is open: at the beginning, and after another process has written."""
        opened = look(self.store)
        self.state, self.watched, self._elsewhere = opened.state, opened.watched, opened.elsewhere

    @property
    def problem(self) -> Problem | None:
        """The fault that stands now: events are not stored, signs of life are not, or the space runs out."""
        return self._unsaved or self._unwatchable or (_ALMOST_FULL if self.store.reserve.low else None)

    def read(self) -> Reading:
        """The clocks now, steadied against the last reading in the log or of this watcher."""
        return self.watch.read(self.store.last_reading)

    def recover(self) -> Decision | None:
        """Close the books on a watcher that ended without stopping its timer. None when there is nothing to tell.

        Call once before the first command. The gap from the last sign of life is recorded and counts as nothing.
        """
        last_seen = self._last_sign_of_life()
        now = self.read()
        decision = None
        if last_seen is not None:
            same_day = self.today(last_seen) == self.today(now)
            decision = rules.recovery(self.state, last_seen, now, same_day=same_day)
            self.store.append(decision.drafts, now)
            self.state = decision.after
        elif self.watch.staying and self.state.state == "running" and not self.watched:
            # From here on a watcher vouches for this timer; the log must say so, for the day it dies.
            self.store.append((Draft("clock.mark", self.state.timer, {"watched": 1}),), now)
        self.watched = self.watch.staying
        self._saw(now)
        return decision

    def command(self, command: Command, task: Task | None = None, reading: Reading | None = None) -> Done:
        """Carry out a command and return once it is on the disk.

        Args:
            task: what a start is about; its project is a name, and a project of that name is made if there is none.
            reading: the clocks at the moment of the click, if that was earlier.

        Raises:
            RefusedError: not possible in this state; nothing was written.
            StoreError: it could not be stored; nothing was acknowledged and the state is as before.
        """
        now = self.watch.read(self.store.last_reading, reading)
        self.observe(now)
        before = self.state
        if command == "stop" and not before.timer and self._elsewhere is not None:
            return self._stop_elsewhere(self._elsewhere, now)
        project, drafts = _project(self.store, task, now) if task and task.project else ("", ())
        options = Options(_new_id(now), self.watch.staying, replace(task or Task(), project=project))
        decision = rules.decide(before, command, options)
        if decision.did != "start":
            drafts = ()
        written = self._write((*drafts, *decision.drafts), now)
        self.state = decision.after
        if decision.did in {"start", "resume"}:
            self.watched = self.watch.staying
        self._saw(now)
        self._undoable = _Undoable(decision.did, before, _facts(written), now)
        switched = self.store.entry(before.timer, None) if decision.did == "start" and before.timer else None
        return Done(
            decision.did, _read_back(self.store.entry(decision.drafts[-1].timer, self.present(now))), now, switched
        )

    def undo(self) -> Done:
        """Take back the last command, within ten seconds of it.

        Raises:
            RefusedError: there is nothing to take back any more.
            StoreError: it could not be stored.
        """
        now = self.read()
        last = self._undoable
        if last is None or not self.can_undo(now):
            raise RefusedError(
                "There is nothing to undo.",
                "An action can be undone within 10 seconds, while TruthTime runs in the tray.",
            )
        decision = rules.undo(last.did, last.before, last.written)
        self._write(decision.drafts, now)
        self.state = decision.after
        self._undoable = None
        self._saw(now)
        return Done(last.did, _read_back(self.store.entry(decision.drafts[-1].timer, self.present(now))), now)

    def can_undo(self, now: Reading) -> bool:
        """Whether the last command can still be taken back."""
        return self._undoable is not None and self._undoable.is_recent(now)

    def tick(self) -> bool:
        """Look at the clocks: while a timer runs, every `TICK_S` seconds. Returns whether there is news.

        Raises:
            LockedError: another process has the file; the next tick tries again.
            StoreError: the file cannot be read.
        """
        before, now = self.problem, self.read()
        if self.store.reserve.low:
            self.store.reserve.restore()
        try:
            recorded = self.observe(now)
        except LockedError:
            raise
        except StoreError:
            recorded = False  # A standing problem from now on, told of once and not at every tick; found again at each.
        return recorded or self.problem != before

    def observe(self, now: Reading) -> bool:
        """Record what lies between the last look at the clocks and this one: sleep, a frozen process, a clock step."""
        drafts = self.watch.evidence(self.state, now)
        if drafts:
            self._write(tuple(drafts), now)
        if self.watch.staying and self.state.timer:
            self._saw(now)
        return bool(drafts)

    def today(self, now: Reading) -> date:
        """The person's day at this moment."""
        return day_of(now.at_ms, zone_of(now.zone, now.offset_min), self.day_start_min)

    def entry(self, now: Reading) -> Entry | None:
        """The open entry up to now, None when nothing is open."""
        return self.store.entry(self.state.timer, self.present(now)) if self.state.timer else None

    def day(self, day: date, now: Reading) -> DayView:
        """A day's totals up to now."""
        return self.store.day(day, self.present(now), self.day_start_min)

    def present(self, now: Reading) -> Now:
        """The present for the fold; where a watcher has died, nothing is known since its last sign of life."""
        unseen_since = None
        if not self.watch.staying:
            unseen_since = self._last_sign_of_life()
        return Now(self.store.head.device, now, unseen_since)

    def leave(self) -> None:
        """The watcher ends in an orderly way: the last sign of life is now, so that the gap begins here.

        Raises:
            StoreError: the disk does not take it; the gap will begin at the heartbeat before.
        """
        if self.watch.staying and self.state.state == "running":
            now = self.read()
            self.observe(now)
            self.watch.leave(self.state, now)

    def _last_sign_of_life(self) -> Reading | None:
        return self.watch.last_sign_of_life(self.state, self.store.last_reading, watched=self.watched)

    def _stop_elsewhere(self, newest: Event, now: Reading) -> Done:
        """End a timer that was left open on another computer, where its last event was: nothing later is known."""
        self._write((Draft("timer.stop", newest.timer, {"at": reading_data(newest.reading)}),), now)
        self.refresh()
        return Done("stop", _read_back(self.store.entry(newest.timer, self.present(now))), now)

    def _saw(self, now: Reading) -> None:
        """A sign of life that cannot be written makes no recorded command undone: it becomes a standing problem."""
        try:
            self.watch.saw(self.state, now)
        except StoreError as error:
            self._unwatchable = Problem(error.title, error.hint)
        else:
            self._unwatchable = None

    def _write(self, drafts: tuple[Draft, ...], now: Reading) -> tuple[Event, ...]:
        """Store it; what a disk refused is a standing problem until it takes something again."""
        try:
            events = self.store.append(drafts, now)
        except LockedError:
            raise  # It is tried again soon, and told of if that is in vain.
        except StoreError as error:
            self._unsaved = Problem(error.title, error.hint)
            raise
        self._unsaved = None
        return events


def _read_back(entry: Entry | None) -> Entry:
    if entry is None:
        raise StoreError("The entry just written cannot be read.", "Run `truthtime doctor` and restore a backup.")
    return entry


def _facts(events: tuple[Event, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((event.id, event.type, event.timer) for event in events if event.type.startswith("timer."))


def _project(store: Store, task: Task, now: Reading) -> tuple[str, tuple[Draft, ...]]:
    """Id of the project with this name, and what makes it if there is none."""
    known = store.project_named(task.project)
    if known is not None:
        return known.id, ()
    project = _new_id(now)
    return project, (Draft("project.set", data={"project": project}, words={"name": task.project}),)


def _new_id(now: Reading) -> str:
    return uuid7(now.at_ms, os.urandom(10))
