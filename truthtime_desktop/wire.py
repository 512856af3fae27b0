"""How a quick command reaches the running copy: one line of JSON there, one line back, over a local socket.

The command line imports this on its fastest path, so it uses the cheapest parts of the standard library and no Qt. The
listening side (`truthtime_desktop.ui.desk.server`) uses the same framing functions with Qt's local server.

Somebody else's process must not be able to take our place: the socket lies in a folder that only its owner can write,
and the client does not speak to a socket anywhere else.
"""

import json
import os
import socket
import stat
import sys
import time
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from truthtime_core.errors import BusyError, InputError, StoreError, TruthTimeError
from truthtime_desktop.config import Places, disk_error, replace_file

MAX_REQUEST_BYTES = 26_000_000
"""Longer requests are refused. The longest note fits (core/notes.py): a byte of it takes at most six in a request."""

MAX_ANSWER_BYTES = 64_000_000
"""Room for a log of many years as JSON."""

LONGEST_ADDRESS_BYTES = 100
"""sockaddr_un holds 108 bytes on Linux and 104 on macOS."""

CHUNK_BYTES = 65_536
PIPE = r"\\.\pipe" + "\\"


class Request(NamedTuple):
    """A command line that the running copy shall carry out.

    Attributes:
        argv: the arguments after the program's name.
        stdin: what was piped in; None when nothing was.
        cwd: folder in which relative paths of the arguments are meant.
    """

    argv: tuple[str, ...]
    stdin: str | None
    cwd: str


class Answer(NamedTuple):
    """What the command did, to be printed and returned by the client as if it had done it."""

    exit_code: int
    stdout: str
    stderr: str


def request(argv: Sequence[str], stdin: str | None) -> Request:
    """The request that these arguments make in the folder of this process."""
    try:
        cwd = os.getcwd()  # noqa: PTH109 - asked for its text only
    except FileNotFoundError:  # The folder was deleted under the shell; only a relative path would need it.
        cwd = ""
    return Request(tuple(argv), stdin, cwd)


def encode_request(request: Request) -> bytes:
    """The request as one line.

    Raises:
        InputError: it is longer than a request may be.
    """
    line = _line({"argv": list(request.argv), "stdin": request.stdin, "cwd": request.cwd})
    if len(line) > MAX_REQUEST_BYTES:
        raise _too_long()
    return line


def decode_request(line: bytes) -> Request:
    """The request in this line, with or without its line end.

    Raises:
        InputError: it is none, or longer than a request may be.
    """
    if len(line) > MAX_REQUEST_BYTES:
        raise _too_long()
    fields = _object(line)
    argv, stdin, cwd = fields.get("argv"), fields.get("stdin"), fields.get("cwd")
    if (
        not isinstance(argv, list)
        or not all(isinstance(word, str) for word in argv)
        or not (stdin is None or isinstance(stdin, str))
        or not isinstance(cwd, str)
    ):
        raise InputError(
            "TruthTime received a request that it does not understand.",
            "Update TruthTime, then quit it from its menu and start it again.",
        )
    return Request(tuple(argv), stdin, cwd)


def encode_answer(answer: Answer) -> bytes:
    """The answer as one line. One that is too long becomes a refusal in words."""
    line = _line(answer._asdict())
    if len(line) > MAX_ANSWER_BYTES:
        title, hint = "The answer is too long to be shown.", "Ask for a shorter time, or use `truthtime export`."
        return _line(Answer(1, "", f"{title}\n{hint}\n")._asdict())
    return line


def decode_answer(line: bytes) -> Answer:
    """The answer in this line, with or without its line end.

    Raises:
        BusyError: it is none: the running copy is of another version, or something else listens there.
    """
    fields = _object(line)
    exit_code, stdout, stderr = fields.get("exit_code"), fields.get("stdout"), fields.get("stderr")
    if type(exit_code) is not int or not isinstance(stdout, str) or not isinstance(stderr, str):
        raise BusyError(
            "The running TruthTime gave an answer that this command does not understand.",
            "Quit TruthTime from its menu, start it again, and check with `truthtime status`.",
        )
    return Answer(exit_code, stdout, stderr)


