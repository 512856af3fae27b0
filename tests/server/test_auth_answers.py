"""What somebody gets to see who is not let in: through the whole application, with a real database and issuer."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import httpx2
import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.server.gate import API, Gate, gate
from tests.server.issuer import Trust
from tests.server.served import client, person
from tests.server.signing import hs256, rsa_key
from truthtime_server.access_tokens import minted
from truthtime_server.app import PUBLIC
from truthtime_server.auth import Authenticator, Doorkeeper, People
from truthtime_server.clock import SystemClock
from truthtime_server.config import Issuer, Settings
from truthtime_server.issuers import Issuers
from truthtime_server.minting import create, revoke
from truthtime_server.refusals import WORDS, Reason

KEY = rsa_key()
THIEF = rsa_key("thief")
Http = httpx2.AsyncClient


def serve(settings: Settings, work: Callable[[Http, Gate], Awaitable[None]]) -> None:
    """The application, trusting one running issuer; the issuer's tokens are made for the real time."""
    with gate(KEY) as standing:
        standing.clock.step_ms(SystemClock().wall_ms() - standing.clock.wall_ms())
        trusting = settings.model_copy(update={"issuers": (Issuer(**asdict(Trust(standing.issuer.url))),)})

        async def inside() -> None:
            async with client(trusting) as http:
                await work(http, standing)

        asyncio.run(inside())


async def asked(http: Http, token: str) -> httpx2.Response:
    return await http.get("/api/sessions", headers={"Authorization": f"Bearer {token}"})


