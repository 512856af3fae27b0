"""A day's own bounds and the days of a stretch are two ways to ask one question."""

from datetime import timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from truthtime_core.days import FIRST_MS, LAST_MS, day_of, day_start_ms, parse_day, zone_of
from truthtime_desktop.store.rollup import Span, _days, _touches

ZONES = ("Europe/Paris", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "No/Where")
SKIPPED_MS = day_start_ms(parse_day("2011-12-30"), zone_of("Pacific/Apia", 0))
INSTANTS = st.integers(0, 2_000_000_000_000) | st.integers(SKIPPED_MS - 2, SKIPPED_MS + 2)


@given(
    INSTANTS,
    st.integers(-1, 2) | st.integers(0, 300_000_000),
    st.sampled_from(ZONES),
    st.sampled_from((0, 60, 360)),
    st.integers(-3, 5),
)
@example(FIRST_MS - 1, 2, "Europe/Paris", 0, 0)
@example(LAST_MS - 1, 86_400_000, "Europe/Paris", 360, 0)
def test_both_say_the_same(start_ms: int, length_ms: int, zone: str, day_start_min: int, off: int) -> None:
    span = Span(start_ms, start_ms + length_ms, zone, 120)
    day = day_of(start_ms, zone_of(zone, 120), day_start_min) + timedelta(days=off)
    assert _touches(span, day, day_start_min) == (day in _days(span, day_start_min))
