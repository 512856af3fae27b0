"""The window of Settings: pages at the left, one of them at the right. No OK: what is changed is so."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.forms import dress_form
from truthtime_desktop.ui.regions import Regions
from truthtime_desktop.ui.settings.about import AboutPage
from truthtime_desktop.ui.settings.appearance import AppearancePage
from truthtime_desktop.ui.settings.data import DataPage
from truthtime_desktop.ui.settings.general import GeneralPage
from truthtime_desktop.ui.settings.means import Means
from truthtime_desktop.ui.settings.shortcuts import ShortcutsPage
from truthtime_desktop.ui.settings.timer import TimerPage

if TYPE_CHECKING:
    from truthtime_desktop.ui.settings.page import Page

SIZE = (640, 560)
LIST_WIDTH = 168
ROW_HEIGHT = 36


class SettingsWindow(QWidget):
    """All pages that have something to choose in this release.

    Args:
        means: what the pages act on.

    Attributes:
        pages: by their keys, in the order of the list.
    """

    def __init__(self, means: Means) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._theme = means.theme
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Settings – TruthTime"))
        self.setWindowIcon(glyphs.application_icon())
        self.general = GeneralPage(means)
        self.shortcuts = ShortcutsPage(means.theme, means.hotkeys) if means.hotkeys is not None else None
        self.pages: dict[str, Page] = {
            "general": self.general,
            "timer": TimerPage(means),
            **({"shortcuts": self.shortcuts} if self.shortcuts is not None else {}),
            "appearance": AppearancePage(means),
            "data": DataPage(means),
            "about": AboutPage(means),
        }
        self.list = QListWidget()
        self.list.setObjectName("pages")
        self.list.setAccessibleName(self.tr("Pages"))
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self.list.addItem(page.heading)
            self._stack.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._stack, 1)
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        means.theme.dress(self)
        for widget in (self.list, self._stack):
            dress_form(means.theme, widget)
        means.theme.changed.connect(self._fit)
        self._fit()
        for keys in ("Ctrl+W", "Esc"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        Regions(self, (self.list, self._stack))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, key: str) -> None:
        """Turns to a page."""
        self.list.setCurrentRow(list(self.pages).index(key))

    def show_recorder(self, action: str) -> None:
        """Turns to the page of shortcuts, the keyboard in the recorder of an action; nothing where there is none."""
        if self.shortcuts is not None:
            self.show_page("shortcuts")
            self.shortcuts.begin(action)

    def page(self) -> str:
        """Key of the page that is shown."""
        return list(self.pages)[self.list.currentRow()]

    def _fit(self) -> None:
        """Widths and heights that hold the text at its present size, on the screen as it is."""
        self.list.setFixedWidth(self._theme.px(LIST_WIDTH))
        for number in range(self.list.count()):
            self.list.item(number).setSizeHint(QSize(0, self._theme.px(ROW_HEIGHT)))
        room = self.screen().availableSize()
        needed = self.list.width() + max(page.minimumSizeHint().width() for page in self.pages.values())
        wanted = QSize(max(self._theme.px(SIZE[0]), needed), self._theme.px(SIZE[1]))
        fitting = wanted.boundedTo(room * 0.95)
        self.setMinimumSize(fitting)
        self.resize(fitting)
