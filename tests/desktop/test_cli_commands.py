"""Every command in normal use: what it says, its JSON to the last key, and what it refuses in which state."""

import re
from typing import Any

import pytest

from tests.desktop.command_line import CommandLine, process

SUMS = {"worked_ms", "elapsed_ms", "measured_ms", "claimed_ms", "paused_ms", "idle_ms", "locked_ms", "asleep_ms"}
SUMS |= {"off_ms", "unanswered_ms"}
ENTRY_TEXTS = {"id", "status", "started_at"}
ENTRY_NUMBERS = SUMS - {"measured_ms"}
ENTRY_LISTS = {"tags", "flags", "provenance"}
ENTRY = ENTRY_TEXTS | ENTRY_NUMBERS | ENTRY_LISTS | {"description", "project", "ended_at"}
RFC_3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d"


@pytest.fixture
def truthtime(capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capsysbinary)


def assert_entry(entry: dict[str, Any]) -> None:
    assert all(type(entry[name]) is int for name in ENTRY_NUMBERS)
    assert all(isinstance(entry[name], str) for name in ENTRY_TEXTS)
    assert all(isinstance(entry[name], list) for name in ENTRY_LISTS)
    kinds = ("worked_ms", "paused_ms", "idle_ms", "locked_ms", "asleep_ms", "off_ms")
    assert sum(entry[name] for name in kinds) == entry["elapsed_ms"]


def test_a_day_of_commands_says_what_happened(truthtime: CommandLine) -> None:
    said = {}
    for command in ("start", "pause", "resume", "toggle-pause", "toggle-pause", "stop"):
        words = ("Landing", "page", "--project", "Acme", "--tag", "web") if command == "start" else ()
        result = truthtime(command, *words)
        assert (result.code, result.err) == (0, b"")
        said[command] = result.out.decode()
    assert said["start"].startswith("Started Landing page at ")
    assert said["pause"] == "Paused Landing page. 0m worked so far.\n"
    assert said["resume"].startswith("Resumed Landing page at ")
    assert said["stop"] == "Stopped Landing page. 0m of 0m was work.\n"


def test_status_json_has_exactly_the_documented_keys(truthtime: CommandLine) -> None:
    nothing = truthtime.json("status")
    today = {"worked_ms": 0, "elapsed_ms": 0, "unanswered_ms": 0}
    zero = {"worked_ms": 0, "elapsed_ms": 0, "today": today}
    assert nothing == {"state": "stopped", "entry": None, "problem": None, **zero}
    started = truthtime.json("start", "Copy", "--project", "Acme", "--tag", "a", "--tag", "b")
    assert set(started) == set(nothing)
    assert started["state"] == "running"
    assert set(started["entry"]) == ENTRY
    assert_entry(started["entry"])
    shown = {name: started["entry"][name] for name in ("description", "project", "tags", "ended_at", "status")}
    assert shown == {
        "description": "Copy", "project": "Acme", "tags": ["a", "b"], "ended_at": None, "status": "running"
    }  # fmt: skip
    assert [truthtime.json(one)["state"] for one in ("pause", "resume", "stop")] == ["paused", "running", "stopped"]


def test_log_json_has_exactly_the_documented_keys(truthtime: CommandLine) -> None:
    assert truthtime.json("log") == {"entries": []}
    truthtime("start", "One")
    truthtime("pause")
    truthtime("stop")
    truthtime("start", "Two")
    log = truthtime.json("log")
    assert set(log) == {"entries"}
    assert [one["description"] for one in log["entries"]] == ["One", "Two"]
    assert [one["status"] for one in log["entries"]] == ["stopped", "running"]
    for entry in log["entries"]:
        assert set(entry) == ENTRY | {"intervals"}
        assert_entry(entry)
        assert entry["project"] is None
        for part in entry["intervals"]:
            assert set(part) == {"kind", "started_at", "duration_ms", "answered"}
            assert (type(part["duration_ms"]), type(part["answered"])) == (int, bool)
        assert sum(part["duration_ms"] for part in entry["intervals"]) == entry["elapsed_ms"]
    assert "unwatched" in log["entries"][0]["flags"]


def test_times_are_rfc_3339_with_offset(truthtime: CommandLine) -> None:
    truthtime("start")
    truthtime("stop")
    entry = truthtime.json("log")["entries"][0]
    assert re.fullmatch(RFC_3339, entry["started_at"])
    assert re.fullmatch(RFC_3339, entry["ended_at"])


def test_log_shows_the_newest_entries_oldest_first(truthtime: CommandLine) -> None:
    for number in range(4):
        truthtime("start", str(number))
    names = [one["description"] for one in truthtime.json("log", "--limit", "2")["entries"]]
    assert names == ["2", "3"]
    assert len(truthtime.json("log", "--limit", "1000000000")["entries"]) == 4
    day = truthtime.json("note")["day"]
    assert len(truthtime.json("log", "--from", day, "--to", day)["entries"]) == 4
    assert truthtime.json("log", "--to", "2000-01-01") == {"entries": []}
    text = truthtime("log", "--from", day).out.decode()
    assert text.startswith(f"{day}\n")


