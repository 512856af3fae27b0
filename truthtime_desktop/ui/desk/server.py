"""The running copy listens for quick commands: one line in, one line out, then the connection ends."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from truthtime_core.errors import StoreError, TruthTimeError
from truthtime_desktop import wire
from truthtime_desktop.config import Places
from truthtime_desktop.store import LockedError
from truthtime_desktop.wire import Answer, Request

RETRY_EVERY_MS = 200
TRIES = 20
"""Four seconds: shorter than a command waits for its answer (`wire.ask`)."""


class CommandServer(QObject):
    """Answers on a local socket that only this user can reach.

    Args:
        places: where the address is published.
        carry_out: does what a request asks; must not raise for what a person can do wrong.
    """

    def __init__(self, places: Places, carry_out: Callable[[Request], Answer], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._carry_out = carry_out
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self) -> None:
        """Begin to answer. The caller holds the data lock, so a socket that is still there belongs to nobody.

        Raises:
            StoreError: no socket can be made.
        """
        address = wire.choose_address(self._places)
        QLocalServer.removeServer(address)
        if not self._server.listen(address):
            raise StoreError(
                f"Commands cannot reach TruthTime: {self._server.errorString()}.",
                "The tray works. To use commands too, set XDG_RUNTIME_DIR to a folder of your own and start again.",
            )
        wire.publish(self._places, address)

    def close(self) -> None:
        """Stop answering."""
        if self._server.isListening():
            self._server.close()
            wire.withdraw(self._places)

    def _greet(self) -> None:
        connection = self._server.nextPendingConnection()
        connection.disconnected.connect(connection.deleteLater)
        connection.readyRead.connect(partial(self._serve, connection))
        self._serve(connection)

    def _serve(self, connection: QLocalSocket) -> None:
        if connection.canReadLine():
            line = bytes(connection.readLine().data())
        elif connection.bytesAvailable() > wire.MAX_REQUEST_BYTES:
            line = bytes(connection.readAll().data())
        else:
            return
        connection.readyRead.disconnect()
        self._reply(connection, line, TRIES)

    def _reply(self, connection: QLocalSocket, line: bytes, tries: int) -> None:
        """Carry out and answer; while another program holds the data file, again a little later."""
        try:
            answer = self._carry_out(wire.decode_request(line))
        except LockedError as error:
            if tries:
                again = QTimer(connection)  # goes with the connection: a command nobody waits for is not carried out
                again.setSingleShot(True)
                again.timeout.connect(partial(self._reply, connection, line, tries - 1))
                again.start(RETRY_EVERY_MS)
                return
            answer = wire.refusal(error)
        except TruthTimeError as error:
            answer = wire.refusal(error)
        connection.write(wire.encode_answer(answer))
        connection.flush()
        connection.disconnectFromServer()
