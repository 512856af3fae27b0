"""A page is kept, saved, found, merged, recovered and exported; nothing that was typed is lost or changed."""

from datetime import date, timedelta

import pytest

from tests.clocks import MS_PER_H, MS_PER_MIN, FakeClock
from tests.desktop.notebook.conftest import DAY
from tests.desktop.store import worlds
from truthtime_core.errors import InputError, StoreError
from truthtime_core.events import Draft, parse
from truthtime_core.notes import MAX_NOTE_BYTES
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook, Page
from truthtime_desktop.store import Store, open_store

TORTURE = {
    "line ends": "a\r\nb\rc\n\n\u2028\u2029\x85\x0b\x0c",
    "spaces": " \t\u00a0 trailing \n \n",
    "both forms of a letter": "\u00e9e\u0301 \u212b\u00c5",
    "direction": "שלום \u202eabc\u202c مرحبا",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\ufeff\ufffe\uffff",
    "emoji": "👩\u200d💻🏳\ufe0f\u200d🌈",
    "markdown": "# H\n- [ ] task\n---\n| a | b |\n<script>alert(1)</script>",
    "quotes": "'; DROP TABLE event; -- \" \\ %s {}",
    "divider alone": "---\n---",
}


def every_plane() -> str:
    """A note with the first and last characters of every plane of Unicode."""
    places = [*range(1, 0xD800, 97), *range(0xE000, 0x10000, 97)]
    places += [plane << 16 | low for plane in range(1, 17) for low in (0, 1, 0x1F600 & 0xFFFF, 0xFFFD, 0xFFFE, 0xFFFF)]
    return "\n".join("".join(map(chr, places[at : at + 40])) for at in range(0, len(places), 40))


def typed(notebook: Notebook, text: str, clock: FakeClock, day: date = DAY) -> Page:
    """Type a whole note and save it."""
    return notebook.save(notebook.page(day), text, clock.read())


def test_an_empty_page(notebook: Notebook) -> None:
    assert notebook.page(DAY) == Page(DAY, "")
    assert notebook.drafts() == notebook.revisions(DAY) == notebook.search("a") == ()
    assert notebook.days(date.min, date.max) == frozenset()


def test_a_draft_is_shown_and_is_no_revision_until_it_is_saved(notebook: Notebook, clock: FakeClock) -> None:
    page = notebook.keep(notebook.page(DAY), "Half a sen", clock.read())
    assert (page.text, page.saved, page.revisions) == ("Half a sen", False, 0)
    page = notebook.keep(page, "Half a sentence", clock.read())
    assert notebook.page(DAY) == page
    assert notebook.drafts() == (DAY,)
    page = notebook.save(page, "Half a sentence.", clock.read())
    assert (page.text, page.saved, page.revisions) == ("Half a sentence.", True, 1)
    assert notebook.drafts() == ()


