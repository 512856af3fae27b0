"""The palette and the style sheet made of the tokens: what the style draws in our windows."""

import re

from PySide6.QtGui import QColor, QPalette

from truthtime_desktop.ui.tokens import Tokens


def palette(tokens: Tokens) -> QPalette:
    """The tokens in Qt's roles, for everything the style draws itself (menus, selections, placeholders)."""
    result = QPalette()
    role = QPalette.ColorRole
    for each, colour in (
        (role.Window, tokens.background),
        (role.WindowText, tokens.text),
        (role.Base, tokens.raised),
        (role.AlternateBase, tokens.sunken),
        (role.Text, tokens.text),
        (role.PlaceholderText, tokens.text_third),
        (role.Button, tokens.raised),
        (role.ButtonText, tokens.text),
        (role.BrightText, tokens.danger_text),
        (role.Light, tokens.hover),
        (role.Midlight, tokens.hover),
        (role.Mid, tokens.border),
        (role.Dark, tokens.control_edge),
        (role.Shadow, tokens.border),
        (role.Highlight, tokens.primary),
        (role.HighlightedText, tokens.on_primary),
        (role.Link, tokens.primary_text),
        (role.LinkVisited, tokens.primary_text),
        (role.ToolTipBase, tokens.raised),
        (role.ToolTipText, tokens.text),
        (role.Accent, tokens.primary),
    ):
        result.setColor(each, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for each in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(disabled, each, QColor(tokens.text_third))
    return result


_SHEET = """
QWidget#surface, QDialog { background: @background; }
QLabel { color: @text; background: transparent; font-size: 13px; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="hero"] { font-size: 40px; font-weight: 600; }
QLabel[role="strong"] { font-size: 14px; font-weight: 600; }
QLabel[role="second"] { color: @text_second; }
QLabel[role="small"] { color: @text_second; font-size: 12px; }
QLabel[role="third"] { color: @text_third; font-size: 12px; }
QLabel[role="danger"] { color: @danger_text; font-size: 14px; font-weight: 600; }
QLabel[role="waiting"] { color: @paused_text; font-weight: 500; }
QFrame#card { background: @sunken; border: 1px solid @border; border-radius: 12px; }
QFrame#banner { background: @danger_tint; border: 1px solid @danger_text; border-radius: 12px; }
QFrame#rule { background: @border; border: none; max-height: 1px; min-height: 1px; }
QLabel#pill { border-radius: 12px; padding: 0 11px; min-height: 24px; max-height: 24px;
  font-size: 12px; font-weight: 600; }
QLabel#pill[state="stopped"] { background: @hover; color: @text_second; }
QLabel#pill[state="running"] { background: @worked_tint; color: @worked_text; }
QLabel#pill[state="paused"], QLabel#pill[state="waiting"] { background: @paused_tint; color: @paused_text; }
QPushButton { margin: 3px; padding: 0 14px; border-radius: 8px; font-size: 13px; font-weight: 600;
  background: @raised; color: @text; border: 1px solid @control_edge; }
QPushButton[compact="true"] { padding: 0 9px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @border; }
QPushButton[kind="primary"] { background: @primary; color: @on_primary; border: 1px solid @primary; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: @primary_hover; border-color: @primary_hover; }
QPushButton[kind="link"] { background: transparent; color: @primary_text; border: none; padding: 0 10px; }
QPushButton[kind="link"]:hover { background: @hover; }
QLineEdit { background: @raised; color: @text; border: 1px solid @control_edge; border-radius: 8px;
  padding: 0 10px; min-height: 34px; font-size: 14px;
  selection-background-color: @primary; selection-color: @on_primary; }
QLineEdit:focus { border: 2px solid @primary_text; padding: 0 9px; min-height: 32px; }
QTableView { background: @background; color: @text; border: none; font-size: 13px; outline: none;
  selection-background-color: @primary_tint; selection-color: @primary_tint_text; }
QTableView::item { padding: 0 8px; border-bottom: 1px solid @border; }
QTableView::item:focus { border: 2px solid @primary_text; }
QHeaderView { background: @background; border: none; }
QHeaderView::section { background: @background; color: @text_third; border: none; border-bottom: 1px solid @border;
  padding: 6px 11px; font-size: 12px; font-weight: 500; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; border: none; }
QScrollBar::handle:vertical { background: @control_edge; border-radius: 4px; min-height: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QCheckBox { color: @text; font-size: 13px; spacing: 8px; }
"""


def style_sheet(tokens: Tokens, text_percent: int = 100) -> str:
    """The style sheet of our windows. Margins of 3 px around buttons hold the focus ring that `Button` draws.

    Args:
        text_percent: size of the letters against the design's.
    """
    sheet = re.sub(
        r"font-size: (\d+)px", lambda size: f"font-size: {round(int(size[1]) * text_percent / 100)}px", _SHEET
    )
    # The longest name first: @primary is the beginning of @primary_text.
    for name in sorted(Tokens._fields, key=len, reverse=True):
        sheet = sheet.replace("@" + name, str(getattr(tokens, name)))
    return sheet
