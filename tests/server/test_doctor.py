"""The doctor finds what is wrong with a real database, and says nothing is wrong when nothing is."""

import json

import pytest
from pydantic import SecretStr

from tests.server.conftest import as_superuser
from tests.server.running import command, environment
from truthtime_server import doctor
from truthtime_server.config import Issuer, Settings
from truthtime_server.copies import connected
from truthtime_server.postgres import Cluster, free_port


def api_findings(settings: Settings) -> dict[str, doctor.Finding]:
    found = doctor.database("Database", settings.database_url.get_secret_value(), settings, doctor.api_checks)
    return {one.name: one for one in found}


def wrong(settings: Settings) -> dict[str, str]:
    return {name: one.text for name, one in api_findings(settings).items() if one.state == "missing"}


def test_a_sound_server_is_sound(settings: Settings) -> None:
    done = command("doctor", "--json", env=environment(settings))
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout)
    assert told["ok"]
    states = {one["name"]: one["state"] for one in told["findings"]}
    assert states["Walls"] == states["Role of the API"] == states["Grants"] == states["Identity key"] == "ok"
    assert states["Logs"] == states["Backups"] == states["Schema"] == "ok"
    for hidden in (settings.identity_key.get_secret_value(), "only-for-tests"):
        assert hidden not in done.stdout


@pytest.mark.parametrize(
    ("statement", "name", "text"),
    [
        ("alter table content no force row level security", "Walls", "content"),
        ("create table forgotten (user_id uuid)", "Walls", "forgotten"),
        ("grant update on events to truthtime_api", "Grants", "events: UPDATE"),
        ("grant select on identity_keys to truthtime_api", "Grants", "identity_keys: SELECT"),
        ("grant create on schema public to truthtime_api", "Role of the API", "may create in the schema"),
        ("update alembic_version set version_num = '0001'", "Schema", "0001"),
        (
            """create or replace function app_user() returns uuid language sql stable
              as $$ select nullif(left(current_setting('app.identity', true), 36), '')::uuid $$""",
            "Identity key",
            "forged",
        ),
    ],
)
def test_a_broken_wall_is_named(settings: Settings, cluster: Cluster, statement: str, name: str, text: str) -> None:
    with connected(settings.database_url.get_secret_value()) as connection:
        database = connection.info.dbname
    assert wrong(settings) == {}
    as_superuser(cluster, statement, database=database)
    found = wrong(settings)
    assert text in found[name]
    assert doctor.exit_code(api_findings(settings).values()) == 1


def test_another_key_is_noticed(settings: Settings) -> None:
    other = settings.model_copy(update={"identity_key": SecretStr("x" * 40)})
    assert "another" in wrong(other)["Identity key"]


def test_a_role_that_may_too_much_is_noticed(settings: Settings) -> None:
    assert settings.owner_database_url is not None
    powerful = settings.model_copy(update={"database_url": settings.owner_database_url})
    assert "owns tables" in wrong(powerful)["Role of the API"]


def test_a_database_that_is_not_there_is_said(settings: Settings) -> None:
    gone = SecretStr(f"postgresql://nobody:x@127.0.0.1:{free_port()}/none")
    found = wrong(settings.model_copy(update={"database_url": gone}))
    assert "cannot be reached" in found["Database"]


def test_an_issuer_that_is_down_is_said() -> None:
    found = doctor.issuer(Issuer(issuer=f"http://127.0.0.1:{free_port()}", audiences=("api",)))
    assert (found.state, found.essential) == ("missing", True)
    assert found.step


def test_missing_settings_end_nothing() -> None:
    done = command("doctor", env={})
    assert done.returncode == 1
    assert "missing  Settings" in done.stdout
    assert "ok       Program" in done.stdout
