"""The one place that decides how a fault is shown: as a passing notice, as a banner that stands, or as a dialog.

A fault that a person can only read is a notice beside the icon. One that stands until it is solved is said once and
then stays in the windows (`ViewState.problem`). One that has a next step which can be done from here is a dialog. What
comes before anything can be shown waits.
"""

from collections import deque
from collections.abc import Callable
from typing import Literal, NamedTuple

from PySide6.QtCore import QDateTime, QObject, QTimer, Signal

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import backups
from truthtime_desktop.store import DamagedError
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.ui.dates import day_and_time, moment_at, moment_of
from truthtime_desktop.ui.words import said, tr
from truthtime_desktop.viewstate import Notice, Problem

Form = Literal["notice", "dialog"]
Key = Literal["again", "restore", "files", "close", "quit"]


class Step(NamedTuple):
    """A button of a fault: what it is called, and what it does by `key`."""

    key: Key
    text: str


class Advice(NamedTuple):
    """How a fault is shown.

    Attributes:
        steps: the first one is the default, the last one changes nothing.
        error: what it is about.
    """

    title: str
    hint: str
    form: Form
    steps: tuple[Step, ...]
    error: TruthTimeError


def advice_for(error: TruthTimeError, now: QDateTime, *, starting: bool = False) -> Advice:
    """What to show of this fault, and what can be done about it from here.

    Args:
        now: to say "today" of a backup.
        starting: the program cannot go on without an answer: there is no data open yet.
    """
    form: Form = "dialog" if starting or isinstance(error, DamagedError) else "notice"
    last = Step("quit", tr("Quit TruthTime")) if starting else Step("close", tr("Close"))
    files = Step("files", tr("Show the files"))
    if isinstance(error, DamagedError) and error.backup is not None:
        made = _made(error, now)
        restore = Step("restore", tr("Restore the backup of %1", made))
        hint = tr("The backup of %1 is intact. What is there now is kept beside it; nothing is deleted.", made)
        return Advice(said(error.title), hint, form, (restore, files, last), error)
    if isinstance(error, DamagedError):
        return Advice(said(error.title), said(error.hint), form, (files, last), error)
    if starting:
        return Advice(said(error.title), said(error.hint), form, (Step("again", tr("Try again")), last), error)
    return Advice(said(error.title), said(error.hint), form, (last,), error)


class Presenter(QObject):
    """Says faults, each in its form, and none twice while it stands.

    Args:
        now_ms: UTC milliseconds, to say "today" of a backup. Not a tracker's: faults are said when it cannot be asked.

    Attributes:
        dialog_wanted: a fault wants an answer (`Advice`).
    """

    dialog_wanted = Signal(object)

    def __init__(self, now_ms: Callable[[], int] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms or (lambda: SystemClock().read().at_ms)
        self._say: Callable[[Notice], None] | None = None
        self._waiting: deque[TruthTimeError | Notice] = deque()
        self._standing: Problem | None = None
        self._just_said = ""
        self._asked: set[str] = set()
        self._forgetting = QTimer(self)
        self._forgetting.setSingleShot(True)
        self._forgetting.timeout.connect(self._forget)

    def begin(self, say: Callable[[Notice], None]) -> None:
        """From now on words can be shown. The first of those that wait is said now, the others by `say_next`.

        Args:
            say: shows a notice.
        """
        self._say = say
        self.say_next()

    def say_next(self) -> None:
        """The notice before has gone: say what waits."""
        if self._say is not None and self._waiting:
            one = self._waiting.popleft()
            if isinstance(one, TruthTimeError):
                self.tell(one)
            else:
                self._say(one)

    def wait(self, what: TruthTimeError | Notice) -> None:
        """Say this when it is its turn: nothing that is shown now is replaced by it."""
        self._waiting.append(what)

    def tell(self, error: TruthTimeError) -> None:
        """Something was refused or went wrong."""
        if self._say is None:
            self.wait(error)
            return
        advice = advice_for(error, moment_at(self._now_ms()))
        if advice.form == "dialog":
            if error.title not in self._asked:
                self._asked.add(error.title)
                self.dialog_wanted.emit(advice)
        elif error.title != self._just_said:
            self._say(Notice(said(error.title), said(error.hint), undo=False))

    def stands(self, problem: Problem | None) -> None:
        """The fault that stands now, None when all is well again. A new one is said; the windows go on showing it."""
        if problem == self._standing:
            return
        self._standing = problem
        if problem is None:
            self._asked.clear()
        elif self._say is not None and problem.title not in self._asked:
            # The click that met the fault tells it too; a later click is answered again.
            self._just_said = problem.title
            self._forgetting.start()
            self._say(Notice(said(problem.title), said(problem.hint), undo=False))

    def _forget(self) -> None:
        self._just_said = ""


def _made(error: DamagedError, now: QDateTime) -> str:
    if error.backup is None:
        return ""
    made_at = backups.made_at(error.backup)
    return day_and_time(moment_of(made_at), now) if made_at else error.backup.name
