"""Dark or light, contrast and size of text: what the desktop says, what the person chose instead, and every change.

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
    from PySide6.QtGui import QAccessibilityHints

    from truthtime_desktop.ui.tokens import Tokens


SCHEME_VARIABLE = "TRUTHTIME_THEME"
"""``light`` or ``dark`` overrides the desktop's choice; anything else follows the desktop."""

TEXT_SMALLEST_PERCENT = 100
TEXT_LARGEST_PERCENT = 150
_CONTROL_GROWTH_PX = 8
_HALF_LIGHT = 128
_HIGH_CONTRAST = 1
"""Qt's number for it; the enumeration itself is in the ``Qt`` namespace."""


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


def desktop_is_silent() -> bool:
    """Whether Qt has not learnt from this desktop what it prefers, so that its portal may be asked (`portal`)."""
    from PySide6.QtCore import Qt

    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Unknown


class Theme(QObject):
    """The scheme in force, and a signal when it changes while the program runs.

    Args:
        override: ``light`` or ``dark``, whatever the desktop says (command line, tests); None follows the desktop.

    Attributes:
        changed: colours or size of text are others now.
    """

    changed = Signal()

    def __init__(self, override: Scheme | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._override = override
        self._told: Scheme | None = None
        self._scheme = override or desktop_scheme()
        self._text_percent = TEXT_SMALLEST_PERCENT
        # The wrappers are kept: Qt's objects are deleted under a wrapper that is only passed through.
        self._hints = QGuiApplication.styleHints()
        self._hints.colorSchemeChanged.connect(self._follow)
        self._accessibility: QAccessibilityHints | None = None
        self._contrast_override: bool | None = None
        self._contrast_told = False
        self._high_contrast = False

    @property
    def scheme(self) -> Scheme:
        """Light or dark."""
        return self._scheme

    @property
    def tokens(self) -> "Tokens":
        """The colours to draw with now."""
        from truthtime_desktop.ui.tokens import tokens_of

        return tokens_of(self._scheme, high_contrast=self.high_contrast)

    @property
    def high_contrast(self) -> bool:
        """Whether every edge and letter is to stand out as far as it can."""
        if self._accessibility is None:
            # Only windows have contrast; asked with the first of them, because asking costs 15 ms of the launch.
            self._accessibility = self._hints.accessibility()
            self._accessibility.contrastPreferenceChanged.connect(self._follow)
            self._high_contrast = self._wants_high_contrast()
        return self._high_contrast

    def choose(self, override: Scheme | None) -> None:
        """Sets or, with None, drops the override."""
        self._override = override
        self._follow()

    def choose_contrast(self, high: bool | None) -> None:  # noqa: FBT001 - three answers: yes, no, as the desktop says
        """Sets or, with None, drops the person's own choice of high contrast."""
        self._contrast_override = high
        self._follow()

    def hear(self, scheme: Scheme | None, *, high_contrast: bool) -> None:
        """Takes what the desktop's portal says, where Qt does not know it; an override still wins.

        Args:
            scheme: None when the desktop has no preference.
            high_contrast: the desktop asks for it.
        """
        self._told, self._contrast_told = scheme, high_contrast
        self._follow()

    @property
    def text_percent(self) -> int:
        """Size of text against the design's, 100 to 150."""
        return self._text_percent

    def enlarge(self, text_percent: int) -> None:
        """Sets the size of text, and of the controls that hold it; windows follow at once."""
        percent = min(max(text_percent, TEXT_SMALLEST_PERCENT), TEXT_LARGEST_PERCENT)
        if percent != self._text_percent:
            self._text_percent = percent
            self.changed.emit()

    def px(self, length_px: int) -> int:
        """A length of the design that grows with the text, in logical pixels."""
        return round(length_px * self._text_percent / 100)

    def control_px(self, height_px: int) -> int:
        """The height of a control that has this height at 100 % text: 36 becomes 44 at 150 %, not 54."""
        return height_px + round(_CONTROL_GROWTH_PX * (self._text_percent - 100) / 50)

    def font(self, role: str) -> QFont:
        """The letters of a role (``body``, ``strong``, ``hero``...), for what paints its own text; `fonts.ROLES`."""
        from truthtime_desktop.ui.fonts import font_of

        return font_of(role, self._text_percent)

    def dress(self, window: QWidget) -> None:
        """Gives a window our palette and style sheet, now and after every change of the scheme."""
        _Dresser(self, window)

    def _follow(self) -> None:
        scheme = self._override or self._told or desktop_scheme()
        # While no window has asked, nothing shows it and nothing has to be drawn again.
        high_contrast = self._accessibility is not None and self._wants_high_contrast()
        if (scheme, high_contrast) != (self._scheme, self._high_contrast):
            self._scheme, self._high_contrast = scheme, high_contrast
            self.changed.emit()

    def _wants_high_contrast(self) -> bool:
        if self._contrast_override is not None:
            return self._contrast_override
        hints = self._accessibility
        return self._contrast_told or (hints is not None and hints.contrastPreference().value == _HIGH_CONTRAST)


class _Dresser(QObject):
    """Lives as long as its window and keeps it dressed."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        theme.changed.connect(self._put_on)
        self._put_on()

    def _put_on(self) -> None:
        from truthtime_desktop.ui.sheet import palette, style_sheet

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