def refused(answer: httpx2.Response, reason: Reason, status: int = 401) -> None:
    """The whole answer is the problem document, and nothing else."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    title, hint = WORDS[reason]
    told = {name: value for name, value in answer.json().items() if name != "request_id"}
    expected = {"type": f"urn:truthtime:problem:{reason}", "title": title, "status": status, "hint": hint}
    assert told == {**expected, "code": str(reason)}


def wrong_tokens(settings: Settings, standing: Gate) -> dict[str, tuple[str, Reason]]:
    """One of every kind of token that is not let in."""
    assert settings.owner_database_url
    url = settings.owner_database_url.get_secret_value()
    now_s = standing.clock.wall_s()
    claims = standing.claims()
    header = {"alg": "none", "typ": "at+jwt", "kid": KEY.kid}
    expired = create(url, "anna", expires_at=datetime.fromtimestamp(now_s - 1, UTC))
    revoked = create(url, "anna", expires_at=None)
    revoke(url, str(revoked.stored.id))
    return {
        "garbage": ("garbage", Reason.TOKEN_MALFORMED),
        "long": ("x" * 20_000, Reason.TOKEN_MALFORMED),
        "unknown": (minted(), Reason.TOKEN_UNKNOWN),
        "mistyped": (minted()[:-1] + "!", Reason.TOKEN_MALFORMED),
        "revoked": (revoked.token, Reason.TOKEN_UNKNOWN),
        "expired token": (expired.token, Reason.TOKEN_EXPIRED),
        "expired": (KEY.issue({**claims, "exp": now_s - 60}), Reason.TOKEN_EXPIRED),
        "early": (KEY.issue({**claims, "nbf": now_s + 60}), Reason.TOKEN_NOT_YET_VALID),
        "issuer": (KEY.issue({**claims, "iss": "https://evil.example.test"}), Reason.ISSUER_UNKNOWN),
        "audience": (KEY.issue({**claims, "aud": "https://other.example.test"}), Reason.AUDIENCE_REFUSED),
        "id token": (KEY.issue({**claims, "nonce": "n"}, typ="JWT"), Reason.TOKEN_KIND_REFUSED),
        "machine": (KEY.issue({**claims, "sub": claims["client_id"]}), Reason.TOKEN_KIND_REFUSED),
        "unsigned": (hs256(header, claims, b""), Reason.ALGORITHM_REFUSED),
        "confused": (hs256({**header, "alg": "HS256"}, claims, KEY.public_pem()), Reason.ALGORITHM_REFUSED),
        "own key": (THIEF.issue(claims, jwk=THIEF.jwk()), Reason.HEADER_REFUSED),
        "key elsewhere": (THIEF.issue(claims, jku="https://evil.example.test/jwks.json"), Reason.HEADER_REFUSED),
        "forged": (THIEF.issue(claims, kid=KEY.kid), Reason.SIGNATURE_WRONG),
        "other key": (THIEF.issue(claims), Reason.KEY_UNKNOWN),
    }


def test_every_wrong_token_gets_a_reason_and_none_is_told_or_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    sent: list[str] = []

    async def work(http: Http, standing: Gate) -> None:
        good = KEY.issue(standing.claims())
        assert (await asked(http, good)).status_code == 200
        sent.append(good)
        for name, (token, reason) in wrong_tokens(settings, standing).items():
            answer = await asked(http, token)
            refused(answer, reason)
            assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"', name
            assert token not in answer.text + str(answer.headers)
            sent.append(token)

    serve(settings, work)
    told = caplog.text + "".join(capfd.readouterr())
    for token in sent:
        assert not any(part in told for part in token.split(".") if len(part) > 24)


def test_a_request_without_a_token_is_told_how_to_send_one(settings: Settings) -> None:
    async def work(http: Http, _standing: Gate) -> None:
        for headers in ({}, {"Authorization": "Basic dXNlcjpwYXNz"}, {"Authorization": "Bearer"}, {"Cookie": "a=b"}):
            answer = await http.get("/api/sessions", headers=headers)
            refused(answer, Reason.TOKEN_MISSING)
            assert answer.headers["www-authenticate"] == "Bearer"  # RFC 6750, section 3.1: no error code here
        # A token in the address would end up in logs and histories.
        refused(await http.get("/api/sessions", params={"access_token": minted()}), Reason.TOKEN_MISSING)

    serve(settings, work)


def test_a_token_without_the_scope_is_told_which_one_it_lacks(settings: Settings) -> None:
    _user, token = person(settings, "anna", ("read",))

    async def work(http: Http, _standing: Gate) -> None:
        assert (await asked(http, token)).status_code == 200
        answer = await http.post("/api/sessions/start", json={}, headers={"Authorization": f"Bearer {token}"})
        refused(answer, Reason.SCOPE_MISSING, 403)
        assert answer.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="write"'

    serve(settings, work)


def test_nothing_else_of_a_request_is_read_before_it_is_known_who_sent_it(settings: Settings) -> None:
    async def work(http: Http, _standing: Gate) -> None:
        read: list[bytes] = []

        async def body() -> AsyncIterator[bytes]:
            for _ in range(100):
                read.append(b"{" * 65_536)
                yield read[-1]

        for method, path in (
            ("POST", "/start"),
            ("PATCH", "/not-an-id"),
            ("GET", "?limit=x"),
            ("PUT", ""),
            ("GET", "/a/b"),
        ):
            for content in (None, b"{", b"[]", body()):
                answer = await http.request(method, f"/api/sessions{path}", content=content)
                refused(answer, Reason.TOKEN_MISSING)
        assert not read

    serve(settings, work)


@pytest.mark.parametrize(
    ("path", "reached"),
    [("/api/meta", True), ("/page", True), ("/api/meta/", False), ("/api/meta/x", False), ("/api/", False)],
)
def test_a_public_path_is_public_letter_by_letter(path: str, *, reached: bool) -> None:
    seen: list[str] = []

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["path"])
        await PlainTextResponse("")(scope, receive, send)

    async def ask() -> None:
        door = Doorkeeper(behind, ["/api/meta"])
        transport = httpx2.ASGITransport(app=with_services(door))
        async with httpx2.AsyncClient(transport=transport, base_url="http://server") as http:
            assert (await http.get(path)).status_code == (200 if reached else 401)

    asyncio.run(ask())
    assert seen == ([path] if reached else [])


def with_services(app: ASGIApp) -> ASGIApp:
    """The application inside one whose services know nobody: nobody is asked for without a token."""
    outer = FastAPI()
    clock = SystemClock()
    authenticator = Authenticator(Issuers([], clock), cast("People", None), clock)
    outer.state.services = SimpleNamespace(authenticator=authenticator)

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "app": outer}, receive, send)

    return inside


def test_every_path_of_the_document_asks_who_is_there_unless_it_is_named_public(settings: Settings) -> None:
    async def work(http: Http, _standing: Gate) -> None:
        document = (await http.get("/openapi.json")).json()
        for path, methods in document["paths"].items():
            for method in methods:
                answer = await http.request(method, path)
                assert (answer.status_code == 401) == (path not in PUBLIC), f"{method} {path}"

    serve(settings, work)


def test_an_issuer_that_is_out_of_reach_is_no_fault_of_the_token(settings: Settings) -> None:
    async def work(http: Http, standing: Gate) -> None:
        standing.issuer.answers = {}
        answer = await asked(http, KEY.issue(standing.claims()))
        refused(answer, Reason.ISSUER_UNREACHABLE, 503)
        assert answer.headers["retry-after"] == "10"
        assert "www-authenticate" not in answer.headers
        # Personal access tokens do not depend on it.
        _user, token = person(settings, "anna")
        assert (await asked(http, token)).status_code == 200

    serve(settings, work)


def test_what_one_person_records_the_other_does_not_see(settings: Settings) -> None:
    async def work(http: Http, standing: Gate) -> None:
        anna, bert = (KEY.issue(standing.claims(sub=name, aud=API)) for name in ("anna", "bert"))
        started = await http.post(
            "/api/sessions/start", json={"description": "Invoices"}, headers={"Authorization": f"Bearer {anna}"}
        )
        assert started.status_code == 201
        assert "Invoices" in (await asked(http, anna)).text
        assert "Invoices" not in (await asked(http, bert)).text

    serve(settings, work)
