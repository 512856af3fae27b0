"""Opening the data: what is refused, in which words, and that nothing is lost or hidden by it."""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from tests.privileges import without_privileges
from truthtime_core.errors import StoreError
from truthtime_desktop import backups
from truthtime_desktop.config import Places, Settings, write_settings
from truthtime_desktop.store import Store, database, driver, open_store, opening
from truthtime_desktop.system import machine

NOBODY = 65_534


def refused(places: Places, *, read_only: bool = False) -> StoreError:
    """The error that opening gives; without a next step it would be a dead end."""
    with pytest.raises(StoreError) as told:
        open_store(places, read_only=read_only)
    assert told.value.hint
    return told.value


def test_the_first_opening_makes_the_data(tmp_path: Path) -> None:
    places = Places(tmp_path / "new")
    store = open_store(places)
    settings = {
        name: store._database.row(f"PRAGMA {name}")  # noqa: SLF001 - what the file and connection are set to
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "user_version")
    }
    assert settings == {
        "journal_mode": ("wal",),
        "synchronous": (2,),
        "foreign_keys": (1,),
        "trusted_schema": (0,),
        "cell_size_check": (1,),
        "user_version": (opening.REVISION,),
    }
    assert store._database.number("PRAGMA application_id") == database.APPLICATION_ID  # noqa: SLF001
    assert (store.head.incarnation, store.head.seq) == (1, 0)
    assert places.reserve.stat().st_size == 8 * 1024 * 1024
    store.close()


