"""Where a note is written: Markdown source, and keys that know it. The text is never changed by anything but keys."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QTextCursor

from truthtime_desktop.ui.notes import exact, writing
from truthtime_desktop.ui.notes.day_edit import DayEdit
from truthtime_desktop.ui.notes.markdown import link_at
from truthtime_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

MARKS = {"strong": "**", "emphasis": "*"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class NoteEditor(DayEdit):
    """Edits the document of one day at a time.

    Args:
        theme: letters and colours.

    Attributes:
        is_offering: whether a list is open that answers to Enter, Tab and Esc.
        address_wanted: a link was clicked with Ctrl held: its address.
        entry_wanted: a link to an entry was: its time, ``09:04``.
        left: the editor has lost the focus.
        token_typed: the cursor stands behind ``@`` and these characters; None when it does not.
    """

    address_wanted = Signal(str)
    entry_wanted = Signal(str)
    left = Signal()
    token_typed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.is_offering: Callable[[], bool] = bool
        self.setPlaceholderText(self.tr("Write about today. Type @ to link an entry."))
        self.viewport().setMouseTracking(True)
        self.cursorPositionChanged.connect(self._say_token)

    def toggle_box(self) -> None:
        """Ticks or unticks the task box of every line that is selected; a line without one gets one."""
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last:
            self._replace_line(cursor, block.text(), writing.toggled_box(block.text()), block.position())
            block = block.next()
        cursor.endEditBlock()

    def wrap_selection(self, mark: str) -> None:
        """Puts marks around what is selected, or takes them away; without a selection, around the cursor."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            cursor.insertText(mark + mark)
            cursor.movePosition(QTextCursor.MoveOperation.Left, n=len(mark))
            self.setTextCursor(cursor)
            return
        start = cursor.selectionStart()
        text = writing.wrapped(cursor.selectedText(), mark)
        cursor.insertText(text)
        cursor.setPosition(start)
        cursor.setPosition(start + exact.units(text), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def replace_token(self, typed: str, token: str) -> None:
        """Puts a whole token in the place of what was typed of it."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, exact.units(typed))
        cursor.insertText(token)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of ui.md 2.15; everything else is Qt's."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.is_offering() and key in (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
            # The list under the cursor answers to these (QCompleter asks the editor first).
            event.ignore()
        elif key in _ENTER and held == _CONTROL:
            self.toggle_box()
        elif key in _ENTER and held in (Qt.KeyboardModifier.NoModifier, _SHIFT):
            # Qt would put a line separator (U+2028) for Shift+Enter, which is no line end in Markdown.
            self._begin_line(plain=held == _SHIFT)
        elif event.matches(QKeySequence.StandardKey.Bold):
            self.wrap_selection(MARKS["strong"])
        elif event.matches(QKeySequence.StandardKey.Italic):
            self.wrap_selection(MARKS["emphasis"])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ctrl and a click follow a link."""
        kind, target = self._link_under(event)
        if not target:
            super().mousePressEvent(event)
        elif kind == "entry":
            self.entry_wanted.emit(target)
        else:
            self.address_wanted.emit(target)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what a click would follow."""
        over = bool(self._link_under(event)[1])
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is stored when the person looks elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()

    def _begin_line(self, *, plain: bool) -> None:
        cursor = self.textCursor()
        column = cursor.positionInBlock()
        line = cursor.block().text()
        begins = "" if plain or cursor.hasSelection() or column < len(line) else writing.next_line_begins(line)
        cursor.beginEditBlock()
        if begins is None:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            cursor.insertText(exact.LF + begins)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _replace_line(self, cursor: QTextCursor, before: str, after: str, position: int) -> None:
        start, end, more = exact.span_of_change(before, after)
        edit = QTextCursor(cursor)
        edit.setPosition(position + start)
        edit.setPosition(position + end, QTextCursor.MoveMode.KeepAnchor)
        edit.insertText(more)

    def _link_under(self, event: QMouseEvent) -> tuple[str, str]:
        if not event.modifiers() & _CONTROL:
            return "", ""
        cursor = self.cursorForPosition(event.position().toPoint())
        rect = self.cursorRect(cursor)
        if abs(rect.center().y() - event.position().y()) > rect.height():
            return "", ""
        line = cursor.block().text()
        return link_at(line, exact.characters(line, cursor.positionInBlock()))

    def _say_token(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()
        before = before[: exact.characters(before, cursor.positionInBlock())]
        self.token_typed.emit(None if cursor.hasSelection() else writing.token_behind(before))
