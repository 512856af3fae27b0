"""What `status`, `log` and `report` say: from the ledger's entries and totals to JSON and to text for people.

Pure functions; nothing is added up here that the ledger did not already tell apart. Beside every total stands where it
comes from and how much of the time is still unanswered (design, section 1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from truthtime_core.accounting import UNANSWERED, Totals
from truthtime_core.days import local, rfc3339, zone_of
from truthtime_core.entries import KINDS, Entry, Now
from truthtime_core.errors import InputError
from truthtime_core.ledger import Project
from truthtime_core.timer import State
from truthtime_desktop.durations import brief

_JOINERS = frozenset("\u200c\u200d")
_STATES: Mapping[str, str] = {"stopped": "Not tracking", "running": "Running", "paused": "Paused"}
_FLAG_WORDS: Mapping[str, str] = {
    "unwatched": "nobody watched for absence",
    "restarted": "the computer was restarted",
    "recovered": "the program was not running for a while",
    "clock_stepped": "the clock was changed",
    "clock_ran_back": "a clock ran backwards",
    "clock_behind": "the clock was behind",
    "several_devices": "several devices",
    "stop_repeated": "stopped more than once",
    "concurrent_amendments": "changed in two places",
    "words_erased": "its words were erased",
}


class Sums(NamedTuple):
    """A stretch of a person's time by kind, milliseconds. `unanswered_ms` is contained in the absences."""

    measured_ms: int = 0
    claimed_ms: int = 0
    paused_ms: int = 0
    idle_ms: int = 0
    locked_ms: int = 0
    asleep_ms: int = 0
    off_ms: int = 0
    unanswered_ms: int = 0

    @property
    def worked_ms(self) -> int:
        """Work that was measured plus work that the person claimed."""
        return self.measured_ms + self.claimed_ms

    @property
    def elapsed_ms(self) -> int:
        """Everything from beginning to end."""
        return sum(self[: len(KINDS)])

    def json(self) -> dict[str, int]:
        """The sums by name; the seven kinds sum to `elapsed_ms`."""
        return {"worked_ms": self.worked_ms, "elapsed_ms": self.elapsed_ms, **self._asdict()}


class TotalsSource(Protocol):
    """What a report needs of the store."""

    def totals(self, first: date, last: date, now: Now | None) -> Totals:
        """Milliseconds by day, project and kind for the days from `first` to `last`, both included."""
        ...

    def projects(self) -> Sequence[Project]:
        """Every project there is."""
        ...


def sums(cells: Iterable[Mapping[str, int]]) -> Sums:
    """Cells of the ledger's totals (milliseconds by kind) added up."""
    total = dict.fromkeys((*KINDS, UNANSWERED), 0)
    for cell in cells:
        for kind, duration_ms in cell.items():
            total[kind] = total.get(kind, 0) + duration_ms
    return Sums._make(total[kind] for kind in (*KINDS, UNANSWERED))


def entry_sums(entry: Entry) -> Sums:
    """An entry's time by kind."""
    return Sums._make([*(entry.total_ms(kind) for kind in KINDS), entry.unanswered_ms])


def entry_json(entry: Entry, projects: Iterable[Project], *, intervals: bool = True) -> dict[str, Any]:
    """One entry as `truthtime log --json` prints it (design, section 4).

    Args:
        projects: to name the entry's project; its id stands where the name is unknown.
        intervals: leave them out for `truthtime status`.
    """
    one = entry_sums(entry)
    is_open = entry.state in {"running", "paused"}
    shown: dict[str, Any] = {
        "id": entry.id,
        "status": status_of(entry),
        "description": entry.description,
        "project": project_name(entry.project, projects) or None,
        "tags": list(entry.tags),
        "started_at": rfc3339(entry.start_ms, zone_of(entry.zone, entry.offset_min)),
        "ended_at": None if is_open else ended_at(entry),
        "worked_ms": one.worked_ms,
        "paused_ms": one.paused_ms,
        "idle_ms": one.idle_ms,
        "locked_ms": one.locked_ms,
        "asleep_ms": one.asleep_ms,
        "off_ms": one.off_ms,
        "claimed_ms": one.claimed_ms,
        "unanswered_ms": one.unanswered_ms,
        "elapsed_ms": one.elapsed_ms,
    }
    if intervals:
        shown["intervals"] = [
            {
                "kind": part.kind,
                "started_at": rfc3339(part.start_ms, zone_of(part.zone, part.offset_min)),
                "duration_ms": part.duration_ms,
                "answered": part.answered,
            }
            for part in entry.intervals
        ]
    return shown | {"flags": list(entry.flags), "provenance": list(entry.provenance)}


def log_json(entries: Iterable[Entry], projects: Iterable[Project]) -> dict[str, Any]:
    """What `truthtime log --json` prints."""
    known = tuple(projects)
    return {"entries": [entry_json(entry, known) for entry in entries]}


