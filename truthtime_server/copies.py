"""Backup and restore: a portable copy of the whole database, checked when it is made and when it is brought back.

The copy is PostgreSQL's own (`pg_dump`, custom format), so that anybody can read it without this program. Beside it
lies a manifest: how many rows each table has and where every log ends, from the very snapshot that was copied. Signing
keys and counts of limits are not in it.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql

from truthtime_core.errors import InputError, RefusedError, TruthTimeError
from truthtime_server.archives import dump, load, tables_in
from truthtime_server.config import Settings
from truthtime_server.migrating import migrate, unreachable

Connection = psycopg.Connection[tuple[Any, ...]]

FORMAT: Final = 1
LEFT_OUT: Final = frozenset({"identity_keys", "rate_counts"})
"""Tables whose rows are not copied: keys belong to the settings, counts to the minute."""

ROLES: Final = (
    "truthtime_api",
    "truthtime_identity",
    "truthtime_billing",
    "truthtime_erasing",
    "truthtime_maintenance",
    "truthtime_backup",
    "truthtime_limits",
)
"""Roles that rights in a copy are given to. They belong to the cluster, so no copy of a database brings them."""

_ASIDE: Final = "before_restore"
_BROKEN_LOGS: Final = """
with linked as (
  select user_id, number, hash, log_hash, payload, lag(log_hash, 1, ''::bytea) over log as before,
    row_number() over log as counted
  from events window log as (partition by user_id order by number)
), ends as (
  select distinct on (user_id) user_id, number, log_hash from events order by user_id, number desc
)
select user_id from linked
  where counted <> number or log_hash <> sha256(before || hash) or hash <> sha256(convert_to(payload, 'UTF8'))
union
select coalesce(s.user_id, e.user_id) from user_sync s full join ends e using (user_id)
  where coalesce(s.head, 0) <> coalesce(e.number, 0)
    or coalesce(s.log_hash, ''::bytea) <> coalesce(e.log_hash, ''::bytea)
