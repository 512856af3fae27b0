"""Small widgets that all our windows share: a button with a focus ring, a label that shortens instead of clipping."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.fonts import even_digits
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT
from truthtime_desktop.ui.words import in_menu, runs_right_to_left

RING_MARGIN = 3
"""Room around a button for the ring; the same number stands in the style sheet."""

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_WINDOW_REASONS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class Button(QPushButton):
    """A push button with a picture in the colour of its text and a focus ring that is seen on every fill.

    Args:
        theme: colours of ring and picture.
        text: a verb.
        kind: ``primary`` (one per window), ``secondary``, ``link``, or ``icon`` (the text is its name and tooltip).
        picture: name of an action icon; empty for none.
        height: of the coloured area at 100 % text, pixels.
    """

    def __init__(
        self, theme: Theme, text: str, *, kind: str = "secondary", picture: str = "", height: int = CONTROL_HEIGHT
    ) -> None:
        # The style puts picture and text closer together than they read well.
        shown = "" if kind == "icon" else f" {in_menu(text)}" if picture else in_menu(text)
        super().__init__(shown)
        self._theme = theme
        self._kind = kind
        self._picture = picture
        self._rings = False
        self._padding = 10 if kind == "link" or height < CONTROL_HEIGHT else 15
        self._height = height
        self.setProperty("kind", kind)
        self.setProperty("compact", height < CONTROL_HEIGHT)
        self.setAccessibleName(text)
        if kind == "icon":
            self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._repicture)
        self._repicture()

    def set_kind(self, kind: str) -> None:
        """Makes it the window's main button, or one beside it; the style looks at the property only when asked."""
        if kind == self._kind:
            return
        self._kind = kind
        self.setProperty("kind", kind)
        restyle(self)
        self._repicture()

    def set_words(self, text: str) -> None:
        """Other words; without any the button is not there."""
        self.setText(in_menu(text))
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        """Wide enough for text, picture and padding; the style sheet's padding is not in Qt's own answer."""
        if self._kind == "icon":
            return QSize(self.height(), self.height())
        text = QFontMetrics(self._theme.font("button")).horizontalAdvance(self.text().replace("&&", "&"))
        picture = self.iconSize().width() + 8 if self._picture else 0
        return QSize(text + picture + 2 * (self._padding + RING_MARGIN) + 2, self.height())

    def minimumSizeHint(self) -> QSize:
        """Never clipped."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus in every window, as it does in Qt's dialogs."""
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            enters
            and not self.autoDefault()
            and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _NO_MODIFIER
        ):
            self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring for people who came by keyboard; the mouse needs none."""
        if event.reason() not in _WINDOW_REASONS:
            self._rings = event.reason() in _KEYBOARD_REASONS
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the ring away; coming back to the window brings it back."""
        if event.reason() not in _WINDOW_REASONS:
            self._rings = False
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style draws the button, we draw the ring."""
        super().paintEvent(event)
        if not (self._rings and self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.tokens.primary_text), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()

    def _repicture(self) -> None:
        self.setFixedHeight(self._theme.control_px(self._height) + 2 * RING_MARGIN)
        if self._picture:
            tokens = self._theme.tokens
            colours = {"primary": tokens.on_primary, "link": tokens.primary_text, "icon": tokens.text_second}
            edge = self._theme.px(18 if self._kind == "icon" else 14)
            self.setIconSize(QSize(edge, edge))
            self.setIcon(glyphs.icon(self._picture, colours.get(self._kind, tokens.text), (edge, 2 * edge)))
        self.updateGeometry()


class Picture(QWidget):
    """A picture that says nothing by itself: drawn anew for every theme, size of text and density of the screen.

    Args:
        theme: colours.
        name: of the picture.
        colour: name of a token.
        size_px: edge at 100 % text.
    """

    def __init__(self, theme: Theme, name: str, colour: str, size_px: int) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._colour = colour
        self._size_px = size_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._follow)

    def set_picture(self, name: str, colour: str) -> None:
        """Shows another one."""
        self._name, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        return QSize(self._theme.px(self._size_px), self._theme.px(self._size_px))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws it, sharp on this screen."""
        painter = QPainter(self)
        colour: str = getattr(self._theme.tokens, self._colour)
        edge = self._theme.px(self._size_px)
        painter.drawPixmap(0, 0, glyphs.pixmap(self._name, colour, edge, self.devicePixelRatioF()))
        painter.end()

    def _follow(self) -> None:
        self.updateGeometry()
        self.update()


def direction_of(text: str) -> Qt.LayoutDirection:
    """How user text runs, whatever the language of the window."""
    return Qt.LayoutDirection.RightToLeft if runs_right_to_left(text) else Qt.LayoutDirection.LeftToRight


class ElidedLabel(QLabel):
    """One line of user text: cut with an ellipsis when there is no room, never clipped, never read as markup.

    The whole text is the tooltip (only while cut) and the accessible name.
    """

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        if role:
            self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_full_text(text)

    def full_text(self) -> str:
        """The text before it was cut."""
        return self._full

    def set_full_text(self, text: str) -> None:
        """Shows another text."""
        self._full = text
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """A few letters and the ellipsis."""
        return QSize(32, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """What fits into the present width."""
        return self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the text that fits."""
        shown = self.shown_text()
        tip = self._full if shown != self._full else ""
        if self.toolTip() != tip:
            self.setToolTip(tip)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        # The line stands where reading begins in this window, the words run as their own script does.
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setLayoutDirection(direction_of(self._full))
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.contentsRect(), int(flags), shown)
        painter.end()


class Label(QLabel):
    """Our own words, at the side where reading begins in the person's language.

    `QLabel` decides by the text, so a number in a right-to-left window would stand at the wrong side.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A style sheet has no word for it; size and weight, which it has, it takes from there.
        self.setFont(even_digits(QFont()))
        self._right: bool | None = None
        self._align()

    def showEvent(self, event: QShowEvent) -> None:
        """The direction of the window may be another one than when this was made."""
        super().showEvent(event)
        self._align()

    def _align(self) -> None:
        right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if right == self._right:
            return  # Whoever wanted the words elsewhere has said so since.
        self._right = right
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


def restyle(*widgets: QWidget) -> None:
    """Lets the style sheet look again at widgets of which a property has changed; it looks only when it must.

    To ask the style itself (``style().polish``) would bring all its enumerations into Python: 1.3 MB.
    """
    for widget in widgets:
        widget.setStyleSheet("")


def label(text: str = "", role: str = "", *, wraps: bool = False) -> QLabel:
    """A label of our own words. `role` picks size and colour in the style sheet."""
    result = Label(text)
    if role:
        result.setProperty("role", role)
    result.setWordWrap(wraps)
    return result
