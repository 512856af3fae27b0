"""How a request reaches its route: JSON is read strictly, and HEAD is answered as GET is."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRequest(Request):
    """A request whose JSON means one thing only, whoever reads it."""

    async def json(self) -> Any:  # noqa: ANN401 - JSON is anything
        """The body.

        Raises:
            json.JSONDecodeError: it is no JSON (RFC 8259), or readers of it could disagree (RFC 7493, I-JSON).
        """
        return read_json(await self.body())


class JsonRoute(APIRoute):
    """A route that reads JSON strictly."""

    def get_route_handler(self) -> Handler:
        """The route's handler behind the stricter request."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


class HeadAsGet:
    """ASGI middleware: HEAD is answered with the headers of GET and without its body (RFC 9110, section 9.3.2).

    Args:
        app: knows GET only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, without_body)


def read_json(body: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    """What a body of JSON says.

    Raises:
        json.JSONDecodeError: see `StrictRequest.json`. Its words name no content.
    """
    try:
        text = body.decode()
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_number, parse_int=_integer)
    except json.JSONDecodeError:
        raise
    except UnicodeDecodeError as error:
        raise json.JSONDecodeError("The text is not UTF-8", "", error.start) from None
    except RecursionError:
        raise json.JSONDecodeError("It is nested too deeply", "", 0) from None


LONGEST_INTEGER = 400
"""Digits; a double holds 309. Python would refuse 4,301 with an error of its own."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise json.JSONDecodeError("A name stands twice in one object", "", 0)
    return made


def _no_number(_word: str) -> NoReturn:
    raise json.JSONDecodeError("NaN and Infinity are no JSON", "", 0)


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_INTEGER:
        raise json.JSONDecodeError("A number is too long", "", 0)
    return int(digits)
