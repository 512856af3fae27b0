"""The real application in this process, asked over ASGI, and people with access tokens to ask it as."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import httpx2
import psycopg

from truthtime_server.access_tokens import digest, minted
from truthtime_server.app import create_app
from truthtime_server.config import Settings

SCOPES = ("read", "write", "account")


@asynccontextmanager
async def client(settings: Settings, token: str = "") -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the application, which runs as long as the client is open."""
    app = create_app(settings)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://server", headers=headers, timeout=30
        ) as made,
    ):
        yield made


def person(settings: Settings, name: str, scopes: tuple[str, ...] = SCOPES) -> tuple[UUID, str]:
    """A user with an access token, put into the database as its owner does."""
    assert settings.owner_database_url is not None
    user, token = uuid4(), minted()
    with psycopg.connect(settings.owner_database_url.get_secret_value(), autocommit=True) as connection:
        connection.execute("insert into users (id, issuer, subject) values (%s, 'local', %s)", (user, name))
        connection.execute(
            "insert into access_tokens (user_id, id, name, hash, prefix, scopes) values (%s, %s, 'test', %s, %s, %s)",
            (user, uuid4(), digest(token), token[:8], list(scopes)),
        )
    return user, token
