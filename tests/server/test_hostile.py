"""Clients that mean harm, or were written badly, against a real server process: refused clearly, and it stays up."""

import gzip
import json
import resource
import socket
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest

from tests.server.conftest import own_database
from tests.server.process import ServerProcess, serving
from tests.server.served import person
from tests.waiting import until
from truthtime_server.postgres import Cluster

DEADLINE_S = 1.0
CONNECTIONS = 1_000
MEGABYTE = 1_048_576
ANSWERS_WITHIN_S = 10.0
MAY_GROW_BYTES = 120 * MEGABYTE
"""Above what it holds after its first requests, whatever is thrown at it: one body is at most a megabyte."""


class Target(NamedTuple):
    """What is attacked, by somebody with a token of their own."""

    server: ServerProcess
    token: str


@pytest.fixture(scope="module")
def target(cluster: Cluster, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    more = {"TRUTHTIME_HEADER_TIMEOUT_S": str(DEADLINE_S), "TRUTHTIME_BODY_TIMEOUT_S": str(DEADLINE_S)}
    more |= {"TRUTHTIME_MAX_CONNECTIONS": str(CONNECTIONS)}
    with own_database(cluster, _template) as settings:
        token = person(settings, "ada")[1]
        with serving(settings, Path(tmp_path_factory.mktemp("server")), more) as server:
            yield Target(server, token)


@pytest.fixture(autouse=True)
def _stays_up(target: Target) -> Iterator[None]:
    """After every attack an ordinary request is answered, and memory is where it was."""
    assert works(target)
    before = target.server.memory_bytes
    yield
    assert works(target)
    assert target.server.memory_bytes < before + MAY_GROW_BYTES


def works(target: Target) -> bool:
    """Whether somebody else's ordinary requests are answered, a write among them."""
    headers = {"Authorization": f"Bearer {target.token}"}
    with httpx2.Client(base_url=target.server.url, headers=headers, timeout=ANSWERS_WITHIN_S) as http:
        started = http.post("/api/sessions/start", json={"description": "meanwhile"})
        return (started.status_code, http.get("/api/sessions?limit=1").status_code) == (201, 200)


@contextmanager
def connection(target: Target) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", target.server.port), timeout=ANSWERS_WITHIN_S) as opened:
        yield opened


def everything(opened: socket.socket) -> bytes:
    """What comes until the server hangs up, which it has to."""
    heard = b""
    try:
        while chunk := opened.recv(65_536):
            heard += chunk
    except ConnectionResetError:  # it did not read all that was sent
        assert heard, "it hung up without a word"
    return heard


def problem(heard: bytes) -> tuple[int, str]:
    """Status and code of an answer, which is a problem document."""
    head, _, body = heard.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 "), heard[:300]
    assert b"content-type: application/problem+json" in head.lower(), heard[:300]
    told = json.loads(body)
    assert told["status"] == int(head[9:12])
    assert told["title"]
    assert told["hint"]
    return told["status"], told["code"]


def request(target: Target, *headers: str, method: str = "POST", path: str = "/api/sessions/start") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {target.token}"]
    lines += ["Content-Type: application/json", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


NO_HTTP = {
    "noise": bytes(range(256)),
    "TLS": bytes.fromhex("16030100fa010000f60303") + bytes(240),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a method that is none": b"G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
    "a blank in a header's name": b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    "a negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a length that is none": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
    "a length beyond all bounds": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length and chunks": b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("kind", NO_HTTP)
def test_what_is_no_http_is_refused(target: Target, kind: str) -> None:
    with connection(target) as opened:
        opened.sendall(NO_HTTP[kind])
        assert problem(everything(opened)) == (400, "malformed_http")


def test_chunks_that_are_none_are_refused(target: Target) -> None:
    with connection(target) as opened:
        opened.sendall(request(target, "Transfer-Encoding: chunked") + b"ZZ\r\n{}\r\n0\r\n\r\n")
        assert problem(everything(opened))[0] == 400


@pytest.mark.parametrize("kind", ["long address", "long header", "many headers"])
def test_heads_have_an_end(target: Target, kind: str) -> None:
    heads = {
        "long address": b"GET /" + b"a" * 500_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "long header": b"GET / HTTP/1.1\r\nX: " + b"a" * 500_000 + b"\r\n\r\n",
        "many headers": b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(40_000)) + b"\r\n",
    }
    with connection(target) as opened:
        try:
            opened.sendall(heads[kind])
        except (ConnectionResetError, BrokenPipeError):  # refused before all of it was sent
            assert kind
        assert problem(everything(opened)) == (431, "headers_too_large")


def test_ten_megabytes_are_refused_before_they_are_read(target: Target) -> None:
    with connection(target) as opened:
        opened.sendall(request(target, f"Content-Length: {10 * MEGABYTE}", "Expect: 100-continue"))
        assert problem(everything(opened)) == (413, "body_too_large")


def test_ten_megabytes_are_refused_whoever_sends_them(target: Target) -> None:
    chunk = b"x" * 65_536
    for how in ("length", "chunks"):
        for headers in ({"Authorization": f"Bearer {target.token}"}, {}):
            content = chunk * 160 if how == "length" else repeat(chunk, 160)
            with httpx2.Client(timeout=ANSWERS_WITHIN_S) as http:
                answer = http.post(
                    f"{target.server.url}/api/sessions/start",
                    content=content,
                    headers={**headers, "Content-Type": "application/json"},
                )
            assert answer.status_code == (413 if headers else 401)
            assert answer.headers["content-type"] == "application/problem+json"


def test_a_bomb_is_refused_before_it_bursts(target: Target) -> None:
    small = gzip.compress(bytes(300 * MEGABYTE), compresslevel=9)
    assert len(small) < MEGABYTE
    answers = {
        "bomb": (small, "gzip", 413),
        "bomb in a bomb": (gzip.compress(small), "gzip, gzip", 415),
        "half of one": (gzip.compress(b"{}")[:-6], "gzip", 400),
        "two in one": (gzip.compress(b"{}") * 2, "gzip", 400),
        "not one": (b"{}", "gzip", 400),
        "deflate": (zlib.compress(bytes(MEGABYTE)), "deflate", 415),
    }
    with httpx2.Client(timeout=ANSWERS_WITHIN_S) as http:
        for name, (content, encoding, status) in answers.items():
            headers = {"Authorization": f"Bearer {target.token}", "Content-Type": "application/json"}
            headers["Content-Encoding"] = encoding
            answer = http.post(f"{target.server.url}/api/sessions/start", content=content, headers=headers)
            assert answer.status_code == status, name
            assert answer.headers["content-type"] == "application/problem+json"


def test_json_meant_to_hurt_is_refused(target: Target) -> None:
    texts = [
        b"[" * MEGABYTE,
        b'{"a":' * 200_000,
        b'{"zone": ' + b"9" * 1_000_000 + b"}",
        b'{"zone": 1e' + b"9" * 1_000 + b"}",
        b'{"description": ' + b"-" * 500_000,
        b'{"description": "' + b"\\ud800" * 100_000 + b'"}',
        b'{"description": "' + b"\\u0000" * 100_000 + b'"}',
        b"{" + b",".join(b'"%d":0' % number for number in range(90_000)) + b"}",
        b'{"tags": [' + b",".join(repeat(b'"x"', 200_000)) + b"]}",
        b"\xff" * MEGABYTE,
    ]
    headers = {"Authorization": f"Bearer {target.token}", "Content-Type": "application/json"}
    with httpx2.Client(timeout=ANSWERS_WITHIN_S) as http:
        for text in texts:
            answer = http.post(f"{target.server.url}/api/sessions/start", content=text, headers=headers)
            assert answer.status_code in {400, 422}, text[:40]
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(answer.content) < 2_000


def test_whoever_writes_slowly_is_told_and_left(target: Target) -> None:
    head = request(target, "Content-Length: 50000")
    for start, code in ((head[:40], "headers_too_slow"), (head + b"{", "body_too_slow")):
        with connection(target) as opened:
            opened.sendall(start)
            opened.setblocking(False)  # noqa: FBT003 - the standard library's signature
            until(lambda: not dripped(opened), 5 * DEADLINE_S, "the server to lose its patience")
            opened.settimeout(ANSWERS_WITHIN_S)
            assert problem(everything(opened)) == (408, code)


def dripped(opened: socket.socket) -> bool:
    """Send one more byte, as long as nothing was answered."""
    try:
        return not opened.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        opened.send(b" ")
        return True


def test_whoever_says_nothing_is_left(target: Target) -> None:
    with connection(target) as opened:
        assert everything(opened) == b""


def test_a_thousand_slow_connections_keep_nobody_out(target: Target) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * CONNECTIONS), hard))
    start = request(target)[:60]
    try:
        with (
            ExitStack() as held,
            httpx2.Client(
                base_url=target.server.url, headers={"Authorization": f"Bearer {target.token}"}, timeout=30
            ) as friend,
        ):
            assert friend.get("/api/sessions").status_code == 200
            for _ in range(CONNECTIONS):
                held.enter_context(connection(target)).sendall(start)
            # Who is connected goes on being answered.
            assert friend.get("/api/sessions").status_code == 200
            # There is no room for one more: that is said, and soon there is, because the slow ones are sent away.
            until(lambda: works_now(target), 10 * DEADLINE_S, "room for one more")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def works_now(target: Target) -> bool:
    """Whether an ordinary client is answered; where it is not, it has to be told that there are too many."""
    with connection(target) as opened:
        opened.sendall(request(target, "Connection: close", method="GET", path="/api/sessions"))
        heard = everything(opened)
    if heard.startswith(b"HTTP/1.1 200 "):
        return True
    assert problem(heard) == (503, "too_many_connections")
    return False
