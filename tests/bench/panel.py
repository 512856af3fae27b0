"""The tray program after a long day: its memory and its wake-ups once the panel was opened and closed many times."""

from dataclasses import replace

from tests.bench.measuring import MS_PER_S, Plan, let_pass, now_ms, say
from tests.bench.stage import Actor, Stage, resident_kb, wake_ups
from tests.bench.table import Row
from tests.bench.tray import ACTS_WITHIN_S, KB_PER_MB, MEMORY_MOST, NOISE_MB, WAKE_UPS_MOST, start_timer, troupe
from tests.together.program import Program
from tests.waiting import until
from truthtime_desktop.config import Places
from truthtime_desktop.wire import ask, request

GROWS_MOST = 1.1
FIRST = 10
"""So often the panel is opened before what it takes counts as taken: modules, pictures, letters."""


def rows(plan: Plan) -> list[Row]:
    """Memory after a few openings and after many, and wake-ups after that."""
    memory: dict[str, float] = {}
    with troupe(plan) as (stage, actors):
        plain, _empty, full = actors
        with stage.playing(plain) as child:
            let_pass(plan.settle_s)
            memory["bare"] = resident_kb(child.pid)[0] / KB_PER_MB
        program = full.program
        assert program is not None
        say(f"Opening and closing the panel {plan.openings:,} times ...")
        with stage.playing(full) as child:
            start_timer(stage, full)
            open_and_close(stage, program, FIRST)
            memory["few"] = resident_kb(child.pid)[0] / KB_PER_MB
            open_and_close(stage, program, plan.openings)
            let_pass(plan.settle_s)
            assert stage.screen.windows() == [], "a window is open"
            memory["many"] = resident_kb(child.pid)[0] / KB_PER_MB
            before, start_ms = wake_ups(child.pid), now_ms()
            let_pass(plan.idle_s)
            wakes = (wake_ups(child.pid) - before) / ((now_ms() - start_ms) / MS_PER_S)
            program.did("stop")
    return _table(plan, full, memory, wakes)


def open_and_close(stage: Stage, program: Program, times: int) -> None:
    """As a second start and Esc do it; each time it is really on the screen and really gone again."""
    places = Places(program.data)
    for _ in range(times):
        answer = ask(places, request(["open"], None))
        assert answer is not None
        assert answer.exit_code == 0, answer
        until(stage.screen.windows, ACTS_WITHIN_S, "the panel")
        number = stage.screen.windows()[0].number
        until(lambda number=number: stage.screen.active() == number, ACTS_WITHIN_S, "the keyboard in the panel")
        stage.screen.key("Escape")
        until(lambda: not stage.screen.windows(), ACTS_WITHIN_S, "the panel to go")


def _table(plan: Plan, actor: Actor, memory: dict[str, float], wakes: float) -> list[Row]:
    often = f"the panel {plan.openings:,} times, {actor.name}"
    grown = Row(f"memory does not grow with {often}", memory["many"], memory["few"], "MB", GROWS_MOST)
    return [
        Row(f"resident memory after {often}", memory["many"], memory["bare"], "MB", MEMORY_MOST, against="bare tray"),
        replace(grown, floor=NOISE_MB, against=f"after {FIRST} times"),
        Row(f"wake-ups after {often}", wakes, 0.0, "/s", WAKE_UPS_MOST, absolute=True),
    ]
