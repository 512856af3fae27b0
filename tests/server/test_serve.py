"""`truthtime-server serve` as a real program: workers, their end, and connections that want too much."""

import contextlib
import json
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.server.conftest import API, OWNER, as_superuser, settings_for
from tests.server.running import Served, environment, everything, truthtime_server
from tests.server.served import person
from tests.waiting import until
from truthtime_server.config import Settings
from truthtime_server.postgres import Cluster

START = (
    b"POST /api/sessions/start HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
)


@pytest.fixture(scope="module")
def shared(cluster: Cluster, _template: str) -> Iterator[Settings]:
    """Settings of a database that the tests of this file share."""
    name = "truthtime_served"
    as_superuser(cluster, f"create database {name} owner {OWNER} template {_template} strategy file_copy")
    as_superuser(cluster, f"grant connect on database {name} to {API}")
    yield settings_for(cluster, name)
    as_superuser(cluster, f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def token(shared: Settings) -> str:
    """Of a user whose bodies are read."""
    return person(shared, "sender")[1]


@pytest.fixture(scope="module")
def narrow(shared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One process with bounds that a test reaches quickly."""
    env = environment(
        shared, MAX_CONNECTIONS=20, HEADER_TIMEOUT_S=0.4, BODY_TIMEOUT_S=0.4, WRITE_TIMEOUT_S=0.4, KEEP_ALIVE_S=1
    )
    with Served(env, tmp_path_factory.mktemp("serve") / "log") as served:
        yield served


def problem_in(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["code"]


def test_headers_that_do_not_come_are_given_up(narrow: Served) -> None:
    with narrow.connected() as slow, narrow.connected() as silent:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost:")
        assert problem_in(everything(slow)) == (408, "headers_too_slow")
        assert everything(silent) == b""
    assert narrow.status("/healthz") == 200


def test_headers_without_end_are_refused(narrow: Served) -> None:
    with narrow.connected() as endless:
        endless.sendall(b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 60_000)
        assert problem_in(everything(endless)) == (431, "headers_too_large")


def test_a_body_that_does_not_come_is_given_up(narrow: Served, token: str) -> None:
    with narrow.connected() as slow:
        slow.sendall(START % token.encode() + b"Content-Length: 100\r\n\r\n{")
        assert problem_in(everything(slow)) == (408, "body_too_slow")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_ten_megabytes_is_refused_in_words(narrow: Served, token: str, *, chunked: bool) -> None:
    body = b"x" * 10_000_000
    sent = iter([body]) if chunked else body
    bearer = {"Authorization": f"Bearer {token}"}
    with requests.post(f"{narrow.url}/api/sessions/start", data=sent, headers=bearer, timeout=30) as answer:
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
        assert answer.headers["X-Request-Id"]


def test_an_answer_that_nobody_takes_is_given_up(narrow: Served) -> None:
    with narrow.connected() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        request = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
        with contextlib.suppress(ConnectionError):
            deaf.sendall(request * 3_000)
        ended = f"127.0.0.1:{deaf.getsockname()[1]}"
        until(lambda: ended not in _established(narrow.port), 20, "the server to hang up")
    assert narrow.status("/healthz") == 200


def _established(port: int) -> set[str]:
    """The other ends of the server's connections, out of the kernel's table."""
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state = line.split()[:4]
        if state == "01" and int(local.partition(":")[2], 16) == port:
            found.add(f"127.0.0.1:{int(remote.partition(':')[2], 16)}")
    return found


def test_too_many_connections_are_told_so_and_the_others_go_on(narrow: Served) -> None:
    kept = requests.Session()
    assert kept.get(f"{narrow.url}/healthz", timeout=5).status_code == 200
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(narrow.connected()) for _ in range(60)]
        answers = [everything(one) for one in crowd]
    refused = [problem_in(one) for one in answers if one]
    assert len(refused) >= 40
    assert set(refused) == {(503, "too_many_connections")}
    kept.close()
    until(lambda: narrow.status("/healthz") == 200, 10, "room again")


def test_it_ends_without_losing_a_request(shared: Settings, tmp_path: Path) -> None:
    _, token = person(shared, "in flight")
    with Served(environment(shared, DRAIN_S=1.5, BODY_TIMEOUT_S=30), tmp_path / "log") as served:
        with served.connected() as slow:
            slow.sendall(START % token.encode() + b"Content-Length: 2\r\n\r\n{")
            until(lambda: served.status("/healthz") == 200, 5, "the request to be under way")
            served.process.send_signal(signal.SIGTERM)
            until(lambda: served.status("/readyz") == 503, 5, "it to say that it leaves")
            assert served.status("/healthz") == 200
            until(lambda: served.status("/healthz") == 0, 10, "it to take no more")
            slow.sendall(b"}")
            assert everything(slow).startswith(b"HTTP/1.1 201")
        assert served.process.wait(20) == 0


def test_workers_come_back_count_together_and_leave_with_their_parent(shared: Settings, tmp_path: Path) -> None:
    with Served(environment(shared, WORKERS=2, DRAIN_S=0), tmp_path / "log") as served:
        until(lambda: served.log.read_text().count("startup complete") == 2, 60, "both workers")
        for _ in range(12):
            with requests.get(f"{served.url}/api/sessions", timeout=5) as answer:
                assert answer.status_code == 401
        counted = 'truthtime_http_request_duration_seconds_count{method="GET",route="refused_early",status="401"} 12.0'
        assert counted in requests.get(f"{served.url}/metrics", timeout=5).text
        first = served.workers()
        os.kill(first[0], signal.SIGKILL)
        until(lambda: len(served.workers()) == 2 and first[0] not in served.workers(), 20, "another worker")
        assert "worker_ended" in served.log.read_text()
        assert counted in requests.get(f"{served.url}/metrics", timeout=5).text
        until(lambda: served.log.read_text().count("startup complete") == 3, 60, "it to be ready")
        left = served.workers()
        served.process.kill()
        served.process.wait()
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left), 20, "the workers to follow")


def test_a_port_in_use_is_said_with_a_next_step(narrow: Served, shared: Settings) -> None:
    refused = truthtime_server("serve", "--port", str(narrow.port), env=environment(shared))
    title, hint = refused.stderr.splitlines()
    assert refused.returncode == 1
    assert f"port {narrow.port}" in title
    assert "--port" in hint


def test_missing_settings_are_named_and_their_values_are_not() -> None:
    refused = truthtime_server("serve", env={"TRUTHTIME_IDENTITY_KEY": "short-secret"})
    assert refused.returncode == 1
    assert "TRUTHTIME_DATABASE_URL" in refused.stderr
    assert "short-secret" not in refused.stderr
