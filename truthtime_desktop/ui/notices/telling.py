"""What is said after an action, and how long it can be taken back from where it is said."""

from PySide6.QtCore import QObject, QTimer, Signal

from truthtime_core.errors import TruthTimeError
from truthtime_core.timer import Decision
from truthtime_desktop.tracking import UNDO_WITHIN_MS, Done
from truthtime_desktop.ui import words
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.notices.card import Notices
from truthtime_desktop.ui.notices.presenter import Presenter
from truthtime_desktop.viewstate import Notice, Problem, ViewState


class Telling(QObject):
    """Words for outcomes, and the offer to undo.

    Args:
        notices: where words are shown.
        actions: its Undo is there as long as something can be taken back.

    Attributes:
        presenter: decides how a fault is shown; it may hold words from before.
        undo: the person wants the last action back.
        pause_keys: what resumes from anywhere, ``Ctrl+Alt+P``; empty when no keys do.
    """

    undo = Signal()

    def __init__(self, notices: Notices, actions: Actions) -> None:
        super().__init__()
        self.presenter = Presenter()
        self._view = ViewState("stopped")
        self.pause_keys = ""
        self.notices = notices
        self._actions = actions
        self._offer = QTimer(self)
        self._offer.setSingleShot(True)
        self._offer.timeout.connect(self._end_offer)
        notices.undo.connect(self.undo)
        notices.closed.connect(self.presenter.say_next)

    def begin(self, view: ViewState) -> None:
        """From now on words can be shown; what waited for this is said, one after the other."""
        self._view = view
        self.presenter.begin(self._say)

    def done(self, done: Done, view: ViewState) -> None:
        """A command was recorded."""
        name = words.full_task_name(done.entry.description)
        at = words.clock_time(done.reading.at_ms, done.reading.offset_min)
        worked, elapsed = words.duration(done.entry.worked_ms), words.duration(done.entry.elapsed_ms)
        title, body = {
            "start": (words.tr("Started %1", at), name),
            "pause": (words.tr("Paused"), name),
            "resume": (words.tr("Resumed %1", at), name),
            "stop": (words.tr("Stopped, %1 was work", worked), words.tr("%1 elapsed on %2", elapsed, name)),
        }[done.did]
        if done.did == "pause" and self.pause_keys:
            body = words.tr("Press %1 to resume", self.pause_keys)
        self._actions.offer_undo(True)  # noqa: FBT003 - the slot of a signal with one bool
        self._offer.start(UNDO_WITHIN_MS)
        spoken = {
            "start": words.tr("Started"),
            "pause": words.tr("Paused"),
            "resume": words.tr("Resumed"),
            "stop": words.tr("Stopped, %1 was work", words.spoken_duration(done.entry.worked_ms)),
        }[done.did]
        self.notices.say(Notice(title, body, undo=True), view, spoken)

    def waiting(self, view: ViewState) -> None:
        """A click could not be stored at once; it will be, as of the moment it was made."""
        body = words.tr("Another program is writing to TruthTime's data. Your click is kept and counts from now.")
        self.notices.say(Notice(words.tr("Not saved yet"), body, undo=False), view)

    def not_stored(self, clicks: int, view: ViewState) -> None:
        """Clicks that waited in vain."""
        title = words.plural("%n click(s) could not be saved.", clicks)
        body = words.tr("Another program holds TruthTime's data. Close it, or restart the computer, and click again.")
        self.notices.say(Notice(title, body, undo=False), view)

    def in_turn(self, notice: Notice, view: ViewState) -> None:
        """Say something that is no answer to a click: after what is shown now, if there is something."""
        self._view = view
        if self.notices.is_saying:
            self.presenter.wait(notice)
        else:
            self.notices.say(notice, view)

    def undone(self) -> None:
        """The last action was taken back: what was said about it is no longer so."""
        self.notices.take_back()
        self._end_offer()

    def fault(self, error: TruthTimeError, view: ViewState) -> None:
        """Something was refused or went wrong."""
        self._view = view
        self.presenter.tell(error)

    def problem(self, problem: Problem | None, view: ViewState) -> None:
        """A fault that stands until it is solved, or None: it is solved. The window goes on showing it."""
        self._view = view
        self.presenter.stands(problem)

    def recovered(self, decision: Decision, view: ViewState) -> None:
        """A start-up found a timer that was left running: what was done about it, said in `begin`."""
        ending = {
            "resume": words.tr("It runs on. The gap does not count as work."),
            "pause": words.tr("It is paused. The gap does not count as work."),
            "stop": words.tr("It ended at the last sign of life."),
        }[decision.did]
        self._view = view
        self.presenter.wait(Notice(words.tr("TruthTime stopped unexpectedly"), ending, undo=False))

    def close(self) -> None:
        """Say nothing more."""
        self._offer.stop()
        self.notices.close()

    def _say(self, notice: Notice) -> None:
        self.notices.say(notice, self._view)

    def _end_offer(self) -> None:
        self._offer.stop()
        self._actions.offer_undo(False)  # noqa: FBT003 - the slot of a signal with one bool
