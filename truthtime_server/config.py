"""What whoever runs the server may set: environment variables named TRUTHTIME_..., or files of a secrets folder."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from truthtime_core.errors import TruthTimeError

SECRETS = "TRUTHTIME_SECRETS_DIR"
"""Names a folder with one file per secret, for example ``truthtime_database_url`` (how containers hand them over)."""


class Issuer(BaseModel):
    """An OIDC issuer whose tokens are accepted (docs/identity.md).

    Attributes:
        issuer: its exact name, the ``iss`` of its tokens.
        audiences: accepted ``aud`` of access tokens; empty takes those without one, by their client alone.
        authorized_parties: accepted clients (``client_id``) and web origins (``azp``); empty takes every client that
            has a token for an audience, and no session tokens. One of the two lists must be there.
        jwks_uri: where its keys are; empty finds it by the issuer's discovery document.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str
    audiences: tuple[str, ...] = ()
    authorized_parties: tuple[str, ...] = ()
    jwks_uri: str = ""


class Settings(BaseSettings):
    """All settings. Nothing is read anywhere else.

    Attributes:
        database_url: PostgreSQL as the API's role, ``postgresql://user:password@host:port/name``.
        owner_database_url: the same database as the role that owns it: for migrations, tokens and copies only.
        identity_key: 32 bytes or more of any text; signs towards the database whom a request speaks for.
        previous_identity_key: still accepted by the database while the key is being changed.
        pool_size: connections to PostgreSQL per process.
        behind_pooler: a transaction-pooling PgBouncer older than 1.21 stands in between: prepare nothing.
        issuers: whose JWTs are accepted, as a JSON list.
        stripe_webhook_secrets: accepted signing secrets, the current one first, as a JSON list.
        host, port: where to listen.
        workers: processes of `serve`.
        public_url: how clients reach the server, for example ``https://time.example.org``; `doctor` looks there.
        tls_certificate_file, tls_key_file: where no proxy in front of the server speaks TLS.
        trusted_proxies: addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed, as a JSON list.
        allowed_origins: web pages that may call the API from a browser (CORS), as a JSON list; none by default.
        max_body_bytes: of a request, before and after decompression.
        max_page_bytes: the same for a page of events (sync push).
        requests_per_minute: of one user; 0 is no limit. Limits hold across all processes (limits.py).
        address_requests_per_minute: of one client address, before anybody knows whose request it is.
        address_failures_per_minute: of one client address, answered 401.
        max_connections: of one process.
        header_timeout_s, body_timeout_s, write_timeout_s: for a slow client's headers, body, and reading.
        keep_alive_s: an idle connection is closed after this.
        drain_s: after SIGTERM, how long /readyz says 503 while requests are still taken.
        shutdown_timeout_s: after that, how long running requests may take to finish.
        log_level: debug, info, warning or error.
        slow_statement_ms: a statement of the database over this is logged and counted.
        metrics_token: shows /metrics to scrapers on other computers that send it as bearer token.
        sentry_dsn: where unexpected errors are reported, without anybody's words.
        environment: how this installation is called in those reports.
    """

    model_config = SettingsConfigDict(env_prefix="TRUTHTIME_", frozen=True, extra="ignore")

    database_url: SecretStr
    identity_key: Annotated[SecretStr, Field(min_length=32)]
    owner_database_url: SecretStr | None = None
    previous_identity_key: SecretStr | None = None
    pool_size: Annotated[int, Field(ge=1, le=1_000)] = 16
    behind_pooler: bool = False
    issuers: tuple[Issuer, ...] = ()
    stripe_webhook_secrets: tuple[SecretStr, ...] = ()
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8_080
    workers: Annotated[int, Field(ge=1, le=256)] = 1
    public_url: str = ""
    tls_certificate_file: str | None = None
    tls_key_file: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    max_body_bytes: Annotated[int, Field(ge=1_024)] = 1_048_576
    max_page_bytes: Annotated[int, Field(ge=1_024)] = 8_388_608
    requests_per_minute: Annotated[int, Field(ge=0)] = 600
    address_requests_per_minute: Annotated[int, Field(ge=0)] = 1_200
    address_failures_per_minute: Annotated[int, Field(ge=0)] = 120
    max_connections: Annotated[int, Field(ge=1)] = 1_000
    header_timeout_s: Annotated[float, Field(gt=0)] = 10.0
    body_timeout_s: Annotated[float, Field(gt=0)] = 30.0
    write_timeout_s: Annotated[float, Field(gt=0)] = 30.0
    keep_alive_s: Annotated[int, Field(ge=1)] = 20
    drain_s: Annotated[float, Field(ge=0)] = 3.0
    shutdown_timeout_s: Annotated[int, Field(ge=1)] = 25
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    slow_statement_ms: Annotated[int, Field(ge=1)] = 500
    metrics_token: SecretStr = SecretStr("")
    sentry_dsn: SecretStr = SecretStr("")
    environment: str = "production"


def settings_from_environment() -> Settings:
    """The settings of this process.

    Raises:
        TruthTimeError: one is missing or wrong; it is named, its value is not.
    """
    folder = os.environ.get(SECRETS)
    try:
        return Settings(_secrets_dir=Path(folder) if folder else None)  # type: ignore[call-arg] # the environment gives the rest
    except ValidationError as error:
        wrong = ", ".join(
            sorted({f"TRUTHTIME_{'_'.join(map(str, one['loc'][:1])).upper()} ({one['msg']})" for one in error.errors()})
        )
        raise TruthTimeError(f"The server's settings are not complete: {wrong}.", "See docs/operations.md.") from error
