"""Settings, General: signing in, language, days and weeks, the click on the icon."""

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.ui.forms import Choice, SettingRow, TickBox
from truthtime_desktop.ui.settings.means import Means
from truthtime_desktop.ui.settings.page import Page, store


class GeneralPage(Page):
    """The page.

    Args:
        means: what it acts on.
    """

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.set_heading(self.tr("General"))
        self._means = means
        settings = means.preferences.settings
        self.autostart = TickBox(means.theme, self.tr("Start when I sign in"))
        self.autostart_row = SettingRow("", self.autostart)
        self.autostart.toggled.connect(self._on_autostart)
        self.add(self.autostart_row)
        self._read_autostart()
        if len(means.languages) > 1:
            languages = (("system", self.tr("As the desktop")), *means.languages)
            self._choose(self.tr("Language"), "language", languages, settings.language)
        hours = (("system", self.tr("As the desktop")), ("24", "14:16"), ("12", "2:16 PM"))
        self._choose(self.tr("Times of day"), "hours", hours, settings.hours)
        weeks = (
            ("system", self.tr("As the desktop")),
            ("monday", self.tr("Monday")),
            ("saturday", self.tr("Saturday")),
            ("sunday", self.tr("Sunday")),
        )
        self._choose(self.tr("Week starts on"), "week_start", weeks, settings.week_start)
        clicks = (("toggle", self.tr("Starts or stops the timer")), ("panel", self.tr("Opens the window")))
        row = self._choose(self.tr("A click on the icon"), "left_click", clicks, settings.left_click)
        row.say(self.tr("A double click opens the window in any case, a middle click pauses."))
        self.finish()

    def _choose(self, title: str, name: str, choices: tuple[tuple[str, str], ...], value: str) -> SettingRow:
        choice = Choice(self._means.theme, title, choices)
        choice.set_value(value)
        row = SettingRow(title, choice)
        choice.chosen.connect(store(self._means.preferences, row, choice, name))
        self.add(row)
        return row

    def _read_autostart(self) -> None:
        try:
            self.autostart.set_value(self._means.autostart.is_on())
            self.autostart_row.say(self._means.autostart.remark())
        except TruthTimeError as error:
            self.autostart.set_value(False)
            self.autostart_row.show_fault(error)

    def _on_autostart(self, wanted: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        self.autostart_row.show_fault(None)
        try:
            if wanted:
                self._means.autostart.turn_on()
            else:
                self._means.autostart.turn_off()
        except TruthTimeError as error:
            self.autostart.set_value(not wanted)
            self.autostart_row.show_fault(error)
            return
        self._read_autostart()
