"""Dark or light: what the desktop says, what the person chose instead, and the change of it while we run.

Only this much is needed for the tray icon. The colours of windows are in `tokens`, loaded with the first window. No
name here comes from the ``Qt`` namespace at import time: touching it costs 14 ms of the launch.
"""

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QWidget

from truthtime_desktop.viewstate import Scheme

if TYPE_CHECKING:
    from truthtime_desktop.ui.tokens import Tokens


SCHEME_VARIABLE = "TRUTHTIME_THEME"
"""``light`` or ``dark`` overrides the desktop's choice; anything else follows the desktop."""

_HALF_LIGHT = 128


def desktop_scheme() -> Scheme:
    """What the desktop asks applications to be. A desktop that does not say is light."""
    override = os.environ.get(SCHEME_VARIABLE, "")
    if override in ("light", "dark"):
        return "dark" if override == "dark" else "light"
    if sys.platform.startswith("linux"):
        # Platform themes put the scheme into the palette; we never change the application's palette ourselves.
        return "dark" if QGuiApplication.palette().window().color().lightness() < _HALF_LIGHT else "light"
    from PySide6.QtCore import Qt

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
        self._scheme = override or desktop_scheme()
        self._text_percent = 100
        # The wrapper is kept: Qt's object is deleted under a wrapper that is only passed through.
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow)

    @property
    def scheme(self) -> Scheme:
        """Light or dark."""
        return self._scheme

    @property
    def tokens(self) -> "Tokens":
        """The colours to draw with now."""
        from truthtime_desktop.ui.tokens import tokens_of

        return tokens_of(self._scheme)

    def choose(self, override: Scheme | None) -> None:
        """Sets or, with None, drops the override."""
        self._override = override
        self._follow()

    @property
    def text_percent(self) -> int:
        """Size of text against the design's, 100 to 150."""
        return self._text_percent

    def enlarge(self, text_percent: int) -> None:
        """Sets the size of text, and of the controls that hold it; windows follow at once."""
        percent = min(max(text_percent, 100), 150)
        if percent != self._text_percent:
            self._text_percent = percent
            self.changed.emit()

    def px(self, length_px: int) -> int:
        """A length of the design that grows with the text, in logical pixels."""
        return round(length_px * self._text_percent / 100)

    def font(self, role: str) -> QFont:
        """The letters of a role (``body``, ``strong``, ``hero``...), for what paints its own text; `fonts.ROLES`."""
        from truthtime_desktop.ui.fonts import font_of

        return font_of(role, self._text_percent)

    def dress(self, window: QWidget) -> None:
        """Gives a window our palette and style sheet, now and after every change of the scheme."""
        _Dresser(self, window)

    def _follow(self) -> None:
        scheme = self._override or desktop_scheme()
        if scheme != self._scheme:
            self._scheme = scheme
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
        from truthtime_desktop.ui.tokens import palette, style_sheet

        self._window.setPalette(palette(self._theme.tokens))
        self._window.setStyleSheet(style_sheet(self._theme.tokens, self._theme.text_percent))


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
