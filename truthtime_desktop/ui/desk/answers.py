"""The answers to an absence that the program can take; the buttons of the others are absent."""

from typing import TYPE_CHECKING

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.answering import say_not_work

if TYPE_CHECKING:
    from truthtime_desktop.ui.desk.desk import Desk


def take_answers(desk: "Desk") -> None:
    """The menu leads to the question, and the question's card takes "Not work"."""
    desk.actions.provide("answer", desk.open_window)
    desk.actions.provide("not_work", lambda: _say_not_work(desk))


def _say_not_work(desk: "Desk") -> None:
    question = desk.view.question
    if question is None:
        return  # it was answered a moment ago, by another process
    try:
        say_not_work(desk.tracker, question)
    except TruthTimeError as error:
        desk.fault(error)
    else:
        desk.refresh()
