"""The real program, as a person and another program see it: its command line, its tray, its database file."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.together.desktop import quiet_environment
from tests.together.processes import Child
from tests.waiting import until
from truthtime_core.events import Event, Head, parse, verify_chain

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 20.0
COMMAND_WITHIN_S = 30.0
TICK_MS = 5_000
"""How often the tray looks at its clocks; a duration may be wrong by one of these and no more."""


def command() -> list[str]:
    """How to start the program: ``TRUTHTIME_COMMAND`` (a packaged one, for example), or the sources beside us."""
    packaged = os.environ.get("TRUTHTIME_COMMAND")
    return packaged.split() if packaged else [sys.executable, "-m", "truthtime_desktop"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command documents
        """Its standard output as JSON; the whole answer is shown when it is none."""
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f"not JSON: {self}") from None


@dataclass
class Program:
    """One installation of TruthTime with a data folder of its own.

    Attributes:
        folder: home, run-time folder and data folder lie in it.
        env: environment of everything that is started; a `Screen`'s, or one without any screen.
        before: words put before each command, for example ``unshare -T``.
        introduces: whether the first launch brings the introduction, as it does for a person.
    """

    folder: Path
    env: dict[str, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    introduces: bool = False

    def __post_init__(self) -> None:
        base = self.env or quiet_environment(self.folder)
        self.env = {**base, "TRUTHTIME_DATA_DIR": str(self.data), "PYTHONPATH": str(ROOT)}

    @property
    def data(self) -> Path:
        """The data folder (``TRUTHTIME_DATA_DIR``)."""
        return self.folder / "data"

    @property
    def account(self) -> Path:
        """Where the account's files lie."""
        return self.data / "accounts/local"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.account / "truthtime.db"

    def truthtime(
        self, *args: str, env: Mapping[str, str] | None = None, timeout_s: float = COMMAND_WITHIN_S
    ) -> Answer:
        """Run a command of the command line and wait for it."""
        done = subprocess.run(
            [*self.before, *command(), *args],
            env={**self.env, **(env or {})},
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout_s,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def did(self, *args: str, env: Mapping[str, str] | None = None) -> Answer:
        """Run a command that must succeed."""
        answer = self.truthtime(*args, env=env)
        assert answer.code == 0, answer
        return answer

    def status(self) -> dict[str, Any]:
        """``truthtime status --json``."""
        status: dict[str, Any] = self.did("status", "--json").json
        return status

    def state(self) -> str:
        """``running``, ``paused`` or ``stopped``, as the command line tells it."""
        return str(self.status()["state"])

    def entries(self) -> list[dict[str, Any]]:
        """``truthtime log --json``: the entries, whatever their order."""
        entries: list[dict[str, Any]] = self.did("log", "--json").json["entries"]
        return entries

    def entry(self) -> dict[str, Any]:
        """The only entry in the log."""
        entries = self.entries()
        assert len(entries) == 1, entries
        return entries[0]

    @contextmanager
    def tray(self, *before: str, env: Mapping[str, str] | None = None, screenless: bool = False) -> Iterator[Child]:
        """The tray program, running and answering; ended however the test ends.

        Args:
            before: words put before the command, for example ``unshare -T --boottime 7200``.
            screenless: draw into memory, for tests that look at no pixel.
        """
        with self.starting_tray(*before, env=env, screenless=screenless) as child:
            until(lambda: self._answers(child), STARTS_WITHIN_S, "the tray program's answer")
            yield child

    def starting_tray(self, *before: str, env: Mapping[str, str] | None = None, screenless: bool = False) -> Child:
        """The tray program, started and not yet waited for."""
        drawn = {"QT_QPA_PLATFORM": "offscreen"} if screenless else {}
        if not self.introduces:
            self.skip_introduction()
        return Child([*before, *command()], {**self.env, **drawn, **(env or {})})

    def skip_introduction(self) -> None:
        """The settings of somebody who has read it; what else they say stays."""
        path = self.account / "settings.json"
        for folder in (self.data, self.account.parent, self.account):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = path.read_text(encoding="utf-8") if path.exists() else "{}"
        if content.startswith("{"):
            path.write_text(json.dumps({"first_run_done": True, **json.loads(content)}), encoding="utf-8")

    def _answers(self, child: Child) -> bool:
        assert child.alive, f"the tray program ended with {child.wait()}: {child.out}{child.err}"
        return self.running_pid() is not None

    def running_pid(self) -> int | None:
        """Process id of the running copy, from ``running.json``; None when none runs."""
        try:
            pid = json.loads((self.data / "running.json").read_text(encoding="utf-8"))["pid"]
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, KeyError, ProcessLookupError):
            return None
        return int(pid)

    def stored(self) -> list[Event]:
        """Every event in the database file, read with SQLite alone, in the order of its chain."""
        return read_events(self.database)

    def event_types(self) -> list[str]:
        """Types of the stored events, oldest first."""
        return [event.type for event in self.stored()]

    def timer_types(self) -> list[str]:
        """Types of the stored events that speak of timers, oldest first."""
        return [kind for kind in self.event_types() if kind.startswith("timer.")]

    def assert_sound(self) -> list[Event]:
        """The file is a sound database and its events form one unbroken chain; they are returned."""
        return assert_sound(self.database)


def open_read_only(database: Path) -> sqlite3.Connection:
    """The file as any SQLite reader sees it: the program may run meanwhile, nothing is written."""
    return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=5.0)


def read_events(database: Path) -> list[Event]:
    """Every event of the file, in the order of its chain; none when the file is not there yet."""
    if not database.exists():
        return []
    with closing(open_read_only(database)) as connection:
        payloads = [bytes(payload) for (payload,) in connection.execute("SELECT payload FROM event")]
    return sorted((parse(payload) for payload in payloads), key=lambda event: (event.incarnation, event.seq))


def assert_sound(database: Path) -> list[Event]:
    """`PRAGMA integrity_check` says ok, and the chain of this computer's events verifies from its first event."""
    with closing(open_read_only(database)) as connection:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    assert verdict == "ok", verdict
    events = read_events(database)
    if events:
        verify_chain(events, Head(events[0].device, events[0].incarnation))
    return events


def boottime_ms() -> int:
    """Milliseconds since boot, sleep included: the test's own measure of what really passed."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


def without_display(env: Mapping[str, str]) -> dict[str, str]:
    """The environment of a terminal on a computer without any screen."""
    return {name: value for name, value in env.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}


def processes_on(data: Path) -> list[int]:
    """Ids of the processes that were started with this data folder."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                variables = (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if f"TRUTHTIME_DATA_DIR={data}".encode() in variables:
                found.append(int(folder.name))
    return sorted(found)
