"""Personal access tokens: `ttp_`, 32 random bytes in base 62, and a checksum of what stands before it.

The prefix and the checksum let scanners of published files find a leaked one without false alarms, and let a mistyped
one be refused without asking the database (the idea: GitHub's token formats, 2021). Only its SHA-256 is stored: with
256 random bits there is nothing to guess, so a slow hash would only slow the server.
"""

import hashlib
import re
import secrets
import string
import zlib

PREFIX = "ttp_"
SECRET_BYTES = 32
SECRET_DIGITS = 43
CHECKSUM_DIGITS = 6
DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{SECRET_DIGITS + CHECKSUM_DIGITS}}}")
SHOWN = len(PREFIX) + 4
"""So many characters of a token are kept and listed, to tell tokens apart. They give away 24 of 256 bits."""

SCOPES = ("read", "write", "account")
"""read: look and pull. write: record and push. account: export and erase everything."""


def _base62(number: int, digits: int) -> str:
    written = ""
    for _ in range(digits):
        number, digit = divmod(number, len(DIGITS))
        written = DIGITS[digit] + written
    return written


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode()), CHECKSUM_DIGITS)


def minted() -> str:
    """A new token. It is shown once and stored nowhere."""
    body = PREFIX + _base62(int.from_bytes(secrets.token_bytes(SECRET_BYTES)), SECRET_DIGITS)
    return body + _checksum(body)


def is_well_formed(token: str) -> bool:
    """Whether this could be one of ours: form and checksum. Both are public, so no secret leaks by their timing."""
    return FORM.fullmatch(token) is not None and token[-CHECKSUM_DIGITS:] == _checksum(token[:-CHECKSUM_DIGITS])


def digest(token: str) -> bytes:
    """What is stored and looked up instead of the token. Timing of the look-up tells about the hash, not the token."""
    return hashlib.sha256(token.encode()).digest()
