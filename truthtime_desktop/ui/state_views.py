"""Parts that the compact and the main window share: the state pill, and the buttons of the timer."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from truthtime_desktop.ui.actions import TABLE, Actions
from truthtime_desktop.ui.controls import Button, Picture, label, restyle
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tokens import CONTROL_HEIGHT
from truthtime_desktop.ui.words import is_idle, state_word, task_name, tr
from truthtime_desktop.viewstate import ViewState

PICTURES = {
    "stopped": ("ring", "text_second"),
    "running": ("play", "worked_text"),
    "idle": ("play", "text_second"),
    "paused": ("pause", "paused_text"),
    "waiting": ("question", "paused_text"),
}
"""Picture and colour of each state."""

PRIMARY = ("start", "resume")
"""Buttons that carry the accent: the one thing to do now. While a timer runs, nothing needs doing."""


class Pill(QWidget):
    """The state as a word on a tint. Its place in a layout is a row, so it never stretches.

    Args:
        theme: colours.
        pictured: with a picture before the word and a question named before the state, where there is room for it.
    """

    def __init__(self, theme: Theme, *, pictured: bool = True) -> None:
        super().__init__()
        self._theme = theme
        self._state = ""
        self._pictured = pictured
        self._tint = QFrame()
        self._tint.setObjectName("pill")
        self._word = label()
        self._picture = Picture(theme, "ring", "text_second", 13)
        self._picture.setVisible(pictured)
        inside = QHBoxLayout(self._tint)
        inside.setContentsMargins(8 if pictured else 11, 0, 11, 0)
        inside.setSpacing(6)
        inside.addWidget(self._picture)
        inside.addWidget(self._word)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._tint)
        row.addStretch()
        theme.changed.connect(self._draw)

    def word(self) -> QLabel:
        """The label inside, for accessibility relations and tests."""
        return self._word

    def set_state(self, view: ViewState) -> None:
        """Draws the state."""
        waits = view.needs_answer and self._pictured
        self._word.setText(self.tr("Waiting for your answer") if waits else state_word(view))
        state = "waiting" if view.needs_answer else "idle" if is_idle(view) else view.state
        if self._state != state:
            self._state = state
            self._tint.setProperty("state", state)
            restyle(self._tint, self._word)
            self._draw()

    def _draw(self) -> None:
        self._picture.set_picture(*PICTURES.get(self._state, PICTURES["stopped"]))
        self._tint.setFixedHeight(self._theme.control_px(24))


class TimerButtons(QWidget):
    """Start, Stop, Pause, Resume: those that apply, nothing else.

    Args:
        theme: colours.
        actions: what the buttons trigger.
        height: of a button, pixels.
        stretches: the buttons share the whole width.
    """

    ORDER = ("start", "resume", "stop", "pause")

    def __init__(
        self, theme: Theme, actions: Actions, *, height: int = CONTROL_HEIGHT, stretches: bool = False
    ) -> None:
        super().__init__()
        pictures = {row.key: row.picture for row in TABLE}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.by_key: dict[str, Button] = {}
        for key in self.ORDER:
            action = actions.by_key[key]
            kind = "primary" if key in PRIMARY else "secondary"
            button = Button(theme, action.text(), kind=kind, picture=pictures[key], height=height)
            follow(button, action)
            if stretches:
                button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button, 1 if stretches else 0)
            self.by_key[key] = button

    def set_state(self, view: ViewState) -> None:
        """Names the task in what a screen reader says, so that a button makes sense on its own."""
        # The primary action of ui.md 2.1: Stop while running; beside Resume it steps back.
        self.by_key["stop"].set_kind("primary" if view.state == "running" else "secondary")
        for key, sentence in spoken(view).items():
            self.by_key[key].setAccessibleDescription(sentence)


def spoken(view: ViewState) -> dict[str, str]:
    """What each button does, in a sentence that stands alone."""
    name = task_name(view.description)
    return {"stop": tr("Stops %1", name), "pause": tr("Pauses %1", name), "resume": tr("Resumes %1", name)}


def follow(button: Button, action: QAction) -> None:
    """Makes the button trigger the action, and be there exactly when the action applies."""
    button.clicked.connect(action.trigger)
    _Follower(button, action)


class _Follower(QObject):
    """Lives as long as its button: actions outlive windows, and a plain function would be called after them."""

    def __init__(self, button: Button, action: QAction) -> None:
        super().__init__(button)
        self._button = button
        self._action = action
        action.visibleChanged.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """Shows the button exactly when its action applies, and hands the focus to its successor."""
        had_focus = self._button.hasFocus()
        self._button.setVisible(self._action.isVisible())
        parent = self._button.parentWidget()
        if had_focus and not self._action.isVisible() and parent is not None:
            parent.setFocus()
