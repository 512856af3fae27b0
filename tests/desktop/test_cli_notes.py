"""`truthtime note` beyond a line: search, versions, export, and a window in which the same note is being typed."""

from datetime import date
from pathlib import Path

import pytest

from tests.desktop.command_line import CommandLine
from truthtime_desktop.config import find_places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import open_store
from truthtime_desktop.system.clocks import SystemClock


@pytest.fixture
def truthtime(capsysbinary: pytest.CaptureFixture[bytes]) -> CommandLine:
    return CommandLine(capsysbinary)


def test_notes_are_found_newest_first(truthtime: CommandLine) -> None:
    truthtime("note", "Offer for Größe & Co", "--day", "2026-02-27")
    truthtime("note", "Schlussrechnung", "--day", "2026-02-28")
    truthtime("note", "An offer\tmore", "--day", "2026-02-28")
    assert truthtime("note", "--search", "offer").out.decode() == (
        "2026-02-28  An offer more\n2026-02-27  Offer for Größe & Co\n"
    )
    assert truthtime("note", "--search", "offer", "--limit", "1").out.count(b"\n") == 1
    assert truthtime.json("note", "--search", "grosse co") == {
        "found": [{"day": "2026-02-27", "snippet": "Offer for Größe & Co", "start": 0, "marks": [[10, 15], [18, 20]]}]
    }
    assert truthtime("note", "--search", "legal").out.decode() == "No notes match “legal”.\n"
    assert truthtime.json("note", "--search", "legal") == {"found": []}


def test_every_version_of_a_note_can_be_read(truthtime: CommandLine) -> None:
    assert truthtime("note", "--history").out.startswith(b"Nothing was written on ")
    truthtime("note", "One", "--day", "2026-02-28")
    truthtime("note", "Two", "--day", "2026-02-28")
    history = truthtime.json("note", "--day", "2026-02-28", "--history")
    assert (history["day"], [one["shown"] for one in history["revisions"]]) == ("2026-02-28", [True, False])
    newest, oldest = (one["id"] for one in history["revisions"])
    listed = truthtime("note", "--day", "2026-02-28", "--history").out.decode().splitlines()
    assert [line.split("  ")[1:] for line in listed] == [[newest, "shown now"], [oldest]]
    assert truthtime("note", "--day", "2026-02-28", "--revision", oldest).out == b"One\n"
    told = truthtime.json("note", "--day", "2026-02-28", "--revision", newest)
    assert (told["text"], told["at"]) == ("One\nTwo", history["revisions"][0]["at"])
    assert truthtime("note", "--revision", oldest).title.endswith("has no such revision.")


def test_notes_are_exported_as_markdown(
    truthtime: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    truthtime("note", "One", "--day", "2026-02-27")
    truthtime("note", "Two", "--day", "2026-02-28")
    assert truthtime("note", "--export", "notes.md").out == b"Exported notes of 2 days to notes.md.\n"
    text = "# 2026-02-27\n\nOne\n\n# 2026-02-28\n\nTwo\n"
    assert Path("notes.md").read_text("utf-8") == text
    assert truthtime("note", "--export", "-").out.decode() == text
    assert truthtime("note", "--export", "notes.md").title.endswith("notes.md exists already.")
    assert truthtime.json("note", "--export", "notes.md", "--from", "2026-02-28", "--force")["days"] == 1
    assert Path("notes.md").read_text("utf-8") == "# 2026-02-28\n\nTwo\n"
    Path("days").mkdir()
    assert truthtime.json("note", "--export", "days", "--to", "2026-02-27") == {"file": "days", "days": 1}
    assert Path("days/2026-02-27.md").read_bytes() == b"One"


def test_what_is_being_typed_is_shown_searched_and_exported(truthtime: CommandLine, tmp_path: Path) -> None:
    truthtime("note", "Saved", "--day", "2026-02-28")
    store = open_store(find_places())
    notebook = Notebook(store)
    page = notebook.page(date(2026, 2, 28))
    page = notebook.keep(page, "Saved and typed", SystemClock().read())
    truthtime("note", "From the command line", "--day", "2026-02-28")
    shown = truthtime.json("note", "--day", "2026-02-28")
    assert shown == {
        "day": "2026-02-28",
        "text": "Saved and typed\nFrom the command line",
        "saved": False,
        "revisions": 2,
    }
    assert len(truthtime.json("note", "--search", "typed")["found"]) == 1
    page = notebook.keep(page, "Saved and typed on", SystemClock().read())
    assert page.text == "Saved and typed on\nFrom the command line"
    truthtime("export", str(tmp_path / "all.json"))
    assert notebook.drafts() == ()
    assert "typed on" in (tmp_path / "all.json").read_text("utf-8")
    store.close()
