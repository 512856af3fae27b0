"""Backups: one a day, checked; restoring loses nothing and reuses no number."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.clocks import MS_PER_H, FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import StoreError
from truthtime_desktop import backups
from truthtime_desktop.backups import Backup
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, driver, open_store


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Places of nothing yet."""
    return Places(tmp_path / "data")


@pytest.fixture
def clock() -> FakeClock:
    """Stands still until a test drives it."""
    return FakeClock()


def track(store: Store, clock: FakeClock, number: int) -> None:
    """A minute of something."""
    store.append([worlds.start(number, f"Task {number}")], clock.read())
    store.append([worlds.stop(number)], clock.tick(60_000))


def test_a_backup_is_one_checked_file(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    track(store, clock, 1)
    assert backups.is_due(places, clock.read())
    path = backups.back_up(store, places, clock.read())
    assert path.name == "truthtime-20261117T080500Z.db"
    assert not backups.is_due(places, clock.read())
    assert backups.is_due(places, clock.tick(24 * MS_PER_H))
    assert sorted(places.backups.iterdir()) == [path]
    assert backups.list_backups(places) == [Backup(path, "2026-11-17T08:05:00Z", path.stat().st_size)]
    assert path.stat().st_mode & 0o077 == 0
    copy = driver.load().connect(path)
    assert copy.execute("SELECT count(*) FROM event").fetchone() == (2,)
    copy.close()
    assert backups.newest_intact(places) == path
    store.close()


def test_two_backups_in_one_second_are_two(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    first, second = (backups.back_up(store, places, clock.read()) for _ in range(2))
    assert first != second
    assert second.exists()
    store.close()


def test_seven_days_four_weeks_twelve_months_are_kept() -> None:
    days = [date(2026, 11, 17) - timedelta(days=number) for number in range(500)]
    made = [Backup(Path(f"{day}-{hour}"), f"{day}T{hour}:00:00Z", 1) for day in days for hour in (18, 12)]
    assert backups.kept_of(made)[:3] == made[:3]
    kept = [one.day for one in backups.kept_of(made) if one.made_at.endswith("T18:00:00Z")]
    assert len(kept) == len(set(kept)) == len(backups.kept_of(made)) - 1
    assert set(days[:7]) <= set(kept)
    assert len(kept) <= 7 + 4 + 12
    assert {(day.year, day.month) for day in kept} == {(day.year, day.month) for day in days[:340]}
    assert min(kept) == date(2025, 12, 31)


def test_backing_up_removes_only_what_is_not_kept(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    foreign = places.backups / "truthtime-before-migration-2.db"
    foreign.write_bytes(b"x")
    for _ in range(40):
        backups.back_up(store, places, clock.tick(24 * MS_PER_H))
    assert foreign.exists()
    assert len(backups.list_backups(places)) <= 7 + 4 + 2
    store.close()


def test_a_backup_that_fails_leaves_the_older_ones(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    path = backups.back_up(store, places, clock.read())
    store._database.run("PRAGMA wal_checkpoint(TRUNCATE)")  # noqa: SLF001 - so that the damage is not hidden by the log
    with places.database.open("rb+") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)
    with pytest.raises(StoreError) as told:
        backups.back_up(store, places, clock.tick(1_000))
    assert told.value.hint
    assert list(places.backups.iterdir()) == [path]
    store.close()


def test_restoring_goes_back_and_keeps_what_was_there(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    track(store, clock, 1)
    device = store.head.device
    path = backups.back_up(store, places, clock.read())
    track(store, clock, 2)
    store.close()
    aside = backups.restore(places, path, clock.read())
    assert aside == places.account / "truthtime-aside-20261117T080600Z.db"
    store = open_store(places)
    assert [one.description for one in store.entries(None, None, None, None)] == ["Task 1"]
    assert (store.head.device, store.head.incarnation, store.head.seq) == (device, 2, 0)
    track(store, clock, 3)
    assert store.integrity() == []
    kept = open_store(Places(_as_account(places.root.parent / "kept", aside)))
    assert kept.counts()["events"] == 4
    kept_events = [(payload, content) for _, payload, content in kept.events()]
    kept.close()
    # What was recorded after the backup can be taken in again: no number was used twice.
    assert store.adopt(kept_events) == (2, 2)
    assert [one.description for one in store.entries(None, None, None, None)] == ["Task 1", "Task 2", "Task 3"]
    store.close()


def _as_account(root: Path, database: Path) -> Path:
    places = Places(root)
    places.prepare()
    places.database.write_bytes(database.read_bytes())
    return root


def test_restoring_twice_never_reuses_an_incarnation(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    path = backups.back_up(store, places, clock.read())
    store.close()
    seen = [1]
    for _ in range(3):
        backups.restore(places, path, clock.tick(1_000))
        store = open_store(places)
        seen.append(store.head.incarnation)
        store.close()
    assert seen == [1, 2, 3, 4]


def test_a_damaged_file_is_moved_aside_and_the_backup_takes_its_place(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    track(store, clock, 1)
    backups.back_up(store, places, clock.read())
    store.close()
    places.database.write_bytes(b"rubbish" * 4_000)
    with pytest.raises(StoreError) as told:
        open_store(places)
    assert backups.newest_intact(places).name in told.value.hint
    aside = backups.restore(places, backups.newest_intact(places), clock.read())
    assert aside is not None
    assert aside.read_bytes().startswith(b"rubbish")
    store = open_store(places)
    assert store.counts()["events"] == 2
    assert store.head.incarnation > 2
    store.close()


def test_a_missing_file_is_restored_without_one_aside(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    track(store, clock, 1)
    path = backups.back_up(store, places, clock.read())
    store.close()
    places.database.unlink()
    assert backups.restore(places, path, clock.read()) is None
    open_store(places).close()


def test_a_damaged_backup_is_passed_over_and_refused(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    track(store, clock, 1)
    good = backups.back_up(store, places, clock.read())
    bad = backups.back_up(store, places, clock.tick(1_000))
    store.close()
    bad.write_bytes(bad.read_bytes()[:8_192])
    before = places.database.read_bytes()
    assert backups.newest_intact(places) == good
    for path in (bad, places.root / "none.db"):
        with pytest.raises(StoreError) as told:
            backups.restore(places, path, clock.read())
        assert told.value.title.startswith("This backup is not intact")
    assert places.database.read_bytes() == before
    good.unlink()
    with pytest.raises(StoreError):
        backups.newest_intact(places)


def test_an_open_file_is_not_replaced(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    track(store, clock, 1)
    path = backups.back_up(store, places, clock.read())
    with pytest.raises(StoreError) as told:
        backups.restore(places, path, clock.read())
    assert told.value.title == "Another program is writing to TruthTime's data."
    track(store, clock, 2)
    assert store.counts()["events"] == 4
    store.close()


@pytest.mark.parametrize("statement", ["PRAGMA user_version=99", "PRAGMA application_id=7"])
def test_a_backup_of_something_else_is_refused(places: Places, clock: FakeClock, statement: str) -> None:
    store = open_store(places)
    path = backups.back_up(store, places, clock.read())
    store.close()
    other = driver.load().connect(path)
    other.execute(statement)
    other.close()
    with pytest.raises(StoreError):
        backups.restore(places, path, clock.read())
    open_store(places).close()
    assert not list(places.account.glob("*.restored*"))