def log_text(entries: Iterable[Entry], projects: Iterable[Project]) -> str:
    """What `truthtime log` prints: one line per entry under its day, and a second one for what deserves mention."""
    known = tuple(projects)
    lines: list[str] = []
    day = ""
    for entry in entries:
        start = local(entry.start_ms, zone_of(entry.zone, entry.offset_min))
        if start.date().isoformat() != day:
            day = start.date().isoformat()
            lines += ["", day] if lines else [day]
        one = entry_sums(entry)
        lines.append(f"  {_range(entry):<17} {_of(one):<18} {_about(entry, known)}")
        if remarks := _remarks(entry, one):
            lines.append(f"{'':20}{', '.join(remarks)}")
    return "\n".join(lines or ["Nothing tracked yet."]) + "\n"


def status_json(state: State, entry: Entry | None, today: Sums, projects: Iterable[Project] = ()) -> dict[str, Any]:
    """What `truthtime status --json` prints (design, section 4).

    Args:
        entry: the open entry, counted up to now; None when nothing is open.
        today: sums of the person's day up to now.
    """
    return {
        "state": state,
        "entry": entry_json(entry, projects, intervals=False) if entry else None,
        "worked_ms": entry.worked_ms if entry else 0,
        "elapsed_ms": entry.elapsed_ms if entry else 0,
        "today": {
            "worked_ms": today.worked_ms,
            "elapsed_ms": today.elapsed_ms,
            "unanswered_ms": today.unanswered_ms,
        },
    }


def status_text(state: State, entry: Entry | None, today: Sums, projects: Iterable[Project] = ()) -> str:
    """What `truthtime status` prints."""
    lines = [_STATES[state]]
    if entry is not None:
        one = entry_sums(entry)
        lines = [f"{_STATES[state]}: {_about(entry, tuple(projects))}", f"  {_of(one)} was work."]
        if remarks := _remarks(entry, one):
            lines.append(f"  {', '.join(remarks)}")
    lines.append(f"Today: {_truth(today)}" if today.elapsed_ms else "Nothing tracked today.")
    if today.unanswered_ms:
        lines.append(_unanswered(today))
    return "\n".join(lines) + "\n"


class Line(NamedTuple):
    """A project's sums, in one day or in the whole period. The name is empty for time without a project."""

    project: str
    sums: Sums

    def json(self) -> dict[str, Any]:
        """The line as `truthtime report --json` prints it."""
        return {"project": self.project or None, **self.sums.json()}


class Day(NamedTuple):
    """A day of a report; its lines sum to it."""

    day: date
    sums: Sums
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Work by day and project.

    Attributes:
        first: first day of the period.
        last: last day of the period, included.
        total: the whole period; `days` as well as `lines` sum to it.
        lines: projects over the whole period, the most worked on first.
        cells: milliseconds by kind for each day and project.
        names: names of the projects by id.
    """

    first: date
    last: date
    total: Sums
    lines: tuple[Line, ...]
    cells: Totals
    names: Mapping[str, str]

    @property
    def days(self) -> tuple[Day, ...]:
        """The days on which something was tracked, made when asked for: a busy year has ten thousands of lines."""
        by_day: dict[date, list[Line]] = {}
        for (day, project), kinds in self.cells.items():
            by_day.setdefault(day, []).append(Line(self.names.get(project, project), _cell_sums(kinds)))
        return tuple(Day(day, _added(by_day[day]), _in_order(by_day[day])) for day in sorted(by_day))

    def json(self) -> dict[str, Any]:
        """What `truthtime report --json` prints."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            **self.total.json(),
            "days": [
                {"day": one.day.isoformat(), **one.sums.json(), "projects": [line.json() for line in one.lines]}
                for one in self.days
            ],
            "projects": [line.json() for line in self.lines],
        }

    def text(self) -> str:
        """What `truthtime report` prints."""
        span = f"{self.first}" if self.first == self.last else f"{self.first} – {self.last}"
        if not self.total.elapsed_ms:
            return f"Nothing tracked: {span}.\n"
        lines = [_truth(self.total)]
        if self.total.unanswered_ms:
            lines.append(_unanswered(self.total))
        lines += [_kinds(self.total), "", span]
        lines += [_row(line.project or "No project", line.sums) for line in self.lines]
        days = self.days
        if len(days) > 1:
            for one in days:
                lines += ["", _row(one.day.isoformat(), one.sums, indent=0)]
                lines += [_row(line.project or "No project", line.sums) for line in one.lines]
        return "\n".join(lines) + "\n"


