"""Markdown in colour: marks step back, what they mean stands out."""

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from truthtime_desktop.ui.notes.markdown import Span, spans_of
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import Tokens

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

    def renew(self) -> None:
        """Colours everything again if the scheme is another one now."""
        if self._scheme != self._theme.scheme:
            self._scheme = self._theme.scheme
            self._looks = _looks(self._theme.tokens)
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Qt asks for a line that was changed, or whose line before ended otherwise."""
        spans, fence = spans_of(text, _fence_of(self.previousBlockState()))
        if spans:
            self._paint(text, spans)
        self.setCurrentBlockState(_state_of(fence))

    def _paint(self, text: str, spans: list[Span]) -> None:
        places: list[int] = []
        if max(text) > _LAST_OF_BMP:
            # Qt counts UTF-16 code units, Python characters.
            places.append(0)
            for letter in text:
                places.append(places[-1] + (2 if letter > _LAST_OF_BMP else 1))
        for start, end, kind in spans:
            first, last = (places[start], places[end]) if places else (start, end)
            self._lay_over(first, last, self._looks[kind])

    def _lay_over(self, first: int, last: int, look: QTextCharFormat) -> None:
        """Sets a format over those that are there: emphasis inside a heading stays bold."""
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
