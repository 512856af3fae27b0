"""What an export writes, and that a file is written whole or not at all."""

import csv
import errno
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.desktop.ledgers import PROJECT, Writer, morning
from tests.privileges import without_privileges
from truthtime_core.errors import InputError, StoreError, TruthTimeError
from truthtime_core.ledger import Project
from truthtime_desktop import exports

ACME = (Project(PROJECT, 'Acme; "Website"', archived=False),)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NASTY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "'=1",
    "''=1",
    "'quoted",
    "a\r\nb\nc\rd",
    'say "hi", twice',
    "שלום \u202eevil",
    "👩\u200d💻 e\u0301",
    " spaces ",
    "\uff1d1",
    "\ufeffbom",
    "\u2028\u0085",
)


def json_of(writer: Writer) -> bytes:
    target = io.BytesIO()
    exports.write_json(writer.rows(), target)
    return target.getvalue()


def csv_of(writer: Writer, *, bom: bool = False) -> bytes:
    target = io.BytesIO()
    exports.write_csv(writer.entries(), ACME, target, bom=bom)
    return target.getvalue()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_json_export_is_one_json_document_with_every_byte() -> None:
    writer = morning()
    document = json.loads(json_of(writer))
    assert document["format"] == "truthtime-export"
    assert document["version"] == 1
    assert document["count"] == len(writer.pairs)
    head = writer.head
    assert document["heads"] == [
        {"device": head.device, "hash": head.hash, "incarnation": head.incarnation, "seq": head.seq}
    ]
    for (event, content), shown in zip(writer.pairs, document["events"], strict=True):
        assert shown["payload"].encode() == event.payload
        assert shown["content"] == ({"salt": content.salt, "text": content.text} if content else None)


def test_each_event_has_a_line_of_its_own() -> None:
    writer = morning()
    lines = json_of(writer).splitlines()
    assert len(lines) == len(writer.pairs) + 2


def test_an_export_of_nothing_is_whole_too() -> None:
    assert json.loads(json_of(Writer())) | {"sha256": ""} == {
        "format": "truthtime-export",
        "version": 1,
        "events": [],
        "count": 0,
        "heads": [],
        "sha256": "",
    }
    assert rows_of(csv_of(Writer())) == []


def test_a_csv_row_says_all_there_is_about_an_entry() -> None:
    (row,) = rows_of(csv_of(morning()))
    assert tuple(row) == exports.COLUMNS
    assert row["project"] == 'Acme; "Website"'
    assert row["tags"] == "web, a\\, b"
    assert (row["started_at"], row["zone"]) == ("2026-11-17T09:04:00.000+01:00", "Europe/Paris")
    assert (row["worked_ms"], row["elapsed_ms"], row["unanswered_ms"]) == ("3600000", "8100000", "3600000")
    assert row["provenance"] == "measured"


def test_a_csv_has_crlf_and_no_bom_unless_asked() -> None:
    assert csv_of(morning()).startswith(b"id,status,")
    assert csv_of(morning()).count(b"\r\n") == 2
    assert csv_of(morning(), bom=True).startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    writer = Writer()
    writer.write("timer.start", description=text, tags=[text])
    (row,) = rows_of(csv_of(writer))
    for cell in row.values():
        assert cell[:1] not in {*"=+-@\t\r\uff1d\uff0b\uff0d\uff20"} or not cell
    assert exports.unguarded(row["description"]) == text
    assert exports.parted(exports.unguarded(row["tags"])) == (text,)


@given(TEXTS)
@example("''''=")
@example("'")
def test_the_guard_comes_off_again(text: str) -> None:
    assert exports.unguarded(exports.guarded(text)) == text


@given(st.lists(TEXTS.filter(bool), max_size=6))
@example(["a\\", "b"])
@example(["\\,", " x", "x\n"])
@example([",", ",,"])
def test_tags_come_apart_as_they_went_together(tags: list[str]) -> None:
    assert exports.parted(exports.joined(tags)) == tuple(tags)


def test_tags_as_a_person_types_them() -> None:
    assert exports.parted("web,  copy,,x\\") == ("web", " copy", "x\\")


class _Source:
    """An export's source in memory."""

    def __init__(self, writer: Writer) -> None:
        self.events = lambda: iter(writer.rows())
        self.entries = lambda *_: writer.entries()
        self.projects = lambda: ACME


def export(path: Path | str, *, force: bool = False) -> exports.Exported:
    return exports.write(_Source(morning()), path, "json", force=force)


def test_a_file_is_written_private_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    done = export(path)
    assert path.read_bytes() == json_of(morning())
    assert [one.name for one in tmp_path.iterdir()] == ["all.json"]
    assert sys.platform == "win32" or path.stat().st_mode & 0o077 == 0
    assert done.text() == f"Exported 6 events to {path}.\n"
    assert done.json() == {"file": str(path), "format": "json", "written": 6}


def test_a_file_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    path.write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        export(path)
    assert path.read_text() == "mine"
    export(path, force=True)
    assert json.loads(path.read_bytes())


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert "standard output" in export("-").text()
    assert capfdbinary.readouterr().out == json_of(morning())


@pytest.mark.parametrize("name", ["none/all.json", ".", "a\0b", "x" * 300, "file/all.json"])
def test_places_that_cannot_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TruthTimeError) as caught:
        export(tmp_path / name)
    assert caught.value.hint
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="this system has no /dev/full")
def test_a_full_disk_is_said_so() -> None:
    with pytest.raises(StoreError, match="disk is full"):
        export(Path("/dev/full"))


def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "all.json"
    path.write_text("mine")

    def full(_: object, target: BinaryIO) -> int:
        target.write(b"{")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(exports, "write_json", full)
    with pytest.raises(StoreError, match="disk is full"):
        export(path, force=True)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("all.json", "mine")]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders work differently on Windows")
def test_a_folder_that_is_read_only() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with without_privileges(folder):
            folder.chmod(0o500)
            with pytest.raises(StoreError, match="not allowed"):
                export(folder / "all.json")
            folder.chmod(0o700)
