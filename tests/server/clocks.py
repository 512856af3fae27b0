"""A server's clocks that a test moves by hand."""

MIDDAY_MS = 1_795_608_000_000


class HandClock:
    """Stands still until it is moved."""

    def __init__(self, at_ms: int = MIDDAY_MS) -> None:
        self._wall_ms = at_ms
        self._steady_ms = 5_000_000

    def wall_ms(self) -> int:
        return self._wall_ms

    def steady_ms(self) -> int:
        return self._steady_ms

    def wall_s(self) -> int:
        """The wall clock as a NumericDate."""
        return self._wall_ms // 1_000

    def pass_ms(self, duration_ms: int) -> None:
        """Let time pass on both clocks."""
        self._wall_ms += duration_ms
        self._steady_ms += duration_ms

    def step_ms(self, by_ms: int) -> None:
        """Somebody sets the wall clock."""
        self._wall_ms += by_ms
