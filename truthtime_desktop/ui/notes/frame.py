"""The parts of the notes window and where they stand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.notes.bars import Footer, ToolBar
from truthtime_desktop.ui.notes.calendar import DayPicker
from truthtime_desktop.ui.notes.completer import EntryCompleter
from truthtime_desktop.ui.notes.editor import NoteEditor
from truthtime_desktop.ui.notes.facts import NotesSource
from truthtime_desktop.ui.notes.history import HistoryPage
from truthtime_desktop.ui.notes.preview import Preview
from truthtime_desktop.ui.notes.rail import Rail
from truthtime_desktop.ui.notes.searching import SearchPage
from truthtime_desktop.ui.notes.sheet import notes_sheet
from truthtime_desktop.ui.notes.strip import Strip
from truthtime_desktop.ui.regions import Regions
from truthtime_desktop.ui.theme import Theme

SIZE = (900, 620)
SMALLEST = (640, 420)


class NotesFrame(QWidget):
    """Tool bar, the day's entries, the note (or its preview, the search, its history), footer.

    Args:
        theme: letters and colours.
        source: where things come from.
    """

    def __init__(self, theme: Theme, source: NotesSource) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.theme = theme
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowIcon(glyphs.application_icon())
        self._root = QWidget()
        self.bar = ToolBar(theme)
        self.strip = Strip(theme)
        self.rail = Rail(theme)
        self.editor = NoteEditor(theme)
        self.completer = EntryCompleter(self.editor, theme)
        self.preview = Preview(theme)
        self.search = SearchPage(theme, source)
        self.history = HistoryPage(theme, source.notebook)
        self.footer = Footer()
        self.pages = QStackedWidget()
        self.menu = QMenu(self._root)
        self.export_day = self.menu.addAction(self.tr("Export this day…"))
        self.export_all = self.menu.addAction(self.tr("Export all days…"))
        for page in (self.editor, self.preview, self.search, self.history):
            self.pages.addWidget(page)
        self._lay_out()
        Regions(self, (self.bar, self.rail, self.strip, self.pages))
        self.picker = DayPicker(theme, source, self._root)
        theme.dress(self)
        theme.changed.connect(self._dress)
        self._dress()
        self.resize(*SIZE)

    def key(self, keys: QKeySequence | QKeySequence.StandardKey | str, slot: object) -> None:
        """A key of this window."""
        for one in QKeySequence.keyBindings(keys) if isinstance(keys, QKeySequence.StandardKey) else [keys]:
            QShortcut(QKeySequence(one), self).activated.connect(slot)

    def _lay_out(self) -> None:
        note = QVBoxLayout()
        note.setContentsMargins(0, 0, 0, 0)
        note.setSpacing(0)
        note.addWidget(self.strip)
        note.addWidget(self.pages, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(note, 1)
        column = QVBoxLayout(self._root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(_rule())
        column.addLayout(middle, 1)
        column.addWidget(_rule())
        column.addWidget(self.footer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._root)

    def _dress(self) -> None:
        self._root.setStyleSheet(notes_sheet(self.theme))
        self.setMinimumSize(*(self.theme.px(length) for length in SMALLEST))


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("rule")
    return rule
