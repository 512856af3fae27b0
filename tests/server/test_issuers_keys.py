"""The keys of an issuer over time: rotation, an issuer that is down, slow, huge or lying."""

import asyncio
import json
import logging
import ssl
from pathlib import Path

import httpx2
import pytest

from tests.server.gate import Gate, gate
from tests.server.issuer import (
    KEYS,
    OAUTH,
    OPENID,
    Answering,
    Issuer,
    Trust,
    broken,
    dripping,
    hanging,
    huge,
    missing,
    packed,
    says,
)
from tests.server.signing import rsa_key, self_signed
from tests.waiting import until
from truthtime_server import jwks
from truthtime_server.issuers import Issuers
from truthtime_server.jwks import FRESH_MS, LARGEST_BYTES, LONGEST_STALE_MS, RETRY_MS, FetchError, checked_address
from truthtime_server.refusals import IdentityError, Reason

OLD = rsa_key("old")
NEW = rsa_key("new")


def fetches(api: Gate) -> int:
    return api.issuer.asked.count(KEYS)


def test_keys_are_found_by_discovery_and_kept() -> None:
    with gate(OLD) as api:
        for _ in range(20):
            api.admit(OLD.issue(api.claims()))
        assert api.issuer.asked == [OPENID, KEYS]
        api.clock.pass_ms(FRESH_MS + 1)
        api.admit(OLD.issue(api.claims()))
        assert api.issuer.asked == [OPENID, KEYS, KEYS]


def test_keys_at_a_configured_address_need_no_metadata() -> None:
    with Issuer(OLD) as keys, gate(OLD, jwks_uri=keys.url + KEYS) as api:
        api.admit(OLD.issue(api.claims()))
        assert (api.issuer.asked, keys.asked) == ([], [KEYS])


def test_a_hundred_requests_at_once_ask_once() -> None:
    with gate(OLD) as api:
        tokens = [OLD.issue(api.claims(jti=str(number))) for number in range(100)]

        async def all_of_them() -> None:
            await asyncio.gather(*(api.issuers.verify(token) for token in tokens))

        api.run(all_of_them())
        assert api.issuer.asked == [OPENID, KEYS]


def test_a_caller_that_gives_up_does_not_end_the_fetch_of_the_others() -> None:
    with gate(OLD) as api:

        async def one_leaves() -> None:
            first = asyncio.create_task(api.issuers.verify(OLD.issue(api.claims())))
            second = asyncio.create_task(api.issuers.verify(OLD.issue(api.claims(jti="2"))))
            await asyncio.sleep(0)
            first.cancel()
            assert (await second).subject == "person-1"

        api.run(one_leaves())


def test_rotation_is_noticed_by_the_first_token_with_the_new_key() -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.keys = [NEW, OLD]
        api.clock.pass_ms(RETRY_MS)
        api.admit(NEW.issue(api.claims()))
        api.admit(OLD.issue(api.claims()))
        assert fetches(api) == 2


def test_a_withdrawn_key_stops_when_the_keys_are_no_longer_fresh() -> None:
    with gate(OLD) as api:
        token = OLD.issue(api.claims())
        api.admit(token)
        api.issuer.keys = [NEW]
        api.clock.pass_ms(FRESH_MS)
        api.admit(token)
        api.clock.pass_ms(1)
        assert api.refusal(token) == Reason.KEY_UNKNOWN


def test_an_issuer_that_withdraws_every_key_is_obeyed() -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.keys = []
        api.clock.pass_ms(FRESH_MS + 1)
        assert api.refusal(OLD.issue(api.claims())) == Reason.KEY_UNKNOWN


def test_unknown_keys_make_the_server_ask_only_now_and_then() -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        for number in range(50):
            assert api.refusal(OLD.issue(api.claims(), kid=f"guess-{number}")) == Reason.KEY_UNKNOWN
        assert fetches(api) == 1
        api.clock.pass_ms(RETRY_MS)
        for number in range(50):
            assert api.refusal(OLD.issue(api.claims(), kid=f"guess-{number}")) == Reason.KEY_UNKNOWN
        assert fetches(api) == 2