def refusal(error: TruthTimeError) -> Answer:
    """What a command answers that was refused: title and hint, a line each, for standard error."""
    return Answer(1, "", f"{error.title}\n{error.hint}\n")


def show(answer: Answer) -> int:
    """Print the answer as if this process had done the command.

    Returns:
        its exit code; 1 when the answer could not be printed (a full disk), though the command was carried out.
    """
    try:
        _print(sys.stdout, "")
    except OSError:
        # An export to standard output failed half-way; the answer itself says so.
        _give_up_output()
    try:
        _print(sys.stdout, answer.stdout)
        _print(sys.stderr, answer.stderr)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; that is no fault.
        _give_up_output()
    except OSError as error:
        reason = disk_error(error, Path("standard output"))
        _give_up_output()
        _print(sys.stderr, f"{reason.title}\nThe command was carried out, but its answer could not be written.\n")
        return 1
    return answer.exit_code


def choose_address(places: Places, environ: Mapping[str, str] = os.environ) -> str:
    """Where the running copy of these places shall listen: a socket's path, or a pipe's name on Windows.

    The folder is made if it is missing. The socket itself may be left over from a copy that was killed; whoever holds
    the data lock may remove it.

    Raises:
        StoreError: no folder that belongs to this user alone can be had.
    """
    mark = f"truthtime-{zlib.crc32(os.fsencode(places.root)):08x}"
    if sys.platform == "win32":
        return PIPE + mark
    temporary = (Path(environ.get("TMPDIR", "")), Path("/tmp"))  # noqa: S108 - the folder below is checked to be ours
    folders = [Path(environ.get("XDG_RUNTIME_DIR", "")), *(base / f"truthtime-{os.geteuid()}" for base in temporary)]
    for folder in folders:
        address = folder / mark
        if folder.is_absolute() and len(os.fsencode(address)) <= LONGEST_ADDRESS_BYTES and _make_ours(folder):
            return str(address)
    raise StoreError(
        "TruthTime found no safe place for its socket, so commands cannot reach it.",
        "Set XDG_RUNTIME_DIR to a folder that belongs to you alone, with a short path.",
    )


def publish(places: Places, address: str) -> None:
    """Tell the quick commands where this process listens.

    Raises:
        StoreError: the disk does not take it.
    """
    replace_file(places.running, _line({"address": address, "pid": os.getpid()}))


def withdraw(places: Places) -> None:
    """Stop telling, unless another process has published its own address since.

    Raises:
        StoreError: the file cannot be removed.
    """
    if _published(places).get("pid") != os.getpid():
        return
    try:
        places.running.unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, places.running) from error


def ask(places: Places, request: Request, timeout_s: float = 5.0) -> Answer | None:
    """Let the running copy carry out a command.

    Args:
        timeout_s: how long the running copy may take in all, seconds.

    Returns:
        its answer, or None when nobody is running: then nothing was done, and the caller may do it itself.

    Raises:
        InputError: the request is too long.
        BusyError: somebody is there and gave no whole answer in time. The command may or may not have been done.
    """
    line = encode_request(request)
    address = _published(places).get("address")
    if not isinstance(address, str) or not address:
        return None
    # Only how long to wait, never a duration that anybody is told.
    deadline_s = time.perf_counter() + timeout_s
    if address.startswith(PIPE):
        answer = _ask_pipe(Path(address), line, deadline_s)
    else:
        answer = _ask_socket(address, line, deadline_s)
    return None if answer is None else decode_answer(answer)


