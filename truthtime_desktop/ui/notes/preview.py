"""The note as it reads: made of its Markdown, never of anything else in the world."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QFont, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser

from truthtime_desktop.ui.notes.day_edit import MARGINS
from truthtime_desktop.ui.theme import Theme

MOST_CHARACTERS = 300_000
"""Longer notes are shown up to here: Qt lays out the whole page at once."""

LINE_PERCENT = 140.0


class Preview(QTextBrowser):
    """Shows Markdown, read only. Loads no picture and no style, from the net or from the disk.

    Attributes:
        address_wanted: a link was chosen: its address.
    """

    address_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Preview"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setViewportMargins(*MARGINS)
        self.anchorClicked.connect(lambda address: self.address_wanted.emit(address.toString()))
        theme.changed.connect(self._draw)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002 - Qt's signature
        """Nothing: a note that is looked at must not tell anybody so, nor show files of this computer."""
        return ""

    def show_text(self, text: str) -> None:
        """Shows another note."""
        self._text = text
        self._draw()

    def _draw(self) -> None:
        tokens = self._theme.tokens
        document = self.document()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._theme.font("note"))
        document.setDefaultStyleSheet(f"a {{ color: {tokens.primary_text}; }}")
        document.setMarkdown(
            self._text[:MOST_CHARACTERS],
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML,
        )
        self._set_letters()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_letters(self) -> None:
        """Headings by the design's sizes instead of Qt's, and room between lines."""
        sizes = {1: "title", 2: "window", 3: "note"}
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            form.setLineHeight(LINE_PERCENT, 1)
            cursor.setBlockFormat(form)
            level = form.headingLevel()
            if level:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                letters = cursor.charFormat()
                letters.setFont(self._theme.font(sizes.get(level, "note")))
                letters.setFontWeight(QFont.Weight.DemiBold)
                cursor.mergeCharFormat(letters)
            block = block.next()
