"""A CSV export read back: entries marked as imported whose work is what the file says, or a clear refusal."""

import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import FakeClock
from tests.core.world import STARTS, ZONES, Life
from tests.desktop.ledgers import OTHER, PROJECT, TIMER, Writer, morning
from truthtime_core.entries import Entry
from truthtime_core.errors import InputError
from truthtime_core.ledger import Project, fold
from truthtime_core.timer import MAX_DESCRIPTION_BYTES, Task
from truthtime_desktop import exports, imports
from truthtime_desktop.config import Places
from truthtime_desktop.imports import table
from truthtime_desktop.store import Store, open_store

MIN = 60_000
ACME = (Project(PROJECT, 'Acme; "Website"', archived=False),)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
ROW = "2026-11-17T09:04:00+01:00,2026-11-17T10:04:00+01:00,1800000,Call\r\n"
OURS = (
    "started_at,ended_at,worked_ms,intervals\r\n"
    "2026-11-17T09:04:00+01:00,2026-11-17T10:04:00+01:00,1800000,work:1800000 paused:1800000\r\n"
)
HOUR = 60 * MIN
HEADER = "started_at,ended_at,worked_ms,description\r\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Places(tmp_path / "data"))
    yield opened
    opened.close()


def csv_of(writer: Writer) -> bytes:
    target = io.BytesIO()
    exports.write_csv(writer.entries(), ACME, target)
    return target.getvalue()


def imported(store: Store, folder: Path, content: bytes | str, *, dry_run: bool = False) -> imports.Imported:
    path = folder / "all.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return imports.read(store, path, dry_run=dry_run, clock=FakeClock("2026-11-20T12:00:00"))


def rows_of(content: str) -> list[table.Row | None]:
    return list(table.rows(io.BytesIO(content.encode())))


