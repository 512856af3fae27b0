"""The subscription: where the user stands. It changes by Stripe's word alone (webhooks.py)."""

from typing import Any, Final

import orjson
from fastapi import APIRouter, Request, Response

from truthtime_core.days import rfc3339, zone_of
from truthtime_core.plans import Subscription, standing
from truthtime_server.account_schemas import SubscriptionStanding
from truthtime_server.answers import JSON, caller, encoded, services_of

router = APIRouter(prefix="/api/subscriptions", tags=["subscriptions"])

_MINE = "select subscription_of($1)"
_NONE: Final[dict[str, Any]] = {
    "status": "none",
    "billing_interval": None,
    "current_period_start_ms": None,
    "current_period_end_ms": None,
    "trial_end_ms": None,
    "cancel_at_period_end": False,
}


@router.get("", response_model=SubscriptionStanding)
async def mine(request: Request) -> Response:
    """Plan and entitlements at this moment, and what Stripe last said about the subscription."""
    who = await caller(request, "read")
    services = services_of(request)
    text: str | None = await services.database.value(_MINE, services.database.identity(who.user))
    stored: dict[str, Any] | None = orjson.loads(text) if text else None
    document = shown(stored, services.clock.wall_ms(), billing=bool(services.settings.stripe_webhook_secrets))
    return Response(encoded(document), 200, {"Cache-Control": "no-store"}, JSON)


def shown(stored: dict[str, Any] | None, now_ms: int, *, billing: bool) -> dict[str, Any]:
    """The answer for a row of subscriptions, None when there is none.

    Args:
        now_ms: UTC milliseconds.
        billing: whether this server sells anything.
    """
    row = stored or _NONE
    start_ms, end_ms, trial_ms = (
        row[f"{name}_ms"] for name in ("current_period_start", "current_period_end", "trial_end")
    )
    last = Subscription(row["status"], start_ms, end_ms, trial_ms, row["cancel_at_period_end"]) if stored else None
    stands = standing(last, now_ms, billing=billing)
    return {
        "plan": stands.plan,
        "state": stands.state,
        "until": _moment(stands.until_ms),
        "entitlements": list(stands.entitlements),
        "billing": billing,
        "status": row["status"],
        "billing_interval": row["billing_interval"],
        "current_period_start": _moment(start_ms),
        "current_period_end": _moment(end_ms),
        "trial_end": _moment(trial_ms),
        "cancel_at_period_end": row["cancel_at_period_end"],
    }


def _moment(at_ms: int | None) -> str | None:
    return None if at_ms is None else rfc3339(at_ms, zone_of("UTC", 0))
