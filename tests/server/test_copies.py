"""Backup and restore on a real PostgreSQL, through the commands."""

import asyncio
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.server.conftest import OWNER, as_superuser, settings_for
from tests.server.running import command, environment
from tests.server.served import client, person
from truthtime_core.errors import TruthTimeError
from truthtime_server.config import Settings
from truthtime_server.copies import LEFT_OUT, ROLES, backup, broken_logs, connected, owner_url, restore
from truthtime_server.doctor import api_checks
from truthtime_server.postgres import Cluster

EMPTY = "truthtime_empty"


@pytest.fixture
def empty(cluster: Cluster) -> Any:  # noqa: ANN401 - a generator of settings
    as_superuser(cluster, f"create database {EMPTY} owner {OWNER} template template0")
    yield settings_for(cluster, EMPTY)
    as_superuser(cluster, f"drop database {EMPTY} with (force)")


def recorded(settings: Settings, name: str = "ada", entries: int = 3) -> str:
    """A user with some entries. Returns their token."""
    _, token = person(settings, name)

    async def run() -> None:
        async with client(settings, token) as http:
            for number in range(entries):
                started = await http.post("/api/sessions/start", json={"description": f"{name} {number} \N{SNOWMAN}"})
                await http.post("/api/sessions/stop", json={"id": started.json()["id"]})

    asyncio.run(run())
    return token


def listing(settings: Settings, token: str) -> Any:  # noqa: ANN401 - JSON
    async def run() -> Any:  # noqa: ANN401 - JSON
        async with client(settings, token) as http:
            return (await http.get("/api/sessions")).json()["sessions"]

    return asyncio.run(run())


def epochs(settings: Settings) -> list[UUID]:
    with connected(owner_url(settings)) as connection:
        return [one for (one,) in connection.execute("select epoch from user_sync order by user_id").fetchall()]


def test_what_was_copied_comes_back_and_works(settings: Settings, empty: Settings, tmp_path: Path) -> None:
    token, other = recorded(settings), recorded(settings, "bob", 1)
    file = tmp_path / "copy"
    made = command("backup", str(file), "--json", env=environment(settings))
    assert made.returncode == 0, made.stderr
    manifest = json.loads(made.stdout)
    assert manifest["logs"]["users"] == 2
    assert manifest["tables"]["events"] == manifest["logs"]["events"] == 8
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"identity_keys" in file.read_bytes()
    back = command("restore", str(file), env=environment(empty))
    assert back.returncode == 0, back.stderr
    assert "8 events of 2 users" in back.stdout
    assert listing(empty, token) == listing(settings, token)
    assert len(listing(empty, other)) == 1
    assert len(set(epochs(empty)) | set(epochs(settings))) == 4
    with connected(empty.database_url.get_secret_value()) as connection:
        assert [one.name for one in api_checks(connection, empty) if one.state == "missing"] == []
    recorded(empty, "carol", 1)


def test_keys_and_counts_are_not_copied(settings: Settings, tmp_path: Path) -> None:
    manifest = backup(settings, tmp_path / "copy")
    assert not LEFT_OUT & manifest["tables"].keys()
    assert settings.identity_key.get_secret_value().encode() not in (tmp_path / "copy").read_bytes()


def test_every_role_of_the_schema_is_made_before_a_restore(settings: Settings) -> None:
    with connected(owner_url(settings)) as connection:
        found = connection.execute(
            "select rolname from pg_roles where rolname like 'truthtime\\_%%' and not rolcanlogin"
        ).fetchall()
    assert {name for (name,) in found} == set(ROLES)


def test_a_database_with_something_in_it_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    token = recorded(settings)
    file = tmp_path / "copy"
    backup(settings, file)
    for typed, words in (("", ()), ("yes\n", ("--replace",)), ("\n", ("--replace",))):
        refused = command("restore", str(file), *words, env=environment(settings), typed=typed)
        assert refused.returncode == 1
    assert len(listing(settings, token)) == 3


def test_replacing_is_done_after_typing_the_name(settings: Settings, cluster: Cluster, tmp_path: Path) -> None:
    token = recorded(settings)
    file = tmp_path / "copy"
    backup(settings, file)
    recorded(settings, "bob", 1)
    with connected(owner_url(settings)) as connection:
        name = connection.info.dbname
    done = command("restore", str(file), "--replace", env=environment(settings), typed=f"{name}\n")
    assert done.returncode == 0, done.stderr
    assert f"Everything in the database {name} is thrown away" in done.stderr
    assert len(listing(settings, token)) == 3
    with psycopg.connect(cluster.url(name)) as connection:
        assert connection.execute("select count(*) from users").fetchone() == (1,)


def test_nobody_may_be_at_work_during_a_restore(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "copy"
    backup(settings, file)
    with (
        connected(settings.database_url.get_secret_value()),
        pytest.raises(TruthTimeError, match="connected to the database"),
    ):
        restore(settings, file, replace=True)


def test_a_damaged_copy_is_refused_before_anything_happens(settings: Settings, empty: Settings, tmp_path: Path) -> None:
    recorded(settings)
    file = tmp_path / "copy"
    backup(settings, file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + b"x" + whole[-8:])
    with pytest.raises(TruthTimeError, match="damaged"):
        restore(empty, file)
    file.unlink()
    with pytest.raises(TruthTimeError, match="no file"):
        restore(empty, file)


@pytest.mark.parametrize("what", ["a row less", "another log"])
def test_a_copy_that_is_not_what_its_manifest_says_changes_nothing(
    settings: Settings, tmp_path: Path, what: str
) -> None:
    token = recorded(settings)
    file = tmp_path / "copy"
    manifest = backup(settings, file)
    if what == "a row less":
        manifest["tables"]["events"] += 1
    else:
        manifest["logs"]["sha256"] = "0" * 64
    (tmp_path / "copy.manifest.json").write_text(json.dumps(manifest))
    before = listing(settings, token)
    with pytest.raises(TruthTimeError, match=r"Not every row|The logs are not"):
        restore(settings, file, replace=True)
    assert listing(settings, token) == before
    with connected(owner_url(settings)) as connection:
        assert connection.execute("select to_regnamespace('before_restore')").fetchone() == (None,)


def test_a_changed_event_is_found(settings: Settings, cluster: Cluster) -> None:
    recorded(settings)
    with connected(owner_url(settings)) as connection:
        assert broken_logs(connection) == 0
        name = connection.info.dbname
    as_superuser(
        cluster,
        "alter table events disable trigger events_are_for_ever",
        "update events set payload = replace(payload, 'timer', 'tamer') where number = 2",
        database=name,
    )
    with connected(owner_url(settings)) as connection:
        assert broken_logs(connection) == 1


def test_a_table_without_a_way_in_for_the_copy_is_not_left_out_silently(settings: Settings, tmp_path: Path) -> None:
    with connected(owner_url(settings)) as connection:
        connection.execute("drop policy everything on events; drop policy maintained on events")
    with pytest.raises(TruthTimeError, match="may not see all rows of: events"):
        backup(settings, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_ever_overwritten(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("something else")
    with pytest.raises(TruthTimeError, match="already something"):
        backup(settings, tmp_path / "copy")
    assert (tmp_path / "copy").read_text() == "something else"
