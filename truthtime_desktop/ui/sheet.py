"""The palette and the style sheet made of the tokens: what the style draws in our windows."""

import re

from PySide6.QtGui import QColor, QPalette

from truthtime_desktop.ui.fonts import ROLES, families_for
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
@labels
QFrame#card { background: @sunken; border: @outline solid @border; border-radius: 12px; }
QFrame#question { background: @paused_tint; border: @outline solid @question_edge; border-radius: 12px; }
QFrame#banner { background: @danger_tint; border: @outline solid @danger_text; border-radius: 12px; }
QFrame#notice { background: @hover; border: @outline solid @hover; border-radius: 8px; }
QFrame#rule { background: @border; border: none; max-height: 1px; min-height: 1px; }
QFrame#pill { border-radius: 12px; border: none; }
QFrame#pill[state="stopped"], QFrame#pill[state="idle"] { background: @hover; }
QFrame#pill[state="running"] { background: @worked_tint; }
QFrame#pill[state="paused"], QFrame#pill[state="waiting"] { background: @paused_tint; }
QFrame#pill QLabel { font-size: 12px; font-weight: 600; color: @text_second; }
QFrame#pill[state="running"] QLabel { color: @worked_text; }
QFrame#pill[state="paused"] QLabel, QFrame#pill[state="waiting"] QLabel { color: @paused_text; }
QPushButton { margin: 3px; padding: 0 14px; border-radius: 8px; font-size: 13px; font-weight: 600; outline: none;@family
  background: @raised; color: @text; border: @outline solid @control_edge; }
QPushButton[compact="true"] { padding: 0 9px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton[kind="primary"] { background: @primary; color: @on_primary; border: @outline solid @primary; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
  background: @primary_hover; border-color: @primary_hover; }
QPushButton[kind="link"] { background: transparent; color: @primary_text; border: none; padding: 0 10px; }
QPushButton[kind="link"]:hover { background: @hover; }
QPushButton[kind="icon"] { background: transparent; border: none; padding: 0; }
QPushButton[kind="icon"]:hover { background: @hover; }
QLineEdit {@family background: @raised; color: @text; placeholder-text-color: @text_third;
  border: @outline solid @control_edge; border-radius: 8px;
  padding: 0 10px; min-height: 34px; font-size: 14px;
  selection-background-color: @primary; selection-color: @on_primary; }
QLineEdit:focus { border: 2px solid @primary_text; padding: 0 9px; min-height: 32px; }
QLineEdit[compact="true"] { font-size: 13px; padding: 0 3px; }
QLineEdit[compact="true"]:focus { padding: 0 2px; }
QScrollArea#page, QScrollArea#page > QWidget > QWidget#sheet { background: transparent; border: none; }
QListView#rows { background: transparent; border: none; outline: none; }
QListView#completions {@family background: @raised; color: @text; border: 1px solid @control_edge; padding: 4px;
  font-size: 13px; outline: none; selection-background-color: @primary_tint; selection-color: @primary_tint_text; }
QListView#completions::item { min-height: 28px; padding: 0 6px; border-radius: 4px; }
QListView#completions::item:selected { background: @primary_tint; color: @primary_tint_text; }
QMenu {@family background: @raised; color: @text; border: 1px solid @border; padding: 4px; font-size: 13px; }
QMenu::item { padding: 6px 16px; border-radius: 4px; }
QMenu::item:selected { background: @primary_tint; color: @primary_tint_text; }
QMenu::separator { background: @border; height: 1px; margin: 4px 8px; }
QToolTip {@family background: @raised; color: @text; border: 1px solid @border; padding: 4px; }
QTableView {@family background: @background; color: @text; border: none; font-size: 13px; outline: none;
  selection-background-color: @primary_tint; selection-color: @primary_tint_text; }
QTableView::item { padding: 0 8px; border-bottom: 1px solid @border; }
QTableView::item:focus { border: 2px solid @primary_text; }
QHeaderView { background: @background; border: none; }
QHeaderView::section {@family background: @background; color: @text_third; border: none;
  border-bottom: 1px solid @border; padding: 6px 11px; font-size: 12px; font-weight: 500; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; border: none; }
QScrollBar::handle:vertical { background: @control_edge; border-radius: 4px; min-height: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QCheckBox {@family color: @text; font-size: 13px; spacing: 8px; }
"""


LABELS = {
    "": ("body", "text"),
    "title": ("title", "text"),
    "hero": ("hero", "text"),
    "seconds": ("seconds", "text_third"),
    "percent": ("percent", "text"),
    "strong": ("strong", "text"),
    "second": ("body", "text_second"),
    "small": ("small", "text_second"),
    "heading": ("heading", "text_second"),
    "third": ("small", "text_third"),
    "danger": ("strong", "danger_text"),
    "fault": ("small", "danger_text"),
    "waiting": ("body", "paused_text"),
}
"""Property ``role`` of a label: letters (`fonts.ROLES`) and colour."""


def style_sheet(tokens: Tokens, text_percent: int = 100) -> str:
    """The style sheet of our windows. Margins of 3 px around buttons hold the focus ring that `Button` draws.

    Needs the application object: which letters are installed is asked there.

    Args:
        text_percent: size of the letters against the design's.
    """
    sheet = _SHEET.replace("@labels", "\n".join(_label_rule(role) for role in LABELS))
    sheet = re.sub(r"(font-size|letter-spacing): (-?[\d.]+)px", lambda found: _scaled(found, text_percent), sheet)
    sheet = re.sub(r"min-height: (\d\d)px", lambda found: _grown(int(found[1]), text_percent), sheet)
    sheet = sheet.replace("@family", _family(ROLES["button"].size_px))
    sheet = sheet.replace("@outline", f"{tokens.outline_px}px")
    # The longest name first: @primary is the beginning of @primary_text.
    for name in sorted(Tokens._fields, key=len, reverse=True):
        sheet = sheet.replace("@" + name, str(getattr(tokens, name)))
    return sheet


def _label_rule(role: str) -> str:
    letters_name, colour = LABELS[role]
    letters = ROLES[letters_name]
    which = f'[role="{role}"]' if role else ""
    spacing = f" letter-spacing: {letters.spacing_px}px;" if letters.spacing_px else ""
    weight = letters.weight.value
    return (
        f"QLabel{which} {{ background: transparent; color: @{colour}; font-size: {letters.size_px}px;"
        f" font-weight: {weight};{spacing}{_family(letters.size_px)} }}"
    )


def _family(size_px: int) -> str:
    """The preferred letters where installed; in each rule, for widgets in a sheet take no font from their window."""
    families = ", ".join(f'"{name}"' for name in families_for(size_px))
    return f" font-family: {families};" if families else ""


def _scaled(found: re.Match[str], text_percent: int) -> str:
    size = float(found[2]) * text_percent / 100
    return f"{found[1]}: {size:.2f}px" if found[1] == "letter-spacing" else f"{found[1]}: {round(size)}px"


def _grown(height_px: int, text_percent: int) -> str:
    """Controls grow with the text, but less: 36 becomes 44 at 150 %."""
    return f"min-height: {height_px + round(8 * (text_percent - 100) / 50)}px"
