"""Appending, adopting and reading back: every byte, every link, all or nothing."""

from dataclasses import replace

import pytest

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import ChainError, MalformedEventError, StoreError, TruthTimeError
from truthtime_core.events import Content, Draft, verify_chain
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, open_store


def test_what_is_appended_is_one_chain_and_comes_back_byte_for_byte(store: Store, clock: FakeClock) -> None:
    head = store.head
    drafts = [worlds.start(1, "Zoë’s 🍉 \u202eabc"), worlds.note("2026-11-17", "a\r\nb"), worlds.stop(1)]
    written = store.append(drafts[:2], clock.read()) + store.append(drafts[2:], clock.tick(1_000))
    assert verify_chain(written, head) == store.head
    read = list(store.events())
    assert [payload for _, payload, _ in read] == [event.payload for event in written]
    assert [local for local, _, _ in read] == [1, 2, 3]
    assert [content.words if content else {} for _, _, content in read] == [dict(draft.words) for draft in drafts]
    assert [local for local, _, _ in store.events(2)] == [3]
    assert store.last_reading == clock.read()


def test_nothing_appended_changes_nothing(store: Store, clock: FakeClock) -> None:
    assert store.append([], clock.read()) == ()
    assert store.head.seq == 0
    assert store.last_reading is None


def test_one_bad_draft_of_several_stores_none(store: Store, clock: FakeClock) -> None:
    with pytest.raises(MalformedEventError):
        store.append([worlds.start(1), Draft("timer.stop", worlds.timer(1), {"at": 1.5})], clock.read())
    assert list(store.events()) == []
    store.append([worlds.start(1)], clock.read())
    assert store.head.seq == 1


def test_two_open_stores_continue_one_chain(places: Places, store: Store, clock: FakeClock) -> None:
    other = open_store(places)
    try:
        for number in range(1, 6):
            store.append([worlds.start(number)], clock.read())
            other.append([worlds.stop(number)], clock.tick(1_000))
            assert store.last_reading == other.last_reading == clock.read()
            assert store.entry(worlds.timer(number), None) == other.entry(worlds.timer(number), None)
            assert store.open_timers() == other.open_timers() == []
        assert store.integrity() == []
        assert store.head == other.head
    finally:
        other.close()


def test_a_reopened_store_goes_on_where_it_was(places: Places, store: Store, clock: FakeClock) -> None:
    store.append([worlds.start(1)], clock.read())
    head = store.head
    store.close()
    again = open_store(places)
    assert again.head == head
    assert again.last_reading == clock.read()
    again.close()


def test_foreign_events_come_in_verbatim_in_any_order_and_only_once(store: Store, clock: FakeClock) -> None:
    other = worlds.OtherDevice()
    for number in (1, 2, 3):
        other.write(worlds.start(number, f"Task {number}"), clock.tick(1_000))
    pairs = other.pairs()
    assert store.adopt(iter([pairs[2], pairs[0], pairs[1], pairs[0]])) == (3, 1)
    assert store.adopt(pairs) == (0, 3)
    assert sorted(payload for _, payload, _ in store.events()) == sorted(payload for payload, _ in pairs)
    assert store.head.seq == 0
    assert store.integrity() == []


def test_a_gap_takes_nothing_in(store: Store, clock: FakeClock) -> None:
    other = worlds.OtherDevice()
    for number in (1, 2, 3):
        other.write(worlds.start(number), clock.read())
    with pytest.raises(ChainError):
        store.adopt([other.pairs()[0], other.pairs()[2]])
    assert list(store.events()) == []


def test_a_fork_takes_nothing_in(store: Store, clock: FakeClock) -> None:
    one, two = worlds.OtherDevice(), worlds.OtherDevice()
    for device in (one, two):
        device.write(worlds.start(1), clock.read())
        device.write(worlds.stop(1), clock.read())
    store.adopt(one.pairs(0, 1))
    with pytest.raises(ChainError):
        store.adopt(two.pairs())
    with pytest.raises(ChainError):
        store.adopt([*one.pairs(0, 1), two.pairs()[1]])
    assert len(list(store.events())) == 1


