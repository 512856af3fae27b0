"""The crash hook: a fault of the program is told once, with a report to read, and the program goes on if it can.

Qt calls our slots from C++; an exception that leaves one is printed by PySide through `sys.excepthook` and forgotten.
Here it is kept: each distinct fault (its kind and its place in the code) becomes one dialog, however often it comes.
What ends the process at once (a fault in C++, a fatal message of Qt) can show nothing any more; the interpreter then
leaves the places of all threads in a file, and the next start tells.
"""

import faulthandler
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from truthtime_desktop import fault_reports
from truthtime_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from truthtime_desktop.ui.crashes.dialog import CrashDialog

LONGEST_REPORT = 64_000
MOST_DIALOGS = 3
"""A fault that causes others must not cover the screen; the later ones are still in the report of the first."""


class CrashHook(QObject):
    """In force from `install` to `close`.

    Args:
        theme: colours of the dialog.

    Attributes:
        came: place and report of a fault, whichever thread it was in.
        dialogs: the open ones, by place.
    """

    came = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._known: dict[str, int] = {}
        self._begun = False
        self._left = ""
        self._waiting: list[tuple[str, str]] = []
        self.dialogs: dict[str, CrashDialog] = {}
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._fatal: IO[str] | None = None
        self.came.connect(self._tell)

    def install(self) -> None:
        """Take over the interpreter's hooks."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable

    def watch_fatal(self, path: Path) -> str:
        """Leave traces in this file if the process ends at once. Returns those of the last time, empty for none.

        A file that cannot be written is no reason not to start: then there are no traces.
        """
        try:
            left = path.read_text("utf-8", "replace")[:LONGEST_REPORT] if path.exists() else ""
            self._fatal = path.open("w", encoding="utf-8")
        except OSError:
            return ""
        faulthandler.enable(self._fatal)
        qInstallMessageHandler(self._on_qt_message)
        self._left = left
        return left

    def begin(self) -> None:
        """From now on dialogs can be shown; what came before, and what the last run left, is shown now."""
        self._begun = True
        if self._left:
            self.tell_last_time(self._left)
            self._left = ""
        waiting, self._waiting = self._waiting, []
        for place, report in waiting:
            self._tell(place, report)

    def tell_last_time(self, traces: str) -> None:
        """The last run ended at once and left these traces."""
        lines = [*fault_reports.versions(qVersion()), "", "TruthTime ended at once the last time. Its traces:", ""]
        text = "\n".join([*lines, fault_reports.shortened_traces(traces)]) + "\n"
        self._tell("the last run", text)

    def note(self, error: BaseException, context: str = "") -> None:
        """A fault that was caught, to be told like one that was not. From any thread."""
        self.came.emit(fault_reports.place_of(error), fault_reports.report(error, qt=qVersion(), context=context))

    def close(self) -> None:
        """Give the hooks back."""
        if sys.excepthook == self._on_exception:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        for dialog in (*self.dialogs.values(),):
            dialog.close()
            dialog.deleteLater()
        self.dialogs.clear()
        if self._fatal is not None:
            qInstallMessageHandler(None)
            faulthandler.disable()
            self._fatal.close()
            Path(self._fatal.name).unlink(missing_ok=True)
            self._fatal = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before[0](kind, error, trace)
        if isinstance(error, Exception):
            self.note(error.with_traceback(trace))

    def _on_thread(self, arguments: threading.ExceptHookArgs) -> None:
        self._before[1](arguments)
        if isinstance(arguments.exc_value, Exception):
            self.note(arguments.exc_value, "in a thread")

    def _on_unraisable(self, unraisable: "sys.UnraisableHookArgs") -> None:
        self._before[2](unraisable)
        if isinstance(unraisable.exc_value, Exception):
            self.note(unraisable.exc_value, "while something was taken away")

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        sys.stderr.write(f"{message}\n")
        if kind == QtMsgType.QtFatalMsg and self._fatal is not None:
            # Qt calls abort() when this returns; the interpreter adds the places of all threads below this line.
            where = f" ({context.category})" if context.category else ""
            self._fatal.write(f"Qt: {fault_reports.blanked_line(message)}{where}\n")
            self._fatal.flush()

    def _tell(self, place: str, report: str) -> None:
        if not self._begun:
            self._waiting.append((place, report))
            return
        self._known[place] = self._known.get(place, 0) + 1
        if place in self.dialogs:
            self.dialogs[place].set_count(self._known[place])
        elif self._known[place] == 1 and len(self.dialogs) < MOST_DIALOGS:
            self._show(place, report)

    def _show(self, place: str, report: str) -> None:
        from truthtime_desktop.ui.crashes.dialog import CrashDialog

        dialog = CrashDialog(self._theme, report, is_past=place == "the last run")
        self.dialogs[place] = dialog
        dialog.finished.connect(lambda: self._forget(place))
        dialog.show()

    def _forget(self, place: str) -> None:
        dialog = self.dialogs.pop(place, None)
        if dialog is not None:
            dialog.deleteLater()
