"""Typed text on its way to the disk: kept half a second after the last key, saved when a day is left, tried again.

What is not stored stays in its document, however often storing fails, and is said to be unsaved until it is stored.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from truthtime_core.errors import TruthTimeError
from truthtime_core.notes import DRAFT_AFTER_MS, revise_after_ms
from truthtime_desktop.notes import Page
from truthtime_desktop.store.faults import FullError, LockedError
from truthtime_desktop.ui.notes.documents import DayDocument, Documents
from truthtime_desktop.ui.notes.facts import NotesSource
from truthtime_desktop.ui.words import said

RETRY_MS = 10_000
"""Between tries while storing fails (ui.md 2.14)."""


LOCKED_TRIES = 10
"""Half a second apart, while another program holds the data file, before that is called a failure."""


class Storing(NamedTuple):
    """How what was typed stands.

    Attributes:
        state: ``saved``: all of it is on the disk; ``storing``: it will be in half a second;
            ``full``: the disk is; ``failed``: for another reason.
        title: what went wrong, and
        hint: the next step; both empty while all is well, and told to nobody while it is tried again soon.
    """

    state: Literal["saved", "storing", "full", "failed"]
    title: str = ""
    hint: str = ""


SAVED = Storing("saved")
STORING = Storing("storing")


class Keeper(QObject):
    """Stores the documents of one window.

    Args:
        source: the notebook and the clocks.
        documents: what is shown or was; the keeper looks through them for what is unsaved.

    Attributes:
        draft_timer: half a second after the last key.
        revise_timer: when typing without an end becomes a revision.
        retry_timer: until the next try, after a failure.
        changed: what `storing` says is another thing now.
        stored: the page of a document is a new one.
    """

    changed = Signal()
    stored = Signal(object)

    def __init__(self, source: NotesSource, documents: Documents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.storing = SAVED
        self._locked = 0
        self._closed = False
        self._source = source
        self._documents = documents
        self.draft_timer = self._timer(DRAFT_AFTER_MS, self.keep_all)
        self.revise_timer = self._timer(0, self.save_all)
        self.retry_timer = self._timer(RETRY_MS, self.keep_all)

    def typed(self) -> None:
        """A key was pressed: store it when no other follows within half a second."""
        self.draft_timer.start()
        if not self.revise_timer.isActive():
            sizes = (one.document.characterCount() for one in self._documents.unsaved())
            self.revise_timer.start(revise_after_ms(max(sizes, default=0)))
        if self.storing.state == "saved":
            self._say(STORING)

    def keep_all(self) -> bool:
        """Put what was typed on the disk as drafts. Whether all of it is there now."""
        return self._store(self._documents.unsaved(), revise=False)

    def save_all(self) -> bool:
        """Make revisions of all drafts. Whether everything typed is on the disk now."""
        self.revise_timer.stop()
        return self._store([one for one in self._documents.each() if one.is_dirty or not one.page.saved], revise=True)

    def look(self, document: DayDocument) -> None:
        """Show what others wrote meanwhile; what was typed here is stored with it at its time.

        Raises:
            StoreError: the page cannot be read.
        """
        self.catch_up(document, self._source.notebook.page(document.day))

    def catch_up(self, document: DayDocument, page: Page) -> None:
        """Show a page that was read just now."""
        if page == document.page:
            return
        if document.is_dirty:
            # Both texts are put together by the notebook, and the person sees the outcome at once.
            self._store([document], revise=False)
        else:
            self._take(document, page)

    def take(self, document: DayDocument, page: Page) -> None:
        """A page that came back from the notebook for another reason than typing (`Notebook.settle`)."""
        self._take(document, page)

    def close(self) -> None:
        """No more tries, also when the window is hidden after this: at the end of the program each could wait."""
        self._closed = True
        for timer in (self.draft_timer, self.revise_timer, self.retry_timer):
            timer.stop()

    def _store(self, documents: list[DayDocument], *, revise: bool) -> bool:
        self.draft_timer.stop()
        if self._closed:
            return not documents
        fault: TruthTimeError | None = None
        for document in documents:
            try:
                self._take(document, self._write(document, revise=revise))
            except TruthTimeError as error:
                fault = error
        if isinstance(fault, LockedError) and self._locked < LOCKED_TRIES:
            # Somebody else writes, for a moment as a rule.
            self._locked += 1
            self.draft_timer.start()
            self._say(Storing("storing", said(fault.title), said(fault.hint)))
            return False
        self._locked = 0
        if fault is None:
            self.retry_timer.stop()
            self._say(SAVED)
        else:
            self.retry_timer.start()
            how: Literal["full", "failed"] = "full" if isinstance(fault, FullError) else "failed"
            self._say(Storing(how, said(fault.title), said(fault.hint)))
        return fault is None

    def _write(self, document: DayDocument, *, revise: bool) -> Page:
        notebook = self._source.notebook
        now = self._source.read()
        if revise:
            return notebook.save(document.page, document.text(), now, self._source.open_entry())
        return notebook.keep(document.page, document.text(), now)

    def _take(self, document: DayDocument, page: Page) -> None:
        document.become(page.text)
        document.page = page
        document.is_dirty = False
        self.stored.emit(document)

    def _say(self, storing: Storing) -> None:
        if storing != self.storing:
            self.storing = storing
            self.changed.emit()

    def _timer(self, interval_ms: int, slot: Callable[[], bool]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer
