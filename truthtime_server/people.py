"""Users and access tokens as the database knows them, for the authenticator."""

from uuid import UUID, uuid4

from truthtime_server.auth import StoredToken
from truthtime_server.db import Database

_PERSON = "select identify_person($1, $2, $3)"
_TOKEN = "select * from identify_token($1)"  # noqa: S105 - a statement


class StoredPeople:
    """The real `People`.

    Args:
        database: open.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def identify_person(self, issuer: str, subject: str) -> UUID:
        """The user that this issuer calls by this name; made on first sight."""
        return UUID(str(await self._database.value(_PERSON, issuer, subject, uuid4())))

    async def identify_token(self, token_hash: bytes) -> StoredToken | None:
        """The access token with this SHA-256; None when there is none or it was revoked."""
        found = await self._database.row(_TOKEN, token_hash)
        if found is None:
            return None
        return StoredToken(UUID(str(found["user_id"])), found["name"], frozenset(found["scopes"]), found["expires_at"])