def test_our_own_export_comes_back_to_the_millisecond_as_claimed(store: Store, tmp_path: Path) -> None:
    done = imported(store, tmp_path, csv_of(morning()))
    assert done == imports.Imported("csv", 1, 0, 0, dry_run=False)
    (entry,) = store.entries(None, None, None, None)
    assert (entry.id, entry.description, entry.tags) == (TIMER, "Landing page copy", ("web", "a, b"))
    assert [(one.kind, one.duration_ms // MIN, one.answered) for one in entry.intervals] == [
        ("claimed", 30, True),
        ("paused", 15, True),
        ("claimed", 10, True),
        ("asleep", 60, False),
        ("claimed", 20, True),
    ]
    assert (entry.start_ms, entry.zone, entry.state) == (morning().entries()[0].start_ms, "Europe/Paris", "stopped")
    assert entry.provenance == ("added", "claimed", "imported")
    assert store.project_words(entry.project) == 'Acme; "Website"'
    events, words = store.entry_events(TIMER)
    assert words[events[0].content]["reason"] == "Imported from a CSV file."
    assert events[0].source == "import"


def test_work_is_work_and_the_rest_is_told_where_the_file_does_not_say_how_it_was_made_up(
    store: Store, tmp_path: Path
) -> None:
    lines = csv_of(morning()).decode().replace(",intervals\r\n", "\r\n")
    imported(store, tmp_path, re.sub(r",work:[^\r]*", "", lines))
    (entry,) = store.entries(None, None, None, None)
    assert (entry.worked_ms, entry.elapsed_ms, entry.total_ms("claimed")) == (60 * MIN, 60 * MIN, 60 * MIN)
    events, words = store.entry_events(TIMER)
    assert words[events[0].content]["reason"] == (
        "Imported from a CSV file. It ended at 2026-11-17T11:19:00.000+01:00; 1h 15m of it was not work."
    )


def random_life(seed: int) -> Life:
    """Some days of one computer, and all that a person and a machine do in them."""
    dice = random.Random(seed)
    life = Life(f"laptop {seed}", dice.choice(STARTS), dice.choice(ZONES))
    deeds: list[Callable[[], object]] = [
        lambda: life.command("toggle", Task(dice.choice(["", "Invoices", "=R\r\n🧾"]), "", ("a, b",))),
        lambda: life.command("toggle-pause", Task()),
        lambda: life.tick(dice.randrange(4 * HOUR)),
        lambda: life.sleep(dice.randrange(20 * HOUR), noticed=True),
        lambda: life.away([dice.randrange(HOUR) for _ in range(5)], [2, 0, 1]),
        lambda: life.travel(dice.choice(ZONES)),
        lambda: life.restart(9_000, dice.randrange(5 * HOUR), reboot=dice.random() < 0.5),
    ]
    for _ in range(25):
        dice.choice(deeds)()
    life.finish()
    for timer in life.truths:
        if dice.random() < 0.4:
            life.answer(timer, 0, HOUR, dice.choice(["claimed", "not_work"]))
        if dice.random() < 0.2:
            life.void(timer, restore=False)
    return life


def made_of(entry: Entry) -> list[tuple[str, bool, str, int, int]]:
    """The entry's intervals with what was measured as claimed, neighbours of one kind as one."""
    parts: list[tuple[str, bool, str, int, int]] = []
    for one in entry.intervals:
        kind = "claimed" if one.kind == "work" else one.kind
        what = (kind, one.answered, one.zone, one.offset_min)
        if parts and parts[-1][:4] == what:
            parts[-1] = (*what, parts[-1][4] + one.duration_ms)
        else:
            parts.append((*what, one.duration_ms))
    return parts


@pytest.mark.parametrize("seed", range(40))
def test_the_ledger_that_was_exported_is_the_ledger_that_comes_back(seed: int, store: Store, tmp_path: Path) -> None:
    life = random_life(seed)
    lived = fold(life.device.events, life.device.words)
    target = io.BytesIO()
    exports.write_csv(lived.entries, lived.projects, target)
    imported(store, tmp_path, target.getvalue())
    back = {entry.id: entry for entry in store.entries(None, None, None, None)}
    assert back.keys() == {entry.id for entry in lived.entries}
    for entry in lived.entries:
        own = back[entry.id]
        assert made_of(own) == made_of(entry)
        assert (own.description, own.tags, own.voided) == (entry.description, entry.tags, entry.voided)
        assert (own.start_ms, own.worked_ms, own.unanswered_ms) == (
            entry.start_ms,
            entry.worked_ms,
            entry.unanswered_ms,
        )
        assert "work" not in {one.kind for one in own.intervals}


def test_importing_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    imported(store, tmp_path, csv_of(morning()))
    before = store.counts()
    assert imported(store, tmp_path, csv_of(morning())).text() == "Imported 0 entries (1 known already).\n"
    assert store.counts() == before


def test_a_store_that_has_the_events_needs_no_csv_of_them(store: Store, tmp_path: Path) -> None:
    store.adopt((payload, content) for _, payload, content in morning().rows())
    assert imported(store, tmp_path, csv_of(morning()))[1:3] == (0, 1)


def test_rows_without_an_id_are_known_again_by_their_content(store: Store, tmp_path: Path) -> None:
    assert imported(store, tmp_path, HEADER + ROW).new == 1
    assert imported(store, tmp_path, HEADER + ROW + ROW.replace("Call", "Mail"))[1:3] == (1, 1)


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    assert imported(store, tmp_path, HEADER + ROW, dry_run=True).text() == "Would import 1 entry.\n"
    assert store.counts()["events"] == 0


def test_void_entries_come_back_void_and_open_ones_are_left_out(store: Store, tmp_path: Path) -> None:
    writer = morning()
    writer.write("entry.void", reason="Mistake")
    writer.write("timer.start", OTHER, description="Still running")
    assert imported(store, tmp_path, csv_of(writer))[1:4] == (1, 0, 1)
    (entry,) = store.entries(None, None, None, None)
    assert entry.voided


def test_projects_are_matched_by_name_and_made_once(store: Store, tmp_path: Path) -> None:
    header = "started_at,worked_ms,project\n"
    start = "2026-11-17T0{}:04:00Z,60000,Acme\n"
    imported(store, tmp_path, header + start.format(1) + start.format(2))
    imported(store, tmp_path, header + start.format(3))
    assert [project.name for project in store.projects()] == ["Acme"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_what_spreadsheets_make_of_it(delimiter: str, end: str, bom: str) -> None:
    content = (bom + HEADER + ROW).replace("\r\n", end).replace(",", delimiter)
    (row,) = rows_of(content)
    assert row is not None
    assert (row.worked_ms, row.elapsed_ms, row.offset_min, row.description) == (30 * MIN, 60 * MIN, 60, "Call")


def test_line_breaks_in_a_cell_stay_as_they_are() -> None:
    (row,) = rows_of(HEADER + ROW.replace("Call", '"a\r\nb\nc\rd ""x"""'))
    assert row is not None
    assert row.description == 'a\r\nb\nc\rd "x"'


def test_without_worked_ms_all_of_it_is_claimed() -> None:
    (row,) = rows_of("started_at,ended_at\n2026-11-17T09:04:00Z,2026-11-17T09:34:00Z\n")
    assert row is not None
    assert row.worked_ms == 30 * MIN


def test_blank_lines_are_passed_over() -> None:
    assert len(rows_of(HEADER + "\r\n" + ROW + "\r\n")) == 1


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("", "The file is empty"),
        ("\r\n", "The file is empty"),
        ("name,age\r\nx,1\r\n", "Line 1 does not name the columns"),
        ("started_at,ended_at,ended_at\n", "Line 1 names the column ended_at twice"),
        (HEADER + ROW + "x,y\r\n", "Line 3 has 2 cells"),
        (HEADER + ROW.replace("Call", "a,b"), "Line 2 has 5 cells"),
        (HEADER + ROW.replace("09:04", "29:04"), "Line 2 has no time in started_at"),
        (HEADER + ROW.replace("2026-11-17T10", "2026-02-30T10"), "Line 2 has no time in ended_at"),
        (HEADER + ROW.replace("+01:00", ""), "Line 2 has a time without an offset"),
        (HEADER + ROW.replace("1800000", "-1"), "Line 2 has no whole number"),
        (HEADER + ROW.replace("1800000", "1.5"), "Line 2 has no whole number"),
        (HEADER + ROW.replace("1800000", "٣"), "Line 2 has no whole number"),
        (HEADER + ROW.replace("1800000", "9" * 5_000), "Line 2 has no whole number"),
        (HEADER + ROW.replace("1800000", "3600001"), "Line 2 has more work than fits"),
        (HEADER + ROW.replace("T10", "T08").replace("1800000", ""), "Line 2 has more work than fits"),
        (HEADER + ROW.replace("Call", "a\0b"), "Line 2 contains a NUL"),
        (HEADER + ROW.replace("Call", '"open'), "Line 2 cannot be read as CSV"),
        (HEADER + ROW.replace("Call", '"a"b'), "Line 2 cannot be read as CSV"),
        (HEADER + ROW.replace("Call", "x" * (MAX_DESCRIPTION_BYTES + 1)), "Line 2 cannot be used. The description is"),
        (HEADER + ROW.replace("Call", "x" * 200_000), "Line 2 cannot be read as CSV"),
        (HEADER + "x" * 34_000_000, "Line 2 is longer than"),
        ("started_at,worked_ms\n2026-11-17T09:04:00Z,36000", "Line 2 is not complete"),
        ("started_at,worked_ms,status\n2026-11-17T09:04:00Z,1,odd\n", "Line 2 has an unknown status"),
        (OURS.replace("work:1800000", "work:1800001"), "Line 2 has intervals that do not add up"),
        (OURS.replace("paused:1800000", "paused:60000"), "Line 2 has intervals that do not add up"),
        (OURS.replace("paused", "lunch"), "Line 2 has intervals that cannot be read"),
        (OURS.replace("work:1800000", "work:-1800000"), "Line 2 has intervals that cannot be read"),
        (OURS.replace("work:1800000", "@../../x+60"), "Line 2 has intervals that cannot be read"),
        ("started_at,worked_ms,zone\n2026-11-17T09:04:00Z,1,../../x\n", "Line 2 has a zone"),
        (
            f"started_at,worked_ms,id\n2026-11-17T09:04:00Z,1,{TIMER}\n2026-11-17T09:04:00Z,2,{TIMER}\n",
            "Line 3 has the id of another row",
        ),
    ],
)
def test_the_error_names_the_line(content: str, title: str) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(content)
    assert caught.value.title.startswith(title)
    assert caught.value.hint