"""
"""Users whose log has a gap, a changed event, or an end that is not where it should be."""


def manifest_of(file: Path) -> Path:
    """Where the manifest of a copy lies."""
    return file.with_name(file.name + ".manifest.json")


def backup(settings: Settings, file: Path) -> dict[str, Any]:
    """Copy the database into a file, readable by its owner only, and check the copy. Nothing is ever overwritten.

    Returns:
        the manifest.

    Raises:
        TruthTimeError: it could not be made, or is not complete; then there is no file.
    """
    if file.exists() or manifest_of(file).exists():
        raise RefusedError(f"There is already something at {file}.", "Name another file.")
    if not file.parent.is_dir():
        raise InputError(f"There is no folder {file.parent}.", "Make it first, or name another file.")
    url = owner_url(settings)
    partial = file.with_name(file.name + ".partial")
    try:
        with connected(url) as connection, connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            _check_sees_everything(connection)
            manifest = _manifest(connection)
            (snapshot,) = connection.execute("select pg_export_snapshot()").fetchone() or ("",)
            partial.touch(mode=0o600)
            dump(url, partial, snapshot, manifest["postgresql"], LEFT_OUT)
        _check_list(partial, manifest)
        manifest |= {"bytes": partial.stat().st_size, "sha256": _sha256(partial)}
        _write_durably(manifest_of(file), json.dumps(manifest, indent=2) + "\n")
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def is_empty(settings: Settings) -> bool:
    """Whether the database holds no table yet."""
    with connected(owner_url(settings)) as connection:
        return not _tables(connection)


def database_name(settings: Settings) -> str:
    """The name of the database, which a person types before it is replaced."""
    with connected(owner_url(settings)) as connection:
        return connection.info.dbname


def restore(settings: Settings, file: Path, *, replace: bool = False) -> dict[str, Any]:
    """Bring a copy back into an empty database, check every count and every log, and give every user a new epoch.

    A new epoch makes every device offer its events again: what was recorded after the copy was made comes back from
    them. What was in the database is set aside and comes back when anything fails.

    Args:
        settings: name the database.
        file: made by `backup`, with its manifest beside it.
        replace: whether what is in the database may be thrown away.

    Returns:
        the manifest of the copy.

    Raises:
        TruthTimeError: nothing was changed; it says why.
    """
    manifest = read_manifest(file)
    url = owner_url(settings)
    with connected(url) as connection:
        connection.autocommit = True
        if _tables(connection) and not replace:
            raise RefusedError(
                "The database is not empty.", "Name an empty one, or add --replace to throw away what is in it."
            )
        _check_nobody_works(connection)
        _make_roles(connection)
        _set_aside(connection)
        try:
            _bring_back(connection, url, file, manifest)
        except BaseException:
            connection.execute("drop schema if exists public cascade")
            connection.execute(sql.SQL("alter schema {} rename to public").format(sql.Identifier(_ASIDE)))
            raise
        connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(_ASIDE)))
    migrate(settings)
    return manifest


def read_manifest(file: Path) -> dict[str, Any]:
    """The manifest of a copy, after comparing the copy with it.

    Raises:
        TruthTimeError: one of both is not there, or they do not belong together.
    """
    for part in (file, manifest_of(file)):
        if not part.is_file():
            raise InputError(f"There is no file {part}.", "A backup is two files: FILE and FILE.manifest.json.")
    try:
        found: dict[str, Any] = json.loads(manifest_of(file).read_text(encoding="utf-8"))
        known = found["format"], found["sha256"], found["tables"], found["logs"], found["postgresql"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{manifest_of(file)} is no manifest of a backup.", "Take another backup.") from error
    if known[0] != FORMAT:
        raise InputError("A newer TruthTime made this backup.", "Restore it with that version, or update this one.")
    if _sha256(file) != known[1]:
        raise TruthTimeError(f"{file} is damaged: it is not what was written.", "Take another backup.")
    _check_list(file, found)
    return found


def broken_logs(connection: Connection) -> int:
    """How many users' logs do not verify."""
    return len(connection.execute(_BROKEN_LOGS).fetchall())


def owner_url(settings: Settings) -> str:
    """The address of the database as the role that owns it.

    Raises:
        TruthTimeError: it is not set.
    """
    if settings.owner_database_url is None:
        hint = "Copies are made and restored as the role that owns the database."
        raise TruthTimeError("TRUTHTIME_OWNER_DATABASE_URL is not set.", hint)
    return settings.owner_database_url.get_secret_value()


