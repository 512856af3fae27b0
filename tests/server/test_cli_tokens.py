"""`truthtime-server token`: what is typed and what is printed."""

import json
from datetime import datetime

import pytest

from truthtime_server.access_tokens import is_well_formed
from truthtime_server.cli import main
from truthtime_server.config import Settings


@pytest.fixture(autouse=True)
def _environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("database_url", "owner_database_url", "identity_key"):
        monkeypatch.setenv(f"TRUTHTIME_{name.upper()}", getattr(settings, name).get_secret_value())


def test_a_token_is_made_listed_and_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    def typed(*words: str) -> dict[str, object]:
        assert main(["token", *words, "--json"]) == 0
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    made = typed("create", "--user", "anna", "--scope", "read", "--scope", "write", "--expires", "90d")
    token = str(made.pop("token"))
    assert is_well_formed(token)
    assert (made["user"], made["scopes"]) == ("anna", ["read", "write"])
    life = datetime.fromisoformat(str(made["expires_at"])) - datetime.fromisoformat(str(made["created_at"]))
    assert life.days in (89, 90)
    assert typed("list") == typed("list", "--user", "anna") == {"tokens": [made]}
    assert typed("list", "--user", "bert") == {"tokens": []}
    assert typed("revoke", token)["id"] == made["id"]

    assert main(["token", "list"]) == 0
    line = capsys.readouterr().out
    assert "revoked, never used" in line
    assert token[8:] not in line


def test_a_token_for_people_to_read_says_when_it_expires(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "create", "--user", "anna"]) == 0
    first, _, words = capsys.readouterr().out.partition("\n")
    assert is_well_formed(first)
    assert "It expires at 20" in words
    assert main(["token", "create", "--user", "anna", "--expires", "never"]) == 0
    assert "It does not expire." in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["create", "--user", "anna", "--scope", "admin"],
        ["create", "--user", "anna", "--expires", "soon"],
        ["create", "--user", ""],
        ["revoke", "something"],
        ["revoke", "00000000-0000-0000-0000-000000000000"],
    ],
    ids=" ".join,
)
def test_what_is_refused_is_said_in_a_title_and_a_hint(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", *words]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 2
