"""Which tokens of a trusted issuer are let in, and why the others are not."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.clocks import HandClock
from tests.server.gate import API, CLIENT, ORIGIN, Gate, gate
from tests.server.issuer import Trust
from tests.server.signing import SigningKey, ec_key, rsa_key
from truthtime_core.errors import TruthTimeError
from truthtime_server.issuers import Issuers, checked
from truthtime_server.refusals import IdentityError, Reason

KEY = rsa_key()
NOW_MS = HandClock().wall_ms()
NOW_S = NOW_MS // 1_000


@pytest.fixture(scope="module")
def api() -> Iterator[Gate]:
    """An issuer of access tokens for an audience."""
    with gate(KEY, ec_key()) as standing:
        yield standing


@pytest.fixture(scope="module")
def clerk() -> Iterator[Gate]:
    """Clerk: session tokens for a web origin, and access tokens without an audience for one client."""
    with gate(KEY, audiences=(), authorized_parties=(ORIGIN, CLIENT)) as standing:
        yield standing


def test_an_access_token_says_who_it_is(api: Gate) -> None:
    person = api.admit(KEY.issue(api.claims()))
    assert person == (api.issuer.url, "person-1", CLIENT, api.claims()["exp"] * 1_000)


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "AT+JWT"])
@pytest.mark.parametrize("key", [KEY, ec_key()], ids=["RS256", "ES256"])
def test_both_algorithms_and_all_spellings_of_the_type_do(api: Gate, typ: str, key: SigningKey) -> None:
    assert api.admit(key.issue(api.claims(), typ=typ)).subject == "person-1"


def test_one_of_several_audiences_is_enough(api: Gate) -> None:
    assert api.admit(KEY.issue(api.claims(aud=["https://other.example.test", API])))


WRONG_ACCESS: list[tuple[Reason, dict[str, object]]] = [
    (Reason.TOKEN_EXPIRED, {"exp": NOW_S - 5}),
    (Reason.TOKEN_EXPIRED, {"exp": 0}),
    (Reason.TOKEN_NOT_YET_VALID, {"nbf": NOW_S + 6}),
    (Reason.TOKEN_NOT_YET_VALID, {"iat": NOW_S + 6}),
    (Reason.AUDIENCE_REFUSED, {"aud": "https://other.example.test"}),
    (Reason.AUDIENCE_REFUSED, {"aud": ["https://other.example.test", API + "/"]}),
    (Reason.AUDIENCE_REFUSED, {"aud": None}),
    (Reason.AUDIENCE_REFUSED, {"aud": []}),
    (Reason.AUDIENCE_REFUSED, {"aud": {"0": API}}),
    (Reason.AUDIENCE_REFUSED, {"aud": [[API]]}),
    (Reason.TOKEN_KIND_REFUSED, {"nonce": "n"}),
    (Reason.TOKEN_KIND_REFUSED, {"at_hash": "h"}),
    (Reason.TOKEN_KIND_REFUSED, {"sub": CLIENT}),
    (Reason.TOKEN_KIND_REFUSED, {"client_id": None, "azp": "person-1"}),
    (Reason.TOKEN_KIND_REFUSED, {"sub": "mch_2abc"}),
    (Reason.TOKEN_KIND_REFUSED, {"sub": f"{CLIENT}@clients", "gty": "client-credentials"}),
    (Reason.TOKEN_KIND_REFUSED, {"cnf": {"jkt": "thumbprint"}}),
    (Reason.TOKEN_MALFORMED, {"exp": None}),
    (Reason.TOKEN_MALFORMED, {"iat": None}),
    (Reason.TOKEN_MALFORMED, {"exp": str(NOW_S + 60)}),
    (Reason.TOKEN_MALFORMED, {"exp": True}),
    (Reason.TOKEN_MALFORMED, {"exp": 10**30}),
    (Reason.TOKEN_MALFORMED, {"nbf": "now"}),
    (Reason.TOKEN_MALFORMED, {"nbf": -1}),
    (Reason.TOKEN_MALFORMED, {"sub": None}),
    (Reason.TOKEN_MALFORMED, {"sub": ""}),
    (Reason.TOKEN_MALFORMED, {"sub": 7}),
    (Reason.TOKEN_MALFORMED, {"sub": "nul\x00"}),
    (Reason.TOKEN_MALFORMED, {"sub": "half \ud800"}),
    (Reason.TOKEN_MALFORMED, {"sub": "x" * 256}),
]


@pytest.mark.parametrize(("reason", "changed"), WRONG_ACCESS, ids=lambda value: str(value)[:40])
def test_an_access_token_that_is_not_right(api: Gate, reason: Reason, changed: dict[str, object]) -> None:
    assert api.refusal(KEY.issue(api.claims(**changed))) == reason


@pytest.mark.parametrize("changed", [{"exp": NOW_S - 4}, {"iat": NOW_S + 5}, {"nbf": NOW_S + 5}, {"exp": NOW_S + 0.5}])
def test_clocks_may_differ_by_five_seconds(api: Gate, changed: dict[str, object]) -> None:
    assert api.admit(KEY.issue(api.claims(**changed)))


def test_a_token_of_another_issuer_is_refused_without_asking_anybody(api: Gate) -> None:
    asked = len(api.issuer.asked)
    for iss in ("https://evil.example.test", api.issuer.url + "/", None, 7, [api.issuer.url], {}):
        assert api.refusal(KEY.issue(api.claims(iss=iss))) == Reason.ISSUER_UNKNOWN
    assert len(api.issuer.asked) <= asked + 2


@pytest.mark.parametrize("typ", ["JWT", None, "", "id_token+jwt", "logout+jwt", "at+jwt ", "dpop+jwt", 7, ["at+jwt"]])
def test_other_kinds_of_tokens_with_the_same_key_are_refused(api: Gate, typ: object) -> None:
    assert api.refusal(KEY.issue(api.claims(), typ=typ)) == Reason.TOKEN_KIND_REFUSED


def test_a_session_token_needs_a_configured_party(api: Gate) -> None:
    assert api.refusal(KEY.issue(api.session(), typ="JWT")) == Reason.TOKEN_KIND_REFUSED


@pytest.mark.parametrize("cat", [None, "cl_B7d4PD111AAA", "cl_I7d4PD111III"])
def test_a_session_token_of_clerk(clerk: Gate, cat: str | None) -> None:
    person = clerk.admit(KEY.issue(clerk.session(), typ="JWT", cat=cat))
    assert person == (clerk.issuer.url, "user_2abc", ORIGIN, clerk.session()["exp"] * 1_000)


def test_a_session_token_of_the_first_version_has_no_state(clerk: Gate) -> None:
    assert clerk.admit(KEY.issue(clerk.session(v=None, sts=None), typ="JWT"))


WRONG_SESSION: list[tuple[Reason, dict[str, object], dict[str, object]]] = [
    (Reason.SESSION_PENDING, {"sts": "pending"}, {}),
    (Reason.SESSION_PENDING, {"sts": "anything"}, {}),
    (Reason.PARTY_REFUSED, {"azp": "https://evil.example.test"}, {}),
    (Reason.PARTY_REFUSED, {"azp": None}, {}),
    (Reason.PARTY_REFUSED, {"azp": ""}, {}),
    (Reason.PARTY_REFUSED, {"azp": [ORIGIN]}, {}),
    (Reason.TOKEN_EXPIRED, {"exp": NOW_S - 5}, {}),
    (Reason.TOKEN_NOT_YET_VALID, {"nbf": NOW_S + 6}, {}),
    # A template of the same instance, a machine, and what only looks like a person.
    (Reason.TOKEN_KIND_REFUSED, {}, {"cat": "cl_B7d4PD222AAA"}),
    (Reason.TOKEN_KIND_REFUSED, {}, {"cat": "cl_B7d4PD333AAA"}),
    (Reason.TOKEN_KIND_REFUSED, {}, {"cat": "cl_new"}),
    (Reason.TOKEN_KIND_REFUSED, {}, {"cat": ["cl_B7d4PD111AAA"]}),
    (Reason.TOKEN_KIND_REFUSED, {"sid": None}, {"cat": "cl_I7d4PD111III"}),
    (Reason.TOKEN_KIND_REFUSED, {"sub": "mch_2abc"}, {}),
    (Reason.TOKEN_KIND_REFUSED, {"sub": "org_2abc"}, {}),
    # ID tokens: with what only they carry, and without.
    (Reason.TOKEN_KIND_REFUSED, {"aud": CLIENT, "nonce": "n", "azp": CLIENT}, {}),
    (Reason.TOKEN_KIND_REFUSED, {"aud": CLIENT, "azp": CLIENT}, {}),
    (Reason.TOKEN_KIND_REFUSED, {"aud": [CLIENT], "azp": CLIENT}, {}),
    (Reason.TOKEN_KIND_REFUSED, {"aud": CLIENT, "azp": None, "sid": None}, {}),
    (Reason.AUDIENCE_REFUSED, {"aud": CLIENT, "azp": ORIGIN}, {}),
]


@pytest.mark.parametrize(("reason", "changed", "header"), WRONG_SESSION, ids=lambda value: str(value)[:40])
def test_a_session_token_that_is_not_right(
    clerk: Gate, reason: Reason, changed: dict[str, object], header: dict[str, object]
) -> None:
    assert clerk.refusal(KEY.issue(clerk.session(**changed), **{"typ": "JWT", **header})) == reason


def test_an_access_token_of_clerk_has_no_audience_and_is_told_by_its_client(clerk: Gate) -> None:
    claims = clerk.claims(sub="user_2abc", aud=None)
    assert clerk.admit(KEY.issue(claims)).party == CLIENT
    assert clerk.admit(KEY.issue(claims, cat="cl_I7d4PD111III")).party == CLIENT
    assert clerk.admit(KEY.issue({**claims, "azp": "https://accounts.example.test"})).party == CLIENT
    assert clerk.refusal(KEY.issue({**claims, "client_id": "another-app"})) == Reason.PARTY_REFUSED
    assert clerk.refusal(KEY.issue({**claims, "client_id": "another-app", "azp": CLIENT})) == Reason.PARTY_REFUSED
    assert clerk.refusal(KEY.issue(clerk.claims(client_id=None, aud=None))) == Reason.PARTY_REFUSED
    assert clerk.refusal(KEY.issue(clerk.claims(aud=API))) == Reason.AUDIENCE_REFUSED


@pytest.mark.parametrize("cat", ["cl_B7d4PD111AAA", "cl_B7d4PD222AAA", "cl_B7d4PD333AAA"])
def test_the_type_of_an_access_token_does_not_hide_another_category(clerk: Gate, cat: str) -> None:
    assert clerk.refusal(KEY.issue(clerk.claims(aud=None), cat=cat)) == Reason.TOKEN_KIND_REFUSED


def test_both_audience_and_party_are_asked_for_where_both_are_configured() -> None:
    trust = Trust("https://issuer.example.test", (API,), (CLIENT,))
    claims = {"sub": "person-1", "exp": NOW_S + 60, "iat": NOW_S, "aud": API, "client_id": CLIENT}
    assert checked({"typ": "at+jwt"}, claims, trust, NOW_MS).party == CLIENT
    for name, reason in (("aud", Reason.AUDIENCE_REFUSED), ("client_id", Reason.PARTY_REFUSED)):
        lacking = {key: value for key, value in claims.items() if key != name}
        with pytest.raises(IdentityError, match=reason):
            checked({"typ": "at+jwt"}, lacking, trust, NOW_MS)
    # Some issuers name the client in azp alone.
    keycloak = {**claims, "azp": CLIENT}
    del keycloak["client_id"]
    assert checked({"typ": "at+jwt"}, keycloak, trust, NOW_MS).party == CLIENT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = ("iss", "sub", "aud", "azp", "client_id", "exp", "iat", "nbf", "sid", "sts", "nonce", "cnf", "typ", "cat")


@given(st.sampled_from(["at+jwt", "JWT"]), st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
def test_no_value_of_a_claim_leads_to_anything_but_a_person_or_a_reason(typ: str, odd: dict[str, object]) -> None:
    trust = Trust("https://issuer.example.test", (API,), (CLIENT, ORIGIN))
    claims = {"sub": "user_1", "exp": NOW_S + 60, "iat": NOW_S, "aud": API, "client_id": CLIENT, "sid": "sess_1"}
    with suppress(IdentityError):  # and nothing else
        person = checked({"typ": typ, **odd}, {**claims, "azp": ORIGIN, **odd}, trust, NOW_MS)
        assert person.subject.isascii()
        assert person.party in (CLIENT, ORIGIN)


def test_an_issuer_without_any_limit_is_not_configured() -> None:
    with pytest.raises(TruthTimeError, match="names neither audiences nor authorized_parties"):
        Issuers([Trust("https://issuer.example.test", ())], HandClock())
    with pytest.raises(TruthTimeError, match="twice"):
        Issuers([Trust("https://issuer.example.test")] * 2, HandClock())


@pytest.mark.parametrize(
    ("issuer", "jwks_uri"),
    [
        ("http://issuer.example.test", ""),
        ("http://127.0.0.1.example.test", ""),
        ("ftp://127.0.0.1", ""),
        ("local", ""),
        ("https://", ""),
        ("https://user@issuer.example.test", ""),
        ("https://[::1", ""),
        ("https://issuer.example.test", "http://issuer.example.test/jwks.json"),
        ("https://issuer.example.test", "file:///etc/passwd"),
    ],
)
def test_keys_come_over_tls_or_from_this_computer(issuer: str, jwks_uri: str) -> None:
    with pytest.raises(TruthTimeError, match="neither https nor on this computer"):
        Issuers([Trust(issuer, jwks_uri=jwks_uri)], HandClock())