def test_a_process_that_tracks_never_imports_what_is_heavy(places: Places, store: Store) -> None:
    store.close()
    script = """
import sys
from datetime import date
from pathlib import Path
from tests.clocks import FakeClock
from tests.desktop.store import worlds
from tests.privileges import without_privileges
from truthtime_core.entries import Now
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store
store, clock = open_store(Places(Path(sys.argv[1]))), FakeClock()
store.append([worlds.start(1, "A"), worlds.project("P"), worlds.note("2026-11-17", "x")], clock.read())
now = Now(store.head.device, clock.tick(60_000))
assert store.day(date(2026, 11, 17), now, 0).total_ms("work") == 60_000
assert store.entry(worlds.timer(1), now) and store.open_timers() and store.recent_tasks(5) and store.note("2026-11-17")
store.totals(date(2026, 1, 1), date(2026, 12, 31), now), store.entries(None, None, 5, now), store.close()
print(sorted({"sqlalchemy", "alembic", "sqlite3.dbapi2", "logging"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(places.root)], capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    assert done.stderr == ""
    assert "sqlalchemy" not in done.stdout
    assert "alembic" not in done.stdout


def test_data_of_a_newer_version_is_left_alone(places: Places, store: Store) -> None:
    store._database.run(f"PRAGMA user_version={opening.REVISION + 1}")  # noqa: SLF001
    store.close()
    before = places.database.read_bytes()
    assert refused(places).title == "This data was made by a newer TruthTime."
    assert refused(places).hint == "Update TruthTime to open it."
    assert places.database.read_bytes() == before


def test_the_file_of_another_program_is_left_alone(places: Places) -> None:
    places.database.unlink()
    module = driver.load()
    connection = module.connect(places.database)
    connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = places.database.read_bytes()
    assert refused(places).title == "The data file belongs to another program."
    assert places.database.read_bytes() == before


def test_a_folder_in_the_way(places: Places) -> None:
    places.database.unlink()
    places.database.mkdir()
    assert refused(places).title == "A folder lies where the data file should be."


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert "in the way" in refused(Places(tmp_path / "data")).title


def test_a_file_that_is_no_database(places: Places) -> None:
    places.database.write_bytes(b"not a database at all " * 500)
    assert refused(places).title == "Your data file is not a database any more."
    assert places.database.read_bytes().startswith(b"not a database")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_a_file_that_was_cut_off(places: Places, store: Store, clock: FakeClock, kept: float) -> None:
    for number in range(1, 200):
        store.append([worlds.start(number, "x" * 500), worlds.stop(number)], clock.tick(1_000))
    path = backups.back_up(store, places, clock.read())
    store.close()
    os.truncate(places.database, int(places.database.stat().st_size * kept))
    error = refused(places)
    assert error.title == "Your data file is damaged."
    assert path.name in error.hint
    assert "truthtime restore" in error.hint


@pytest.mark.parametrize("how", ["emptied", "deleted"])
def test_lost_data_is_not_mistaken_for_a_first_start(places: Places, store: Store, clock: FakeClock, how: str) -> None:
    store.append([worlds.start(1)], clock.read())
    backups.back_up(store, places, clock.read())
    store.close()
    places.database.unlink()
    if how == "emptied":
        places.database.touch()
    assert refused(places).title == f"Your data file is {'empty' if how == 'emptied' else 'missing'}."


def test_a_first_start_that_was_interrupted_begins_again(tmp_path: Path) -> None:
    places = Places(tmp_path / "data")
    places.prepare()
    places.database.touch()
    open_store(places).close()


def test_a_locked_file(places: Places, store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    other = driver.load().connect(places.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 0)
    store._database.run("PRAGMA busy_timeout=0")  # noqa: SLF001 - nobody waits five seconds here
    with pytest.raises(StoreError) as told:
        store.append([worlds.start(1)], clock.read())
    assert told.value.title == "Another program is writing to TruthTime's data."
    other.execute("ROLLBACK")
    other.close()
    store.append([worlds.start(1)], clock.read())


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders work differently on Windows")
def test_a_read_only_folder(template: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        places = Places(Path(shutil.copytree(template, folder / "data")))
        folder.chmod(0o755)
        with without_privileges(folder):
            places.database.chmod(0o444)
            places.account.chmod(0o555)
            assert "is not allowed to use" in refused(places).title
            store = open_store(places, read_only=True)
            assert store.counts()["events"] == 0
            store.close()
            places.account.chmod(0o755)
    finally:
        shutil.rmtree(folder)


def test_reading_only_brings_nothing_into_being(places: Places, store: Store, clock: FakeClock) -> None:
    store.append([worlds.start(1, "A"), worlds.stop(1)], clock.read())
    reader = open_store(places, read_only=True)
    assert [one.description for one in reader.entries(None, None, None, None)] == ["A"]
    with pytest.raises(StoreError):
        reader.append([worlds.start(2)], clock.read())
    assert not reader.restore_reserve()
    reader.close()
    assert store.counts()["events"] == 2


def test_reading_only_needs_data(tmp_path: Path) -> None:
    assert refused(Places(tmp_path / "none"), read_only=True).title
    assert list(tmp_path.iterdir()) == []


def test_data_carried_to_another_computer_is_another_device(
    places: Places, store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append([worlds.start(1), worlds.stop(1)], clock.read())
    device = store.head.device
    store.close()
    monkeypatch.setattr(machine, "_LINUX_FILES", ())
    monkeypatch.setattr(opening, "machine_hash", lambda: "another computer")
    moved = open_store(places)
    assert moved.head.device != device
    assert moved.head.seq == 0
    moved.append([worlds.start(2)], clock.read())
    assert moved.integrity() == []
    moved.close()


def test_the_computer_has_a_stable_fingerprint_that_names_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.machine_hash() == machine.machine_hash()
    monkeypatch.setattr(machine, "_LINUX_FILES", ())
    assert len(machine.machine_hash()) == 64


def test_the_days_of_the_settings_are_the_days_of_the_store(places: Places, store: Store) -> None:
    late = FakeClock("2026-11-18T01:00:00")
    store.append([worlds.start(1)], late.read())
    store.append([worlds.stop(1)], late.tick(60_000))
    store.close()
    write_settings(places.settings, Settings(day_start_min=120))
    again = open_store(places)
    assert {cell.day.day for cell in again.totals(*_month(), None)} == {17}
    again.set_day_start(0)
    assert {cell.day.day for cell in again.totals(*_month(), None)} == {18}
    again.close()


def _month() -> tuple[date, date]:
    return date(2026, 11, 1), date(2026, 11, 30)


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "OLDEST", (99, 0, 0))
    with pytest.raises(StoreError) as told:
        driver.load()
    assert "can damage data" in told.value.title


def test_without_the_bundled_sqlite_the_standard_one_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    monkeypatch.setattr(driver, "OLDEST", (3, 0, 0))
    assert driver.load().__name__ == "sqlite3"
