"""The public keys of an issuer: found by discovery, fetched within bounds, kept, and renewed.

Sources: JSON Web Key Set (RFC 7517), OpenID Connect Discovery 1.0 section 4, OAuth metadata (RFC 8414 section 3).
"""

import asyncio
import ipaddress
import json
import logging
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from truthtime_server.clock import ServerClock
from truthtime_server.refusals import IdentityError, Reason

FRESH_MS = 300_000
"""Keys are fetched again when they are older. So a key that the issuer withdraws stops working within this time."""

RETRY_MS = 10_000
"""Between two fetches from one issuer, whatever asks for them: an unknown key, stale keys, an issuer that is down."""

LONGEST_STALE_MS = 24 * 3_600_000
"""While the issuer is down its known keys go on, but not for ever: the issuer could not withdraw one."""

FETCH_S = 5.0
"""One renewal, discovery included, takes at most this long, however slowly the bytes arrive."""

CONNECT_S = 3.0
LARGEST_BYTES = 262_144
MOST_KEYS = 100
RSA_BITS = (2_048, 8_192)
FOUND = 200
BOUND: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("RSA", ""): ("RS256", "kty", "n", "e"),
    ("EC", "P-256"): ("ES256", "kty", "crv", "x", "y"),
}
"""Type and curve of a key: the one algorithm that it is for, and its public members (RFC 7518, section 6)."""

Keys = tuple["Key", ...]
logger = logging.getLogger(__name__)


class FetchError(Exception):
    """The keys could not be had. The message says why, for the log; it names addresses and never a token."""


class StatusError(FetchError):
    """The issuer answered, but not with the document."""


class Key(NamedTuple):
    """One public key, bound to the only algorithm it is used with."""

    kid: str | None
    algorithm: str
    jwk: jwt.PyJWK


def is_loopback(host: str) -> bool:
    """Whether the host is this computer itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_address(url: str, *, loopback: bool) -> str:
    """The address, if keys may be fetched from it.

    Args:
        url: as configured, or as the issuer's metadata says.
        loopback: whether this computer may be asked, and without TLS.

    Raises:
        FetchError: neither https nor this computer, or not an address of a document.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        ours = is_loopback(host) and loopback and parts.scheme == "http"
        if host and parts.port != 0 and not parts.username and not parts.fragment and (ours or parts.scheme == "https"):
            return url
    except ValueError:
        pass
    raise FetchError("an address of the issuer is neither https nor on this computer")


def metadata_addresses(issuer: str) -> tuple[str, str]:
    """Where the issuer may describe itself: OpenID Connect appends to its path, RFC 8414 puts it in front."""
    parts = urlsplit(issuer)
    origin = f"{parts.scheme}://{parts.netloc}"
    path = parts.path.rstrip("/")
    return (
        f"{origin}{path}/.well-known/openid-configuration",
        f"{origin}/.well-known/oauth-authorization-server{path}",
    )


