"""The card of an absence that waits for an answer. Until there is one, it counts as nothing."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.words import clock_time, fill, spoken_duration
from truthtime_desktop.viewstate import Question, ViewState


class QuestionCard(QFrame):
    """What is not known. The buttons that answer it come with the answers; until then it is only said."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self._question: Question | None = None
        self._title = label(role="strong", wraps=True)
        self._detail = label(role="second", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(3)
        column.addWidget(self._title)
        column.addWidget(self._detail)
        self.hide()

    def set_state(self, view: ViewState) -> None:
        """Draws the question, or goes."""
        question = view.question
        self.setVisible(question is not None)
        if question is None or question == self._question:
            return
        self._question = question
        length = spoken_duration(question.duration_ms)
        self._title.setText(
            {
                "off": fill(self.tr("TruthTime did not run for %1"), length),
                "asleep": fill(self.tr("Your computer slept for %1"), length),
            }.get(question.kind, fill(self.tr("You were away for %1"), length))
        )
        start = clock_time(question.start_ms, view.offset_min)
        end = clock_time(question.start_ms + question.duration_ms, view.offset_min)
        self._detail.setText(fill(self.tr("%1 – %2. Not counted as work."), start, end))
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._detail.text())
