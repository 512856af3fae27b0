"""The benchmarks themselves: tiny runs and the words of the table. What the figures are is no matter here."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench import api, clicks, folding, history, notes, queries
from tests.bench.measuring import Plan, in_turns
from tests.bench.table import Row, compared, summary, table
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store

pytestmark = pytest.mark.usefixtures("quick_collections")

TINY = Plan((30, 60), starts=1, commands=1, clicks=2, queries=1, settle_s=0.0, idle_s=0.1, fold_entries=3, notes=5)
TINY = replace(TINY, api_events=2_000, api_s=1.0, api_rounds=1)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "CACHE", tmp_path / "bench")
    monkeypatch.setattr(clicks, "CACHE", tmp_path / "bench")
    monkeypatch.setattr(notes, "CACHE", tmp_path / "bench")


def test_a_table_says_what_was_met_and_what_was_missed() -> None:
    met = compared("quick", [1.0, 2.0, 3.0], [2.0, 2.0, 2.0], "ms", "the limit", 1.5)
    missed = Row("slow", 400.0, 100.0, "ms", 1.3)
    told = Row("told", 1_234.5, None, "events/s")
    assert [row.missed for row in (met, missed, told)] == [False, True, False]
    lines = table([met, missed, told]).splitlines()
    assert len({len(line) for line in lines}) == 1
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[2] == ["quick", "2.00 ms [1.00]", "2.00 ms [2.00] (the limit)", "1.00", "<= 1.5 ×", "met"]
    assert cells[3] == ["slow", "400 ms", "100 ms", "4.00", "<= 1.3 ×", "MISSED"]
    assert cells[4] == ["told", "1,234 events/s", "–", "–", "–", "–"]
    assert summary([met, told]) == "All 1 targets are met."
    assert summary([met, missed]).startswith("1 of 2 targets are missed:\n  slow: 400 ms")
    assert json.loads(json.dumps(missed.json()))["verdict"] == "MISSED"


def test_a_target_of_the_figure_itself_and_the_noise_around_a_ratio() -> None:
    assert not Row("wake-ups", 0.9, 0.0, "/s", 1.0, absolute=True).missed
    assert Row("wake-ups", 1.1, 0.0, "/s", 1.0, absolute=True).missed
    assert not Row("flat", 1.6, 1.0, "ms", 1.5, floor=0.2).missed
    assert Row("flat", 1.8, 1.0, "ms", 1.5, floor=0.2).missed


def test_figures_are_taken_in_turns_after_warming_up() -> None:
    order: list[str] = []

    def note(name: str) -> float:
        order.append(name)
        return float(len(order))

    figures = in_turns({"a": lambda: note("a"), "b": lambda: note("b")}, rounds=2, warm_ups=1)
    assert order == ["a", "b"] * 3
    assert figures == {"a": [3.0, 5.0], "b": [4.0, 6.0]}


def test_a_history_is_made_once_and_is_sound(tmp_path: Path) -> None:
    places = history.stored_history(60)
    assert history.stored_history(60) == places
    copy = history.copied_history(60, tmp_path / "copy")
    store = open_store(Places(copy.root))
    try:
        assert store.counts()["intervals"] == 60
        assert store.integrity() == []
        assert store.day(history.TODAY, None).totals
    finally:
        store.close()


@pytest.mark.parametrize(
    "rows",
    [
        *(pytest.param(one, id=name) for name, one in {"totals": queries.rows, "click": clicks.rows}.items()),
        *(pytest.param(one, id=name) for name, one in {"fold": folding.rows, "notes": notes.rows}.items()),
        pytest.param(api.rows, id="api", marks=pytest.mark.soak),
    ],
)
def test_every_benchmark_without_a_screen_fills_its_lines(rows: bench.Benchmark) -> None:
    found = rows(TINY)
    assert found
    assert all(row.ours > 0 for row in found)
    assert len(table(found).splitlines()) == len(found) + 2


def test_the_command_prints_the_table_and_writes_it_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "QUICK", TINY)
    out = tmp_path / "table.json"
    assert bench.main(["--quick", "--only", "fold", "--json", str(out)]) == 0
    assert "events verified and folded" in capsys.readouterr().out
    assert {row["verdict"] for row in json.loads(out.read_text("utf-8"))} == {"–"}
