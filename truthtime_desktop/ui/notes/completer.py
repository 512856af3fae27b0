"""Typing ``@`` lists the day's entries; choosing one writes its token."""

from PySide6.QtCore import QObject, QRect, QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QListView

from truthtime_desktop.ui.notes.editor import NoteEditor
from truthtime_desktop.ui.notes.facts import NoteEntry
from truthtime_desktop.ui.notes.sheet import notes_sheet
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import full_task_name, one_line

SHOWN = 8


class EntryCompleter(QObject):
    """Offers the entries of the day that is shown.

    Args:
        editor: where it listens and writes.
        theme: letters and colours of the list.

    Attributes:
        chosen: an entry was chosen (`NoteEntry`): its token means this one.
    """

    chosen = Signal(object)

    def __init__(self, editor: NoteEditor, theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._entries: tuple[NoteEntry, ...] = ()
        self._typed = ""
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setWidget(editor)
        self.completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.completer.setMaxVisibleItems(SHOWN)
        self._theme = theme
        self._popup = QListView()
        self._popup.setObjectName("offers")
        self.completer.setPopup(self._popup)
        self._popup.setAccessibleName(self.tr("Entries of this day"))
        self.completer.activated.connect(self._choose)
        editor.token_typed.connect(self._offer)
        editor.is_offering = self._popup.isVisible
        theme.changed.connect(self._dress)
        self._dress()

    def set_entries(self, entries: tuple[NoteEntry, ...]) -> None:
        """The entries of another day."""
        self._entries = entries
        self._model.setStringList([_line(entry) for entry in entries])

    def _offer(self, typed: str | None) -> None:
        popup = self._popup
        wanted = typed[1:] if typed else ""
        # A token that is written out needs no help.
        if typed is None or not self._editor.hasFocus() or any(entry.at == wanted for entry in self._entries):
            popup.hide()
            return
        self._typed = typed
        self.completer.setCompletionPrefix(wanted)
        if not self.completer.completionCount():
            popup.hide()
            return
        width = popup.sizeHintForColumn(0) + popup.verticalScrollBar().sizeHint().width() + 24
        margins = self._editor.viewportMargins()
        place = self._editor.popup_place()
        begun = place.x() - self._editor.fontMetrics().horizontalAdvance(typed)
        self.completer.complete(QRect(begun + margins.left(), place.y() + margins.top(), width, 4))
        popup.setCurrentIndex(self.completer.completionModel().index(0, 0))

    def _dress(self) -> None:
        self._popup.setStyleSheet(notes_sheet(self._theme))

    def _choose(self, line: str) -> None:
        for entry in self._entries:
            if _line(entry) == line:
                self._editor.replace_token(self._typed, f"@{entry.at} ")
                self.chosen.emit(entry)
                return


def _line(entry: NoteEntry) -> str:
    parts = [entry.at, full_task_name(entry.description), one_line(entry.project)]
    return "  ".join(part for part in parts if part)
