"""Bodies of requests: bounded before and after decompression, in time, and in memory of the whole process.

A body is read as a whole before a route sees it: every route needs all of it, and a refusal is then one clear answer.
"""

import asyncio
import zlib
from collections.abc import Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from truthtime_server.errors import ProblemError, of_status, problem_response

IDENTITY: Final = frozenset({b"", b"identity"})
GZIP: Final = frozenset({b"gzip", b"x-gzip"})
GZIP_WINDOW: Final = 31
"""zlib's window bits for a gzip header and nothing else."""

DISCARD_AT_MOST_BYTES: Final = 32 * 1_048_576
DISCARD_WITHIN_S: Final = 5.0
HELD_AT_MOST_BYTES: Final = 256 * 1_048_576
"""Of all bodies of this process together, as they were sent and decompressed."""

_INTERESTING: Final = frozenset({b"content-length", b"transfer-encoding", b"content-encoding", b"expect"})
_REPLACED: Final = frozenset({b"content-length", b"transfer-encoding", b"content-encoding"})


class Bodies:
    """ASGI middleware: reads, bounds and decompresses.

    Args:
        app: what gets whole bodies only.
        most_bytes: of one body, as it was sent and as it is after decompression.
        larger: paths that take more, and how much; one that ends with a slash means every path right below it.
        within_s: a body that takes longer to arrive is refused.
    """

    def __init__(
        self, app: ASGIApp, most_bytes: int, larger: Mapping[str, int] | None = None, within_s: float = 30.0
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._larger = dict(larger or {})
        self._within_s = within_s
        self.held_bytes = 0
        """Of all bodies that are here now."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = {name: value for name, value in scope["headers"] if name in _INTERESTING}
        if sent.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in sent:
            await self._app(scope, receive, send)
            return
        arriving = _Arriving(self, self._most_of(scope["path"]), sent)
        try:
            body = await arriving.whole(receive, self._within_s)
            await self._pass_on(scope, receive, send, body)
        except ConnectionAbortedError:
            return  # Nobody is there any more who could be told.
        except RefusedBodyError as refusal:
            answer = problem_response(refusal.problem, scope.get("state", {}).get("request_id", ""))
            answer.headers["connection"] = "close"
            await answer(scope, receive, send)
        finally:
            self.held_bytes -= arriving.held_bytes

    def _most_of(self, path: str) -> int:
        below = path[: path.rfind("/") + 1]
        return self._larger.get(path) or self._larger.get(below) or self._most_bytes

    def hold(self, count: int) -> None:
        """Count memory for a body that is on its way.

        Raises:
            RefusedBodyError: 503, there is no more.
        """
        if self.held_bytes + count > HELD_AT_MOST_BYTES:
            raise RefusedBodyError(_busy())
        self.held_bytes += count

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
        kept = [(name, value) for name, value in scope["headers"] if name not in _REPLACED]
        scope["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        given = False

        async def whole() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, whole, send)


class RefusedBodyError(Exception):
    """A body is not taken.

    Args:
        problem: what its sender is told.
    """

    def __init__(self, problem: ProblemError) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Arriving:
    """One body on its way in."""

    def __init__(self, bodies: Bodies, most_bytes: int, sent: Mapping[bytes, bytes]) -> None:
        self._bodies = bodies
        self._most_bytes = most_bytes
        self._waits = sent.get(b"expect", b"").lower() == b"100-continue"
        self._encoding = sent.get(b"content-encoding", b"").strip().lower()
        length = sent.get(b"content-length", b"")
        self._announced = int(length) if length.isdigit() else 0
        self._more = True
        self.held_bytes = 0

    async def whole(self, receive: Receive, within_s: float) -> bytes:
        """All of it, decompressed.

        Raises:
            RefusedBodyError: it is too large, too slow, or not what it says.
            ConnectionAbortedError: its sender has gone.
        """
        try:
            self._check_announced()
            async with asyncio.timeout(within_s):
                raw = await self._read(receive)
        except TimeoutError:
            raise RefusedBodyError(_too_slow(within_s)) from None
        except RefusedBodyError:
            await self._discard(receive)
            raise
        return self._inflated(raw) if self._encoding in GZIP else raw

    def _check_announced(self) -> None:
        if self._encoding not in IDENTITY | GZIP:
            raise RefusedBodyError(_unknown_encoding())
        if self._announced > self._most_bytes:
            raise RefusedBodyError(_too_large(self._most_bytes))

    async def _read(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while self._more:
            chunk, self._more = await _next(receive)
            size += len(chunk)
            if size > self._most_bytes:
                raise RefusedBodyError(_too_large(self._most_bytes))
            self._hold(len(chunk))
            chunks.append(chunk)
        return b"".join(chunks)

    async def _discard(self, receive: Receive) -> None:
        """Read on and forget: a sender who is still writing would see a reset connection instead of the answer."""
        if self._waits or self._announced > DISCARD_AT_MOST_BYTES:
            return
        size = 0
        try:
            async with asyncio.timeout(DISCARD_WITHIN_S):
                while self._more and size < DISCARD_AT_MOST_BYTES:
                    chunk, self._more = await _next(receive)
                    size += len(chunk)
        except TimeoutError:
            return

    def _inflated(self, raw: bytes) -> bytes:
        stream = zlib.decompressobj(wbits=GZIP_WINDOW)
        try:
            body = stream.decompress(raw, self._most_bytes + 1)
        except zlib.error:
            raise RefusedBodyError(_malformed_gzip()) from None
        if len(body) > self._most_bytes:
            raise RefusedBodyError(_too_large(self._most_bytes))
        if not stream.eof or stream.unused_data:
            raise RefusedBodyError(_malformed_gzip())
        self._hold(len(body))
        return body

    def _hold(self, count: int) -> None:
        self._bodies.hold(count)
        self.held_bytes += count


async def _next(receive: Receive) -> tuple[bytes, bool]:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise ConnectionAbortedError
    return message.get("body", b""), message.get("more_body", False)


def _too_large(most_bytes: int) -> ProblemError:
    known = of_status(413)
    detail = f"At most {most_bytes} bytes, before and after decompression."
    return ProblemError(413, known.code, known.title, known.hint, detail=detail)


def _too_slow(within_s: float) -> ProblemError:
    title, hint = "The body of the request did not arrive in time.", "Try again on a better connection, or send less."
    return ProblemError(408, "body_too_slow", title, hint, detail=f"It has to arrive within {within_s:g} s.")


def _unknown_encoding() -> ProblemError:
    return ProblemError(
        415,
        "content_encoding_unknown",
        "This compression is not read here.",
        "Compress with gzip, once, or send the body as it is.",
        headers={"Accept-Encoding": "gzip"},
    )


def _malformed_gzip() -> ProblemError:
    title, hint = "The body is not what its Content-Encoding says.", "Compress it with gzip, once and whole."
    return ProblemError(400, "malformed_gzip", title, hint)


def _busy() -> ProblemError:
    title, hint = "The server holds as many bodies as it can.", "Try again after the seconds of Retry-After."
    return ProblemError(503, "busy", title, hint, headers={"Retry-After": "2"})
