"""What a subscription entitles to at a moment: pure rules over what Stripe last said.

The statuses are Stripe's (the Subscription object of its API, field ``status``). Recording, reading, exporting and
erasing belong to everybody; a plan decides about sync between devices alone (design, section 7).
"""

from dataclasses import dataclass
from typing import Literal

Plan = Literal["free", "pro"]
State = Literal["none", "trial", "active", "past_due", "ending", "expired"]

DAY_MS = 86_400_000
GRACE_MS = 14 * DAY_MS
"""A payment that failed has this long to succeed: Stripe's retries take up to two weeks by default."""

LATE_MS = 3 * DAY_MS
"""The news of a renewal may come so late: Stripe sends an event again for three days while a server is away."""

NEVER_PAID = frozenset({"none", "incomplete", "incomplete_expired"})
"""Statuses of a subscription whose first payment has not been made."""

SYNC = "sync"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What Stripe last said.

    Attributes:
        status: one of Stripe's; one that is not known here entitles to nothing.
        period_start_ms, period_end_ms: the period that is or was to be paid for, UTC milliseconds.
        trial_end_ms: end of the trial, if there was one.
        cancel_at_period_end: it was cancelled and runs until what was paid for ends.
    """

    status: str
    period_start_ms: int | None = None
    period_end_ms: int | None = None
    trial_end_ms: int | None = None
    cancel_at_period_end: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands.

    Attributes:
        state: ``none`` before any subscription and on a server without billing, ``ending`` once it was cancelled and
            still runs.
        until_ms: when the plan changes unless something happens; None when nothing will change it.
        entitlements: what they may do beyond what everybody may.
    """

    plan: Plan
    state: State
    until_ms: int | None
    entitlements: tuple[str, ...]


def standing(subscription: Subscription | None, now_ms: int, *, billing: bool) -> Standing:
    """Where a person stands at this moment.

    Args:
        subscription: None when there never was one.
        now_ms: UTC milliseconds.
        billing: whether this server sells anything; one that does not gives Pro to everybody.
    """
    if not billing:
        return Standing("pro", "none", None, (SYNC,))
    if subscription is None:
        return Standing("free", "none", None, ())
    if subscription.status in NEVER_PAID:
        return Standing("free", "none", None, ())
    state, until_ms = _running(subscription)
    if state == "expired" or (until_ms is not None and now_ms >= until_ms):
        return Standing("free", "expired", None, ())
    return Standing("pro", state, until_ms, (SYNC,))


def _running(subscription: Subscription) -> tuple[State, int | None]:
    """The state while it lasts, and until when that is."""
    ends_ms = subscription.period_end_ms
    if subscription.status == "past_due":
        # Stripe has begun the period that is not paid for when it says so.
        began_ms = subscription.period_start_ms
        return "past_due", None if began_ms is None else began_ms + GRACE_MS
    if subscription.status not in {"trialing", "active"}:
        return "expired", None
    trial = subscription.status == "trialing"
    if trial and subscription.trial_end_ms is not None:
        ends_ms = subscription.trial_end_ms
    if subscription.cancel_at_period_end:
        return "ending", ends_ms
    return "trial" if trial else "active", None if ends_ms is None else ends_ms + LATE_MS
