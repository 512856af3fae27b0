"""schemathesis, a client that no one here wrote, reads our API's document and tries what it allows and forbids."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.server.process import ROOT, ServerProcess, serving
from tests.server.served import person
from truthtime_server.config import Settings

FOLDER = Path(__file__).parent / "schemathesis"
PHASES = "examples,coverage,fuzzing,stateful"


def run(server: ServerProcess, tokens: tuple[str, str], folder: Path, examples: int, *more: str) -> str:
    """Run it with all its checks. Returns what it printed; fails where it found something.

    Args:
        tokens: of the user it is, and of the one whose account it may erase.
    """
    words = ["--config-file", FOLDER / "schemathesis.toml", "--no-color", "run", f"{server.url}/openapi.json"]
    words += ["--checks", "all", "--phases", PHASES]
    words += ["--max-examples", str(examples), "--continue-on-failure", "--output-truncate", "false", *more]
    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *map(str, words)],
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "LC_ALL": "C.UTF-8"}
        | {"PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": str(FOLDER / "hooks.py")}
        | {"TRUTHTIME_TOKEN": tokens[0], "TRUTHTIME_VICTIMS_TOKEN": tokens[1]},
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def judge(settings: Settings, folder: Path, examples: int, *more: str) -> None:
    """Let it loose on a server with two users' data."""
    (ada, token), (_victim, other) = (person(settings, name) for name in ("ada", "victim"))
    with serving(settings, folder) as server:
        said = run(server, (token, other), folder, examples, *more)
    with psycopg.connect(settings.owner_database_url.get_secret_value()) as connection:
        left = {row[0] for row in connection.execute("select id from users")}
    assert left == {ada}, "only the account that was meant to be erased was"
    tested = re.search(r"Selected: (\d+)/(\d+)\s+Tested: (\d+)", said)
    assert tested is not None, said
    assert len(set(tested.groups())) == 1, said
    generated = re.search(r"(\d+) generated", said)
    assert generated is not None, said
    assert int(generated[1]) > 20 * int(tested[1]), said


def test_no_answer_surprises_a_client_that_knows_the_document_only(settings: Settings, tmp_path: Path) -> None:
    judge(settings, tmp_path, 8, "--seed", "1")


@pytest.mark.soak
def test_no_answer_surprises_it_however_long_it_tries(settings: Settings, tmp_path: Path) -> None:
    judge(settings, tmp_path, 1_000, "--workers", "2")
