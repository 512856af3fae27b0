"""Tokens that somebody made, bent or broke: all of them are refused, for a reason and without a fuss."""

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.gate import Gate, gate
from tests.server.signing import SigningKey, b64, ec_key, hs256, rsa_key, written
from truthtime_server.issuers import LONGEST_TOKEN
from truthtime_server.refusals import Reason

KEY = rsa_key()
THIEF = rsa_key("thief")
HEADER = {"alg": "RS256", "typ": "at+jwt", "kid": KEY.kid}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(scope="module")
def api() -> Iterator[Gate]:
    with gate(KEY, ec_key()) as standing:
        standing.admit(KEY.issue(standing.claims()))
        yield standing


@pytest.fixture(scope="module")
def good(api: Gate) -> dict[str, str]:
    return {key.algorithm: key.issue(api.claims()) for key in (KEY, ec_key())}


@given(
    st.sampled_from(["RS256", "ES256"]),
    st.floats(0, 1, exclude_max=True),
    st.characters(max_codepoint=0x2FFF) | st.sampled_from(LETTERS),
)
def test_any_changed_character_is_noticed(
    api: Gate, good: dict[str, str], algorithm: str, place: float, character: str
) -> None:
    token = good[algorithm]
    at = int(place * len(token))
    if token[at] != character:
        assert api.refusal(token[:at] + character + token[at + 1 :])


def test_every_character_of_a_token_counts_down_to_its_last_bit(api: Gate, good: dict[str, str]) -> None:
    for token in good.values():
        for at in range(0, len(token), 7):
            flipped = LETTERS[LETTERS.index(token[at]) ^ 1] if token[at] != "." else "-"
            assert api.refusal(token[:at] + flipped + token[at + 1 :])
        # A signature of 256 or 64 bytes leaves bits over in its last character; most decoders do not look at them.
        reasons = [api.refusal(token[:-1] + letter) for letter in LETTERS if letter != token[-1]]
        assert (reasons.count(Reason.TOKEN_MALFORMED), reasons.count(Reason.SIGNATURE_WRONG)) == (60, 3)


@given(st.integers(0, 2_000), st.integers(1, 50))
def test_a_token_with_a_piece_missing_or_doubled(api: Gate, good: dict[str, str], at: int, length: int) -> None:
    token = good["RS256"]
    at %= len(token)
    assert api.refusal(token[:at] + token[at + length :])
    assert api.refusal(token[: at + length] + token[at:])


@pytest.mark.parametrize("bent", ["{0}=", "{0}\n", " {0}", "{0}.", ".{0}", "{0}.{0}", "{0}\x00", "{0}%3D"])
def test_nothing_may_stand_around_a_token(api: Gate, good: dict[str, str], bent: str) -> None:
    assert api.refusal(bent.format(good["RS256"])) == Reason.TOKEN_MALFORMED


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "", None, "HS256", "RS512", "PS256", "ES384", "EdDSA"])
def test_the_header_chooses_no_other_algorithm(api: Gate, alg: str | None) -> None:
    for signature in ("", b64(b"x"), b64(KEY.sign("x"))):
        token = f"{written({**HEADER, 'alg': alg})}.{written(api.claims())}.{signature}"
        assert api.refusal(token) == (Reason.ALGORITHM_REFUSED if signature else Reason.TOKEN_MALFORMED)
    assert api.refusal(KEY.issue(api.claims(), alg=alg)) == Reason.ALGORITHM_REFUSED


@pytest.mark.parametrize("alg", [7, ["RS256"], {"RS256": 1}, True])
def test_an_algorithm_that_is_no_name(api: Gate, alg: object) -> None:
    assert api.refusal(KEY.issue(api.claims(), alg=alg)) == Reason.ALGORITHM_REFUSED


@pytest.mark.parametrize(
    "secret",
    [
        KEY.public_pem(),
        KEY.public_pem().strip(),
        json.dumps(KEY.jwk()).encode(),
        KEY.jwk()["n"].encode(),
        b"",
        b"secret",
    ],
)
@pytest.mark.parametrize("alg", ["HS256", "RS256", "ES256"])
def test_a_public_key_is_not_taken_for_a_shared_secret(api: Gate, secret: bytes, alg: str) -> None:
    token = hs256({**HEADER, "alg": alg}, api.claims(), secret)
    # There is no RS256 key among the ES256 keys: an algorithm finds only keys of its own.
    expected = {"HS256": Reason.ALGORITHM_REFUSED, "RS256": Reason.SIGNATURE_WRONG, "ES256": Reason.KEY_UNKNOWN}
    assert api.refusal(token) == expected[alg]


def test_a_key_signs_only_with_its_own_algorithm(api: Gate) -> None:
    swapped = ec_key().token({**HEADER, "kid": KEY.kid}, api.claims())
    assert api.refusal(swapped) == Reason.SIGNATURE_WRONG
    assert api.refusal(KEY.issue(api.claims(), alg="ES256", kid=ec_key().kid)) == Reason.SIGNATURE_WRONG


