"""The windows beside the daily ones: Settings, the introduction, questions about faults. Built when first needed."""

from PySide6.QtCore import QObject, Qt

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.store import DamagedError
from truthtime_desktop.system.autostart import find_autostart
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.ui import languages
from truthtime_desktop.ui.data import first_aid
from truthtime_desktop.ui.data.care import DataCare
from truthtime_desktop.ui.dates import moment_at
from truthtime_desktop.ui.dialogs import fault_dialog
from truthtime_desktop.ui.first_run.window import FirstRun, Shortcut
from truthtime_desktop.ui.folders import choose_folder, open_folder
from truthtime_desktop.ui.front import ask, bring_to_front, raise_question
from truthtime_desktop.ui.help import HelpWindow
from truthtime_desktop.ui.hotkeys.field import HotkeyField
from truthtime_desktop.ui.hotkeys.session import PAUSE, Hotkeys
from truthtime_desktop.ui.hotkeys.words import keys_in_force
from truthtime_desktop.ui.notices.presenter import Advice
from truthtime_desktop.ui.settings.about import facts
from truthtime_desktop.ui.settings.means import Means
from truthtime_desktop.ui.settings.window import SettingsWindow
from truthtime_desktop.ui.windows.household import Household
from truthtime_desktop.ui.windows.places import WindowPlaces


class Rooms(QObject):
    """Opens and closes them.

    Args:
        household: what they live on.
        care: what is done with the data as a whole.
        hotkeys: of this session, None where a program has none.
        places: where windows were.

    Attributes:
        care: the same.
        settings: the window, None while it is not open.
        first_run: the introduction, None while it is not open.
        help: the window of keys, None while it is not open.
    """

    def __init__(self, household: Household, care: DataCare, hotkeys: Hotkeys | None, places: WindowPlaces) -> None:
        super().__init__(household.desk)
        self._places = places
        self._household = household
        self._desk = household.desk
        self._theme = household.theme
        self.care = care
        self._hotkeys = hotkeys
        self.settings: SettingsWindow | None = None
        self.first_run: FirstRun | None = None
        self.help: HelpWindow | None = None
        care.closed_out.connect(self._on_closed_out)
        household.tray.primary.connect(self._on_icon_clicked)
        household.desk.actions.start.triggered.connect(self._on_icon_clicked)

    def show_settings(self) -> None:
        """Settings in front of the others, or the question that stands before them."""
        if not raise_question():
            bring_to_front(self._settings())

    def choose_keys(self) -> None:
        """Settings where other keys for pausing are recorded."""
        if not raise_question():
            bring_to_front(self._settings())
            self._settings().show_recorder(PAUSE)

    def show_help(self) -> None:
        """The keys, in front of the others."""
        if raise_question():
            return
        if self.help is None:
            self.help = HelpWindow(self._theme, self._hotkeys)
            self._desk.actions.bind_everywhere(self.help)
        self.help.show_keys()
        self._places.put(self.help, "help")
        bring_to_front(self.help)

    def introduce(self) -> None:
        """The introduction, on the first launch and whenever the person asks for it."""
        if self.first_run is None:
            self.first_run = FirstRun(
                self._theme, find_autostart(), has_tray=self._household.tray.available(), shortcut=self._shortcut()
            )
            self.first_run.over.connect(self._on_introduced)
        bring_to_front(self.first_run)

    def rebuild(self) -> None:
        """Another language: what is open is built anew, on the same page."""
        if self.settings is not None:
            page, was_visible = self.settings.page(), self.settings.isVisible()
            self.settings.hide()
            self.settings.deleteLater()
            self.settings = None
            self._settings().show_page(page)
            if was_visible:
                # The language is chosen in here; other windows that are built anew come to the front.
                bring_to_front(self._settings())
        if self.first_run is not None:
            self.first_run.deleteLater()
            self.first_run = None
            self.introduce()
        if self.help is not None:
            self.help.deleteLater()
            self.help = None

    def close(self) -> None:
        """Take all of them down and wait for what is under way, when the program ends."""
        self.care.close()
        for window in (self.settings, self.first_run, self.help):
            if window is not None:
                window.hide()
                window.deleteLater()
        self.settings = self.first_run = self.help = None

    def _settings(self) -> SettingsWindow:
        if self.settings is None:
            self.settings = SettingsWindow(self._means())
            self._desk.actions.bind_everywhere(self.settings)
        self._places.put(self.settings, "settings")
        return self.settings

    def _means(self) -> Means:
        return Means(
            theme=self._theme,
            preferences=self._household.preferences,
            autostart=find_autostart(),
            care=self.care,
            facts=facts(),
            hotkeys=self._hotkeys,
            languages=languages.offered(),
            introduce=self.introduce,
            ask=ask,
            choose_folder=choose_folder,
            now=lambda: moment_at(SystemClock().read().at_ms),
            open_folder=open_folder,
        )

    def _shortcut(self) -> Shortcut:
        hotkeys = self._hotkeys
        if hotkeys is None:
            return Shortcut()
        return Shortcut(keys_in_force(hotkeys.outcome(PAUSE)), lambda: HotkeyField(self._theme, hotkeys, PAUSE))

    def _on_icon_clicked(self) -> None:
        if self.first_run is not None:
            self.first_run.icon_clicked()

    def _on_introduced(self) -> None:
        if self.first_run is not None:
            self.first_run.deleteLater()
            self.first_run = None
        self._household.remember(first_run_done=True)

    def _on_closed_out(self, error: TruthTimeError) -> None:
        """The data file could not be opened again: ask until it can be, or the person quits."""
        if first_aid.help_with(self._theme, self.care.places, error, open_folder):
            self.care.take_up()
        else:
            self._desk.leave()

    def ask_about(self, advice: Advice) -> None:
        """A fault with something to do. Not modal: timing goes on."""
        steps = tuple((step.key, step.text) for step in advice.steps)
        dialog = fault_dialog(self._theme, advice.title, advice.hint, steps)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def finished() -> None:
            if dialog.answer == "files":
                open_folder(str(self.care.places.account))
            elif dialog.answer == "restore" and isinstance(advice.error, DamagedError) and advice.error.backup:
                self.care.restore(advice.error.backup, stop_first=False)

        dialog.finished.connect(finished)
        bring_to_front(dialog)
