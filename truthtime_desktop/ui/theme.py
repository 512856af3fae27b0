"""Colours and measures of our own windows, light and dark, as a palette and one style sheet.

The values and their contrast ratios are those of the design (ui.md 3); `tests/ui/test_theme.py` measures them again.
"""

import os
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

Scheme = Literal["light", "dark"]

SCHEME_VARIABLE = "TRUTHTIME_THEME"
"""``light`` or ``dark`` overrides the desktop's choice; anything else follows the desktop."""

RADIUS_CONTROL = 8
RADIUS_CARD = 12
CONTROL_HEIGHT = 36
CONTROL_HEIGHT_COMPACT = 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """Named colours of one scheme, each ``#RRGGBB``. A name says the role, never the hue."""

    scheme: Scheme
    background: str
    sunken: str
    raised: str
    hover: str
    border: str
    control_edge: str
    text: str
    text_second: str
    text_third: str
    primary: str
    primary_hover: str
    on_primary: str
    primary_text: str
    primary_tint: str
    primary_tint_text: str
    worked: str
    worked_text: str
    worked_tint: str
    paused: str
    paused_text: str
    paused_tint: str
    danger_text: str
    danger_tint: str


LIGHT = Tokens(
    scheme="light",
    background="#FFFFFF",
    sunken="#F9FAFB",
    raised="#FFFFFF",
    hover="#F3F4F6",
    border="#E5E7EB",
    control_edge="#7C8798",
    text="#111827",
    text_second="#4B5563",
    text_third="#6B7280",
    primary="#4F46E5",
    primary_hover="#4338CA",
    on_primary="#FFFFFF",
    primary_text="#4F46E5",
    primary_tint="#EEF2FF",
    primary_tint_text="#4338CA",
    worked="#10B981",
    worked_text="#047857",
    worked_tint="#ECFDF5",
    paused="#D97706",
    paused_text="#B45309",
    paused_tint="#FEF3C7",
    danger_text="#B91C1C",
    danger_tint="#FEF2F2",
)

DARK = Tokens(
    scheme="dark",
    background="#1F2937",
    sunken="#18212F",
    raised="#273344",
    hover="#2B3848",
    border="#374151",
    control_edge="#7C8798",
    text="#F9FAFB",
    text_second="#D1D5DB",
    text_third="#A3ADBB",
    primary="#5A52E8",
    primary_hover="#4F46E5",
    on_primary="#FFFFFF",
    primary_text="#A5B4FC",
    primary_tint="#2E3270",
    primary_tint_text="#C7D2FE",
    worked="#10B981",
    worked_text="#34D399",
    worked_tint="#123B36",
    paused="#F59E0B",
    paused_text="#FBBF24",
    paused_tint="#3F3320",
    danger_text="#FCA5A5",
    danger_tint="#43262B",
)


def tokens_of(scheme: Scheme) -> Tokens:
    """The colours of a scheme."""
    return DARK if scheme == "dark" else LIGHT


def desktop_scheme() -> Scheme:
    """What the desktop asks applications to be. A desktop that does not say is light."""
    override = os.environ.get(SCHEME_VARIABLE, "")
    if override in ("light", "dark"):
        return "dark" if override == "dark" else "light"
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


class Theme(QObject):
    """The scheme in force, and a signal when it changes while the program runs.

    Args:
        override: ``light`` or ``dark``, whatever the desktop says (command line, tests); None follows the desktop.
    """

    changed = Signal()

    def __init__(self, override: Scheme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._override = override
        self._tokens = tokens_of(override or desktop_scheme())
        # The wrapper is kept: Qt's object is deleted under a wrapper that is only passed through.
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow)

    @property
    def tokens(self) -> Tokens:
        """The colours to draw with now."""
        return self._tokens

    def choose(self, override: Scheme | None) -> None:
        """Sets or, with None, drops the override."""
        self._override = override
        self._follow()

    def dress(self, widget: QWidget) -> None:
        """Gives a window our palette and style sheet, now and after every change of the scheme."""
        _Dresser(self, widget)

    def _follow(self) -> None:
        tokens = tokens_of(self._override or desktop_scheme())
        if tokens is not self._tokens:
            self._tokens = tokens
            self.changed.emit()


class _Dresser(QObject):
    """Lives as long as its window and keeps it dressed."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        theme.changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        self._window.setPalette(palette(self._theme.tokens))
        self._window.setStyleSheet(style_sheet(self._theme.tokens))


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
QLabel[role="third"] { color: @text_third; font-size: 12px; }
QLabel[role="danger"] { color: @danger_text; font-size: 14px; font-weight: 600; }
QLabel[role="waiting"] { color: @paused_text; font-weight: 500; }
QFrame#card { background: @sunken; border: 1px solid @border; border-radius: 12px; }
QFrame#banner { background: @danger_tint; border: 1px solid @danger_text; border-radius: 12px; }
QFrame#rule { background: @border; border: none; max-height: 1px; min-height: 1px; }
QLabel#pill { border-radius: 12px; padding: 4px 10px; font-size: 12px; font-weight: 600; }
QLabel#pill[state="stopped"] { background: @hover; color: @text_second; }
QLabel#pill[state="running"] { background: @worked_tint; color: @worked_text; }
QLabel#pill[state="paused"], QLabel#pill[state="waiting"] { background: @paused_tint; color: @paused_text; }
QPushButton { margin: 3px; padding: 0 14px; border-radius: 8px; font-size: 13px; font-weight: 600;
  background: @raised; color: @text; border: 1px solid @control_edge; }
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
  padding: 6px 8px; font-size: 12px; font-weight: 500; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; border: none; }
QScrollBar::handle:vertical { background: @control_edge; border-radius: 4px; min-height: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QCheckBox { color: @text; font-size: 13px; spacing: 8px; }
"""


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of our windows. Margins of 3 px around buttons hold the focus ring that `Button` draws."""
    sheet = _SHEET
    # The longest name first: @primary is the beginning of @primary_text.
    for name in sorted(Tokens.__slots__, key=len, reverse=True):
        sheet = sheet.replace("@" + name, str(getattr(tokens, name)))
    return sheet


def bar_is_dark(theme_is_dark: bool) -> bool:  # noqa: FBT001 - one plain fact in, one out
    """Whether the bar behind the tray icon is dark, as far as the system tells.

    Args:
        theme_is_dark: the scheme of applications; many panels share it.
    """
    system = _windows_bar_is_dark()
    if system is not None:
        return system
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").lower().split(":")
    # GNOME's top bar is dark whatever the applications are (and Unity's with it).
    return theme_is_dark or bool({"gnome", "unity", "pantheon"} & set(desktops))


def _windows_bar_is_dark() -> bool | None:
    """``SystemUsesLightTheme``: the task bar has its own setting beside that of the applications."""
    import sys

    if sys.platform != "win32":
        return None
    import winreg

    path = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            return bool(winreg.QueryValueEx(key, "SystemUsesLightTheme")[0] == 0)
    except OSError:
        # Before Windows 10 1903 the value does not exist and the bar is dark.
        return True


def is_theme_change(event: QEvent) -> bool:
    """Whether an event may have changed colours behind our back."""
    return event.type() in (QEvent.Type.ThemeChange, QEvent.Type.ApplicationPaletteChange)
