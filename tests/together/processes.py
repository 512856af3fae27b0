"""Processes of the end-to-end tests: started apart, their words kept, never left behind."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

STOPS_WITHIN_S = 10.0


class Child:
    """One process in a session of its own, whose output goes to files and which dies with the test run.

    Args:
        argv: the program and its arguments.
        env: its whole environment; nothing is inherited.
        pass_fds: file descriptors it keeps.
    """

    def __init__(self, argv: Sequence[str | Path], env: Mapping[str, str], pass_fds: Sequence[int] = ()) -> None:
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process, closed in `close`
        self._err = tempfile.TemporaryFile()  # noqa: SIM115 - as above
        # The kernel kills it when the test run itself is killed, which no cleaning up of ours would survive.
        self._process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *map(str, argv)],
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=self._err,
            start_new_session=True,
            pass_fds=pass_fds,
        )

    def __enter__(self) -> Self:
        """Nothing to do: the process runs since it was made."""
        return self

    def __exit__(self, *error: object) -> None:
        """Stop whatever of it still runs; after a failure its words go to the report."""
        self.close()
        if any(error):
            print(f"--- {self._process.args!r}\n{self.out}{self.err}")
        self._out.close()
        self._err.close()

    @property
    def pid(self) -> int:
        """Its process id (the program's own: the wrapper replaces itself by it)."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    @property
    def out(self) -> str:
        """What it has written to its standard output so far."""
        return _read(self._out.fileno())

    @property
    def err(self) -> str:
        """What it has written to its standard error so far."""
        return _read(self._err.fileno())

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it alone."""
        self._process.send_signal(number)

    def kill(self) -> None:
        """``kill -9``, and wait until it is gone."""
        self._process.kill()
        self._process.wait(STOPS_WITHIN_S)

    def wait(self, timeout_s: float = STOPS_WITHIN_S) -> int:
        """Its exit code (negative: the signal that ended it) once it ends by itself."""
        return self._process.wait(timeout_s)

    def close(self) -> None:
        """End it and everything it started that stayed in its session: politely, then not."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.pid, number)
                self._process.wait(STOPS_WITHIN_S)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def _read(handle: int) -> str:
    size = os.fstat(handle).st_size
    return os.pread(handle, size, 0).decode(errors="replace")
