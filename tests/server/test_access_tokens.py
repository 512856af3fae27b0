"""Personal access tokens: their form."""

import hashlib
import string
import zlib

from hypothesis import given
from hypothesis import strategies as st

from truthtime_server.access_tokens import DIGITS, digest, is_well_formed, minted

TOKEN = minted()


def test_a_new_token_has_the_documented_form() -> None:
    token = minted()
    assert token.startswith("ttp_")
    assert len(token) == 4 + 43 + 6
    assert set(token[4:]) <= set(string.ascii_letters + string.digits)
    assert is_well_formed(token)


def test_a_token_carries_all_32_random_bytes() -> None:
    tokens = [minted() for _ in range(2_000)]
    assert len(set(tokens)) == len(tokens)
    values = [_number(token[4:-6]) for token in tokens]
    assert max(values) < 2**256
    # Each of the 256 bits is set in about half of 2,000 tokens: 150 more or fewer are more than 6 deviations.
    for bit in range(256):
        assert 850 < sum(value >> bit & 1 for value in values) < 1_150, bit


def test_the_checksum_is_the_crc_of_what_stands_before_it() -> None:
    assert _number(TOKEN[-6:]) == zlib.crc32(TOKEN[:-6].encode())


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_a_changed_character_is_noticed(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    assert is_well_formed(changed) == (changed == TOKEN)


@given(st.integers(0, len(TOKEN) - 2))
def test_two_swapped_characters_are_noticed(place: int) -> None:
    swapped = TOKEN[:place] + TOKEN[place + 1] + TOKEN[place] + TOKEN[place + 2 :]
    assert is_well_formed(swapped) == (swapped == TOKEN)


@given(st.text())
def test_garbage_is_no_token(text: str) -> None:
    assert not is_well_formed(text)
    assert not is_well_formed("ttp_" + text)
    assert not is_well_formed(TOKEN + text + "\n")


def test_what_is_stored_is_the_sha256() -> None:
    assert digest(TOKEN) == hashlib.sha256(TOKEN.encode()).digest()


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * len(DIGITS) + DIGITS.index(digit)
    return value
