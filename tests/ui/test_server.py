"""The running copy's door: the same for a Unix socket and for Qt's local sockets (a named pipe on Windows)."""

import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from truthtime_core.errors import StoreError
from truthtime_desktop import wire
from truthtime_desktop.config import Places
from truthtime_desktop.store import LockedError
from truthtime_desktop.ui.desk.server import CommandServer, Listener, OnLine
from truthtime_desktop.ui.listening_pipe import PipeListener
from truthtime_desktop.ui.listening_socket import SocketListener
from truthtime_desktop.wire import Answer, Request

WITHIN_MS = 5_000
LONG = "x" * 3_000_000
"""More than a socket takes at once."""

Make = Callable[[OnLine, QObject], Listener]


class Room:
    """One server over an echo that refuses as often as it is told."""

    def __init__(self, places: Places, make: Make) -> None:
        self.places = places
        self.carried_out: list[str] = []
        self.locked = 0
        self.server = CommandServer(places, self._carry_out, make)

    def _carry_out(self, request: Request) -> Answer:
        if self.locked:
            self.locked -= 1
            raise LockedError("Held.", "Wait.")
        self.carried_out.append(request.argv[0])
        return Answer(0, LONG if request.argv[0] == "long" else request.argv[0], "")

    @property
    def address(self) -> str:
        return wire.choose_address(self.places)

    def call(self) -> socket.socket:
        """A caller that has said nothing yet."""
        caller = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        caller.settimeout(WITHIN_MS / 1_000)
        caller.connect(self.address)
        return caller


@pytest.fixture(params=[SocketListener, PipeListener])
def room(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> Iterator[Room]:
    assert qtbot
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "r"))
    (tmp_path / "r").mkdir(mode=0o700)
    (tmp_path / "data").mkdir()
    room = Room(Places(tmp_path / "data"), request.param)
    room.places.prepare()
    room.server.listen()
    yield room
    room.server.close()


def asked(room: Room, qtbot: QtBot, *words: str) -> Answer | None:
    """The answer to one command, asked by another thread as another process would."""
    found: list[Answer | None] = []
    asking = threading.Thread(target=lambda: found.append(wire.ask(room.places, Request(words, None, ""))))
    asking.start()
    qtbot.waitUntil(lambda: bool(found), timeout=WITHIN_MS)
    asking.join()
    return found[0]


def heard(caller: socket.socket, qtbot: QtBot) -> Answer:
    """What the server says to this caller."""
    received = bytearray()
    caller.settimeout(0)

    def is_whole() -> bool:
        try:
            received.extend(caller.recv(wire.CHUNK_BYTES))
        except BlockingIOError:
            return False
        return received.endswith(b"\n")

    qtbot.waitUntil(is_whole, timeout=WITHIN_MS)
    return wire.decode_answer(bytes(received))


def test_each_caller_gets_its_answer(room: Room, qtbot: QtBot) -> None:
    assert [asked(room, qtbot, word) for word in ("one", "two")] == [Answer(0, "one", ""), Answer(0, "two", "")]


def test_a_long_answer_goes_out_as_it_is_read(room: Room, qtbot: QtBot) -> None:
    assert asked(room, qtbot, "long") == Answer(0, LONG, "")


def test_a_line_may_come_in_pieces_and_only_the_first_counts(room: Room, qtbot: QtBot) -> None:
    line = wire.encode_request(Request(("pieces",), None, ""))
    with room.call() as caller:
        for piece in (line[:5], line[5:-1], b"\n" + line):
            caller.sendall(piece)
            qtbot.wait(20)
        qtbot.waitUntil(lambda: bool(room.carried_out), timeout=WITHIN_MS)
    assert room.carried_out == ["pieces"]


def test_many_callers_at_once_are_all_answered(room: Room, qtbot: QtBot) -> None:
    callers = [room.call() for _ in range(30)]
    for number, caller in enumerate(callers):
        caller.sendall(wire.encode_request(Request((str(number),), None, "")))
    qtbot.waitUntil(lambda: len(room.carried_out) == len(callers), timeout=WITHIN_MS)
    for number, caller in enumerate(callers):
        assert wire.decode_answer(caller.recv(wire.CHUNK_BYTES)).stdout == str(number)
        assert caller.recv(1) == b"", "hung up"
        caller.close()


def test_a_command_is_tried_again_while_the_data_is_held(room: Room, qtbot: QtBot) -> None:
    room.locked = 2
    assert asked(room, qtbot, "patient") == Answer(0, "patient", "")


def test_a_command_whose_caller_has_gone_is_not_carried_out(room: Room, qtbot: QtBot) -> None:
    room.locked = 1
    caller = room.call()
    caller.sendall(wire.encode_request(Request(("gone",), None, "")))
    qtbot.waitUntil(lambda: not room.locked, timeout=WITHIN_MS)
    caller.close()
    room.locked = 1
    assert asked(room, qtbot, "later") == Answer(0, "later", ""), "both were due at the same time"
    assert room.carried_out == ["later"]


def test_a_caller_that_leaves_without_a_word_or_without_reading_disturbs_nobody(room: Room, qtbot: QtBot) -> None:
    room.call().close()
    with room.call() as caller:
        caller.sendall(wire.encode_request(Request(("long",), None, "")))
        qtbot.waitUntil(lambda: bool(room.carried_out), timeout=WITHIN_MS)
    assert asked(room, qtbot, "next") == Answer(0, "next", "")


def test_a_line_that_never_ends_is_refused(room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_REQUEST_BYTES", 1_000)
    with room.call() as caller:
        caller.sendall(b"x" * 1_001)
        assert "longer than" in heard(caller, qtbot).stderr


def test_a_line_that_is_no_request_is_refused_in_words(room: Room, qtbot: QtBot) -> None:
    with room.call() as caller:
        caller.sendall(b"\xff nonsense\n")
        assert "does not understand" in heard(caller, qtbot).stderr


def test_only_this_user_reaches_the_socket_and_it_goes_with_the_server(room: Room) -> None:
    found = Path(room.address).stat()
    assert stat.S_ISSOCK(found.st_mode)
    assert not stat.S_IMODE(found.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    assert found.st_uid == os.geteuid()
    room.server.close()
    assert not Path(room.address).exists()
    assert wire.ask(room.places, Request(("status",), None, "")) is None


def test_a_socket_that_a_killed_copy_left_is_taken_over(room: Room, qtbot: QtBot) -> None:
    address = room.address
    room.server.close()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(address)
    room.server.listen()
    assert asked(room, qtbot, "again") == Answer(0, "again", "")


def test_a_socket_that_cannot_be_is_an_error_with_a_next_step(room: Room) -> None:
    address = Path(room.address)
    room.server.close()
    address.mkdir()
    with pytest.raises(StoreError) as refused:
        room.server.listen()
    assert "XDG_RUNTIME_DIR" in refused.value.hint
    address.rmdir()
