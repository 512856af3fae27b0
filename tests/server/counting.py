"""Counts of limits in the memory of this process, on clocks that a test moves: the second kind of `Settle`."""

from collections.abc import Sequence

from tests.server.clocks import HandClock
from truthtime_server.errors import ProblemError
from truthtime_server.limits import WINDOW_S, Settled


class MemoryCounts:
    """What the table and its function do (migration 0002), for one process."""

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._rows: dict[bytes, tuple[int, int, int]] = {}
        self.calls = 0
        self.down = False

    async def settle(self, keys: Sequence[bytes], hits: Sequence[int]) -> list[Settled]:
        self.calls += 1
        if self.down:
            raise ProblemError(503, "database_unavailable", "The server cannot reach its database.", "Try again.")
        minute, inside_ms = divmod(self._clock.steady_ms(), WINDOW_S * 1_000)
        found = []
        for key, more in zip(keys, hits, strict=True):
            last, count, before = self._rows.get(key, (minute, 0, 0))
            if last < minute:
                before, count = (count if last == minute - 1 else 0), 0
            self._rows[key] = (minute, count + more, before)
            found.append(Settled(key, count + more, before, WINDOW_S * 1_000 - inside_ms))
        return found

    def keys(self) -> list[bytes]:
        return list(self._rows)

    async def forget(self) -> None:
        self._rows.clear()
