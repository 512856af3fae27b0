"""The card of an absence that waits for an answer. Until there is one, it counts as nothing."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from truthtime_desktop.ui.actions import ANSWERS, Actions
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.state_views import follow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import clock_time, fill, spoken_duration
from truthtime_desktop.viewstate import Question, ViewState

CLAIMING = ("was_working", "split")
"""Answers after which some of it counts."""

RING_PX = 3
"""Room that a button keeps around itself for its ring: words begin where its fill does."""


class QuestionCard(QFrame):
    """What is not known, and the answers that somebody can take.

    Args:
        theme: colours.
        actions: what the buttons trigger; those that nobody provides are absent.

    Attributes:
        by_key: the buttons.
    """

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("question")
        self._question: Question | None = None
        self._offset_min = 0
        self._title = label(role="strong", wraps=True)
        self._detail = label(role="second", wraps=True)
        self._answers = QWidget()
        self.by_key: dict[str, Button] = {}
        for key in ANSWERS:
            action = actions.by_key[key]
            button = Button(theme, action.text(), kind="primary" if key == ANSWERS[0] else "secondary")
            button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            self.by_key[key] = button
        self._lay_out()
        for key, button in self.by_key.items():
            follow(button, actions.by_key[key])
            actions.by_key[key].visibleChanged.connect(self._show_answers)
        self._show_answers()
        self.hide()

    @property
    def can_be_answered(self) -> bool:
        """Whether there is a question and a button that answers it."""
        return self._question is not None and bool(self.buttons())

    def buttons(self) -> list[Button]:
        """Those that are there, in order."""
        return [button for button in self.by_key.values() if not button.isHidden()]

    def set_state(self, view: ViewState) -> None:
        """Draws the question, or goes."""
        question = view.question
        self.setVisible(question is not None)
        if question is None or question == self._question:
            self._question = question
            return
        self._question = question
        self._offset_min = view.offset_min
        length = spoken_duration(question.duration_ms)
        self._title.setText(
            {
                "off": fill(self.tr("TruthTime did not run for %1"), length),
                "asleep": fill(self.tr("Your computer slept for %1"), length),
            }.get(question.kind, fill(self.tr("You were away for %1"), length))
        )
        self.setAccessibleName(self._title.text())
        for button in self.by_key.values():
            button.setAccessibleDescription(self._title.text())
        self._tell_times(question)

    def _can_be_claimed(self) -> bool:
        return any(not self.by_key[key].isHidden() for key in CLAIMING)

    def _tell_times(self, question: Question) -> None:
        start = clock_time(question.start_ms, self._offset_min)
        end = clock_time(question.start_ms + question.duration_ms, self._offset_min)
        alone = self.tr("%1 – %2. Not counted as work.")
        detail = self.tr("%1 – %2. Not counted as work until you say so.") if self._can_be_claimed() else alone
        self._detail.setText(fill(detail, start, end))
        self.setAccessibleDescription(self._detail.text())

    def _show_answers(self) -> None:
        self._answers.setVisible(bool(self.buttons()))
        if self._question is not None:
            self._tell_times(self._question)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._answers)
        row.setContentsMargins(0, 5, 0, 0)
        row.setSpacing(2)
        for button in self.by_key.values():
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14 - RING_PX, 12, 14 - RING_PX, 12)
        column.setSpacing(3)
        for line in (self._title, self._detail):
            column.addLayout(_indented(line))
        column.addWidget(self._answers)


def _indented(line: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    # Room that changes sides with the language, which margins do not.
    row.addSpacing(RING_PX)
    row.addWidget(line)
    return row
