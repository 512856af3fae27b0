"""The same as `listening_socket` over Qt's local sockets: a named pipe on Windows, where Qt watches no other kind."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from truthtime_desktop import wire


class PipeListener(QObject):
    """Listens under a name that only this user can reach.

    Args:
        on_line: is given each caller and its line; `PipeCaller.reply` once it is answered.
    """

    def __init__(self, on_line: Callable[["PipeCaller", bytes], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_line = on_line
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self, address: str) -> None:
        """Begin. A socket that lies there already is taken away.

        Raises:
            OSError: there can be none.
        """
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            raise OSError(self._server.errorString())

    def close(self) -> None:
        """Send everybody away."""
        self._server.close()

    def _greet(self) -> None:
        PipeCaller(self._server.nextPendingConnection(), self._on_line, self)


class PipeCaller(QObject):
    """One connection. It is deleted when the other side goes, and with it what hangs on it.

    Args:
        connection: of the server.
        on_line: as in `PipeListener`.
    """

    def __init__(
        self, connection: QLocalSocket, on_line: Callable[["PipeCaller", bytes], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._on_line: Callable[[PipeCaller, bytes], None] | None = on_line
        connection.disconnected.connect(self._end)
        connection.readyRead.connect(self._read)
        self._read()

    def reply(self, line: bytes) -> None:
        """Send this and hang up."""
        self._connection.write(line)
        self._connection.flush()
        self._connection.disconnectFromServer()

    def later(self, after_ms: int, act: Callable[[], None]) -> None:
        """Do this after so many milliseconds, unless the other side has gone meanwhile."""
        QTimer.singleShot(after_ms, self, act)

    def _read(self) -> None:
        connection, on_line = self._connection, self._on_line
        if on_line is None:
            return
        if connection.canReadLine():
            line = bytes(connection.readLine().data())
        elif connection.bytesAvailable() > wire.MAX_REQUEST_BYTES:
            line = bytes(connection.readAll().data())
        else:
            return
        self._on_line = None
        on_line(self, line)

    def _end(self) -> None:
        self._connection.deleteLater()
        self.deleteLater()
