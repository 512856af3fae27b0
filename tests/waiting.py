"""Waiting in tests: for a condition with a deadline, never for a fixed time."""

import time
from collections.abc import Callable

POLL_S = 0.005


def until(predicate: Callable[[], object], timeout_s: float = 10.0, what: str = "the condition") -> None:
    """Return as soon as the predicate holds.

    Args:
        predicate: asked every few milliseconds; anything truthy ends the wait.
        timeout_s: deadline in seconds; generous, because it costs nothing when the test passes.
        what: what is waited for, as the end of "Waited in vain for ...".

    Raises:
        AssertionError: the deadline passed first.
    """
    deadline_s = time.monotonic() + timeout_s
    while not predicate():
        assert time.monotonic() < deadline_s, f"Waited {timeout_s} s in vain for {what}."
        time.sleep(POLL_S)
