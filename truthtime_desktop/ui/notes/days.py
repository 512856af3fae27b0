"""The notes window as far as days go: which one is shown, whether it is saved, what came from elsewhere."""

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_core.notes import link_places
from truthtime_desktop.notes import Page
from truthtime_desktop.ui.notes.bars import day_title
from truthtime_desktop.ui.notes.documents import DayDocument, Documents
from truthtime_desktop.ui.notes.facts import NoteEntry, NotesSource
from truthtime_desktop.ui.notes.frame import NotesFrame
from truthtime_desktop.ui.notes.keeping import Keeper
from truthtime_desktop.ui.notes.offers import Offers
from truthtime_desktop.ui.notes.writing import words_in
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import fill

COUNT_AFTER_MS = 250
"""Words are counted when typing pauses."""

LINES_BACK = 400
"""How far above the cursor the link is looked for that its lines belong to."""

REFRESH_MS = 30_000
"""While the window is visible its minutes are brought up to date twice a minute."""

DAY = timedelta(days=1)


class DayWindow(NotesFrame):
    """Shows one day at a time and stores what is typed.

    Args:
        theme: letters and colours.
        source: where things come from.

    Attributes:
        faulted: something could not be done (`TruthTimeError`).
    """

    faulted = Signal(object)

    def __init__(self, theme: Theme, source: NotesSource) -> None:
        super().__init__(theme, source)
        self._source = source
        self._day: DayDocument | None = None
        self.documents = Documents(theme, self._on_made)
        self.keeper = Keeper(source, self.documents, self)
        self.offers = Offers(self.strip, source, self.keeper)
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(COUNT_AFTER_MS)
        self._count.timeout.connect(self._count_words)
        self._minute = QTimer(self)
        self._minute.setInterval(REFRESH_MS)
        self._minute.timeout.connect(self.refresh)
        self.keeper.changed.connect(self._show_storing)
        self.keeper.stored.connect(self._on_stored)
        self.offers.failed.connect(self.faulted)
        self.editor.left.connect(self.keeper.keep_all)
        self.editor.cursorPositionChanged.connect(self._show_current_entry)
        theme.changed.connect(self.documents.dress)
        self._show_storing()

    @property
    def day(self) -> date | None:
        """The day that is shown; None before the first one."""
        return self._day.day if self._day is not None else None

    def text(self) -> str:
        """The note that is shown, to the byte."""
        return self._day.text() if self._day is not None else ""

    def show_day(self, day: date) -> bool:
        """Leaves the day that is shown, saving it, and shows another; False when it cannot be read."""
        if day == self.day:
            self.show_page(self.editor)
            return True
        self.editor.remember_place()
        self.keeper.save_all()
        try:
            page = self._source.notebook.page(day)
            entries = self._source.entries(day)
        except TruthTimeError as error:
            self.faulted.emit(error)
            return False
        self._day = self.documents.open(page)
        if page != self._day.page:
            self.keeper.catch_up(self._day, page)
        self.editor.show_day(self._day)
        self._name(day)
        self._show_entries(entries)
        self.offers.show(self._day)
        self._count_words()
        self.show_page(self.editor)
        return True

    def type_again(self, unsaved: Iterable[tuple[Page, str]]) -> None:
        """What a window before this one could not store: pages as handed out, and the text typed into them."""
        for page, text in unsaved:
            self.documents.open(page).write(text)

    def show_page(self, page: QWidget) -> None:
        """Shows the note, its preview, the search or the history; the focus follows, if it was in one of them."""
        focused = QApplication.focusWidget()
        self.pages.setCurrentWidget(page)
        for button, shown in (
            (self.bar.preview, self.preview),
            (self.bar.search, self.search),
            (self.bar.history, self.history),
        ):
            button.setChecked(page is shown)
        if focused is None or focused.window() is not self or not self.bar.isAncestorOf(focused):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Shows what happened meanwhile: time that passed, lines that came from the command line.

        While the data cannot be read, what is shown stays; the next call looks again.
        """
        if self._day is None:
            return
        try:
            self._show_entries(self._source.entries(self._day.day))
            self.keeper.look(self._day)
        except TruthTimeError:
            self._show_storing()

    def leave(self) -> bool:
        """The window or the program goes: save. Whether everything typed is on the disk."""
        self.editor.remember_place()
        return self.keeper.save_all()

    def showEvent(self, event: QShowEvent) -> None:
        """In sight, up to date."""
        super().showEvent(event)
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, saved; nothing ticks."""
        super().hideEvent(event)
        self._minute.stop()
        self.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes; what could not be saved stays in it and is tried again."""
        self.leave()
        super().closeEvent(event)

    def _name(self, day: date) -> None:
        today = self._source.today()
        title = day_title(day, today)
        self.bar.show_day(day, today)
        self.setWindowTitle(fill(self.tr("Notes – %1"), title))
        self.editor.setAccessibleName(fill(self.tr("Notes for %1"), title))
        self.editor.setPlaceholderText(
            self.tr("Write about today. Type @ to link an entry.")
            if day == today
            else self.tr("Write about this day. Type @ to link an entry.")
        )

    def _show_entries(self, entries: tuple[NoteEntry, ...]) -> None:
        self.rail.set_entries(entries)
        self.completer.set_entries(entries)
        self._show_current_entry()

    def _show_current_entry(self) -> None:
        """Marks the entry whose link is the last one at or above the cursor."""
        block = self.editor.textCursor().block()
        for _line in range(LINES_BACK):
            if not block.isValid():
                break
            places = link_places(block.text())
            if places:
                self.rail.set_current(places[-1][1])
                return
            block = block.previous()
        self.rail.set_current("")

    def _on_made(self, document: DayDocument) -> None:
        document.typed.connect(self._on_typed)

    def _on_typed(self) -> None:
        self.keeper.typed()
        self._count.start()

    def _on_stored(self, document: DayDocument) -> None:
        if document is self._day:
            self.offers.show(document)
            self._count.start()

    def _show_storing(self) -> None:
        self.footer.show_storing(self.keeper.storing)

    def _count_words(self) -> None:
        self.footer.show_words(words_in(self.text()))
