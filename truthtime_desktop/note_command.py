"""`truthtime note`: write a line, print a day, search, look at older versions, export."""

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from typing import Any

from truthtime_core.days import local, parse_day, rfc3339, zone_of
from truthtime_core.errors import InputError
from truthtime_desktop.durations import counted
from truthtime_desktop.notes import Notebook, Revision
from truthtime_desktop.reports import printable
from truthtime_desktop.tracking import Tracker

HIGHEST_LIMIT = 100_000
FOUND_LIMIT = 50


def carry_out(args: Namespace, stdin: str | None, tracker: Tracker) -> str:
    """What `truthtime note` prints, after it did what was asked.

    Args:
        args: as parsed (`truthtime_desktop.arguments`).
        stdin: what was piped in, for ``note -``.

    Raises:
        TruthTimeError: refused; nothing was written.
    """
    _check(args)
    notebook = Notebook(tracker.store)
    if args.search is not None:
        return _search(args, notebook)
    if args.export is not None:
        return _export(args, notebook, tracker)
    day = parse_day(args.day) if args.day is not None else tracker.today(tracker.read())
    if args.history:
        return _history(args, notebook, day)
    if args.revision is not None:
        return _revision(args, notebook, day)
    return _write_or_print(args, stdin, (notebook, tracker), day)


def _check(args: Namespace) -> None:
    """Refuse words that say two things at once."""
    asked = args.search is not None or args.history or args.revision is not None or args.export is not None
    if asked and args.text:
        raise InputError(
            "A note is either written or looked at.",
            'Write with: truthtime note "Called Acme". Look with: --search Acme',
        )
    if args.export is None and (args.first or args.last or args.force):
        raise InputError(
            "--from, --to and --force belong to --export.", "For example: truthtime note --export notes.md"
        )
    if args.search is None and args.limit is not None:
        raise InputError("--limit belongs to --search.", "For example: truthtime note --search Acme --limit 5")
    if args.day is not None and (args.search is not None or args.export is not None):
        raise InputError("--search and --export look at all days.", "Leave out --day; --export takes --from and --to.")


def _write_or_print(args: Namespace, stdin: str | None, here: tuple[Notebook, Tracker], day: date) -> str:
    notebook, tracker = here
    text = " ".join(args.text)
    if args.text == ["-"]:
        text = stdin or ""
    if args.text and not text:
        raise InputError("There is nothing to write down.", 'Give the text: truthtime note "Call Acme back"')
    page = notebook.append(day, text, tracker.read(), tracker.state.timer) if args.text else notebook.page(day)
    if args.json:
        return _json({"day": day.isoformat(), "text": page.text, "saved": page.saved, "revisions": page.revisions})
    return f"Noted on {day.isoformat()}.\n" if args.text else _ended(page.text)


def _search(args: Namespace, notebook: Notebook) -> str:
    limit = FOUND_LIMIT if args.limit is None else args.limit
    if not 1 <= limit <= HIGHEST_LIMIT:
        raise InputError(f"The limit must be between 1 and {HIGHEST_LIMIT:,}.", "For example: --limit 20")
    found = notebook.search(args.search, limit)
    if args.json:
        rows = [
            {"day": one.day.isoformat(), "snippet": one.snippet, "start": one.start, "marks": one.marks}
            for one in found
        ]
        return _json({"found": rows})
    lines = "".join(f"{one.day.isoformat()}  {printable(one.snippet)}\n" for one in found)
    return lines or f"No notes match “{printable(args.search)}”.\n"


def _history(args: Namespace, notebook: Notebook, day: date) -> str:
    revisions = notebook.revisions(day)
    if args.json:
        rows = [{"id": one.id, "at": _rfc3339(one), "device": one.device, "shown": one.is_shown} for one in revisions]
        return _json({"day": day.isoformat(), "revisions": rows})
    lines = "".join(
        f"{local(one.at.at_ms, zone_of(one.at.zone, one.at.offset_min)):%Y-%m-%d %H:%M:%S}  {one.id}"
        f"{'  shown now' if one.is_shown else ''}\n"
        for one in revisions
    )
    return lines or f"Nothing was written on {day.isoformat()}.\n"


def _revision(args: Namespace, notebook: Notebook, day: date) -> str:
    found = next((one for one in notebook.revisions(day) if one.id == args.revision), None)
    if found is None:
        raise InputError(
            f"The note of {day.isoformat()} has no such revision.",
            f"See those there are with: truthtime note --day {day.isoformat()} --history",
        )
    text = notebook.read(found)
    if args.json:
        return _json({"day": day.isoformat(), "id": found.id, "at": _rfc3339(found), "text": text})
    return "The words of this revision were erased.\n" if text is None else _ended(text)


def _export(args: Namespace, notebook: Notebook, tracker: Tracker) -> str:
    first, last = (None if text is None else parse_day(text) for text in (args.first, args.last))
    if first and last and first > last:
        raise InputError(f"The period ends ({last}) before it begins ({first}).", "Swap --from and --to.")
    done = notebook.export(args.export, first, last, tracker.read(), force=args.force)
    if done.path is None:
        return ""
    if args.json:
        return _json({"file": str(done.path), "days": done.days})
    return f"Exported notes of {counted(done.days, 'day', 'days')} to {printable(str(done.path))}.\n"


def _rfc3339(revision: Revision) -> str:
    return rfc3339(revision.at.at_ms, zone_of(revision.at.zone, revision.at.offset_min))


def _ended(text: str) -> str:
    return text + ("" if text.endswith("\n") or not text else "\n")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
