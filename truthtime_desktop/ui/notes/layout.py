"""Lines of a plain text with room between them.

`QPlainTextDocumentLayout` knows no line height. This one lets Qt break the lines and then sets them apart; every line
has the same pitch, so that scrolling by lines stays even. Qt asks `blockBoundingRect` for each block it draws, hits or
scrolls past, and for no other: a megabyte costs no more than a page.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine
from PySide6.QtWidgets import QPlainTextDocumentLayout

_FRACTION = 1 / 32
"""Of a pixel: Qt counts in 64ths."""


class RoomyLayout(QPlainTextDocumentLayout):
    """Lays out one document.

    Args:
        pitch_px: from one line of letters to the next.
    """

    def __init__(self, document: QTextDocument, pitch_px: float) -> None:
        super().__init__(document)
        self.pitch_px = pitch_px

    def set_pitch(self, pitch_px: float) -> None:
        """Another distance, when the text size has changed."""
        if pitch_px != self.pitch_px:
            self.pitch_px = pitch_px
            self.requestUpdate()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Where the block is, its lines set apart."""
        whole = super().blockBoundingRect(block)
        layout = block.layout()
        count = layout.lineCount()
        if not count or not block.isVisible():
            return whole
        leans_right = block.textDirection() == Qt.LayoutDirection.RightToLeft
        last = layout.lineAt(count - 1)
        place = self._place(last, count - 1, leans_right=leans_right)
        if (last.position() - place).manhattanLength() > _FRACTION:
            for number in range(count):
                line = layout.lineAt(number)
                line.setPosition(self._place(line, number, leans_right=leans_right))
        return QRectF(0, 0, whole.width(), count * self.pitch_px)

    def _place(self, line: QTextLine, number: int, *, leans_right: bool) -> QPointF:
        """In the middle of its pitch; what runs from right to left begins at the right edge."""
        margin = self.document().documentMargin()
        left = margin + max(0.0, line.width() - line.naturalTextWidth()) if leans_right else margin
        return QPointF(left, (self.pitch_px - line.height()) / 2 + number * self.pitch_px)
