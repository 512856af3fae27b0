"""Making, listing and revoking access tokens in a real PostgreSQL, as the command line does."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from truthtime_core.errors import InputError, RefusedError, TruthTimeError
from truthtime_server.access_tokens import digest, is_well_formed, minted
from truthtime_server.config import Settings
from truthtime_server.minting import create, expiry, listed, revoke

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
Owner = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def url(settings: Settings) -> str:
    assert settings.owner_database_url
    return settings.owner_database_url.get_secret_value()


def test_a_new_token_is_listed_without_itself(url: str, owner: Owner) -> None:
    made = create(url, "anna", name="laptop", scopes=["write", "read"], expires_at=NOW + timedelta(days=3_650))
    assert is_well_formed(made.token)
    assert made.token not in repr(made)
    assert listed(url) == (made.stored,)
    assert (made.stored.user, made.stored.name, made.stored.scopes) == ("anna", "laptop", ["read", "write"])
    assert made.stored.prefix == made.token[:8]
    assert (made.stored.last_used_at, made.stored.revoked_at) == (None, None)
    assert made.stored.expires_at == NOW + timedelta(days=3_650)
    everything = owner.execute("select t::text from access_tokens t").fetchall()
    assert made.token[8:] not in str(everything)
    assert owner.execute("select hash from access_tokens").fetchall() == [(digest(made.token),)]
    assert owner.execute("select issuer, subject from users").fetchall() == [("local", "anna")]


def test_a_user_is_made_once_and_has_many_tokens(url: str, owner: Owner) -> None:
    texts = {create(url, user, expires_at=None).token for user in ("anna", "anna", "bert")}
    assert len(texts) == 3
    assert owner.execute("select count(*) from users").fetchone() == (2,)
    assert [token.user for token in listed(url, "anna")] == ["anna", "anna"]
    assert len(listed(url)) == 3
    assert listed(url, "nobody") == ()


def test_a_token_without_a_name_has_the_day_it_was_made(url: str) -> None:
    stored = create(url, "anna", expires_at=None).stored
    assert stored.name == stored.created_at.date().isoformat()
    assert stored.scopes == ["read", "write", "account"]


@pytest.mark.parametrize("how", ["id", "token"])
def test_a_revoked_token_stays_revoked(url: str, how: str) -> None:
    made, kept = create(url, "anna", expires_at=None), create(url, "anna", expires_at=None)
    which = str(made.stored.id) if how == "id" else made.token
    first = revoke(url, which)
    assert first.id == made.stored.id
    assert first.revoked_at
    assert revoke(url, which).revoked_at == first.revoked_at
    assert {token.id: bool(token.revoked_at) for token in listed(url)} == {first.id: True, kept.stored.id: False}


def test_what_cannot_be_revoked(url: str) -> None:
    token = minted()
    for which in (token, "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(RefusedError):
            revoke(url, which)
    with pytest.raises(InputError) as raised:
        revoke(url, token[:-1])
    assert token[4:20] not in str(raised.value)


def test_scopes_and_names_that_cannot_be_used(url: str) -> None:
    for scopes in ([], ["admin"], ["read", "admin"], ["READ"]):
        with pytest.raises(InputError, match="read, write, account"):
            create(url, "anna", scopes=scopes, expires_at=None)
    for name in ("", " ", "x" * 256, "line\nbreak", "nul\x00", "half \ud800"):
        with pytest.raises(InputError):
            create(url, name, expires_at=None)
        with pytest.raises(InputError):
            create(url, "anna", name=name or "\x00", expires_at=None)
    assert listed(url) == ()


def test_a_database_that_is_not_there() -> None:
    for work in (lambda url: create(url, "anna", expires_at=None), listed, lambda url: revoke(url, minted())):
        with pytest.raises(TruthTimeError, match="cannot be reached") as raised:
            work("postgresql://owner:very-secret@127.0.0.1:1/none")
        assert "very-secret" not in str(raised.value)


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("never", None),
        ("12h", NOW + timedelta(hours=12)),
        ("90d", NOW + timedelta(days=90)),
        ("4w", NOW + timedelta(weeks=4)),
        ("2027-01-31", datetime(2027, 1, 31, tzinfo=UTC)),
        ("2027-01-31T10:00:00+01:00", datetime(2027, 1, 31, 9, tzinfo=UTC)),
    ],
)
def test_when_a_token_shall_expire(words: str, at: datetime | None) -> None:
    assert expiry(words, NOW) == at


@pytest.mark.parametrize("words", ["", "soon", "0d", "-1d", "1.5d", "2026-11-24", "2026-13-01", "90", "999999d", "1y"])
def test_times_at_which_no_token_can_expire(words: str) -> None:
    with pytest.raises(InputError):
        expiry(words, NOW)