@pytest.mark.parametrize("kid", [KEY.kid, "thief", None, "../../../dev/null", "' or 1=1 --", "k" * 256])
def test_a_stolen_kid_makes_no_key_right(api: Gate, kid: str | None) -> None:
    assert api.refusal(THIEF.issue(api.claims(), kid=kid)) in (Reason.SIGNATURE_WRONG, Reason.KEY_UNKNOWN)


@pytest.mark.parametrize("kid", ["", "k" * 257, 7, ["rsa-1"], {}, True])
def test_a_kid_that_is_no_name(api: Gate, kid: object) -> None:
    assert api.refusal(KEY.issue(api.claims(), kid=kid)) == Reason.TOKEN_MALFORMED


Thing = Callable[[Gate], object]
BROUGHT: dict[str, Thing] = {
    "jwk": lambda _: THIEF.jwk(),
    "jku": lambda gate: gate.issuer.url + "/thief.json",
    "x5u": lambda gate: gate.issuer.url + "/thief.pem",
    "x5c": lambda _: ["MIIB"],
    "crit": lambda _: ["exp"],
    "b64": lambda _: True,
    "zip": lambda _: "DEF",
}


@pytest.mark.parametrize("name", BROUGHT)
@pytest.mark.parametrize("key", [THIEF, KEY], ids=["forged", "right"])
def test_a_token_brings_no_key_and_no_rules_along(api: Gate, name: str, key: SigningKey) -> None:
    asked = list(api.issuer.asked)
    token = key.issue(api.claims(), kid=KEY.kid, **{name: BROUGHT[name](api)})
    assert api.refusal(token) == Reason.HEADER_REFUSED
    assert api.issuer.asked == asked


def test_a_fingerprint_of_a_certificate_is_only_a_label(api: Gate) -> None:
    assert api.admit(KEY.issue(api.claims(), x5t="c2hhMQ"))


def test_a_name_that_stands_twice(api: Gate) -> None:
    claims = json.dumps(api.claims())
    twice = claims[:-1] + ', "sub": "person-2"}'
    assert api.refusal(KEY.token(HEADER, twice.encode())) == Reason.TOKEN_MALFORMED
    header = json.dumps(HEADER)[:-1] + ', "alg": "none"}'
    assert api.refusal(KEY.token(header.encode(), api.claims())) == Reason.TOKEN_MALFORMED


DEEP = b"[" * 2_900
ODD = [
    b"",
    b"{}}",
    b"[]",
    b"7",
    b"null",
    b'"x"',
    b"\xff\xfe",
    b'{"exp": NaN}',
    b'{"exp": 1e999}',
    DEEP,
    b'{"a":' + DEEP,
]
ODD += [b'{"exp": ' + b"9" * 5_000 + b"}", b"\xef\xbb\xbf{}", b"{'alg': 'RS256'}", b'{"iss": "\\ud800"}', b"{" * 2_000]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_documents_that_are_not_what_they_should_be(api: Gate, odd: bytes) -> None:
    for token in (KEY.token(HEADER, odd), KEY.token(odd, api.claims())):
        assert api.refusal(token) in (Reason.TOKEN_MALFORMED, Reason.ISSUER_UNKNOWN, Reason.ALGORITHM_REFUSED)


def test_a_token_of_bounded_size_is_looked_at_and_no_longer_one(api: Gate) -> None:
    assert api.admit(KEY.issue(api.claims(filler="x" * 5_000)))
    assert api.refusal(KEY.issue(api.claims(filler="x" * LONGEST_TOKEN))) == Reason.TOKEN_MALFORMED
    assert api.refusal("x" * 1_000_000) == Reason.TOKEN_MALFORMED
    assert api.refusal("." * 1_000_000) == Reason.TOKEN_MALFORMED


@given(st.text() | st.lists(st.text(alphabet=LETTERS), min_size=1, max_size=6).map(".".join))
def test_garbage(api: Gate, garbage: str) -> None:
    assert api.refusal(garbage) == Reason.TOKEN_MALFORMED


@pytest.mark.parametrize("length", [0, 1, 63, 65, 255, 257, 3_000])
def test_signatures_of_a_wrong_length(api: Gate, length: int) -> None:
    for key in (KEY, ec_key()):
        text = key.issue(api.claims()).rpartition(".")[0]
        expected = Reason.SIGNATURE_WRONG if length else Reason.TOKEN_MALFORMED
        assert api.refusal(f"{text}.{b64(bytes(length))}") == expected


def test_an_elliptic_signature_of_zeros_is_none(api: Gate) -> None:
    text = ec_key().issue(api.claims()).rpartition(".")[0]  # CVE-2022-21449
    assert api.refusal(f"{text}.{b64(bytes(64))}") == Reason.SIGNATURE_WRONG
