"""The command line where it works on the store itself: no running copy, or a command that reads or moves much.

Everything heavy is imported by the command that needs it.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from truthtime_core.days import parse_day
from truthtime_core.errors import BusyError, InputError, RefusedError, TruthTimeError
from truthtime_desktop import __version__
from truthtime_desktop.arguments import parser
from truthtime_desktop.config import Places, find_places, read_settings
from truthtime_desktop.durations import counted
from truthtime_desktop.system.instance import DataLock
from truthtime_desktop.wire import Answer, ask, refusal, request, show

if TYPE_CHECKING:
    from truthtime_desktop.store import Store
    from truthtime_desktop.tracking import Tracker

LOCK_WITHIN_S = 5.0
LOCK_TRIES = 25
LOG_LIMIT = 50
HIGHEST_LIMIT = 1_000_000_000
SHOWN_CHARACTERS = 200


def main(argv: Sequence[str], stdin: str | None = None) -> int:
    """Carry out a command line without the running copy's help. Returns the exit code."""
    try:
        args = parser().parse_args(list(argv))
    except SystemExit as usage:
        return int(usage.code or 0)
    try:
        return _run(args, argv, stdin)
    except TruthTimeError as error:
        return show(refusal(error))
    except BrokenPipeError:  # The reader of an export to standard output (head, less) has seen enough.
        return show(Answer(0, "", ""))


def _run(args: Namespace, argv: Sequence[str], stdin: str | None) -> int:
    if args.version:
        return _print(f"TruthTime {__version__}\n")
    if args.command is None:
        parser().print_usage(sys.stderr)
        return 2
    places = find_places()
    reading: dict[str, Callable[[Namespace, Places], int]] = {
        "log": _log,
        "report": _report,
        "verify": _verify,
        "doctor": _doctor,
        "export": _export,
        "import": _import,
        "backup": _backup,
        "restore": _restore,
    }
    if args.command in reading:
        return reading[args.command](args, places)
    if args.command == "note" and args.export is not None:
        return _export_notes(args, places)
    return _quick(args, argv, stdin, places)


def _quick(args: Namespace, argv: Sequence[str], stdin: str | None, places: Places) -> int:
    """A timer command with no tray: the same code, on the store, under the lock, and then the lock is free again."""
    from truthtime_desktop.commands import answer, writes

    if writes(args):
        places.prepare()
        lock = DataLock(places.lock)
        for _ in range(LOCK_TRIES):
            if lock.acquire(LOCK_WITHIN_S / LOCK_TRIES):
                break
            # Whoever holds it may be a tray that has just begun to answer.
            there = ask(places, request(argv, stdin))
            if there is not None:
                return show(there)
        else:
            raise _busy()
        try:
            with _tracker(places) as tracker:
                tracker.recover()
                result = answer(argv, stdin, tracker)
        finally:
            lock.release()
    else:
        with _watched(places) as tracker:
            result = answer(argv, stdin, tracker)
    return show(result)


@contextmanager
def _store(places: Places) -> "Iterator[Store]":
    from truthtime_desktop.store import open_store

    places.prepare()
    store = open_store(places)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _tracker(places: Places) -> "Iterator[Tracker]":
    from truthtime_desktop.heartbeat import Heart
    from truthtime_desktop.system.clocks import SystemClock
    from truthtime_desktop.tracking import Tracker

    settings, _ = read_settings(places.settings)
    with _store(places) as store:
        heart = Heart(places.heart)
        yield Tracker(store, SystemClock(), heart, watching=False, day_start_min=settings.day_start_min)


def _log(args: Namespace, places: Places) -> int:
    from truthtime_desktop import reports

    first, last = _day(args.first), _day(args.last)
    if args.limit is not None and not 1 <= args.limit <= HIGHEST_LIMIT:
        raise InputError(f"The limit must be between 1 and {HIGHEST_LIMIT:,}.", "For example: truthtime log --limit 20")
    limit = args.limit if args.limit or first or last else LOG_LIMIT
    with _watched(places) as tracker:
        entries = tracker.store.entries(first, last, limit, tracker.present(tracker.read()))
        projects = tracker.store.projects()
        return _print(_json(reports.log_json(entries, projects)) if args.json else reports.log_text(entries, projects))


def _report(args: Namespace, places: Places) -> int:
    from truthtime_desktop import reports

    with _watched(places) as tracker:
        now = tracker.read()
        first, last = _period(args, tracker.today(now))
        report = reports.report(tracker.store, first, last, tracker.present(now))
        return _print(_json(report.json()) if args.json else report.text())


@contextmanager
def _watched(places: Places) -> "Iterator[Tracker]":
    """A tracker that only reads. Where the tray runs, its heartbeat means it is alive, not that it has died."""
    with _tracker(places) as tracker:
        lock = DataLock(places.lock)
        tracker.watch.elsewhere = not lock.acquire(0)
        lock.release()
        yield tracker


def _verify(args: Namespace, places: Places) -> int:
    with _store(places) as store:
        faults, counts = store.integrity(), store.counts()
    if args.json:
        _print(_json({"sound": not faults, "faults": faults, **counts}))
    elif not faults:
        _print(f"Sound: {counted(counts['events'], 'event', 'events')}, every byte and every link of the chain.\n")
    for fault in [] if args.json else faults:
        _print(f"{fault}\n")
    return 1 if faults else 0