def _parsed(document: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(document)
    except (ValueError, RecursionError):
        raise FetchError("a document of the issuer is not JSON") from None
    if not isinstance(parsed, dict):
        raise FetchError("a document of the issuer is not a JSON object")
    return parsed


def usable_keys(document: bytes) -> Keys:
    """The keys of a JWK set that can check a signature of ours. Others are passed over: issuers publish many kinds.

    Raises:
        FetchError: it is no JWK set, or one without end.
    """
    entries = _parsed(document).get("keys")
    if not isinstance(entries, list) or len(entries) > MOST_KEYS:
        raise FetchError("the key document is not a JWK set, or it has too many keys")
    return tuple(key for entry in entries if (key := _usable(entry)) is not None)


def _usable(entry: object) -> Key | None:
    """The key, bound to RS256 or ES256 by its own type: the header of a token has no say in it (RFC 8725, 3.1)."""
    if not isinstance(entry, dict):
        return None
    algorithm, *members = BOUND.get((str(entry.get("kty")), str(entry.get("crv", ""))), ("",))
    kid, operations = entry.get("kid"), entry.get("key_ops", ["verify"])
    if (
        not members
        or entry.get("use", "sig") != "sig"
        or entry.get("alg", algorithm) != algorithm
        or not isinstance(operations, list)
        or "verify" not in operations
        or not isinstance(kid, str | None)
    ):
        return None
    try:
        # The public members alone: a private key that an issuer leaks is not loaded.
        jwk = jwt.PyJWK({name: entry[name] for name in members}, algorithm)
    except (jwt.PyJWTError, KeyError, TypeError, ValueError):
        return None
    if isinstance(jwk.key, RSAPublicKey) and not RSA_BITS[0] <= jwk.key.key_size <= RSA_BITS[1]:
        return None
    return Key(kid, algorithm, jwk)


class IssuerKeys:
    """The keys of one issuer. One fetch at a time, shared by all who wait for it.

    Args:
        issuer: its identifier, an address.
        jwks_uri: where its keys are; empty: ask its metadata.
        clock: the age of keys is measured by it.

    Raises:
        FetchError: an address is neither https nor on this computer.
    """

    def __init__(self, issuer: str, jwks_uri: str, clock: ServerClock) -> None:
        self._issuer = checked_address(issuer, loopback=True)
        self._local = is_loopback(urlsplit(issuer).hostname or "")
        self._configured_uri = checked_address(jwks_uri, loopback=True) if jwks_uri else ""
        self._discovered_uri = ""
        self._clock = clock
        self._keys: Keys | None = None
        self._fetched_at_ms = 0
        self._tried_at_ms: int | None = None
        self._failing = False
        self._flight: asyncio.Task[None] | None = None
        # Proxies and certificates of the environment are for the world outside, not for this computer.
        self._client = httpx2.AsyncClient(
            follow_redirects=False, timeout=httpx2.Timeout(CONNECT_S), trust_env=not self._local
        )

    async def find(self, kid: str | None, algorithm: str) -> jwt.PyJWK:
        """The key that a token names.

        Args:
            kid: the name of the key; None if the token names none, which is enough when there is only one.
            algorithm: what the token says it is signed with; a key for another algorithm is not found.

        Raises:
            IdentityError: the issuer has no such key, or its keys could not be fetched.
        """
        key = self._held(kid, algorithm)
        if key is not None and self._age_ms() <= FRESH_MS:
            return key
        flight = self._renewal()
        # Nobody waits for an issuer that was down a moment ago when a key from before is there.
        if flight is not None and (key is None or not self._failing):
            await asyncio.shield(flight)
            key = self._held(kid, algorithm)
        if key is not None:
            return key
        known = self._keys is not None and self._age_ms() <= LONGEST_STALE_MS
        raise IdentityError(Reason.KEY_UNKNOWN if known else Reason.ISSUER_UNREACHABLE)

    async def close(self) -> None:
        """End the fetch that is under way, and the connections."""
        if self._flight is not None:
            self._flight.cancel()
            await asyncio.wait({self._flight})
        await self._client.aclose()

    def _age_ms(self) -> int:
        return self._clock.steady_ms() - self._fetched_at_ms

    def _held(self, kid: str | None, algorithm: str) -> jwt.PyJWK | None:
        if self._keys is None or self._age_ms() > LONGEST_STALE_MS:
            return None
        found = [key.jwk for key in self._keys if key.algorithm == algorithm and kid in {None, key.kid}]
        return found[0] if len(found) == 1 or (found and kid is not None) else None

    def _renewal(self) -> asyncio.Task[None] | None:
        """The fetch that is under way or now begins; None when the last one was a moment ago."""
        if self._flight is not None and not self._flight.done():
            return self._flight
        now_ms = self._clock.steady_ms()
        if self._tried_at_ms is not None and now_ms - self._tried_at_ms < RETRY_MS:
            return None
        self._tried_at_ms = now_ms
        self._flight = asyncio.create_task(self._renew())
        return self._flight

    async def _renew(self) -> None:
        """Fetch the keys; when that fails those that are there stay."""
        try:
            async with asyncio.timeout(FETCH_S):
                keys = usable_keys(await self._key_document())
        except (FetchError, TimeoutError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError) as error:
            self._failing = True
            self._discovered_uri = ""  # it may have moved
            why = str(error) if isinstance(error, FetchError) else type(error).__name__
            logger.warning("The keys of %s could not be fetched: %s.", self._issuer, why)
            return
        self._keys, self._fetched_at_ms, self._failing = keys, self._clock.steady_ms(), False

    async def _key_document(self) -> bytes:
        uri = self._configured_uri or self._discovered_uri
        if not uri:
            uri = self._discovered_uri = await self._discover()
        return await self._get(uri)

    async def _discover(self) -> str:
        """Where the keys are, as the issuer says.

        Raises:
            FetchError: no metadata, metadata of somebody else (OpenID Connect Discovery 4.3), or no safe address in it.
        """
        for address in metadata_addresses(self._issuer):
            try:
                metadata = _parsed(await self._get(address))
            except StatusError:
                continue
            if metadata.get("issuer") != self._issuer:
                raise FetchError("the metadata names another issuer")
            uri = metadata.get("jwks_uri")
            if not isinstance(uri, str):
                raise FetchError("the metadata names no jwks_uri")
            return checked_address(uri, loopback=self._local)
        raise FetchError("the issuer publishes no metadata")

    async def _get(self, address: str) -> bytes:
        """A document, read up to its limit and no further. It is asked for unpacked: a packed one may grow.

        Raises:
            FetchError: too large, or packed all the same.
            StatusError: anything but 200; a redirect is not followed, not even on the same host.
        """
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        async with self._client.stream("GET", address, headers=headers) as response:
            if response.status_code != FOUND:
                raise StatusError(f"{address} answered {response.status_code}")
            if response.headers.get("content-encoding", "identity") != "identity":
                raise FetchError(f"{address} answered with a packed document")
            document = bytearray()
            async for chunk in response.aiter_raw():
                document += chunk
                if len(document) > LARGEST_BYTES:
                    raise FetchError(f"{address} answered with more than {LARGEST_BYTES} bytes")
            return bytes(document)
