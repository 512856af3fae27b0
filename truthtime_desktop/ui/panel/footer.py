"""The panel's standing fault, and its last line: where the time is kept, and the ways to other windows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from truthtime_desktop.ui.controls import Button, Picture, label
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import said
from truthtime_desktop.viewstate import Problem, Saving


class Banner(QFrame):
    """A standing fault: what happened and the next step. Absent when all is well."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.title = label(role="danger", wraps=True)
        self.hint = label(wraps=True)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(self.title)
        lines.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(Picture(theme, "alert", "danger_text", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Shows the fault, or goes."""
        if problem is not None:
            self.title.setText(said(problem.title))
            self.hint.setText(said(problem.hint))
            self.setAccessibleName(self.title.text())
            self.setAccessibleDescription(self.hint.text())
        self.setVisible(problem is not None)


class Footer(QWidget):
    """Where the time is kept. Links are there exactly when what they open exists.

    Args:
        theme: colours.
        links: actions with the name of their picture, in order.
    """

    def __init__(self, theme: Theme, links: tuple[tuple[QAction, str, str], ...]) -> None:
        super().__init__()
        self._theme = theme
        self._words = label(role="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(4)
        # Room that changes sides with the language, which margins do not.
        row.addSpacing(16)
        row.addWidget(Picture(theme, "saved", "text_third", 15))
        row.addSpacing(3)
        row.addWidget(self._words)
        row.addStretch()
        for action, text, picture in links:
            link = Button(theme, text, kind="link", picture=picture, height=28)
            link.clicked.connect(action.trigger)
            action.visibleChanged.connect(lambda link=link, action=action: link.setVisible(action.isVisible()))
            link.setVisible(action.isVisible())
            row.addWidget(link)
        row.addSpacing(3)
        theme.changed.connect(self._follow)
        self.set_saving(Saving())
        self._follow()

    def set_saving(self, saving: Saving) -> None:
        """Says where the time is kept: what the account feature adds, it adds here, and never before it is true."""
        self._words.setText({"local": self.tr("Saved on this computer")}.get(saving.state, ""))

    def _follow(self) -> None:
        self.setMinimumHeight(self._theme.control_px(28) + 16)
