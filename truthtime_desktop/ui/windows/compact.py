"""The small window for desktops without a tray: there is always a visible way in (ui.md 5.3)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import RING_MARGIN, ElidedLabel, label
from truthtime_desktop.ui.state_views import Pill, TimerButtons
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT_COMPACT
from truthtime_desktop.ui.words import duration, fill, full_task_name, truth_line, worked_today
from truthtime_desktop.viewstate import ViewState

WIDTH = 320
HEIGHT = 96


class CompactWindow(QWidget):
    """State, today's work, the task and the buttons, on 320 x 96 pixels.

    Args:
        theme: colours.
        actions: what the buttons and keys trigger.

    Attributes:
        close_wanted: the person closed the window; the owner asks whether timing goes on (`dialogs.ask_close`).
            The window stays until the owner hides it: without it there is no way in.
    """

    close_wanted = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("surface")
        self.setWindowIcon(glyphs.application_icon())
        self.resize(WIDTH, HEIGHT)
        self._theme = theme
        self._pill = Pill(theme, pictured=False)
        self._worked = label(role="second")
        self._task = ElidedLabel(role="strong")
        self._buttons = TimerButtons(theme, actions, height=CONTROL_HEIGHT_COMPACT)
        self._lay_out()
        theme.dress(self)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        actions.bind(self)
        self.set_state(ViewState(state="stopped"))

    def set_state(self, view: ViewState) -> None:
        """Draws the state."""
        self._pill.set_state(view)
        stopped = view.state == "stopped"
        self._task.set_full_text(truth_line(view) if stopped else full_task_name(view.description))
        self._worked.setVisible(not stopped)
        self._worked.setText(fill(self.tr("%1 today"), duration(view.today_worked_ms)))
        self._worked.setAccessibleName(worked_today(view))
        self._buttons.set_state(view)
        # Task bars show the title: the state is readable while the window is minimised.
        title = self._pill.word().text()
        waiting = view.needs_answer + (view.problem is not None)
        named = fill(self.tr("%1 – TruthTime"), title)
        # Mail programs count what is unread in the same place.
        self.setWindowTitle(f"({waiting}) {named}" if waiting else named)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Never closes by itself: that is the owner's decision."""
        event.ignore()
        self.close_wanted.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.setContentsMargins(0, 0, RING_MARGIN, 0)
        top.addWidget(self._task, 1)
        top.addWidget(self._worked)
        bottom = QHBoxLayout()
        bottom.setSpacing(4)
        bottom.addWidget(self._pill, 1)
        bottom.addWidget(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 11, 9)
        column.setSpacing(0)
        column.addLayout(top)
        column.addStretch()
        column.addLayout(bottom)
        # Longer words of another language, or larger text, make the window wider instead of being cut.
        column.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
