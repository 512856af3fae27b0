"""Plans: what a subscription entitles to, at every moment of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_core.plans import DAY_MS, GRACE_MS, LATE_MS, Standing, Subscription, standing

START, END = 100 * DAY_MS, 130 * DAY_MS
STATUSES = (
    "none", "incomplete", "incomplete_expired", "trialing", "active", "past_due", "canceled", "unpaid", "paused", "new",
)  # fmt: skip
TIMES = st.none() | st.integers(0, 400 * DAY_MS)
SUBSCRIPTIONS = st.builds(Subscription, st.sampled_from(STATUSES), TIMES, TIMES, TIMES, st.booleans())


def at(subscription: Subscription | None, now_ms: int) -> tuple[str, str, int | None]:
    stands = standing(subscription, now_ms, billing=True)
    return stands.plan, stands.state, stands.until_ms


@pytest.mark.parametrize(
    ("subscription", "now_ms", "expected"),
    [
        (None, START, ("free", "none", None)),
        (Subscription("incomplete", START, END), START, ("free", "none", None)),
        (Subscription("incomplete_expired", START, END), START, ("free", "none", None)),
        (Subscription("trialing", START, END, END), START, ("pro", "trial", END + LATE_MS)),
        (Subscription("trialing", START, END, END - DAY_MS), START, ("pro", "trial", END - DAY_MS + LATE_MS)),
        (Subscription("trialing", START, END), START, ("pro", "trial", END + LATE_MS)),
        (Subscription("trialing", START, END, END, cancel_at_period_end=True), END - 1, ("pro", "ending", END)),
        (Subscription("trialing", START, END, END, cancel_at_period_end=True), END, ("free", "expired", None)),
        (Subscription("active", START, END), START, ("pro", "active", END + LATE_MS)),
        (Subscription("active", START, END), END + LATE_MS - 1, ("pro", "active", END + LATE_MS)),
        (Subscription("active", START, END), END + LATE_MS, ("free", "expired", None)),
        (Subscription("active"), END, ("pro", "active", None)),
        (Subscription("active", START, END, cancel_at_period_end=True), END - 1, ("pro", "ending", END)),
        (Subscription("active", START, END, cancel_at_period_end=True), END, ("free", "expired", None)),
        (Subscription("past_due", START, END), START + GRACE_MS - 1, ("pro", "past_due", START + GRACE_MS)),
        (Subscription("past_due", START, END), START + GRACE_MS, ("free", "expired", None)),
        (Subscription("past_due"), END, ("pro", "past_due", None)),
        (Subscription("canceled", START, END), START, ("free", "expired", None)),
        (Subscription("unpaid", START, END), START, ("free", "expired", None)),
        (Subscription("paused", START, END), START, ("free", "expired", None)),
        (Subscription("a status of next year", START, END), START, ("free", "expired", None)),
    ],
)
def test_where_a_person_stands(
    subscription: Subscription | None, now_ms: int, expected: tuple[str, str, int | None]
) -> None:
    assert at(subscription, now_ms) == expected


@given(st.none() | SUBSCRIPTIONS, st.integers(0, 400 * DAY_MS))
def test_a_server_that_sells_nothing_gives_everybody_everything(subscription: Subscription | None, now_ms: int) -> None:
    assert standing(subscription, now_ms, billing=False) == Standing("pro", "none", None, ("sync",))


@given(SUBSCRIPTIONS, st.integers(0, 400 * DAY_MS), st.integers(0, 400 * DAY_MS))
def test_without_news_a_plan_ends_once_exactly_when_it_said(subscription: Subscription, one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    before, after = (standing(subscription, moment, billing=True) for moment in (earlier, later))
    assert (before.plan == "pro") == bool(before.entitlements)
    if before.plan == "free":
        assert (after, before.until_ms) == (before, None)
    elif before.until_ms is None or later < before.until_ms:
        assert after == before
    else:
        assert (after.plan, after.state) == ("free", "expired")


@given(SUBSCRIPTIONS, st.integers(0, 400 * DAY_MS))
def test_cancelling_never_adds_a_day(subscription: Subscription, now_ms: int) -> None:
    status, *times = (subscription.status, subscription.period_start_ms, subscription.period_end_ms)
    kept = Subscription(status, *times, subscription.trial_end_ms)
    cancelled = Subscription(status, *times, subscription.trial_end_ms, cancel_at_period_end=True)
    if standing(cancelled, now_ms, billing=True).plan == "pro":
        assert standing(kept, now_ms, billing=True).plan == "pro"
