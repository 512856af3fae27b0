"""A real PostgreSQL for the tests of the server: one per test process, a database of its own for every test."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from pydantic import SecretStr

from truthtime_server.config import Settings
from truthtime_server.migrating import migrate
from truthtime_server.postgres import Cluster, find_binaries

OWNER = "truthtime_owner"
API = "truthtime_api_login"
PASSWORD = "only-for-tests"  # noqa: S105 - of a database that lives as long as a test
KEY = SecretStr("a key for tests, long enough for HMAC-SHA-256")
_NUMBERS = count(1)


def settings_for(cluster: Cluster, database: str) -> Settings:
    """Settings of a server on a database of this cluster."""
    return Settings(
        database_url=SecretStr(cluster.url(database, API, PASSWORD)),
        owner_database_url=SecretStr(cluster.url(database, OWNER, PASSWORD)),
        identity_key=KEY,
        requests_per_minute=0,
        address_requests_per_minute=0,
        address_failures_per_minute=0,
    )


def as_superuser(cluster: Cluster, *statements: str, database: str = "postgres") -> None:
    """Run statements outside any transaction."""
    with psycopg.connect(cluster.url(database), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL with the owner's role, which is no superuser, as on managed services."""
    # Not below pytest's own folder: that one is closed to everybody else, and PostgreSQL runs as nobody under root.
    folder = Path(mkdtemp(prefix="truthtime-tests-"))
    cluster = Cluster(folder, find_binaries(), durable=False)
    cluster.start()
    as_superuser(cluster, f"create role {OWNER} login createrole createdb password '{PASSWORD}'")
    yield cluster
    cluster.stop()
    rmtree(folder)


@pytest.fixture(scope="session")
def _template(cluster: Cluster) -> str:
    as_superuser(cluster, f"create database truthtime_template owner {OWNER} template template0")
    migrate(settings_for(cluster, "truthtime_template"))
    return "truthtime_template"


@pytest.fixture
def settings(cluster: Cluster, _template: str) -> Iterator[Settings]:
    """Settings of a server on a migrated, empty database that is this test's own."""
    with own_database(cluster, _template) as made:
        yield made


@contextmanager
def own_database(cluster: Cluster, template: str) -> Iterator[Settings]:
    """A copy of the template for as long as it is needed."""
    name = f"truthtime_{next(_NUMBERS)}"
    as_superuser(cluster, f"create database {name} owner {OWNER} template {template} strategy file_copy")
    made = settings_for(cluster, name)
    as_superuser(cluster, f"revoke all on database {name} from public", f"grant connect on database {name} to {API}")
    yield made
    as_superuser(cluster, f"drop database {name} with (force)")


def with_user(url: str, user: str, password: str) -> str:
    """The same database as another role."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{parts.hostname}:{parts.port}"))


@pytest.fixture
def owner(settings: Settings) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A connection as the role that owns the database."""
    assert settings.owner_database_url is not None
    with psycopg.connect(settings.owner_database_url.get_secret_value(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def database_folder(cluster: Cluster) -> Path:
    """Where the cluster lies."""
    return cluster.folder


@pytest.fixture
def anyio_backend() -> str:
    """The server runs on asyncio, and so do its tests."""
    return "asyncio"
