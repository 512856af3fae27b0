"""A small real issuer on this computer: metadata and keys over HTTP, well behaved or not."""

import gzip
import json
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from tests.server.signing import SigningKey

OPENID = "/.well-known/openid-configuration"
OAUTH = "/.well-known/oauth-authorization-server"
KEYS = "/jwks.json"
CHUNK = b" " * 65_536
Answering = Callable[["Handler"], None]


@dataclass(frozen=True)
class Trust:
    """What a configuration says about an issuer."""

    issuer: str
    audiences: tuple[str, ...] = ("https://api.example.test",)
    authorized_parties: tuple[str, ...] = ()
    jwks_uri: str = ""


class Handler(BaseHTTPRequestHandler):
    """Answers as the issuer says, and writes down what was asked."""

    server: "Issuer"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        try:
            self.server.answers.get(self.path, missing)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.server.cut_short += 1

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        pass


class Issuer(ThreadingHTTPServer):
    """Runs from `with` to the end of it.

    Attributes:
        keys: what it publishes now.
        answers: who answers at which path; put another there to make it misbehave.
        asked: the paths that were asked for, in order.
        cut_short: answers that nobody read to the end.
    """

    daemon_threads = False

    def __init__(self, *keys: SigningKey, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.keys = list(keys)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.asked: list[str] = []
        self.cut_short = 0
        self.let_go = threading.Event()
        self.answers: dict[str, Answering] = {}
        self.behave()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})

    def speak_tls(self, certificate: Path) -> None:
        """Answer over TLS from now on, with the certificate and key of this file."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = self.url.replace("http:", "https:")

    def handle_error(self, *_: object) -> None:
        """Nothing: a client that does not believe the certificate ends the handshake."""

    def behave(self) -> None:
        """Answer as an issuer should."""
        self.answers = {
            OPENID: lambda handler: handler.send(self.metadata()),
            KEYS: lambda handler: handler.send(self.key_document()),
        }

    def metadata(self, **members: Any) -> bytes:  # noqa: ANN401 - whatever JSON can hold
        return json.dumps({"issuer": self.url, "jwks_uri": self.url + KEYS, **members}).encode()

    def key_document(self) -> bytes:
        return json.dumps({"keys": [key.jwk() for key in self.keys]}).encode()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


def missing(handler: Handler) -> None:
    handler.send(b"{}", 404)


def broken(handler: Handler) -> None:
    handler.send(b"{}", 503)


def hanging(handler: Handler) -> None:
    """Takes the question and says nothing until the test ends."""
    handler.server.let_go.wait()


def dripping(handler: Handler) -> None:
    """A byte now and then, for ever: no single wait is long."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.let_go.wait(0.02):
        handler.wfile.write(b" ")


def huge(handler: Handler) -> None:
    """50 MB of spaces; it is still JSON in the end."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(800):
        handler.wfile.write(CHUNK)
    handler.wfile.write(handler.server.key_document())


def packed(handler: Handler) -> None:
    """A few kilobytes that unpack to five megabytes."""
    handler.send(gzip.compress(CHUNK * 80 + handler.server.key_document()), Content_Encoding="gzip")


def says(body: bytes, status: int = 200, **headers: str) -> Answering:
    return lambda handler: handler.send(body, status, **headers)
