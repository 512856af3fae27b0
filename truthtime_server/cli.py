"""The command `truthtime-server`. Exit codes: 0 done, 1 refused or failed (title and hint on stderr), 2 usage."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from truthtime_core.errors import RefusedError, TruthTimeError
from truthtime_server.clock import SystemClock
from truthtime_server.config import Settings, settings_from_environment

if TYPE_CHECKING:
    from truthtime_server.minting import AccessToken

DEFAULT_PORT = 8_080
HIGHEST_PORT = 65_535


def parser() -> ArgumentParser:
    """What may be typed."""
    made = ArgumentParser(prog="truthtime-server", description="The TruthTime backend. Settings: docs/operations.md.")
    made.add_argument("--version", action="version", version=f"truthtime-server {version('truthtime')}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    dev = commands.add_parser("dev", help="everything on this computer, PostgreSQL included, in one command")
    dev.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    dev.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"port of the API ({DEFAULT_PORT}; 0: any free)")
    dev.add_argument("--data", type=Path, help="folder of the data")
    serve = commands.add_parser("serve", help="serve the API with the settings of the environment")
    serve.add_argument("--host", help="address to listen on (TRUTHTIME_HOST)")
    serve.add_argument("--port", type=_port, help="port to listen on (TRUTHTIME_PORT)")
    serve.add_argument("--workers", type=int, help="processes (TRUTHTIME_WORKERS)")
    _data(commands.add_parser("migrate", help="bring the database's schema up to date"))
    _token_parser(commands.add_parser("token", help="personal access tokens"))
    backup = commands.add_parser("backup", help="copy the database into a file, and check the copy")
    restore = commands.add_parser("restore", help="bring a copy back into an empty database, and check it")
    for one in (backup, restore):
        one.add_argument("file", type=Path, metavar="FILE")
        _data(one)
    restore.add_argument("--replace", action="store_true", help="throw away what is in the database, after asking")
    _data(commands.add_parser("doctor", help="what works, what does not, and what to do about it"))
    return made


def _token_parser(token: ArgumentParser) -> None:
    actions = token.add_subparsers(dest="action", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="make one; it is shown this one time")
    create.add_argument("--user", required=True, help="whose; made when there is none of this name")
    create.add_argument("--name", default="", help="what it is for (the day it is made)")
    create.add_argument("--scope", action="append", help="read, write or account; once for each (all of them)")
    create.add_argument("--expires", default="365d", metavar="WHEN", help="12h, 90d, 4w, a date, or never (365d)")
    listed = actions.add_parser("list", help="all of them, without the tokens themselves")
    listed.add_argument("--user", default="", help="only those of this user")
    revoke = actions.add_parser("revoke", help="make one worthless")
    revoke.add_argument("id", metavar="ID", help="its id, or the token itself")
    for one in (create, listed, revoke):
        _data(one)


def _data(one: ArgumentParser) -> None:
    one.add_argument("--json", action="store_true", help="print JSON")


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > HIGHEST_PORT:
        raise ArgumentTypeError(f"{text} is no port: they go from 0 (any free one) to {HIGHEST_PORT}")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command line. Returns the exit code.

    Args:
        arguments: what was typed after the program's name; None takes them from the command line.
    """
    try:
        typed = parser().parse_args(arguments)
    except SystemExit as usage:
        return int(usage.code or 0)
    carry_out: dict[str, Callable[[Namespace], int]] = {
        "dev": _dev,
        "serve": _serve,
        "migrate": _migrate,
        "token": _token,
        "backup": _backup,
        "restore": _restore,
        "doctor": _doctor,
    }
    try:
        return carry_out[typed.command](typed)
    except TruthTimeError as error:
        print(f"{error.title}\n{error.hint}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # The reader of the output has seen enough.
        return 0


def _dev(typed: Namespace) -> int:
    from truthtime_server import dev

    folder = (typed.data or dev.default_folder()).expanduser().absolute()
    return dev.serve(folder, typed.host, typed.port)


def _serve(typed: Namespace) -> int:
    chosen = {name: value for name in ("host", "port", "workers") if (value := getattr(typed, name)) is not None}
    settings = settings_from_environment()
    settings = Settings.model_validate(settings.model_dump() | chosen)
    from truthtime_server.observability import start_error_reports, start_logging
    from truthtime_server.workers import inherited_socket, listening, run_worker, supervise

    start_logging(settings.log_level)
    handed_over = inherited_socket()
    if handed_over is None and settings.workers > 1:
        with listening(settings.host, settings.port) as opened:
            return supervise(settings, opened)
    from truthtime_server.app import create_app

    start_error_reports(settings.sentry_dsn.get_secret_value(), settings.environment, version("truthtime"))
    with handed_over or listening(settings.host, settings.port) as opened:
        return run_worker(create_app(settings), settings, opened)


def _migrate(typed: Namespace) -> int:
    from truthtime_server.migrating import migrate
    from truthtime_server.rebuilding import rebuild_stale

    settings = settings_from_environment()
    before, after = migrate(settings)
    folded = rebuild_stale(settings)
    text = f"The schema is at {after}" + (", as it was." if before == after else f"; it was at {before or 'nothing'}.")
    text += f" {folded:,} users were folded again by the rules of this version." if folded else ""
    return _print(typed, {"before": before, "after": after, "folded": folded}, text)


def _token(typed: Namespace) -> int:
    from truthtime_server import minting
    from truthtime_server.access_tokens import SCOPES
    from truthtime_server.copies import owner_url

    url = owner_url(settings_from_environment())
    if typed.action == "revoke":
        revoked = minting.revoke(url, typed.id)
        return _print(typed, asdict(revoked), "Revoked. Every server notices within ten seconds.")
    if typed.action == "list":
        found = minting.listed(url, typed.user or "")
        shown = "\n".join(map(_token_line, found)) or "There are no tokens."
        return _print(typed, {"tokens": [asdict(one) for one in found]}, shown)
    expires_at = minting.expiry(typed.expires, datetime.fromtimestamp(SystemClock().wall_ms() / 1_000, UTC))
    scopes = typed.scope or SCOPES
    made = minting.create(url, typed.user, name=typed.name, scopes=scopes, expires_at=expires_at)
    expires = f"It expires at {expires_at.isoformat(timespec='seconds')}." if expires_at else "It does not expire."
    text = (
        f"{made.token}\n\nThis is shown once and stored nowhere. {expires}"
        f" Revoke it: truthtime-server token revoke {made.stored.id}"
    )
    return _print(typed, {"token": made.token} | asdict(made.stored), text)


def _token_line(one: "AccessToken") -> str:
    state = "revoked" if one.revoked_at else f"expires {one.expires_at:%Y-%m-%d}" if one.expires_at else "valid"
    used = f"last used {one.last_used_at:%Y-%m-%d}" if one.last_used_at else "never used"
    return f"{one.id}  {one.prefix}...  {one.user}  {one.name}  {','.join(one.scopes)}  {state}, {used}"


def _backup(typed: Namespace) -> int:
    from truthtime_server.copies import backup

    made = backup(settings_from_environment(), typed.file.absolute())
    rows, logs = sum(made["tables"].values()), made["logs"]
    text = f"{typed.file}: {rows} rows, {logs['events']} events of {logs['users']} users, {made['bytes']} bytes."
    return _print(typed, made | {"file": str(typed.file)}, text)


def _restore(typed: Namespace) -> int:
    from truthtime_server.copies import database_name, is_empty, restore

    settings = settings_from_environment()
    if typed.replace and not is_empty(settings):
        name = database_name(settings)
        print(f"Everything in the database {name} is thrown away. Type its name to go on: ", end="", file=sys.stderr)
        sys.stderr.flush()
        if sys.stdin.readline().strip() != name:
            raise RefusedError("That is not the database's name.", "Nothing was changed.")
    made = restore(settings, typed.file.absolute(), replace=typed.replace)
    rows = sum(made["tables"].values())
    text = (
        f"Restored {rows} rows and {made['logs']['events']} events of {made['logs']['users']} users, as of"
        f" {made['made_at']}. Every count and every log is as it was. Devices offer what came after it again."
    )
    return _print(typed, made, text)


def _doctor(typed: Namespace) -> int:
    from truthtime_server import doctor

    findings = doctor.examine()
    _print(typed, doctor.json(findings), doctor.text(findings))
    return doctor.exit_code(findings)


def _print(typed: Namespace, document: object, text: str) -> int:
    shown = orjson.dumps(document, option=orjson.OPT_INDENT_2, default=str).decode() if typed.json else text
    print(shown)
    return 0
