"""ETags of entries (RFC 9110, section 8.8.3): which bytes these are, and what was recorded by then."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import orjson

_OF_ONE_ANSWER = frozenset({"noop", "switched_from"})
_COUNTED = _OF_ONE_ANSWER | {"worked_seconds", "worked_ms", "elapsed_ms", "intervals"}


def etag_of(document: Mapping[str, Any]) -> str:
    """Names these very bytes: what was recorded, and how far it is counted."""
    return f'"{recorded_tag(document)}-{document["worked_ms"]}"'


def recorded_tag(document: Mapping[str, Any]) -> str:
    """Names what was recorded, whoever asks and however far a running entry is counted by then."""
    left_out = _COUNTED if document["status"] == "running" else _OF_ONE_ANSWER
    recorded = {name: value for name, value in document.items() if name not in left_out}
    return blake2b(orjson.dumps(recorded), digest_size=12).hexdigest()


def recorded_tags(etags: list[str]) -> set[str]:
    """What the ETags of entries say about what was recorded."""
    return {etag.strip('"').partition("-")[0] for etag in etags}


def whole_second(at_ms: int) -> int:
    """Running entries are counted to the second, so that an answer stays the same for that long."""
    return at_ms - at_ms % 1_000
