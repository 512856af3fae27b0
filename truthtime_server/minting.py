"""Personal access tokens for the command line: made, listed, revoked, as the role that owns the database."""

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from psycopg.rows import dict_row

from truthtime_core.errors import InputError
from truthtime_server.access_tokens import SCOPES, SHOWN, digest, minted
from truthtime_server.copies import connected

LOCAL_ISSUER = "local"
"""Users that no issuer knows: people of a self-hosted server, named by its operator."""

_USER = """
with made as (
  insert into users (id, issuer, subject) values (%(new)s, %(issuer)s, %(subject)s)
  on conflict (issuer, subject) do nothing returning id
)
select id from made union all select id from users where issuer = %(issuer)s and subject = %(subject)s limit 1
"""
_CREATE = """
insert into access_tokens (user_id, id, name, hash, prefix, scopes, expires_at)
values (%(user)s, %(id)s, %(name)s, %(hash)s, %(prefix)s, %(scopes)s, now() + %(days)s * interval '1 day')
returning expires_at
"""
_LIST = """
select t.id, u.issuer, u.subject as user, t.name, t.prefix, t.scopes, t.created_at, t.expires_at, t.last_used_at,
  t.revoked_at
from access_tokens t join users u on u.id = t.user_id
where %(subject)s::text is null or u.subject = %(subject)s
order by t.created_at, t.id
"""
_REVOKE = "update access_tokens set revoked_at = now() where id = %(id)s and revoked_at is null"


class Made(NamedTuple):
    """A new token. `token` is shown once and stored nowhere."""

    id: UUID
    token: str
    user: UUID
    expires_at: str | None


def create(url: str, subject: str, name: str, scopes: tuple[str, ...] = SCOPES, days: int | None = None) -> Made:
    """Make a token for a person, and the person where there is none of that name.

    Args:
        url: the database as its owner.
        subject: the person's name here.
        name: what the token is for.
        scopes: what it may do.
        days: until it expires; None is never.

    Raises:
        TruthTimeError: a name or a scope cannot be used, or the database cannot be reached.
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise InputError(f"There is no scope {', '.join(unknown) or 'named'}.", f"Scopes are: {', '.join(SCOPES)}.")
    if not 0 < len(subject) <= 500 or not 0 < len(name) <= 200:  # noqa: PLR2004 - the table's checks
        raise InputError("A name is empty or too long.", "Users have 1 to 500 characters, tokens 1 to 200.")
    token, new = minted(), uuid4()
    with connected(url) as connection:
        keys = {"new": uuid4(), "issuer": LOCAL_ISSUER, "subject": subject}
        (user,) = connection.execute(_USER, keys).fetchone() or (keys["new"],)
        values: dict[str, Any] = {"user": user, "id": new, "name": name, "hash": digest(token)}
        values |= {"prefix": token[:SHOWN], "scopes": list(scopes), "days": days}
        (expires_at,) = connection.execute(_CREATE, values).fetchone() or (None,)
    return Made(new, token, user, expires_at.isoformat() if expires_at else None)


def listed(url: str, subject: str | None = None) -> list[dict[str, Any]]:
    """Every token, or those of one person, oldest first; never the token itself.

    Raises:
        TruthTimeError: the database cannot be reached.
    """
    with connected(url) as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(_LIST, {"subject": subject}).fetchall()


def revoke(url: str, token_id: str) -> None:
    """Make a token worthless. Processes that have just seen it notice within seconds (auth.py).

    Raises:
        TruthTimeError: there is none with this id, or it is revoked already; or the database cannot be reached.
    """
    try:
        wanted = UUID(token_id)
    except ValueError as error:
        raise InputError(f"{token_id} is no id of a token.", "`truthtime-server token list` shows the ids.") from error
    with connected(url) as connection:
        changed = connection.execute(_REVOKE, {"id": wanted}).rowcount
    if not changed:
        raise InputError("No token with this id is valid.", "`truthtime-server token list` shows the ids.")
