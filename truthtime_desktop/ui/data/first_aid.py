"""When the data cannot be opened: what happened, what can be done from here, and trying again until it works."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDateTime, QEventLoop, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import backups
from truthtime_desktop.config import Places
from truthtime_desktop.store import DamagedError
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.data.work import Work
from truthtime_desktop.ui.dates import moment_at
from truthtime_desktop.ui.dialogs import fault_dialog
from truthtime_desktop.ui.notices.presenter import advice_for
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import tr

WIDTH = 420


def help_with(theme: Theme, places: Places, error: TruthTimeError, open_folder: Callable[[str], bool]) -> bool:
    """Ask what to do about data that cannot be opened, and do it. Returns whether to open it once more.

    Args:
        theme: colours.
        places: where the data is; nobody has it open.
        error: why it could not be opened.
        open_folder: shows a folder in the desktop's file browser.
    """
    fault: TruthTimeError | None = error
    while fault is not None:
        advice = advice_for(fault, _now(), starting=True)
        dialog = fault_dialog(theme, advice.title, advice.hint, tuple((step.key, step.text) for step in advice.steps))
        dialog.exec()
        answer = dialog.answer
        dialog.deleteLater()
        if answer == "files":
            open_folder(str(places.account))
        elif answer == "restore" and isinstance(fault, DamagedError) and fault.backup is not None:
            fault = _restored(theme, places, fault.backup)
        else:
            return answer == "again"
    return True


def _restored(theme: Theme, places: Places, backup: Path) -> TruthTimeError | None:
    """Put the backup in place, in a thread, with a word on the screen meanwhile. What went wrong, None if nothing."""
    faults: list[TruthTimeError] = []
    work = Work(lambda _work: backups.restore(places, backup, SystemClock().read()))
    word = waiting_word(theme)
    loop = QEventLoop()
    work.failed.connect(faults.append)
    work.broke.connect(lambda error: faults.append(_broken(error)))
    work.finished.connect(loop.quit)
    word.show()
    work.start()
    loop.exec()
    work.wait()
    word.hide()
    word.deleteLater()
    return faults[0] if faults else None


def waiting_word(theme: Theme) -> QDialog:
    """What stands on the screen while a backup is put in place: nothing can be chosen meanwhile."""
    word = QDialog()
    word.setWindowTitle("TruthTime")
    word.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, on=False)
    column = QVBoxLayout(word)
    column.setContentsMargins(24, 24, 24, 24)
    column.addWidget(label(tr("Checking the backup and putting it in place."), "strong", wraps=True))
    word.setFixedWidth(theme.px(WIDTH))
    theme.dress(word)
    return word


def _broken(error: Exception) -> TruthTimeError:
    return TruthTimeError(
        tr("Something in TruthTime went wrong"), tr("The backup was not put in place (%1).", type(error).__name__)
    )


def _now() -> QDateTime:
    return moment_at(SystemClock().read().at_ms)
