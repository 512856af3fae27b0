"""Notes: searching ten years of them, and what keeping and saving a page costs.

A search is `Notebook.search` from the query to the snippets with their marks. Beside it, in turns and on the same
texts: reading all of them with LIKE, which finds the same (case aside), and a bare FTS5 query of the same trigrams,
which finds the days without looking at the texts.
"""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate, count
from pathlib import Path

from tests.bench.history import CACHE
from tests.bench.measuring import Plan, in_turns, say, timed_ms
from tests.bench.table import Row, compared
from truthtime_core.events import Draft
from truthtime_core.searching import terms_of
from truthtime_desktop.config import Places
from truthtime_desktop.notes import Notebook
from truthtime_desktop.store import Store, open_store
from truthtime_desktop.system.clocks import SystemClock

LAST = date(2026, 11, 17)
NOTE_CHARACTERS = 2_000
MOST_MS = 50.0
MOST_KEEP = 3.0

WORDS = 6_000
MEGABYTE = 1_000_000
BATCH = 500

QUERIES = {
    "a word of every day": "der",
    "a common word": "Rechnung",
    "two words": "offer rechnung",
    "part of a word": "chnun",
    "without diacritics": "grosse",
    "two letters": "ür",
    "two characters of Chinese": "会議",
    "a word of one day": "Leuchtturm",
    "nothing": "Quastenflosser",
    "one letter, nothing": "☃",
}


def rows(plan: Plan) -> list[Row]:
    """The lines of the table."""
    CACHE.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="notes-", dir=CACHE))
    say(f"Writing {plan.notes:,} notes of {NOTE_CHARACTERS:,} characters ...")
    try:
        with closing(open_store(Places(work))) as store:
            fill(store, plan.notes)
            return [*_searches(store, plan), *_keeping(store, plan)]
    finally:
        shutil.rmtree(work)


def fill(store: Store, days: int) -> None:
    """So many days of notes, the last of them `LAST`: words as unequally common as those of a language are."""
    dice = random.Random(20261117)
    syllables = [
        "an",
        "be",
        "chen",
        "der",
        "en",
        "für",
        "ge",
        "heit",
        "ing",
        "kon",
        "le",
        "mo",
        "nis",
        "ß",
        "ter",
        "ung",
    ]
    words = ["".join(dice.choices(syllables, k=dice.randint(1, 5))) for _ in range(WORDS)]
    words[3], words[40], words[300], words[900] = "der", "Rechnung", "offer", "Größe"
    weights = list(accumulate(1 / (rank + 2) for rank in range(WORDS)))
    reading = SystemClock().read()
    drafts: list[Draft] = []
    for back in reversed(range(days)):
        text = ""
        while len(text) < NOTE_CHARACTERS:
            text += " ".join(dice.choices(words, cum_weights=weights, k=12))
            text += dice.choice((". ", ".\n", " 会議。\n", "\n- [ ] "))
        text += " Leuchtturm" if back == days // 2 else ""
        day = (LAST - timedelta(back)).isoformat()
        drafts.append(Draft("note.revise", "", {"day": day, "parents": []}, {"text": text}))
        if len(drafts) == BATCH or not back:
            store.append(drafts, reading)
            drafts = []
    store.catch_up()


def _searches(store: Store, plan: Plan) -> list[Row]:
    notebook = Notebook(store)
    found = []
    for what, query in QUERIES.items():
        works = {
            "ours": lambda query=query: timed_ms(lambda: notebook.search(query)),
            "scan": lambda query=query: timed_ms(lambda: _scan(store, query)),
            "bare": lambda query=query: timed_ms(lambda: _bare(store, query)),
        }
        figures = in_turns(works, plan.queries)
        name = f"search {plan.notes:,} notes: {what}"
        found.append(_absolute(compared(name, figures["ours"], figures["scan"], "ms", "LIKE over all texts")))
        if len(min(terms_of(query), key=len)) >= 3:
            found.append(compared(name, figures["ours"], figures["bare"], "ms", "bare FTS5 query"))
    return found


def _absolute(row: Row) -> Row:
    """The target is the figure: the answer within `MOST_MS`."""
    return Row(
        row.what,
        row.ours,
        row.limit,
        row.unit,
        MOST_MS,
        absolute=True,
        against=row.against,
        lowest=row.lowest,
        lowest_limit=row.lowest_limit,
    )


def _scan(store: Store, query: str) -> int:
    terms = query.split()
    condition = " AND ".join(["text LIKE ?"] * len(terms))
    sql = f"SELECT day, text FROM cache_note WHERE {condition} ORDER BY day DESC LIMIT 50"  # noqa: S608 - our own words
    return len(store._database.rows(sql, [f"%{term}%" for term in terms]))  # noqa: SLF001


def _bare(store: Store, query: str) -> int:
    tokens = {term[at : at + 3] for term in terms_of(query) for at in range(len(term) - 2)}
    if not tokens:
        return 0
    sql = "SELECT rowid FROM cache_search WHERE cache_search MATCH ? ORDER BY rowid DESC LIMIT 50"
    return len(store._database.rows(sql, (" AND ".join(f'"{token}"' for token in tokens),)))  # noqa: SLF001


def _keeping(store: Store, plan: Plan) -> list[Row]:
    notebook, clock = Notebook(store), SystemClock()
    database = store._database  # noqa: SLF001
    database.run("CREATE TABLE bare (only INTEGER PRIMARY KEY, text TEXT)")

    def bare(text: str) -> None:
        with database.writing():
            database.run("INSERT OR REPLACE INTO bare VALUES (1, ?)", (text,))

    found = []
    for name, size in (("2 kB", NOTE_CHARACTERS), ("1 MB", MEGABYTE)):
        day = LAST + timedelta(size)
        text = ("Some words of a line.\n" * (size // 22 + 1))[:size]
        versions = map(f"{text}{{}}".format, count(1))

        def keep(day: date = day, versions: Iterator[str] = versions) -> float:
            page, version = notebook.page(day), next(versions)
            return timed_ms(lambda: notebook.keep(page, version, clock.read()))

        def save(day: date = day, versions: Iterator[str] = versions) -> float:
            page, version = notebook.page(day), next(versions)
            return timed_ms(lambda: notebook.save(page, version, clock.read()))

        def commit(versions: Iterator[str] = versions) -> float:
            version = next(versions)
            return timed_ms(lambda: bare(version))

        works: dict[str, Callable[[], float]] = {"keep": keep, "save": save, "bare": commit}
        figures = in_turns(works, plan.queries)
        found.append(
            compared(f"keep a draft of {name}", figures["keep"], figures["bare"], "ms", "bare FULL commit", MOST_KEEP)
        )
        found.append(compared(f"save a revision of {name}", figures["save"], figures["bare"], "ms", "bare FULL commit"))
    return found