def test_one_id_cannot_belong_to_two_events(store: Store, clock: FakeClock) -> None:
    one = worlds.OtherDevice()
    event = one.write(worlds.stop(1), clock.read())
    twin = event.payload.replace(worlds.OTHER_DEVICE.encode(), worlds.OTHER_DEVICE.replace("beef", "cafe").encode())
    store.adopt(one.pairs())
    with pytest.raises(ChainError):
        store.adopt([(twin, None)])


@pytest.mark.parametrize("change", ["salt", "text", "form", "none", "foreign"])
def test_changed_words_are_refused(store: Store, clock: FakeClock, change: str) -> None:
    other = worlds.OtherDevice()
    other.write(worlds.start(1, "Invoices"), clock.read())
    other.write(worlds.stop(1), clock.read())
    payload, content = other.pairs()[0]
    assert content is not None
    changed: dict[str, list[tuple[bytes, Content | None]]] = {
        "salt": [(payload, replace(content, salt=content.salt.upper()))],
        "text": [(payload, replace(content, text=content.text.replace("Invoices", "Holiday")))],
        "form": [(payload, replace(content, text=content.text + " "))],
        "none": [(payload, replace(content, text='{"description":"\\ud800"}'))],
        "foreign": [(payload, content), (other.pairs()[1][0], content)],
    }
    with pytest.raises(MalformedEventError):
        store.adopt(changed[change])
    assert list(store.events()) == []


def test_an_event_that_names_its_words_by_no_hash_is_refused(store: Store, clock: FakeClock) -> None:
    other = worlds.OtherDevice()
    event = other.write(worlds.start(1, "Invoices"), clock.read())
    with pytest.raises(MalformedEventError):
        store.adopt([(event.payload.replace(event.content.encode(), b"Z" * 64), None)])


def test_words_that_come_later_are_folded_in(store: Store, clock: FakeClock) -> None:
    other = worlds.OtherDevice()
    other.write(worlds.start(1, "Invoices"), clock.read())
    store.append([worlds.start(2, "Own")], clock.read())
    store.adopt([(other.pairs()[0][0], None)])
    assert [one.description for one in store.entries(None, None, None, None)] == ["", "Own"]
    store.adopt(other.pairs())
    assert [one.description for one in store.entries(None, None, None, None)] == ["Invoices", "Own"]


def test_unknown_types_are_kept(store: Store, clock: FakeClock) -> None:
    other = worlds.OtherDevice()
    other.write(Draft("future.kind", worlds.timer(1), {"x": 1}), clock.read())
    store.adopt(other.pairs())
    assert store.entries(None, None, None, None) == []
    assert store.entry(worlds.timer(1), None) is None
    assert len(list(store.events())) == 1


def test_a_file_that_was_replaced_meanwhile_is_not_written_into(places: Places, store: Store, clock: FakeClock) -> None:
    places.database.rename(places.database.with_name("elsewhere.db"))
    with pytest.raises(StoreError) as told:
        store.append([worlds.start(1)], clock.read())
    assert told.value.title == "Your data file was moved or replaced while TruthTime was open."


def test_tampering_is_found_and_named(store: Store, clock: FakeClock) -> None:
    store.append([worlds.start(1, "Invoices"), worlds.stop(1), worlds.start(2), worlds.stop(2)], clock.read())
    assert store.integrity() == []
    database = store._database  # noqa: SLF001 - what an intruder does
    database.run(
        "UPDATE event SET payload = CAST(replace(payload, 'timer.stop', 'timer.stoq') AS BLOB) WHERE local = 2"
    )
    assert len(store.integrity()) == 1
    database.run("UPDATE content SET text = replace(text, 'Invoices', 'Holidays')")
    assert len(store.integrity()) == 2
    database.run("DELETE FROM event WHERE local = 3")
    assert any("does not follow" in fault for fault in store.integrity())
    database.run("UPDATE event SET payload = x'00'")
    assert len(store.integrity()) > 2


def test_every_fault_has_a_next_step(store: Store) -> None:
    with pytest.raises(TruthTimeError) as told:
        store.adopt([(b"{}", None)])
    assert told.value.hint
