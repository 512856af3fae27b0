"""Notes are found by any part of any word, link to entries that may move, and leave as Markdown files."""

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.clocks import MS_PER_MIN, FakeClock
from tests.desktop.notebook.conftest import DAY
from tests.desktop.store import worlds
from truthtime_core.errors import InputError
from truthtime_core.events import Draft
from truthtime_core.notes import MAX_NOTE_BYTES
from truthtime_desktop import exports, imports
from truthtime_desktop.config import Places
from truthtime_desktop.links import PageLink
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import Store, open_store


def write(notebook: Notebook, clock: FakeClock, day: date, text: str) -> None:
    notebook.save(notebook.page(day), text, clock.read())


def days_of(notebook: Notebook, query: str) -> list[date]:
    return [one.day for one in notebook.search(query)]


def test_every_word_must_be_there_and_the_newest_day_comes_first(notebook: Notebook, clock: FakeClock) -> None:
    for back, text in enumerate(["Acme offer", "Acme", "offer for ACME", "nothing", "An offer"]):
        write(notebook, clock, DAY - timedelta(back), text)
    assert days_of(notebook, "acme offer") == [DAY, DAY - timedelta(2)]
    assert days_of(notebook, '"acme offer"') == [DAY]
    assert days_of(notebook, "ffe") == [DAY, DAY - timedelta(2), DAY - timedelta(4)]
    assert [one.day for one in notebook.search("e", limit=2)] == [DAY, DAY - timedelta(1)]
    assert days_of(notebook, "acme missing") == days_of(notebook, "") == days_of(notebook, '""') == []


@pytest.mark.parametrize("query", ["会議", "会", "東京で会議", "ße", "ö", "GR", "@09:04", "👋", "x-y", "100%"])
def test_short_words_and_scripts_without_spaces_are_found(notebook: Notebook, clock: FakeClock, query: str) -> None:
    write(notebook, clock, DAY, "東京で会議があった。Größe @09:04 👋 x-y 100%")
    write(notebook, clock, DAY - timedelta(1), "nil")
    (found,) = notebook.search(query)
    assert found.day == DAY
    assert found.marks


ODD = ["AND", "a OR b", "NEAR(a b)", "text:a", "a*", "^a", "-a", "(", '"', "'", "a AND NOT b", "*", "%", "_", "a;b"]


@pytest.mark.parametrize("query", ODD)
def test_a_query_has_no_language_but_quotes(notebook: Notebook, clock: FakeClock, query: str) -> None:
    write(notebook, clock, DAY, "a b")
    assert days_of(notebook, query) == []
    write(notebook, clock, DAY, f"x {query} y")
    assert days_of(notebook, query) == ([] if query == '"' else [DAY])


@pytest.mark.parametrize("query", ["a\0b", "\ud800", "x" * 5_000])
def test_a_query_that_is_no_text_is_refused(notebook: Notebook, query: str) -> None:
    with pytest.raises(InputError, match="The search"):
        notebook.search(query)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_no_query_breaks_the_search(notebook: Notebook, query: str) -> None:
    assert notebook.search(query) == ()


def test_drafts_are_found_and_what_they_replace_is_not(notebook: Notebook, clock: FakeClock) -> None:
    write(notebook, clock, DAY, "old words")
    write(notebook, clock, DAY - timedelta(1), "fresh too")
    notebook.keep(notebook.page(DAY), "fresh words", clock.read())
    assert days_of(notebook, "old") == []
    assert days_of(notebook, "fresh") == [DAY, DAY - timedelta(1)]


