"""The note as it reads: made of its Markdown, never of anything else in the world."""

from collections.abc import Iterator

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from truthtime_desktop.ui.notes.day_edit import MARGINS
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import fill, one_line

MOST_CHARACTERS = 300_000
"""Longer notes are shown up to here: Qt lays out the whole page at once."""

LINE_PERCENT = 135.0
PARAGRAPH_PX = 8
_HEADINGS = {1: "title", 2: "window", 3: "note"}


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
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Preview"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setViewportMargins(*MARGINS)
        self.anchorClicked.connect(lambda address: self.address_wanted.emit(address.toString()))
        theme.changed.connect(self._draw)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: ARG002 - Qt's signature
        """Nothing: a note that is looked at must not tell anybody so, nor show files of this computer.

        An image, because for everything else, an empty text too, Qt goes on and reads the file itself.
        """
        return self._nothing

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
        self._name_pictures()
        if len(self._text) > MOST_CHARACTERS:
            end = QTextCursor(document)
            end.movePosition(QTextCursor.MoveOperation.End)
            end.insertBlock()
            end.insertText(self.tr("The preview ends here. The note goes on."))
        self._set_letters()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _set_letters(self) -> None:
        """Headings by the design's sizes instead of Qt's, and room between lines and paragraphs."""
        for block in _blocks(self.document()):
            form = block.blockFormat()
            form.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if block.textList() is None or block.next().textList() is None:
                form.setBottomMargin(self._theme.px(PARAGRAPH_PX))
            QTextCursor(block).setBlockFormat(form)
            if form.headingLevel():
                self._set_heading(block, self._theme.font(_HEADINGS.get(form.headingLevel(), "strong")))

    def _name_pictures(self) -> None:
        """Says of each picture what it is instead of showing it; its address can be opened like any other."""
        pictures = [piece for block in _blocks(self.document()) for piece in _pieces(block) if _is_picture(piece)]
        for piece in reversed(pictures):
            image = piece.charFormat().toImageFormat()
            letters = QTextCharFormat()
            letters.setAnchor(True)
            letters.setAnchorHref(image.name())
            letters.setForeground(QColor(self._theme.tokens.primary_text))
            cursor = QTextCursor(self.document())
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            said = str(image.property(QTextFormat.Property.ImageAltText.value) or "") or image.name()
            cursor.insertText(fill(self.tr("Picture: %1"), one_line(said)), letters)

    def _set_heading(self, block: QTextBlock, font: QFont) -> None:
        for piece in _pieces(block):
            letters = piece.charFormat()
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setProperty(QTextFormat.Property.FontPixelSize, font.pixelSize())
            letters.setFontWeight(QFont.Weight.DemiBold)
            cursor = QTextCursor(self.document())
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(letters)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _pieces(block: QTextBlock) -> list[QTextFragment]:
    """The stretches of one format, as they are now: a change would end a walk through them."""
    pieces = []
    walk = block.begin()
    while not walk.atEnd():
        pieces.append(walk.fragment())
        walk += 1
    return pieces


def _is_picture(piece: QTextFragment) -> bool:
    return piece.charFormat().isImageFormat()
