"""Tokens of a certified issuer that no one here wrote: through rotation, and while its keys are out of reach."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.certified import API, CLIENT, HERE, OTHER, Browser, CertifiedIssuer, installed
from tests.server.clocks import HandClock
from tests.server.issuer import Trust
from truthtime_server.clock import SystemClock
from truthtime_server.issuers import Issuers
from truthtime_server.jwks import FRESH_MS, RETRY_MS
from truthtime_server.refusals import IdentityError, Reason

PERSON = "user_2abcDEF"


@pytest.fixture(scope="session")
def packages() -> Path:
    return installed()


class Stage:
    """A running issuer, a person with a browser, and the server that trusts the issuer."""

    def __init__(self, issuer: CertifiedIssuer, browser: Browser, runner: asyncio.Runner) -> None:
        self.issuer = issuer
        self.browser = browser
        self.clock = HandClock(SystemClock().wall_ms())
        self.issuers = Issuers([Trust(issuer.url, audiences=(API,), authorized_parties=(CLIENT,))], self.clock)
        self._runner = runner

    def subject(self, token: str) -> str:
        return self._runner.run(self.issuers.verify(token)).subject

    def refusal(self, token: str) -> Reason:
        with pytest.raises(IdentityError) as raised:
            self.subject(token)
        return raised.value.reason

    def close(self) -> None:
        self._runner.run(self.issuers.close())


@pytest.fixture
def stage(packages: Path) -> Iterator[Stage]:
    with CertifiedIssuer(packages) as issuer, Browser(issuer.url) as browser, asyncio.Runner() as runner:
        standing = Stage(issuer, browser, runner)
        yield standing
        standing.close()


def test_the_lock_file_holds_hashes_and_no_address() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages["node_modules/oidc-provider"]["version"] == "9.13.3"
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())
    assert "://" not in json.dumps(lock)


def test_a_person_signs_in_and_only_the_access_token_opens(stage: Stage) -> None:
    tokens = stage.browser.sign_in(PERSON)
    assert stage.subject(tokens["access_token"]) == PERSON
    assert stage.refusal(tokens["id_token"]) == Reason.TOKEN_KIND_REFUSED
    assert stage.refusal(tokens["refresh_token"]) == Reason.TOKEN_MALFORMED
    renewed = stage.browser.renew(tokens)
    assert renewed["access_token"] != tokens["access_token"]
    assert stage.subject(renewed["access_token"]) == PERSON
    machine = stage.browser.machine()
    assert stage.refusal(machine["access_token"]) == Reason.TOKEN_KIND_REFUSED
    elsewhere = stage.browser.sign_in(PERSON, OTHER)
    assert stage.refusal(elsewhere["access_token"]) == Reason.AUDIENCE_REFUSED
    stage.clock.pass_ms(3_610_000)
    assert stage.refusal(renewed["access_token"]) == Reason.TOKEN_EXPIRED


def test_keys_are_rotated_withdrawn_and_out_of_reach_while_the_server_runs(stage: Stage) -> None:
    first = stage.browser.sign_in(PERSON)
    assert stage.subject(first["access_token"]) == PERSON

    stage.issuer.tell("rotate")
    second = stage.browser.renew(first)
    assert stage.refusal(second["access_token"]) == Reason.KEY_UNKNOWN  # it asked for the keys a moment ago
    stage.clock.pass_ms(RETRY_MS)
    assert stage.subject(second["access_token"]) == PERSON
    assert stage.subject(first["access_token"]) == PERSON

    stage.issuer.tell("elliptic")
    stage.issuer.tell("hide")
    third = stage.browser.renew(second)
    stage.clock.pass_ms(FRESH_MS)
    assert stage.refusal(third["access_token"]) == Reason.KEY_UNKNOWN
    assert stage.subject(second["access_token"]) == PERSON
    assert stage.subject(first["access_token"]) == PERSON

    stage.issuer.tell("withdraw")
    stage.issuer.tell("show")
    stage.clock.pass_ms(RETRY_MS)
    assert stage.subject(third["access_token"]) == PERSON
    assert stage.refusal(second["access_token"]) == Reason.KEY_UNKNOWN
    assert stage.refusal(first["access_token"]) == Reason.KEY_UNKNOWN

    stage.issuer.end()
    stage.clock.pass_ms(FRESH_MS + 1)
    assert stage.subject(third["access_token"]) == PERSON
