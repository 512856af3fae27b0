"""The command line of the server, on a real database."""

import json

import pytest

from tests.server.running import command, environment
from truthtime_server.config import Settings


def test_tokens_are_made_listed_and_revoked(settings: Settings) -> None:
    env = environment(settings)
    words = ("--user", "ada", "--scope", "read", "--expires", "2d", "--json")
    made = json.loads(command("token", "create", *words, env=env).stdout)
    assert made["scopes"] == ["read"]
    assert made["token"].startswith("ttp_")
    for json_words in ((), ("--json",)):
        shown = command("token", "list", *json_words, env=env).stdout
        assert made["id"] in shown
        assert made["token"] not in shown
    assert command("token", "revoke", made["id"], env=env).returncode == 0
    assert "revoked" in command("token", "list", "--user", "ada", env=env).stdout
    assert command("token", "list", "--user", "bob", env=env).stdout == "There are no tokens.\n"
    plain = command("token", "create", "--user", "ada", env=env).stdout
    assert "This is shown once and stored nowhere." in plain


@pytest.mark.parametrize(
    "words",
    [
        ("token", "revoke", "nothing"),
        ("token", "create", "--user", ""),
        ("token", "create", "--user", "ada", "--scope", "fly"),
        ("token", "create", "--user", "ada", "--expires", "yesterday"),
        ("backup", "/nowhere/at/all"),
        ("restore", "/nowhere/at/all"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_next_step(settings: Settings, words: tuple[str, ...]) -> None:
    refused = command(*words, env=environment(settings))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert len(refused.stderr.splitlines()) == 2


def test_migrating_twice_changes_nothing(settings: Settings) -> None:
    told = json.loads(command("migrate", "--json", env=environment(settings)).stdout)
    assert told["before"] == told["after"]
    assert "as it was" in command("migrate", env=environment(settings)).stdout


def test_the_version_is_told() -> None:
    assert command("--version", env={}).stdout.startswith("truthtime-server ")


@pytest.mark.parametrize("words", [(), ("serve", "--port", "70000"), ("token",), ("fly",)])
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...]) -> None:
    assert command(*words, env={}).returncode == 2
