"""Connections that nobody can hold for ever: bounds for headers, slow ends, and how many there are at once.

uvicorn closes idle connections itself; what it lacks are deadlines for a request's head and for an answer that the
other end does not take, and a clear answer where there are too many.
"""

import asyncio
from asyncio import TimerHandle
from typing import Final, NamedTuple

import orjson
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_AT_MOST_BYTES: Final = 32_768
"""Of a request line with all its headers."""


class Bounds(NamedTuple):
    """What one connection may take.

    Attributes:
        connections: of this process at once.
        head_s: for a request line and its headers to arrive.
        write_s: for the other end to take more of an answer.
    """

    connections: int
    head_s: float
    write_s: float


class BoundedConfig(uvicorn.Config):
    """uvicorn's settings with ours beside them, for the connections to read."""

    bounds: Bounds


class Connection(HttpToolsProtocol):
    """uvicorn's connection, closed when the other end is too slow or too many are open."""

    _head_timer: TimerHandle | None = None
    _write_timer: TimerHandle | None = None
    _head_bytes = 0
    _in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, or tell it that there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self._bounds.connections:
            self._refuse(503, "too_many_connections", "The server has too many connections.", "Try again in a moment.")
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop(self._head_timer)
        self._stop(self._write_timer)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes arrive. Headers have an end."""
        if self.transport.is_closing():
            return
        self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_AT_MOST_BYTES:
            self._refuse(431, "headers_too_large", "The headers of the request are too large.", "Send fewer.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        if not self._in_head:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Its headers are there; the body has its own deadline (bodies.py)."""
        self._in_head = False
        self._stop(self._head_timer)
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """The other end does not take what it asked for."""
        super().pause_writing()
        self._stop(self._write_timer)
        self._write_timer = self.loop.call_later(self._bounds.write_s, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._stop(self._write_timer)
        super().resume_writing()

    @property
    def _bounds(self) -> Bounds:
        assert isinstance(self.config, BoundedConfig)  # noqa: S101 - made by `_config`, nowhere else
        return self.config.bounds

    def _await_head(self) -> None:
        self._in_head = True
        self._head_bytes = 0
        self._stop(self._head_timer)
        self._head_timer = self.loop.call_later(self._bounds.head_s, self._head_is_late)

    def _head_is_late(self) -> None:
        if self._head_bytes:
            self._refuse(408, "headers_too_slow", "The headers of the request did not arrive in time.", "Try again.")
        else:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's signature
        """Answer what is no HTTP, in the form of every other answer."""
        self._refuse(400, "malformed_http", "This is not a request that HTTP allows.", "Send HTTP/1.1 (RFC 9112).")

    def _refuse(self, status: int, code: str, title: str, hint: str) -> None:
        """Answer before there is a request, and hang up."""
        document = {"type": f"urn:truthtime:problem:{code}", "title": title, "status": status, "code": code}
        body = orjson.dumps(document | {"hint": hint})
        reason = {
            400: "Bad Request",
            408: "Request Timeout",
            431: "Request Header Fields Too Large",
            503: "Service Unavailable",
        }[status]
        retry = "Retry-After: 2\r\n" if status == 503 else ""  # noqa: PLR2004 - Service Unavailable
        head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/problem+json\r\n{retry}"
        self.transport.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        self.transport.close()

    @staticmethod
    def _stop(timer: TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
