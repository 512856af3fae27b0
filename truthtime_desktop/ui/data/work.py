"""Long work beside the windows: one thing at a time in a thread, its progress and its end told in place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from truthtime_core.errors import TruthTimeError

Job = Callable[["Work"], Any]
"""What is done. It may ask `Work.wants_to_stop` and call `Work.tell`, and it raises a `TruthTimeError` or returns."""


class Work(QThread):
    """One piece of work. Lives until it has ended; `close` waits for it.

    Args:
        job: what is done in the thread. It touches no widget.

    Attributes:
        told: how far it is, in the job's own units.
        done: the job's result, in the thread of the receiver.
        failed: the `TruthTimeError` it ended with.
        broke: any other exception: a fault of the program, for the crash hook.
    """

    told = Signal(int)
    done = Signal(object)
    failed = Signal(object)
    broke = Signal(object)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job

    def run(self) -> None:
        """Called by Qt in the thread."""
        try:
            result = self._job(self)
        except TruthTimeError as error:
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001 - nothing may leave a thread unseen
            self.broke.emit(error)
        else:
            self.done.emit(result)

    def tell(self, how_far: int) -> None:
        """From the job: how far it is."""
        self.told.emit(how_far)

    def wants_to_stop(self) -> bool:
        """From the job: whether the person, or the end of the program, asks it to stop."""
        return self.isInterruptionRequested()

    def close(self) -> None:
        """Ask it to stop, and return when it has ended."""
        self.requestInterruption()
        self.wait()
