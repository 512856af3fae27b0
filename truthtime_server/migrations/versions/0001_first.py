"""The first schema: the log, what it amounts to, walls between users, and the functions of the request paths."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

NARROW = {
    "app_user()": "truthtime_identity",
    "identify_person(text, text, uuid)": "truthtime_identity",
    "identify_token(bytea)": "truthtime_identity",
}
"""Functions that act as a role of their own, and which one."""

WALLED_ROLES = (
    "truthtime_api",
    "truthtime_erasing",
    "truthtime_billing",
    "truthtime_maintenance",
    "truthtime_backup",
    "truthtime_identity",
)
"""Roles whose queries meet a policy that asks who the user is."""

FOR_THE_API = (
    "identify_person(text, text, uuid)",
    "identify_token(bytea)",
    "log_look(text, text, uuid, text, boolean, text)",
    "log_append(text, bigint, json)",
    "write_projections(uuid, json)",
    "entries_page(text, timestamptz, timestamptz, timestamptz, uuid, integer, boolean)",
    "api_device(uuid)",
)


def upgrade() -> None:
    """Make all of it, in the migration's transaction."""
    here = Path(__file__).parent
    # The driver's own connection, in the same transaction: SQLAlchemy would look for parameters in the text.
    run = op.get_bind().connection.cursor().execute
    for name in ("0001_first.sql", "0001_functions.sql"):
        run(here.joinpath(name).read_bytes())
    for function, role in NARROW.items():
        run(f"grant create on schema public to {role}")
        run(f"alter function {function} owner to {role}")
        run(f"revoke create on schema public from {role}")
    for function in FOR_THE_API:
        run(f"revoke all on function {function} from public")
        run(f"grant execute on function {function} to truthtime_api")
    run("revoke all on function app_user() from public")
    run(f"grant execute on function app_user() to {', '.join(WALLED_ROLES)}")


def downgrade() -> None:
    """Refuse: there is no way back from the first schema but a backup."""
    raise NotImplementedError("Restore the backup that was made before the migration: truthtime-server restore FILE")
