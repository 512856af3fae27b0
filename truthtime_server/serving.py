"""What a process holds while it serves, made once and closed in order. The one place that names the real ones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from truthtime_server.answers import Services
from truthtime_server.auth import Authenticator
from truthtime_server.clock import SystemClock
from truthtime_server.config import Settings
from truthtime_server.db import Database
from truthtime_server.issuers import Issuers
from truthtime_server.people import StoredPeople
from truthtime_server.recording import Recorder


@asynccontextmanager
async def services(settings: Settings) -> AsyncIterator[Services]:
    """The services of these settings, for as long as the process serves."""
    clock = SystemClock()
    issuers = Issuers(settings.issuers, clock)
    database = Database(settings)
    await database.open()
    try:
        authenticator = Authenticator(issuers, StoredPeople(database), clock)
        yield Services(settings, database, Recorder(database), authenticator, clock)
    finally:
        await issuers.close()
        await database.close()
