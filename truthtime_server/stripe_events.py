"""What an event of Stripe's says about a subscription. Only what is needed is read; no words of a person are kept.

Stripe's API since 2025-03-31 (basil) keeps the period at the subscription's items; a subscription made under an older
version has it at the top.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson

KINDS: Final = "customer.subscription."
STATUSES: Final = (
    "incomplete",
    "incomplete_expired",
    "trialing",
    "active",
    "past_due",
    "unpaid",
    "paused",
    "canceled",
)
"""Stripe's, in the order in which a subscription passes through them: of two events of one second the later counts."""

ENDED: Final = frozenset({"canceled", "incomplete_expired"})
INTERVALS: Final = frozenset({"month", "year"})
LAST_S: Final = 253_402_300_799
"""The end of the year 9999: no time of an event is after it."""

_NAME = re.compile(r"[\x21-\x7e]{1,255}")


class MalformedError(Exception):
    """This is no event of Stripe's; the message says where, never what was sent."""


@dataclass(frozen=True, slots=True)
class StripeEvent:
    """An event, as far as it matters here.

    Attributes:
        created_s: Stripe's time of it, seconds since 1970.
        user: who it is about, if it says so itself.
        customer: Stripe's id of the customer, if it names one.
        facts: what a subscription needs of it; empty when it is about none.
        rank: orders events of one second.
        understood: False for a subscription in a status that is not known here.
    """

    id: str
    type: str
    created_s: int
    user: UUID | None
    customer: str | None
    facts: Mapping[str, Any]
    rank: int
    understood: bool = True


def read_event(body: bytes) -> StripeEvent:
    """The event in a verified body.

    Raises:
        MalformedError: it is none.
    """
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MalformedError("it is not JSON") from error
    if not isinstance(event, dict) or event.get("object") != "event":
        raise MalformedError("it is not an event; TruthTime reads snapshot events")
    name, kind, created_s = _name(event, "id"), _name(event, "type"), _seconds(event, "created")
    data = event.get("data")
    thing = data.get("object") if isinstance(data, dict) else None
    if name is None or kind is None or created_s is None or not isinstance(thing, dict):
        raise MalformedError("its id, type, created or data.object is missing")
    user = _user(thing)
    if not kind.startswith(KINDS):
        return StripeEvent(name, kind, created_s, user, _customer(thing), {}, 0)
    status = thing.get("status")
    if not isinstance(status, str):
        raise MalformedError("its subscription has no status")
    if status not in STATUSES:
        return StripeEvent(name, kind, created_s, user, _customer(thing), {}, 0, understood=False)
    step = {"created": 0, "deleted": 2}.get(kind.removeprefix(KINDS), 1)
    rank = step * len(STATUSES) + STATUSES.index(status)
    return StripeEvent(name, kind, created_s, user, _customer(thing), _facts(thing, status), rank)


def _facts(subscription: Mapping[str, Any], status: str) -> dict[str, Any]:
    name, customer, begun_s = _name(subscription, "id"), _customer(subscription), _seconds(subscription, "created")
    if name is None or customer is None or begun_s is None:
        raise MalformedError("its subscription has no id, customer or created")
    items = _items(subscription)
    latest = max(items, key=lambda item: _seconds(item, "current_period_end") or 0, default=subscription)
    period = latest if _seconds(latest, "current_period_end") is not None else subscription
    return {
        "subscription": name,
        "customer": customer,
        "begun": begun_s,
        "plan": "free" if status in ENDED else "pro",
        "status": status,
        "billing_interval": _interval(latest),
        "period_start": _seconds(period, "current_period_start"),
        "period_end": _seconds(period, "current_period_end"),
        "trial_end": _seconds(subscription, "trial_end"),
        "cancel_at_period_end": subscription.get("cancel_at_period_end") is True,
    }


def _items(subscription: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = subscription.get("items")
    data = items.get("data") if isinstance(items, dict) else None
    return [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []


def _interval(item: Mapping[str, Any]) -> str | None:
    price = item.get("price")
    recurring = price.get("recurring") if isinstance(price, dict) else item.get("plan")
    interval = recurring.get("interval") if isinstance(recurring, dict) else None
    return interval if isinstance(interval, str) and interval in INTERVALS else None


def _user(thing: Mapping[str, Any]) -> UUID | None:
    metadata = thing.get("metadata")
    named = metadata.get("user_id") if isinstance(metadata, dict) else None
    try:
        return UUID(named) if isinstance(named, str) else None
    except ValueError:
        return None


def _customer(thing: Mapping[str, Any]) -> str | None:
    """Id of the customer, who may be expanded into an object, or be what the event is about."""
    customer = thing.get("customer")
    if isinstance(customer, dict):
        return _name(customer, "id")
    return _name(thing, "id" if thing.get("object") == "customer" else "customer")


def _name(thing: Mapping[str, Any], field: str) -> str | None:
    found = thing.get(field)
    return found if isinstance(found, str) and _NAME.fullmatch(found) else None


def _seconds(thing: Mapping[str, Any], field: str) -> int | None:
    found = thing.get(field)
    return found if type(found) is int and 0 <= found <= LAST_S else None
