"""Problems as the API tells them: RFC 9457 documents with a stable code, a title and a hint."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from truthtime_core.errors import InputError, RefusedError, TruthTimeError

MEDIA_TYPE: Final = "application/problem+json"
DOCUMENT: Final = "urn:truthtime:problem:"
"""A problem's ``type`` is this and its code: stable, and nothing anybody has to host (RFC 9457, section 3.1.1)."""

_BY_STATUS: Final[Mapping[int, tuple[str, str, str]]] = {
    400: ("malformed_request", "The request cannot be read.", "Check its form against /openapi.json."),
    404: ("not_found", "There is nothing here.", "Check the path and the id."),
    405: ("method_not_allowed", "This path does not take this method.", "The Allow header names those it takes."),
    413: ("body_too_large", "The request is too large.", "Send less at once."),
    415: ("media_type_unknown", "This kind of body is not read here.", "Send application/json."),
}


_METHOD_NOT_ALLOWED: Final = 405
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_LONGEST_NAME: Final = 60


class ProblemError(Exception):
    """What went wrong with a request, in words its sender can act on.

    Args:
        status: HTTP status.
        code: stable, snake_case: programs compare it.
        title: one sentence, the same for every occurrence.
        hint: the next step.
        detail: what is particular about this occurrence.
        headers: more headers of the answer, for example ``Retry-After``.
    """

    def __init__(
        self,
        status: int,
        code: str,
        title: str,
        hint: str,
        *,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.hint = hint
        self.detail = detail
        self.headers = dict(headers or {})


def not_found() -> ProblemError:
    """Nothing of this user has that id. What belongs to others is answered the same way."""
    return ProblemError(404, *_BY_STATUS[404])


def problem_response(problem: ProblemError, request_id: str = "") -> Response:
    """The answer for a problem."""
    members: dict[str, Any] = {
        "type": DOCUMENT + problem.code,
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "hint": problem.hint,
    }
    if problem.detail:
        members["detail"] = problem.detail
    if request_id:
        members["request_id"] = request_id
    return Response(orjson.dumps(members), problem.status, problem.headers, MEDIA_TYPE)


def of_status(status: int, headers: Mapping[str, str] | None = None) -> ProblemError:
    """The problem that a bare status stands for."""
    fallback = ("request_refused", "The request was refused.", "Check it against /openapi.json.")
    return ProblemError(status, *_BY_STATUS.get(status, fallback), headers=headers)


def install(app: FastAPI) -> None:
    """Answer every error of the routes with a problem document."""

    async def problem(request: Request, error: Exception) -> Response:
        found = _of(error)
        if found.status == _METHOD_NOT_ALLOWED:
            found.headers["Allow"] = ", ".join(allowed_methods(request))
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=found.headers)
        return problem_response(found, request_id_of(request))

    for kind in (ProblemError, TruthTimeError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, problem)


def allowed_methods(request: Request) -> list[str]:
    """What the path of this request takes (RFC 9110, section 10.2.1): a path may be that of several routes."""
    routes = request.app.routes
    found = [
        method
        for method in _METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return [*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"]


def request_id_of(request: Request) -> str:
    """The id that the log knows this request by; empty when nobody gave it one."""
    return str(request.scope.get("state", {}).get("request_id", ""))


def _of(error: Exception) -> ProblemError:
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, RequestValidationError):
        return _invalid(error)
    if isinstance(error, HTTPException):
        return of_status(error.status_code, error.headers)
    if isinstance(error, RefusedError):
        return ProblemError(409, "refused", error.title, error.hint)
    if isinstance(error, InputError):
        return ProblemError(422, "invalid_input", error.title, error.hint)
    return ProblemError(500, "internal_error", "The server failed.", "Try again; tell its operator the request id.")


def _invalid(error: RequestValidationError) -> ProblemError:
    """What is wrong with a body or a parameter: where and why, never what was sent."""
    errors = error.errors()[:5]
    if isinstance(error.body, bytes):
        detail = "The body needs the header Content-Type: application/json."
        return ProblemError(415, *_BY_STATUS[415], detail=detail, headers={"Accept": "application/json"})
    if any(one["type"] == "json_invalid" for one in errors):
        detail = "; ".join(f"{one['ctx']['error']} (character {one['loc'][-1]} of the body)." for one in errors)
        return ProblemError(400, *_BY_STATUS[400], detail=detail)
    found = "; ".join(f"{_place(one['loc'])}: {one['msg'].removeprefix('Value error, ')}" for one in errors)
    title, hint = "A value in the request cannot be used.", "The detail says which; /openapi.json says what fits."
    return ProblemError(422, "invalid_input", title, hint, detail=found)


def _place(location: tuple[int | str, ...]) -> str:
    """Where in the request, for example ``body.tags.0``. Names that the sender made up are cut and kept printable."""
    parts = (str(part).encode("ascii", "backslashreplace").decode() for part in location)
    return ".".join(part if len(part) <= _LONGEST_NAME else f"{part[:_LONGEST_NAME]}..." for part in parts)
