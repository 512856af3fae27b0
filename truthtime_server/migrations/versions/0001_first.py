"""The first schema: the log, what it amounts to, walls between users, and the functions of the request paths."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

NARROW = {
    "app_user()": "truthtime_identity",
    "identify_person(text, text, uuid)": "truthtime_identity",
    "identify_token(bytea)": "truthtime_identity",
    "erase_account(text)": "truthtime_erasing",
    "keep_stripe_event(text, text, timestamptz, uuid, text, text, integer, uuid)": "truthtime_billing",
    "amount_to_subscription(uuid, uuid)": "truthtime_billing",
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
    "log_look(text, text, uuid, text, boolean, text, uuid[])",
    "log_append(text, bigint, json)",
    "write_projections(uuid, json)",
    "entries_page(text, timestamptz, timestamptz, timestamptz, uuid, integer, boolean)",
    "api_device(uuid)",
    "speak_for(text)",
    "note_document(daily_notes)",
    "note_by_id(text, uuid, boolean)",
    "notes_page(text, date, date, date, integer, bigint, integer, text[])",
    "device_document(devices)",
    "device_enrol(text, uuid, integer, text, integer)",
    "devices_of(text)",
    "device_retire(text, uuid)",
    "log_head(text)",
    "export_page(text, bigint, bigint, integer, bigint)",
    "erase_account(text)",
    "subscription_of(text)",
    "keep_stripe_event(text, text, timestamptz, uuid, text, text, integer, uuid)",
)


def upgrade() -> None:
    """Make all of it, in the migration's transaction."""
    here = Path(__file__).parent
    # The driver's own connection, in the same transaction: SQLAlchemy would look for parameters in the text.
    run = op.get_bind().connection.cursor().execute
    for name in ("0001_first.sql", "0001_functions.sql", "0001_features.sql"):
        run(here.joinpath(name).read_bytes())
    for function, role in NARROW.items():
        run(f"grant create on schema public to {role}")
        run(f"alter function {function} owner to {role}")
        run(f"revoke create on schema public from {role}")
    for function in FOR_THE_API:
        run(f"revoke all on function {function} from public")
        run(f"grant execute on function {function} to truthtime_api")
    run("revoke all on function amount_to_subscription(uuid, uuid) from public")
    run("revoke all on function app_user() from public")
    run(f"grant execute on function app_user() to {', '.join(WALLED_ROLES)}")


def downgrade() -> None:
    """Refuse: there is no way back from the first schema but a backup."""
    raise NotImplementedError("Restore the backup that was made before the migration: truthtime-server restore FILE")