def test_keeping_the_same_text_writes_nothing(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    page = typed(notebook, "Text", clock)
    before = store._database.number("SELECT total_changes()")  # noqa: SLF001
    assert notebook.save(notebook.keep(page, "Text", clock.read()), "Text", clock.read()) == page
    assert store._database.number("SELECT total_changes()") == before  # noqa: SLF001
    assert store.head.seq == 1


def test_typing_back_to_the_saved_text_drops_the_draft(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    page = notebook.keep(typed(notebook, "Text", clock), "Text and", clock.read())
    page = notebook.keep(page, "Text", clock.read())
    assert page.saved
    assert notebook.drafts() == ()
    assert store.head.seq == 1


def test_a_note_can_be_emptied(notebook: Notebook, clock: FakeClock) -> None:
    page = notebook.save(typed(notebook, "Text", clock), "", clock.read())
    assert (page.text, page.revisions) == ("", 2)
    assert notebook.days(DAY, DAY) == frozenset()
    assert notebook.search("Text") == ()
    assert notebook.save(notebook.page(DAY + timedelta(1)), "", clock.read()).revisions == 0


def test_every_revision_stays_readable(notebook: Notebook, clock: FakeClock) -> None:
    for number in range(5):
        typed(notebook, f"Version {number}\r\n", clock)
        clock.tick(MS_PER_MIN)
    found = notebook.revisions(DAY)
    assert [notebook.read(one) for one in found] == [f"Version {number}\r\n" for number in (4, 3, 2, 1, 0)]
    assert [one.is_shown for one in found] == [True, False, False, False, False]
    assert [one.at.at_ms for one in found] == sorted((one.at.at_ms for one in found), reverse=True)


@pytest.mark.parametrize("name", TORTURE)
def test_what_was_typed_comes_back_byte_for_byte(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock, name: str
) -> None:
    text = TORTURE[name]
    page = notebook.keep(notebook.page(DAY), text, clock.read())
    assert elsewhere.page(DAY).text == text
    notebook.save(page, text, clock.read())
    assert elsewhere.page(DAY).text == text
    assert elsewhere.read(elsewhere.revisions(DAY)[0]) == text


def test_a_note_with_every_plane_opens_edits_and_saves(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock
) -> None:
    text = every_plane()
    assert {ord(letter) >> 16 for letter in text} == set(range(17))
    page = typed(notebook, text, clock)
    page = notebook.save(page, text + "\U0010ffff!", clock.read())
    assert elsewhere.page(DAY).text == page.text == text + "\U0010ffff!"
    assert [one.day for one in elsewhere.search("\U0001f600")] == [DAY]


def test_a_note_of_a_megabyte_opens_edits_and_saves(notebook: Notebook, elsewhere: Notebook, clock: FakeClock) -> None:
    text = "".join(f"Line {number}: Größe 会議 {number * 7919 % 1000}\n" for number in range(40_000))
    assert len(text.encode()) > 1_000_000
    page = typed(notebook, text, clock)
    middle = len(text) // 2
    for count in range(1, 4):
        page = notebook.keep(page, text[:middle] + "x" * count + text[middle:], clock.read())
    elsewhere.append(DAY, "Appended meanwhile", clock.read())
    page = notebook.save(page, page.text, clock.read())
    assert elsewhere.page(DAY).text == page.text == text[:middle] + "xxx" + text[middle:] + "Appended meanwhile"
    assert page.revisions == 3
    (found,) = elsewhere.search("39999 grosse")
    assert page.text[found.start :].startswith(found.snippet)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * (MAX_NOTE_BYTES + 1)])
def test_what_cannot_be_stored_is_refused_in_words_and_the_draft_before_stays(
    notebook: Notebook, clock: FakeClock, text: str
) -> None:
    page = notebook.keep(notebook.page(DAY), "Before", clock.read())
    for write in (notebook.keep, notebook.save, notebook.settle):
        with pytest.raises(InputError, match="The note"):
            write(page, text, clock.read())
    with pytest.raises(InputError, match="The note"):
        notebook.append(DAY, text, clock.read())
    assert notebook.page(DAY) == page


def test_the_longest_note_fits_and_one_byte_more_does_not(notebook: Notebook, clock: FakeClock) -> None:
    page = typed(notebook, "x" * MAX_NOTE_BYTES, clock)
    assert len(notebook.page(DAY).text) == MAX_NOTE_BYTES
    with pytest.raises(InputError, match="too long"):
        notebook.append(DAY, "", clock.read())
    assert notebook.page(DAY) == page


def test_on_a_full_disk_nothing_is_acknowledged_and_the_draft_before_stays(
    notebook: Notebook, store: Store, places: Places, clock: FakeClock
) -> None:
    page = notebook.keep(notebook.page(DAY), "Before", clock.read())
    pages = store._database.number("PRAGMA page_count")  # noqa: SLF001 - as full as a disk can be
    store._database.run(f"PRAGMA max_page_count={pages}")  # noqa: SLF001
    for write in (notebook.keep, notebook.save):
        with pytest.raises(StoreError, match="the disk is full"):
            write(page, "x" * 1_000_000, clock.read())
    assert store.reserve.low
    assert not places.reserve.exists()
    assert notebook.page(DAY) == page
    store._database.run("PRAGMA max_page_count=100000")  # noqa: SLF001 - room again
    assert notebook.save(page, "x" * 1_000_000, clock.read()).saved


