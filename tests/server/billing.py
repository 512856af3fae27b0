"""Stripe as the server meets it: events of subscriptions, signed with the official package."""

import json
from typing import Any
from uuid import UUID, uuid4

import httpx2
from pydantic import SecretStr
from stripe import WebhookSignature

from truthtime_server.clock import SystemClock
from truthtime_server.config import Settings

SECRET = "whsec_of_the_tests"  # noqa: S105 - of a server that lives as long as a test
DAY_S = 86_400


def selling(settings: Settings, *secrets: str) -> Settings:
    """The same server with billing."""
    found = tuple(SecretStr(one) for one in (secrets or (SECRET,)))
    return settings.model_copy(update={"stripe_webhook_secrets": found})


def now_s() -> int:
    return SystemClock().wall_ms() // 1_000


def subscription(customer: str, status: str, user: UUID | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A Subscription of Stripe's API 2026-10-28, as far as it matters, and some of the rest."""
    start_s, end_s = more.pop("period", (now_s(), now_s() + 30 * DAY_S))
    item = {
        "object": "subscription_item",
        "current_period_start": start_s,
        "current_period_end": end_s,
        "price": {"object": "price", "recurring": {"interval": "month", "interval_count": 1}},
    }
    return {
        "id": f"sub_of_{customer}",
        "object": "subscription",
        "created": 1_700_000_000,
        "customer": customer,
        "status": status,
        "items": {"object": "list", "data": [item]},
        "metadata": {"user_id": str(user)} if user else {},
        "trial_end": None,
        "cancel_at_period_end": False,
        "description": "words of a person",
        **more,
    }


def event(kind: str, thing: dict[str, Any], created_s: int = 1_700_000_000, name: str = "") -> dict[str, Any]:
    return {
        "id": name or f"evt_{uuid4().hex}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": created_s,
        "type": kind,
        "livemode": False,
        "data": {"object": thing},
    }


async def send(
    http: httpx2.AsyncClient, what: dict[str, Any] | bytes, *, secret: str = SECRET, age_s: int = 0
) -> httpx2.Response:
    """Deliver an event as Stripe does, without any identity of a user."""
    body = what if isinstance(what, bytes) else json.dumps(what).encode()
    signature = WebhookSignature.generate_signature_header(body.decode("latin-1"), secret, now_s() - age_s)
    if not body.isascii():
        raise ValueError("the package signs text")
    headers = {"Stripe-Signature": signature, "Authorization": "", "Content-Type": "application/json"}
    return await http.post("/api/webhooks", content=body, headers=headers)
