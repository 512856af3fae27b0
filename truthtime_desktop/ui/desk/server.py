"""The running copy listens for quick commands: one line in, one line out, then the connection ends."""

import sys
from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject

from truthtime_core.errors import StoreError, TruthTimeError
from truthtime_desktop import wire
from truthtime_desktop.config import Places
from truthtime_desktop.store import LockedError
from truthtime_desktop.wire import Answer, Request

RETRY_EVERY_MS = 200
TRIES = 20
"""Four seconds: shorter than a command waits for its answer (`wire.ask`)."""


class Listener(Protocol):
    """Where callers come from: a Unix socket, or a named pipe."""

    def listen(self, address: str) -> None:
        """Begin. A socket that lies there already is taken away. Raises OSError when there can be none."""

    def close(self) -> None:
        """Send everybody away."""


class Caller(Protocol):
    """One connection."""

    def reply(self, line: bytes) -> None:
        """Send this and hang up."""

    def later(self, after_ms: int, act: Callable[[], None]) -> None:
        """Do this after so many milliseconds, unless the other side has gone meanwhile."""


OnLine = Callable[[Caller, bytes], None]


def system_listener(on_line: OnLine, parent: QObject) -> Listener:
    """How this operating system's processes talk to each other."""
    if sys.platform == "win32":
        from truthtime_desktop.ui.listening_pipe import PipeListener

        return PipeListener(on_line, parent)
    from truthtime_desktop.ui.listening_socket import SocketListener

    return SocketListener(on_line, parent)


class CommandServer(QObject):
    """Answers on a local socket that only this user can reach.

    Args:
        places: where the address is published.
        carry_out: does what a request asks; must not raise for what a person can do wrong.
        make_listener: where callers come from.
    """

    def __init__(
        self,
        places: Places,
        carry_out: Callable[[Request], Answer],
        make_listener: Callable[[OnLine, QObject], Listener] = system_listener,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._carry_out = carry_out
        self._listener = make_listener(self._serve, self)
        self._listens = False

    def listen(self) -> None:
        """Begin to answer. The caller holds the data lock, so a socket that is still there belongs to nobody.

        Raises:
            StoreError: no socket can be made.
        """
        address = wire.choose_address(self._places)
        try:
            self._listener.listen(address)
        except OSError as error:
            raise StoreError(
                f"Commands cannot reach TruthTime: {error.strerror or error}.",
                "The tray works. To use commands too, set XDG_RUNTIME_DIR to a folder of your own and start again.",
            ) from error
        self._listens = True
        wire.publish(self._places, address)

    def close(self) -> None:
        """Stop answering."""
        if self._listens:
            self._listens = False
            self._listener.close()
            wire.withdraw(self._places)

    def _serve(self, caller: Caller, line: bytes) -> None:
        self._reply(caller, line, TRIES)

    def _reply(self, caller: Caller, line: bytes, tries: int) -> None:
        """Carry out and answer; while another program holds the data file, again a little later."""
        try:
            answer = self._carry_out(wire.decode_request(line))
        except LockedError as error:
            if tries:
                # Gone with the caller: a command nobody waits for is not carried out.
                caller.later(RETRY_EVERY_MS, partial(self._reply, caller, line, tries - 1))
                return
            answer = wire.refusal(error)
        except TruthTimeError as error:
            answer = wire.refusal(error)
        caller.reply(wire.encode_answer(answer))
