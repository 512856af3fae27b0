"""The notes window: one day's note beside what was done that day (ui.md 2.8)."""

from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_core.notes import link_places
from truthtime_desktop.notes import Found
from truthtime_desktop.ui.dialogs import Question, fault_dialog
from truthtime_desktop.ui.notes import addresses, exporting
from truthtime_desktop.ui.notes.days import DAY, DayWindow
from truthtime_desktop.ui.notes.documents import DayDocument
from truthtime_desktop.ui.notes.exact import units
from truthtime_desktop.ui.notes.facts import NoteEntry, NotesSource
from truthtime_desktop.ui.notes.writing import with_token
from truthtime_desktop.ui.theme import Theme


class NotesWindow(DayWindow):
    """The whole window: `show_day`, `refresh`, `leave`.

    Args:
        theme: letters and colours.
        source: where things come from.
        choose_file: asks where an export goes.
        open_address: opens what was agreed to.

    Attributes:
        question: the dialog that was asked last; it answers when it is closed.
    """

    def __init__(
        self,
        theme: Theme,
        source: NotesSource,
        *,
        choose_file: exporting.Chooser = exporting.ask_for_file,
        open_address: addresses.Opener = addresses.open_outside,
    ) -> None:
        super().__init__(theme, source)
        self._choose_file = choose_file
        self._open_address = open_address
        self.question: Question | None = None
        self._connect()
        self._bind()

    def toggle_preview(self) -> None:
        """The note as it reads, and back."""
        if self.pages.currentWidget() is self.preview:
            self.show_page(self.editor)
        else:
            self.preview.show_text(self.text())
            self.show_page(self.preview)

    def open_search(self) -> None:
        """The search, its field ready for other words; searched again, since something may have been written."""
        self.keeper.keep_all()
        self.search.search()
        self.show_page(self.search)
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def toggle_search(self) -> None:
        """The search, and back."""
        self._leave_page() if self.pages.currentWidget() is self.search else self.open_search()

    def toggle_history(self) -> None:
        """Every version of this day, and back."""
        if self.pages.currentWidget() is self.history:
            self.show_page(self.editor)
            return
        # What stands there becomes a version too, and is the first of the list.
        self.keeper.save_all()
        self._show_versions(differences_only=False)

    def jump_to(self, entry: NoteEntry) -> None:
        """Goes to the entry's line, or writes one at the end of the note."""
        self.show_page(self.editor)
        document = self._day
        if document is None or self._go_to_line(document, entry):
            return
        self._source.notebook.link(document.day, entry.at, entry.id)
        document.write(with_token(document.text(), entry.at))
        self.editor.go_to(document.document.characterCount() - 1)

    def show_entry(self, entry_id: str) -> None:
        """Goes to the entry's line; where nothing is written about it, to the entry beside the note."""
        for button in self.rail.buttons:
            if button.entry.id == entry_id and not (self._day and self._go_to_line(self._day, button.entry)):
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_line(self, document: DayDocument, entry: NoteEntry) -> bool:
        at = next((link.at for link in document.page.links if link.entry == entry.id), entry.at)
        place = next((place for place, found in link_places(document.text()) if found in (at, entry.at)), None)
        if place is not None:
            self.editor.go_to(document.place(place))
        return place is not None

    def _connect(self) -> None:
        bar = self.bar
        bar.previous.clicked.connect(partial(self._step, -1))
        bar.next.clicked.connect(partial(self._step, 1))
        bar.calendar.clicked.connect(self._open_calendar)
        bar.search.clicked.connect(self.toggle_search)
        bar.preview.clicked.connect(self.toggle_preview)
        bar.history.clicked.connect(self.toggle_history)
        bar.export.clicked.connect(self._open_menu)
        self.picker.chosen.connect(self.show_day)
        self.export_day.triggered.connect(lambda: self._export(self.day))
        self.export_all.triggered.connect(lambda: self._export(None))
        self.rail.chosen.connect(self.jump_to)
        self.completer.chosen.connect(self._on_linked)
        self.editor.entry_wanted.connect(self._show_entry)
        self.editor.address_wanted.connect(self.ask_address)
        self.preview.address_wanted.connect(self.ask_address)
        self.search.opened.connect(self._open_found)
        self.history.restored.connect(self._restore)
        self.offers.difference_wanted.connect(partial(self._show_versions, differences_only=True))
        self.faulted.connect(self._on_fault)

    def _bind(self) -> None:
        self.key(QKeySequence.StandardKey.Back, partial(self._step, -1))
        self.key(QKeySequence.StandardKey.Forward, partial(self._step, 1))
        self.key(QKeySequence.StandardKey.Find, self.open_search)
        self.key("Ctrl+Shift+P", self.toggle_preview)
        self.key("Ctrl+H", self.toggle_history)
        self.key("Ctrl+E", self._open_menu)
        self.key("Ctrl+D", self._open_calendar)
        self.key(QKeySequence.StandardKey.Close, self.close)
        self.key("Esc", self._leave_page)

    def ask_address(self, address: str) -> None:
        """Shows an address in full and opens it in the browser when the person agrees."""
        if not addresses.is_openable(address):
            self._ask(addresses.refused_dialog(self.theme, address, self))
            return
        question = addresses.address_dialog(self.theme, address, self)
        question.accepted.connect(lambda: question.answer == "open" and self._open_address(address))
        self._ask(question)

    def _step(self, days: int) -> None:
        if self.day is not None:
            self.show_day(self.day + days * DAY)

    def _leave_page(self) -> None:
        if self.pages.currentWidget() is not self.editor:
            self.show_page(self.editor)
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_calendar(self) -> None:
        if self.day is not None:
            self.keeper.keep_all()
            self.picker.open_at(_below(self.bar.calendar), self.day)

    def _open_menu(self) -> None:
        place = _below(self.bar.export)
        if not self.isRightToLeft():
            place -= QPoint(self.menu.sizeHint().width() - self.bar.export.width(), 0)
        self.menu.popup(place)

    def _export(self, day: date | None) -> None:
        self.keeper.save_all()
        try:
            done = exporting.export(self._source, day, self._choose_file, self)
        except TruthTimeError as error:
            self._on_fault(error)
            return
        if done:
            self.footer.tell(done)

    def _open_found(self, found: Found) -> None:
        if not self.show_day(found.day) or self._day is None:
            return
        start, end = found.marks[0] if found.marks else (0, 0)
        place = self._day.place(found.start + start)
        self.editor.go_to(place, units(found.snippet[start:end]))

    def _show_versions(self, *, differences_only: bool) -> None:
        if self.day is None:
            return
        try:
            notebook = self._source.notebook
            revisions = notebook.sides(self.day) if differences_only else notebook.revisions(self.day)
        except TruthTimeError as error:
            self._on_fault(error)
            return
        self.history.show_revisions(self.day, revisions)
        self.show_page(self.history)

    def _restore(self, text: str) -> None:
        if self._day is not None:
            self._day.write(text)
            self.keeper.save_all()
            self.show_page(self.editor)

    def _on_linked(self, entry: NoteEntry) -> None:
        if self.day is not None:
            self._source.notebook.link(self.day, entry.at, entry.id)

    def _show_entry(self, at: str) -> None:
        """The entry a link means, in the rail: by its id, since it may begin at another time now."""
        links = self._day.page.links if self._day is not None else ()
        meant = {link.entry for link in links if link.at == at}
        for button in self.rail.buttons:
            if button.entry.id in meant or (not meant and button.entry.at == at):
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _on_fault(self, error: TruthTimeError) -> None:
        self._ask(fault_dialog(self.theme, error.title, error.hint, parent=self))

    def _ask(self, question: Question) -> None:
        if self.question is not None:
            self.question.deleteLater()
        self.question = question
        question.open()


def _below(button: QWidget) -> QPoint:
    return button.mapToGlobal(QPoint(0, button.height()))
