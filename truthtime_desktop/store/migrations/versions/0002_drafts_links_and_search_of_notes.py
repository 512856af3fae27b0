"""Drafts of notes, links from notes to entries, and the full-text index over notes.

The derived tables are dropped: the rules of version 2 fold notes anew, and that fills the new ones.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, and let everything be folded again."""
    op.create_table("note_draft", _text("day", key=True), *map(_text, ("text", "heads", "links", "reading")))
    op.create_table("cache_link", *(_text(name, key=True) for name in ("day", "at", "entry")), sqlite_with_rowid=False)
    op.create_index("cache_link_entry", "cache_link", ["entry"])
    op.execute(
        "CREATE VIRTUAL TABLE cache_search USING fts5(text, tokenize = 'trigram case_sensitive 1', detail = 'none')"
    )
    op.execute("UPDATE meta SET fold_version = 0")


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)
