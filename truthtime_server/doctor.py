"""`truthtime-server doctor`: what works, what does not, why, and what to do about it. It changes nothing."""

import asyncio
import os
import platform
import shutil
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from truthtime_core.errors import TruthTimeError
from truthtime_server.archives import find_program
from truthtime_server.clock import SystemClock
from truthtime_server.config import Issuer, Settings, settings_from_environment
from truthtime_server.copies import Connection, broken_logs, connected
from truthtime_server.db import Database
from truthtime_server.jwks import FetchError, IssuerKeys
from truthtime_server.migrating import newest_revision
from truthtime_server.postgres import OLDEST
from truthtime_server.refusals import IdentityError, Reason

State = Literal["ok", "warning", "missing"]

LOW_SPACE_BYTES: Final = 1_000_000_000
SKEW_MS: Final = 2_000
EXPIRES_SOON_DAYS: Final = 21
QUICK_EVENTS: Final = 2_000_000
"""A larger log takes more than some seconds to verify; a restore does it."""

DAY_S: Final = 86_400


class Finding(NamedTuple):
    """One line of the doctor.

    Attributes:
        name: what was looked at.
        state: how it is.
        text: what was found, or why it does not work.
        step: what to do next; empty when nothing needs to be done.
        essential: whether the server cannot work, or is not safe, without it.
    """

    name: str
    state: State
    text: str
    step: str = ""
    essential: bool = False


def examine() -> list[Finding]:
    """Look at everything. Takes some seconds at most, and no part that fails ends it."""
    found = [_program(), _space()]
    try:
        settings = settings_from_environment()
    except TruthTimeError as error:
        return [*found, Finding("Settings", "missing", error.title, error.hint, essential=True)]
    found.append(Finding("Settings", "ok", f"{settings.workers} workers on {settings.host}, port {settings.port}"))
    found += database("Database, as the API", settings.database_url.get_secret_value(), settings, api_checks)
    if settings.owner_database_url is None:
        step = "The API does without it. Migrations, tokens and copies need TRUTHTIME_OWNER_DATABASE_URL."
        found.append(Finding("Database, as its owner", "warning", "not configured here", step))
    else:
        owner = settings.owner_database_url.get_secret_value()
        found += database("Database, as its owner", owner, settings, _owner_checks)
    found += [issuer(one) for one in settings.issuers] or [
        Finding("Issuers", "warning", "none: people come with access tokens only", "See docs/operations.md, Identity.")
    ]
    return [*found, _public_address(settings), _reports(settings), _money(settings)]


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when nothing essential is missing, otherwise 1."""
    return int(any(one.essential and one.state == "missing" for one in findings))


def text(findings: Iterable[Finding]) -> str:
    """What `truthtime-server doctor` prints."""
    lines: list[str] = []
    for one in findings:
        lines.append(f"{one.state:<8} {one.name}: {one.text}")
        if one.step:
            lines.append(f"{'':8} {one.step}")
    return "\n".join(lines)


def json(findings: Iterable[Finding]) -> dict[str, Any]:
    """What `truthtime-server doctor --json` prints."""
    found = list(findings)
    return {"ok": exit_code(found) == 0, "findings": [one._asdict() for one in found]}


def _program() -> Finding:
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    parts = ", ".join(f"{name} {version(name)}" for name in ("fastapi", "uvicorn", "asyncpg", "psycopg"))
    words = f"TruthTime {version('truthtime')}, schema {newest_revision()}, Python {platform.python_version()}, {parts}"
    return Finding("Program", "ok", f"{words}, {system}")


def _space() -> Finding:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    words = f"{free // 1_000_000} MB free in {folder}"
    if free < LOW_SPACE_BYTES:
        return Finding("Disk", "warning", words, "Free some: metrics and copies are written there.")
    return Finding("Disk", "ok", words)


def database(
    name: str, url: str, settings: Settings, checks: Callable[[Connection, Settings], list[Finding]]
) -> list[Finding]:
    """What the checks say of the database behind an address; one line when it cannot be reached."""
    try:
        with connected(url) as connection:
            connection.read_only = True
            return checks(connection, settings)
    except TruthTimeError as error:
        return [Finding(name, "missing", error.title, error.hint, essential=True)]
    except psycopg.Error as error:
        words = str(error).strip().splitlines()[0]
        return [Finding(name, "missing", words, "Run `truthtime-server migrate`.", essential=True)]


def api_checks(connection: Connection, settings: Settings) -> list[Finding]:
    """What the API's role finds: the walls are looked at from the inside."""
    return [
        _server(connection),
        _schema(connection),
        _identity(connection, settings),
        _role(connection),
        _insert_only(connection),
        _walls(connection),
        _extensions(connection),
        _clock(connection),
        _encryption(connection, settings),
        _connections(connection, settings),
    ]


def _owner_checks(connection: Connection, _settings: Settings) -> list[Finding]:
    return [_logs(connection), _copying(connection)]


def _one(connection: Connection, statement: str, *values: object) -> tuple[Any, ...]:
    return connection.execute(statement.encode(), values or None).fetchone() or ()


