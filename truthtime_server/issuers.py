"""Tokens of the issuers that this server trusts: whose they are, or why they are refused. No database here.

Two kinds are let in: the access token of a person (RFC 9068, `typ: at+jwt`) of any issuer, and Clerk's session token.
One Clerk key signs several kinds of token, so the kind is told by `typ`, `cat` and the claims, never by the key (facts:
clerk/javascript, packages/backend/src/tokens/jwtCategories.ts, jwt/assertions.ts). Rules of care: RFC 8725.
"""

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import jwt

from truthtime_core.errors import TruthTimeError
from truthtime_server.clock import ServerClock
from truthtime_server.jwks import FetchError, IssuerKeys
from truthtime_server.refusals import IdentityError, Reason

LONGEST_TOKEN = 8_192
"""Characters. Session tokens must fit into a cookie of 4 KB; access tokens with many claims are a little longer."""

LEEWAY_MS = 5_000
"""How far the clocks of issuer and server may differ. Clerk's own libraries allow as much."""

LATEST_S = 253_402_300_799
"""The end of the year 9999. A later time in a token is no time."""

ALGORITHMS = frozenset({"RS256", "ES256"})
REFUSED_HEADERS = frozenset({"crit", "b64", "zip", "jwk", "jku", "x5u", "x5c"})
"""Extensions that are not done here, and keys that a token would bring along for itself."""

ID_TOKEN_CLAIMS = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})
CAT_SESSION, CAT_TEMPLATE, CAT_MACHINE, CAT_UNTOLD = (
    "cl_B7d4PD111AAA",
    "cl_B7d4PD222AAA",
    "cl_B7d4PD333AAA",
    "cl_I7d4PD111III",
)
"""Clerk's private header `cat`. An instance may stamp the last one on every kind: then it tells nothing."""

SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
SUBJECT = re.compile(r"[ -~]{1,255}")
"""OpenID Connect Core, section 2: at most 255 ASCII characters. No NUL, which PostgreSQL would choke on."""

LONGEST_KID = 256
SIGNATURES = jwt.PyJWS(sorted(ALGORITHMS))


class TrustedIssuer(Protocol):
    """What the configuration says about one issuer."""

    @property
    def issuer(self) -> str:
        """Its identifier, letter by letter as in the claim `iss`."""
        ...

    @property
    def audiences(self) -> Collection[str]:
        """Names of this server; an access token must be for one of them. None: its `client_id` must be a party."""
        ...

    @property
    def authorized_parties(self) -> Collection[str]:
        """Clients (`client_id`) and web origins (Clerk's `azp`) whose tokens are taken. Session tokens need them."""
        ...

    @property
    def jwks_uri(self) -> str:
        """Where its keys are; empty: its metadata says."""
        ...


class Person(NamedTuple):
    """Whom a verified token speaks for."""

    issuer: str
    subject: str
    party: str
    expires_at_ms: int