def test_a_start_ends_what_runs(truthtime: CommandLine) -> None:
    truthtime("start", "One")
    said = truthtime("start", "Two").out.decode()
    assert said.endswith("One ended with 0m of work.\n")
    assert truthtime("start").out.decode().startswith("Started at ")


def test_toggle_starts_stops_and_resumes(truthtime: CommandLine) -> None:
    assert [truthtime.json("toggle", "Copy")["state"] for _ in range(2)] == ["running", "stopped"]
    truthtime("start")
    truthtime("pause")
    assert truthtime.json("toggle")["state"] == "running"


@pytest.mark.parametrize(
    ("before", "command", "title"),
    [
        ([], "pause", "Nothing is running."),
        ([], "resume", "Nothing is running."),
        ([], "stop", "Nothing is running."),
        ([], "toggle-pause", "Nothing is running."),
        ([], "undo", "There is nothing to undo."),
        ([], "open", "TruthTime is not running."),
        ([], "quit", "TruthTime is not running."),
        (["start"], "resume", "The timer is already running."),
        (["start", "pause"], "pause", "The timer is already paused."),
        (["start", "stop"], "stop", "Nothing is running."),
    ],
)
def test_what_makes_no_sense_now_is_refused_in_words(
    truthtime: CommandLine, before: list[str], command: str, title: str
) -> None:
    for one in before:
        truthtime(one)
    events = truthtime.json("verify")["events"]
    assert truthtime(command).title == title
    assert truthtime(command, "--json").title == title
    assert truthtime.json("verify")["events"] == events


def test_notes_are_appended_and_printed(truthtime: CommandLine) -> None:
    assert truthtime("note").out == b""
    assert truthtime("note", "Called", "Acme").code == 0
    assert truthtime("note", "Again").code == 0
    assert truthtime("note").out == b"Called Acme\nAgain\n"
    other = truthtime.json("note", "Past", "--day", "2026-02-28")
    assert other == {"day": "2026-02-28", "text": "Past", "saved": True, "revisions": 1}
    assert truthtime("note", "--day", "2026-02-28").out == b"Past\n"
    assert truthtime("note", "More", "--day", "2026-02-28").out == b"Noted on 2026-02-28.\n"


def test_report_json_and_its_periods(truthtime: CommandLine) -> None:
    truthtime("start", "Copy", "--project", "Acme")
    truthtime("stop")
    report = truthtime.json("report")
    assert set(report) == {"first", "last", "days", "projects"} | SUMS
    assert [set(day) for day in report["days"]] in ([], [{"day", "projects"} | SUMS])
    today = report["last"]
    for option, first in {
        "--today": today,
        "--month": today[:8] + "01",
        "--year": today[:5] + "01-01",
    }.items():
        named = truthtime.json("report", option)
        assert (named["first"], named["last"]) == (first, today)
    week = truthtime.json("report", "--week")
    assert week["first"] <= today
    assert week["last"] == today
    assert truthtime.json("report", "--to", "2026-01-05")["first"] == "2026-01-05"
    assert truthtime.json("report", "--from", "2026-01-05", "--to", "2026-01-06")["first"] == "2026-01-05"
    assert truthtime("report", "--from", "2026-01-05", "--to", "2026-01-06").out == (
        "Nothing tracked: 2026-01-05 – 2026-01-06.\n".encode()
    )


def test_periods_that_contradict_themselves(truthtime: CommandLine) -> None:
    assert truthtime("report", "--from", "2026-01-06", "--to", "2026-01-05").title.startswith("The period ends")
    assert "contradict" in truthtime("report", "--week", "--from", "2026-01-05").title


def test_verify_and_doctor(truthtime: CommandLine) -> None:
    truthtime("start")
    facts = truthtime.json("verify")
    assert facts.pop("sound") is True
    assert facts.pop("faults") == []
    assert facts == {"events": 1, "entries": 1, "intervals": facts["intervals"]}
    assert truthtime("verify").out == b"Sound: 1 event, every byte and every link of the chain.\n"


def test_doctor_json() -> None:
    found = process("doctor", "--json").json
    assert set(found) == {"ok", "findings"}
    assert found["ok"] is True
    for one in found["findings"]:
        assert set(one) == {"name", "state", "text", "step", "essential"}
        assert one["state"] in {"ok", "warning", "missing"}
        assert one["text"]


def test_reading_alone_takes_no_lock_and_writes_no_event(truthtime: CommandLine) -> None:
    truthtime("start")
    for words in (["status"], ["log"], ["report"], ["note"], ["verify"], ["backup", "--list"]):
        assert truthtime(*words).code == 0
    assert truthtime.json("verify")["events"] == 1
