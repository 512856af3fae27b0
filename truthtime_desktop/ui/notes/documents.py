"""The days that were visited: each keeps its document, and with it its undo steps, its cursor and what is unsaved."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor, QTextDocument

from truthtime_desktop.notes import Page
from truthtime_desktop.ui.notes import exact
from truthtime_desktop.ui.notes.colours import MarkdownColours
from truthtime_desktop.ui.notes.layout import RoomyLayout
from truthtime_desktop.ui.theme import Theme

LINE_HEIGHT = 1.5
DayPlace = tuple[int, int]
"""Where the cursor was, and how far the text was scrolled."""

REMEMBERED = 10
"""Days whose undo steps are kept while others are looked at."""

LARGE_CHARACTERS = 200_000
REMEMBERED_LARGE = 2


class DayDocument(QObject):
    """The text of one day as it is being written.

    Attributes:
        page: as the notebook last handed it out.
        document: for the editor.
        caret: where the cursor was when the day was left, and
        scroll: how far it was scrolled.
        is_dirty: something was typed that the notebook does not have.
        typed: a person changed the text.
        changing: somebody else's text is about to come in,
        changed: and has come in, at this position.
    """

    typed = Signal()
    changing = Signal()
    changed = Signal(int)

    def __init__(self, page: Page, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.page = page
        self.caret = 0
        self.scroll = 0
        self.is_dirty = False
        self.document = QTextDocument(self)
        self._layout = RoomyLayout(self.document, 0)
        self.document.setDocumentLayout(self._layout)
        self.document.setDocumentMargin(0)
        option = self.document.defaultTextOption()
        # Each paragraph runs as its own letters say.
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.document.setDefaultTextOption(option)
        self.line_end = exact.LF
        self.colours = MarkdownColours(self.document, theme)
        self._fill(page.text)
        self.dress()
        self._text: str | None = None
        self._by_us = False
        self.document.contentsChange.connect(self._on_change)

    @property
    def day(self) -> date:
        """Whose text it is."""
        return self.page.day

    def text(self) -> str:
        """The note, to the byte."""
        if self._text is None:
            self._text = exact.written(self.document.toRawText(), self.line_end)
        return self._text

    def place(self, index: int) -> int:
        """The document's position of a character of the text."""
        return exact.place_in_document(self.text(), index, self.line_end)

    def become(self, text: str) -> None:
        """Shows what the notebook has, by changing only what differs: cursors stay at their words, undo goes on."""
        if text == self.text():
            return
        self._by_us = True
        self.changing.emit()
        try:
            self.changed.emit(self._replace(text))
        finally:
            self._by_us = False

    def write(self, text: str) -> None:
        """Changes the text as the person does: one step that undo takes back, and to be saved."""
        if text != self.text():
            self._replace(text)

    def dress(self) -> None:
        """Takes letters and colours from the theme."""
        font = self._theme.font("note")
        self.document.setDefaultFont(font)
        self._layout.set_pitch(font.pixelSize() * LINE_HEIGHT)
        self.colours.renew()

    def _fill(self, text: str) -> None:
        self.line_end = exact.line_end_of(text)
        with self.colours.in_pieces():
            self.document.setPlainText(exact.shown(text, self.line_end))

    def _replace(self, text: str) -> int:
        """Where the change begins."""
        if exact.line_end_of(text) != self.line_end and "\n" in self.text() + text:
            # Every line is written differently now; there is no step back over that.
            self._fill(text)
            return 0
        before, after = exact.shown(self.text(), self.line_end), exact.shown(text, self.line_end)
        start, end, more = exact.span_of_change(before, after)
        cursor = QTextCursor(self.document)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        with self.colours.in_pieces():
            cursor.insertText(more)
        return start

    def _on_change(self, _place: int, removed: int, added: int) -> None:
        self._text = None
        if (removed or added) and not self._by_us:
            self.is_dirty = True
            self.typed.emit()


class Documents:
    """The days visited last.

    Args:
        theme: letters and colours.
        made: called with each new document.
    """

    def __init__(self, theme: Theme, made: Callable[[DayDocument], None]) -> None:
        self._theme = theme
        self._made = made
        self._by_day: OrderedDict[date, DayDocument] = OrderedDict()
        self._places: dict[date, DayPlace] = {}

    def places(self) -> dict[date, DayPlace]:
        """Where the cursor was in each day, for a window that takes this one's place."""
        return self._places | {day: (one.caret, one.scroll) for day, one in self._by_day.items()}

    def begin_at(self, places: dict[date, DayPlace]) -> None:
        """Where the cursor stands in days that are opened from now on; at the beginning in all others."""
        self._places = dict(places)

    def each(self) -> tuple[DayDocument, ...]:
        """All of them."""
        return tuple(self._by_day.values())

    def open(self, page: Page) -> DayDocument:
        """The document of a day, brought up to what the page says."""
        known = self._by_day.pop(page.day, None)
        if known is None:
            known = DayDocument(page, self._theme)
            caret, known.scroll = self._places.pop(page.day, (0, 0))
            known.caret = min(caret, known.document.characterCount() - 1)  # the text may be another one by now
            self._made(known)
        self._by_day[page.day] = known
        self._forget_oldest()
        return known

    def known(self, day: date) -> DayDocument | None:
        """The document of a day that was visited."""
        return self._by_day.get(day)

    def unsaved(self) -> list[DayDocument]:
        """Days with something that is not on the disk."""
        return [one for one in self._by_day.values() if one.is_dirty]

    def dress(self) -> None:
        """The theme has changed."""
        for one in self._by_day.values():
            one.dress()

    def _forget_oldest(self) -> None:
        days = list(self._by_day)[:-1]
        large = [day for day in days if self._by_day[day].document.characterCount() > LARGE_CHARACTERS]
        for day in [*days[: max(0, len(days) + 1 - REMEMBERED)], *large[: max(0, len(large) + 1 - REMEMBERED_LARGE)]]:
            one = self._by_day.get(day)
            if one is not None and not one.is_dirty:
                del self._by_day[day]
                one.deleteLater()
