"""The panel's window: as high as its content, with the keys that work everywhere in it."""

from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QScrollBar, QVBoxLayout

from truthtime_core.timer import Task
from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.notices.card import announce
from truthtime_desktop.ui.panel.band_access import factory
from truthtime_desktop.ui.panel.content import Content
from truthtime_desktop.ui.panel.footer import Footer
from truthtime_desktop.ui.panel.popover import Popover
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.viewstate import Notice, ViewState

WIDTH_PX = 388
SCREEN_PERCENT = 80
"""Of the screen's free height; what is longer scrolls."""


@lru_cache(maxsize=1)
def _explain_bands() -> None:
    """Screen readers find the segments from now on (once a process)."""
    QAccessible.installFactory(factory)


class Panel(Popover):
    """Draws the state and says what the person wants.

    Args:
        theme: colours.
        actions: what the buttons and keys trigger; `actions.start` takes `task()` with it while this is visible.
        popover: frameless beside the icon, and gone when another window is used; else an ordinary window.

    Attributes:
        note_wanted: add this text to today's note; `content.note.confirm` once it is on the disk.
        entry_opened: show more of this entry (id).
        undo: take the last action back.
        content: what is shown.
    """

    def __init__(self, theme: Theme, actions: Actions, *, popover: bool = True) -> None:
        super().__init__(theme, popover=popover)
        self.setObjectName("panel")
        self._theme = theme
        self._actions = actions
        self.setWindowTitle("TruthTime")
        self.setWindowIcon(glyphs.application_icon())
        self.setAccessibleName(self.tr("TruthTime panel"))
        self.content = Content(theme, actions)
        links = ((actions.notes, self.tr("Notes"), "note"), (actions.timeline, self.tr("Timeline"), "timeline"))
        self.footer = Footer(theme, actions, links)
        self.note_wanted = self.content.note.wanted
        self.entry_opened = self.content.earlier.opened
        self.undo = self.content.notice.undo
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fit)
        self._page = QScrollArea()
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        self._lay_out()
        theme.dress(self)
        _explain_bands()
        self._bind()
        for part in (self.content, self.footer):
            part.column.stale.connect(self._soon.start)
        theme.changed.connect(self._fit)
        self.set_state(ViewState(state="stopped"))

    def task(self) -> Task:
        """What the person typed; all of it may be empty."""
        return self.content.card.task()

    def clear_task(self) -> None:
        """Empties the field, once the task has started."""
        self.content.card.field.clear()

    def set_state(self, view: ViewState) -> None:
        """Draws the state: on changes, and every second while a timer runs and this is visible."""
        self.content.set_state(view)
        self.footer.set_state(view)
        self._fit()

    def say(self, notice: Notice, spoken: str) -> None:
        """Shows in the panel what was just done, and tells screen readers."""
        self.content.notice.say(notice)
        announce(self, spoken)

    def unsay(self) -> None:
        """What was said is no longer so."""
        self.content.notice.close_notice()

    def would_lose_words(self) -> bool:
        """Whether a note or a task is half typed."""
        return self.content.is_typing()

    def open_beside(self, icon: QRect) -> None:
        """Shows the panel beside the icon, with the keyboard where the next thing to do is."""
        self._fit()
        self.appear(icon)
        if self.focusWidget() is None:
            self.content.first().setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def sizeHint(self) -> QSize:
        """As wide as the design or the longest word wants, as high as the content up to a part of the screen."""
        width = max(self._theme.px(WIDTH_PX), self.content.minimumSizeHint().width() + 2)
        return QSize(width, min(self._whole_height(width), self._highest()))

    def take_up_density(self) -> None:
        """Another density of the screen needs another size and place."""
        self._fit()
        super().take_up_density()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties a field first and then closes; single letters work where nothing is typed."""
        if event.key() == Qt.Key.Key_Escape:
            if not self._leave_field():
                self.hide()
            return
        note = self.content.note
        if event.key() == Qt.Key.Key_N and not event.modifiers() and note.isVisible():
            note.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if event.key() == Qt.Key.Key_T and not event.modifiers() and self._actions.timeline.isVisible():
            self._actions.timeline.trigger()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tells the owner."""
        super().hideEvent(event)
        self.content.notice.close_notice()
        self.hidden.emit()

    def _fit(self) -> None:
        """Takes the size its content wants now; a popover stays at its edge of the screen."""
        wanted = self.sizeHint()
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._is_cut(wanted) else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self._page.verticalScrollBarPolicy() != policy:
            # Qt would keep a bar that was once needed: it makes sentences wrap, and then it is needed.
            self._page.setVerticalScrollBarPolicy(policy)
        bar_px = self._bar.sizeHint().width()
        whole = self.content.height_for(wanted.width() - 2 - bar_px) if self._is_cut(wanted) else 0
        # A scroll area squeezes what it holds before it scrolls, unless that has a minimum.
        self.content.setMinimumHeight(whole)
        if wanted == self.size():
            return
        self.setMinimumWidth(0)
        self.resize(wanted)
        if self.popover and self.isVisible():
            self.place()

    def _whole_height(self, width: int) -> int:
        return self.content.height_for(width - 2) + self.footer.height_for(width - 2) + 3

    def _highest(self) -> int:
        return self.screen().availableGeometry().height() * SCREEN_PERCENT // 100

    def _is_cut(self, size: QSize) -> bool:
        return self._whole_height(size.width()) > size.height()

    def _leave_field(self) -> bool:
        """Whether Escape was used up by a field that holds words."""
        focused = self.focusWidget()
        if not isinstance(focused, QLineEdit) or not focused.text():
            return False
        focused.clear()
        return True

    def _bind(self) -> None:
        self._actions.bind(self)
        close = QShortcut(QKeySequence("Ctrl+W"), self)
        close.activated.connect(self.hide)
        self.content.card.submitted.connect(self._actions.start.trigger)

    def _lay_out(self) -> None:
        self._page.setObjectName("page")
        self._page.setWidget(self.content)
        self._page.setVerticalScrollBar(self._bar)
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rule = QFrame()
        rule.setObjectName("rule")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self._page, 1)
        whole.addWidget(rule)
        whole.addWidget(self.footer)