class Unverified(NamedTuple):
    """A token that was read and not yet believed."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]


class Issuers:
    """The issuers of the configuration, with their keys.

    Args:
        trusted: who is trusted, and with what.
        clock: tells whether a token has expired.

    Raises:
        TruthTimeError: an issuer is there twice, its address is not safe, or it names neither audiences nor authorized
            parties: any token of it would do.
    """

    def __init__(self, trusted: Iterable[TrustedIssuer], clock: ServerClock) -> None:
        self._clock = clock
        self._trusted: dict[str, tuple[TrustedIssuer, IssuerKeys]] = {}
        for one in trusted:
            if not one.audiences and not one.authorized_parties:
                raise _unusable(one, "it names neither audiences nor authorized_parties")
            if one.issuer in self._trusted:
                raise _unusable(one, "it is there twice")
            try:
                self._trusted[one.issuer] = (one, IssuerKeys(one.issuer, one.jwks_uri, clock))
            except FetchError as error:
                raise _unusable(one, str(error)) from None

    async def verify(self, token: str) -> Person:
        """Whom the token speaks for.

        Raises:
            IdentityError: it is not to be believed, or not meant for this server.
        """
        header, claims = read(token)
        algorithm = header.get("alg")
        if not REFUSED_HEADERS.isdisjoint(header):
            raise IdentityError(Reason.HEADER_REFUSED)
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise IdentityError(Reason.ALGORITHM_REFUSED)
        name = claims.get("iss")
        found = self._trusted.get(name) if isinstance(name, str) else None
        if found is None:
            raise IdentityError(Reason.ISSUER_UNKNOWN)
        issuer, keys = found
        key = await keys.find(_kid(header), algorithm)
        try:
            SIGNATURES.decode_complete(token, key)
        except jwt.PyJWTError:
            raise IdentityError(Reason.SIGNATURE_WRONG) from None
        return checked(header, claims, issuer, self._clock.wall_ms())

    async def close(self) -> None:
        """End what is under way, and the connections."""
        for _, keys in self._trusted.values():
            await keys.close()


def _unusable(one: TrustedIssuer, why: str) -> TruthTimeError:
    return TruthTimeError(
        f"The issuer {one.issuer} cannot be used: {why}.", "Mend TRUTHTIME_ISSUERS; see docs/identity.md."
    )


def read(token: str) -> Unverified:
    """Take the token apart, strictly: one spelling per token, so that every changed character is noticed.

    Raises:
        IdentityError: it is not a signed JWT of bounded size in its canonical spelling.
    """
    segments = token.split(".") if len(token) <= LONGEST_TOKEN else []
    if len(segments) != 3:  # noqa: PLR2004 - header, claims, signature (RFC 7515, section 3.1)
        raise IdentityError(Reason.TOKEN_MALFORMED)
    header, claims, _ = (_decoded(segment) for segment in segments)
    return Unverified(_object(header), _object(claims))


def _decoded(segment: str) -> bytes:
    if not SEGMENT.fullmatch(segment):
        raise IdentityError(Reason.TOKEN_MALFORMED)
    try:
        decoded = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except (binascii.Error, ValueError):
        raise IdentityError(Reason.TOKEN_MALFORMED) from None
    # The last character carries bits that mean nothing; a decoder that does not look takes 4 or 16 spellings of it.
    if base64.urlsafe_b64encode(decoded).rstrip(b"=") != segment.encode():
        raise IdentityError(Reason.TOKEN_MALFORMED)
    return decoded


def _object(document: bytes) -> dict[str, Any]:
    """The JSON object, in which every name stands once (RFC 7515, section 4) and every number is one."""
    try:
        parsed = json.loads(document.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise IdentityError(Reason.TOKEN_MALFORMED) from None
    if not isinstance(parsed, dict):
        raise IdentityError(Reason.TOKEN_MALFORMED)
    return parsed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice.")
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON.")


def _kid(header: Mapping[str, Any]) -> str | None:
    kid = header.get("kid")
    if kid is not None and (not isinstance(kid, str) or not 0 < len(kid) <= LONGEST_KID):
        raise IdentityError(Reason.TOKEN_MALFORMED)
    return kid


def checked(header: Mapping[str, Any], claims: Mapping[str, Any], issuer: TrustedIssuer, now_ms: int) -> Person:
    """What the claims of a token with a right signature amount to.

    Args:
        header: the protected header.
        claims: the claims; `iss` is the issuer's.
        issuer: what the configuration says about it.
        now_ms: wall clock.

    Raises:
        IdentityError: wrong kind, outside its time, for another service, or to a program that is not trusted.
    """
    kind = header.get("typ")
    kind = kind.lower().removeprefix("application/") if isinstance(kind, str) else ""
    # A token bound to a key or a certificate (RFC 7800) is not a bearer token, and an ID token is not a credential.
    if "cnf" in claims or not ID_TOKEN_CLAIMS.isdisjoint(claims):
        raise IdentityError(Reason.TOKEN_KIND_REFUSED)
    subject = _subject(claims)
    if kind == "at+jwt":
        party = _access_party(header, claims)
    elif kind == "jwt" and issuer.authorized_parties:
        party = _session_party(header, claims)
    else:
        raise IdentityError(Reason.TOKEN_KIND_REFUSED)
    expires_at_ms = _in_time(claims, now_ms)
    _for_us(claims, issuer, party, needs_audience=kind == "at+jwt")
    if kind == "jwt" and claims.get("sts", "active") != "active":
        raise IdentityError(Reason.SESSION_PENDING)
    return Person(issuer.issuer, subject, party, expires_at_ms)


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not SUBJECT.fullmatch(subject):
        raise IdentityError(Reason.TOKEN_MALFORMED)
    return subject


def _access_party(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """The client that an OAuth access token was issued to. A machine's own token has the client as its subject.

    Auth0 says it in `gty` (its page "Client Credentials Flow"), Clerk with the prefix of the subject.
    """
    subject, client, azp = claims["sub"], claims.get("client_id"), claims.get("azp")
    machine = subject in (client, azp) or subject.startswith("mch_") or claims.get("gty") == "client-credentials"
    if machine or header.get("cat") in (CAT_SESSION, CAT_TEMPLATE, CAT_MACHINE):
        raise IdentityError(Reason.TOKEN_KIND_REFUSED)
    party = azp if client is None else client
    return party if isinstance(party, str) else ""


def _session_party(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """The web origin that a session token of Clerk was made for. Templates have no session; machines are no users."""
    azp, aud = claims.get("azp"), claims.get("aud", ())
    user = claims["sub"].startswith("user_") and isinstance(claims.get("sid"), str)
    id_token = azp == aud or (isinstance(aud, list) and azp in aud)  # it is for the client that asked for it
    if not user or id_token or header.get("cat") not in (None, CAT_SESSION, CAT_UNTOLD):
        raise IdentityError(Reason.TOKEN_KIND_REFUSED)
    return azp if isinstance(azp, str) else ""


def _in_time(claims: Mapping[str, Any], now_ms: int) -> int:
    """When the token expires, in milliseconds since 1970; `exp` and `iat` must be there."""
    expires_at_ms, issued_at_ms = _time_ms(claims, "exp"), _time_ms(claims, "iat")
    if now_ms >= expires_at_ms + LEEWAY_MS:
        raise IdentityError(Reason.TOKEN_EXPIRED)
    begins_at_ms = max(issued_at_ms, _time_ms(claims, "nbf") if "nbf" in claims else 0)
    if now_ms < begins_at_ms - LEEWAY_MS:
        raise IdentityError(Reason.TOKEN_NOT_YET_VALID)
    return expires_at_ms


def _time_ms(claims: Mapping[str, Any], name: str) -> int:
    at_s = claims.get(name)
    if isinstance(at_s, bool) or not isinstance(at_s, int | float) or not 0 <= at_s <= LATEST_S:
        raise IdentityError(Reason.TOKEN_MALFORMED)
    return int(at_s * 1_000)


def _for_us(claims: Mapping[str, Any], issuer: TrustedIssuer, party: str, *, needs_audience: bool) -> None:
    """Refuse what was issued for another service, or to a program that is not trusted.

    A token without a party is refused where parties are configured: leaving a claim out must not open a door.
    """
    if "aud" in claims or (needs_audience and issuer.audiences):
        aud = claims.get("aud")
        named = [aud] if isinstance(aud, str) else aud
        if not isinstance(named, list) or not any(name in issuer.audiences for name in named if isinstance(name, str)):
            raise IdentityError(Reason.AUDIENCE_REFUSED)
    if issuer.authorized_parties and party not in issuer.authorized_parties:
        raise IdentityError(Reason.PARTY_REFUSED)
