"""Looking at the clocks while a timer runs: sleep, a frozen process, a stepped clock; and the sign of life for crashes.

Evidence is what lies between two looks. Whoever does not look cannot vouch for the time between, so a long silence of
the watcher is an absence, whatever caused it.
"""

from truthtime_core.clock import Clock, Reading, lapse, steady
from truthtime_core.events import Draft, reading_data
from truthtime_core.timer import TimerState
from truthtime_desktop.heartbeat import BEAT_EVERY_MS, Heart

TICK_S = 5
"""How often a watcher looks at the clocks while a timer runs: two wake-ups in ten seconds."""

FROZEN_AFTER_MS = 15_000
"""A watcher that did not run for this long saw nothing: the stretch is an absence, not work."""


class Watch:
    """One process's view of the clocks.

    Args:
        clock: where readings come from.
        heart: the heartbeat file of the account.
        staying: whether this process stays and looks regularly (the tray); a command of the command line does not.

    Attributes:
        elsewhere: another process watches at this moment, so its last heartbeat is not a last sign of life.
    """

    def __init__(self, clock: Clock, heart: Heart, *, staying: bool) -> None:
        self.staying = staying
        self.elsewhere = False
        self._clock = clock
        self._heart = heart
        self._seen: Reading | None = None
        self._beaten: Reading | None = None

    def read(self, newest: Reading | None, clicked: Reading | None = None) -> Reading:
        """The clocks now, steadied against the last look or, before the first one, the newest event's reading."""
        if clicked is not None:
            # It was steady when it was taken. A click that waited may lie before the last look: looking is no event.
            return steady(clicked, newest)
        return steady(self._clock.read(), self._seen or newest)

    def evidence(self, state: TimerState, now: Reading) -> list[Draft]:
        """What happened since the last look, as facts to be written before anything else."""
        before = self._seen
        if not self.staying or not state.timer or before is None or before.boot != now.boot:
            return []
        passed = lapse(before, now)
        span = {"from": reading_data(before), "to": reading_data(now)}
        drafts: list[Draft] = []
        if state.state == "running" and passed.asleep_ms:
            drafts.append(Draft("away.mark", state.timer, {"cause": "asleep", **span}, source="sleep"))
        if state.state == "running" and passed.awake_ms > FROZEN_AFTER_MS:
            drafts.append(Draft("away.mark", state.timer, {"cause": "off", **span}, source="recovery"))
        if passed.stepped_ms:
            drafts.append(Draft("clock.mark", state.timer, {"from": reading_data(before)}))
        return drafts

    def saw(self, state: TimerState, now: Reading) -> None:
        """Remember this look, and leave a sign of life when one is due.

        Raises:
            StoreError: the disk does not take the sign of life.
        """
        seen = self._seen
        if seen is None or seen.boot != now.boot or now.elapsed_ms >= seen.elapsed_ms:
            # A click that waited comes with earlier clocks; what was looked at since then stays looked at.
            self._seen = now
        if not self.staying or state.state != "running":
            if self._heart.last() is not None:
                self._heart.clear(now)
            self._beaten = None
            return
        beaten = self._beaten
        if beaten is None or beaten.boot != now.boot or now.elapsed_ms - beaten.elapsed_ms >= BEAT_EVERY_MS:
            self._heart.beat(state.timer, "running", now)
            self._beaten = now

    def leave(self, state: TimerState, now: Reading) -> None:
        """The last sign of life before an orderly end: the gap begins here and not some seconds earlier."""
        self._heart.beat(state.timer, "running", now)

    def last_sign_of_life(self, state: TimerState, newest: Reading | None, *, watched: bool) -> Reading | None:
        """Where the time of a watcher that is gone ended: its last beat, or its last event if that came later.

        None when the timer does not run, was never watched, or is being watched.

        Args:
            watched: what the log says: a watcher had begun with this timer. Without its heartbeat (it died before the
                first one, or the log is a restored backup) the newest event is the last sign.
        """
        if self.elsewhere or state.state != "running":
            return None
        beat = self._heart.last()
        if beat is None or beat.timer != state.timer:
            return newest if watched else None
        if newest is not None and newest.boot == beat.reading.boot and newest.elapsed_ms > beat.reading.elapsed_ms:
            return newest
        return beat.reading
