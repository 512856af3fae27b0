"""Routes for machines that look after the server: whether it lives, whether it can work, and its numbers."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files
from typing import Final

import orjson
import structlog
from fastapi import APIRouter, Request, Response

from truthtime_server.errors import ProblemError, of_status, problem_response, request_id_of
from truthtime_server.metrics import MEDIA_TYPE, Metrics, may_scrape
from truthtime_server.schemas import Responses, problem

ASK_WITHIN_S: Final = 2.0
"""A database that takes longer to say its schema cannot serve anybody."""

_JSON: Final = "application/json"


@cache
def expected_schema() -> str:
    """The revision of the schema that this program needs: the newest migration's, by the name of its file.

    Serving does without Alembic and SQLAlchemy, which would cost every worker 40 MB.
    """
    names = (entry.name for entry in (files("truthtime_server") / "migrations" / "versions").iterdir())
    return max(name.partition("_")[0] for name in names if name.endswith(".py"))


class Readiness:
    """Whether this process should get requests.

    Args:
        schema: asks the database for the revision of its schema.
        expected: the revision that this program needs.
    """

    def __init__(self, schema: Callable[[], Awaitable[str]], expected: str) -> None:
        self._schema = schema
        self._expected = expected
        self.leaving = asyncio.Event()
        """Set when the process is about to end: balancers send no more, and long answers come to their end."""

    async def reason(self) -> str:
        """Why not, as a stable word; empty when all is well."""
        if self.leaving.is_set():
            return "shutting_down"
        try:
            async with asyncio.timeout(ASK_WITHIN_S):
                found = await self._schema()
        except (ProblemError, OSError, TimeoutError) as error:
            structlog.get_logger("health").warning("not_ready", kind=type(error).__name__)
            return "database_unavailable"
        return "" if found == self._expected else "schema_not_current"


def routes(readiness: Readiness, metrics: Metrics, metrics_token: str) -> APIRouter:
    """The routes of this module.

    Args:
        readiness: of this process.
        metrics: of this process.
        metrics_token: lets scrapers in that do not run on this computer; empty lets none in.
    """
    router = APIRouter(tags=["operation"])

    @router.get("/healthz", summary="Whether the process lives", response_class=Response, responses=_answers("ok"))
    async def healthz() -> Response:
        """Answers 200 as long as the process can answer at all. It asks nobody else, the database least of all."""
        return Response(b'{"status":"ok"}', media_type=_JSON)

    unready: Responses = {503: problem("Not now: the code says why.")}

    @router.get(
        "/readyz", summary="Whether it can work", response_class=Response, responses=_answers("ready") | unready
    )
    async def readyz(request: Request) -> Response:
        """Answers 200 when the database can be reached, its schema is this program's, and nobody is shutting down."""
        reason = await readiness.reason()
        if not reason:
            return Response(b'{"status":"ready"}', media_type=_JSON)
        title, hint = _NOT_READY[reason]
        not_now = ProblemError(503, reason, title, hint, headers={"Retry-After": "2"})
        return problem_response(not_now, request_id_of(request))

    @router.get("/metrics", include_in_schema=False)
    async def numbers(request: Request) -> Response:
        """The page for Prometheus. For strangers it does not exist."""
        client = request.client.host if request.client else ""
        if not may_scrape(client, request.headers.raw, metrics_token):
            return problem_response(of_status(404), request_id_of(request))
        return Response(metrics.page(), media_type=MEDIA_TYPE)

    return router


_NOT_READY: Final = {
    "shutting_down": ("This process is about to end.", "Send the request again: another one answers."),
    "database_unavailable": ("The server cannot reach its database.", "Look at PostgreSQL and the database URL."),
    "schema_not_current": ("The database has another schema.", "Run `truthtime-server migrate`."),
}


def _answers(status: str) -> Responses:
    example = {"status": status}
    content = {_JSON: {"schema": {"$ref": "#/components/schemas/State"}, "example": example}}
    return {200: {"description": orjson.dumps(example).decode(), "content": content}}
