"""`truthtime-server dev` as a newcomer meets it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest
import requests

from tests.server.running import ENDS_WITHIN_S, STARTS_WITHIN_S, command
from tests.waiting import until
from truthtime_server.postgres import free_port


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder that PostgreSQL, which does not run as root, can enter."""
    made = Path(mkdtemp(prefix="truthtime-dev-"))
    made.chmod(0o755)
    yield made / "data"
    rmtree(made)


@contextmanager
def running(data: Path, port: int, ends_with: int = 0) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The program, and what it said when it was ready. Ctrl+C ends it, and it ends well."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME")}
    command = [sys.executable, "-m", "truthtime_server", "dev", "--port", str(port), "--data", str(data)]
    said = data.parent / "said"
    with said.open("w") as out, (data.parent / "errors").open("w") as errors:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=errors, text=True)
        try:
            until(lambda: process.poll() is not None or "Try it" in said.read_text(), STARTS_WITHIN_S, "the greeting")
            assert process.poll() is None, (data.parent / "errors").read_text()
            yield process, said.read_text()
        finally:
            if process.poll() is None and ends_with == 0:
                process.send_signal(signal.SIGINT)
            assert process.wait(ENDS_WITHIN_S) == ends_with, (data.parent / "errors").read_text()


def answer_of(greeting: str, path: str = "", **body: object) -> dict[str, object]:
    """What the line to try says, or another request like it."""
    found = re.search(r'curl -s -H "Authorization: (Bearer \S+)" (\S+)/api/sessions$', greeting, re.MULTILINE)
    assert found
    url = f"{found[2]}/api/sessions{path}"
    headers = {"Authorization": found[1]}
    with requests.request("POST" if path else "GET", url, json=body or None, headers=headers, timeout=20) as answer:
        assert answer.ok, answer.text
        return dict(answer.json())


def test_one_command_starts_everything_and_the_next_one_finds_it_again(data: Path) -> None:
    port = free_port()
    with running(data, port) as (_, greeting):
        assert f"http://127.0.0.1:{port}" in greeting
        assert answer_of(greeting)["sessions"] == []
        entry = answer_of(greeting, "/start", description="kept")
        other = command("dev", "--port", "0", "--data", str(data), env=dict(os.environ))
        assert (other.returncode, other.stdout) == (1, "")
        assert f"Another `truthtime-server dev` uses {data}." in other.stderr
        taken = command("dev", "--port", str(port), "--data", str(data.parent / "x"), env=dict(os.environ))
        assert taken.returncode == 1
        assert f"port {port}" in taken.stderr
        assert "--port" in taken.stderr
        postmaster = data / "postgresql" / "run" / "data" / "postmaster.pid"
        assert postmaster.exists()
    assert not postmaster.exists()
    assert (data / "secrets.json").stat().st_mode & 0o777 == 0o600
    with running(data, port) as (process, again):
        assert again == greeting
        (found,) = answer_of(again)["sessions"]  # a list
        assert found["id"] == entry["id"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDS_WITHIN_S) == 0


def test_a_start_that_was_killed_is_cleared_up_by_the_next_one(data: Path) -> None:
    port = free_port()
    with running(data, port, ends_with=-signal.SIGKILL) as (process, _):
        process.kill()
    with running(data, port) as (_, greeting):
        assert answer_of(greeting)["sessions"] == []


def test_data_of_another_postgresql_is_not_touched(data: Path) -> None:
    marked = data / "postgresql" / "run" / "data"
    marked.mkdir(parents=True)
    (marked / "PG_VERSION").write_text("9\n")
    refused = command("dev", "--port", "0", "--data", str(data), env=dict(os.environ))
    assert refused.returncode == 1
    assert "was made by PostgreSQL 9" in refused.stderr
    assert "TRUTHTIME_PG_BIN" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that PostgreSQL cannot enter")
def test_root_is_told_which_folder_postgresql_can_enter(data: Path) -> None:
    data.mkdir()
    data.chmod(0o700)
    refused = command("dev", "--port", "0", "--data", str(data / "deep"), env=dict(os.environ))
    assert refused.returncode == 1
    assert f"nobody else can enter {data}" in refused.stderr