def test_a_bad_row_at_the_end_leaves_the_store_alone(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        imported(store, tmp_path, HEADER + ROW * 20 + "x\r\n")
    with pytest.raises(InputError):
        imported(store, tmp_path, b"started_at,worked_ms\n2026-11-17T09:04:00Z,1\n\xff\n")
    assert store.counts()["events"] == 0


def test_every_truncation_gives_whole_rows_or_a_refusal() -> None:
    """A table has no end mark, so a cut between rows cannot be seen; a cut inside one never gives a wrong number."""
    whole = csv_of(morning())
    (truth,) = table.rows(io.BytesIO(whole))
    for end in range(len(whole)):
        try:
            found = list(table.rows(io.BytesIO(whole[:end])))
        except InputError:
            continue
        assert found in ([], [truth])


@given(st.binary(max_size=300))
def test_random_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        list(table.rows(io.BytesIO(content)))


@given(TEXTS, st.lists(TEXTS.filter(bool), max_size=3), st.integers(1, 10**9), st.integers(0, 10**8))
def test_what_was_written_is_what_is_read(text: str, tags: list[str], worked_ms: int, paused_ms: int) -> None:
    writer = Writer()
    writer.write("timer.start", description=text, tags=tags)
    writer.clock.tick(worked_ms)
    writer.write("timer.pause")
    writer.clock.tick(paused_ms)
    writer.write("timer.stop")
    (entry,) = writer.entries()
    (row,) = table.rows(io.BytesIO(csv_of(writer)))
    assert row is not None
    assert (row.timer, row.start_ms, row.worked_ms, row.elapsed_ms, row.description, row.tags) == (
        (TIMER, entry.start_ms, worked_ms, worked_ms + paused_ms, text, tuple(tags))
    )
