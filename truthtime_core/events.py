"""The event: its fields, its canonical bytes, and the chain that makes a change visible.

An event is made once, turned into canonical JSON once (RFC 8785 restricted to integers and strings), and from then on
stored, sent and verified as exactly those bytes. Human words live beside it as `Content`, named by a salted hash, so
that they can be erased while the chain still verifies.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from truthtime_core.clock import Reading
from truthtime_core.digest import sha256
from truthtime_core.errors import ChainError, MalformedEventError

FORMAT_VERSION = 1

SOURCES = frozenset({"user", "idle", "lock", "sleep", "recovery", "switch", "api", "import"})

TIMER_TYPES = frozenset({"timer.start", "timer.pause", "timer.resume", "timer.stop"})

ENTRY_TYPES = TIMER_TYPES | {
    "away.mark",
    "away.answer",
    "entry.add",
    "entry.amend",
    "entry.void",
    "entry.restore",
    "clock.mark",
}
"""What an entry is folded from; these name their timer."""

KNOWN_TYPES = ENTRY_TYPES | {"overlap.decide", "note.revise", "project.set", "device.enrol", "device.retire"}

MAX_INT = 2**53 - 1
"""Integers beyond this are not the same number in every JSON reader (RFC 8785, section 3.2.2.3)."""

MAX_DEPTH = 16
"""Lists and objects inside each other; nothing we write needs more than four."""

# Made once: `json.dumps` with options builds a new encoder for every call.
_encoded = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_REQUIRED: Mapping[str, type] = {
    "v": int,
    "id": str,
    "device": str,
    "incarnation": int,
    "seq": int,
    "base": int,
    "type": str,
    "at_ms": int,
    "offset_min": int,
    "zone": str,
    "boot": str,
    "awake_ms": int,
    "elapsed_ms": int,
    "source": str,
    "data": dict,
}
_OPTIONAL: Mapping[str, type] = {"prev": str, "timer": str, "content": str, "skew_ms": int}


@dataclass(frozen=True, slots=True)
class Content:
    """Human words beside an event: a canonical JSON object of strings and lists of strings.

    Attributes:
        salt: 16 random bytes in hex, so that a short word cannot be guessed from its hash.
        text: the canonical JSON, for example ``{"description":"Invoices","tags":["admin"]}``.
    """

    salt: str
    text: str

    @property
    def hash(self) -> str:
        """Name of this content: sha256 over the salt's bytes and the text's UTF-8 bytes, in hex.

        Raises:
            MalformedEventError: the salt is not hex, or the text is not valid Unicode.
        """
        try:
            return sha256(bytes.fromhex(self.salt) + self.text.encode()).hexdigest()
        except ValueError as error:
            raise _malformed("its words or their salt are not readable") from error

    @property
    def words(self) -> dict[str, Any]:
        """The words by name. Content that is not a JSON object of valid texts reads as no words; this never raises."""
        try:
            words = json.loads(self.text)
            _check(words)
        except (ValueError, RecursionError, MalformedEventError):
            return {}
        return words if isinstance(words, dict) else {}


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact about to be written: what the rules decided, before device, number and chain are added.

    Attributes:
        type: one of `KNOWN_TYPES`.
        timer: id of the timer or entry it speaks of; empty when it speaks of none.
        data: integers, strings, and lists and objects of these. No human words.
        words: human words (description, tags, reason, text, name); stored as `Content`.
        source: one of `SOURCES`.
    """

    type: str
    timer: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    source: str = "user"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a device's chain stands: the next event gets `seq` + 1 and points at `hash`."""

    device: str
    incarnation: int
    seq: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded fact. `payload` is the truth; the other fields are read from it.

    Attributes follow design section 3: `timer`, `prev` and `content` are empty when absent, `skew_ms` is None.
    """

    id: str
    device: str
    incarnation: int
    seq: int
    prev: str
    base: int
    type: str
    timer: str
    reading: Reading
    skew_ms: int | None
    source: str
    data: Mapping[str, Any]
    content: str
    payload: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """sha256 of the canonical bytes, in hex: what the device's next event carries as `prev`."""
        return sha256(self.payload).hexdigest()

    @property
    def corrected_ms(self) -> int:
        """Wall time corrected by the last measured difference to the server's clock."""
        return self.reading.at_ms + (self.skew_ms or 0)


