"""An upgrade in another process: what it does and what goes wrong in it arrive here, and a crash changes nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places
from truthtime_desktop.store import DamagedError, LockedError, Store, open_store, opening
from truthtime_desktop.store.apart import WORD, upgrade_apart
from truthtime_desktop.store.faults import FullError

PROGRAM = (sys.executable, "-m", "truthtime_desktop")

THIRD = '''
"""One more revision, for the test of the machinery."""
import sqlalchemy as sa
from alembic import op
revision = "0003"
down_revision = "0002"

def upgrade():
    op.add_column("event", sa.Column("colour", sa.Text))
    {more}
'''

NEWER = """
import pathlib, sys
from truthtime_desktop.store import apart, opening
opening.MIGRATIONS, opening.REVISION = pathlib.Path(sys.argv[1]), 3
sys.exit(apart.carry_out(sys.argv[3:]))
"""
"""This program with one more revision: its words are the folder of migrations, the command, and the data folder."""


def newer_program(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> tuple[str, ...]:
    """How to start a program that has one more revision, which this process then expects too."""
    migrations = Path(shutil.copytree(opening.MIGRATIONS, folder / "migrations"))
    (migrations / "versions" / "0003_third.py").write_text(THIRD.format(more=more))
    monkeypatch.setattr(opening, "REVISION", 3)
    return (sys.executable, "-c", NEWER, str(migrations))


def answering(line: object, code: int = 1) -> tuple[str, ...]:
    """A program that upgrades nothing and says this."""
    return (sys.executable, "-c", f"print({json.dumps(line)!r}); raise SystemExit({code})")


def schema(store: Store) -> list[Any]:
    return store._database.rows("SELECT name, sql FROM sqlite_master ORDER BY name")  # noqa: SLF001


def kept(store: Store) -> list[str]:
    return [one.description for one in store.entries(None, None, None, None)]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data")


@pytest.fixture
def filled(places: Places, clock: FakeClock) -> list[Any]:
    """A file of this version with an entry in it; its schema."""
    store = open_store(places)
    store.append([worlds.start(1, "Kept")], clock.read())
    found = schema(store)
    store.close()
    return found


def test_the_first_file_is_made_without_what_makes_it_being_loaded_here(places: Places, tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from truthtime_desktop.config import Places;"
        "from truthtime_desktop.store import open_store, upgrade_apart;"
        f"open_store(Places(pathlib.Path(sys.argv[1])), upgrade=upgrade_apart({PROGRAM!r})).close();"
        "print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, places.root], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
    here = open_store(Places(tmp_path / "made here"))
    there = open_store(places)
    assert schema(there) == schema(here)
    assert there.integrity() == []
    here.close()
    there.close()


@pytest.mark.usefixtures("filled")
def test_an_older_file_is_backed_up_and_upgraded(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(places, upgrade=upgrade_apart(newer_program(tmp_path, monkeypatch)))
    assert store._database.number("PRAGMA user_version") == 3  # noqa: SLF001
    assert kept(store) == ["Kept"]
    store.close()
    assert (places.backups / "truthtime-before-migration-3.db").is_file()


def test_a_file_of_this_version_needs_nobody_else(places: Places, filled: list[Any]) -> None:
    store = open_store(places, upgrade=upgrade_apart(("/nowhere",)))
    assert schema(store) == filled
    store.close()


@pytest.mark.parametrize("more", ["import os, signal; os.kill(os.getpid(), 9)", "raise ValueError('a slip')"])
def test_a_crash_of_the_other_process_leaves_the_file_as_it_was(
    places: Places, filled: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    program = newer_program(tmp_path, monkeypatch, more)
    with pytest.raises(StoreError, match="could not be prepared") as failed:
        open_store(places, upgrade=upgrade_apart(program))
    assert "Nothing was changed" in failed.value.hint
    monkeypatch.undo()
    again = open_store(places)
    assert schema(again) == filled
    assert kept(again) == ["Kept"]
    again.close()


@pytest.mark.usefixtures("filled")
def test_what_it_refuses_is_said_here_in_its_words(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = newer_program(tmp_path, monkeypatch)
    (places.backups / "truthtime-before-migration-3.db").mkdir()
    with pytest.raises(StoreError) as there:
        open_store(places, upgrade=upgrade_apart(program))
    with pytest.raises(StoreError) as here:
        open_store(places)
    assert (there.value.title, there.value.hint) == (here.value.title, here.value.hint)


@pytest.mark.parametrize("kind", [FullError, LockedError, DamagedError, StoreError])
def test_an_error_keeps_its_kind(places: Places, kind: type[StoreError]) -> None:
    program = answering({"kind": kind.__name__, "title": "What happened.", "hint": "What to do."})
    with pytest.raises(kind, match=r"What happened\.") as raised:
        open_store(places, upgrade=upgrade_apart(program))
    assert type(raised.value) is kind
    assert kind is DamagedError or raised.value.hint == "What to do."


@pytest.mark.parametrize(
    "program", [("/nowhere/truthtime",), (sys.executable, "-c", "print('what?')"), answering(None, 0)]
)
def test_another_process_that_is_none_of_ours_is_a_fault_with_a_next_step(
    places: Places, program: tuple[str, ...]
) -> None:
    with pytest.raises(StoreError, match="could not be prepared"):
        open_store(places, upgrade=upgrade_apart(program))


def test_the_hidden_command_wants_one_folder() -> None:
    done = subprocess.run([*PROGRAM, WORD], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: ")
