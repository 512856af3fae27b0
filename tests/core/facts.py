"""Facts written by hand: a device that seals drafts into its own chain with made-up but repeatable randomness."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from tests.clocks import MS_PER_H, FakeClock
from truthtime_core.clock import Reading
from truthtime_core.entries import Entry, Now, fold_entry
from truthtime_core.events import Content, Draft, Event, Head, reading_data, seal


def uuid_of(name: str) -> str:
    """A fixed id for a name, so that failures print the same ids every time."""
    return str(UUID(bytes=sha256(name.encode()).digest()[:16]))


@dataclass
class Device:
    """One computer: a clock that a test drives, and the chain of what was recorded on it."""

    name: str = "laptop"
    clock: FakeClock = field(default_factory=FakeClock)
    events: list[Event] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    skew_ms: int | None = None

    def __post_init__(self) -> None:
        self.head = Head(uuid_of(self.name), 1)

    def write(self, *drafts: Draft, reading: Reading | None = None) -> list[Event]:
        """Seal the drafts with the clocks of this moment."""
        written: list[Event] = []
        for draft in drafts:
            dice = sha256(f"{self.name} {self.head.seq}".encode()).digest()[:26]
            event, content, self.head = seal(draft, self.head, reading or self.clock.read(), dice, skew_ms=self.skew_ms)
            self.events.append(event)
            written.append(event)
            if content:
                self.contents.append(content)
        return written

    def say(
        self,
        kind: str,
        timer: str = "t",
        data: Mapping[str, Any] | None = None,
        *,
        source: str = "user",
        **words: str | list[str],
    ) -> Event:
        """One fact, in short."""
        return self.write(Draft(kind, timer, data or {}, words, source))[0]

    def mark(self, cause: str, since: Reading, timer: str = "t", *, source: str = "idle") -> Event:
        """An absence from `since` until this moment."""
        now = self.clock.read()
        data = {"cause": cause, "from": reading_data(since), "to": reading_data(now)}
        return self.say("away.mark", timer, data, source=source)

    def now(self, unseen_since: Reading | None = None) -> Now:
        return Now(self.head.device, self.clock.read(), unseen_since)

    @property
    def words(self) -> dict[str, dict[str, Any]]:
        return words_of(self.contents)


def running(ms: int = MS_PER_H) -> Device:
    """A device whose timer has run for this long."""
    device = Device()
    device.say("timer.start", description="Invoices", tags=["admin"])
    device.clock.tick(ms)
    return device


def words_of(contents: Iterable[Content]) -> dict[str, dict[str, Any]]:
    return {content.hash: content.words for content in contents}


def entry_of(*devices: Device, timer: str = "t", now: Now | None = None) -> Entry:
    """The entry that these devices' events tell of."""
    events = [event for device in devices for event in device.events if event.timer == timer]
    return fold_entry(events, words_of(content for device in devices for content in device.contents), now)


def shape(entry: Entry) -> list[tuple[str, int]]:
    """Kinds and lengths in order: what a person would read off the timeline."""
    return [(one.kind, one.duration_ms) for one in entry.intervals]


def kinds(entry: Entry) -> dict[str, int]:
    """Milliseconds by kind; kinds that do not occur are absent."""
    found: dict[str, int] = {}
    for one in entry.intervals:
        found[one.kind] = found.get(one.kind, 0) + one.duration_ms
    return found


def shuffled(events: Sequence[Event], order: Sequence[int]) -> list[Event]:
    """The events in the order of these positions, each as often as it is named."""
    return [events[index] for index in order]