def _doctor(args: Namespace, places: Places) -> int:
    from truthtime_desktop import doctor

    findings = doctor.examine(places)
    _print(_json(doctor.json(findings)) if args.json else doctor.text(findings))
    return doctor.exit_code(findings)


def _export(args: Namespace, places: Places) -> int:
    from truthtime_desktop import exports
    from truthtime_desktop.notes import Notebook

    kind: exports.Format = args.format or ("csv" if args.file.lower().endswith(".csv") else "json")
    if args.bom and kind == "json":
        raise InputError("Only a CSV can begin with that mark.", "Leave out --bom, or use --format csv.")
    with _watched(places) as tracker:
        now = tracker.read()
        Notebook(tracker.store).recover(now)
        present = tracker.present(now)
        summary = exports.write(tracker.store, args.file, kind, args.force, bom=args.bom, now=present)
    if args.file == "-":
        return 0
    return _print(_json(summary.json()) if args.json else summary.text())


def _export_notes(args: Namespace, places: Places) -> int:
    from truthtime_desktop import note_command

    with _watched(places) as tracker:
        return _print(note_command.carry_out(args, None, tracker))


def _import(args: Namespace, places: Places) -> int:
    from truthtime_desktop import imports

    with _store(places) as store:
        summary = imports.read(store, args.file, args.dry_run)
        if not args.dry_run:
            # Folded here, so that a running copy finds it done and goes on answering clicks.
            store.catch_up()
    code = _print(_json(summary.json()) if args.json else summary.text())
    if not args.dry_run:
        _tell_running_copy(places)
    return code


def _backup(args: Namespace, places: Places) -> int:
    from truthtime_desktop import backups
    from truthtime_desktop.system.clocks import SystemClock

    if args.list:
        found = backups.list_backups(places)
        rows = [{"file": str(one.path), "made_at": one.made_at, "bytes": one.size_bytes} for one in found]
        lines = "".join(f"{one['made_at']}  {one['bytes']:>12,} bytes  {one['file']}\n" for one in rows)
        return _print(_json({"backups": rows}) if args.json else lines or "There is no backup yet.\n")
    reading = SystemClock().read()
    if args.if_due and not backups.is_due(places, reading):
        return _print(_json({"file": None}) if args.json else "Today's backup is there already.\n")
    with _store(places) as store:
        path = backups.back_up(store, places, reading)
    return _print(_json({"file": str(path)}) if args.json else f"Backed up and checked: {path}\n")


def _restore(args: Namespace, places: Places) -> int:
    from truthtime_desktop import backups
    from truthtime_desktop.system.clocks import SystemClock

    places.prepare()
    if not args.file and not args.newest:
        raise InputError("Say which backup.", "See `truthtime backup --list`, or use `truthtime restore --newest`.")
    lock = DataLock(places.lock)
    if not lock.acquire(0):
        raise RefusedError("TruthTime is running.", "Quit it first (truthtime quit), then restore.")
    try:
        path = _existing(args.file) if args.file else backups.newest_intact(places)
        aside = backups.restore(places, path, SystemClock().read())
    finally:
        lock.release()
    result = {"restored": str(path), "kept": str(aside) if aside else ""}
    kept = f" What was there before is kept as {aside}." if aside else ""
    return _print(_json(result) if args.json else f"Restored {path}.{kept}\n")


def _existing(name: str) -> Path:
    """The path of a file that is there.

    Raises:
        InputError: there is no such file, or there cannot be one of that name.
    """
    try:
        Path(name).stat()
    except (OSError, ValueError) as error:
        shown = ascii(name[:SHOWN_CHARACTERS])[1:-1]
        raise InputError(f"There is no backup {shown}.", "See those there are with: truthtime backup --list") from error
    return Path(name)


def _period(args: Namespace, today: date) -> tuple[date, date]:
    """The days a report is about: named, or this week (from Monday), month, year; today otherwise."""
    first, last = _day(args.first), _day(args.last)
    if (args.today or args.week or args.month or args.year) and (first or last):
        raise InputError(
            "A named period and --from or --to contradict each other.", "For example: truthtime report --week"
        )
    if args.week:
        first, last = today - timedelta(days=today.weekday()), today
    elif args.month:
        first, last = today.replace(day=1), today
    elif args.year:
        first, last = today.replace(month=1, day=1), today
    first, last = first or (min(last, today) if last else today), last or today
    if first > last:
        raise InputError(
            f"The period ends ({last}) before it begins ({first}).", "Swap --from and --to, or leave one out."
        )
    return first, last


def _day(text: str | None) -> date | None:
    return None if text is None else parse_day(text)


def _tell_running_copy(places: Places) -> None:
    """A running copy reads again what is open. One that does not answer changes nothing about what was imported."""
    try:
        ask(places, request(["reload"], None))
    except BusyError:
        show(Answer(0, "", "TruthTime is running but does not answer: it will show the import a little later.\n"))


def _busy() -> BusyError:
    return BusyError(
        "TruthTime is running but does not answer.", "Wait a moment and try again, or quit it and start it anew."
    )


def _print(text: str) -> int:
    """The exit code: 0, or 1 when standard output takes nothing."""
    return show(Answer(0, text, ""))


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
