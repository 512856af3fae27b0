"""Windows brought in front of the others, where a person sees them; and questions that stand there."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def bring_to_front(window: QWidget) -> None:
    """Show a window, also one that was minimised, in front of the others and with the keyboard."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def raise_question() -> bool:
    """Bring up the question that stands in the way of every other window; False when there is none.

    Whoever is asked for a window while it stands shows this one instead: a window behind a question answers nothing.
    """
    question = QApplication.activeModalWidget()
    if question is None or question.windowModality() != Qt.WindowModality.ApplicationModal:
        return False
    bring_to_front(question)
    return True


class Asking(Protocol):
    """A dialog with an answer."""

    answer: str

    def exec(self) -> int:
        """Show it until it is answered."""
        ...

    def deleteLater(self) -> None:
        """Take it away."""
        ...


def ask(question: Asking) -> str:
    """Show a question and wait for its answer."""
    question.exec()
    answer = question.answer
    question.deleteLater()
    return answer
