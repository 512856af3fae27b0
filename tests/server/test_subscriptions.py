"""The subscription over the API: what Stripe last said, and what it entitles to."""

import asyncio

from tests.server.billing import event, now_s, selling, send, subscription
from tests.server.served import client, person
from truthtime_server.config import Settings

END_S = 4_000_000_000
NONE = {
    "plan": "free",
    "state": "none",
    "until": None,
    "entitlements": [],
    "billing": True,
    "status": "none",
    "billing_interval": None,
    "current_period_start": None,
    "current_period_end": None,
    "trial_end": None,
    "cancel_at_period_end": False,
}


def test_without_billing_everybody_has_pro(settings: Settings) -> None:
    async def run() -> None:
        async with client(settings, person(settings, "ada")[1]) as http:
            answer = await http.get("/api/subscriptions")
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
            assert answer.json() == NONE | {"plan": "pro", "entitlements": ["sync"], "billing": False}

    asyncio.run(run())


def test_a_subscription_is_shown_to_its_user_alone(settings: Settings) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        _bob, other = person(settings, "bob")
        async with client(selling(settings), token) as http:
            assert (await http.get("/api/subscriptions")).json() == NONE
            thing = subscription("cus_ada", "active", ada, period=(now_s() // 1, END_S), cancel_at_period_end=True)
            assert (await send(http, event("customer.subscription.updated", thing))).status_code == 200
            found = (await http.get("/api/subscriptions")).json()
            start = found.pop("current_period_start")
            assert start.endswith("+00:00")
            moment = "2096-10-02T07:06:40.000+00:00"
            assert found == {
                "plan": "pro",
                "state": "ending",
                "until": moment,
                "entitlements": ["sync"],
                "billing": True,
                "status": "active",
                "billing_interval": "month",
                "current_period_end": moment,
                "trial_end": None,
                "cancel_at_period_end": True,
            }
            theirs = await http.get("/api/subscriptions", headers={"Authorization": f"Bearer {other}"})
            assert theirs.json() == NONE

    asyncio.run(run())


def test_an_identity_and_the_scope_to_read_are_needed(settings: Settings) -> None:
    async def run() -> None:
        async with client(settings, person(settings, "ada", ("write",))[1]) as http:
            assert (await http.get("/api/subscriptions")).status_code == 403
            assert (await http.get("/api/subscriptions", headers={"Authorization": ""})).status_code == 401

    asyncio.run(run())
