"""Stripe's webhooks: only what Stripe signed, each event once, the same subscription in whatever order they come."""

import asyncio
import json
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from tests.server.billing import DAY_S, SECRET, event, now_s, selling, send, subscription
from tests.server.served import client, person
from truthtime_server.config import Settings
from truthtime_server.stripe_events import MalformedError, read_event

Owner = psycopg.Connection[tuple[Any, ...]]


def stored(owner: Owner) -> list[tuple[Any, ...]]:
    """Every event as it is stored."""
    owner.execute("set role truthtime_backup")
    found = owner.execute("select id, user_id, customer, outcome, payload from stripe_events order by id").fetchall()
    owner.execute("reset role")
    return found


def somebody(owner: Owner) -> UUID:
    """A user who never asks for anything."""
    user = uuid4()
    owner.execute("insert into users (id, issuer, subject) values (%s, 'local', %s)", (user, str(user)))
    return user


def row_of(owner: Owner, user: UUID) -> tuple[Any, ...] | None:
    """A user's subscription, but for what differs between databases."""
    owner.execute("set role truthtime_backup")
    found = owner.execute(
        "select stripe_customer_id, stripe_subscription_id, plan, status, billing_interval, current_period_end,"
        " cancel_at_period_end, event_created_at from subscriptions where user_id = %s",
        (user,),
    ).fetchone()
    owner.execute("reset role")
    return found


async def standing(http: httpx2.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await http.get("/api/subscriptions")).json()
    return found


