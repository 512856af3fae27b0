"""Lines of a plain text with room between them.

`QPlainTextDocumentLayout` knows no line height. This one lets Qt break the lines and then sets them apart; every line
has the same pitch, so that scrolling by lines stays even. Qt asks `blockBoundingRect` for each block it draws, hits or
scrolls past, and for no other: a megabyte costs no more than a page.
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout


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
        last = layout.lineAt(count - 1)
        lead = (self.pitch_px - last.height()) / 2
        if abs(last.y() - (lead + (count - 1) * self.pitch_px)) > 1 / 64:
            for number in range(count):
                line = layout.lineAt(number)
                line.setPosition(QPointF(line.x(), (self.pitch_px - line.height()) / 2 + number * self.pitch_px))
        return QRectF(0, 0, whole.width(), count * self.pitch_px)
