"""PostgreSQL's own archives: made by `pg_dump`, listed and loaded by `pg_restore`."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from truthtime_core.errors import TruthTimeError
from truthtime_server.postgres import find_binaries

_TABLE: Final = re.compile(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", re.MULTILINE)
_SCHEMA: Final = re.compile(r" SCHEMA - public | COMMENT - SCHEMA public ")


def dump(url: str, file: Path, snapshot: str, major: int, without: Iterable[str]) -> None:
    """Write the schema `public` into a file.

    Args:
        url: the database, as a role that sees every row. Row-level security stays on: `pg_dump` would refuse to work as
            a role that may not switch it off, as managed services have no other.
        file: written anew.
        snapshot: exported by another session (`pg_export_snapshot`).
        major: of the server's version.
        without: tables whose rows are left out.

    Raises:
        TruthTimeError: it failed, or there is no `pg_dump` that is new enough.
    """
    words = ["--format=custom", f"--snapshot={snapshot}", "--enable-row-security", "--no-unlogged-table-data"]
    words += ["--schema=public", *(f"--exclude-table-data=public.{table}" for table in sorted(without))]
    _run(find_program("pg_dump", major), [*words, f"--file={file}"], url)


def load(url: str, file: Path, major: int) -> None:
    """Bring everything in a file back, in one transaction, into a schema `public` that is empty.

    Raises:
        TruthTimeError: it failed, and nothing was changed.
    """
    kept = [line for line in _listed(file, major).splitlines() if not _SCHEMA.search(line)]
    wanted = file.with_name(file.name + ".list")
    try:
        wanted.write_text("\n".join(kept) + "\n", encoding="utf-8")
        words = ["--single-transaction", "--exit-on-error", f"--use-list={wanted}", str(file)]
        _run(find_program("pg_restore", major), words, url)
    finally:
        wanted.unlink(missing_ok=True)


def tables_in(file: Path, major: int) -> set[str]:
    """Names of the tables whose rows are in a file.

    Raises:
        TruthTimeError: the file cannot be read.
    """
    return set(_TABLE.findall(_listed(file, major)))


def find_program(name: str, major: int) -> Path:
    """One of PostgreSQL's programs, not older than the server it works with.

    Args:
        name: `pg_dump` or `pg_restore`.
        major: of the server's version.

    Raises:
        TruthTimeError: there is none.
    """
    installed = sorted(Path("/usr/lib/postgresql").glob(f"[0-9]*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    candidates = [find_binaries() / name, *reversed(installed)]
    if on_path := shutil.which(name):
        candidates.append(Path(on_path))
    for candidate in candidates:
        if candidate.exists() and _major(candidate) >= major:
            return candidate
    raise TruthTimeError(
        f"There is no {name} of PostgreSQL {major} or newer here.", f"Install the package postgresql-client-{major}."
    )


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - its version
    found = re.search(r"(\d+)", said.stdout)
    return int(found[1]) if found else 0


def _listed(file: Path, major: int) -> str:
    program = find_program("pg_restore", major)
    done = subprocess.run([program, "--list", file], capture_output=True, text=True, check=False)  # noqa: S603 - our words
    if done.returncode:
        raise TruthTimeError(f"{file} cannot be read as a copy of a database.", "Take another backup.")
    return done.stdout


def _run(program: Path, words: Sequence[str], url: str) -> None:
    """Run one of the programs. The password goes by environment, where other users of the computer cannot see it."""
    parts: dict[str, Any] = {**conninfo_to_dict(url)}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment["PGPASSWORD"] = str(parts.pop("password", None) or "")
    done = subprocess.run(  # noqa: S603 - our own words
        [program, "--no-password", f"--dbname={make_conninfo(**parts)}", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise TruthTimeError(
            f"{program.name} failed: {said[0] if said else 'it said nothing'}", "Nothing was changed. Mend this first."
        )
