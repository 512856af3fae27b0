"""How fast events become entries, beside the time that any JSON reader needs for the same bytes."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from tests.bench.history import EVENTS_PER_ENTRY, PROJECTS, events_of
from tests.bench.measuring import MS_PER_S, Plan, in_turns, timed_ms
from tests.bench.table import Row
from truthtime_core.entries import fold_entry
from truthtime_core.events import Content, Event, Head, parse, read

DEVICE = "0192f1c4-7b2e-7000-8000-000000000001"
ROUNDS = 5


def rows(plan: Plan) -> list[Row]:
    """The lines of the table: rates, so more is better, and the ratio is the share of the limit that is reached."""
    pairs = list(events_of(Head(DEVICE, 1), plan.fold_entries))[PROJECTS:]
    payloads = [payload for payload, _ in pairs]
    words = {content.hash: content.words for _, content in pairs if isinstance(content, Content)}
    works: dict[str, Callable[[], object]] = {
        "json.loads": partial(_each, json.loads, payloads),
        "parse": partial(_each, parse, payloads),
        "verified and folded": partial(_fold, parse, payloads, words),
        "folded from the own store": partial(_fold, read, payloads, words),
    }
    times = in_turns({name: partial(timed_ms, work) for name, work in works.items()}, ROUNDS)
    rates = {name: len(payloads) * MS_PER_S / min(lengths) for name, lengths in times.items()}
    limit = rates.pop("json.loads")
    return [Row(f"events {what}", rate, limit, "events/s", against="json.loads") for what, rate in rates.items()]


def _each(reader: Callable[[bytes], object], payloads: Sequence[bytes]) -> None:
    for payload in payloads:
        reader(payload)


def _fold(reader: Callable[[bytes], Event], payloads: Sequence[bytes], words: Mapping[str, Mapping[str, Any]]) -> None:
    for first in range(0, len(payloads), EVENTS_PER_ENTRY):
        fold_entry([reader(payload) for payload in payloads[first : first + EVENTS_PER_ENTRY]], words)
