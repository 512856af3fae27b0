"""The OpenAPI document: what FastAPI finds in the routes, and what holds for every route said at every route."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from truthtime_server import schemas
from truthtime_server.answers import without_null

PUBLIC = frozenset({"/healthz", "/readyz", "/metrics", "/api/webhooks", "/api/meta"})
"""Paths that ask for no identity of a user."""


def operation_id(route: APIRoute) -> str:
    """What generated clients call it, for example ``sessions_start``."""
    return "_".join([*map(str, route.tags[:1]), route.name])


def api_document(app: FastAPI) -> dict[str, Any]:
    """The document of this application's routes."""
    made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
    components = made.setdefault("components", {})
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "A JWT of a configured issuer, or a personal access token `ttp_...`.",
        }
    }
    own = components.setdefault("schemas", {})
    own |= {shape.__name__: shape.model_json_schema() for shape in (schemas.Problem, schemas.State)}
    for unused in ("HTTPValidationError", "ValidationError"):
        own.pop(unused, None)
    for path, methods in made["paths"].items():
        for operation in methods.values():
            _complete(operation, identified=path not in PUBLIC)
    return made


def _complete(operation: dict[str, Any], *, identified: bool) -> None:
    answers = operation["responses"]
    answers.pop("default", None)
    if "422" in answers and "content" in answers["422"]:
        answers["422"]["content"].pop("application/json", None)  # FastAPI's own form of it, which is not answered
        if not answers["422"]["content"]:
            answers["422"] = schemas.problem("A value in the request cannot be used.")
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = without_null(parameter["schema"])  # nothing in a header or a query is null
    if not identified:
        answers.pop("422", None)  # FastAPI's guess: these take every header as it comes
    else:
        operation["security"] = [{"bearer": []}]
        for status, answer in schemas.EVERYWHERE.items():
            answers.setdefault(str(status), answer)