def _server(connection: Connection) -> Finding:
    number = connection.info.server_version
    words = f"{number // 10_000}.{number % 10_000} on {connection.info.host}, database {connection.info.dbname}"
    if number // 10_000 < OLDEST:
        return Finding("PostgreSQL", "missing", words, f"PostgreSQL {OLDEST} or newer is needed.", essential=True)
    return Finding("PostgreSQL", "ok", words)


def _schema(connection: Connection) -> Finding:
    (found,) = _one(connection, "select schema_revision()")
    if found != newest_revision():
        step = "Run `truthtime-server migrate`, or the program that fits this schema."
        words = f"{found}; this program needs {newest_revision()}"
        return Finding("Schema", "missing", words, step, essential=True)
    return Finding("Schema", "ok", str(found))


def _identity(connection: Connection, settings: Settings) -> Finding:
    """Whether the database believes what this server signs, and nothing else."""
    user = uuid4()
    signed = Database(settings).identity(user)
    forged = signed[:-1] + ("0" if signed[-1] != "0" else "1")
    believed = [
        _one(connection, "select set_config('app.identity', %s, true), app_user()", one)[1]
        for one in (signed, forged, str(user), "")
    ]
    if believed[0] != user:
        step = "Run `truthtime-server migrate` with this TRUTHTIME_IDENTITY_KEY."
        return Finding("Identity key", "missing", "the database has another one", step, essential=True)
    if any(one is not None for one in believed[1:]):
        step = "Stop the server; restore the function app_user from migration 0001."
        return Finding("Identity key", "missing", "the database believes forged identities", step, essential=True)
    return Finding("Identity key", "ok", "the database has the same; a forged identity is refused")


def _role(connection: Connection) -> Finding:
    wrong = _one(
        connection,
        """
        select array_remove(array[
          case when r.rolsuper then 'is a superuser' end,
          case when r.rolbypassrls then 'bypasses row-level security' end,
          case when r.rolcreaterole then 'may make roles' end,
          case when r.rolcreatedb then 'may make databases' end,
          case when exists (select from pg_class where relowner = r.oid) then 'owns tables' end,
          case when has_schema_privilege('public', 'create') then 'may create in the schema' end,
          (select 'belongs to ' || string_agg(m.roleid::regrole::text, ', ') from pg_auth_members m
            where m.member = r.oid and m.roleid::regrole::text <> 'truthtime_api')
        ], null) from pg_roles r where r.rolname = current_user
        """,
    )[0]
    if wrong:
        step = "Make a role that only belongs to truthtime_api, and name it in TRUTHTIME_DATABASE_URL."
        return Finding("Role of the API", "missing", f"{connection.info.user} {'; '.join(wrong)}", step, essential=True)
    return Finding("Role of the API", "ok", f"{connection.info.user} owns nothing and cannot step over the walls")


def _insert_only(connection: Connection) -> Finding:
    wrong = _one(
        connection,
        """
        select array_agg(t || ': ' || p) from unnest(array['events', 'content']) t,
          unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p where has_table_privilege('public.' || t, p)
        """,
    )[0]
    keys = _one(connection, "select has_table_privilege('public.identity_keys', 'SELECT')")[0]
    wrong = [*(wrong or ()), *(["identity_keys: SELECT"] if keys else [])]
    if wrong:
        step = "Take these rights away from truthtime_api: the log is only ever added to."
        return Finding("Grants", "missing", ", ".join(wrong), step, essential=True)
    return Finding("Grants", "ok", "events are only added; the keys are out of reach")


def _walls(connection: Connection) -> Finding:
    bare, count = _one(
        connection,
        """
        select array_agg(c.relname::text) filter (where not (c.relrowsecurity and c.relforcerowsecurity
            and exists (select from pg_policy p where p.polrelid = c.oid))), count(*)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'alembic_version'
        """,
    )
    if bare or not count:
        step = "Enable and force row-level security on them, and give each a policy."
        return Finding("Walls", "missing", f"none around: {', '.join(bare or ['anything'])}", step, essential=True)
    return Finding("Walls", "ok", f"row-level security is forced on all {count} tables")


def _extensions(connection: Connection) -> Finding:
    names = _one(connection, "select string_agg(extname || ' ' || extversion, ', ' order by extname) from pg_extension")
    return Finding("Extensions", "ok", f"{names[0]}; none is needed")


def _clock(connection: Connection) -> Finding:
    clock = SystemClock()
    before_ms = clock.wall_ms()
    (theirs_ms,) = _one(connection, "select (extract(epoch from clock_timestamp()) * 1000)::bigint")
    skew_ms = int(theirs_ms) - (before_ms + clock.wall_ms()) // 2
    words = f"{abs(skew_ms)} ms from the database's"
    if abs(skew_ms) > SKEW_MS:
        return Finding("Clock", "warning", words, "Let both computers follow NTP: tokens expire by this clock.")
    return Finding("Clock", "ok", words)


