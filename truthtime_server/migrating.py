"""Bringing the database's schema up to date: roles, tables, walls, functions, as the role that owns the database."""

import hashlib
from contextlib import suppress
from importlib.resources import files
from urllib.parse import unquote, urlsplit

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import InternalError as DBAPIInternalError
from sqlalchemy.pool import NullPool

from truthtime_core.errors import TruthTimeError
from truthtime_server.config import Settings
from truthtime_server.postgres import OLDEST

LOCK = 727_274
"""Number of the advisory lock that lets one migration run at a time, however many instances start at once."""

TRIES = 10
_RACES = (psycopg.errors.InternalError_, psycopg.errors.DuplicateObject, DBAPIInternalError, IntegrityError)
"""Two databases of one cluster that are migrated at once meet in its roles ("tuple concurrently updated"), and the
advisory lock holds within one database only. The transaction of the one that lost is undone; it begins again."""

BLOCK_BYTES = 64
"""Of SHA-256 (RFC 2104, section 2)."""


def newest_revision() -> str:
    """The revision that this program's schema has."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def migrate(settings: Settings) -> tuple[str, str]:
    """Bring the schema up to date, set the keys that identities are proved with, and let the API's role in.

    Any number of instances may do this at once; a repeat changes nothing. All of it is one transaction.

    Returns:
        the revision before (empty: none) and after.

    Raises:
        TruthTimeError: the database cannot be reached, is too old, or was made by a newer TruthTime.
    """
    for _ in range(TRIES - 1):
        with suppress(*_RACES):
            return _migrated(settings)
    return _migrated(settings)


def _migrated(settings: Settings) -> tuple[str, str]:
    owner = _owner_url(settings)
    engine = create_engine(_with_driver(owner), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _check_version(connection)
            before = _checked_revision(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _set_keys(connection, settings)
            _let_in(connection, settings)
            return before, newest_revision()
    except OperationalError as error:
        raise unreachable(error) from error
    finally:
        engine.dispose()


def current_revision(owner_url: str) -> str:
    """The revision of a database's schema; empty when there is none."""
    engine = create_engine(_with_driver(owner_url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""
    except OperationalError as error:
        raise unreachable(error) from error
    finally:
        engine.dispose()


def unreachable(error: Exception) -> TruthTimeError:
    """The error for a database that does not answer; its own words hold no password."""
    reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
    return TruthTimeError(f"PostgreSQL cannot be reached: {reason}", "Check the database URLs and that it runs.")


def key_blocks(key: SecretStr) -> tuple[bytes, bytes]:
    """The inner and outer block of a key for HMAC-SHA-256 (RFC 2104, section 2)."""
    raw = key.get_secret_value().encode()
    block = (hashlib.sha256(raw).digest() if len(raw) > BLOCK_BYTES else raw).ljust(BLOCK_BYTES, b"\0")
    return bytes(one ^ 0x36 for one in block), bytes(one ^ 0x5C for one in block)


def _owner_url(settings: Settings) -> str:
    if settings.owner_database_url is None:
        raise TruthTimeError(
            "TRUTHTIME_OWNER_DATABASE_URL is not set.", "Migrations run as the role that owns the database."
        )
    return settings.owner_database_url.get_secret_value()


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("truthtime_server") / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _check_version(connection: Connection) -> None:
    version = int(connection.execute(text("show server_version_num")).scalar_one())
    if version < OLDEST * 10_000:
        raise TruthTimeError(
            f"This PostgreSQL is too old: version {version // 10_000}, and {OLDEST} is needed.", "Update it first."
        )


def _checked_revision(connection: Connection) -> str:
    current = MigrationContext.configure(connection).get_current_revision() or ""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if current and current not in known:
        raise TruthTimeError(
            f"This database was made by a newer TruthTime (its schema is {current}).",
            "Update the server, or restore a backup made by this version.",
        )
    return current


def _set_keys(connection: Connection, settings: Settings) -> None:
    keys = [settings.identity_key] + ([settings.previous_identity_key] if settings.previous_identity_key else [])
    connection.execute(text("delete from identity_keys where position > :count"), {"count": len(keys)})
    for position, key in enumerate(keys, start=1):
        inner, outer = key_blocks(key)
        connection.execute(
            text(
                "insert into identity_keys (position, inner_block, outer_block) values (:position, :inner, :outer)"
                " on conflict (position) do update set inner_block = excluded.inner_block,"
                " outer_block = excluded.outer_block"
            ),
            {"position": position, "inner": inner, "outer": outer},
        )


def _let_in(connection: Connection, settings: Settings) -> None:
    """Make the API's login role as `database_url` names it, and let it do what the API does and nothing else."""
    parts = urlsplit(settings.database_url.get_secret_value())
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the engine was made with psycopg
    role, words = sql.Identifier(name), sql.Literal(password)
    known = driver.execute("select rolcanlogin from pg_roles where rolname = %s", (name,)).fetchone()
    if known is None:
        driver.execute(
            sql.SQL("create role {} login nosuperuser nocreatedb nocreaterole nobypassrls password {}").format(
                role, words
            )
        )
    elif _may_change(driver, name):
        driver.execute(sql.SQL("alter role {} password {}").format(role, words))
    member = driver.execute("select pg_has_role(%s, 'truthtime_api', 'member')", (name,)).fetchone()
    if member != (True,):
        driver.execute(sql.SQL("grant truthtime_api to {}").format(role))
    database = driver.info.dbname
    driver.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)))
    driver.execute(sql.SQL("grant connect on database {} to {}").format(sql.Identifier(database), role))


def _may_change(driver: "psycopg.Connection[tuple[object, ...]]", name: str) -> bool:
    """Whether the owner may set the role's password; managed services often keep that to themselves."""
    found = driver.execute(
        "select rolsuper or rolcreaterole from pg_roles where rolname = current_user and rolname <> %s", (name,)
    ).fetchone()
    return bool(found and found[0])
