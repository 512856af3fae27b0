"""Callers of a Unix socket: one line from each, one line back. Qt only says when there is something to read.

Qt's own local sockets (`listening_pipe`) do the same, but bring the whole of QtNetwork with TLS and Kerberos into the
memory of a program that talks to nobody but its own command line: 3 MB.
"""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from truthtime_desktop import wire

BACKLOG = 50
"""Callers who wait while one command is carried out; more are told that TruthTime is busy (`wire.ask`)."""

TIRED_MS = 500
"""How long nobody is let in when the system has no descriptor left for them."""


class SocketListener(QObject):
    """Listens at a path that only this user can reach.

    Args:
        on_line: is given each caller and its line; `SocketCaller.reply` once it is answered.
    """

    def __init__(self, on_line: Callable[["SocketCaller", bytes], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_line = on_line
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._address = ""

    def listen(self, address: str) -> None:
        """Begin. A socket that lies there already is taken away.

        Raises:
            OSError: there can be none.
        """
        if sys.platform == "win32":
            raise OSError("Windows has pipes: see listening_pipe.")
        with suppress(FileNotFoundError):
            Path(address).unlink()
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.settimeout(0)
            listening.bind(address)
            Path(address).chmod(0o600)
            listening.listen(BACKLOG)
        except OSError:
            listening.close()
            raise
        self._socket, self._address = listening, address
        self._notifier = QSocketNotifier(listening.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._greet)

    def close(self) -> None:
        """Send everybody away and take the socket off the disk."""
        if self._socket is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._socket.close()
        self._socket = None
        for caller in self.findChildren(SocketCaller):
            caller.end()
        with suppress(FileNotFoundError):
            Path(self._address).unlink()

    def _greet(self) -> None:
        while self._socket is not None:
            try:
                connection, _ = self._socket.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError:
                # No descriptor is left. The caller still waits, and Qt would say so at once, again and again.
                self._rest()
                return
            SocketCaller(connection, self._on_line, self)

    def _rest(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            QTimer.singleShot(TIRED_MS, self, self._wake)

    def _wake(self) -> None:
        if self._notifier is not None and self._socket is not None:
            self._notifier.setEnabled(True)


class SocketCaller(QObject):
    """One connection. It is deleted when the other side goes, and with it what hangs on it.

    Args:
        connection: accepted; closed by this object.
        on_line: as in `SocketListener`.
    """

    def __init__(
        self, connection: socket.socket, on_line: Callable[["SocketCaller", bytes], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        connection.settimeout(0)
        self._connection = connection
        self._on_line: Callable[[SocketCaller, bytes], None] | None = on_line
        self._received = bytearray()
        self._unsent = memoryview(b"")
        self._reading = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._reading.activated.connect(self._read)
        self._writing: QSocketNotifier | None = None

    def reply(self, line: bytes) -> None:
        """Send this and hang up; what does not fit into the socket goes out as the other side reads."""
        self._unsent = memoryview(line)
        self._write()

    def later(self, after_ms: int, act: Callable[[], None]) -> None:
        """Do this after so many milliseconds, unless the other side has gone meanwhile."""
        QTimer.singleShot(after_ms, self, act)

    def end(self) -> None:
        """Hang up."""
        for notifier in (self._reading, self._writing):
            if notifier is not None:
                notifier.setEnabled(False)
        self._connection.close()
        self.deleteLater()

    def _read(self) -> None:
        try:
            chunk = self._connection.recv(wire.CHUNK_BYTES)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        if not chunk:
            self.end()
        elif self._on_line is not None:
            self._take(chunk)

    def _take(self, chunk: bytes) -> None:
        """A part of the line. What comes after the first one is nobody's."""
        self._received += chunk
        is_whole = b"\n" in chunk
        if not is_whole and len(self._received) <= wire.MAX_REQUEST_BYTES:
            return
        line = bytes(self._received[: self._received.index(b"\n") + 1] if is_whole else self._received)
        on_line, self._on_line = self._on_line, None
        self._received.clear()
        if on_line is not None:
            on_line(self, line)

    def _write(self) -> None:
        try:
            while self._unsent:
                self._unsent = self._unsent[self._connection.send(self._unsent) :]
        except BlockingIOError:
            if self._writing is None:
                self._writing = QSocketNotifier(self._connection.fileno(), QSocketNotifier.Type.Write, self)
                self._writing.activated.connect(self._write)
            return
        except OSError:
            # Nobody is there any more to be told; what the command did stands.
            self._unsent = memoryview(b"")
        self.end()
