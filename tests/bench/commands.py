"""The quick commands with the tray running, against the shortest Python program of the same environment."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.bench.measuring import Plan, in_turns, now_ms, say
from tests.bench.table import Row, compared
from tests.bench.tray import troupe
from tests.together.program import command

MOST = 4.0


def rows(plan: Plan) -> list[Row]:
    """The lines of the table, with the largest log behind the running copy."""
    with troupe(plan) as (stage, actors):
        actor = actors[-1]
        program = actor.program
        assert program is not None
        with stage.playing(actor):
            stage.wait_for_answer(actor)
            program.did("start")
            say(f"Giving each command {plan.commands} times ...")
            environment = program.env
            works = {
                "python": partial(ended_ms, [sys.executable, "-c", "pass"], environment),
                "status --json": partial(ended_ms, [*quick_command(), "status", "--json"], environment),
                "toggle-pause": partial(ended_ms, [*quick_command(), "toggle-pause"], environment),
            }
            figures = in_turns(works, plan.commands, warm_ups=2)
            program.did("stop")
    return [
        compared(f"truthtime {what}, tray running", figures[what], figures["python"], "ms", "python -c pass", MOST)
        for what in ("status --json", "toggle-pause")
    ]


def quick_command() -> list[str]:
    """The command as it is installed beside this Python; without an installation, as a module."""
    installed = Path(sys.executable).with_name("truthtime")
    return [str(installed)] if installed.exists() and "TRUTHTIME_COMMAND" not in os.environ else command()


def ended_ms(argv: Sequence[str], env: Mapping[str, str]) -> float:
    """From the start of a process to its end, which must be a good one."""
    start_ms = now_ms()
    done = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    length_ms = now_ms() - start_ms
    assert done.returncode == 0, done
    return length_ms
