"""The field for what comes next: one line with ``@project`` and ``#tag``, completed from recent tasks."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QVBoxLayout, QWidget

from truthtime_core.timer import Task
from truthtime_desktop.ui.controls import ElidedLabel
from truthtime_desktop.ui.task_text import completions, parsed
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import fill
from truthtime_desktop.viewstate import RecentTask


class TaskLine(QLineEdit):
    """The line itself.

    Attributes:
        asked: the Down key, which asks for recent tasks before anything was typed.
    """

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down asks; the rest is for typing."""
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
            return
        super().keyPressEvent(event)


class TaskField(QWidget):
    """Line, list of completions, and below what was understood.

    Args:
        theme: colours of line and list.

    Attributes:
        submitted: Enter.
        line: the field itself.
    """

    submitted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._tasks: Sequence[RecentTask] = ()
        self._projects: Sequence[str] = ()
        self.line = TaskLine()
        self.line.setPlaceholderText(self.tr("What are you about to do?"))
        self.line.setAccessibleName(self.tr("Task for the next entry"))
        self.line.setAccessibleDescription(self.tr("@ names a project, # a tag."))
        self.line.setToolTip(self.tr("Write @ before a project and # before a tag."))
        self._understood = ElidedLabel(role="small")
        self._model = QStringListModel()
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list = QListView()
        self._list.setObjectName("completions")
        self._list.setAccessibleName(self.tr("Recent tasks"))
        self._completer.setPopup(self._list)
        theme.dress(self._list)
        self.line.setCompleter(self._completer)
        self.line.textEdited.connect(self._on_edited)
        self.line.textChanged.connect(self._show_understood)
        self.line.returnPressed.connect(self.submitted)
        self.line.asked.connect(self._on_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 0, 3, 0)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self._understood)
        self._show_understood("")

    def offer(self, tasks: Sequence[RecentTask], projects: Sequence[str]) -> None:
        """What is completed from now on."""
        self._tasks, self._projects = tasks, projects

    def task(self) -> Task:
        """What was typed; its project is a name."""
        return parsed(self.line.text(), self._projects)

    def clear(self) -> None:
        """Empties the line."""
        self.line.clear()

    def _on_asked(self) -> None:
        self._on_edited(self.line.text())

    def _on_edited(self, text: str) -> None:
        found = completions(text, self._tasks, self._projects)
        if found != self._model.stringList():
            self._model.setStringList(found)
        if found:
            self._completer.complete()
        else:
            self._list.hide()

    def _show_understood(self, text: str) -> None:
        task = parsed(text, self._projects)
        parts = [fill(self.tr("Project %1"), task.project)] if task.project else []
        parts += [f"#{tag}" for tag in task.tags]
        self._understood.set_full_text("  ".join(parts))
        self._understood.setVisible(bool(parts))
