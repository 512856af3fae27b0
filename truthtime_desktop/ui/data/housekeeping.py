"""What happens in the background once a day: the verified backup, in a process of its own, at low cost to the tray."""

from PySide6.QtCore import QObject, QProcess, Qt, QTimer

FIRST_AFTER_MS = 90_000
EVERY_MS = 3_600_000


class Housekeeping(QObject):
    """Asks every hour whether a backup is due; the command itself knows (`truthtime backup --if-due`).

    A separate process because copying and checking a large store takes seconds, needs libraries the tray does not
    load, and gives its memory back when it ends.

    Args:
        command: how to start this program.
        first_after_ms: when to ask for the first time; not at once, a start has enough to do.
    """

    def __init__(self, command: list[str], *, first_after_ms: int = FIRST_AFTER_MS) -> None:
        super().__init__()
        self._command = command
        self._process: QProcess | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._back_up)
        self._timer.start(first_after_ms)

    @property
    def is_busy(self) -> bool:
        """Whether a backup is under way."""
        return self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning

    def close(self) -> None:
        """Stop; a backup under way is left to finish only if it is quick, an unfinished one is never used."""
        self._timer.stop()
        if self._process is not None and self.is_busy:
            self._process.terminate()
            self._process.waitForFinished(2_000)

    def _back_up(self) -> None:
        self._timer.setInterval(EVERY_MS)
        if self.is_busy:
            return
        self._process = QProcess(self)
        self._process.setProgram(self._command[0])
        self._process.setArguments([*self._command[1:], "backup", "--if-due"])
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.start()
