"""What can be typed after `truthtime`: commands, options, help with examples. Nothing is carried out here."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter, _SubParsersAction
from functools import lru_cache

_EPILOG = """examples:
  truthtime                                   put the clock into the tray
  truthtime start "Landing page copy" --project Acme --tag copy
  truthtime toggle-pause                      bind this to a key
  truthtime status --json
  truthtime report --week

exit codes: 0 done, 1 refused (what happened and what to do, on standard error), 2 wrong usage
TRUTHTIME_DATA_DIR names another folder for all data of the program."""


@lru_cache(maxsize=1)
def parser() -> ArgumentParser:
    """The whole command line. Built once; parsing does not change it."""
    top = ArgumentParser(
        prog="truthtime",
        description="One click starts the clock, one key pauses it, and it tells how much was really work.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="store_true", help="print the version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=False)
    _timer_commands(commands)
    _reading_commands(commands)
    _data_commands(commands)
    return top


def _timer_commands(commands: "_SubParsersAction[ArgumentParser]") -> None:
    start = _add(commands, "start", "start the clock; ends what runs", 'truthtime start "Invoices" --project Admin')
    _task_arguments(start)
    _add(commands, "pause", "pause what runs; a pause is never work")
    _add(commands, "resume", "go on after a pause")
    _add(commands, "stop", "stop the clock")
    toggle = _add(commands, "toggle", "start, stop or resume: what a click on the icon does", "truthtime toggle")
    _task_arguments(toggle)
    _add(commands, "toggle-pause", "pause or resume: bind it to a key", "truthtime toggle-pause")
    _add(commands, "undo", "take back the last command, within ten seconds, while the tray runs")
    _add(commands, "status", "what runs, and today's truth so far", "truthtime status --json")
    note = _add(commands, "note", "write into the day's note, or print it", 'truthtime note "Called Acme"')
    note.add_argument("text", nargs="*", metavar="TEXT", help="what to write; - reads standard input")
    _note_arguments(note)
    _add(commands, "open", "open the window of the running copy")
    _add(commands, "quit", "end the running copy")


def _note_arguments(note: ArgumentParser) -> None:
    note.add_argument("--day", metavar="DATE", help="another day than today, for example 2026-11-17")
    looks = note.add_mutually_exclusive_group()
    looks.add_argument("--search", metavar="WORDS", help="days whose note holds all of these words, the newest first")
    looks.add_argument("--history", action="store_true", help="every version of the day's note, the newest first")
    looks.add_argument("--revision", metavar="ID", help="print one version of the day's note")
    looks.add_argument("--export", metavar="FILE", help="write notes as Markdown: a file, a folder that exists, or -")
    _period_arguments(note)
    note.add_argument("--force", action="store_true", help="replace exported files that are there")
    note.add_argument("--limit", type=int, metavar="N", help="at most N days are found (50)")


def _reading_commands(commands: "_SubParsersAction[ArgumentParser]") -> None:
    log = _add(commands, "log", "the entries, newest last", "truthtime log --from 2026-11-01 --to 2026-11-17")
    _period_arguments(log)
    log.add_argument("--limit", type=int, metavar="N", help="at most the newest N entries (50 when no period is given)")
    report = _add(commands, "report", "how much was work, by day and project", "truthtime report --week")
    _period_arguments(report)
    named = report.add_mutually_exclusive_group()
    for name in ("today", "week", "month", "year"):
        named.add_argument(f"--{name}", action="store_true", help=f"{name if name == 'today' else 'this ' + name}")
    _add(commands, "verify", "check every stored byte: database, chain, texts")
    doctor = _add(commands, "doctor", "what works on this computer, and why not")
    doctor.description = "Looks at the data, the clocks, the tray, the hotkey, the idle source and the keyring."


def _data_commands(commands: "_SubParsersAction[ArgumentParser]") -> None:
    export = _add(commands, "export", "write everything to a file", "truthtime export everything.json")
    export.add_argument("file", metavar="FILE", help="where to write; - is standard output")
    export.add_argument("--format", choices=("json", "csv"), help="json (all events) or csv (one row an entry)")
    export.add_argument("--bom", action="store_true", help="begin a CSV with the mark that Excel needs to read UTF-8")
    export.add_argument("--force", action="store_true", help="replace the file if it is there")
    imports = _add(commands, "import", "read a file written by export", "truthtime import everything.json --dry-run")
    imports.add_argument("file", metavar="FILE", help="a JSON or CSV file written by truthtime export")
    imports.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    backup = _add(commands, "backup", "make a verified backup now", "truthtime backup --list")
    backup.add_argument("--list", action="store_true", help="list the backups there are, newest first")
    backup.add_argument("--if-due", action="store_true", help="only if there is none of today")
    restore = _add(commands, "restore", "go back to a backup; what is there now is kept", "truthtime restore --newest")
    restore.add_argument("file", nargs="?", metavar="FILE", help="the backup; see truthtime backup --list")
    restore.add_argument("--newest", action="store_true", help="the newest backup that is intact")


def _task_arguments(command: ArgumentParser) -> None:
    command.add_argument("text", nargs="*", metavar="TEXT", help="what you are about to do; may be empty")
    command.add_argument("--project", metavar="P", help="the project's name; made if it is new")
    command.add_argument("--tag", action="append", default=[], metavar="T", help="a tag; may be given several times")


def _period_arguments(command: ArgumentParser) -> None:
    command.add_argument("--from", dest="first", metavar="DATE", help="first day, for example 2026-11-01")
    command.add_argument("--to", dest="last", metavar="DATE", help="last day, included")


def _add(commands: "_SubParsersAction[ArgumentParser]", name: str, purpose: str, example: str = "") -> ArgumentParser:
    command = commands.add_parser(
        name,
        help=purpose,
        description=purpose[0].upper() + purpose[1:] + ".",
        epilog=f"example:\n  {example or 'truthtime ' + name}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    return command
