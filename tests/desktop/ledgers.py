"""Small ledgers for tests of what is printed and exported: events sealed by a clock that the test drives."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from tests.clocks import FakeClock
from truthtime_core.accounting import Totals
from truthtime_core.entries import Entry, Now
from truthtime_core.events import Content, Draft, Event, Head, reading_data, seal
from truthtime_core.ledger import Ledger, fold

DEVICE = "0192d3a0-0000-7000-8000-00000000000a"
TIMER = "0192d3a0-0000-7000-8000-000000000001"
OTHER = "0192d3a0-0000-7000-8000-000000000002"
PROJECT = "0192d3a0-0000-7000-8000-0000000000aa"


class Writer:
    """One device's log in memory.

    Args:
        clock: what time it is when a fact is written.
        device: whose log it is.
    """

    def __init__(self, clock: FakeClock | None = None, device: str = DEVICE) -> None:
        self.clock = clock or FakeClock()
        self.head = Head(device, 1)
        self.pairs: list[tuple[Event, Content | None]] = []
        self._dice = random.Random(device)

    def write(
        self, kind: str, timer: str = TIMER, data: Mapping[str, Any] | None = None, **words: str | Sequence[str]
    ) -> Event:
        """Seal one fact with the clock as it stands."""
        source = "import" if kind == "entry.add" else "user"
        draft = Draft(kind, timer, data or {}, words, source)
        event, content, self.head = seal(draft, self.head, self.clock.read(), self._dice.randbytes(26))
        self.pairs.append((event, content))
        return event

    def rows(self) -> list[tuple[int, bytes, Content | None]]:
        """The log as the store streams it."""
        return [(local, event.payload, content) for local, (event, content) in enumerate(self.pairs, start=1)]

    def now(self) -> Now:
        """The present on this device."""
        return Now(self.head.device, self.clock.read())

    def ledger(self) -> Ledger:
        """What the log amounts to now."""
        words = {content.hash: content.words for _, content in self.pairs if content}
        return fold([event for event, _ in self.pairs], words, now=self.now())

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, counted up to now."""
        return self.ledger().entries

    def totals(self) -> Totals:
        """What each day amounts to."""
        return self.ledger().totals


def morning() -> Writer:
    """A morning in Paris: a project, work, a pause, an hour of sleep nobody has explained, work, stop."""
    writer = Writer()
    writer.write("project.set", "", {"project": PROJECT}, name='Acme; "Website"')
    writer.write("timer.start", data={"project": PROJECT}, description="Landing page copy", tags=["web", "a, b"])
    writer.clock.tick(30 * 60_000)
    writer.write("timer.pause")
    writer.clock.tick(15 * 60_000)
    writer.write("timer.resume")
    writer.clock.tick(10 * 60_000)
    before = reading_data(writer.clock.read())
    after = reading_data(writer.clock.sleep(3_600_000))
    writer.write("away.mark", data={"cause": "asleep", "from": before, "to": after})
    writer.clock.tick(20 * 60_000)
    writer.write("timer.stop")
    return writer