def canonical(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON (RFC 8785) of integers, strings, lists and objects with plain ASCII keys.

    Raises:
        MalformedEventError: a float, boolean, null, unpaired surrogate, oversized integer or odd key is inside.
    """
    _check(value)
    return _encoded(value).encode()


def uuid7(at_ms: int, randomness: bytes) -> str:
    """A version 7 UUID (RFC 9562, section 5.7) for locality in indexes only: order and time never come from it.

    Args:
        at_ms: UTC milliseconds; only the low 48 bits are kept.
        randomness: 10 random bytes.
    """
    tail = int.from_bytes(randomness, "big")
    value = ((at_ms & (2**48 - 1)) << 80) | (0x7 << 76) | ((tail >> 62 & 0xFFF) << 64) | (0b10 << 62)
    digits = f"{value | (tail & (2**62 - 1)):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def seal(
    draft: Draft, head: Head, reading: Reading, randomness: bytes, *, base: int = 0, skew_ms: int | None = None
) -> tuple[Event, Content | None, Head]:
    """Make the event: give it identity, number, clocks and its place in the chain, and its bytes for ever.

    Args:
        randomness: 26 random bytes: 10 for the id, 16 for the content's salt.
        base: highest server number this device had applied (0 before the first sync).
        skew_ms: last measured server-minus-device clock difference, if any.

    Returns:
        the event, its content (None when the draft has no words), and the chain's new head.
    """
    # In an amendment "" and [] are news (the text was emptied); elsewhere they say nothing and need no content.
    words = {name: value for name, value in draft.words.items() if value or draft.type == "entry.amend"}
    content = Content(randomness[10:26].hex(), canonical(words).decode()) if words else None
    fields: dict[str, Any] = {
        "v": FORMAT_VERSION,
        "id": uuid7(reading.at_ms, randomness[:10]),
        "device": head.device,
        "incarnation": head.incarnation,
        "seq": head.seq + 1,
        "base": base,
        "type": draft.type,
        "at_ms": reading.at_ms,
        "offset_min": reading.offset_min,
        "zone": reading.zone,
        "boot": reading.boot,
        "awake_ms": reading.awake_ms,
        "elapsed_ms": reading.elapsed_ms,
        "source": draft.source,
        "data": dict(draft.data),
    }
    absent_if_empty = {"prev": head.hash, "timer": draft.timer, "content": content.hash if content else ""}
    fields |= {name: value for name, value in absent_if_empty.items() if value}
    if skew_ms is not None:
        fields["skew_ms"] = skew_ms
    event = parse(canonical(fields))
    return event, content, Head(head.device, head.incarnation, event.seq, event.hash)


def parse(payload: bytes) -> Event:
    """The event in these bytes. Unknown types are accepted (kept and relayed); broken envelopes are not.

    Raises:
        MalformedEventError: not canonical JSON, a field missing or of the wrong type, or a version not known here.
    """
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise _malformed("it is not JSON") from error
    if not isinstance(fields, dict):
        raise _malformed("it is not an object")
    _check_fields(fields)
    if canonical(fields) != payload:
        raise _malformed("its bytes are not in canonical form")
    return _event(fields, payload)


def read(payload: bytes) -> Event:
    """The event in bytes that this computer has parsed before, several times as fast: for our own database only.

    What is damaged since then is found by `verify_chain` and by the database's own check.

    Raises:
        MalformedEventError: not an event at all.
    """
    try:
        return _event(json.loads(payload.decode()), payload)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise _malformed("it is not JSON, or a field is missing") from error


def _event(fields: Mapping[str, Any], payload: bytes) -> Event:
    get = fields.get
    return Event(
        fields["id"],
        fields["device"],
        fields["incarnation"],
        fields["seq"],
        get("prev", ""),
        fields["base"],
        fields["type"],
        get("timer", ""),
        Reading(
            fields["at_ms"],
            fields["offset_min"],
            fields["zone"],
            fields["boot"],
            fields["awake_ms"],
            fields["elapsed_ms"],
        ),
        get("skew_ms"),
        fields["source"],
        fields["data"],
        get("content", ""),
        payload,
    )


def verify_chain(events: Sequence[Event], head: Head) -> Head:
    """Check that these events of one device follow `head` without a gap and return the new head.

    Raises:
        ChainError: names the first event that does not follow.
    """
    for event in events:
        expected = (head.device, head.incarnation, head.seq + 1, head.hash)
        if (event.device, event.incarnation, event.seq, event.prev) != expected:
            raise ChainError(
                f"Event {event.seq} of device {event.device} does not follow event {head.seq}.",
                "The log was changed or a part of it is missing. Restore a backup, or sync to fetch the missing part.",
            )
        head = Head(event.device, event.incarnation, event.seq, event.hash)
    return head


def reading_data(reading: Reading) -> dict[str, int | str]:
    """A reading as event data, for example the beginning of an absence inside an `away.mark`."""
    return {
        "at_ms": reading.at_ms,
        "awake_ms": reading.awake_ms,
        "boot": reading.boot,
        "elapsed_ms": reading.elapsed_ms,
        "offset_min": reading.offset_min,
        "zone": reading.zone,
    }


def data_reading(data: object) -> Reading | None:
    """The reading inside event data, or None when it is not one (the fold flags it, it never raises)."""
    if not isinstance(data, Mapping):
        return None
    numbers = [data.get(name) for name in ("at_ms", "offset_min", "awake_ms", "elapsed_ms")]
    words = [data.get(name) for name in ("zone", "boot")]
    if not all(type(number) is int for number in numbers) or not all(isinstance(word, str) for word in words):
        return None
    return Reading(data["at_ms"], data["offset_min"], data["zone"], data["boot"], data["awake_ms"], data["elapsed_ms"])


def _check_fields(fields: Mapping[str, Any]) -> None:
    for name, kind in _REQUIRED.items():
        if type(fields.get(name)) is not kind:
            raise _malformed(f"its field {name!r} is missing or of the wrong type")
    for name in fields.keys() - _REQUIRED.keys():
        if type(fields[name]) is not _OPTIONAL.get(name):
            raise _malformed(f"its field {name!r} is unknown or of the wrong type")
    if fields["v"] != FORMAT_VERSION:
        raise _malformed(f"its format version is {fields['v']}, and this program reads {FORMAT_VERSION}")
    if not (_UUID.fullmatch(fields["id"]) and _UUID.fullmatch(fields["device"])):
        raise _malformed("its id or device is not a UUID")
    if fields["seq"] < 1 or fields["incarnation"] < 1 or (fields["seq"] == 1) != ("prev" not in fields):
        raise _malformed("its number does not fit its chain")


def _check(value: object, depth: int = 0) -> None:
    if type(value) is str:
        if not value.isascii() and _SURROGATE.search(value):
            raise _malformed("a text in it is not valid Unicode")
    elif type(value) is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise _malformed("a number in it is too large")
    elif depth > MAX_DEPTH:
        raise _malformed("it is nested too deeply")
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            _check_key(name)
            _check(item, depth + 1)
    else:
        raise _malformed(f"it holds a {type(value).__name__}, and only whole numbers and texts are allowed")


def _check_key(name: object) -> None:
    if not isinstance(name, str) or not _KEY.fullmatch(name):
        raise _malformed(f"it has the odd key {name!r}")


def _malformed(why: str) -> MalformedEventError:
    return MalformedEventError(
        f"This is not a TruthTime event: {why}.", "Check that the file or server is the right one."
    )
