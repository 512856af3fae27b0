"""Stripe's webhooks: verified, stored once, and a subscription made of all of them, in whatever order they arrive."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from uuid import uuid4

import structlog
from fastapi import APIRouter, Header, Request, Response
from pydantic import SecretStr

from truthtime_server.account_schemas import WEBHOOK_ANSWERS, Received
from truthtime_server.answers import JSON, encoded, services_of
from truthtime_server.errors import ProblemError
from truthtime_server.stripe_events import MalformedError, StripeEvent, read_event

router = APIRouter(prefix="/api", tags=["subscriptions"])

TOLERANCE_S: Final = 300
"""A signature is as old as this at most (Stripe's page "Resolve webhook signature verification errors")."""

StripeSignature = Annotated[
    str | None, Header(alias="Stripe-Signature", description="Stripe's, over the bytes of the body.")
]

_KEEP = "select keep_stripe_event($1, $2, $3, $4, $5, $6, $7, $8)"
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "An event of Stripe's (snapshot), the bytes as they were sent.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.post("/webhooks", response_model=Received, responses=WEBHOOK_ANSWERS, openapi_extra=_BODY)
async def receive(request: Request, stripe_signature: StripeSignature = None) -> Response:
    """Receive an event of Stripe's. It is answered with 200 once it is on the disk, and a repeat changes nothing."""
    services = services_of(request)
    secrets = services.settings.stripe_webhook_secrets
    if not secrets:
        hint = "Set TRUTHTIME_STRIPE_WEBHOOK_SECRETS where the server is to sell subscriptions."
        raise ProblemError(404, "billing_off", "This server has no billing.", hint)
    body = await request.body()
    verify(body, stripe_signature or "", secrets, services.clock.wall_ms())
    try:
        event = read_event(body)
    except MalformedError as error:
        hint = "Have Stripe send snapshot events to this address."
        raise ProblemError(
            400, "event_malformed", "This is not an event of Stripe's.", hint, detail=str(error)
        ) from error
    outcome = await services.database.value(_KEEP, *_arguments(event))
    if not event.understood and outcome != "repeated":
        outcome = "not_understood"
    structlog.get_logger("webhooks").info("stripe_event", id=event.id, kind=event.type, outcome=outcome)
    return Response(encoded({"received": True, "outcome": outcome}), 200, media_type=JSON)


def verify(body: bytes, header: str, secrets: Sequence[SecretStr], now_ms: int) -> None:
    """Check that a body was signed by Stripe with one of these secrets, not long ago and not in the future.

    Args:
        secrets: several while one is being changed.
        now_ms: UTC milliseconds.

    Raises:
        ProblemError: 400.
    """
    # Loads a thousand modules; a server without billing never needs them.
    from stripe import SignatureVerificationError, WebhookSignature

    def fits(secret: SecretStr) -> bool:
        try:
            # Its own look at the time reads a clock and only backwards; ours follows.
            return bool(WebhookSignature.verify_header(body, header, secret.get_secret_value(), tolerance=None))
        except (SignatureVerificationError, UnicodeDecodeError):
            return False

    if not header.isascii() or not any(fits(secret) for secret in secrets):
        hint = "Sign the body as it is sent, with a secret that is set in TRUTHTIME_STRIPE_WEBHOOK_SECRETS."
        raise ProblemError(400, "signature_wrong", "The signature does not fit the body.", hint)
    signed_s = next(int(value) for name, _, value in (part.partition("=") for part in header.split(",")) if name == "t")
    if abs(now_ms - signed_s * 1_000) > TOLERANCE_S * 1_000:
        hint = "Check the clock of this server; a recorded request cannot be sent again."
        raise ProblemError(400, "signature_out_of_time", "The signature is not from the last five minutes.", hint)


def _arguments(event: StripeEvent) -> tuple[object, ...]:
    created = datetime.fromtimestamp(event.created_s, UTC)
    facts = encoded(event.facts).decode()
    return event.id, event.type, created, event.user, event.customer, facts, event.rank, uuid4()
