"""Proving that the file is what was written: SQLite's own check, then every byte and link of every chain."""

from truthtime_core.digest import sha256
from truthtime_core.errors import ChainError, MalformedEventError, StoreError
from truthtime_core.events import Content, Head, parse, verify_chain
from truthtime_desktop.store.database import Database
from truthtime_desktop.store.finding import look_again

MOST_FAULTS = 20
"""More sentences than this help nobody."""

_CHAINS = "SELECT local, device, incarnation, seq, payload, hash, id FROM event ORDER BY device, incarnation, seq"
_WORDS = "SELECT hash, salt, text FROM content WHERE erased_at_ms IS NULL"


def find_faults(database: Database) -> list[str]:
    """What is wrong, one sentence each, at most `MOST_FAULTS` of them; empty when all is sound."""
    try:
        with database.reading():
            look_again(database)
            verdicts = [str(row[0]) for row in database.rows(f"PRAGMA integrity_check({MOST_FAULTS})")]
            faults = [f"The file is damaged: {verdict}." for verdict in verdicts if verdict != "ok"]
            return (faults + _chain_faults(database) + _word_faults(database))[:MOST_FAULTS]
    except StoreError as error:
        return [error.title]


def _chain_faults(database: Database) -> list[str]:
    faults: list[str] = []
    head = Head("", 0)
    for local, device, incarnation, seq, payload, digest, name in database.raw.execute(_CHAINS):
        if (device, incarnation) != (head.device, head.incarnation):
            head = Head(device, incarnation)
        try:
            event = parse(payload)
            verify_chain([event], head)
            if sha256(payload).digest() != digest or (event.id, event.seq) != (name, seq):
                faults.append(f"Event {seq} of device {device} (row {local}) is not the one that was stored.")
        except (ChainError, MalformedEventError) as error:
            faults.append(f"Row {local}: {error.title}")
        # Go on from what was stored, so that one changed byte is one sentence.
        head = Head(device, incarnation, seq, digest.hex())
        if len(faults) >= MOST_FAULTS:
            break
    return faults


def _word_faults(database: Database) -> list[str]:
    return [
        f"The words {digest.hex()[:12]} beside an event are not the ones that were stored."
        for digest, salt, text in database.raw.execute(_WORDS)
        if Content(salt.hex(), text).hash != digest.hex()
    ]
