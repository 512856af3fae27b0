"""A log written long ago keeps its meaning: if this fails on purpose, raise `ledger.FOLD_VERSION` and write it anew."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.core.facts import words_of
from tests.core.world import Life
from truthtime_core.events import Content, Draft, parse
from truthtime_core.ledger import FOLD_VERSION, Ledger, fold
from truthtime_core.timer import Task

GOLDEN = Path(__file__).parent / "golden" / "ledger.json"
HOUR_MS = 3_600_000


def golden_life() -> Life:
    """A little of everything that can happen to one computer."""
    life = Life("golden", "2026-10-24T22:00:00", "Europe/Paris")
    life.command("start", Task("Rechnungen 🧾", "p", ("büro",)))
    life.tick(5 * HOUR_MS)
    life.away([600_000, 300_000, HOUR_MS, 60_000, 30_000], [2, 0, 1])
    life.step(-50 * HOUR_MS, noticed=True)
    life.command("pause", Task())
    life.tick(900_000)
    life.command("toggle", Task())
    life.travel("America/Los_Angeles")
    life.tick(HOUR_MS)
    life.restart(12_000, 30_000, reboot=False)
    life.tick(HOUR_MS)
    life.restart(12_000, 600_000, reboot=True)
    life.command("resume", Task())
    life.tick(1_234)
    life.command("start", Task("Offers", "q"))
    life.tick(4_000)
    life.undo(3_000)
    life.tick(HOUR_MS)
    life.finish()
    timer = min(life.truths, key=lambda one: life.truths[one].began)
    life.answer(timer, 5 * HOUR_MS, HOUR_MS, "claimed")
    life.amend(timer, -60_000, None, "Rechnungen")
    life.device.write(
        Draft("note.revise", "", {"day": "2026-10-25", "parents": []}, {"text": "Zeile 1\nZeile 2"}),
        Draft("project.set", "", {"project": "p"}, {"name": "Büro"}),
    )
    return life


def told(ledger: Ledger) -> Any:  # noqa: ANN401 - JSON
    """The ledger as JSON can hold it."""
    parts = asdict(ledger) | {
        "totals": sorted([cell.day.isoformat(), cell.project, kinds] for cell, kinds in ledger.totals.items())
    }
    return json.loads(json.dumps(parts))


def test_a_golden_log_still_means_the_same() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    events = [parse(payload.encode()) for payload in golden["payloads"]]
    contents = [Content(*one) for one in golden["contents"]]
    assert golden["fold_version"] == FOLD_VERSION
    assert told(fold(events, words_of(contents), day_start_min=240)) == golden["ledger"]


def test_the_same_life_still_writes_the_same_log() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert [event.payload.decode() for event in golden_life().device.events] == golden["payloads"]