def test_a_line_appended_elsewhere_is_put_under_what_is_being_typed(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock
) -> None:
    page = notebook.keep(typed(notebook, "Morning", clock), "Morning, I ty", clock.read())
    elsewhere.append(DAY, "From the command line", clock.read())
    page = notebook.keep(page, "Morning, I type", clock.read())
    assert page.text == "Morning, I type\nFrom the command line"
    page = notebook.save(page, page.text + "\nand on", clock.read())
    assert elsewhere.page(DAY).text == "Morning, I type\nFrom the command line\nand on"
    assert not page.conflict


def test_two_windows_type_into_one_day(notebook: Notebook, elsewhere: Notebook, clock: FakeClock) -> None:
    here = typed(notebook, "one two", clock)
    there = elsewhere.page(DAY)
    there = elsewhere.keep(there, "one two THREE", clock.read())
    here = notebook.keep(here, "ZERO one two", clock.read())
    there = elsewhere.save(there, "one two THREE!", clock.read())
    assert there.text == "ZERO one two THREE!"
    assert notebook.page(DAY).text == there.text
    assert notebook.drafts() == ()
    assert here.text == "ZERO one two THREE"


def test_a_crash_leaves_a_draft_that_the_next_start_makes_a_revision(places: Places, clock: FakeClock) -> None:
    store = open_store(places)
    notebook = Notebook(store)
    typed(notebook, "Saved", clock)
    notebook.keep(notebook.page(DAY), "Saved and typed", clock.read())
    typed_at = clock.read()
    notebook.keep(notebook.page(date(2026, 11, 16)), "Another day", typed_at)
    store.close()
    clock.tick(MS_PER_H)
    again = open_store(places)
    notebook = Notebook(again)
    assert notebook.page(DAY).text == "Saved and typed"
    assert notebook.recover(clock.read()) == (date(2026, 11, 16), DAY)
    newest = notebook.revisions(DAY)[0]
    assert (notebook.read(newest), newest.at) == ("Saved and typed", typed_at)
    assert notebook.drafts() == notebook.recover(clock.read()) == ()
    *_, (_, payload, _) = again.events()
    assert parse(payload).source == "recovery"
    assert again.integrity() == []
    again.close()


def test_a_draft_typed_over_an_older_revision_is_merged_when_it_is_recovered(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock
) -> None:
    notebook.keep(typed(notebook, "a", clock), "a typed", clock.read())
    elsewhere.append(DAY, "b", clock.read())
    elsewhere.append(DAY, "c", clock.read())
    assert elsewhere.page(DAY).text == "a typed\nb\nc"
    elsewhere.recover(clock.read())
    assert notebook.page(DAY) == elsewhere.page(DAY)
    assert (notebook.page(DAY).text, notebook.page(DAY).saved) == ("a typed\nb\nc", True)


def test_a_draft_over_a_revision_nobody_knows_any_more_keeps_both(
    notebook: Notebook, store: Store, clock: FakeClock
) -> None:
    notebook.keep(typed(notebook, "same\nsaved\n", clock), "same\ntyped\n", clock.read())
    store._database.run("UPDATE note_draft SET heads = '[\"gone\"]'")  # noqa: SLF001 - as after restoring a backup
    assert notebook.page(DAY).text == "same\nsaved\n---\ntyped\n"


def test_a_draft_that_would_make_the_note_too_long_stays_a_draft(
    notebook: Notebook, elsewhere: Notebook, clock: FakeClock
) -> None:
    notebook.keep(notebook.page(DAY), "x" * (MAX_NOTE_BYTES - 1), clock.read())
    elsewhere.append(DAY, "yy", clock.read())
    assert notebook.recover(clock.read()) == ()
    assert notebook.drafts() == (DAY,)
    assert len(notebook.page(DAY).text) == MAX_NOTE_BYTES + 2


