"""The style of what only the notes window has; the rest is in `truthtime_desktop.ui.tokens`."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import Tokens

_SHEET = """
QWidget { font-family: @letters; }
QFrame#rail, QWidget#rail, QScrollArea#rail { background: @sunken; border: none; }
QLabel[role="rail"] { color: @text_second; font-size: 12px; font-weight: 600; }
QLabel[role="day"] { font-size: 18px; font-weight: 600; padding: 0 4px; }
QLabel[role="saving"] { color: @text_second; font-size: 12px; }
QLabel[role="saving"][failed="true"] { color: @danger_text; font-weight: 600; }
QPlainTextEdit, QTextBrowser { background: @background; color: @text; border: none;
  selection-background-color: @primary; selection-color: @on_primary; }
QFrame#strip { background: @paused_tint; border: none; border-bottom: 1px solid @border; }
QFrame#strip QLabel { color: @paused_text; font-size: 13px; font-weight: 500; }
QFrame#popup { background: @raised; border: 1px solid @control_edge; }
QListView { background: @background; color: @text; border: none; outline: none; font-size: 13px; }
QListView::item { padding: 6px 12px; border: 1px solid transparent; border-radius: 8px; }
QListView::item:selected { background: @primary_tint; color: @primary_tint_text; border: 1px solid @selected; }
QListView:focus { border: 2px solid @primary_text; border-radius: 8px; }
QListView#side { background: @sunken; }
QListView#offers { background: @raised; border: 1px solid @control_edge; border-radius: 0; }
QCalendarWidget QWidget { background: @raised; color: @text; font-size: 13px; }
QCalendarWidget QAbstractItemView { background: @raised; color: @text; outline: none;
  selection-background-color: @primary; selection-color: @on_primary; }
QCalendarWidget QTableView::item { padding: 0; border: none; }
QCalendarWidget QAbstractItemView:disabled { color: @text_third; }
QCalendarWidget QToolButton { color: @text; background: transparent; border: none; border-radius: 6px;
  padding: 4px 8px; font-weight: 600; }
QCalendarWidget QToolButton:hover, QCalendarWidget QToolButton:focus { background: @hover; }
QMenu { background: @raised; color: @text; border: 1px solid @control_edge; font-size: 13px; }
QMenu::item { padding: 7px 24px 7px 16px; }
QMenu::item:selected { background: @primary_tint; color: @primary_tint_text; }
"""


def notes_sheet(theme: Theme) -> str:
    """The style sheet in the theme's colours, letters and size of text."""
    tokens, text_percent = theme.tokens, theme.text_percent
    families = ", ".join(f'"{family}"' for family in theme.font("body").families())
    sheet = re.sub(
        r"font-size: (\d+)px", lambda size: f"font-size: {round(int(size[1]) * text_percent / 100)}px", _SHEET
    )
    # Where tints are no colours of their own (high contrast), what is chosen has an edge.
    selected = tokens.text if tokens.outline_px > 1 else tokens.primary_tint
    sheet = sheet.replace("@letters", families).replace("@selected", selected)
    for name in sorted(Tokens._fields, key=len, reverse=True):
        sheet = sheet.replace("@" + name, str(getattr(tokens, name)))
    return sheet


def edge_of_the_chosen(tokens: Tokens) -> QPen:
    """Around what is chosen or current: nothing where its tint says so, an edge in high contrast without tints."""
    return QPen(QColor(tokens.text), tokens.outline_px) if tokens.outline_px > 1 else QPen(Qt.PenStyle.NoPen)
