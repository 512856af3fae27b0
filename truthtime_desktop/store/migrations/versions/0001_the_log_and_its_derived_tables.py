"""The log, its words, and the tables derived from them.

Written out in full and never changed afterwards: what it made on a person's disk stays what it was.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _make_truth()
    _make_cache_of_entries()
    _make_other_caches()


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=key, nullable=False)


def _make_truth() -> None:
    op.create_table(
        "event",
        _number("local", key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        _text("device"),
        _number("incarnation"),
        _number("seq"),
        sa.Column("server_seq", sa.Integer),
        _text("type"),
        _text("timer"),
        sa.Column("subject", sa.Text),
        sa.Column("payload", sa.BLOB, nullable=False),
        sa.Column("hash", sa.BLOB, nullable=False),
        sa.Column("content", sa.BLOB),
        sa.UniqueConstraint("device", "incarnation", "seq"),
        sqlite_autoincrement=True,
    )
    op.create_index("event_timer", "event", ["timer"], sqlite_where=sa.text("timer <> ''"))
    op.create_index("event_subject", "event", ["subject"], sqlite_where=sa.text("subject IS NOT NULL"))
    op.create_table(
        "content",
        sa.Column("hash", sa.BLOB, primary_key=True, nullable=False),
        sa.Column("salt", sa.BLOB, nullable=False),
        _text("text"),
        sa.Column("erased_at_ms", sa.Integer),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        _number("only", key=True),
        _text("device"),
        _number("incarnation"),
        _text("machine_hash"),
        _number("fold_version"),
        _number("folded_through"),
        _number("day_start_min"),
        _number("days_stale"),
        sa.CheckConstraint("only = 1"),
    )


def _make_cache_of_entries() -> None:
    op.create_table(
        "cache_entry",
        _number("number", key=True),
        sa.Column("timer", sa.Text, nullable=False, unique=True),
        _text("state"),
        _number("start_ms"),
        _number("end_ms"),
        _text("zone"),
        _number("offset_min"),
        *map(_text, ("description", "project", "tags", "flags", "provenance")),
        *map(_number, ("voided", "worked_ms", "elapsed_ms", "unanswered_ms", "unclaimed_ms")),
    )
    op.create_index("cache_entry_start", "cache_entry", ["start_ms", "timer"])
    op.create_index("cache_entry_open", "cache_entry", ["start_ms"], sqlite_where=sa.text("state <> 'stopped'"))
    op.create_table(
        "cache_interval",
        _number("entry", key=True),
        _number("position", key=True),
        _number("start_ms"),
        _number("duration_ms"),
        _text("kind"),
        _number("answered"),
        _text("zone"),
        _number("offset_min"),
        _text("device"),
        _text("boot"),
        _number("elapsed_ms"),
        sqlite_with_rowid=False,
    )
    op.create_index("cache_interval_start", "cache_interval", ["start_ms"])
    long = sa.text("duration_ms > 172800000")
    op.create_index("cache_interval_long", "cache_interval", ["start_ms"], sqlite_where=long)


def _make_other_caches() -> None:
    op.create_table(
        "cache_day",
        *(_text(name, key=True) for name in ("day", "project", "kind")),
        _number("ms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cache_note",
        _text("day", key=True),
        _text("text"),
        _text("heads"),
        _number("revisions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cache_project",
        _text("project", key=True),
        _text("name"),
        _number("archived"),
        sqlite_with_rowid=False,
    )
    op.create_index("cache_project_name", "cache_project", ["name"])
    op.create_table("cache_choice", _number("position", key=True), *map(_text, ("a", "b", "choice")))
