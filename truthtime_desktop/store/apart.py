"""Upgrades in a process of their own: what they need in memory goes with it, and the tray stays light.

Alembic and SQLAlchemy take 25 MB that a program keeps to its end. The command line upgrades in its own process: it ends
in a moment anyway.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places
from truthtime_desktop.store import faults, opening
from truthtime_desktop.store.database import Database
from truthtime_desktop.store.opening import Upgrade, upgrade_file

WORD = "upgrade-data"
"""The hidden command: ``truthtime upgrade-data FOLDER``. Prints a line of JSON: null, or kind, title and hint."""


def upgrade_apart(command: Sequence[str]) -> Upgrade:
    """An upgrade for `open_store` that another process carries out.

    Args:
        command: how this program is started, from source or frozen.
    """

    def upgrade(database: Database) -> None:
        _ask([*command, WORD, str(database.places.root)], database.places)
        if database.number("PRAGMA user_version") < opening.REVISION:
            raise _failed("it did nothing")

    return upgrade


def carry_out(arguments: Sequence[str]) -> int:
    """The other process: upgrade the data file below a folder and say how it went. Returns the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"usage: truthtime {WORD} FOLDER (TruthTime calls this itself)\n")
        return 2
    said: dict[str, str] | None = None
    try:
        upgrade_file(Places(Path(arguments[0])))
    except StoreError as error:
        said = {"kind": type(error).__name__, "title": error.title, "hint": error.hint}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    return 1 if said else 0


def _ask(argv: Sequence[str], places: Places) -> None:
    """Run it and raise what it says as if it had happened here."""
    import subprocess

    try:
        # Its standard error goes where ours goes: the traceback of a fault in a migration is not lost.
        done = subprocess.run(  # noqa: S603 - this program itself, with a folder that it has chosen
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False
        )
    except OSError as error:
        raise _failed(f"it could not be started ({error.strerror or error})") from error
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise _failed(f"it ended with code {done.returncode}") from None
    if said is not None:
        raise _error(said, places)


def _error(said: dict[str, str], places: Places) -> StoreError:
    """The other process's error; of a kind of its own where somebody here acts on the kind."""
    title, hint = said["title"], said["hint"]
    if said["kind"] == faults.DamagedError.__name__:
        return faults.damaged(places, title)
    kinds = {kind.__name__: kind for kind in (faults.FullError, faults.LockedError)}
    return kinds.get(said["kind"], StoreError)(title, hint)


def _failed(reason: str) -> StoreError:
    sys.stderr.write(f"truthtime {WORD}: {reason}\n")
    return StoreError(
        "Your data could not be prepared for this version.",
        "Nothing was changed. Start TruthTime again. If it stays like this, the command truthtime status tries it too.",
    )
