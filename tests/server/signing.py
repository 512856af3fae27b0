"""Keys and tokens made by hand, so that a test can also make what no library would."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

Json = Mapping[str, Any]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))


def written(document: Json | bytes) -> str:
    return b64(document if isinstance(document, bytes) else json.dumps(document).encode())


class SigningKey:
    """A key pair of an issuer. Each is made once per run: RSA keys take a tenth of a second."""

    def __init__(self, kid: str, pair: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
        self.kid = kid
        self.pair = pair
        self.algorithm = "RS256" if isinstance(pair, rsa.RSAPrivateKey) else "ES256"

    def jwk(self) -> dict[str, Any]:
        """What the issuer publishes of it."""
        numbers = self.pair.public_key().public_numbers()
        common = {"kid": self.kid, "use": "sig", "alg": self.algorithm}
        if isinstance(numbers, rsa.RSAPublicNumbers):
            return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e), **common}
        x, y = (b64(value.to_bytes(32)) for value in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, **common}

    def sign(self, text: str) -> bytes:
        if isinstance(self.pair, rsa.RSAPrivateKey):
            return self.pair.sign(text.encode(), padding.PKCS1v15(), SHA256())
        r, s = utils.decode_dss_signature(self.pair.sign(text.encode(), ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def token(self, header: Json | bytes, claims: Json | bytes) -> str:
        """A token with a right signature over whatever these are."""
        text = f"{written(header)}.{written(claims)}"
        return f"{text}.{b64(self.sign(text))}"

    def issue(self, claims: Json, **header: object) -> str:
        """An ordinary access token; a header given as None is left out."""
        full = {"alg": self.algorithm, "typ": "at+jwt", "kid": self.kid, **header}
        return self.token({name: value for name, value in full.items() if value is not None}, claims)

    def public_pem(self) -> bytes:
        return self.pair.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@cache
def rsa_key(kid: str = "rsa-1", bits: int = 2_048) -> SigningKey:
    return SigningKey(kid, rsa.generate_private_key(65_537, bits))


@cache
def ec_key(kid: str = "ec-1") -> SigningKey:
    return SigningKey(kid, ec.generate_private_key(ec.SECP256R1()))


def hs256(header: Json, claims: Json, secret: bytes) -> str:
    text = f"{written(header)}.{written(claims)}"
    return f"{text}.{b64(hmac.digest(secret, text.encode(), hashlib.sha256))}"


def self_signed(folder: Path) -> Path:
    """A certificate for this computer that nobody vouches for, with its key, in one file."""
    pair = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, pair.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(pair, SHA256())
    )
    key = pair.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "certificate.pem"
    path.write_bytes(key + made.public_bytes(Encoding.PEM))
    return path
