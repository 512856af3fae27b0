"""The client against real sockets: whatever listens, it brings an answer, says nobody is there, or says why not."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truthtime_core.errors import BusyError, InputError
from truthtime_desktop import wire
from truthtime_desktop.config import Places
from truthtime_desktop.wire import Answer, Request

STATUS = Request(("status", "--json"), None, "/home/somebody")
DONE = Answer(0, '{"state":"running"}\n', "")
GENEROUS_S = 30.0
SHORT_S = 0.05

Serve = Callable[[socket.socket], None]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "data")
    places.prepare()
    return places


@contextmanager
def listening(places: Places, serve: Serve, clients: int = 1) -> Iterator[str]:
    """A server of the standard library that serves this many clients, one after the other, and is published."""
    address = wire.choose_address(places)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen(8)
        wire.publish(places, address)

        def run() -> None:
            for _ in range(clients):
                connection, _ = server.accept()
                with connection:
                    serve(connection)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield address
        finally:
            thread.join(GENEROUS_S)
            wire.withdraw(places)


def request_on(connection: socket.socket) -> Request:
    received = b""
    while not received.endswith(b"\n"):
        chunk = connection.recv(65_536)
        assert chunk
        received += chunk
    return wire.decode_request(received)


def answering(answer: Answer) -> Serve:
    def serve(connection: socket.socket) -> None:
        request_on(connection)
        connection.sendall(wire.encode_answer(answer))

    return serve


def test_the_answer_comes_back(places: Places) -> None:
    seen = []

    def serve(connection: socket.socket) -> None:
        seen.append(request_on(connection))
        connection.sendall(wire.encode_answer(DONE))

    request = Request(("note", "Grüße 👋", "a\nb", "\udcff"), "piped\n", "/home/ö")
    with listening(places, serve):
        assert wire.ask(places, request, GENEROUS_S) == DONE
    assert seen == [request]


def test_a_request_of_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deleted"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert wire.request(["note", "-"], "piped") == Request(("note", "-"), "piped", str(folder))
    folder.rmdir()
    assert wire.request(["status"], None) == Request(("status",), None, "")


def test_two_clients_get_their_own_answers(places: Places) -> None:
    def serve(connection: socket.socket) -> None:
        request = request_on(connection)
        connection.sendall(wire.encode_answer(Answer(0, request.argv[0], "")))

    answers: dict[str, Answer | None] = {}

    def client(word: str) -> None:
        answers[word] = wire.ask(places, Request((word,), None, "/"), GENEROUS_S)

    with listening(places, serve, clients=2):
        threads = [threading.Thread(target=client, args=(word,)) for word in ("start", "stop")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(GENEROUS_S)
    assert answers == {"start": Answer(0, "start", ""), "stop": Answer(0, "stop", "")}


def test_a_long_answer_in_many_pieces(places: Places) -> None:
    answer = Answer(0, "x" * 3_000_000, "")
    with listening(places, answering(answer)):
        assert wire.ask(places, STATUS, GENEROUS_S) == answer


def test_a_copy_that_was_killed_left_its_file_and_its_socket(places: Places) -> None:
    with listening(places, answering(DONE)) as address:
        left = places.running.read_bytes()
        assert wire.ask(places, STATUS, GENEROUS_S) == DONE
    places.running.write_bytes(left)
    assert Path(address).exists()
    assert wire.ask(places, STATUS) is None
    Path(address).unlink()
    assert wire.ask(places, STATUS) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"address": 7}', b'{"address": ""}', b'{"address": "nowhere"}']
    + [
        json.dumps({"address": address}).encode()
        for address in ("/" + "x" * 300, "/etc/passwd", "/a\0b", "/a\0b/c", "/\udcff", "/\ud800/a")
    ],
)
def test_a_damaged_file_means_that_nobody_runs(places: Places, content: bytes) -> None:
    places.running.write_bytes(content)
    assert wire.ask(places, STATUS) is None


def test_no_file_or_an_address_that_is_no_socket_means_that_nobody_runs(places: Places) -> None:
    assert wire.ask(places, STATUS) is None
    places.settings.write_text("{}")
    wire.publish(places, str(places.settings))
    assert wire.ask(places, STATUS) is None


def test_no_answer_in_time_is_said_in_words(places: Places) -> None:
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        request_on(connection)
        over.wait(GENEROUS_S)

    with listening(places, serve):
        with pytest.raises(BusyError, match="does not answer"):
            wire.ask(places, STATUS, SHORT_S)
        over.set()


def test_drops_of_an_answer_do_not_extend_the_deadline(places: Places) -> None:
    over = threading.Event()

    def serve(connection: socket.socket) -> None:
        request_on(connection)
        while not over.wait(SHORT_S / 10):
            connection.sendall(b" ")

    with listening(places, serve):
        with pytest.raises(BusyError, match="does not answer"):
            wire.ask(places, STATUS, SHORT_S)
        over.set()


@pytest.mark.parametrize("part", [b"", b'{"exit_code":0,"stdout":"hal'])
def test_half_an_answer_is_not_believed(places: Places, part: bytes) -> None:
    def serve(connection: socket.socket) -> None:
        request_on(connection)
        connection.sendall(part)

    with listening(places, serve), pytest.raises(BusyError, match="ended while it was answering"):
        wire.ask(places, STATUS, GENEROUS_S)


def test_a_server_that_hangs_up_at_once(places: Places) -> None:
    with listening(places, lambda connection: connection.close()), pytest.raises(BusyError):
        wire.ask(places, Request(("note", "x" * 900_000), None, "/"), GENEROUS_S)


@pytest.mark.parametrize(
    "garbage",
    [b"\n", b"hello\n", b"[]\n", b'{"exit_code":true,"stdout":"","stderr":""}\n', b"\xff\n", b"[" * 9999 + b"\n"],
)
def test_garbage_is_said_in_words(places: Places, garbage: bytes) -> None:
    def serve(connection: socket.socket) -> None:
        request_on(connection)
        connection.sendall(garbage)

    with listening(places, serve), pytest.raises(BusyError, match="does not understand") as caught:
        wire.ask(places, STATUS, GENEROUS_S)
    assert caught.value.hint


def test_a_full_queue_of_callers_is_said_in_words(places: Places) -> None:
    """Nobody accepts, and the queue of waiting connections is full."""
    address = wire.choose_address(places)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(address)
        server.listen(0)
        wire.publish(places, address)
        callers = []
        for _ in range(3):
            caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            caller.settimeout(0)
            caller.connect_ex(address)
            callers.append(caller)
        with pytest.raises(BusyError, match="does not answer"):
            wire.ask(places, STATUS, SHORT_S)
        for caller in callers:
            caller.close()


def test_a_request_that_is_too_long_is_refused_before_it_is_sent(places: Places) -> None:
    request = Request(("note", "x" * wire.MAX_REQUEST_BYTES), None, "/")
    with pytest.raises(InputError, match="longer than 26 MB"):
        wire.ask(places, request)
    with pytest.raises(InputError, match="longer than 26 MB"):
        wire.decode_request(b"x" * (wire.MAX_REQUEST_BYTES + 1))


def test_an_answer_that_is_too_long_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_ANSWER_BYTES", 1_000)
    answer = wire.decode_answer(wire.encode_answer(Answer(0, "x" * 1_000, "")))
    assert answer.exit_code == 1
    assert answer.stderr.startswith("The answer is too long to be shown.\n")


words = st.text(st.characters(categories=None), max_size=20)


@given(st.lists(words, max_size=5), st.none() | words, words)
def test_any_request_survives_the_way(argv: list[str], stdin: str | None, cwd: str) -> None:
    request = Request(tuple(argv), stdin, cwd)
    line = wire.encode_request(request)
    assert line.count(b"\n") == 1
    assert wire.decode_request(line) == request


@given(st.integers(), words, words)
def test_any_answer_survives_the_way(exit_code: int, stdout: str, stderr: str) -> None:
    answer = Answer(exit_code, stdout, stderr)
    line = wire.encode_answer(answer)
    assert line.count(b"\n") == 1
    assert wire.decode_answer(line) == answer


@given(
    st.binary(max_size=60)
    | st.from_regex(rb'\{"argv":\[("a",?)*\],"stdin":[a-z"0-9]*,"cwd":[a-z"0-9]*\}', fullmatch=True)
)
def test_any_line_is_a_request_or_refused_in_words(line: bytes) -> None:
    with suppress(InputError):
        assert isinstance(wire.decode_request(line), Request)


class TestPublishing:
    """The file that says where the running copy listens."""

    def test_it_holds_address_and_process_and_is_private(self, places: Places) -> None:
        wire.publish(places, "/run/somewhere")
        assert json.loads(places.running.read_text()) == {"address": "/run/somewhere", "pid": os.getpid()}
        assert places.running.stat().st_mode & 0o777 == 0o600
        wire.withdraw(places)
        assert not places.running.exists()
        wire.withdraw(places)

    def test_the_address_of_another_process_stays(self, places: Places) -> None:
        places.running.write_text('{"address": "/run/other", "pid": 1}')
        wire.withdraw(places)
        assert places.running.exists()


class TestPipe:
    """The way of Windows, over a terminal pair: a path that is opened like a file, with another program behind it."""

    @pytest.fixture
    def pair(self) -> Iterator[tuple[int, Path]]:
        server, client = os.openpty()
        tty.setraw(client)
        yield server, Path(os.ttyname(client))
        os.close(client)
        os.close(server)

    def exchange(self, pair: tuple[int, Path], answer: bytes, timeout_s: float) -> bytes | None:
        server, path = pair
        seen = []

        def serve() -> None:
            received = b""
            while not received.endswith(b"\n"):
                received += os.read(server, 4096)
            seen.append(received)
            os.write(server, answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            return wire._ask_pipe(path, b"request\n", time.perf_counter() + timeout_s)  # noqa: SLF001 - the seam
        finally:
            thread.join(GENEROUS_S)
            assert seen == [b"request\n"]

    def test_the_answer_comes_back(self, pair: tuple[int, Path]) -> None:
        assert self.exchange(pair, b'{"exit_code":0}\n', GENEROUS_S) == b'{"exit_code":0}\n'

    def test_no_whole_answer_in_time_is_said_in_words(self, pair: tuple[int, Path]) -> None:
        with pytest.raises(BusyError, match="does not answer"):
            self.exchange(pair, b"half", SHORT_S)
        os.write(pair[0], b"\n")  # Lets the thread that was left behind come to its end.

    def test_no_pipe_means_that_nobody_runs(self, tmp_path: Path) -> None:
        assert wire._ask_pipe(tmp_path / "absent", b"request\n", 0) is None  # noqa: SLF001 - the seam


def test_the_client_imports_nothing_slow() -> None:
    """What `truthtime status` loads: the list is the budget that holds on every computer."""
    program = (
        "import sys; before = set(sys.modules); import truthtime_desktop.wire; print(*(set(sys.modules) - before))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30)
    loaded = set(said.stdout.split())
    slow = {
        "PySide6",
        "argparse",
        "ctypes",
        "dataclasses",
        "hashlib",
        "inspect",
        "logging",
        "platformdirs",
        "sqlalchemy",
    }
    assert not loaded & (slow | {"sqlite3", "tempfile", "threading", "zoneinfo"})