def _encryption(connection: Connection, settings: Settings) -> Finding:
    host = connection.info.host
    local = host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}
    (encrypted,) = _one(connection, "select ssl from pg_stat_ssl where pid = pg_backend_pid()")
    if encrypted or local:
        return Finding("Way to the database", "ok", "encrypted" if encrypted else "on this computer")
    named = "sslmode" in settings.database_url.get_secret_value()
    step = "Add ?sslmode=verify-full to the database URLs." if not named else "Let PostgreSQL offer TLS."
    return Finding("Way to the database", "warning", f"not encrypted, to {host}", step)


def _connections(connection: Connection, settings: Settings) -> Finding:
    (most,) = _one(connection, "select current_setting('max_connections')::int")
    wanted = settings.workers * settings.pool_size
    words = f"up to {wanted} from here ({settings.workers} workers of {settings.pool_size}), {most} there"
    if wanted > most - 10 and not settings.behind_pooler:
        return Finding("Connections", "warning", words, "Lower TRUTHTIME_POOL_SIZE, or put PgBouncer in between.")
    return Finding("Connections", "ok", words)


def _logs(connection: Connection) -> Finding:
    users, events = _one(connection, "select count(*), coalesce(sum(head), 0) from user_sync")
    words = f"{events} events of {users} users"
    if events > QUICK_EVENTS:
        return Finding("Logs", "ok", f"{words}; not verified, because it would take long (a restore does it)")
    broken = broken_logs(connection)
    if broken:
        step = "Keep the database as it is, and restore the last backup into another one: docs/operations.md."
        return Finding("Logs", "missing", f"{words}; {broken} logs do not verify", step, essential=True)
    return Finding("Logs", "ok", f"{words}; every one verifies")


def _copying(connection: Connection) -> Finding:
    major = connection.info.server_version // 10_000
    try:
        program = find_program("pg_dump", major)
    except TruthTimeError as error:
        return Finding("Backups", "warning", error.title, error.hint)
    return Finding("Backups", "ok", f"{program}")


def issuer(issuer: Issuer) -> Finding:
    """Whether the keys of an issuer can be had."""
    name = f"Issuer {issuer.issuer}"
    try:
        reason = asyncio.run(_keys_of(issuer))
    except FetchError as error:
        return Finding(name, "missing", str(error), "Correct TRUTHTIME_ISSUERS.", essential=True)
    if reason == Reason.ISSUER_UNREACHABLE:
        step = "Nobody can sign in with it now. Look whether this computer reaches it."
        return Finding(name, "missing", "its keys cannot be fetched", step, essential=True)
    if not issuer.audiences and not issuer.authorized_parties:
        step = "Name audiences or authorized_parties in TRUTHTIME_ISSUERS."
        return Finding(name, "warning", "reachable, but no token of it is accepted", step)
    return Finding(name, "ok", "reachable")


async def _keys_of(issuer: Issuer) -> Reason:
    """Ask for a key that nobody has: how it fails tells whether the others are there."""
    keys = IssuerKeys(issuer.issuer, issuer.jwks_uri, SystemClock())
    try:
        await keys.find("truthtime-doctor", "RS256")
    except IdentityError as error:
        return error.reason
    finally:
        await keys.close()
    return Reason.KEY_UNKNOWN


def _public_address(settings: Settings) -> Finding:
    parts = urlsplit(settings.public_url)
    if not parts.hostname:
        return Finding("Public address", "warning", "not configured", "Set TRUTHTIME_PUBLIC_URL to have it looked at.")
    if parts.scheme != "https":
        step = "Clients talk plain http to their own computer only: put TLS in front, or set a certificate."
        return Finding("Public address", "warning", f"{settings.public_url} is not encrypted", step)
    try:
        expires_s = _certificate_expiry_s(parts.hostname, parts.port or 443)
    except OSError as error:
        reason = getattr(error, "verify_message", "") or error.strerror or type(error).__name__
        step = "Look at the proxy, its certificate and the name's address."
        return Finding("Public address", "missing", f"{settings.public_url}: {reason}", step)
    days = int(expires_s - SystemClock().wall_ms() / 1_000) // DAY_S
    words = f"{settings.public_url}, certificate good for {days} days"
    if days < EXPIRES_SOON_DAYS:
        return Finding("Public address", "warning", words, "Renew the certificate, and look why nothing did.")
    return Finding("Public address", "ok", words)


def _certificate_expiry_s(host: str, port: int) -> float:
    context = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE"))
    with (
        socket.create_connection((host, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as secured,
    ):
        certificate = secured.getpeercert() or {}
    return float(ssl.cert_time_to_seconds(str(certificate["notAfter"])))


def _reports(settings: Settings) -> Finding:
    if settings.sentry_dsn.get_secret_value():
        return Finding("Error reports", "ok", "sent, without anybody's words")
    return Finding("Error reports", "ok", "only in the log (TRUTHTIME_SENTRY_DSN is not set)")


def _money(settings: Settings) -> Finding:
    if settings.stripe_webhook_secrets:
        return Finding("Plans", "ok", "Stripe decides")
    return Finding("Plans", "ok", "a self-hosted server: everybody has everything (no Stripe secret is set)")
