"""The verifier under test, with a real issuer, clocks to move, and one event loop."""

import asyncio
import traceback
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest

from tests.server.clocks import HandClock
from tests.server.issuer import Issuer, Trust
from tests.server.signing import SigningKey, rsa_key
from truthtime_server.issuers import Issuers, Person
from truthtime_server.refusals import IdentityError

API = "https://api.example.test"
CLIENT = "truthtime-desktop"
ORIGIN = "https://app.example.test"
SHORT = 24
"""Shorter pieces of a token may stand in a traceback by chance."""
T = TypeVar("T")


class Gate:
    """Lets tokens in or says why not."""

    def __init__(self, issuer: Issuer, issuers: Issuers, clock: HandClock, runner: asyncio.Runner) -> None:
        self.issuer = issuer
        self.issuers = issuers
        self.clock = clock
        self._runner = runner

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def admit(self, token: str) -> Person:
        return self.run(self.issuers.verify(token))

    def refusal(self, token: str) -> str:
        """The reason code; a token that is let in fails the test."""
        with pytest.raises(IdentityError) as raised:
            self.admit(token)
        assert str(raised.value) == raised.value.reason
        told = "".join(traceback.format_exception(raised.value))
        assert not any(part in told for part in token.split(".") if len(part) > SHORT), "A part of the token is told."
        return str(raised.value)

    def claims(self, **changed: object) -> dict[str, Any]:
        """Claims of a good access token of a person; one given as None is left out."""
        now_s = self.clock.wall_s()
        claims = {"iss": self.issuer.url, "sub": "person-1", "aud": API, "client_id": CLIENT, "scope": "openid"}
        claims |= {"exp": now_s + 3_600, "iat": now_s, "jti": "1", **changed}
        return {name: value for name, value in claims.items() if value is not None}

    def session(self, **changed: object) -> dict[str, Any]:
        """Claims of a good session token of Clerk, second version."""
        now_s = self.clock.wall_s()
        claims = {
            "iss": self.issuer.url,
            "sub": "user_2abc",
            "sid": "sess_2abc",
            "azp": ORIGIN,
            "v": 2,
            "sts": "active",
        }
        claims |= {"exp": now_s + 60, "iat": now_s, "nbf": now_s - 10, "fva": [1, -1], "jti": "1", **changed}
        return {name: value for name, value in claims.items() if value is not None}


@contextmanager
def gate(*keys: SigningKey, **trust: Any) -> Iterator[Gate]:  # noqa: ANN401 - the fields of Trust
    """A gate before a running issuer that publishes these keys."""
    clock = HandClock()
    with Issuer(*(keys or (rsa_key(),))) as issuer, asyncio.Runner() as runner:
        issuers = Issuers([Trust(issuer.url, **trust)], clock)
        try:
            yield Gate(issuer, issuers, clock, runner)
        finally:
            runner.run(issuers.close())
