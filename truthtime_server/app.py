"""The application: routes, services, errors and the API document, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from truthtime_server import account, devices, errors, meta, notes, schemas, sessions, subscriptions, webhooks
from truthtime_server.config import Settings
from truthtime_server.serving import services

SUMMARY = "Time tracking that cannot lie and loses nothing: the log is the truth, answers are what it amounts to."
PUBLIC = frozenset({"/healthz", "/readyz", "/metrics", "/api/webhooks", "/api/meta"})
"""Paths that ask for no identity of a user."""

FEATURES = (sessions, notes, devices, account, subscriptions, webhooks, meta)


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application for these settings; it opens its services when it is started."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with services(settings) as made:
            app.state.services = made
            yield

    app = FastAPI(
        title="TruthTime",
        version=version("truthtime"),
        summary=SUMMARY,
        lifespan=lifespan,
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    errors.install(app)
    for feature in FEATURES:
        app.include_router(feature.router)

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # how FastAPI wants it (its page "Extending OpenAPI")
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    """OpenAPI, with what holds for every route said at every route."""
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
    own["Problem"] = schemas.Problem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        own.pop(unused, None)
    for path, methods in made["paths"].items():
        for operation in methods.values():
            operation["responses"].pop("default", None)
            if "422" in operation["responses"]:
                operation["responses"]["422"] = schemas.problem("A value in the request cannot be used.")
            if path in PUBLIC:
                operation["responses"].pop("422", None)  # FastAPI's guess; these take any header as it comes
            else:
                operation["security"] = [{"bearer": []}]
                for status, answer in schemas.EVERYWHERE.items():
                    operation["responses"].setdefault(str(status), answer)
    return made
