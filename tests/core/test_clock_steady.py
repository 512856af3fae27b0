"""Clocks: noise never becomes sleep, sleep is never taken for noise, and no difference is negative."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import FakeClock
from truthtime_core.clock import SLEPT_AT_LEAST_MS, STEPPED_AT_LEAST_MS, Lapse, Reading, lapse, steady

noise = st.integers(-5, 5)
moves = st.lists(
    st.tuples(st.sampled_from(["tick", "sleep"]), st.integers(SLEPT_AT_LEAST_MS + 20, 10**9), noise, noise), max_size=12
)


@given(moves)
def test_noise_never_makes_sleep_and_sleep_is_kept(moves: list[tuple[str, int, int, int]]) -> None:
    clock = FakeClock(awake_ms=10_000)
    first = previous = clock.read()
    slept_ms = 0
    for move, ms, awake_noise_ms, elapsed_noise_ms in moves:
        reading = clock.tick(ms) if move == "tick" else clock.sleep(ms)
        slept_ms += ms if move == "sleep" else 0
        noisy = replace(
            reading,
            awake_ms=reading.awake_ms + awake_noise_ms,
            elapsed_ms=reading.elapsed_ms + elapsed_noise_ms,
        )
        found = steady(noisy, previous)
        before, after = lapse(first, previous).asleep_ms, lapse(first, found).asleep_ms
        if move == "tick":
            assert after == before
        assert found.awake_ms >= previous.awake_ms
        assert found.elapsed_ms >= previous.elapsed_ms
        previous = found
    assert abs(lapse(first, previous).asleep_ms - slept_ms) <= 20


def test_exact_readings_pass_unchanged() -> None:
    clock = FakeClock()
    first = clock.read()
    assert steady(first, None) == first
    assert steady(clock.tick(5), first) == clock.read()
    assert steady(clock.sleep(SLEPT_AT_LEAST_MS), first) == clock.read()
    other = clock.reboot()
    assert steady(other, first) == other


def test_many_short_sleeps_are_not_lost() -> None:
    clock = FakeClock()
    first = previous = clock.read()
    for _ in range(1_000):
        clock.tick(1_000)
        previous = steady(clock.sleep(100), previous)
    assert 100_000 - lapse(first, previous).asleep_ms < SLEPT_AT_LEAST_MS


def test_an_awake_clock_that_went_back_stands_still() -> None:
    clock = FakeClock()
    first = clock.read()
    back = replace(first, awake_ms=first.awake_ms - 100, elapsed_ms=first.elapsed_ms - 100)
    assert steady(back, first) == first


def test_a_lapse_tells_awake_asleep_and_stepped_apart() -> None:
    clock = FakeClock()
    first = clock.read()
    clock.tick(1_000)
    clock.sleep(2_000)
    assert lapse(first, clock.read()) == Lapse(1_000, 2_000, 0)
    clock.step(-86_400_000)
    assert lapse(first, clock.read()) == Lapse(1_000, 2_000, -86_400_000)
    clock.step(86_400_000 + STEPPED_AT_LEAST_MS)
    assert lapse(first, clock.read()).stepped_ms == 0


readings = st.builds(
    Reading, *[st.integers(-(2**53), 2**53)] * 2, *[st.just("b")] * 2, *[st.integers(-(2**53), 2**53)] * 2
)


@given(readings, readings)
def test_impossible_readings_never_give_negative_time(before: Reading, after: Reading) -> None:
    found = lapse(before, after)
    assert found.awake_ms >= 0
    assert found.asleep_ms >= 0
    assert found.awake_ms + found.asleep_ms == max(0, after.elapsed_ms - before.elapsed_ms)


def test_moved_back_moves_all_three_clocks() -> None:
    reading = FakeClock().read()
    assert lapse(reading.moved_back(300_000), reading) == Lapse(300_000, 0, 0)
