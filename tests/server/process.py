"""The server as a process of its own, listening on loopback: what clients of other makes are pointed at."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from pydantic import SecretStr

from tests.waiting import until
from truthtime_server.config import Settings
from truthtime_server.postgres import free_port

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 20.0


class ServerProcess:
    """A running server.

    Args:
        settings: of the server.
        folder: where its output goes.
        more: more of its environment.
    """

    def __init__(self, settings: Settings, folder: Path, more: dict[str, str] | None = None) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        # Nothing of the person's who runs the tests, and no home to write to.
        environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "TRUTHTIME_DRAIN_S": "0",
        }
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "truthtime_server", "serve", "--port", str(self.port)],
                env=environment | _variables(settings) | (more or {}),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Return when it answers."""
        until(self._answers, STARTS_WITHIN_S, f"the server to answer; it said: {self.said()}")

    def said(self) -> str:
        """Everything it wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory now (resident)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) * 1_024

    @property
    def running(self) -> bool:
        """Whether it lives."""
        return self._process.poll() is None

    def workers(self) -> list[int]:
        """Ids of its worker processes, the oldest first; none where it serves by itself."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def stop(self) -> int:
        """End it as an operator does. Returns its exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise

    def _answers(self) -> bool:
        assert self.running, self.said()
        try:
            return httpx2.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx2.HTTPError:
            return False


@contextmanager
def serving(settings: Settings, folder: Path, more: dict[str, str] | None = None) -> Iterator[ServerProcess]:
    """A server that answers, for as long as this is open. It must have ended well, and without a traceback."""
    server = ServerProcess(settings, folder, more)
    try:
        server.wait()
        yield server
    finally:
        code = server.stop()
    assert code == 0, server.said()
    assert "Traceback" not in server.said(), server.said()


def _variables(settings: Settings) -> dict[str, str]:
    """These settings as a server's environment has them; it knows no owner of the database."""
    chosen = settings.model_dump(exclude_defaults=True, exclude={"owner_database_url"})
    secret = {name: value.get_secret_value() for name, value in chosen.items() if isinstance(value, SecretStr)}
    return {f"TRUTHTIME_{name.upper()}": str(value) for name, value in (chosen | secret).items()}
