"""What is done with a person's data as a whole: back up, export, restore, delete. Long, so beside the windows.

Restoring and deleting need the data file for themselves. While they run, a tracker stands in that refuses every command
in words, so nothing that is clicked meanwhile is silently lost, and nothing is shown as recorded that is not.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, Signal

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import backups, doctor, erasing
from truthtime_desktop.config import Places
from truthtime_desktop.everything import FIRST_DAY, LAST_DAY, Everything, export_everything
from truthtime_desktop.store import open_store
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui.data.shut_tracker import ShutTracker
from truthtime_desktop.ui.data.work import Job, Work
from truthtime_desktop.ui.desk.desk import Desk

Task = Literal["backup", "export", "restore", "erase", "doctor"]


class Inventory(NamedTuple):
    """What deleting everything takes away."""

    entries: int
    notes: int
    backups: int
    aside: int
    size_bytes: int


class DataCare(QObject):
    """Does one of these things at a time.

    Args:
        desk: whose tracker is exchanged.
        places: where the data is; this process holds its lock.
        open_tracker: opens the data file anew and takes up its timers.

    Attributes:
        began: a task has begun (`Task`).
        told: how far it is; events written, for an export.
        done: a task and its result: the path of a backup or of what was moved aside (None when there was nothing), an
            `Everything`, the doctor's text.
        failed: a task, and the `TruthTimeError` it ended with.
        broke: a fault of the program.
        closed_out: the data file cannot be opened any more (`TruthTimeError`).
    """

    began = Signal(str)
    told = Signal(int)
    done = Signal(str, object)
    failed = Signal(str, object)
    broke = Signal(object)
    closed_out = Signal(object)

    def __init__(self, desk: Desk, places: Places, open_tracker: Callable[[], Tracker]) -> None:
        super().__init__(desk)
        self._desk = desk
        self.places = places
        self._open_tracker = open_tracker
        self._work: Work | None = None
        self._task: Task = "backup"

    @property
    def busy(self) -> bool:
        """Whether a task is under way."""
        return self._work is not None

    @property
    def task(self) -> Task:
        """What is under way, or was the last."""
        return self._task

    def inventory(self) -> Inventory:
        """What there is now.

        Raises:
            StoreError: it cannot be counted.
        """
        store = self._desk.tracker.store
        notes = [note for note in store.notes(FIRST_DAY, LAST_DAY) if note.text]
        return Inventory(store.counts()["entries"], len(notes), *erasing.inventory(self.places))

    def back_up(self) -> None:
        """Make a verified backup now."""

        def job(_work: Work) -> Path:
            store = open_store(self.places)
            try:
                return backups.back_up(store, self.places, SystemClock().read())
            finally:
                store.close()

        self._begin("backup", job)

    def export(self, parent: Path) -> None:
        """Write everything into a new folder in this one."""
        now = self._desk.tracker.read()
        day, present = self._desk.tracker.today(now), self._desk.tracker.present(now)

        def job(work: Work) -> Everything:
            store = open_store(self.places)
            try:
                return export_everything(
                    store, parent, day, now=present, wants_to_stop=work.wants_to_stop, tell=work.tell
                )
            finally:
                store.close()

        self._begin("export", job)

    def examine(self) -> None:
        """What the doctor says, for `Copy diagnostics`. The home folder's name is left out."""

        def job(_work: Work) -> str:
            return doctor.text(doctor.examine(self.places)).replace(str(Path.home()), "~")

        self._begin("doctor", job)

    def restore(self, path: Path, *, stop_first: bool = True) -> None:
        """Put this backup in the place of the data file; what is there now is moved aside.

        Args:
            stop_first: whether a timer is stopped before; a damaged file takes no stop.
        """

        def job(_work: Work) -> Path | None:
            return backups.restore(self.places, path, SystemClock().read())

        if self._shut(self.tr("A backup is being restored."), stop_first=stop_first):
            self._begin("restore", job)

    def erase(self) -> None:
        """Delete everything. A timer is stopped first."""

        def job(_work: Work) -> None:
            erasing.erase(self.places)

        if self._shut(self.tr("Everything is being deleted."), stop_first=True):
            self._desk.windows.notes.forget()
            self._begin("erase", job)

    def stop(self) -> None:
        """The person does not want to wait; what can be stopped is."""
        if self._work is not None:
            self._work.requestInterruption()

    def close(self) -> None:
        """Wait for what is under way, when the program ends."""
        if self._work is not None:
            self._work.close()

    def _begin(self, task: Task, job: Job) -> None:
        self._task = task
        work = Work(job, self)
        self._work = work
        work.told.connect(self.told)
        work.done.connect(self._on_done)
        work.failed.connect(self._on_failed)
        work.broke.connect(self._on_broke)
        self.began.emit(task)
        work.start()

    def _shut(self, title: str, *, stop_first: bool) -> bool:
        """Take the data file out of use; False when the running timer could not be stopped, which was said."""
        tracker = self._desk.tracker
        if stop_first and tracker.state.timer and self._desk.do("stop") is None:
            return False
        self._desk.adopt(ShutTracker(title, self.tr("Try again in a moment.")))
        tracker.store.close()
        return True

    def _on_done(self, result: object) -> None:
        if self._end():
            if self._task == "restore" and self._desk.tracker.state.state == "running":
                # It ran when the backup was made, minutes ago. Nobody has started it now, and what ran was stopped.
                self._desk.do("stop")
            self.done.emit(self._task, result)

    def _on_failed(self, error: TruthTimeError) -> None:
        if self._end():
            self.failed.emit(self._task, error)

    def _on_broke(self, error: Exception) -> None:
        self._end()
        self.failed.emit(
            self._task,
            TruthTimeError(
                self.tr("Something in TruthTime went wrong"),
                self.tr("Look whether your data is as you expect it, then try again."),
            ),
        )
        self.broke.emit(error)

    def _end(self) -> bool:
        """The thread has told its last word. Whether the data file is open (again)."""
        if self._work is not None:
            self._work.wait()
            self._work.deleteLater()
            self._work = None
        return not isinstance(self._desk.tracker, ShutTracker) or self.take_up()

    def take_up(self) -> bool:
        """Open the data file again; False when that is not possible, which `closed_out` tells."""
        try:
            self._desk.adopt(self._open_tracker())
        except TruthTimeError as error:
            self.closed_out.emit(error)
            return False
        return True
