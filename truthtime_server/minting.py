"""Personal access tokens for the command line: made, listed, revoked, as the role that owns the database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from psycopg.rows import class_row

from truthtime_core.errors import InputError, RefusedError
from truthtime_server.access_tokens import SCOPES, SHOWN, digest, is_well_formed, minted
from truthtime_server.copies import Connection, connected

LOCAL = "local"
"""The issuer of users that the operator names. No OIDC issuer can be called so: those are addresses."""

LONGEST_USER = 255
LONGEST_NAME = 200
DURATION = re.compile(r"([0-9]{1,5})([hdw])")
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
LIST_HINT = "truthtime-server token list shows the ids of all."
EXPIRY_HINT = "Use a duration (12h, 90d, 4w), a date such as 2027-12-31, or never."
LISTED = (
    "select t.id, u.id as user_id, u.subject as user, t.name, t.prefix, t.scopes,"
    " t.created_at, t.expires_at, t.last_used_at, t.revoked_at"
    " from access_tokens t join users u on u.id = t.user_id"
    " where (%(id)s::uuid is null or t.id = %(id)s)"
    " and (%(user)s = '' or (u.subject = %(user)s and u.issuer = 'local'))"
    " order by t.created_at desc, t.id"
)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token as it is listed: everything but the token.

    Attributes:
        id: what it is revoked by.
        user_id: the row of `users`.
        user: the name it was made for.
        name: what it is for.
        prefix: its first characters.
        scopes: what it may do.
        last_used_at: to the hour; None: never.
        expires_at: None: never.
    """

    id: UUID
    user_id: UUID
    user: str
    name: str
    prefix: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


Listed = tuple[AccessToken, ...]


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token that was just made. It is shown once, and not in the `repr`."""

    token: str = field(repr=False)
    stored: AccessToken


def expiry(words: str, now: datetime) -> datetime | None:
    """When a token shall expire: `never`, a duration such as `12h`, `90d` or `4w`, or a date or moment in ISO 8601.

    Args:
        words: as typed; a date means its beginning, and a moment without an offset is UTC.
        now: the present, with an offset.

    Raises:
        InputError: none of these, or a moment that is over.
    """
    if words == "never":
        return None
    duration = DURATION.fullmatch(words)
    try:
        if duration:
            at = now + int(duration[1]) * UNITS[duration[2]]
        else:
            at = datetime.fromisoformat(words)
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise InputError(f"{words} is no time at which a token can expire.", EXPIRY_HINT) from None
    if at <= now:
        raise InputError(f"{words} is over.", EXPIRY_HINT)
    return at


def create(
    owner_url: str, user: str, *, name: str = "", scopes: Iterable[str] = SCOPES, expires_at: datetime | None
) -> NewToken:
    """Make a token for a user of this server; the user is made on first sight.

    Args:
        owner_url: the database, as the role that owns it.
        user: a name that the operator chooses; the issuer of such users is `local`.
        name: what the token is for; empty: the day it was made.
        scopes: some of SCOPES.
        expires_at: None: never.

    Raises:
        InputError: a name or a scope cannot be used.
        TruthTimeError: the database cannot be reached.
    """
    asked = set(scopes)
    wanted = [scope for scope in SCOPES if scope in asked]
    if not wanted or asked - set(SCOPES):
        raise InputError("A token may do some of: read, write, account.", "Name them with --scope, once for each.")
    for text, longest in ((user, LONGEST_USER), (name or "x", LONGEST_NAME)):
        if not text.isprintable() or not 0 < len(text.strip()) <= longest:
            raise InputError("That name cannot be used.", f"Use 1 to {longest} printable characters.")
    token = minted()
    with connected(owner_url) as connection:
        connection.execute(
            "insert into users (id, issuer, subject) values (%s, %s, %s) on conflict (issuer, subject) do nothing",
            (uuid4(), LOCAL, user),
        )
        ((made,),) = connection.execute(
            "insert into access_tokens (user_id, id, name, hash, prefix, scopes, expires_at)"
            " select id, %s, coalesce(nullif(%s, ''), to_char(now(), 'YYYY-MM-DD')), %s, %s, %s, %s"
            " from users where issuer = %s and subject = %s returning id",
            (uuid4(), name, digest(token), token[:SHOWN], wanted, expires_at, LOCAL, user),
        )
        (stored,) = _rows(connection, made)
    return NewToken(token, stored)


def listed(owner_url: str, user: str = "") -> Listed:
    """The tokens of a local user, or of everybody, the newest first; revoked and expired ones as well.

    Raises:
        TruthTimeError: the database cannot be reached.
    """
    with connected(owner_url) as connection:
        return _rows(connection, user=user)


def revoke(owner_url: str, which: str) -> AccessToken:
    """Revoke a token. A repeat changes nothing: the first revocation stays.

    Args:
        owner_url: the database, as the role that owns it.
        which: its id, or the token itself, for one that was found where it should not be.

    Raises:
        InputError: neither an id nor a token.
        RefusedError: there is none.
        TruthTimeError: the database cannot be reached.
    """
    by_id, by_hash = _named(which)
    with connected(owner_url) as connection:
        found = connection.execute(
            "update access_tokens set revoked_at = coalesce(revoked_at, now()) where id = %s or hash = %s returning id",
            (by_id, by_hash),
        ).fetchall()
        if not found:
            raise RefusedError("There is no such token.", LIST_HINT)
        return _rows(connection, found[0][0])[0]


def _named(which: str) -> tuple[UUID | None, bytes | None]:
    if is_well_formed(which):
        return None, digest(which)
    try:
        return UUID(which), None
    except ValueError:
        # Not what was typed: it may be most of a token.
        raise InputError("That is neither the id of a token nor a token.", LIST_HINT) from None


def _rows(connection: Connection, which: UUID | None = None, user: str = "") -> Listed:
    with connection.cursor(row_factory=class_row(AccessToken)) as cursor:
        return tuple(cursor.execute(LISTED, {"id": which, "user": user}))
