"""A JSON export read back: the same events and the same ledger, or a clear refusal and nothing at all."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desktop.ledgers import DEVICE, OTHER, PROJECT, TIMER, Writer, morning
from truthtime_core.entries import Now
from truthtime_core.errors import ChainError, InputError, TruthTimeError
from truthtime_core.events import parse
from truthtime_core.ledger import fold
from truthtime_desktop import exports, imports
from truthtime_desktop.config import Places
from truthtime_desktop.imports import events
from truthtime_desktop.store import Store, open_store

SECOND_DEVICE = "0192d3a0-0000-7000-8000-00000000000b"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


class Shelf(NamedTuple):
    """Stores and files of one test."""

    folder: Path
    open: Callable[[str], Store]

    def file(self, content: bytes, name: str = "all.json") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened: list[Store] = []

    def open_one(name: str) -> Store:
        opened.append(open_store(Places(tmp_path / name)))
        return opened[-1]

    yield Shelf(tmp_path, open_one)
    for store in opened:
        store.close()


def exported(writer: Writer) -> bytes:
    target = io.BytesIO()
    exports.write_json(writer.rows(), target)
    return target.getvalue()


def both() -> bytes:
    """Two devices' logs in one export, as a store holds them after a sync."""
    first, second = morning(), Writer(device=SECOND_DEVICE)
    second.clock.tick(7_000)
    second.write("timer.start", OTHER, description="On the laptop")
    second.write(
        "note.revise", "", {"day": "2026-11-17", "parents": []}, text="Line\nwith “quotes” 👩\u200d💻\r\n\ttab"
    )
    target = io.BytesIO()
    rows = [row for pair in zip(first.rows(), second.rows(), strict=False) for row in pair] + first.rows()[2:]
    exports.write_json(rows, target)
    return target.getvalue()


def everything(store: Store) -> list[tuple[bytes, object]]:
    return [(payload, content) for _, payload, content in store.events()]


def test_an_export_makes_the_same_ledger_in_an_empty_store(shelf: Shelf) -> None:
    path = shelf.file(both())
    store = shelf.open("new")
    done = imports.read(store, path)
    assert done == imports.Imported("json", 8, 0, 0, dry_run=False)
    assert done.text() == "Imported 8 events.\n"
    again = shelf.folder / "again.json"
    exports.write(store, again, "json")
    assert again.read_bytes() == path.read_bytes()
    assert {one.id for one in store.entries(None, None, None, None)} == {TIMER, OTHER}
    assert store.project_words(PROJECT) == 'Acme; "Website"'
    assert store.integrity() == []


def test_importing_twice_adds_nothing(shelf: Shelf) -> None:
    path = shelf.file(both())
    store = shelf.open("new")
    imports.read(store, path)
    before = everything(store)
    assert imports.read(store, path).text() == "Imported 0 events (8 known already).\n"
    assert everything(store) == before


def test_a_store_takes_back_its_own_export(shelf: Shelf) -> None:
    store = shelf.open("old")
    writer = morning()
    store.adopt((payload, content) for _, payload, content in writer.rows())
    path = shelf.folder / "own.json"
    exports.write(store, path, "json")
    assert imports.read(store, path)[1:3] == (0, 6)


def test_a_dry_run_counts_and_writes_nothing(shelf: Shelf) -> None:
    store = shelf.open("new")
    assert imports.read(store, shelf.file(both()), dry_run=True).text() == "Would import 8 events.\n"
    assert everything(store) == []
    imports.read(store, shelf.file(exported(morning())))
    assert imports.read(store, shelf.file(both()), dry_run=True)[1:3] == (2, 6)


def test_a_fork_of_what_is_here_is_refused(shelf: Shelf) -> None:
    store = shelf.open("new")
    imports.read(store, shelf.file(exported(morning())))
    fork = Writer()
    fork.write("timer.start", OTHER, description="Another history")
    before = everything(store)
    with pytest.raises(ChainError):
        imports.read(store, shelf.file(exported(fork)))
    assert everything(store) == before


def test_an_editor_may_add_a_bom_and_windows_line_ends(shelf: Shelf) -> None:
    content = b"\xef\xbb\xbf" + both().replace(b"\n", b"\r\n")
    assert imports.read(shelf.open("new"), shelf.file(content)).new == 8


def refused(content: bytes) -> TruthTimeError:
    with pytest.raises(InputError) as caught:
        list(events.pairs(io.BytesIO(content)))
    assert caught.value.hint
    return caught.value


def test_every_truncation_is_noticed() -> None:
    whole = exported(morning())
    for end in range(len(whole)):
        refused(whole[:end])


