"""Leaving for the browser: only to an address that was shown in full and agreed to."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from truthtime_desktop.ui.dialogs import Question
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import one_line, tr

SCHEMES = frozenset({"http", "https", "mailto"})
"""Everything else could start programs or show files of this computer."""

Opener = Callable[[str], bool]
"""Opens an address outside; whether somebody took it."""

_ZERO_WIDTH_SPACE = "\u200b"
_PIECE = 36


def open_outside(address: str) -> bool:
    """The desktop's browser or mail program."""
    return QDesktopServices.openUrl(QUrl(address))


def is_openable(address: str) -> bool:
    """Whether it is an address of the web or of a mailbox."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme().lower() in SCHEMES


def address_dialog(theme: Theme, address: str, parent: QWidget | None = None) -> Question:
    """Asked before an address is opened. Answers: ``open`` or ``cancel``."""
    shown = one_line(QUrl(address).toString(QUrl.ComponentFormattingOption.FullyEncoded))
    # A long address has no place to break; the pieces are put together again by whoever copies them.
    pieces = [shown[start : start + _PIECE] for start in range(0, len(shown), _PIECE)]
    return Question(
        theme,
        tr("Open this address?"),
        _ZERO_WIDTH_SPACE.join(pieces),
        (("open", tr("Open in the browser")), ("cancel", tr("Cancel"))),
        parent=parent,
    )


def refused_dialog(theme: Theme, address: str, parent: QWidget | None = None) -> Question:
    """Said of an address that is not opened."""
    return Question(
        theme,
        tr("This link is not opened from here."),
        tr("Only web and mail addresses are. This one is %1", one_line(address)[:200]),
        (("close", tr("Close")),),
        parent=parent,
    )
