"""A notebook over a real store in a folder of its own, and a second notebook on the same file."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.desktop.store.conftest import clock, places, store, template  # noqa: F401 - fixtures
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import Store, open_store

DAY = date(2026, 11, 17)


@pytest.fixture
def notebook(store: Store) -> Notebook:  # noqa: F811 - a fixture
    """An empty notebook."""
    return Notebook(store)


@pytest.fixture
def elsewhere(places: Places) -> Iterator[Notebook]:  # noqa: F811 - a fixture
    """Another process's notebook on the same data."""
    opened = open_store(places)
    yield Notebook(opened)
    opened.close()