def test_a_subscription_from_its_trial_to_its_end(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        async with client(selling(settings), token) as http:
            assert (await standing(http))["plan"] == "free"
            trial_s = now_s() + 14 * DAY_S
            story: tuple[tuple[str, dict[str, Any], tuple[str, str]], ...] = (
                ("created", {"status": "trialing", "trial_end": trial_s}, ("pro", "trial")),
                ("updated", {"status": "active"}, ("pro", "active")),
                ("updated", {"status": "past_due"}, ("pro", "past_due")),
                ("updated", {"status": "active", "cancel_at_period_end": True}, ("pro", "ending")),
                ("paused", {"status": "paused"}, ("free", "expired")),
                ("deleted", {"status": "canceled"}, ("free", "expired")),
            )
            for number, (kind, changes, expected) in enumerate(story):
                thing = subscription("cus_ada", user=ada, **({"status": ""} | changes))
                answer = await send(http, event(f"customer.subscription.{kind}", thing, 1_700_000_000 + number))
                assert (answer.status_code, answer.json()) == (200, {"received": True, "outcome": "applied"})
                found = await standing(http)
                assert (found["plan"], found["state"], found["status"]) == (*expected, changes["status"])
        kept = json.dumps([str(row) for row in stored(owner)])
        assert "words of a person" not in kept

    asyncio.run(run())


def history(user: UUID, customer: str) -> list[dict[str, Any]]:
    """Events of one subscription; some of one second, one that does not name the user."""
    at_s = 1_700_000_000
    steps = [("created", "incomplete", 0), ("updated", "active", 0), ("updated", "past_due", 9)]
    made = [
        event(f"customer.subscription.{kind}", subscription(customer, status, user), at_s + later_s)
        for kind, status, later_s in steps
    ]
    end = subscription(customer, "canceled", cancel_at_period_end=True)
    return [*made, event("customer.subscription.deleted", end, at_s + 9)]


def test_events_in_every_order_and_repeated_amount_to_the_same(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        async with client(selling(settings)) as http:
            for number, order in enumerate(permutations(range(4))):
                user = somebody(owner)
                events = history(user, f"cus_{number}")
                outcomes = [(await send(http, events[place])).json()["outcome"] for place in order]
                assert set(outcomes) <= {"applied", "user_not_known_yet"}
                assert (await send(http, events[order[number % 4]])).json()["outcome"] == "repeated"
                found = row_of(owner, user)
                assert found is not None
                assert (found[0], found[3], found[6]) == (f"cus_{number}", "canceled", True), order
            assert {row[3] for row in stored(owner)} == {"stored"}

    asyncio.run(run())


def test_a_second_subscription_is_not_ended_by_news_of_the_first(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        async with client(selling(settings)) as http:
            for number, order in enumerate(permutations(range(4))):
                user = somebody(owner)
                one = {"customer": f"cus_{number}", "user": user, "id": f"sub_{number}_1"}
                two = {"customer": f"cus_{number}", "user": user, "id": f"sub_{number}_2", "created": 1_700_000_400}
                events = [
                    event("customer.subscription.created", subscription(status="active", **one), 1_700_000_000),
                    event("customer.subscription.created", subscription(status="incomplete", **two), 1_700_000_400),
                    event("customer.subscription.updated", subscription(status="active", **two), 1_700_000_400),
                    event("customer.subscription.deleted", subscription(status="canceled", **one), 1_700_000_500),
                ]
                for place in order:
                    assert (await send(http, events[place])).status_code == 200
                found = row_of(owner, user)
                assert found is not None
                assert found[1:4] == (f"sub_{number}_2", "pro", "active"), order

    asyncio.run(run())


def test_the_same_event_at_once_is_stored_once(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        async with client(selling(settings), token) as http:
            events = history(ada, "cus_ada")
            answers = await asyncio.gather(*(send(http, one) for one in events * 6))
            assert {answer.status_code for answer in answers} == {200}
            outcomes = [answer.json()["outcome"] for answer in answers]
            assert outcomes.count("repeated") == 20
            assert len(stored(owner)) == 4
            assert (await standing(http))["status"] == "canceled"

    asyncio.run(run())


def test_only_what_stripe_signed_in_the_last_minutes_counts(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        one = event("customer.subscription.created", subscription("cus_ada", "active", ada))
        body = json.dumps(one).encode()
        async with client(selling(settings, "whsec_new", SECRET), token) as http:
            for age_s, code in ((301, "out_of_time"), (-301, "out_of_time"), (-3_600, "out_of_time")):
                refused = await send(http, one, age_s=age_s)
                assert (refused.status_code, refused.json()["code"]) == (400, f"signature_{code}")
            assert (await send(http, one, secret="whsec_other")).json()["code"] == "signature_wrong"  # noqa: S106
            good = f"t={now_s()},v1={'0' * 64}"
            for header in ("", "x", "t=,v1=", "t=1", "v1=1", good, "t=é,v1=é", "t=" + "9" * 9_000 + ",v1=a", ",=,"):
                refused = await http.post(
                    "/api/webhooks", content=body, headers={b"Stripe-Signature": header.encode("latin-1")}
                )
                assert (refused.status_code, refused.json()["code"]) == (400, "signature_wrong"), header
            missing = await http.post("/api/webhooks", content=b"\xff\xfe")
            assert missing.status_code == 400
            assert stored(owner) == []
            for secret in ("whsec_new", SECRET):
                assert (await send(http, one, secret=secret, age_s=290)).status_code == 200
            assert len(stored(owner)) == 1

    asyncio.run(run())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b'{"object":"v2.core.event","id":"evt_1","type":"x","created":"2026"}',
        b'{"object":"event"}',
        b'{"object":"event","id":"evt\\u0000","type":"x","created":1,"data":{"object":{}}}',
        b'{"object":"event","id":"e","type":"x","created":-1,"data":{"object":{}}}',
        b'{"object":"event","id":"e","type":"x","created":1e400,"data":{"object":{}}}',
        b'{"object":"event","id":"e","type":"x","created":99999999999999,"data":{"object":{}}}',
        b'{"object":"event","id":"e","type":"x","created":1,"data":{"object":[]}}',
        b'{"object":"event","id":"e","type":"customer.subscription.created","created":1,"data":{"object":{}}}',
        b'{"object":"event","id":"e","type":"customer.subscription.x","created":1,"data":{"object":{"status":"active"}}}',
        b'{"object":"event","id":"\\ud800","type":"x","created":1,"data":{"object":{}}}',
        b"[" * 100_000,
    ],
)
def test_what_is_signed_and_no_event_is_refused(settings: Settings, owner: Owner, body: bytes) -> None:
    async def run() -> None:
        async with client(selling(settings)) as http:
            refused = await send(http, body)
            assert (refused.status_code, refused.json()["code"]) == (400, "event_malformed")
            assert stored(owner) == []

    asyncio.run(run())


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["id", "customer", "created", "status", "items", "metadata", "trial_end", "cancel_at_period_end", "object"]
)


@profile(max_examples=150, deadline=None)
@given(FIELDS, JSONS, st.sampled_from(["customer.subscription.updated", "invoice.paid", "customer.deleted"]))
def test_whatever_stands_in_a_field_is_read_or_refused(field: str, value: object, kind: str) -> None:
    thing = subscription("cus_x", "active") | {field: value}
    try:
        found = read_event(json.dumps(event(kind, thing)).encode())
    except MalformedError:
        return
    assert found.type == kind
    json.dumps(dict(found.facts), allow_nan=False)


def test_kinds_that_are_not_known_are_stored(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        async with client(selling(settings), token) as http:
            early = event("invoice.paid", {"object": "invoice", "customer": "cus_ada"}, name="evt_1")
            assert (await send(http, early)).json()["outcome"] == "user_not_known_yet"
            made = event("customer.subscription.created", subscription("cus_ada", "active", ada), name="evt_2")
            assert (await send(http, made)).json()["outcome"] == "applied"
            gone = event("customer.deleted", {"object": "customer", "id": "cus_ada"}, name="evt_3")
            assert (await send(http, gone)).json()["outcome"] == "stored"
            odd = event("customer.subscription.updated", subscription("cus_ada", "frozen", ada), 1_800_000_000, "evt_4")
            assert (await send(http, odd)).json()["outcome"] == "not_understood"
            assert [row[:3] for row in stored(owner)] == [(f"evt_{n}", ada, "cus_ada") for n in (1, 2, 3, 4)]
            assert (await standing(http))["status"] == "active"

    asyncio.run(run())


def test_money_of_one_user_does_not_become_anothers(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        bob, other = person(settings, "bob")
        async with client(selling(settings), token) as http:
            await send(http, event("customer.subscription.created", subscription("cus_ada", "active", ada)))
            wrong = event("customer.subscription.updated", subscription("cus_ada", "canceled", bob), 1_800_000_000)
            assert (await send(http, wrong)).json()["outcome"] == "user_contradicted"
            same = subscription("cus_bob", "active", bob) | {"id": "sub_of_cus_ada"}
            assert (await send(http, event("customer.subscription.updated", same))).status_code == 200
            assert (await standing(http))["status"] == "active"
            theirs = await http.get("/api/subscriptions", headers={"Authorization": f"Bearer {other}"})
            assert (theirs.json()["plan"], theirs.json()["status"]) == ("free", "none")
            nobody = event("customer.subscription.created", subscription("cus_x", "active", uuid4()), name="evt_x")
            assert (await send(http, nobody)).json()["outcome"] == "user_unknown"
            assert [row[1:] for row in stored(owner) if row[0] == "evt_x"] == [(None, None, "user_unknown", "{}")]

    asyncio.run(run())


def test_after_an_erasure_stripe_is_heard_and_nothing_is_kept(settings: Settings, owner: Owner) -> None:
    async def run() -> None:
        ada, token = person(settings, "ada")
        async with client(selling(settings), token) as http:
            events = history(ada, "cus_ada")
            for one in events[:2]:
                await send(http, one)
            await http.request("DELETE", "/api/account", json={"confirm": "erase everything"})
            assert (await send(http, events[0])).json()["outcome"] == "repeated"
            assert (await send(http, events[2])).json()["outcome"] == "user_unknown"
            assert {row[1:3] for row in stored(owner)} == {(None, None)}
            assert {row[4] for row in stored(owner)} == {"{}"}

    asyncio.run(run())


def test_a_server_without_secrets_says_so(settings: Settings) -> None:
    async def run() -> None:
        async with client(settings) as http:
            refused = await send(http, event("x", {}))
            assert (refused.status_code, refused.json()["code"]) == (404, "billing_off")

    asyncio.run(run())
