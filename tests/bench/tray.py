"""The tray program against the least a tray program can be: its start, its memory, its wake-ups."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from tests.bench.history import CACHE, copied_history
from tests.bench.measuring import MS_PER_S, Plan, in_turns, let_pass, now_ms, say
from tests.bench.stage import LEFT, Actor, Stage, bare, resident_kb, truthtime, wake_ups
from tests.bench.table import Row, compared
from tests.together.desktop import Screen
from tests.waiting import until

LAUNCH_MOST = 1.3
MEMORY_MOST = 1.5
WAKE_UPS_MOST = 1.0
FLAT_MOST = 1.1
NOISE_MS = 15.0
NOISE_MB = 2.0
KB_PER_MB = 1_000
ACTS_WITHIN_S = 20.0

SHOWN = "launch to visible icon"
ANSWERING = "launch to first answer"


@contextmanager
def troupe(plan: Plan) -> Iterator[tuple[Stage, list[Actor]]]:
    """A desktop with the bare program, TruthTime without a past, and TruthTime with the largest one."""
    work = Path(tempfile.mkdtemp(prefix="run-", dir=_made(CACHE)))
    try:
        with tempfile.TemporaryDirectory(prefix="tt") as name, Screen(Path(name)) as screen:
            actors = [bare(screen)]
            for size in (0, plan.largest):
                data = copied_history(size, work / str(size)).root
                actors.append(truthtime(screen, Path(name) / str(size), f"{size:,} intervals", data))
            with Stage(screen).open() as stage:
                for actor in actors:
                    stage.rehearse(actor)
                yield stage, actors
    finally:
        shutil.rmtree(work)


def launch_rows(plan: Plan) -> list[Row]:
    """From the start of the process to the icon, and to the first answer."""
    answering: dict[str, list[float]] = {}

    def launched(stage: Stage, actor: Actor) -> float:
        shown_ms, answering_ms = stage.launch_ms(actor)
        answering.setdefault(actor.name, []).append(answering_ms)
        return shown_ms

    with troupe(plan) as (stage, actors):
        say(f"Starting {len(actors)} programs {plan.starts} times each ...")
        shown = in_turns({one.name: partial(launched, stage, one) for one in actors}, plan.starts)
    plain, empty, full = (one.name for one in actors)
    found = [
        compared(f"{SHOWN}, {name}", shown[name], shown[plain], "ms", "bare tray", LAUNCH_MOST)
        for name in (empty, full)
    ]
    for what, figures in ((SHOWN, shown), (ANSWERING, answering)):
        row = compared(f"{what} is flat: {full}", figures[full], figures[empty], "ms", f"ours with {empty}", FLAT_MOST)
        found.append(replace(row, floor=NOISE_MS))
    return found


def resident_rows(plan: Plan) -> list[Row]:
    """Memory and wake-ups while a timer runs and nothing is open."""
    memory: dict[str, tuple[int, int]] = {}
    wakes: dict[str, float] = {}
    with troupe(plan) as (stage, actors):
        for actor in actors:
            say(f"Watching {actor.name} for {plan.settle_s + plan.idle_s:.0f} s ...")
            with stage.playing(actor) as child:
                start_timer(stage, actor)
                let_pass(plan.settle_s)
                assert stage.screen.windows() == [], "a window is open"
                memory[actor.name] = resident_kb(child.pid)
                before, start_ms = wake_ups(child.pid), now_ms()
                let_pass(plan.idle_s)
                wakes[actor.name] = (wake_ups(child.pid) - before) / ((now_ms() - start_ms) / MS_PER_S)
                _stop_timer(actor)
        first = _first_launch(plan, stage, actors[1])
    plain, *own = (one.name for one in actors)
    found = []
    for kind, what in enumerate(("resident memory", "proportional share of memory")):
        # The share depends on who else maps the same libraries at the moment; the target is about the first figure.
        most = None if kind else MEMORY_MOST
        figures = {name: memory[name][kind] / KB_PER_MB for name in memory}
        found += [
            Row(f"{what}, hidden, {name}", figures[name], figures[plain], "MB", most, against="bare tray")
            for name in own
        ]
        flat = Row(f"{what} is flat: {own[1]}", figures[own[1]], figures[own[0]], "MB", FLAT_MOST)
        found.append(replace(flat, floor=NOISE_MB, against=f"ours with {own[0]}"))
    found += _first_rows(first, memory[plain][0] / KB_PER_MB, memory[own[0]][0] / KB_PER_MB)
    found += [
        Row(f"wake-ups, hidden, timer running, {name}", wakes[name], wakes[plain], "/s", WAKE_UPS_MOST, absolute=True)
        for name in own
    ]
    return found


def _first_launch(plan: Plan, stage: Stage, again: Actor) -> float:
    """Resident memory of a program that has just made its data file, MB; everything else as in its later launches."""
    say("Watching a first launch ...")
    with tempfile.TemporaryDirectory(prefix="tt") as name:
        actor = truthtime(stage.screen, Path(name) / "first", "first launch", _made(Path(name) / "data"))
        actor.area, actor.face = again.area, again.face
        with stage.playing(actor) as child:
            start_timer(stage, actor)
            let_pass(plan.settle_s)
            found = resident_kb(child.pid)[0] / KB_PER_MB
            _stop_timer(actor)
    return found


def _first_rows(first: float, plain: float, again: float) -> list[Row]:
    same = Row("resident memory of the first launch is that of later ones", first, again, "MB", FLAT_MOST)
    return [
        Row("resident memory, hidden, first launch ever", first, plain, "MB", MEMORY_MOST, against="bare tray"),
        replace(same, floor=NOISE_MB, against="ours with 0 intervals"),
    ]


def start_timer(stage: Stage, actor: Actor) -> None:
    """As a person does it: a click on the icon. The notice it brings up is part of what stays in memory."""
    program = actor.program
    if program is None:
        return
    assert actor.area is not None
    until(lambda: program.running_pid() is not None, ACTS_WITHIN_S, "its first answer")
    stage.screen.click(actor.area, LEFT)
    until(lambda: program.state() == "running", ACTS_WITHIN_S, "the timer to run")


def _stop_timer(actor: Actor) -> None:
    if actor.program is not None:
        actor.program.did("stop")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
