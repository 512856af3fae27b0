"""Started by test_kill.py and then killed: gives commands one after the other and says which were acknowledged.

Each command is the real command line, called in this process. On file descriptor 3 (the first argument) a line
``try COMMAND`` goes out before each command and ``ack COMMAND`` after it ended with code 0, the first time after
``ready``; what was said there the test knows even when this process dies in the next instruction.
"""

import contextlib
import io
import json
import os
import random
import sys
from collections.abc import Sequence

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


if __name__ == "__main__":
    say, count, seed = (int(argument) for argument in sys.argv[1:4])
    sys.exit(min(1, work(say, count, random.Random(seed))))