def report(store: TotalsSource, first: date, last: date, now: Now | None) -> Report:
    """Work by day and project.

    Args:
        first: first day, in the sense of the person's day start.
        last: last day, included.
        now: the present, to count what is open up to it.

    Raises:
        InputError: the period ends before it begins.
        StoreError: the data cannot be read.
    """
    if last < first:
        raise InputError(f"{last} is before {first}.", "Give the earlier date as --from and the later one as --to.")
    names = {project.id: project.name for project in store.projects() if project.name}
    cells = {cell: kinds for cell, kinds in store.totals(first, last, now).items() if first <= cell.day <= last}
    by_project: dict[str, list[Mapping[str, int]]] = {}
    for (_, project), kinds in cells.items():
        by_project.setdefault(project, []).append(kinds)
    lines = _in_order(Line(names.get(project, project), sums(own)) for project, own in by_project.items())
    return Report(first, last, _added(lines), lines, cells, names)


def project_name(project: str, projects: Iterable[Project]) -> str:
    """The name of the project with this id; the id itself when no name is known; empty for none."""
    return next((one.name for one in projects if one.id == project and one.name), project)


def status_of(entry: Entry) -> str:
    """running, paused, stopped or voided."""
    return "voided" if entry.voided else entry.state if entry.state in {"running", "paused"} else "stopped"


def ended_at(entry: Entry) -> str:
    """The end of the recorded time, RFC 3339, in the zone it was lived in."""
    last = entry.intervals[-1] if entry.intervals else entry
    return rfc3339(entry.end_ms, zone_of(last.zone, last.offset_min))


def printable(text: str) -> str:
    """The text in one line that cannot steer a terminal: controls and direction overrides become spaces."""
    return "".join(letter if letter.isprintable() or letter in _JOINERS else " " for letter in text)


def _cell_sums(kinds: Mapping[str, int]) -> Sums:
    get = kinds.get
    return Sums(
        get("work", 0),
        get("claimed", 0),
        get("paused", 0),
        get("idle", 0),
        get("locked", 0),
        get("asleep", 0),
        get("off", 0),
        get(UNANSWERED, 0),
    )


def _added(lines: Iterable[Line]) -> Sums:
    columns = zip(*(line.sums for line in lines), strict=True)
    return Sums._make([sum(column) for column in columns] or Sums())


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The most worked on first."""
    return tuple(sorted(lines, key=lambda line: (-line.sums.worked_ms, line.project)))


def _truth(one: Sums) -> str:
    return f"{_of(one)} was work."


def _of(one: Sums) -> str:
    return f"{brief(one.worked_ms)} of {brief(one.elapsed_ms)}"


def _unanswered(one: Sums) -> str:
    return f"{brief(one.unanswered_ms)} is not counted until you answer."


def _sources(one: Sums) -> str:
    """Where a total comes from, and what is missing in it."""
    parts = [f"measured {brief(one.measured_ms)}"]
    if one.claimed_ms:
        parts.append(f"claimed {brief(one.claimed_ms)}")
    if one.unanswered_ms:
        parts.append(f"{brief(one.unanswered_ms)} not answered")
    return ", ".join(parts)


def _kinds(one: Sums) -> str:
    named = [f"{kind} {brief(one[place])}" for place, kind in enumerate(KINDS) if place > 1 and one[place]]
    sources = f"measured {brief(one.measured_ms)}, claimed {brief(one.claimed_ms)}"
    return f"Work: {sources}." + (f" Not work: {', '.join(named)}." if named else "")


def _row(name: str, one: Sums, indent: int = 2) -> str:
    return f"{' ' * indent}{_of(one):<18} {printable(name)} ({_sources(one)})"


def _range(entry: Entry) -> str:
    last = entry.intervals[-1] if entry.intervals else entry
    start = local(entry.start_ms, zone_of(entry.zone, entry.offset_min))
    if entry.state in {"running", "paused"}:
        return f"{start:%H:%M} – now"
    end = local(entry.end_ms, zone_of(last.zone, last.offset_min))
    days = end.toordinal() - start.toordinal()
    return f"{start:%H:%M} – {end:%H:%M}" + (f" +{days}d" if days > 0 else "")


def _about(entry: Entry, projects: Sequence[Project]) -> str:
    parts = [printable(entry.description) or "No description"]
    if entry.project:
        parts.append(printable(project_name(entry.project, projects)))
    return ", ".join([*parts, *(f"#{printable(tag)}" for tag in entry.tags)])


def _remarks(entry: Entry, one: Sums) -> list[str]:
    remarks = [status_of(entry)] if entry.voided or entry.state == "paused" else []
    if one.unanswered_ms:
        remarks.append(f"{brief(one.unanswered_ms)} not answered")
    remarks += [name for name in entry.provenance if name != "measured"]
    return remarks + [_FLAG_WORDS.get(flag, flag.replace("_", " ")) for flag in entry.flags]
