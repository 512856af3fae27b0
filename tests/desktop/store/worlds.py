"""Facts for the tests of the store: drafts by name, and a second device that writes its own chain."""

import os

from truthtime_core.clock import Reading
from truthtime_core.events import Content, Draft, Event, Head, seal

OTHER_DEVICE = "01890000-0000-7000-8000-00000000beef"


def timer(number: int) -> str:
    """The id of the timer of this number."""
    return f"01890000-0000-7000-8000-{number:012x}"


def start(number: int, text: str = "", project: str = "") -> Draft:
    """A timer of this number begins."""
    return Draft(
        "timer.start", timer(number), {"project": project} if project else {}, {"description": text, "tags": ["tag"]}
    )


def pause(number: int) -> Draft:
    """It pauses."""
    return Draft("timer.pause", timer(number))


def stop(number: int) -> Draft:
    """It stops."""
    return Draft("timer.stop", timer(number))


def added(number: int, start_ms: int, minutes: int, project: str = "", zone: str = "Europe/Paris") -> Draft:
    """An entry added by hand."""
    data = {"start_ms": start_ms, "end_ms": start_ms + minutes * 60_000, "zone": zone, "offset_min": 60}
    return Draft("entry.add", timer(number), data | ({"project": project} if project else {}), {"reason": "forgot"})


def note(day: str, text: str) -> Draft:
    """A revision of a day's note."""
    return Draft("note.revise", "", {"day": day, "parents": []}, {"text": text})


def project(name: str, number: int = 1, *, archived: bool = False) -> Draft:
    """A project is named."""
    return Draft("project.set", "", {"project": timer(0xF000 + number), "archived": int(archived)}, {"name": name})


class OtherDevice:
    """Another computer of the same person.

    Attributes:
        written: its events with their words, in its own order.
    """

    def __init__(self, name: str = OTHER_DEVICE) -> None:
        self.head = Head(name, 1)
        self.written: list[tuple[Event, Content | None]] = []

    def write(self, draft: Draft, reading: Reading) -> Event:
        """Seal one more event onto its chain."""
        event, content, self.head = seal(draft, self.head, reading, os.urandom(26))
        self.written.append((event, content))
        return event

    def pairs(self, first: int = 0, end: int | None = None) -> list[tuple[bytes, Content | None]]:
        """What it would send of its log."""
        return [(event.payload, content) for event, content in self.written[first:end]]