def test_every_changed_byte_is_noticed() -> None:
    whole = exported(morning())
    for place in range(len(whole)):
        refused(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda lines: [*lines[:2], *lines[3:]], "Line 3 "),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "Line 3 "),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "Line 2 "),
        (lambda lines: [*lines[:3], lines[3].replace(b'seq\\":3', b'seq\\":4'), *lines[4:]], "Line 4 "),
        (lambda lines: [*lines[:2], lines[2].replace(b"Landing", b"Lending"), *lines[3:]], "Line 3 has words"),
        (lambda lines: [*lines[:2], b"\0\n", *lines[3:]], "Line 3 is damaged"),
        (lambda lines: [*lines[:2], b"[" * 100_000 + b"\n", *lines[3:]], "Line 3 is damaged"),
        (lambda lines: [*lines[:2], b'{"content":{"salt":"zz","text":1},"payload":"x"},\n', *lines[3:]], "not JSON"),
        (lambda lines: [*lines[:2], b"1,\n", *lines[3:]], "Line 3 is damaged"),
        (lambda lines: [*lines, b"more\n"], "Line 9 comes after"),
        (lambda lines: [b"{}\n", *lines[1:]], "Line 1 is not the beginning"),
        (lambda lines: [lines[0].replace(b":1,", b":2,"), *lines[1:]], "newer TruthTime (format 2)"),
        (lambda lines: [*lines[:3], b"x" * 34_000_000, *lines[3:]], "Line 4 is longer than"),
    ],
)
def test_the_error_names_the_line(change: Callable[[list[bytes]], list[bytes]], where: str) -> None:
    lines = exported(morning()).splitlines(keepends=True)
    assert where in refused(b"".join(change(lines))).title


def test_a_damaged_file_leaves_the_store_alone(shelf: Shelf) -> None:
    store = shelf.open("new")
    whole = both()
    for content in (whole[:-1], whole[: len(whole) // 2], whole.replace(b'"count":8', b'"count":9')):
        with pytest.raises(InputError):
            imports.read(store, shelf.file(content))
    assert everything(store) == []


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b"\0\0\0", b"%PDF-1.7 \xff\xfe", b"{", b'{"a":1}\n'])
def test_other_files_are_refused(shelf: Shelf, content: bytes) -> None:
    store = shelf.open("new")
    with pytest.raises(InputError) as caught:
        imports.read(store, shelf.file(content))
    assert caught.value.hint
    assert everything(store) == []


@pytest.mark.parametrize("name", ["none.json", "folder", "a\0b", "", "x" * 5_000])
def test_a_file_that_cannot_be_read(shelf: Shelf, name: str) -> None:
    (shelf.folder / "folder").mkdir()
    with pytest.raises(InputError) as caught:
        imports.read(shelf.open("new"), shelf.folder / name)
    assert len(caught.value.title) < 600


def test_standard_input(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(both())))
    assert imports.read(shelf.open("new"), Path("-")).new == 8


@given(st.binary(max_size=300))
def test_random_bytes_are_refused(content: bytes) -> None:
    refused(b"{" + content)


def _world(words: list[tuple[str, list[str], int]]) -> Writer:
    writer = Writer()
    for number, (text, tags, length_ms) in enumerate(words):
        timer = f"0192d3a0-0000-7000-8000-{number:012x}"
        writer.write("timer.start", timer, description=text, tags=tags)
        writer.clock.tick(length_ms)
        writer.write(("timer.pause", "timer.stop", "entry.void", "clock.mark")[length_ms % 4], timer)
        writer.write("note.revise", "", {"day": "2026-11-17", "parents": []}, text=text)
    return writer


@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS.filter(bool), max_size=3), st.integers(0, 10**8)), max_size=5))
def test_what_was_written_is_what_is_read(words: list[tuple[str, list[str], int]]) -> None:
    writer = _world(words)
    assert list(events.pairs(io.BytesIO(exported(writer)))) == [(event.payload, text) for event, text in writer.pairs]


@settings(max_examples=15)
@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS.filter(bool), max_size=3), st.integers(0, 10**8)), max_size=5))
def test_the_ledger_survives_the_way_through_a_file(
    tmp_path_factory: pytest.TempPathFactory, words: list[tuple[str, list[str], int]]
) -> None:
    writer = _world(words)
    folder = tmp_path_factory.mktemp("way")
    (folder / "all.json").write_bytes(exported(writer))
    store = open_store(Places(folder / "data"))
    try:
        imports.read(store, folder / "all.json")
        events_there = [(parse(payload), content) for _, payload, content in store.events()]
        words_there = {content.hash: content.words for _, content in events_there if content}
        now = Now(DEVICE, writer.clock.read())
        assert fold([event for event, _ in events_there], words_there, now=now) == writer.ledger()
        assert tuple(store.entries(None, None, None, now)) == writer.entries()
    finally:
        store.close()


def test_erased_words_stay_erased(shelf: Shelf) -> None:
    rows = [(local, payload, None) for local, payload, _ in morning().rows()]
    target = io.BytesIO()
    exports.write_json(rows, target)
    store = shelf.open("new")
    assert imports.read(store, shelf.file(target.getvalue())).new == 6
    assert "words_erased" in store.entries(None, None, None, None)[0].flags
    assert all(json.loads(target.getvalue())["events"][place]["content"] is None for place in range(6))
