"""Help (F1): every key of the program, and what it does (ui.md 2.15)."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.forms import dress_form
from truthtime_desktop.ui.hotkeys.session import ACTIONS, Hotkeys
from truthtime_desktop.ui.hotkeys.words import action_name, keys_in_force
from truthtime_desktop.ui.settings.page import Page
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import tr

SIZE = (520, 660)


class KeyRow(NamedTuple):
    """One line of the list.

    Attributes:
        keys: as they are called on this computer.
        does: what they are for.
    """

    keys: str
    does: str


class HelpWindow(QWidget):
    """The list. It scrolls with the arrow keys.

    Args:
        theme: letters and colours.
        hotkeys: of this session, None where there are none; theirs are shown as they are in force.
    """

    def __init__(self, theme: Theme, hotkeys: Hotkeys | None) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme = theme
        self._hotkeys = hotkeys
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Help – TruthTime"))
        self.setWindowIcon(glyphs.application_icon())
        self.page = Page()
        self.page.set_heading(self.tr("Keys"))
        self.page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.page.setAccessibleName(self.tr("Keys"))
        self._rows: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        for keys in ("Ctrl+W", "Esc"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self.page.finish()
        self.show_keys()
        theme.dress(self)
        dress_form(theme, self.page)
        theme.changed.connect(self._fit)
        self._fit()

    def show_keys(self) -> None:
        """Draws the list anew: hotkeys may be others now."""
        rows = _rows_of(sections(self._hotkeys))
        if self._rows is not None:
            self.page.column.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = rows
        self.page.column.insertWidget(1, rows)

    def _fit(self) -> None:
        wanted = self.page.minimumSizeHint().expandedTo(self.minimumSize())
        room = self.screen().availableSize() * 0.95
        width = max(self._theme.px(SIZE[0]), wanted.width())
        self.resize(min(width, room.width()), min(self._theme.px(SIZE[1]), room.height()))


def sections(hotkeys: Hotkeys | None) -> tuple[tuple[str, tuple[KeyRow, ...]], ...]:
    """Headings and the keys below them, in the order of how often they are used."""
    outcomes = [(action, hotkeys.outcome(action)) for action in ACTIONS] if hotkeys is not None else []
    works = [(action, keys_in_force(outcome)) for action, outcome in outcomes]
    anywhere = tuple(KeyRow(keys, action_name(action)) for action, keys in works if keys)
    found = (
        (tr("From anywhere"), anywhere),
        (tr("In the panel"), _in_the_panel()),
        (tr("In notes"), _in_notes()),
        (tr("In every window"), _everywhere()),
    )
    return tuple((heading, rows) for heading, rows in found if rows)


def _in_the_panel() -> tuple[KeyRow, ...]:
    return (
        _row("Ctrl+Enter", does=tr("Start or stop")),
        _row("Ctrl+P", does=tr("Pause or resume")),
        _row("N", does=tr("Write a note")),
        _row("Left", "Right", does=tr("Go through the day, while the band has the focus")),
        _row("Esc", does=tr("Close the panel")),
    )


def _in_notes() -> tuple[KeyRow, ...]:
    return (
        _row("Ctrl+B", "Ctrl+I", does=tr("Bold, italic")),
        _row("Ctrl+Enter", does=tr("Tick a task, or make a line one")),
        _row("@", does=tr("Link an entry of the day")),
        _row("Ctrl+F", does=tr("Search all days")),
        _row("Ctrl+Shift+P", does=tr("Read it as it looks")),
        _row("Ctrl+H", does=tr("Earlier versions of the day")),
        _row("Ctrl+D", does=tr("Calendar")),
        _row("Ctrl+E", does=tr("Export")),
        _row("Alt+Left", "Alt+Right", does=tr("The day before, the day after")),
    )


def _everywhere() -> tuple[KeyRow, ...]:
    return (
        _row("F6", "Shift+F6", does=tr("Next part of the window, part before")),
        _row("Ctrl+,", does=tr("Settings")),
        _row("Ctrl+W", does=tr("Close the window")),
        _row("F1", does=tr("Help")),
        _row("Ctrl+Q", does=tr("Quit TruthTime")),
    )


def _rows_of(found: tuple[tuple[str, tuple[KeyRow, ...]], ...]) -> QWidget:
    whole = QWidget()
    grid = QGridLayout(whole)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    number = 0
    for heading, rows in found:
        title = label(heading, "heading")
        title.setContentsMargins(0, 10 if number else 0, 0, 2)
        grid.addWidget(title, number, 0, 1, 2)
        for row in rows:
            number += 1
            grid.addWidget(label(row.keys, "strong"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(row.does, "second", wraps=True), number, 1)
        number += 1
    return whole


def _row(*keys: str, does: str) -> KeyRow:
    """Keys in Qt's portable writing (``Ctrl+F``), as the person's keyboard says them (``Strg+F``)."""
    return KeyRow(", ".join(QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in keys), does)
