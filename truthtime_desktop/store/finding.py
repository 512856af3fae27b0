"""The full-text index over notes: kept by the fold, asked by the search.

It holds folded texts (core/searching.py) in SQLite's FTS5 with the trigram tokenizer: any three characters in a row are
a token, so parts of words and scripts without spaces are found alike. Terms of one or two characters have no token;
for them the folded texts are read through, which is fast enough for a lifetime of notes.
"""

from collections.abc import Sequence
from datetime import date

from truthtime_desktop.store.database import Database

TRIGRAM = 3
MOST_TRIGRAMS = 60
"""More of them narrow nothing down that these have not."""


def index(database: Database, day: str, text: str) -> None:
    """Find this day's note by this text from now on, inside a write transaction; an empty text is not found."""
    number = _ordinal(day)
    if number is None:
        return
    from truthtime_core.searching import folded

    if text:
        database.run("INSERT OR REPLACE INTO cache_search (rowid, text) VALUES (?, ?)", (number, folded(text)))
    else:
        database.run("DELETE FROM cache_search WHERE rowid = ?", (number,))


def search(database: Database, terms: Sequence[str], limit: int) -> list[tuple[date, str]]:
    """Days whose note holds every one of these folded terms, and its text; at most `limit`, the newest first."""
    if not terms:
        return []
    trigrams = dict.fromkeys(
        term[place : place + TRIGRAM] for term in terms for place in range(len(term) - TRIGRAM + 1)
    )
    # Trigrams only narrow it down; `instr` then looks for the terms themselves.
    conditions = ["instr(text, ?)"] * len(terms)
    values: list[object] = list(terms)
    if trigrams:
        conditions.insert(0, "cache_search MATCH ?")
        values.insert(0, " AND ".join(map(_quoted, list(trigrams)[:MOST_TRIGRAMS])))
    rows = database.rows(
        f"SELECT rowid FROM cache_search WHERE {' AND '.join(conditions)} ORDER BY rowid DESC LIMIT ?",  # noqa: S608 - our own words
        (*values, limit),
    )
    found = []
    for (number,) in rows:
        day = date.fromordinal(number)
        note = database.row("SELECT text FROM cache_note WHERE day = ?", (day.isoformat(),))
        if note is not None:
            found.append((day, note[0]))
    return found


def purge(database: Database) -> None:
    """Leave nothing in the index of texts that were erased or replaced, inside a write transaction.

    FTS5 only marks them as gone, until it merges its segments; its option to delete them at once made every replaced
    note thirty times slower (docs/decisions/0011). So whoever erases words folds again and then purges.
    """
    database.run("INSERT INTO cache_search (cache_search) VALUES ('optimize')")


def look_again(database: Database) -> None:
    """Let this connection see the index as it is now.

    FTS5 (seen with SQLite 3.53.4) checks the index against what the connection remembers of its structure, and reports
    a checksum mismatch when another process has written since; any query makes it look again.
    """
    database.rows("SELECT rowid FROM cache_search WHERE cache_search MATCH '\"...\"' LIMIT 1")


def _quoted(token: str) -> str:
    """A string of FTS5's query language (https://sqlite.org/fts5.html, section 3.1): nothing in it has a meaning."""
    return '"' + token.replace('"', '""') + '"'


def _ordinal(day: str) -> int | None:
    """The number of the day, None when it is no date: another program may have written anything."""
    try:
        number = date.fromisoformat(day)
    except ValueError:
        return None
    return number.toordinal() if number.isoformat() == day else None
