"""Durations in words: rounded down, the same everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_desktop import durations


@pytest.mark.parametrize(
    ("duration_ms", "expected"),
    [
        (0, "0m"),
        (59_999, "0m"),
        (60_000, "1m"),
        (42 * 60_000 + 59_999, "42m"),
        (59 * 60_000 + 59_999, "59m"),
        (3_600_000, "1h 00m"),
        (91 * 60_000, "1h 31m"),
        (26 * 3_600_000 + 5 * 60_000, "26h 05m"),
        (-1, "0m"),
    ],
)
def test_labels(duration_ms: int, expected: str) -> None:
    assert durations.brief(duration_ms) == expected


@pytest.mark.parametrize(
    ("duration_ms", "with_seconds", "without"),
    [
        (0, "0:00:00", "0:00"),
        (999, "0:00:00", "0:00"),
        (5_467_000, "1:31:07", "1:31"),
        (360_000_000, "100:00:00", "100:00"),
    ],
)
def test_the_hero(duration_ms: int, with_seconds: str, without: str) -> None:
    assert durations.clock(duration_ms) == with_seconds
    assert durations.clock(duration_ms, seconds=False) == without


@given(st.integers(min_value=0, max_value=10**12))
def test_no_label_claims_more_than_there_was(duration_ms: int) -> None:
    hours, _, minutes = durations.brief(duration_ms).rpartition("h ")
    said_ms = (int(hours or 0) * 60 + int(minutes.removesuffix("m"))) * 60_000
    assert said_ms <= duration_ms < said_ms + 60_000
