"""Counts behind rate limits, and the schema's revision for /readyz."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

NARROW = ("rate_settle(bytea[], integer[])", "rate_forget()")
"""Functions that act as the role `truthtime_limits`."""

FOR_THE_API = (*NARROW, "schema_revision()")


def upgrade() -> None:
    """Make all of it, in the migration's transaction."""
    run = op.get_bind().connection.cursor().execute
    run(Path(__file__).with_name("0002_limits.sql").read_bytes())
    run("grant create on schema public to truthtime_limits")
    for function in NARROW:
        run(f"alter function {function} owner to truthtime_limits")
    run("revoke create on schema public from truthtime_limits")
    run("grant select on alembic_version to truthtime_api, truthtime_backup")
    for function in FOR_THE_API:
        run(f"revoke all on function {function} from public")
        run(f"grant execute on function {function} to truthtime_api")


def downgrade() -> None:
    """Counts are worth nothing tomorrow: nothing is lost by going back."""
    run = op.get_bind().connection.cursor().execute
    run("drop function rate_settle(bytea[], integer[])")
    run("drop function rate_forget()")
    run("drop function schema_revision()")
    run("drop table rate_counts")
