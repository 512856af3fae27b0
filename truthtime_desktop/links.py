"""Links from a note to entries: the text says ``@09:04``, and beside it stands which entry that means."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from truthtime_core.days import local, zone_of
from truthtime_core.notes import Link, link_times
from truthtime_desktop.store import Store


class PageLink(NamedTuple):
    """A token ``@09:04`` of a page and the entry it means.

    Attributes:
        at: the token's time.
        entry: id of the entry.
        now_at: when the entry begins now, in the zone it began in; another time than `at` when it was moved, empty
            when it is void or not known here.
    """

    at: str
    entry: str
    now_at: str

    @property
    def moved(self) -> bool:
        """Whether the token shows another time than the entry has: offer ``Update @09:00 to @09:04``."""
        return bool(self.now_at) and self.now_at != self.at


class Links:
    """Knows what the tokens of a text mean.

    Args:
        store: whose entries they mean.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._chosen: dict[date, dict[str, str]] = {}

    def choose(self, day: date, at: str, entry: str) -> None:
        """The token of this day means this entry, until `stored` is told that this is written down."""
        self._chosen.setdefault(day, {})[at] = entry

    def chosen(self, day: date) -> bool:
        """Whether a choice waits to be stored."""
        return day in self._chosen

    def stored(self, day: date) -> None:
        """What was chosen is written down."""
        self._chosen.pop(day, None)

    def of_text(self, day: date, text: str, *known: Sequence[Link]) -> list[Link]:
        """Every link in the text, in its order.

        Args:
            known: links from before, the newest last: for each token the last that has it counts. A token without any
                means the entries of its day that begin in that minute.
        """
        times = link_times(text)
        if not times:
            return []
        means: dict[str, list[str]] = {}
        for links in known:
            means |= _by_token(links)
        means |= {at: [entry] for at, entry in self._chosen.get(day, {}).items()}
        unknown = set(times) - means.keys()
        for entry in self._store.entries(day, day, None, None) if unknown else ():
            at = _clock(entry.start_ms, entry.zone, entry.offset_min)
            if at in unknown and not entry.voided:
                means.setdefault(at, []).append(entry.id)
        return [Link(at, entry) for at in times for entry in means.get(at, ())]

    def resolved(self, links: Sequence[Link]) -> tuple[PageLink, ...]:
        """The same with the time that each entry has now."""
        begins = self._store.pages.begins([link.entry for link in links])
        found = []
        for link in links:
            begin = begins.get(link.entry)
            gone = begin is None or begin.voided
            now_at = "" if begin is None or gone else _clock(begin.start_ms, begin.zone, begin.offset_min)
            found.append(PageLink(link.at, link.entry, now_at))
        return tuple(found)


def _by_token(links: Sequence[Link]) -> dict[str, list[str]]:
    means: dict[str, list[str]] = {}
    for link in links:
        means.setdefault(link.at, []).append(link.entry)
    return means


def _clock(start_ms: int, zone: str, offset_min: int) -> str:
    return f"{local(start_ms, zone_of(zone, offset_min)):%H:%M}"
