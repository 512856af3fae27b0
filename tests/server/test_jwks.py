"""Which keys of an issuer are taken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.signing import ec_key, rsa_key
from truthtime_server.jwks import MOST_KEYS, FetchError, is_loopback, metadata_addresses, usable_keys

RSA = rsa_key().jwk()
EC = ec_key().jwk()


def names(*entries: object) -> list[tuple[str | None, str]]:
    return [(key.kid, key.algorithm) for key in usable_keys(json.dumps({"keys": entries}).encode())]


def test_a_key_is_bound_to_the_algorithm_of_its_type() -> None:
    bare = {name: RSA[name] for name in ("kty", "n", "e")}
    assert names(RSA, EC, bare) == [("rsa-1", "RS256"), ("ec-1", "ES256"), (None, "RS256")]


@pytest.mark.parametrize(
    "entry",
    [
        {**RSA, "use": "enc"},
        {**RSA, "alg": "RS512"},
        {**RSA, "alg": "HS256"},
        {**RSA, "alg": "RSA-OAEP"},
        {**RSA, "key_ops": ["encrypt"]},
        {**RSA, "key_ops": "verify"},
        {**RSA, "kid": 7},
        {**RSA, "kty": "oct", "k": "c2VjcmV0"},
        {"kty": "oct", "k": "c2VjcmV0", "alg": "HS256", "kid": "rsa-1"},
        {**RSA, "kty": ["RSA"]},
        {**RSA, "n": 7},
        {**RSA, "n": "!"},
        {**RSA, "n": ""},
        {**RSA, "e": ""},
        {**EC, "alg": "RS256"},
        {**EC, "crv": "P-384"},
        {**EC, "crv": "secp256k1"},
        {**EC, "crv": {}},
        {**EC, "x": EC["y"]},
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
        rsa_key("small", 1_024).jwk(),
        None,
        [],
        "key",
    ],
    ids=lambda entry: json.dumps(entry)[-40:],
)
def test_a_key_of_another_kind_is_passed_over(entry: object) -> None:
    assert names(entry, EC) == [("ec-1", "ES256")]


def test_a_private_key_that_an_issuer_leaks_is_used_as_a_public_one() -> None:
    leaked = {**RSA, "d": RSA["n"], "p": "AQAB", "q": "AQAB"}
    (key,) = usable_keys(json.dumps({"keys": [leaked]}).encode())
    assert not hasattr(key.jwk.key, "sign")


TOO_MANY = json.dumps({"keys": [{}] * (MOST_KEYS + 1)}).encode()


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b'{"keys": {}}',
        b"\xff",
        b"[" * 100_000,
        json.dumps({"keys": [{}] * (MOST_KEYS + 1)}).encode(),
    ],
    ids=lambda document: repr(document)[:20],
)
def test_what_is_no_key_document(document: bytes) -> None:
    with pytest.raises(FetchError):
        usable_keys(document)


def test_an_empty_set_is_the_word_of_the_issuer() -> None:
    assert usable_keys(b'{"keys": []}') == ()


@given(st.dictionaries(st.sampled_from(["kty", "crv", "n", "e", "x", "y", "use", "alg", "kid", "key_ops"]), st.text()))
def test_no_entry_breaks_the_set(entry: dict[str, str]) -> None:
    assert ("ec-1", "ES256") in names({**RSA, **entry}, {**EC, **entry}, entry, EC)


def test_metadata_is_looked_for_where_both_standards_put_it() -> None:
    assert metadata_addresses("https://a.test/realms/b/") == (
        "https://a.test/realms/b/.well-known/openid-configuration",
        "https://a.test/.well-known/oauth-authorization-server/realms/b",
    )


def test_what_is_this_computer() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"))
    assert not any(is_loopback(host) for host in ("", "0.0.0.0", "127.0.0.1.test", "localhost.test", "10.0.0.1"))  # noqa: S104
