"""The application: routes, services, errors and the API document, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from truthtime_server import account, devices, errors, meta, notes, sessions, subscriptions, webhooks
from truthtime_server.api_document import PUBLIC, api_document, operation_id
from truthtime_server.config import Settings
from truthtime_server.operating import Operation
from truthtime_server.routing import HeadAsGet
from truthtime_server.serving import services

SUMMARY = "Time tracking that cannot lie and loses nothing: the log is the truth, answers are what it amounts to."

FEATURES = (sessions, notes, devices, account, subscriptions, webhooks, meta)


def create_app(settings: Settings) -> FastAPI:
    """The ASGI application for these settings; it opens its services when it is started."""
    operation = Operation(settings, lambda: app.state.services.database)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with services(settings) as made:
            app.state.services = made
            async with operation.running():
                yield

    app = FastAPI(
        title="TruthTime",
        version=version("truthtime"),
        summary=SUMMARY,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        docs_url=None,
        redoc_url=None,
    )
    errors.install(app)
    app.add_middleware(HeadAsGet)  # the innermost: whatever is added later sees HEAD
    for feature in FEATURES:
        app.include_router(feature.router)
    operation.equip(app, PUBLIC)

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = api_document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # how FastAPI wants it (its page "Extending OpenAPI")
    return app
