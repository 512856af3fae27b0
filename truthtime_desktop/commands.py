"""The quick commands: carried out by the running copy when there is one, and by the command line itself otherwise.

Both come through `answer`, so a command means the same wherever it runs. No Qt and no SQLAlchemy here.
"""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any, cast

from truthtime_core.clock import Reading
from truthtime_core.days import local, zone_of
from truthtime_core.entries import Entry
from truthtime_core.errors import RefusedError, TruthTimeError
from truthtime_core.timer import Command, checked_task
from truthtime_desktop import note_command, reports
from truthtime_desktop.arguments import parser
from truthtime_desktop.durations import brief
from truthtime_desktop.store import LockedError
from truthtime_desktop.tracking import Done, Tracker
from truthtime_desktop.wire import Answer, refusal

TIMER_COMMANDS = frozenset({"start", "pause", "resume", "stop", "toggle", "toggle-pause"})
WINDOW_COMMANDS = frozenset({"open", "quit"})


def answer(
    argv: Sequence[str], stdin: str | None, tracker: Tracker, windows: Mapping[str, Callable[[], None]] | None = None
) -> Answer:
    """Carry out one quick command line and say what happened; does not raise for what a person can do wrong.

    Args:
        argv: the words after ``truthtime``.
        stdin: what was piped in, for ``note -``; None when nothing was.
        windows: what ``open`` and ``quit`` do; only the tray has windows.

    Raises:
        LockedError: another process holds the data file; nothing was stored, and it is worth trying again.
    """
    out, err = StringIO(), StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            args = parser().parse_args(list(argv))
    except SystemExit as usage:
        return Answer(int(usage.code or 0), out.getvalue(), err.getvalue())
    try:
        return Answer(0, _carry_out(args, stdin, tracker, windows or {}), "")
    except LockedError:
        raise
    except TruthTimeError as error:
        return refusal(error)


def writes(args: Namespace) -> bool:
    """Whether this command may write, so that books left open by a dead watcher are to be closed first."""
    return args.command in TIMER_COMMANDS or (args.command == "note" and bool(args.text))


def _carry_out(args: Namespace, stdin: str | None, tracker: Tracker, windows: Mapping[str, Callable[[], None]]) -> str:
    if args.command in WINDOW_COMMANDS:
        if args.command not in windows:
            raise RefusedError("TruthTime is not running.", "Start it with: truthtime")
        windows[args.command]()
        if args.command == "quit" and tracker.state.state == "running":
            return "The timer is left open. Time from now on counts as nothing until you answer.\n"
        return ""
    if args.command == "note":
        return note_command.carry_out(args, stdin, tracker)
    if args.command == "status":
        return _status(args, tracker)
    done = tracker.undo() if args.command == "undo" else _timer(args, tracker)
    return _status(args, tracker) if args.json else _sentence(done, undone=args.command == "undo") + "\n"


def _timer(args: Namespace, tracker: Tracker) -> Done:
    task = None
    if args.command in {"start", "toggle"}:
        task = checked_task(" ".join(args.text), args.project or "", tuple(args.tag))
    return tracker.command(cast("Command", args.command), task)


def _status(args: Namespace, tracker: Tracker) -> str:
    now = tracker.read()
    facts = (
        tracker.state.state,
        tracker.entry(now),
        reports.sums(tracker.day(tracker.today(now), now).totals.values()),
        tracker.store.projects(),
    )
    problem = tracker.problem
    if not args.json:
        return reports.status_text(*facts) + (f"{problem.title}\n{problem.hint}\n" if problem else "")
    told = {"title": problem.title, "hint": problem.hint} if problem else None
    return _json({**reports.status_json(*facts), "problem": told})


def _sentence(done: Done, *, undone: bool) -> str:
    name = _name(done.entry)
    worked, elapsed = brief(done.entry.worked_ms), brief(done.entry.elapsed_ms)
    about = f" {name}" if done.entry.description else ""
    if undone:
        state = {"running": "is running again", "paused": "is paused again", "stopped": "was not counted"}
        return f"Undone. {name} {state[done.entry.state]}."
    switched = done.switched_from
    ended = ""
    if switched is not None:
        ended = f" {_name(switched)} ended with {brief(switched.worked_ms)} of work."
    return {
        "start": f"Started{about} at {_clock(done.reading)}.{ended}",
        "pause": f"Paused{about}. {worked} worked so far.",
        "resume": f"Resumed{about} at {_clock(done.reading)}.",
        "stop": f"Stopped{about}. {worked} of {elapsed} was work.",
    }[done.did]


def _name(entry: Entry) -> str:
    """What the entry is about, in a form that cannot steer a terminal."""
    return reports.printable(entry.description) or "No description"


def _clock(reading: Reading) -> str:
    return f"{local(reading.at_ms, zone_of(reading.zone, reading.offset_min)):%H:%M}"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
