"""The fold: from a set of events to entries, projects, notes, day totals and overlaps. The one place that knows how.

A store may call the parts for one timer or one day at a time; the result is the same, because an entry depends on
its own events only, and a day on the intervals that touch it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from truthtime_core.accounting import Choice, Overlap, Totals, day_totals, spells_of
from truthtime_core.edits import Words
from truthtime_core.entries import Entry, Now, fold_entry
from truthtime_core.events import ENTRY_TYPES, Event
from truthtime_core.line import in_order
from truthtime_core.notes import Note, fold_note

FOLD_VERSION = 3
"""Raised with every change of the rules: stores then drop their derived tables and fold again."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project as last set. Its id never changes; its name may."""

    id: str
    name: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything the events say. Entries are in order of their beginning, then id."""

    entries: tuple[Entry, ...]
    projects: tuple[Project, ...]
    notes: tuple[Note, ...]
    totals: Totals
    overlaps: tuple[Overlap, ...]
    flags: tuple[str, ...]


def fold(events: Iterable[Event], words: Words, *, now: Now | None = None, day_start_min: int = 0) -> Ledger:
    """Derive the ledger. Order and repetition of events never matter; nothing in them can make it raise."""
    unique = {event.id: event for event in events}.values()
    by_timer: dict[str, list[Event]] = {}
    by_day: dict[str, list[Event]] = {}
    flags: set[str] = set()
    for event in unique:
        if event.type in ENTRY_TYPES and event.timer:
            by_timer.setdefault(event.timer, []).append(event)
        elif event.type == "note.revise":
            by_day.setdefault(str(event.data.get("day")), []).append(event)
        elif event.type in ENTRY_TYPES and event.type != "clock.mark":
            flags.add("event_without_timer")
    entries = sorted((fold_entry(own, words, now) for own in by_timer.values()), key=lambda one: (one.start_ms, one.id))
    spells = [spell for entry in entries for spell in spells_of(entry)]
    totals, overlaps = day_totals(spells, fold_choices(list(unique)), day_start_min)
    return Ledger(
        tuple(entries),
        fold_projects(list(unique), words),
        tuple(fold_note(by_day[day], words) for day in sorted(by_day)),
        totals,
        tuple(overlaps),
        tuple(sorted(flags)),
    )


def fold_choices(events: Sequence[Event]) -> list[Choice]:
    """The decisions about overlaps, oldest first. Unreadable ones decide nothing."""
    decisions = in_order([event for event in events if event.type == "overlap.decide"])
    choices = [Choice(*(str(event.data.get(name)) for name in ("a", "b", "choice"))) for event in decisions]
    return [one for one in choices if one.choice in {"a", "b", "both", "half"} and one.a != one.b]


def fold_projects(events: Sequence[Event], words: Words) -> tuple[Project, ...]:
    """The projects as last set, by id."""
    projects: dict[str, Project] = {}
    for event in in_order([event for event in events if event.type == "project.set"]):
        project = str(event.data.get("project"))
        name = str(words.get(event.content, {}).get("name", ""))
        projects[project] = Project(project, name, event.data.get("archived") == 1)
    return tuple(projects[project] for project in sorted(projects))
