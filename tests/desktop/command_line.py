"""The command line as tests drive it: in this process (fast), or as the process that a person starts."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from truthtime_desktop.__main__ import main

ROOT = Path(__file__).parents[2]
ENDS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Result:
    """What one command line gave back."""

    code: int
    out: bytes
    err: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command documents
        assert self.code == 0, self
        return json.loads(self.out)

    @property
    def title(self) -> str:
        """The title of a refusal, which says in two lines what happened and what to do and nothing else."""
        assert self.code == 1, self
        assert self.out == b"", self
        lines = self.err.decode().splitlines()
        assert len(lines) == 2, self
        assert all(lines), self
        assert b"Traceback" not in self.err, self
        return lines[0]


class CommandLine:
    """`truthtime` in this process, or as a process of its own by `process`."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self._capture = capture

    def __call__(self, *args: str) -> Result:
        self._capture.readouterr()
        code = main(args)
        return Result(code, *self._capture.readouterr())

    def json(self, *args: str) -> Any:  # noqa: ANN401 - whatever the command documents
        return self(*args, "--json").json


def process(*args: str | bytes, stdin: bytes = b"") -> Result:
    """The same as a process of its own: real arguments, real standard input."""
    command = [sys.executable, "-m", "truthtime_desktop", *args]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=ROOT, check=False, timeout=ENDS_WITHIN_S)
    return Result(done.returncode, done.stdout, done.stderr)
