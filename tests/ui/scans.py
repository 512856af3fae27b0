"""What is measured on every surface: text that is cut, controls without a name, keys that are given twice, contrast."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTextEdit,
    QWidget,
)
from PySide6.QtWidgets import QAbstractItemView as ItemView

from truthtime_desktop.ui.controls import ElidedLabel

W = TypeVar("W", bound=QWidget)

CONTROLS = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    ItemView,
)
MNEMONIC = re.compile(r"(?<!&)&([^&\s])")
TEXT_CONTRAST = 4.5
LARGE_TEXT_CONTRAST = 3.0
LARGE_PX, LARGE_BOLD_PX = 24, 18.66
"""WCAG 2.2, 1.4.3: 18 pt, or 14 pt bold, at 96 dpi."""

SHARP = 3
"""Contrast is read from pixels three times as dense: thin strokes reach their own colour only there."""


def visible(widget: QWidget, kind: type[W]) -> list[W]:
    """All visible children of a kind, and the widget itself."""
    found = [child for child in widget.findChildren(kind) if child.isVisible()]
    return [widget, *found] if isinstance(widget, kind) else found


def clipped(widget: QWidget) -> list[str]:
    """Texts that have less room than they need (ui.md 7.4), and widgets that stick out of their window."""
    faults = [text for label in visible(widget, QLabel) if (text := _cut(label))]
    faults += [each.text() for each in visible(widget, QPushButton) if each.width() < each.sizeHint().width()]
    for table in visible(widget, QTableView):
        faults += _cut_headings(table)
    for field in visible(widget, QLineEdit):
        hint = field.placeholderText()
        if not field.text() and hint and field.fontMetrics().horizontalAdvance(hint) > field.contentsRect().width():
            faults.append(hint)
    for child in visible(widget, QWidget):
        faults += [f"outside: {text}" for text in _painted_outside(child)]
    return faults


def _cut(label: QLabel) -> str:
    if not label.text():
        return ""
    if isinstance(label, ElidedLabel):
        return label.full_text() if label.shown_text() in {"", "\u2026"} and label.full_text() else ""
    room = label.contentsRect()
    if label.wordWrap():
        words = label.text().replace("\u200b", " ").split()
        longest = max(words, key=label.fontMetrics().horizontalAdvance, default="")
        too_wide = label.fontMetrics().horizontalAdvance(longest) > room.width() + 1
        return label.text() if too_wide or label.heightForWidth(label.width()) > label.height() + 1 else ""
    metrics = QFontMetrics(label.font())
    too_high = metrics.ascent() > room.height() + 1
    return label.text() if too_high or metrics.horizontalAdvance(label.text()) > room.width() + 1 else ""


def _cut_headings(table: QTableView) -> Iterator[str]:
    """Headings, and cells of columns that are as wide as their content; a stretched column may end in an ellipsis."""
    header, model = table.horizontalHeader(), table.model()
    if not header.isVisible():
        return
    for column in range(header.count()):
        text = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if header.fontMetrics().horizontalAdvance(text) > header.sectionSize(column):
            yield text
        if header.sectionResizeMode(column) == header.ResizeMode.ResizeToContents:
            for row in range(model.rowCount()):
                cell = str(model.index(row, column).data() or "")
                if table.fontMetrics().horizontalAdvance(cell) > table.columnWidth(column):
                    yield cell


def _painted_outside(child: QWidget) -> Iterator[str]:
    """For a widget that paints its own text: it tells which texts it could not place whole, by `cut_texts()`."""
    tell = getattr(child, "cut_texts", None)
    if callable(tell):
        yield from tell()


def texts(widget: QWidget) -> Iterator[str]:
    """Every text of ours that is to be read or heard on a surface."""
    yield widget.windowTitle()
    for child in visible(widget, QWidget):
        yield from (child.toolTip(), child.accessibleName(), child.accessibleDescription())
        if isinstance(child, ElidedLabel):
            yield child.full_text()
        elif isinstance(child, QLabel | QAbstractButton):
            yield child.text()
        elif isinstance(child, QLineEdit | QPlainTextEdit | QTextEdit):
            yield child.placeholderText()
        elif isinstance(child, QComboBox):
            yield from (child.itemText(index) for index in range(child.count()))
        elif isinstance(child, QTableView) and child.horizontalHeader().isVisible():
            model = child.model()
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        elif isinstance(child, QMenu):
            yield from (action.text() for action in child.actions() if action.isVisible())


def nameless(widget: QWidget) -> list[str]:
    """Controls that the Tab key reaches and a screen reader could not name."""
    return [
        type(child).__name__
        for child in visible(widget, QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(child, CONTROLS)
        and not (child.accessibleName() or (isinstance(child, QAbstractButton) and child.text()))
        and not isinstance(child.parent(), QAbstractSpinBox | QComboBox)
    ]


def keys_given_twice(widget: QWidget) -> list[str]:
    """Letters after ``&`` that two controls of one window share."""
    if isinstance(widget, QMenu):
        named = [action.text() for action in widget.actions() if action.isVisible()]
    else:
        named = [each.text() for each in visible(widget, QAbstractButton)]
        named += [each.text() for each in visible(widget, QLabel) if each.buddy() is not None]
    keys = Counter(key.lower() for text in named for key in MNEMONIC.findall(text))
    return [key for key, count in keys.items() if count > 1]


def faint(widget: QWidget) -> list[str]:
    """Labels and buttons whose drawn text stands out less than WCAG 2.2 AA asks for, with the ratio that was read."""
    image = sharp_picture(widget)
    found = []
    for child in _with_text(widget):
        if child.visibleRegion().boundingRect().height() < child.height():
            continue  # Scrolled out of sight: other things are drawn in its place.
        place = QRect(child.mapTo(widget, QPoint(0, 0)), child.size()).intersected(widget.rect())
        ratio = strongest_contrast(image, place)
        least = LARGE_TEXT_CONTRAST if _is_large(child.font()) else TEXT_CONTRAST
        if ratio < least - 0.05:
            found.append(f"{child.text()}: {ratio:.2f}, at least {least}")
    return found


def _with_text(widget: QWidget) -> Iterable[QLabel | QPushButton]:
    labels = [each for each in visible(widget, QLabel) if each.text().strip() and each.isEnabled()]
    buttons = [each for each in visible(widget, QPushButton) if each.text().strip() and each.isEnabled()]
    return [*labels, *buttons]


def _is_large(font: QFont) -> bool:
    return font.pixelSize() >= (LARGE_BOLD_PX if font.weight() >= QFont.Weight.DemiBold else LARGE_PX)


def sharp_picture(widget: QWidget) -> QImage:
    """The surface as it is drawn, `SHARP` times as dense."""
    image = QImage(widget.size() * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    image.fill(widget.palette().window().color())
    widget.render(image)
    return image


def strongest_contrast(image: QImage, place: QRect) -> float:
    """The highest contrast of any colour of a place to the colour that fills most of it."""
    cut = image.copy(QRect(place.topLeft() * SHARP, QSize(place.width() * SHARP, place.height() * SHARP)))
    pixels = Counter(memoryview(cut.constBits()).cast("I").tolist())
    (ground, _count), *others = pixels.most_common()
    back = luminance(QColor(ground & 0xFFFFFF))
    # A single odd pixel is no stroke.
    inks = [luminance(QColor(ink & 0xFFFFFF)) for ink, count in others if count >= SHARP]
    return max(((max(back, ink) + 0.05) / (min(back, ink) + 0.05) for ink in inks), default=1.0)


def luminance(colour: QColor) -> float:
    """WCAG 2.2: relative luminance of an sRGB colour."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
