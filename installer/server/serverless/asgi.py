"""The server for hosts that run functions: `app` is the ASGI application.

Some of them never send ASGI's lifespan events. Then the first request opens the services.
"""

import asyncio
from contextlib import AsyncExitStack

from starlette.types import Receive, Scope, Send

from truthtime_server.app import create_app
from truthtime_server.config import settings_from_environment
from truthtime_server.observability import start_logging


class Started:
    """The application, with its services open before the first request, whoever opens them."""

    def __init__(self) -> None:
        settings = settings_from_environment()
        start_logging(settings.log_level)
        self._app = create_app(settings)
        self._stack = AsyncExitStack()
        self._lock = asyncio.Lock()
        self._open = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the host's lifespan events."""
        if scope["type"] == "lifespan":
            self._open = True
        elif not self._open:
            async with self._lock:
                if not self._open:
                    await self._stack.enter_async_context(self._app.router.lifespan_context(self._app))
                    self._open = True
        await self._app(scope, receive, send)


app = Started()
