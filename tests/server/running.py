"""Real server processes for tests: started, asked over real sockets, and ended."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple, Self

import requests

from tests.waiting import until
from truthtime_server.cli import main
from truthtime_server.config import Settings
from truthtime_server.postgres import free_port

STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 30.0


def environment(settings: Settings, **more: object) -> dict[str, str]:
    """What `serve` reads, and nothing of the person who runs the tests."""
    assert settings.owner_database_url is not None
    chosen = {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "OWNER_DATABASE_URL": settings.owner_database_url.get_secret_value(),
        "IDENTITY_KEY": settings.identity_key.get_secret_value(),
        "REQUESTS_PER_MINUTE": 0,
        "ADDRESS_REQUESTS_PER_MINUTE": 0,
        "ADDRESS_FAILURES_PER_MINUTE": 0,
    } | more
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TRUTHTIME_PG_BIN") if name in os.environ}
    return kept | {f"TRUTHTIME_{name}": str(value) for name, value in chosen.items()}


def truthtime_server(*words: str, env: dict[str, str], typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    command = [sys.executable, "-m", "truthtime_server", *words]
    return subprocess.run(command, env=env, input=typed, capture_output=True, text=True, check=False, timeout=120)


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def command(*words: str, env: dict[str, str], typed: str = "") -> Done:
    """Run a command in this process: the same code, without the time that a Python takes to start."""
    out, errors = StringIO(), StringIO()
    before, stdin = dict(os.environ), sys.stdin
    try:
        os.environ.clear()
        os.environ.update(env)
        sys.stdin = StringIO(typed)
        with redirect_stdout(out), redirect_stderr(errors):
            code = main(words)
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.stdin = stdin
    return Done(code, out.getvalue(), errors.getvalue())


class Served:
    """A running `truthtime-server serve`."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        command = [sys.executable, "-m", "truthtime_server", "serve", "--port", str(self.port)]
        with log.open("w") as file:
            self.process = subprocess.Popen(command, env=env, stdout=file, stderr=subprocess.STDOUT)

    def __enter__(self) -> Self:
        until(lambda: self.process.poll() is not None or self.status("/readyz") == 200, STARTS_WITHIN_S, "the server")
        assert self.process.poll() is None, self.log.read_text()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def status(self, path: str) -> int:
        """The status of a GET; 0 when nobody answers."""
        try:
            with requests.get(self.url + path, timeout=5) as answer:
                return answer.status_code
        except requests.RequestException:
            return 0

    def workers(self) -> list[int]:
        """Process ids of the children."""
        text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(word) for word in text.split()]

    @contextmanager
    def connected(self) -> Iterator[socket.socket]:
        """A bare connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as made:
            yield made


def everything(connection: socket.socket) -> bytes:
    """All bytes until the other end closes."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        parts.append(b"(reset)")
    return b"".join(parts)
