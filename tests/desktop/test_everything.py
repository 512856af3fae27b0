"""Export everything and delete everything: the whole of a person's data, out and away."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import StoreError
from truthtime_desktop import backups, erasing, imports
from truthtime_desktop.config import Places
from truthtime_desktop.everything import StoppedError, export_everything
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.store import Store, open_store
from truthtime_desktop.tracking import Tracker

DAY = date(2026, 11, 17)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data")


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    store = open_store(places)
    clock = FakeClock()
    for number in range(1, 4):
        store.append([worlds.start(number, f"Task {number}")], clock.read())
        store.append([worlds.stop(number)], clock.tick(60_000))
    yield store
    store.close()


def write_notes(store: Store, notes: dict[str, str]) -> None:
    reading = FakeClock().tick(3_600_000)
    for day, text in notes.items():
        store.append([worlds.note(day, text)], reading)


def test_the_folder_holds_all_events_entries_and_notes(store: Store, tmp_path: Path) -> None:
    notes = {"2026-11-16": "# Monday\r\nno line end", "2026-11-17": "\N{SNOWMAN} @09:04\n"}
    write_notes(store, notes)
    written = export_everything(store, tmp_path, DAY)
    assert written == (tmp_path / "TruthTime 2026-11-17", 8, 2)
    assert {path.name: path.read_bytes().decode() for path in (written.folder / "notes").iterdir()} == {
        f"{day}.md": text for day, text in notes.items()
    }
    assert json.loads((written.folder / "everything.json").read_text())["count"] == 8
    assert (written.folder / "entries.csv").read_text().count("Task ") == 3
    with closing(open_store(Places(tmp_path / "other"))) as other:
        assert imports.read(other, str(written.folder / "everything.json"), dry_run=False).new == 8
        assert [note.text for note in other.notes("2026-11-16", "2026-11-17")] == list(notes.values())


def test_an_export_of_the_same_day_gets_a_folder_of_its_own(store: Store, tmp_path: Path) -> None:
    first, second = (export_everything(store, tmp_path, DAY).folder for _ in range(2))
    assert second.name == "TruthTime 2026-11-17 (2)"
    assert not (first / "notes").exists()


def test_what_was_stopped_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    told: list[int] = []
    with pytest.raises(StoppedError):
        export_everything(store, tmp_path, DAY, wants_to_stop=lambda: True, tell=told.append)
    assert not told
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
    export_everything(store, tmp_path, DAY, tell=told.append)
    assert told == [0]


def test_a_folder_that_is_not_there_is_said_in_words(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        export_everything(store, tmp_path / "nowhere", DAY)
    with pytest.raises(StoreError):
        export_everything(store, Path("/proc"), DAY)


def test_everything_goes_and_a_fresh_start_is_possible(store: Store, places: Places) -> None:
    clock = FakeClock()
    backups.back_up(store, places, clock.read())
    store.close()
    backups.restore(places, backups.newest_intact(places), clock.read())
    places.settings.write_text("{}")
    Tracker(open_store(places), clock, Heart(places.heart), watching=True).store.close()
    found = erasing.inventory(places)
    assert (found.backups, found.aside) == (1, 1)
    assert found.size_bytes > 3 * 4096
    erasing.erase(places)
    left = {path.name for path in places.account.iterdir()}
    assert left <= {"backups", "settings.json", "lock"}
    assert not list(places.backups.iterdir())
    assert erasing.inventory(places) == (0, 0, 0)
    with closing(open_store(places)) as fresh:
        assert fresh.counts()["events"] == 0


@pytest.mark.parametrize("kept", range(1, 8))
def test_an_interrupted_deletion_leaves_something_that_opens(store: Store, places: Places, kept: int) -> None:
    clock = FakeClock()
    backups.back_up(store, places, clock.read())
    Heart(places.heart).beat("", "running", clock.read())
    store.close()
    in_order: list[Path] = []
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002 - as in pathlib
        in_order.append(path)
        if len(in_order) == kept:
            raise KeyboardInterrupt
        real(path, missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(places)
    with closing(open_store(places)) as left:
        assert left.counts()["entries"] in {0, 3}


def test_what_cannot_be_deleted_is_named(store: Store, places: Places) -> None:
    store.close()
    places.heart.unlink(missing_ok=True)
    places.heart.mkdir()
    with pytest.raises(StoreError, match=r"heart\.bin"):
        erasing.erase(places)
    assert places.database.exists()
