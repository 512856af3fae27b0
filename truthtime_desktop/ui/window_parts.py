"""The parts of the main window: what is being done, what is wrong, today's table, where the data is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import ElidedLabel, label
from truthtime_desktop.ui.entries import EntriesModel
from truthtime_desktop.ui.state_views import TimerButtons
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import entry_line, full_task_name, said
from truthtime_desktop.viewstate import Problem, ViewState

FIELD_HEIGHT = 36
ROW_HEIGHT = 36


class TaskCard(QFrame):
    """Stopped: fields for the next task. Otherwise: the task that is open. Below, the buttons.

    Attributes:
        submitted: Enter in a field.
    """

    submitted = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("card")
        self.description = _field(self.tr("What are you about to do?"), self.tr("Description"))
        self.project = _field(self.tr("Project"), self.tr("Project"))
        self._fields = QWidget()
        self._current = QWidget()
        self._task = ElidedLabel(role="strong")
        self._detail = ElidedLabel(role="second")
        self.buttons = TimerButtons(theme, actions)
        self.description.returnPressed.connect(self.submitted)
        self.project.returnPressed.connect(self.submitted)
        self._lay_out()

    def set_state(self, view: ViewState) -> None:
        """Draws the state."""
        stopped = view.state == "stopped"
        self._fields.setVisible(stopped)
        self._current.setVisible(not stopped)
        self._task.set_full_text(full_task_name(view.description))
        self._detail.set_full_text(entry_line(view))
        self.buttons.set_state(view)

    def _lay_out(self) -> None:
        fields = QHBoxLayout(self._fields)
        fields.setContentsMargins(3, 0, 3, 0)
        fields.setSpacing(8)
        fields.addWidget(self.description, 5)
        fields.addWidget(self.project, 3)
        current = QVBoxLayout(self._current)
        current.setContentsMargins(3, 0, 3, 0)
        current.setSpacing(2)
        current.addWidget(self._task)
        current.addWidget(self._detail)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(13, 14, 13, 11)
        inside.setSpacing(9)
        inside.addWidget(self._fields)
        inside.addWidget(self._current)
        inside.addWidget(self.buttons)


class Banner(QFrame):
    """A standing fault: what happened and the next step. Absent when all is well."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._theme = theme
        self._picture = QLabel()
        self.title = label(role="danger", wraps=True)
        self.hint = label(wraps=True)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.title)
        lines.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        theme.changed.connect(self._draw_picture)
        self._draw_picture()
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Shows the fault, or goes."""
        if problem is not None:
            self.title.setText(said(problem.title))
            self.hint.setText(said(problem.hint))
            self.setAccessibleName(self.title.text())
            self.setAccessibleDescription(self.hint.text())
        self.setVisible(problem is not None)

    def _draw_picture(self) -> None:
        colour = self._theme.tokens.danger_text
        self._picture.setPixmap(glyphs.pixmap("alert", colour, 18, self.devicePixelRatioF()))


class Footer(QWidget):
    """Where the data is. Nothing else yet: there is no account to speak of."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(label(self.tr("Saved on this computer"), "third"))
        row.addStretch()
        theme.changed.connect(self._draw_picture)
        self._draw_picture()

    def _draw_picture(self) -> None:
        colour = self._theme.tokens.text_third
        self._picture.setPixmap(glyphs.pixmap("saved", colour, 16, self.devicePixelRatioF()))


def entries_table(model: EntriesModel, name: str) -> QTableView:
    """Today's entries as a quiet table: no grid, whole rows, the description takes what room there is."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(EntriesModel.DESCRIPTION, QHeaderView.ResizeMode.Stretch)
    return table


def _field(placeholder: str, name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(placeholder)
    field.setAccessibleName(name)
    field.setFixedHeight(FIELD_HEIGHT)
    return field
