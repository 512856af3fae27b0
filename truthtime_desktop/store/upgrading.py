"""Bring a data file to the schema of this version, through Alembic, in one transaction.

Imported only when a file has to be made or upgraded: Alembic and SQLAlchemy together cost a quarter of a second.
"""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(raw: Any, module: Any, application_id: int, migrations: Path = MIGRATIONS) -> None:  # noqa: ANN401 - the driver has no types
    """Upgrade the file behind a connection, from whatever it is (an empty file included) to the newest revision.

    One transaction: a migration that fails, or a process that dies, leaves the file as it was.

    Args:
        raw: connection of the driver, outside any transaction. It stays open.
        module: the driver.
        application_id: written into the file's header; the number of the revision becomes its `user_version`.
        migrations: Alembic's folder.

    Raises:
        module.Error: what SQLite refused.
    """
    config = _config(migrations)
    engine = create_engine(
        "sqlite://", module=module, creator=lambda: raw, poolclass=StaticPool, pool_reset_on_return=None
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.exec_driver_sql(f"PRAGMA user_version={newest_revision(migrations)}")
            connection.exec_driver_sql(f"PRAGMA application_id={application_id}")
            connection.commit()
    except DBAPIError as error:
        raise (error.orig or error) from error


def newest_revision(migrations: Path = MIGRATIONS) -> int:
    """The number of the newest migration in the folder."""
    head = ScriptDirectory.from_config(_config(migrations)).get_current_head()
    return int(head) if head else 0


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("path_separator", "os")
    # Alembic's configuration interpolates percent signs, which a path may contain.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config
