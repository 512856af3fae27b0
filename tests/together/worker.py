"""Started by test_kill.py: begets workers that give commands, say which were acknowledged, and are killed.

For each line on the standard input, a worker's number of commands and seed, it forks a process that has loaded the
program already (which starts many times faster than an interpreter does), tells its number, and when it is dead how it
died. A worker says what the test must know into the pipe named by the first argument: a line ``ready``, ``try COMMAND``
before each command, and ``ack COMMAND`` after it ended with code 0; what was said there the test knows even when this
process dies in the next instruction. Each command is the real command line, called in this process.

A third number, 1, lets the worker wait until somebody has opened the second pipe: strace needs a moment to take hold.
"""

import contextlib
import io
import json
import os
import random
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from truthtime_desktop.__main__ import main

NEXT = {"stopped": ("start",), "running": ("pause", "stop"), "paused": ("resume", "stop")}


def run(arguments: Sequence[str]) -> tuple[int, str, str]:
    """One command of the command line: its exit code, what it printed, and its complaint."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    texts = [stream.detach().getvalue().decode() for stream in (out, err)]
    return code, texts[0], texts[1]


def work(say: int, count: int, chooser: random.Random) -> int:
    """Give `count` commands that fit the timer's state; returns how many were refused."""
    refused = 0
    for done in range(count):
        code, out, err = run(["status", "--json"])
        if not done:
            os.write(say, b"ready\n")
        if code:
            os.write(say, f"fail {json.dumps(err)}\n".encode())
            return refused + 1
        command = chooser.choice(NEXT[json.loads(out)["state"]])
        os.write(say, f"try {command}\n".encode())
        code, out, err = run([command])
        os.write(say, f"ack {command}\n".encode() if code == 0 else f"fail {json.dumps(err)}\n".encode())
        refused += code != 0
    return refused


def live(pipe: str, gate: str, complaints: str, wish: str) -> int:
    """One worker's life in a session of its own; returns its exit code."""
    os.setsid()
    os.dup2(os.open(complaints, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), sys.stderr.fileno())
    say = os.open(pipe, os.O_WRONLY)
    count, seed, is_held = map(int, wish.split())
    if is_held:
        os.close(os.open(gate, os.O_RDONLY))
    try:
        return min(1, work(say, count, random.Random(seed)))
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends with it, as an interpreter does
        traceback.print_exc()
        return 1


def load() -> None:
    """Give a command in a folder of its own, so that all that a command needs is there before the first fork."""
    kept = os.environ["TRUTHTIME_DATA_DIR"]
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TRUTHTIME_DATA_DIR"] = str(Path(scratch) / "data")
        assert run(["start"])[0] == 0
    os.environ["TRUTHTIME_DATA_DIR"] = kept


def beget(pipe: str, gate: str, complaints: str) -> None:
    """One life after the other."""
    load()
    for wish in sys.stdin:
        child = os.fork()
        if not child:
            code = live(pipe, gate, complaints, wish)
            sys.stderr.flush()
            os._exit(code)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    beget(*sys.argv[1:4])
