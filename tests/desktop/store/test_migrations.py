"""Migrations make exactly the schema of record, and leave a file as it was when they fail."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import Store, driver, open_store, opening, upgrading
from truthtime_desktop.store.tables import METADATA, SEARCH_TABLE

_SECOND = '''
"""One more revision, for the test of the machinery."""
import sqlalchemy as sa
from alembic import op
revision = "0003"
down_revision = "0002"

def upgrade():
    op.add_column("event", sa.Column("colour", sa.Text))
    op.execute("UPDATE event SET colour = 'green'")
    {more}
'''


def _schema(connection: Any) -> dict[str, str]:  # noqa: ANN401 - the driver's, or SQLAlchemy's under it
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return {name: _plain(sql) for name, sql in rows if not name.startswith(("sqlite_", "alembic_"))}


def _plain(sql: str) -> str:
    """Without the order of table constraints, which differs between the two ways and means nothing."""
    head, _, body = re.sub(r"\s+", " ", sql).partition("(")
    return head + ", ".join(sorted(part.strip() for part in re.split(r",(?![^(]*\))", body)))


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program with one more revision; a test writes what the revision does."""
    folder = Path(shutil.copytree(opening.MIGRATIONS, tmp_path / "migrations 100%"))
    (folder / "versions" / "0003_third.py").write_text(_SECOND.format(more=""))
    monkeypatch.setattr(opening, "MIGRATIONS", folder)
    monkeypatch.setattr(opening, "REVISION", 3)
    return folder


def test_the_number_of_the_program_is_that_of_the_newest_migration() -> None:
    assert upgrading.newest_revision() == opening.REVISION


def test_migrations_make_the_schema_of_record(store: Store) -> None:
    engine = create_engine("sqlite://", module=driver.load())
    with engine.connect() as connection:
        METADATA.create_all(connection)
        raw = connection.connection.dbapi_connection
        assert _schema(store._database.raw) == _schema(raw)  # noqa: SLF001
    engine.dispose()


def test_alembic_finds_nothing_to_change(places: Places, store: Store) -> None:
    store.close()
    engine = create_engine(f"sqlite:///{places.database}", module=driver.load())
    with engine.connect() as connection:
        # Alembic takes a virtual table, and those that SQLite keeps it in, for tables of ours.
        options = {"compare_type": True, "include_name": lambda name, *_: not (name or "").startswith(SEARCH_TABLE)}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_a_filled_file_is_backed_up_and_upgraded(places: Places, store: Store, clock: FakeClock, newer: Path) -> None:
    assert newer.exists()
    store.append([worlds.start(1, "Kept"), worlds.stop(1)], clock.read())
    head = store.head
    store.close()
    upgraded = open_store(places)
    assert upgraded._database.rows("SELECT colour FROM event") == [("green",)] * 2  # noqa: SLF001
    assert upgraded._database.number("PRAGMA user_version") == 3  # noqa: SLF001
    assert upgraded.head == head
    assert [one.description for one in upgraded.entries(None, None, None, None)] == ["Kept"]
    upgraded.close()
    backup = places.backups / "truthtime-before-migration-3.db"
    copy = driver.load().connect(backup)
    assert copy.execute("PRAGMA user_version").fetchone() == (2,)
    assert copy.execute("SELECT count(*) FROM event").fetchone() == (2,)
    copy.close()


def test_a_file_of_the_first_version_gets_drafts_links_and_a_search_that_knows_its_notes(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path / "data")
    old = Path(shutil.copytree(opening.MIGRATIONS, tmp_path / "migrations"))
    for later in (old / "versions").glob("000[2-9]*.py"):
        later.unlink()
    with monkeypatch.context() as first_version:
        first_version.setattr(opening, "MIGRATIONS", old)
        first_version.setattr(opening, "REVISION", 1)
        store = open_store(places)
        store.append([worlds.start(1, "Kept"), worlds.note("2026-11-17", "Größe @09:04")], clock.read())
        store._database.run("INSERT INTO cache_note VALUES ('2026-11-17', 'Größe @09:04', '[]', 1)")  # noqa: SLF001
        store._database.run("UPDATE meta SET fold_version = 1, folded_through = 2")  # noqa: SLF001
        store.close()
    upgraded = open_store(places)
    notebook = Notebook(upgraded)
    assert [one.day.isoformat() for one in notebook.search("grosse")] == ["2026-11-17"]
    page = notebook.page(date(2026, 11, 17))
    assert (page.text, len(page.heads), page.links[0].entry) == ("Größe @09:04", 1, worlds.timer(1))
    assert [one.description for one in upgraded.entries(None, None, None, None)] == ["Kept"]
    assert upgraded.integrity() == []
    upgraded.close()
    copy = driver.load().connect(places.backups / "truthtime-before-migration-2.db")
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    copy.close()


def test_an_empty_file_goes_through_every_revision(tmp_path: Path, newer: Path) -> None:
    assert newer.exists()
    places = Places(tmp_path / "data")
    store = open_store(places)
    assert store._database.number("PRAGMA user_version") == 3  # noqa: SLF001
    assert not list(places.backups.iterdir())
    store.close()


@pytest.mark.parametrize("fault", ["op.execute('SELECT nonsense')", "raise ValueError('a slip in the migration')"])
def test_a_failing_migration_leaves_the_file_as_it_was(
    places: Places, store: Store, clock: FakeClock, newer: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    store.append([worlds.start(1, "Kept")], clock.read())
    before = _schema(store._database.raw)  # noqa: SLF001
    store.close()
    (newer / "versions" / "0003_third.py").write_text(_SECOND.format(more=fault))
    with pytest.raises((StoreError, ValueError)):
        open_store(places)
    monkeypatch.undo()
    again = open_store(places)
    assert _schema(again._database.raw) == before  # noqa: SLF001
    assert again.head.seq == 1
    again.close()


def test_without_a_sound_backup_nothing_is_upgraded(
    places: Places, store: Store, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert newer.exists()
    store.close()
    (places.backups / "truthtime-before-migration-3.db").mkdir()
    with pytest.raises(StoreError):
        open_store(places)
    monkeypatch.undo()
    open_store(places).close()


def test_an_old_file_is_not_upgraded_by_reading(places: Places, store: Store, newer: Path) -> None:
    assert newer.exists()
    store.close()
    with pytest.raises(StoreError):
        open_store(places, read_only=True)
