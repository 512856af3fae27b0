"""Several processes at the same data: locks, commands at once, and the running copy alive, frozen and dead."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desktop.command_line import ROOT, CommandLine, process
from tests.waiting import until
from truthtime_desktop import __main__ as entry_point
from truthtime_desktop import cli
from truthtime_desktop.config import find_places
from truthtime_desktop.system.instance import DataLock

WRITERS = 8
TRIES = 5
STARTS_WITHIN_S = 30.0


@pytest.fixture
def truthtime(capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capsysbinary)


@contextmanager
def running_copy() -> Iterator[subprocess.Popen[bytes]]:
    """The tray program, answering; killed at the end if it is still there."""
    child = subprocess.Popen(
        [sys.executable, "-m", "truthtime_desktop"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(find_places().running.exists, STARTS_WITHIN_S, "the running copy")
        yield child
    finally:
        child.kill()
        child.wait()


def test_data_held_by_another_process_is_busy(truthtime: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "LOCK_WITHIN_S", 0.1)
    truthtime("start", "Kept")
    with DataLock(find_places().lock) as lock:
        assert lock.acquire()
        for words in (["start", "Other"], ["pause"], ["note", "Words"]):
            assert truthtime(*words).title == "TruthTime is running but does not answer."
        assert truthtime("restore", "--newest").title == "TruthTime is running."
        for words in (["status"], ["log"], ["report"], ["note"], ["note", "--json"], ["verify"], ["backup"]):
            assert truthtime(*words).code == 0
    assert truthtime.json("status")["entry"]["description"] == "Kept"
    assert truthtime.json("verify")["events"] == 1


def start(number: int) -> subprocess.CompletedProcess[bytes]:
    """Start a timer; as the hint says, again when others held the data too long, which a busy computer makes them."""
    command = [sys.executable, "-m", "truthtime_desktop", "start", str(number)]
    for _ in range(TRIES):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
        if b"TruthTime is running but does not answer." not in done.stderr:
            return done
    raise AssertionError(f"held {TRIES} times: {done.stderr!r}")


def test_many_starts_at_once_are_all_recorded(truthtime: CommandLine) -> None:
    with ThreadPoolExecutor(WRITERS) as writers:
        said = list(writers.map(start, range(WRITERS)))
    assert [done.returncode for done in said] == [0] * WRITERS, said
    facts = truthtime.json("verify")
    assert (facts["sound"], facts["entries"]) == (True, WRITERS)
    entries = truthtime.json("log")["entries"]
    assert {one["description"] for one in entries} == {str(number) for number in range(WRITERS)}
    assert [one["status"] for one in entries].count("running") == 1


def test_commands_through_the_running_copy_mean_the_same(truthtime: CommandLine) -> None:
    stopped = truthtime.json("status")
    with running_copy() as child:
        assert truthtime.json("status") == stopped
        assert truthtime("pause").title == "Nothing is running."
        assert truthtime("start", "--bogus").code == 2
        assert truthtime("start", "a\udcff").title == "The description is not valid text."
        assert truthtime("start", "m" * 10_000).title.startswith("The description is too long")
        assert truthtime("note", "--day", "2026-02-30").title == "There is no date '2026-02-30'."
        text = "🙂 \u202eabc\r\n"
        started = truthtime.json("start", text, "--project", text, "--tag", text)
        assert (started["state"], started["entry"]["description"]) == ("running", text)
        assert "unwatched" not in started["entry"]["flags"]
        (entry,) = truthtime.json("log")["entries"]
        assert (entry["id"], entry["project"], entry["tags"]) == (started["entry"]["id"], text, [text])
        assert [truthtime.json(one)["state"] for one in ("toggle-pause", "resume", "undo")] == [
            "paused",
            "running",
            "paused",
        ]
        assert process("note", "-", stdin=text.encode()).code == 0
        assert truthtime.json("note")["text"] == text
        assert truthtime("open").code == 0
        assert truthtime("stop").code == 0
        assert truthtime("quit").code == 0
        assert child.wait(STARTS_WITHIN_S) == 0
    assert truthtime("quit").title == "TruthTime is not running."
    assert truthtime.json("status")["state"] == "stopped"
    assert truthtime.json("verify")["sound"] is True


def test_an_import_is_seen_by_the_running_copy(truthtime: CommandLine, tmp_path: Path) -> None:
    truthtime("start", "Copy")
    truthtime("stop")
    exported = tmp_path / "all.json"
    truthtime("export", str(exported))
    with running_copy() as child:
        assert truthtime.json("import", str(exported))["new"] == 0
        child.send_signal(signal.SIGSTOP)
        result = truthtime("import", str(exported))
        child.send_signal(signal.SIGCONT)
    assert result.code == 0
    assert b"does not answer" in result.err


def test_a_frozen_running_copy_is_reported_within_the_deadline(
    truthtime: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry_point, "ANSWER_WITHIN_S", 0.5)
    with running_copy() as child:
        child.send_signal(signal.SIGSTOP)
        assert truthtime("status").title == "TruthTime is running but does not answer."
        child.send_signal(signal.SIGCONT)
        monkeypatch.setattr(entry_point, "ANSWER_WITHIN_S", 10.0)
        assert truthtime("status").code == 0


def test_after_kill_9_the_commands_work_on_the_data(truthtime: CommandLine) -> None:
    with running_copy() as child:
        assert truthtime("start", "Copy").code == 0
        child.kill()
        child.wait()
        assert find_places().running.exists()
        assert truthtime.json("status")["state"] == "running"
        stopped = truthtime("stop", "--json")
        assert stopped.code == 0, stopped
    assert truthtime.json("status")["state"] == "stopped"
    assert truthtime.json("verify")["sound"] is True
    (entry,) = truthtime.json("log")["entries"]
    assert entry["status"] == "stopped"
