"""Events: made once, canonical, and every changed byte is found."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.facts import Device, uuid_of
from truthtime_core.clock import Reading
from truthtime_core.errors import ChainError, MalformedEventError
from truthtime_core.events import (
    MAX_DEPTH,
    MAX_INT,
    Content,
    Draft,
    Head,
    canonical,
    data_reading,
    parse,
    read,
    reading_data,
    seal,
    uuid7,
    verify_chain,
)

GOLDEN = Path(__file__).parent / "golden"
READING = Reading(1_795_360_856_469, 60, "Europe/Paris", "98a9a1b6", 834_787, 9_035_292)
HEAD = Head(uuid_of("laptop"), 1)
DICE = bytes(range(26))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.recursive(
    st.integers(-MAX_INT, MAX_INT) | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True), inner)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), plain, max_size=4)


def changed(**fields: object) -> bytes:
    """The bytes of an event with some fields replaced; a field given as None is left out."""
    event = json.loads(seal(Draft("timer.start", "t"), HEAD, READING, DICE)[0].payload) | fields
    return json.dumps(
        {name: value for name, value in event.items() if value is not None},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    ).encode()


@given(objects)
def test_canonical_bytes_read_back_as_the_same_value(value: dict[str, Any]) -> None:
    payload = canonical(value)
    assert json.loads(payload) == value
    assert canonical(json.loads(payload)) == payload


def test_canonical_form_is_that_of_rfc_8785() -> None:
    value = {"b": [1, -2, 'é€\u2028\n"\\\u0007'], "a": {"z": 0, "y": ""}}
    assert canonical(value) == '{"a":{"y":"","z":0},"b":[1,-2,"é€\u2028\\n\\"\\\\\\u0007"]}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        True,
        None,
        "\ud800",
        "é\udfff",
        MAX_INT + 1,
        -MAX_INT - 1,
        b"bytes",
        {"A": 1},
        {"": 1},
        {1: 1},
        {"ä": 1},
        [[1.5]],
        {"a": [None]},
    ],
)
def test_what_json_readers_may_read_differently_is_refused(value: object) -> None:
    with pytest.raises(MalformedEventError) as raised:
        canonical({"data": value})
    assert raised.value.title.startswith("This is not a TruthTime event: ")
    assert raised.value.hint


def test_the_largest_integers_and_a_tuple_are_allowed() -> None:
    assert canonical({"a": MAX_INT, "b": (-MAX_INT,)}) == b'{"a":9007199254740991,"b":[-9007199254740991]}'


def test_nesting_is_limited_before_a_reader_runs_out_of_stack() -> None:
    nested: Any = 0
    for _ in range(MAX_DEPTH):
        nested = [nested]
    assert canonical({"data": nested[0]})
    with pytest.raises(MalformedEventError):
        canonical({"data": [nested]})
    for depth in (100, 500, 900, 990, 100_000):
        with pytest.raises(MalformedEventError):
            parse(changed(data=None)[:-1] + b',"data":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}")


@given(objects, st.dictionaries(st.sampled_from(["description", "reason"]), texts), st.integers(0, 2**40))
def test_a_sealed_event_reads_back_and_its_content_is_named_by_its_hash(
    data: dict[str, Any], words: dict[str, str], base: int
) -> None:
    event, content, head = seal(Draft("future.type", "t", data, words, "api"), HEAD, READING, DICE, base=base)
    assert parse(event.payload) == event == read(event.payload)
    assert (event.data, event.base, event.reading, event.source, event.timer) == (data, base, READING, "api", "t")
    assert head == Head(HEAD.device, 1, 1, event.hash)
    assert event.content == (content.hash if content else "")
    assert (content.words if content else {}) == {name: value for name, value in words.items() if value}


def test_only_an_amendment_can_say_that_a_text_is_now_empty() -> None:
    amended = seal(Draft("entry.amend", "t", words={"description": "", "tags": []}), HEAD, READING, DICE)[1]
    started = seal(Draft("timer.start", "t", words={"description": "", "tags": []}), HEAD, READING, DICE)[1]
    assert amended is not None
    assert amended.words == {"description": "", "tags": []}
    assert started is None


def test_skew_shifts_the_corrected_time_and_nothing_else() -> None:
    event = seal(Draft("timer.start", "t"), HEAD, READING, DICE, skew_ms=-120)[0]
    assert (event.skew_ms, event.corrected_ms, event.reading.at_ms) == (-120, READING.at_ms - 120, READING.at_ms)
    assert seal(Draft("timer.start", "t"), HEAD, READING, DICE)[0].corrected_ms == READING.at_ms


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not json",
        b"[1]",
        b"\xff",
        b"[" * 100_000,
        b"9" * 5_000,
        changed(v=2),
        changed(v="1"),
        changed(id=None),
        changed(id="1"),
        changed(device=uuid_of("laptop").upper()),
        changed(seq=0),
        changed(incarnation=0),
        changed(seq=2),
        changed(prev="00"),
        changed(prev=5),
        changed(seq=True),
        changed(at_ms=1.5),
        changed(at_ms=2**53),
        changed(extra="x"),
        changed(data={"a": 1.5}),
        changed(data={"a": True}),
        changed(data=[]),
        changed().replace(b'"seq":1', b'"seq": 1'),
        changed().replace(b'"seq":1', b'"seq":1,"seq":1'),
        changed().replace(b'"zone":"Europe/Paris"', b'"zone":"\xed\xa0\x80"'),
        changed().replace(b'"zone":"Europe/Paris"', b'"zone":"Europe\\/Paris"'),
        b"\xef\xbb\xbf" + changed(),
        changed() + b"\n",
        changed().decode().encode("utf-16"),
    ],
)
def test_what_is_no_event_is_refused_with_words(payload: bytes) -> None:
    with pytest.raises(MalformedEventError) as raised:
        parse(payload)
    assert raised.value.title
    assert raised.value.hint


@pytest.mark.parametrize("payload", [b"", b"[]", b"5", b"{}", b"\xff", b"[" * 100_000])
def test_even_trusted_bytes_must_be_an_event(payload: bytes) -> None:
    with pytest.raises(MalformedEventError):
        read(payload)


def test_unknown_types_are_kept() -> None:
    assert parse(changed(type="seal.made")).type == "seal.made"


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_every_changed_byte_is_found(place: int, change: int) -> None:
    device = Device()
    device.say("timer.start", description="Rechnungen für März", tags=["büro"])
    device.clock.tick(60_000)
    device.say("timer.pause")
    device.say("timer.resume")
    device.say("timer.stop")
    payloads = [bytearray(event.payload) for event in device.events]
    place %= sum(len(payload) for payload in payloads[:-1])
    for payload in payloads:
        if place < len(payload):
            payload[place] ^= change
            break
        place -= len(payload)
    with pytest.raises((MalformedEventError, ChainError)):
        verify_chain([parse(bytes(payload)) for payload in payloads], Head(device.head.device, 1))


def test_a_chain_without_gap_is_accepted_and_gives_the_new_head() -> None:
    device = Device()
    for kind in ("timer.start", "timer.pause", "timer.stop"):
        device.say(kind)
    start = Head(device.head.device, 1)
    assert verify_chain(device.events, start) == device.head
    assert verify_chain([], start) == start
    for broken in (device.events[1:], device.events[::-1], [*device.events, device.events[-1]]):
        with pytest.raises(ChainError) as raised:
            verify_chain(broken, start)
        assert raised.value.hint


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_uuid7_has_the_layout_of_rfc_9562(at_ms: int, dice: bytes) -> None:
    text = uuid7(at_ms, dice)
    value = int(text.replace("-", ""), 16)
    tail = int.from_bytes(dice, "big")
    assert [len(part) for part in text.split("-")] == [8, 4, 4, 4, 12]
    assert value >> 80 == at_ms
    assert value >> 76 & 0xF == 7
    assert value >> 62 & 0b11 == 0b10
    assert (value >> 64 & 0xFFF) == tail >> 62 & 0xFFF
    assert value & (2**62 - 1) == tail & (2**62 - 1)


def test_uuid7_matches_the_example_of_rfc_9562() -> None:
    """Appendix A.6: the time 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F."""
    dice = ((0xCC3 << 62) | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, dice) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@pytest.mark.parametrize("text", ["", "[1]", '"x"', "{", "[" * 100_000, '{"text":"\\ud800"}', '{"start_ms":1.5}'])
def test_content_that_is_no_object_of_texts_reads_as_no_words(text: str) -> None:
    assert Content("00" * 16, text).words == {}


def test_content_is_hashed_with_its_salt() -> None:
    assert Content("00" * 16, "{}").hash != Content("01" + "00" * 15, "{}").hash
    for broken in (Content("xyz", "{}"), Content("00", "\ud800")):
        with pytest.raises(MalformedEventError):
            _ = broken.hash


def test_a_reading_inside_data_reads_back_and_anything_else_is_none() -> None:
    data = reading_data(READING)
    assert data_reading(data) == READING
    anything: tuple[object, ...] = (
        None,
        5,
        [],
        {},
        data | {"at_ms": "1"},
        data | {"awake_ms": True},
        data | {"zone": 3},
    )
    for broken in anything:
        assert data_reading(broken) is None


def golden_device() -> Device:
    """One of every kind of envelope: first and later, with and without words, timer and skew."""
    device = Device("golden")
    device.say("timer.start", "t", {"project": "p"}, description="Rechnungen 🧾 für März", tags=["büro", 'a"b'])
    device.clock.tick(1_500)
    device.mark("idle", device.clock.read().moved_back(700))
    device.skew_ms = -120
    device.say("timer.stop", "t", source="switch")
    device.say("note.revise", "", {"day": "2026-11-17", "parents": []}, text="שלום\nZeile 2\t")
    device.say("away.answer", "t", {"parts": [{"from_ms": 0, "to_ms": 700, "kind": "claimed"}]}, reason="Phone")
    return device


def test_the_format_of_events_has_not_drifted() -> None:
    """These bytes were written once. If this fails, old logs cannot be read: raise FORMAT_VERSION instead."""
    expected = json.loads((GOLDEN / "events.json").read_text(encoding="utf-8"))
    device = golden_device()
    assert [event.payload.decode() for event in device.events] == expected["payloads"]
    assert [event.hash for event in device.events] == expected["hashes"]
    assert [[content.salt, content.text, content.hash] for content in device.contents] == expected["contents"]
    assert all(parse(payload.encode()).payload.decode() == payload for payload in expected["payloads"])
