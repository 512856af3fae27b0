"""The panel's standing fault, and its last line: where the time is kept, and the ways to other windows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from truthtime_desktop.ui.actions import REMEDIES, Actions
from truthtime_desktop.ui.controls import Button, Picture, label, restyle
from truthtime_desktop.ui.panel.column import Column
from truthtime_desktop.ui.state_views import follow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import said, saving_line
from truthtime_desktop.viewstate import Problem, SavingState, ViewState

PICTURES: dict[SavingState, tuple[str, str]] = {
    "local": ("saved", "text_third"),
    "synced": ("cloud-check", "text_third"),
    "syncing": ("cloud", "text_third"),
    "offline": ("cloud-off", "text_third"),
    "failed": ("cloud-alert", "danger_text"),
    "signed_out": ("cloud-alert", "text_third"),
    "trial": ("info", "text_third"),
    "past_due": ("alert", "text_third"),
    "expired": ("saved", "text_third"),
}
"""Picture and colour of each state of saving (ui.md 2.1)."""

FAULTS = frozenset({"failed"})
"""What is said in the colour of danger: the time is safe here, but what was asked for did not happen."""


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


class SavingLine(QWidget):
    """Where the time is kept, and what helps when that is not as it should be.

    Args:
        theme: colours.
        actions: what helps; those that nobody provides are absent.
    """

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self._picture = Picture(theme, *PICTURES["local"], 15)
        self._words = label(role="small")
        self._remedies = {key: Button(theme, actions.by_key[key].text(), kind="link", height=28) for key in REMEDIES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        # Room that changes sides with the language, which margins do not.
        row.addSpacing(16)
        row.addWidget(self._picture)
        row.addSpacing(3)
        row.addWidget(self._words)
        for key, button in self._remedies.items():
            row.addWidget(button)
            follow(button, actions.by_key[key])
        row.addStretch()
        self._row = row

    def set_state(self, view: ViewState) -> None:
        """Says what is true now."""
        saving = view.saving
        words = saving_line(saving, view.now_ms)
        if words != self._words.text():
            self._words.setText(words)
            for button in self._remedies.values():
                button.setAccessibleDescription(words)
        picture, colour = PICTURES[saving.state]
        self._picture.set_picture(picture, colour)
        role = "fault" if saving.state in FAULTS else "small"
        if self._words.property("role") != role:
            self._words.setProperty("role", role)
            restyle(self._words)

    def fit(self, width: int) -> None:
        """Lets the words take a second line where they need one, and then all the room there is."""
        wraps = self.width_on_one_line() > width
        if wraps == self._words.wordWrap():
            return  # Qt would lay everything out again for the same answer, and that would ask again, without an end.
        self._words.setWordWrap(wraps)
        self._row.setStretchFactor(self._words, 1 if wraps else 0)

    def width_on_one_line(self) -> int:
        """Pixels, with every word on it."""
        words = self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2
        buttons = sum(button.sizeHint().width() + 4 for button in self._remedies.values() if not button.isHidden())
        return 16 + self._picture.sizeHint().width() + 3 + 4 * 3 + words + buttons


class Footer(QWidget):
    """Where the time is kept. Links are there exactly when what they open exists.

    One line, or two where the words leave no room for the links.

    Args:
        theme: colours.
        actions: what helps when saving is not as it should be.
        links: actions with their text and the name of their picture, in order.

    Attributes:
        column: tells when the parts want another height.
    """

    def __init__(self, theme: Theme, actions: Actions, links: tuple[tuple[QAction, str, str], ...]) -> None:
        super().__init__()
        self._theme = theme
        self._saving = SavingLine(theme, actions)
        self._links = QWidget()
        row = QHBoxLayout(self._links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addStretch()
        for action, text, picture in links:
            link = Button(theme, text, kind="link", picture=picture, height=28)
            follow(link, action)
            row.addWidget(link)
        row.addSpacing(3)
        self._lines = self.column = Column(self, QBoxLayout.Direction.LeftToRight)
        self._lines.setContentsMargins(0, 5, 0, 5)
        self._lines.setSpacing(0)
        self._lines.addWidget(self._saving)
        self._lines.addWidget(self._links)
        theme.changed.connect(self._follow)
        self.set_state(ViewState(state="stopped"))
        self._follow()

    def set_state(self, view: ViewState) -> None:
        """Says where the time is kept: what the account feature adds is never said before it is true."""
        self._saving.set_state(view)

    def height_for(self, width: int) -> int:
        """The height at a width, pixels, after the lines were arranged for it."""
        wanted = self._saving.width_on_one_line() + self._links.sizeHint().width()
        stacks = wanted > width
        self._saving.fit(width)
        way = QBoxLayout.Direction.TopToBottom if stacks else QBoxLayout.Direction.LeftToRight
        if self._lines.direction() != way:
            self._lines.setDirection(way)
        height = self._lines.heightForWidth(width) if self._lines.hasHeightForWidth() else self.sizeHint().height()
        return max(height, self.minimumHeight())

    def _follow(self) -> None:
        self.setMinimumHeight(self._theme.control_px(28) + 16)