def test_a_token_without_a_kid_needs_an_issuer_with_one_key() -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims(), kid=None))
        api.issuer.keys = [OLD, NEW]
        api.clock.pass_ms(FRESH_MS + 1)
        assert api.refusal(OLD.issue(api.claims(), kid=None)) == Reason.KEY_UNKNOWN


def test_while_the_issuer_is_down_known_keys_go_on_and_new_ones_do_not(caplog: pytest.LogCaptureFixture) -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.keys = [NEW, OLD]
        api.issuer.answers |= {OPENID: broken, KEYS: broken}
        api.clock.pass_ms(FRESH_MS + 1)
        with caplog.at_level(logging.WARNING, "truthtime_server.jwks"):
            for _ in range(5):
                token = OLD.issue(api.claims())
                api.admit(token)
                assert api.refusal(NEW.issue(api.claims())) == Reason.KEY_UNKNOWN
        url = api.issuer.url
        assert caplog.messages == [f"The keys of {url} could not be fetched: {url}{KEYS} answered 503."]
        api.issuer.behave()
        api.clock.pass_ms(RETRY_MS)
        api.admit(NEW.issue(api.claims()))


def test_keys_that_nobody_could_confirm_for_a_day_are_not_trusted() -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.answers |= {OPENID: broken, KEYS: broken}
        api.clock.pass_ms(LONGEST_STALE_MS)
        api.admit(OLD.issue(api.claims()))
        api.clock.pass_ms(RETRY_MS)
        assert api.refusal(OLD.issue(api.claims())) == Reason.ISSUER_UNREACHABLE


def test_an_issuer_that_was_never_reached_is_not_the_fault_of_the_token() -> None:
    with gate(OLD) as api:
        api.issuer.answers = {}
        assert api.refusal(OLD.issue(api.claims())) == Reason.ISSUER_UNREACHABLE
        api.issuer.behave()
        assert api.refusal(OLD.issue(api.claims())) == Reason.ISSUER_UNREACHABLE
        api.clock.pass_ms(RETRY_MS)
        assert api.admit(OLD.issue(api.claims()))


def test_nobody_listens_at_the_address() -> None:
    with gate(OLD) as api:
        with Issuer(OLD) as gone:
            trust = Trust(gone.url)
        issuers = Issuers([trust], api.clock)
        with pytest.raises(IdentityError, match=Reason.ISSUER_UNREACHABLE):
            api.run(issuers.verify(OLD.issue(api.claims(iss=gone.url))))
        api.run(issuers.close())


def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    with gate(OLD) as api:
        certificate = self_signed(tmp_path)
        api.issuer.speak_tls(certificate)
        vouched = ssl.create_default_context(cafile=certificate)
        with httpx2.Client(verify=vouched, trust_env=False) as client:
            assert client.get(api.issuer.url + KEYS).status_code == 200
        api.issuer.asked.clear()
        issuers = Issuers([Trust(api.issuer.url)], api.clock)
        with pytest.raises(IdentityError, match=Reason.ISSUER_UNREACHABLE):
            api.run(issuers.verify(OLD.issue(api.claims())))
        assert api.issuer.asked == []
        api.run(issuers.close())


@pytest.mark.parametrize("answering", [hanging, dripping, huge, packed, broken, missing], ids=lambda one: one.__name__)
@pytest.mark.parametrize("path", [OPENID, KEYS])
def test_an_issuer_that_misbehaves_costs_little(
    monkeypatch: pytest.MonkeyPatch, answering: Answering, path: str
) -> None:
    monkeypatch.setattr(jwks, "FETCH_S", 0.2)
    with gate(OLD) as api:
        api.issuer.answers[path] = answering
        assert api.refusal(OLD.issue(api.claims())) == Reason.ISSUER_UNREACHABLE
        if answering is huge:
            until(lambda: api.issuer.cut_short, what="the issuer to notice that nobody reads on")


