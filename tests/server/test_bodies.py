"""Bodies of requests: bounded, in time, and decompressed or refused."""

import asyncio
import gzip
import json
import zlib
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from truthtime_server import bodies
from truthtime_server.bodies import Bodies

MOST = 1_000


class Heard:
    """The application behind, and the answer."""

    def __init__(self) -> None:
        self.body: bytes | None = None
        self.headers: dict[bytes, bytes] = {}
        self.status = 0
        self.answer_headers: dict[str, str] = {}
        self.problem: dict[str, Any] = {}
        self.taken = 0

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.headers = dict(scope["headers"])
        message = await receive()
        self.body = message.get("body", b"")
        assert not message.get("more_body")
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def sent(
    chunks: Iterable[bytes], *, within_s: float = 5.0, path: str = "/api/x", stall: bool = False, **headers: str
) -> Heard:
    """Send a body in these chunks through the middleware."""
    heard = Heard()
    waiting = list(chunks)

    async def receive() -> Message:
        if not waiting:
            if stall:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}
        heard.taken += len(waiting[0])
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting) or stall}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            heard.status = message["status"]
            heard.answer_headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message.get("body"):
            heard.problem = json.loads(message["body"])

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": path, "headers": named}
    middleware = Bodies(heard.app, MOST, {"/api/page": 5 * MOST}, within_s)
    asyncio.run(middleware(scope, receive, send))
    assert middleware.held_bytes == 0
    return heard


def test_a_body_arrives_whole_with_its_length() -> None:
    heard = sent([b"one ", b"two"], transfer_encoding="chunked", content_type="text/plain")
    assert heard.body == b"one two"
    assert heard.headers == {b"content-type": b"text/plain", b"content-length": b"7"}


def test_a_request_without_a_body_is_not_touched() -> None:
    assert sent([b""]).headers == {}


def test_gzip_is_decompressed() -> None:
    packed = gzip.compress(b'{"a": 1}' * 100)
    heard = sent([packed[:9], packed[9:]], content_length=str(len(packed)), content_encoding="GZip")
    assert heard.body == b'{"a": 1}' * 100
    assert b"content-encoding" not in heard.headers


BOMB = gzip.compress(b"0" * 50_000_000)


@pytest.mark.parametrize(
    ("chunks", "headers", "status", "code"),
    [
        ([b"x" * 1_001], {"content_length": "1001"}, 413, "body_too_large"),
        ([b"x" * 600, b"x" * 600], {"transfer_encoding": "chunked"}, 413, "body_too_large"),
        ([BOMB[:900]], {"content_length": "900", "content_encoding": "gzip"}, 413, "body_too_large"),
        ([gzip.compress(b"x" * 1_001)], {"transfer_encoding": "chunked", "content_encoding": "gzip"}, 413, None),
        ([b"not gzip"], {"content_length": "8", "content_encoding": "gzip"}, 400, "malformed_gzip"),
        ([gzip.compress(b"x")[:-4]], {"transfer_encoding": "chunked", "content_encoding": "gzip"}, 400, None),
        ([gzip.compress(b"x") + b"more"], {"transfer_encoding": "chunked", "content_encoding": "gzip"}, 400, None),
        ([zlib.compress(b"x")], {"transfer_encoding": "chunked", "content_encoding": "deflate"}, 415, None),
        ([b"x"], {"content_length": "1", "content_encoding": "gzip, gzip"}, 415, "content_encoding_unknown"),
        ([b"x"], {"content_length": "1", "content_encoding": "br"}, 415, "content_encoding_unknown"),
    ],
)
def test_what_is_too_large_or_not_what_it_says_is_refused(
    chunks: list[bytes], headers: dict[str, str], status: int, code: str | None
) -> None:
    heard = sent(chunks, **headers)
    assert heard.body is None
    assert heard.status == status
    assert heard.answer_headers["connection"] == "close"
    assert code is None or heard.problem["code"] == code
    assert heard.problem["hint"]
    if status == 415:
        assert heard.answer_headers["accept-encoding"] == "gzip"


def test_a_page_of_events_may_be_larger() -> None:
    assert sent([b"x" * 4_000], path="/api/page", content_length="4000").body == b"x" * 4_000


def test_a_large_body_is_read_to_its_end_so_that_the_answer_is_seen() -> None:
    assert sent([b"x" * 60_000] * 10, content_length="600000").taken == 600_000


def test_who_asks_first_is_answered_without_sending_anything() -> None:
    heard = sent([b"x" * 5_000], content_length="5000", expect="100-continue")
    assert (heard.status, heard.taken) == (413, 0)


def test_a_body_that_does_not_come_is_given_up() -> None:
    heard = sent([b"x"], content_length="10", within_s=0.02, stall=True)
    assert (heard.status, heard.problem["code"]) == (408, "body_too_slow")


def test_a_sender_who_left_is_told_nothing() -> None:
    heard = Heard()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        raise AssertionError("Nobody is there.")

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-length", b"9")]}
    asyncio.run(Bodies(heard.app, MOST)(scope, receive, send))
    assert heard.body is None


def test_all_bodies_together_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "HELD_AT_MOST_BYTES", 500)
    heard = sent([b"x" * 501], content_length="501")
    assert (heard.status, heard.problem["code"], heard.answer_headers["retry-after"]) == (503, "busy", "2")
    assert sent([b"x" * 499], content_length="499").status == 204