def _ask_socket(address: str, line: bytes, deadline_s: float) -> bytes | None:
    if sys.platform == "win32" or not _is_ours(Path(address).parent):
        return None
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.settimeout(_left_s(deadline_s))
            connection.connect(address)
        except (TimeoutError, BlockingIOError) as error:  # Its queue of callers is full.
            raise _no_answer() from error
        except (
            OSError,
            ValueError,
        ):  # No such socket, nobody on it, not a socket, no possible path: nobody is running.
            return None
        try:
            connection.sendall(line)
            received = bytearray()
            while not received.endswith(b"\n"):
                connection.settimeout(_left_s(deadline_s))
                chunk = connection.recv(CHUNK_BYTES)
                received += chunk
                if not chunk or len(received) > MAX_ANSWER_BYTES:
                    raise _broken_answer()
        except TimeoutError as error:
            raise _no_answer() from error
        except OSError as error:
            raise _broken_answer() from error
    return bytes(received)


def _ask_pipe(path: Path, line: bytes, deadline_s: float) -> bytes | None:
    """The same over a named pipe of Windows, which is opened like a file and knows no timeout.

    Not run on Windows when it was written; tests give it a terminal pair, which is opened like a file as well. The
    thread that waits too long is left behind: this process ends soon.
    """
    import threading

    try:
        pipe = path.open("r+b", buffering=0)
    except FileNotFoundError:
        return None
    except OSError as error:  # ERROR_PIPE_BUSY: every instance of the pipe is taken.
        raise _no_answer() from error
    received = bytearray()

    def exchange() -> None:
        try:
            with pipe:
                pipe.write(line)
                while not received.endswith(b"\n") and len(received) <= MAX_ANSWER_BYTES:
                    chunk = pipe.read(CHUNK_BYTES)
                    if not chunk:
                        return
                    received.extend(chunk)
        except OSError:
            received.clear()

    waiting = threading.Thread(target=exchange, daemon=True)
    waiting.start()
    waiting.join(_left_s(deadline_s))
    if waiting.is_alive():
        raise _no_answer()
    if not received.endswith(b"\n"):
        raise _broken_answer()
    return bytes(received)


def _print(stream: TextIO | None, text: str) -> None:
    """UTF-8 whatever the terminal's settings are; nothing where there is nobody to read it (a closed descriptor)."""
    if stream is not None:
        if text:
            stream.buffer.write(text.encode(errors="backslashreplace"))
        stream.flush()


def _give_up_output() -> None:
    """Python would try to write the rest once more when it ends, and then end with exit code 120."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _published(places: Places) -> dict[str, Any]:
    """Content of running.json; empty when there is none that can be used, which means that nobody is running."""
    try:
        return _object(places.running.read_bytes())
    except OSError:
        return {}


def _is_ours(folder: Path) -> bool:
    """Whether only this user can put a socket into the folder."""
    if sys.platform == "win32":
        return True
    try:
        found = folder.lstat()
    except (OSError, ValueError):
        return False
    others_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not others_write


def _make_ours(folder: Path) -> bool:
    try:
        folder.mkdir(0o700, exist_ok=True)
    except OSError:
        return False
    return _is_ours(folder)


def _left_s(deadline_s: float) -> float:
    # Never 0, which would mean "do not wait at all" and fail even when the answer is there.
    return max(0.001, deadline_s - time.perf_counter())


def _line(fields: Mapping[str, Any]) -> bytes:
    # ASCII only: words that are no valid Unicode (arguments may be any bytes) travel as escapes and are judged there.
    return json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"


def _object(line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _too_long() -> InputError:
    return InputError(
        f"The command is longer than {MAX_REQUEST_BYTES // 1_000_000} MB.", "Split the text into several notes."
    )


def _no_answer() -> BusyError:
    return BusyError(
        "TruthTime is running but does not answer.",
        "Wait a moment and check with `truthtime status`. If it stays like this, quit TruthTime and start it again.",
    )


def _broken_answer() -> BusyError:
    return BusyError(
        "TruthTime ended while it was answering.",
        "Check with `truthtime status` whether the command was carried out, then try again.",
    )