def connected(url: str) -> Connection:
    """A connection.

    Raises:
        TruthTimeError: there is none.
    """
    try:
        return psycopg.connect(url, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise unreachable(error) from error


def _tables(connection: Connection) -> list[str]:
    found = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
    return [name for (name,) in found]


def _check_sees_everything(connection: Connection) -> None:
    """Row-level security must hide nothing from a copy: a missing policy would leave rows out without a word."""
    hidden = connection.execute(
        """
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and row_security_active(c.oid)
          and c.relname <> all (%s)
          and not exists (
            select from pg_policy p where p.polrelid = c.oid and p.polcmd in ('r', '*') and p.polpermissive
              and pg_get_expr(p.polqual, p.polrelid) = 'true'
              and exists (select from unnest(p.polroles) r where r = 0 or pg_has_role(current_user, r, 'usage')))
        """,
        (sorted(LEFT_OUT),),
    ).fetchall()
    if hidden:
        names = ", ".join(name for (name,) in hidden)
        raise TruthTimeError(
            f"The owner of the database may not see all rows of: {names}.", "Run `truthtime-server migrate` first."
        )


def _manifest(connection: Connection) -> dict[str, Any]:
    schema, made_at, postgresql = connection.execute(
        "select (select version_num from alembic_version), to_char(now() at time zone 'utc',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), current_setting('server_version_num')::int / 10000"
    ).fetchone() or ("", "", 0)
    return {
        "format": FORMAT,
        "program": version("truthtime"),
        "schema": schema,
        "made_at": made_at,
        "postgresql": postgresql,
        "tables": _counts(connection),
        "logs": _logs(connection),
    }


def _counts(connection: Connection) -> dict[str, int]:
    counts = {}
    for table in _tables(connection):
        if table not in LEFT_OUT:
            query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            (counts[table],) = connection.execute(query).fetchone() or (0,)
    return counts


def _logs(connection: Connection) -> dict[str, Any]:
    """Where every log ends, as one hash over all users."""
    whole = hashlib.sha256()
    users = events = 0
    with connection.cursor(name="logs") as cursor:
        cursor.execute("select user_id, head, log_hash from user_sync order by user_id")
        for user, head, log_hash in cursor:
            users, events = users + 1, events + head
            whole.update(f"{user} {head} {bytes(log_hash).hex()}\n".encode())
    return {"users": users, "events": events, "sha256": whole.hexdigest()}


def _check_restored(connection: Connection, manifest: Mapping[str, Any]) -> None:
    counts = _counts(connection)
    wrong = [
        f"{table} ({counts.get(table)}, not {count})"
        for table, count in manifest["tables"].items()
        if counts.get(table) != count
    ]
    if wrong:
        raise TruthTimeError(f"Not every row came back: {', '.join(wrong)}.", "Take another backup.")
    if _logs(connection) != manifest["logs"] or broken_logs(connection):
        raise TruthTimeError("The logs are not what they were when the backup was made.", "Take another backup.")


def _check_nobody_works(connection: Connection) -> None:
    (count,) = connection.execute(
        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        " and usename is not null"
    ).fetchone() or (0,)
    if count:
        raise RefusedError(
            f"{count} others are connected to the database.", "Stop every server (and pooler) first, then try again."
        )


def _make_roles(connection: Connection) -> None:
    for role in ROLES:
        known = connection.execute("select from pg_roles where rolname = %s", (role,)).fetchone()
        name = sql.Identifier(role)
        if known is None:
            connection.execute(sql.SQL("create role {} nologin").format(name))
        (member,) = connection.execute("select pg_has_role(current_user, %s, 'usage')", (role,)).fetchone() or (True,)
        if not member:
            connection.execute(sql.SQL("grant {} to current_user").format(name))


def _set_aside(connection: Connection) -> None:
    if connection.execute("select from pg_namespace where nspname = %s", (_ASIDE,)).fetchone():
        raise RefusedError(
            f"The database has a schema {_ASIDE}: what an earlier, interrupted restore set aside.",
            f"Look which of both is wanted, and drop or rename the other: drop schema {_ASIDE} cascade",
        )
    with connection.transaction():
        connection.execute(sql.SQL("alter schema public rename to {}").format(sql.Identifier(_ASIDE)))
        connection.execute("create schema public authorization pg_database_owner")


def _lend_schema(connection: Connection) -> None:
    """The narrow roles become owners of their functions again; that takes the right to create in the schema."""
    for role in ROLES:
        connection.execute(sql.SQL("grant create on schema public to {}").format(sql.Identifier(role)))


def _bring_back(connection: Connection, url: str, file: Path, manifest: Mapping[str, Any]) -> None:
    _lend_schema(connection)
    load(url, file, manifest["postgresql"])
    with connection.transaction():
        _check_restored(connection, manifest)
        connection.execute("update user_sync set epoch = gen_random_uuid()")
    _take_schema_back(connection)


def _take_schema_back(connection: Connection) -> None:
    for role in ROLES:
        connection.execute(sql.SQL("revoke create on schema public from {}").format(sql.Identifier(role)))


def _check_list(file: Path, manifest: Mapping[str, Any]) -> None:
    missing = sorted(manifest["tables"].keys() - tables_in(file, manifest["postgresql"]))
    if missing:
        hint = "Look whether the disk is full, and make the backup again."
        raise TruthTimeError(f"The copy {file} is not complete: {', '.join(missing)}.", hint)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write_durably(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