def test_a_hanging_issuer_holds_up_nobody_whose_key_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jwks, "FETCH_S", 0.2)
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.answers[KEYS] = broken
        api.clock.pass_ms(FRESH_MS + 1)
        api.admit(OLD.issue(api.claims()))
        api.issuer.answers[OPENID] = hanging
        api.clock.pass_ms(RETRY_MS)
        asked = len(api.issuer.asked)

        async def known_and_unknown() -> None:
            unknown = asyncio.create_task(api.issuers.verify(NEW.issue(api.claims())))
            await asyncio.sleep(0)
            await api.issuers.verify(OLD.issue(api.claims()))
            assert not unknown.done()
            with pytest.raises(IdentityError, match=Reason.KEY_UNKNOWN):
                await unknown

        api.run(known_and_unknown())
        assert len(api.issuer.asked) == asked + 1


def test_closing_ends_a_fetch_that_is_under_way() -> None:
    with gate(OLD) as api:
        api.issuer.answers[OPENID] = hanging

        async def closed() -> None:
            waiting = asyncio.create_task(api.issuers.verify(OLD.issue(api.claims())))
            await asyncio.to_thread(until, lambda: api.issuer.asked, what="the question to arrive")
            await api.issuers.close()
            with pytest.raises(asyncio.CancelledError):
                await waiting

        api.run(closed())


@pytest.mark.parametrize("document", [b"{}", b"", b"[]", b'{"keys": 7}', b"<html>", b" " * (LARGEST_BYTES + 1)])
def test_a_key_document_that_is_none_changes_nothing(document: bytes) -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.answers[KEYS] = says(document)
        api.clock.pass_ms(FRESH_MS + 1)
        api.admit(OLD.issue(api.claims()))


def test_redirects_are_not_followed() -> None:
    with Issuer(NEW) as other, gate(OLD) as api:
        for path in (OPENID, KEYS):
            api.issuer.behave()
            api.issuer.answers[path] = says(b"", 302, Location=other.url + path)
            assert api.refusal(OLD.issue(api.claims())) == Reason.ISSUER_UNREACHABLE
            api.clock.pass_ms(RETRY_MS)
        assert other.asked == []


def test_the_second_place_for_metadata_is_asked_when_the_first_has_none() -> None:
    with gate(OLD) as api:
        api.issuer.answers[OAUTH] = api.issuer.answers.pop(OPENID)
        assert api.admit(OLD.issue(api.claims()))
        assert api.issuer.asked == [OPENID, OAUTH, KEYS]


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://issuer.example.test"},
        {"issuer": None},
        {"jwks_uri": None},
        {"jwks_uri": 7},
        {"jwks_uri": "http://keys.example.test/jwks.json"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://[::1"},
        {"jwks_uri": "https://keys.example.test:99999/"},
        {"jwks_uri": "https://\ud800.test/"},
        {"jwks_uri": ""},
    ],
    ids=str,
)
def test_metadata_that_lies_or_leads_astray(lie: dict[str, object]) -> None:
    with gate(OLD) as api:
        api.issuer.answers |= {OPENID: says(api.issuer.metadata(**lie)), OAUTH: says(api.issuer.metadata())}
        assert api.refusal(OLD.issue(api.claims())) == Reason.ISSUER_UNREACHABLE
        assert api.issuer.asked == [OPENID]


def test_an_issuer_elsewhere_does_not_send_the_server_to_this_computer() -> None:
    with pytest.raises(FetchError):
        checked_address("http://127.0.0.1/jwks.json", loopback=False)
    assert checked_address("https://keys.example.test/jwks.json", loopback=False)


def test_keys_that_moved_are_found_again() -> None:
    with gate(OLD) as api:
        api.admit(OLD.issue(api.claims()))
        api.issuer.answers |= {
            OPENID: says(api.issuer.metadata(jwks_uri=api.issuer.url + "/moved.json")),
            "/moved.json": says(json.dumps({"keys": [NEW.jwk()]}).encode()),
        }
        del api.issuer.answers[KEYS]
        api.clock.pass_ms(FRESH_MS + 1)
        api.admit(OLD.issue(api.claims()))
        api.clock.pass_ms(RETRY_MS)
        api.admit(NEW.issue(api.claims()))
