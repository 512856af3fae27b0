"""What whoever runs the server may set: environment variables named TRUTHTIME_..., or files of a secrets folder."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from truthtime_core.errors import TruthTimeError

SECRETS = "TRUTHTIME_SECRETS_DIR"
"""Names a folder with one file per secret, for example ``truthtime_database_url`` (how containers hand them over)."""


class Issuer(BaseModel):
    """An OIDC issuer whose tokens are accepted (docs/identity.md).

    Attributes:
        issuer: its exact name, the ``iss`` of its tokens.
        audiences: accepted ``aud`` of access tokens; empty accepts none.
        authorized_parties: accepted ``azp`` of session tokens; empty accepts none.
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
        max_body_bytes: of a request, before and after decompression.
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
    max_body_bytes: Annotated[int, Field(ge=1_024)] = 1_048_576


def settings_from_environment() -> Settings:
    """The settings of this process.

    Raises:
        TruthTimeError: one is missing or wrong; it is named, its value is not.
    """
    folder = os.environ.get(SECRETS)
    try:
        return Settings(_secrets_dir=Path(folder) if folder else None)  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = ", ".join(
            sorted({f"TRUTHTIME_{'_'.join(map(str, one['loc'][:1])).upper()} ({one['msg']})" for one in error.errors()})
        )
        raise TruthTimeError(f"The server's settings are not complete: {wrong}.", "See docs/operations.md.") from error