def apart(store: Store, clock: FakeClock, *texts: str, first: int = 0) -> None:
    """Revisions of one day, each from a computer of its own that knew of no other."""
    for number, text in enumerate(texts, first):
        other = worlds.OtherDevice(f"01890000-0000-7000-8000-00000000bee{number}")
        other.write(worlds.note(DAY.isoformat(), text), clock.read())
        store.adopt([(event.payload, content) for event, content in other.written])


def test_two_computers_at_once_are_a_conflict_until_somebody_settles_it(
    notebook: Notebook, store: Store, clock: FakeClock
) -> None:
    apart(store, clock, "Plan\nmine\n", "Plan\ntheirs\n")
    page = notebook.page(DAY)
    assert (page.conflict, page.text) == (True, "Plan\nmine\n---\ntheirs\n")
    assert {notebook.read(side) for side in notebook.sides(DAY)} == {"Plan\nmine\n", "Plan\ntheirs\n"}
    assert notebook.save(page, page.text, clock.read()) == page, "leaving the day decides nothing"
    page = notebook.settle(page, page.text, clock.read())
    assert (page.conflict, page.text, page.revisions, len(page.heads)) == (False, "Plan\nmine\n---\ntheirs\n", 3, 1)
    assert notebook.settle(page, page.text, clock.read()) == page
    assert [notebook.read(side) for side in notebook.sides(DAY)] == [page.text]


def test_typing_into_a_conflict_settles_it_and_the_same_words_apart_are_none(
    notebook: Notebook, store: Store, clock: FakeClock
) -> None:
    apart(store, clock, "Same", "Same")
    page = notebook.page(DAY)
    assert (page.conflict, page.text, len(page.heads)) == (False, "Same", 2)
    apart(store, clock, "Other", first=2)
    page = notebook.page(DAY)
    assert page.conflict
    page = notebook.save(page, "Decided", clock.read())
    assert (page.conflict, page.text) == (False, "Decided")


def test_a_conflict_is_drafted_and_merged_like_any_text(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    apart(store, clock, "a\n", "b\n")
    page = notebook.keep(notebook.page(DAY), "a\n---\nb\ntyped\n", clock.read())
    assert (page.conflict, page.saved) == (True, False)
    notebook.append(DAY, "c", clock.read())
    assert notebook.page(DAY).text == "a\n---\nb\ntyped\nc"


def test_the_days_that_have_something_written(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    typed(notebook, "a", clock)
    typed(notebook, "a", clock, date(2025, 1, 1))
    notebook.keep(notebook.page(date(2026, 11, 30)), "draft", clock.read())
    store.append([worlds.note("2026-11-1x", "no day"), worlds.note("nonsense", "")], clock.read())
    assert notebook.days(date(2026, 11, 1), date(2026, 11, 30)) == {DAY, date(2026, 11, 30)}
    assert notebook.search("no day") == ()


def test_a_note_can_be_written_beside_an_entry(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    notebook.save(notebook.page(DAY), "Beside", clock.read(), worlds.timer(3))
    assert [event.timer for event in (parse(payload) for _, payload, _ in store.events())] == [worlds.timer(3)]
    assert store.entries(None, None, None, None) == []


def test_only_drafts_and_revisions_are_written(notebook: Notebook, store: Store, clock: FakeClock) -> None:
    page = notebook.page(DAY)
    for count in range(50):
        page = notebook.keep(page, "x" * count, clock.read())
    assert store.head.seq == 0
    notebook.save(page, page.text, clock.read())
    assert [parse(payload).type for _, payload, _ in store.events()] == ["note.revise"]
    store.append([Draft("project.set", "", {"project": "p"}, {"name": "P"})], clock.read())
    assert store.integrity() == []