def test_erased_words_leave_note_index_and_revision(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    write(notebook, clock, DAY - timedelta(1), "Something else")
    write(notebook, clock, DAY, "Confidential matter")
    database = store._database  # noqa: SLF001 - erasing comes with the server
    database.run("UPDATE content SET text = '', salt = x'', erased_at_ms = 1 WHERE text LIKE '%matter%'")
    database.run("UPDATE meta SET folded_through = 0")
    store.pages.purge_search()
    assert notebook.page(DAY).text == ""
    assert days_of(notebook, "confidential") == []
    assert notebook.read(notebook.revisions(DAY)[0]) is None
    blocks = b"".join(bytes(block) for (block,) in database.rows("SELECT block FROM cache_search_data"))
    assert b"som" in blocks
    assert b"con" not in blocks
    assert store.integrity() == []


def test_an_index_that_another_process_has_written_to_is_sound(
    notebook: Notebook, elsewhere: Notebook, store: Store, clock: FakeClock
) -> None:
    assert days_of(notebook, "words") == []
    write(elsewhere, clock, DAY, "words")
    assert store.integrity() == []


def test_the_index_is_made_anew_with_the_other_derived_tables(
    notebook: Notebook, store: Store, clock: FakeClock
) -> None:
    write(notebook, clock, DAY, "Words @09:04")
    store._database.run("DELETE FROM cache_search")  # noqa: SLF001
    store._database.run("UPDATE meta SET fold_version = 0")  # noqa: SLF001
    assert days_of(notebook, "words") == [DAY]
    assert store.integrity() == []


def test_a_token_means_the_entry_that_began_then_and_still_does_when_it_was_moved(
    notebook: Notebook, store: Store, clock: FakeClock
) -> None:
    begun = clock.read()
    store.append([worlds.start(1, "Acme")], begun)
    clock.tick(MS_PER_MIN)
    store.append([worlds.stop(1)], clock.read())
    page = notebook.keep(notebook.page(DAY), "Called at @09:04, not @10:00", clock.read())
    assert page.links == (PageLink("09:04", worlds.timer(1), "09:04"),)
    assert not page.links[0].moved
    page = notebook.save(page, page.text, clock.read())
    earlier = {"start_ms": begun.at_ms - 4 * MS_PER_MIN}
    store.append([Draft("entry.amend", worlds.timer(1), earlier, {"reason": "forgot"})], clock.read())
    (link,) = notebook.links(DAY)
    assert link == PageLink("09:04", worlds.timer(1), "09:00")
    assert link.moved
    notebook.link(DAY, "09:00", link.entry)
    page = notebook.save(notebook.page(DAY), page.text.replace("@09:04", "@09:00"), clock.read())
    assert page.links == (PageLink("09:00", worlds.timer(1), "09:00"),)
    assert notebook.days_linking(worlds.timer(1)) == (DAY,)
    store.append([Draft("entry.void", worlds.timer(1), {}, {"reason": "mistake"})], clock.read())
    assert notebook.links(DAY) == (PageLink("09:00", worlds.timer(1), ""),)
    assert not notebook.links(DAY)[0].moved


def test_of_two_entries_in_one_minute_a_token_means_both_until_one_is_chosen(
    notebook: Notebook, elsewhere: Notebook, store: Store, clock: FakeClock
) -> None:
    store.append([worlds.start(1), worlds.stop(1), worlds.start(2), worlds.stop(2)], clock.read())
    page = notebook.keep(notebook.page(DAY), "@09:04", clock.read())
    assert [link.entry for link in page.links] == [worlds.timer(1), worlds.timer(2)]
    notebook.link(DAY, "09:04", worlds.timer(2))
    page = notebook.keep(page, page.text, clock.read())
    assert [link.entry for link in elsewhere.page(DAY).links] == [worlds.timer(2)]
    notebook.save(page, page.text, clock.read())
    assert [link.entry for link in elsewhere.page(DAY).links] == [worlds.timer(2)]
    assert elsewhere.days_linking(worlds.timer(1)) == ()


def test_a_link_chosen_for_a_saved_text_is_stored_with_the_next_save(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock
) -> None:
    write(notebook, clock, DAY, "@12:00")
    notebook.link(DAY, "12:00", worlds.timer(7))
    notebook.save(notebook.page(DAY), "@12:00", clock.read())
    assert elsewhere.page(DAY).links == (PageLink("12:00", worlds.timer(7), ""),)


def test_a_link_chosen_for_a_saved_text_survives_as_a_draft(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock
) -> None:
    write(notebook, clock, DAY, "@12:00")
    notebook.link(DAY, "12:00", worlds.timer(7))
    page = notebook.keep(notebook.page(DAY), "@12:00", clock.read())
    assert not page.saved
    assert elsewhere.recover(clock.read()) == (DAY,)
    assert notebook.page(DAY).links == (PageLink("12:00", worlds.timer(7), ""),)
    assert (notebook.page(DAY).saved, notebook.page(DAY).revisions) == (True, 2)


def test_opening_and_leaving_a_day_stores_no_links(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    page = notebook.save(notebook.page(DAY), "@09:04", clock.read())
    store.append([worlds.start(1)], clock.read())
    assert [link.entry for link in notebook.page(DAY).links] == [worlds.timer(1)]
    assert notebook.save(notebook.page(DAY), page.text, clock.read()).revisions == 1


def test_the_longest_note_of_the_worst_letters_goes_through_an_export_and_back(
    notebook: Notebook, store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    text = "\x01" * MAX_NOTE_BYTES
    write(notebook, clock, DAY, text)
    exports.write(store, tmp_path / "all.json", "json")
    places = Places(tmp_path / "other")
    with closing(open_store(places)) as other:
        imports.read(other, tmp_path / "all.json")
        assert Notebook(other).page(DAY).text == text


def test_export_of_all_notes_as_one_file(notebook: Notebook, clock: FakeClock, tmp_path: Path) -> None:
    write(notebook, clock, DAY, "Second\r\n")
    write(notebook, clock, DAY - timedelta(1), "First 会議")
    notebook.keep(notebook.page(DAY + timedelta(1)), "Being typed", clock.read())
    path = tmp_path / "notes.md"
    assert notebook.export(path, None, None, clock.read()).days == 3
    text = "# 2026-11-16\n\nFirst 会議\n\n# 2026-11-17\n\nSecond\r\n\n# 2026-11-18\n\nBeing typed\n"
    assert path.read_bytes() == text.encode()
    assert notebook.drafts() == ()
    with pytest.raises(InputError, match="exists already"):
        notebook.export(path, DAY, DAY, clock.read())
    notebook.export(path, DAY, DAY, clock.read(), force=True)
    assert path.read_bytes() == b"# 2026-11-17\n\nSecond\r\n"
    with pytest.raises(InputError, match="no folder"):
        notebook.export(tmp_path / "missing" / "notes.md", None, None, clock.read())


def test_export_as_a_folder_of_days_is_byte_for_byte(notebook: Notebook, clock: FakeClock, tmp_path: Path) -> None:
    texts = {DAY: " \r\n會\n", DAY - timedelta(400): "no end"}
    for day, text in texts.items():
        write(notebook, clock, day, text)
    notebook.export(tmp_path, None, None, clock.read())
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.md")} == {
        f"{day.isoformat()}.md": text.encode() for day, text in texts.items()
    }
    (tmp_path / "2025-10-13.md").unlink(missing_ok=True)
    with pytest.raises(InputError, match="exists already"):
        notebook.export(tmp_path, None, None, clock.read())
    assert len(list(tmp_path.glob("*.md"))) == 1, "nothing is written when one file is in the way"
    notebook.export(tmp_path, None, None, clock.read(), force=True)
    assert len(list(tmp_path.glob("*.md"))) == 2
