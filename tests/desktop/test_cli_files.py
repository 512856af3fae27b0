"""Export, import, backup and restore on the command line: round trips, and paths that cannot be used."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.command_line import CommandLine, process


@pytest.fixture
def truthtime(capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capsysbinary)


@pytest.fixture
def worked(truthtime: CommandLine) -> CommandLine:
    truthtime("start", "=1+1 🙂 \u202eabc", "--project", "A,b", "--tag", "x, y")
    truthtime("pause")
    truthtime("stop")
    truthtime("note", "Line\r\nline")
    return truthtime


def elsewhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("TRUTHTIME_DATA_DIR", str(folder))


def comparable(log: Any) -> Any:  # noqa: ANN401 - parsed JSON
    return [
        {name: entry[name] for name in ("id", "description", "project", "tags", "worked_ms")}
        for entry in log["entries"]
    ]


def test_a_json_export_comes_back_as_the_same_ledger(
    worked: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log, note, events = worked.json("log"), worked.json("note"), worked.json("verify")["events"]
    file = tmp_path / "all.json"
    assert worked.json("export", str(file)) == {"file": str(file), "format": "json", "written": events}
    assert worked("export", "-").out == file.read_bytes()
    elsewhere(monkeypatch, tmp_path / "other")
    whole = {"format": "json", "new": events, "known": 0, "skipped": 0, "dry_run": False}
    assert worked.json("import", str(file), "--dry-run") == whole | {"dry_run": True}
    assert worked.json("verify")["events"] == 0
    assert worked.json("import", str(file)) == whole
    assert worked.json("import", str(file)) == whole | {"new": 0, "known": events}
    assert (worked.json("log"), worked.json("note")) == (log, note)


def test_a_csv_export_comes_back(worked: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = worked.json("log")
    file = tmp_path / "all.CSV"
    assert worked("export", str(file)).out.decode() == f"Exported 1 entry to {file}.\n"
    elsewhere(monkeypatch, tmp_path / "other")
    assert worked.json("import", str(file))["new"] == 1
    assert comparable(worked.json("log")) == comparable(log)


def test_standard_input_is_imported(worked: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exported = worked("export", "-").out
    elsewhere(monkeypatch, tmp_path / "other")
    assert process("import", "-", "--json", stdin=exported).json["new"] > 0


def test_the_mark_for_excel(worked: CommandLine, tmp_path: Path) -> None:
    plain, marked = worked("export", "-", "--format", "csv").out, worked("export", "-", "--format=csv", "--bom").out
    assert marked == b"\xef\xbb\xbf" + plain
    assert worked("export", str(tmp_path / "a.json"), "--bom").title == "Only a CSV can begin with that mark."
    assert not (tmp_path / "a.json").exists()


def test_a_file_that_exists_is_replaced_only_by_force(worked: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("precious")
    assert "exists already" in worked("export", str(file)).title
    assert file.read_text() == "precious"
    assert worked("export", str(file), "--force").code == 0
    assert file.read_bytes().startswith(b'{"format":"truthtime-export"')


@pytest.mark.parametrize("path", ["", ".", "missing/a.json", "a\0b.json", "n" * 100_000, "n" * 300, "/proc/a.json"])
def test_nowhere_to_export_to(worked: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert len(worked("export", path).title) < 400
    assert os.listdir(folder) == []  # noqa: PTH208 - names only


@pytest.mark.parametrize("name", ["🙂.json", "\u202egpj.json", "a\nb.json", "\udcff.json", "=1.json"])
def test_strange_names_of_files(worked: CommandLine, tmp_path: Path, name: str) -> None:
    assert worked("export", str(tmp_path / name)).code == 0
    assert worked("import", str(tmp_path / name)).code == 0
    assert os.listdir(tmp_path) == [name]  # noqa: PTH208 - names only


@pytest.mark.parametrize("path", ["", ".", "missing.json", "a\0b", "n" * 100_000, "\udcff", "🙂"])
@pytest.mark.parametrize("command", ["import", "restore"])
def test_nothing_to_read_from(
    worked: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = worked.json("log")
    assert len(worked(command, path).title) < 400
    assert worked.json("log") == before


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"{", b"{}\n", b"[]", b"\0" * 100, b"\xff\xfe\0", b"a;b;c\n1;2;3\n", b"m" * 1_000_000]
)
@pytest.mark.parametrize("command", ["import", "restore"])
def test_garbage_is_refused_and_changes_nothing(
    worked: CommandLine, tmp_path: Path, command: str, content: bytes
) -> None:
    file = tmp_path / "garbage"
    file.write_bytes(content)
    before = worked.json("log"), worked.json("verify")
    assert len(worked(command, str(file)).title) < 400
    assert (worked.json("log"), worked.json("verify")) == before


def test_backup_list_and_restore(worked: CommandLine, data_dir: Path) -> None:
    assert worked.json("backup", "--list") == {"backups": []}
    assert worked("backup", "--list").out == b"There is no backup yet.\n"
    assert worked("restore", "--newest").title == "There is no intact backup."
    made = worked.json("backup", "--if-due")["file"]
    assert worked.json("backup", "--if-due") == {"file": None}
    assert worked("backup", "--if-due").out == b"Today's backup is there already.\n"
    (listed,) = worked.json("backup", "--list")["backups"]
    assert set(listed) == {"file", "made_at", "bytes"}
    assert (listed["file"], listed["bytes"]) == (made, Path(made).stat().st_size)
    log = worked.json("log")
    worked("start", "Later")
    worked("stop")
    restored = worked.json("restore", "--newest")
    assert restored["restored"] == made
    assert Path(restored["kept"]).parent == data_dir / "accounts/local"
    assert worked.json("log") == log
    assert worked.json("restore", restored["kept"])["restored"] == restored["kept"]
    assert len(worked.json("log")["entries"]) == 2
    assert worked.json("verify")["sound"] is True


def test_restore_wants_to_know_which_backup(worked: CommandLine) -> None:
    assert worked("restore").title == "Say which backup."


def test_output_that_nobody_reads_to_its_end(worked: CommandLine) -> None:
    assert worked("status").code == 0
    for words in (["log"], ["status"], ["export", "-"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "truthtime_desktop", *words],
                stdout=full, stderr=subprocess.PIPE, check=False, timeout=60,
            )  # fmt: skip
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert b"disk is full" in done.stderr
