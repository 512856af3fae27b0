"""Markdown in colour: marks step back, what they mean stands out."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLayout,
)

from truthtime_desktop.ui.notes.markdown import fence_after, spans_of
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import Tokens

AT_ONCE = 600
"""Lines of a large text that are coloured before it is shown: more than any window is high."""

PIECE = 200
_NO_FENCE = -1
_FENCES = ("`", "~")
_LONGEST_FENCE = 100
_LAST_OF_BMP = "\uffff"


class MarkdownColours(QSyntaxHighlighter):
    """Colours one document as it is typed; `renew` after the scheme has changed.

    Args:
        theme: where the colours come from.
    """

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self._scheme = theme.scheme
        self._looks = _looks(theme.tokens)
        self._fence = ""
        self._left: int | None = None
        self._rest = QTextCursor(document)
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._go_on)

    def renew(self) -> None:
        """Colours everything again if the scheme is another one now."""
        if self._scheme != self._theme.scheme:
            self._scheme = self._theme.scheme
            self._looks = _looks(self._theme.tokens)
            self._begin(0)

    @contextmanager
    def in_pieces(self) -> Iterator[None]:
        """Around putting in a large text: its beginning is coloured at once, the rest when nothing else is to do."""
        self._left = AT_ONCE
        yield
        if self._left < 0:
            self._begin(AT_ONCE)
        self._left = None

    def highlightBlock(self, text: str) -> None:
        """Qt asks for a line that was changed, or whose line before ended otherwise."""
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self.setCurrentBlockState(_state_of(fence_after(text, _fence_of(self.previousBlockState()))))
                return
        painted = 0
        for start, length, look in self._ranges(text, _fence_of(self.previousBlockState())):
            if start < painted:
                self._lay_over(start, start + length, look)
            else:
                self.setFormat(start, length, look)
            painted = max(painted, start + length)
        self.setCurrentBlockState(_state_of(self._fence))

    def _begin(self, line: int) -> None:
        """Colour all from this line on, piece by piece; the first one now, as it may be what is seen."""
        self._rest.setPosition(self.document().findBlockByNumber(line).position())
        self._later.start()
        self._go_on()

    def _go_on(self) -> None:
        """A piece of the rest. Its cursor moves with what is typed meanwhile."""
        block = last = self._rest.block()
        for _line in range(PIECE):
            if not block.isValid():
                self._later.stop()
                break
            self._colour(block)
            last, block = block, block.next()
        # Once for the piece: to place a cursor is to lay its line out.
        self._rest.setPosition(block.position() if block.isValid() else self.document().characterCount() - 1)
        # `QTextLayout.setFormats` has noted a change of every line; this tells the layout of all of them at once. What
        # stayed noted would be added to the next key, as a change of all in between.
        self.document().markContentsDirty(last.position(), last.length())

    def _colour(self, block: QTextBlock) -> None:
        ranges = []
        for start, length, look in self._ranges(block.text(), _fence_of(block.previous().userState())):
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = start, length, look
            ranges.append(one)
        block.layout().setFormats(ranges)

    def _ranges(self, text: str, fence: str) -> Iterator[tuple[int, int, QTextCharFormat]]:
        spans, self._fence = spans_of(text, fence)
        if not spans:
            return
        places: list[int] = []
        if max(text) > _LAST_OF_BMP:
            # Qt counts UTF-16 code units, Python characters.
            places.append(0)
            for letter in text:
                places.append(places[-1] + (2 if letter > _LAST_OF_BMP else 1))
        for start, end, kind in spans:
            first, last = (places[start], places[end]) if places else (start, end)
            yield first, last - first, self._looks[kind]

    def _lay_over(self, first: int, last: int, look: QTextCharFormat) -> None:
        """Sets a format over those that are there: emphasis inside a quote stays grey."""
        while first < last:
            under = self.format(first)
            end = first + 1
            while end < last and self.format(end) == under:
                end += 1
            merged = QTextCharFormat(under)
            merged.merge(look)
            self.setFormat(first, end - first, merged)
            first = end


def _fence_of(state: int) -> str:
    if state < 0:
        return ""
    length, kind = divmod(state, len(_FENCES))
    return _FENCES[kind] * length


def _state_of(fence: str) -> int:
    if not fence:
        return _NO_FENCE
    return min(len(fence), _LONGEST_FENCE) * len(_FENCES) + _FENCES.index(fence[0])


def _looks(tokens: Tokens) -> dict[str, QTextCharFormat]:
    bold, half = QFont.Weight.Bold, QFont.Weight.DemiBold
    return {
        "heading": _look(tokens.text, weight=bold),
        "mark": _look(tokens.text_third, weight=QFont.Weight.Medium),
        "strong": _look(tokens.text, weight=bold),
        "emphasis": _look("", italic=True),
        "struck": _look(tokens.text_third, struck=True),
        "code": _look(tokens.text, weight=QFont.Weight.Medium, back=_code_back(tokens)),
        "quote": _look(tokens.text_second, italic=True),
        "task": _look(tokens.primary_text, weight=half),
        "done": _look(tokens.text_third, struck=True),
        "item": _look(tokens.text_third, weight=bold),
        "entry": _look(tokens.primary_text, weight=half),
        "link": _look(tokens.primary_text, line=True),
    }


def _code_back(tokens: Tokens) -> str:
    return tokens.hover if tokens.scheme == "light" else tokens.sunken


def _look(
    colour: str,
    *,
    weight: QFont.Weight | None = None,
    italic: bool = False,
    struck: bool = False,
    line: bool = False,
    back: str = "",
) -> QTextCharFormat:
    look = QTextCharFormat()
    if colour:
        look.setForeground(QColor(colour))
    if weight is not None:
        look.setFontWeight(weight)
    if italic:
        look.setFontItalic(True)
    if struck:
        look.setFontStrikeOut(True)
    if line:
        look.setFontUnderline(True)
    if back:
        look.setBackground(QColor(back))
    return look
