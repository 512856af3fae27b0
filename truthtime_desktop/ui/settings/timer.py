"""Settings, Timer: what counts as work today, and where one day ends."""

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QFrame, QVBoxLayout

from truthtime_desktop.config import LATEST_DAY_START_MIN
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.forms import Choice, SettingRow
from truthtime_desktop.ui.languages import time_text
from truthtime_desktop.ui.settings.means import Means
from truthtime_desktop.ui.settings.page import Page, store

STEP_MIN = 30
MINUTES_PER_HOUR = 60


class TimerPage(Page):
    """Only what works in this release: there is no choice here that would do nothing.

    Args:
        means: what the page acts on.
    """

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.set_heading(self.tr("Timer"))
        starts = [
            (start_min, time_text(QTime(start_min // MINUTES_PER_HOUR, start_min % MINUTES_PER_HOUR)))
            for start_min in range(0, LATEST_DAY_START_MIN + 1, STEP_MIN)
        ]
        title = self.tr("A day begins at")
        choice = Choice(means.theme, title, starts)
        choice.set_value(means.preferences.settings.day_start_min)
        row = SettingRow(title, choice, self.tr("Work before this hour counts for the day before. All days follow."))
        choice.chosen.connect(store(means.preferences, row, choice, "day_start_min"))
        self.add(row)
        self.add(self._truth())
        self.finish()

    def _truth(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        lines = QVBoxLayout(card)
        lines.setContentsMargins(16, 14, 16, 14)
        lines.setSpacing(8)
        lines.addWidget(label(self.tr("What counts as work"), "strong"))
        for text in (
            self.tr("Time counts while the timer runs, measured by a clock that nobody can set."),
            self.tr("Pauses, sleep, power-off and time without TruthTime do not count."),
            self.tr("This release does not watch keyboard and mouse. It cannot know that you left your desk."),
            self.tr("So pause when you go."),
        ):
            lines.addWidget(label(text, "second", wraps=True))
        return card
