"""What the strip above a note offers: both texts of a conflict, and a link that follows its entry."""

from PySide6.QtCore import QObject, Signal

from truthtime_core.errors import TruthTimeError
from truthtime_core.notes import link_places
from truthtime_desktop.notes import PageLink
from truthtime_desktop.ui.notes.documents import DayDocument
from truthtime_desktop.ui.notes.facts import NotesSource
from truthtime_desktop.ui.notes.keeping import Keeper
from truthtime_desktop.ui.notes.strip import Strip
from truthtime_desktop.ui.words import fill


class Offers(QObject):
    """Keeps the strip to what the page says, and does what is chosen.

    Attributes:
        difference_wanted: the person wants to see what two devices wrote.
        failed: it could not be done (`TruthTimeError`).
    """

    difference_wanted = Signal()
    failed = Signal(object)

    def __init__(self, strip: Strip, source: NotesSource, keeper: Keeper) -> None:
        super().__init__(strip)
        self._strip = strip
        self._source = source
        self._keeper = keeper
        self._document: DayDocument | None = None
        self._left: set[tuple[str, PageLink]] = set()
        strip.chosen.connect(self._do)

    def show(self, document: DayDocument) -> None:
        """What there is to say about this day's page."""
        self._document = document
        moved = self._moved(document)
        if document.page.conflict:
            self._strip.tell(
                self.tr("This day was also edited on another device."),
                (("keep", self.tr("Keep both")), ("difference", self.tr("Show the difference"))),
            )
        elif moved is not None:
            self._strip.tell(
                self.tr("An entry of this note begins at another time now."),
                (
                    ("update", fill(self.tr("Update @%1 to @%2"), moved.at, moved.now_at)),
                    ("leave", self.tr("Leave it")),
                ),
            )
        else:
            self._strip.tell("", ())

    def _moved(self, document: DayDocument) -> PageLink | None:
        links = document.page.links
        times = [link.at for link in links]
        for link in links:
            # A token that means several entries cannot follow one of them.
            if link.moved and times.count(link.at) == 1 and (document.day.isoformat(), link) not in self._left:
                return link
        return None

    def _do(self, key: str) -> None:
        document = self._document
        if document is None:
            return
        moved = self._moved(document)
        if key == "difference":
            self.difference_wanted.emit()
        elif key == "keep":
            self._keep_both(document)
        elif key == "leave" and moved is not None:
            self._left.add((document.day.isoformat(), moved))
            self.show(document)
        elif key == "update" and moved is not None:
            self._update(document, moved)

    def _keep_both(self, document: DayDocument) -> None:
        try:
            page = self._source.notebook.settle(document.page, document.text(), self._source.read())
        except TruthTimeError as error:
            self.failed.emit(error)
            return
        self._keeper.take(document, page)

    def _update(self, document: DayDocument, link: PageLink) -> None:
        text = document.text()
        for start, at in reversed(link_places(text)):
            if at == link.at:
                text = f"{text[:start]}@{link.now_at}{text[start + 1 + len(at) :]}"
        self._source.notebook.link(document.day, link.now_at, link.entry)
        document.write(text)
        self._keeper.keep_all()
