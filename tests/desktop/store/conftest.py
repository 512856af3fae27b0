"""A store in a folder of its own, and a clock to drive."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, open_store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which a store was made and closed; copying it is faster than migrating anew."""
    places = Places(tmp_path_factory.mktemp("template") / "data")
    open_store(places).close()
    places.reserve.unlink()
    return places.root


@pytest.fixture
def places(template: Path, tmp_path: Path) -> Places:
    """The places of an empty store."""
    return Places(Path(shutil.copytree(template, tmp_path / "data")))


@pytest.fixture
def store(places: Places) -> Iterator[Store]:
    """An empty store, closed at the end."""
    opened = open_store(places)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> FakeClock:
    """Stands still until a test drives it."""
    return FakeClock()
