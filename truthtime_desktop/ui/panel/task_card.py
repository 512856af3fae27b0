"""The card of what is being done: the open entry and its buttons, or the field for what comes next."""

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from truthtime_core.timer import Task
from truthtime_desktop import durations
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import Button, ElidedLabel, label
from truthtime_desktop.ui.panel.task_field import TaskField
from truthtime_desktop.ui.state_views import TimerButtons
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.menu import task_label
from truthtime_desktop.ui.words import clock_time, fill, full_task_name, in_menu, one_line, spoken_duration
from truthtime_desktop.viewstate import RecentTask, ViewState

DOT_PX = 8


class Dot(QWidget):
    """A round mark before the open task: filled while it runs, a ring while it is paused."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._filled = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def fill(self, *, filled: bool) -> None:
        """Chooses between disc and ring."""
        if filled != self._filled:
            self._filled = filled
            self.update()

    def sizeHint(self) -> QSize:
        """8 pixels at 100 %."""
        return QSize(self._theme.px(DOT_PX), self._theme.px(DOT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._theme.tokens.primary_text)
        radius = self.width() / 2
        if self._filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        else:
            painter.setPen(colour)
            radius -= 1
        painter.drawEllipse(QPointF(self.width() / 2, self.height() / 2), radius, radius)
        painter.end()


class OpenTask(QWidget):
    """Name and time of the open entry, project and beginning below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._dot = Dot(theme)
        self._name = ElidedLabel(role="strong")
        self._time = label(role="strong")
        self._project = ElidedLabel(role="small")
        self._since = label(role="small")
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._dot)
        top.addWidget(self._name, 1)
        top.addWidget(self._time)
        below.setSpacing(8)
        below.addSpacing(DOT_PX + 8)
        below.addWidget(self._project, 1)
        below.addWidget(self._since)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 0, 3, 0)
        column.setSpacing(1)
        column.addLayout(top)
        column.addLayout(below)

    def set_state(self, view: ViewState) -> None:
        """Draws the entry."""
        self._dot.fill(filled=view.state == "running")
        self._name.set_full_text(full_task_name(view.description))
        self._time.setText(durations.clock(view.entry_worked_ms))
        worked = fill(self.tr("%1 worked on this entry"), spoken_duration(view.entry_worked_ms))
        if self._time.accessibleName() != worked:
            self._time.setAccessibleName(worked)
        self._project.set_full_text(one_line(view.project))
        if view.entry_started_at_ms is not None:
            start = clock_time(view.entry_started_at_ms, view.offset_min)
            self._since.setText(fill(self.tr("this entry, since %1"), start))


class TaskCard(QFrame):
    """Stopped: a field for the next task. Otherwise: the task that is open. Below, the buttons.

    Args:
        theme: colours.
        actions: what the buttons trigger.

    Attributes:
        submitted: Enter in the field while stopped.
        field: what the person types.
    """

    submitted = Signal()

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = theme
        self._actions = actions
        self._recent: tuple[RecentTask, ...] = ()
        self._projects: tuple[str, ...] = ()
        self._stopped = True
        self._switching = False
        self.field = TaskField(theme)
        self._open = OpenTask(theme)
        self.buttons = TimerButtons(theme, actions, stretches=True)
        self._switch = Button(theme, self.tr("Switch to another task"), kind="icon", picture="switch", height=36)
        self._begin = Button(theme, self.tr("Switch"), kind="primary", picture="play")
        self._leave = Button(theme, self.tr("Cancel"))
        self._new = QWidget()
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("Switch to"))
        self.field.submitted.connect(self._on_submitted)
        self._switch.clicked.connect(self._offer)
        self._begin.clicked.connect(self._on_submitted)
        self._leave.clicked.connect(self.leave_switching)
        self._lay_out()

    @property
    def is_switching(self) -> bool:
        """Whether a task is being typed while another one is open."""
        return self._switching

    def set_state(self, view: ViewState) -> None:
        """Draws the state."""
        stopped = view.state == "stopped"
        if stopped != self._stopped:
            self._switching = False
        self._stopped = stopped
        self._recent = view.recent
        if view.today is not None:
            self._projects = view.today.projects
            self.field.offer(view.today.tasks, view.today.projects)
        self._open.set_state(view)
        self.buttons.set_state(view)
        self._show_parts()

    def task(self) -> Task:
        """What the person typed; all of it may be empty."""
        return self.field.task()

    def switch_menu(self) -> QMenu:
        """Recent tasks as they are now, and a new one. The caller shows it."""
        menu = self._menu
        menu.clear()
        for task in self._recent:
            item = menu.addAction(in_menu(task_label(task)))
            item.triggered.connect(lambda _checked=False, task=task: self._actions.switch_to.emit(task))
        if self._recent:
            menu.addSeparator()
        menu.addAction(self.tr("New task…")).triggered.connect(self._type_new)
        return menu

    def leave_switching(self) -> None:
        """Back to the open task; what was typed is gone."""
        self.field.clear()
        self._switching = False
        self._show_parts()
        self._switch.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the field of a new task before it closes the panel."""
        if event.key() == Qt.Key.Key_Escape and self._switching:
            self.leave_switching()
            return
        super().keyPressEvent(event)

    def _show_parts(self) -> None:
        typing = self._stopped or self._switching
        self.field.setVisible(typing)
        self._open.setVisible(not typing)
        self.buttons.setVisible(not self._switching)
        self._switch.setVisible(not typing)
        self._new.setVisible(self._switching)

    def _offer(self) -> None:
        menu = self.switch_menu()
        corner = self._switch.mapToGlobal(self._switch.rect().bottomRight())
        leftwards = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        # Under the button and inwards, so that it does not hang over the panel's edge.
        menu.popup(corner - QPoint(menu.sizeHint().width() if leftwards else self._switch.width(), 0))

    def _type_new(self) -> None:
        self._switching = True
        self._show_parts()
        self.field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_submitted(self) -> None:
        if self._stopped:
            self.submitted.emit()
            return
        if not self._switching:
            return
        task = self.task()
        self.leave_switching()
        self._actions.switch_to.emit(RecentTask(task.description, task.project, task.tags))

    def _lay_out(self) -> None:
        new = QHBoxLayout(self._new)
        new.setContentsMargins(0, 0, 0, 0)
        new.setSpacing(2)
        new.addWidget(self._begin, 1)
        new.addWidget(self._leave, 1)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.buttons, 1)
        row.addWidget(self._switch)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(11, 12, 11, 11)
        inside.setSpacing(8)
        inside.addWidget(self.field)
        inside.addWidget(self._open)
        inside.addLayout(row)
        inside.addWidget(self._new)
