"""The window a double click opens: the timer, the day's truth, today's entries. The panel will replace it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from truthtime_desktop import durations
from truthtime_desktop.ui import glyphs, words
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.entries import EntriesModel, EntryRow
from truthtime_desktop.ui.state_views import Pill
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.window_parts import Banner, Footer, TaskCard, entries_table
from truthtime_desktop.viewstate import ViewState

SIZE = (560, 580)
SMALLEST = (460, 440)


class MainWindow(QWidget):
    """Draws the state and says what the person wants.

    Args:
        theme: colours.
        actions: what the buttons and keys trigger; `actions.start` takes `task()` with it while this is visible.

    Attributes:
        hidden: nobody looks any more, so nothing needs to tick; timing goes on.
    """

    hidden = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("TruthTime")
        self.setWindowIcon(glyphs.application_icon())
        self.resize(*map(theme.px, SIZE))
        self.setMinimumSize(*map(theme.px, SMALLEST))
        self._model = EntriesModel()
        self._pill = Pill()
        self._hero = label(role="hero")
        self._truth = label(role="second")
        self._waiting = label(role="waiting", wraps=True)
        self._banner = Banner(theme)
        self._card = TaskCard(theme, actions)
        self._heading = label(self.tr("Today"), "strong")
        self._empty = label(self.tr("Entries of today appear here."), "third")
        self._table = entries_table(self._model, self.tr("Entries of today"))
        self._footer = Footer(theme)
        self._lay_out()
        theme.dress(self)
        actions.bind(self)
        self._card.submitted.connect(actions.start.trigger)
        self.set_state(ViewState(state="stopped"))
        self.set_entries(())

    def task(self) -> tuple[str, str]:
        """What the person typed: description and project; both may be empty."""
        return self._card.description.text(), self._card.project.text()

    def type_task(self, description: str, project: str) -> None:
        """Puts words back into the fields."""
        self._card.description.setText(description)
        self._card.project.setText(project)

    def clear_task(self) -> None:
        """Empties the fields, once the task has started."""
        self._card.description.clear()
        self._card.project.clear()

    def set_state(self, view: ViewState) -> None:
        """Draws the state. Called on changes, and once a minute while visible."""
        self._pill.set_state(view)
        self._hero.setText(durations.clock(view.today_worked_ms, seconds=False))
        self._hero.setAccessibleName(words.worked_today(view))
        self._truth.setText(words.truth_line(view))
        self._waiting.setText(words.unanswered_line(view))
        self._waiting.setVisible(bool(self._waiting.text()))
        self._banner.show_problem(view.problem)
        self._card.set_state(view)

    def set_entries(self, rows: tuple[EntryRow, ...]) -> None:
        """Shows today's entries, newest first."""
        self._model.set_rows(rows)
        self._table.setVisible(bool(rows))
        self._empty.setVisible(not rows)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tells the owner."""
        super().hideEvent(event)
        self.hidden.emit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(0)
        column.addWidget(self._pill)
        column.addSpacing(6)
        for line in (self._hero, self._truth, self._waiting):
            column.addWidget(line)
            column.addSpacing(2)
        column.addSpacing(14)
        column.addWidget(self._card)
        column.addSpacing(8)
        column.addWidget(self._banner)
        column.addSpacing(10)
        column.addWidget(self._heading)
        column.addSpacing(4)
        column.addWidget(self._empty)
        column.addWidget(self._table, 1)
        # Takes the room while there is no table; a table takes it all.
        column.addStretch(0)
        rule = QFrame()
        rule.setObjectName("rule")
        column.addSpacing(8)
        column.addWidget(rule)
        column.addSpacing(10)
        column.addWidget(self._footer)
