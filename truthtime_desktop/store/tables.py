"""The schema of record, as SQLAlchemy 2 metadata: migrations are tested against it.

Four tables are the truth (`event`, `content`, `meta`, and `note_draft`: what was typed and is no revision yet); every
`cache_` table is derived by the fold and can be dropped at any time. Only migrations import this module: the hot path
speaks plain SQL (log.py, cache.py), because SQLAlchemy costs the tray more memory and time than the rest of it.
"""

from sqlalchemy import BLOB, DDL, CheckConstraint, Column, Index, Integer, MetaData, Table, Text, event, text
from sqlalchemy.schema import UniqueConstraint

METADATA = MetaData()

EVENT = Table(
    "event",
    METADATA,
    # Order of arrival on this computer; AUTOINCREMENT, so that a number is never used twice.
    Column("local", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("device", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    # Number the server gave it; NULL until it has.
    Column("server_seq", Integer),
    Column("type", Text, nullable=False),
    Column("timer", Text, nullable=False),
    # What has to be derived again when this event arrives and is no timer: "note DAY", "project", "overlap".
    Column("subject", Text),
    # The canonical bytes: the truth. Every other column of this row is read from them.
    Column("payload", BLOB, nullable=False),
    Column("hash", BLOB, nullable=False),
    Column("content", BLOB),
    UniqueConstraint("device", "incarnation", "seq"),
    Index("event_timer", "timer", sqlite_where=text("timer <> ''")),
    Index("event_subject", "subject", sqlite_where=text("subject IS NOT NULL")),
    sqlite_autoincrement=True,
)

CONTENT = Table(
    "content",
    METADATA,
    Column("hash", BLOB, primary_key=True, nullable=False),
    Column("salt", BLOB, nullable=False),
    Column("text", Text, nullable=False),
    # Set when the words were erased on request: salt and text are then empty, and the chain still verifies.
    Column("erased_at_ms", Integer),
    sqlite_with_rowid=False,
)

META = Table(
    "meta",
    METADATA,
    Column("only", Integer, primary_key=True),
    Column("device", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("machine_hash", Text, nullable=False),
    Column("fold_version", Integer, nullable=False),
    # The derived tables know every event up to this `event.local`.
    Column("folded_through", Integer, nullable=False),
    Column("day_start_min", Integer, nullable=False),
    # 1 while `cache_day` waits to be summed up again from the intervals.
    Column("days_stale", Integer, nullable=False),
    CheckConstraint("only = 1"),
)

NOTE_DRAFT = Table(
    "note_draft",
    METADATA,
    Column("day", Text, primary_key=True, nullable=False),
    Column("text", Text, nullable=False),
    # Ids of the revisions it was typed over, and links, as JSON.
    Column("heads", Text, nullable=False),
    Column("links", Text, nullable=False),
    # The clocks when it was typed, as JSON.
    Column("reading", Text, nullable=False),
)

CACHE_ENTRY = Table(
    "cache_entry",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("timer", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("start_ms", Integer, nullable=False),
    Column("end_ms", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("offset_min", Integer, nullable=False),
    Column("description", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("provenance", Text, nullable=False),
    Column("voided", Integer, nullable=False),
    Column("worked_ms", Integer, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("unanswered_ms", Integer, nullable=False),
    Column("unclaimed_ms", Integer, nullable=False),
    Index("cache_entry_start", "start_ms", "timer"),
    Index("cache_entry_open", "start_ms", sqlite_where=text("state <> 'stopped'")),
)

CACHE_INTERVAL = Table(
    "cache_interval",
    METADATA,
    Column("entry", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start_ms", Integer, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("offset_min", Integer, nullable=False),
    Column("device", Text, nullable=False),
    Column("boot", Text, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Index("cache_interval_start", "start_ms"),
    # What overlaps a window began in it, at most two days before it, or is one of these few.
    Index("cache_interval_long", "start_ms", sqlite_where=text("duration_ms > 172800000")),
    sqlite_with_rowid=False,
)

CACHE_DAY = Table(
    "cache_day",
    METADATA,
    Column("day", Text, primary_key=True, nullable=False),
    Column("project", Text, primary_key=True, nullable=False),
    Column("kind", Text, primary_key=True, nullable=False),
    Column("ms", Integer, nullable=False),
    sqlite_with_rowid=False,
)

CACHE_NOTE = Table(
    "cache_note",
    METADATA,
    Column("day", Text, primary_key=True, nullable=False),
    Column("text", Text, nullable=False),
    Column("heads", Text, nullable=False),
    Column("revisions", Integer, nullable=False),
    sqlite_with_rowid=False,
)

CACHE_LINK = Table(
    "cache_link",
    METADATA,
    Column("day", Text, primary_key=True, nullable=False),
    Column("at", Text, primary_key=True, nullable=False),
    Column("entry", Text, primary_key=True, nullable=False),
    Index("cache_link_entry", "entry"),
    sqlite_with_rowid=False,
)

SEARCH_TABLE = "cache_search"
"""The full-text index over notes, a virtual table; SQLite keeps it in tables whose names begin like this."""

# Its rowid is the day's ordinal, so that the newest are found first. The text in it is folded (core/searching.py),
# which is what `case_sensitive 1` relies on; docs/decisions/0011 has the figures behind the other options.
SEARCH = "CREATE VIRTUAL TABLE cache_search USING fts5(text, tokenize = 'trigram case_sensitive 1', detail = 'none')"
event.listen(METADATA, "after_create", DDL(SEARCH))  # type: ignore[no-untyped-call]

CACHE_PROJECT = Table(
    "cache_project",
    METADATA,
    Column("project", Text, primary_key=True, nullable=False),
    Column("name", Text, nullable=False),
    Column("archived", Integer, nullable=False),
    Index("cache_project_name", "name"),
    sqlite_with_rowid=False,
)

CACHE_CHOICE = Table(
    "cache_choice",
    METADATA,
    # Order of the decisions: of several about one pair the last counts.
    Column("position", Integer, primary_key=True),
    Column("a", Text, nullable=False),
    Column("b", Text, nullable=False),
    Column("choice", Text, nullable=False),
)
