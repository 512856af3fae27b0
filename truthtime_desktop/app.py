"""The tray program's composition root: the one place that names the real clock, files, tray and windows.

The order matters. The icon is put up and drawn first, with the state the heartbeat file tells; then the store is
opened, in the same thread, in some tens of milliseconds. A click in between is kept and carried out then.
"""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from truthtime_desktop.ui import features  # noqa: F401 - acts by being imported, before all that follows

# isort: split
from PySide6.QtCore import QCoreApplication, QTimer, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from truthtime_core.errors import BusyError, TruthTimeError
from truthtime_desktop import __version__
from truthtime_desktop.config import Places, Settings, find_places, read_settings
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.system.display import check_display
from truthtime_desktop.system.instance import DataLock
from truthtime_desktop.system.memory import share_one_heap
from truthtime_desktop.ui.crashes.hook import CrashHook
from truthtime_desktop.ui.glyphs import icon_folder
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.tray.icon import QtTray
from truthtime_desktop.viewstate import ViewState

if TYPE_CHECKING:
    from truthtime_core.timer import Decision
    from truthtime_desktop.store import Store
    from truthtime_desktop.tracking import Tracker
    from truthtime_desktop.ui.desk.desk import Desk
    from truthtime_desktop.ui.desk.server import CommandServer
    from truthtime_desktop.ui.windows.doors import Doors
    from truthtime_desktop.ui.windows.windows import Windows

DESKTOP_FILE = "com.truthtime.TruthTime"
LOCK_WITHIN_S = 3.0
LOOK_EVERY_MS = 2
LOOKS = 40
"""How long opening waits for the icon to be drawn where nobody tells (StatusNotifier): longer than hosts need."""

USAGE = "usage: truthtime [tray] [--theme light|dark]"


def run(argv: Sequence[str]) -> int:
    """Put the clock into the tray and stay until it is quit. Returns the exit code."""
    if list(argv) in (["-h"], ["--help"]):
        sys.stdout.write(f"{USAGE}\nPuts the clock into the tray, until it is quit. All commands: truthtime --help\n")
        return 0
    theme = _theme_of(argv)
    if theme is None:
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        check_display()
        # Asked now: inside Qt's painting an exception would take the process down.
        icon_folder()
        share_one_heap()
        places = find_places()
        places.prepare()
        lock = DataLock(places.lock)
        if not lock.acquire(0) and not _raise_first(places, lock):
            return 0
    except TruthTimeError as error:
        _say(error)
        return 1
    try:
        return _run_tray(places, theme)
    finally:
        lock.release()


def _run_tray(places: Places, theme_name: str) -> int:
    # Before the first tray icon: StatusNotifier hosts and portals know the program by this name.
    QGuiApplication.setDesktopFileName(DESKTOP_FILE)
    QCoreApplication.setApplicationName("TruthTime")
    QCoreApplication.setApplicationVersion(__version__)
    application = QApplication([sys.argv[0]])
    application.setQuitOnLastWindowClosed(False)
    settings, damaged = read_settings(places.settings)
    theme_name = theme_name or settings.theme
    theme = Theme("light" if theme_name == "light" else "dark" if theme_name == "dark" else None)
    crashes = CrashHook(theme)
    crashes.install()
    crashes.watch_fatal(places.fatal)
    tray = QtTray(theme)
    beat = Heart(places.heart).last()
    tray.set_state(ViewState("running" if beat else "stopped"))
    tray.show()
    program = _Program(application, places, settings, theme, tray, crashes)
    program.damaged_settings = damaged
    QTimer.singleShot(0, program.open_once_drawn)
    code = application.exec()
    program.close()
    crashes.close()
    return code


class _Closes(Protocol):
    def close(self) -> None: ...


class _Program:
    """What lives as long as the tray program: store, controller, server, signals.

    Attributes:
        damaged_settings: what was wrong with the settings file, to be told once something can be.
        desk: the controller, None before the data is open.

    Args:
        application: Qt's.
        places: where the data is; the caller holds its lock.
        settings: as read from there.
        crashes: already in force.
    """

    def __init__(
        self,
        application: QApplication,
        places: Places,
        settings: Settings,
        theme: Theme,
        tray: QtTray,
        crashes: CrashHook,
    ) -> None:
        self.damaged_settings: TruthTimeError | None = None
        self._application = application
        self._places = places
        self._settings = settings
        self._theme = theme
        self._tray = tray
        self._crashes = crashes
        self._closers: list[_Closes] = []
        self._store: Store | None = None
        self._recovered: Decision | None = None
        self._doors: Doors | None = None
        self.desk: Desk | None = None
        self._early: list[SignalInstance] = []
        tray.primary.connect(self._on_early_primary)
        tray.secondary.connect(self._on_early_secondary)

    def open_once_drawn(self, looks: int = LOOKS) -> None:
        """Open as soon as the icon is drawn: hosts place it by events that wait as long as opening takes."""
        told_at_once = sys.platform in ("win32", "darwin") or not self._tray.available()
        if told_at_once or not looks or any(window.isExposed() for window in QGuiApplication.allWindows()):
            self.open()
        else:
            QTimer.singleShot(LOOK_EVERY_MS, lambda: self.open_once_drawn(looks - 1))

    def open(self) -> None:
        """Open the store and begin to answer. A fault is shown with what can be done; then again, or it is the end."""
        tracker = self._tracker_at_last()
        if tracker is None:
            QCoreApplication.exit(1)
            return
        self._begin(tracker)
        self._crashes.begin()

    def close(self) -> None:
        """Take everything down in the reverse order."""
        self._tray.close()
        for closer in reversed(self._closers):
            try:
                closer.close()
            except TruthTimeError as error:
                _say(error)  # The others are closed all the same.
        self._closers.clear()
        if self._store is not None:
            self._store.close()

    def _tracker_at_last(self) -> "Tracker | None":
        """The tracker, once the data can be opened; None when the person gives up."""
        from truthtime_desktop.ui.languages import Languages

        self._languages = Languages()
        self._closers.append(self._languages)
        self._languages.use(self._settings.language, self._settings.hours)
        while True:
            try:
                return self._open_tracker()
            except TruthTimeError as error:
                _say(error)
                from truthtime_desktop.ui.data import first_aid
                from truthtime_desktop.ui.folders import open_folder

                if not first_aid.help_with(self._theme, self._places, error, open_folder):
                    return None

    def _open_tracker(self) -> "Tracker":
        """Open the data file and take up its timers; at the start, and after it was replaced.

        Raises:
            StoreError: it cannot be opened.
        """
        from truthtime_desktop.notes import Notebook
        from truthtime_desktop.store import open_store, upgrade_apart
        from truthtime_desktop.system.clocks import SystemClock
        from truthtime_desktop.tracking import Tracker
        from truthtime_desktop.ui.desk.late import AT_ONCE_MS

        settings, _ = read_settings(self._places.settings)
        store = open_store(self._places, upgrade=upgrade_apart(_own_command()))
        try:
            heart = Heart(self._places.heart)
            tracker = Tracker(store, SystemClock(), heart, watching=True, day_start_min=settings.day_start_min)
            self._recovered = tracker.recover()
            Notebook(store).recover(tracker.read())
            store.wait_at_most(AT_ONCE_MS)
        except BaseException:
            store.close()
            raise
        self._store = store
        return tracker

    def _begin(self, tracker: "Tracker") -> None:
        from truthtime_desktop.ui.data.housekeeping import Housekeeping
        from truthtime_desktop.ui.desk.remote import Remote
        from truthtime_desktop.ui.desk.server import CommandServer
        from truthtime_desktop.ui.portal_look import PortalLook
        from truthtime_desktop.ui.signals import TerminationWatch

        is_new = tracker.store.last_reading is None
        desk, doors = self._make_desk(tracker)
        termination = TerminationWatch()
        termination.asked.connect(desk.leave)
        self._closers.append(termination)
        self._application.commitDataRequest.connect(desk.leave)
        server = CommandServer(self._places, Remote(desk).carry_out)
        self._closers.append(server)
        if self._recovered is not None:
            desk.telling.recovered(self._recovered, desk.view)
        if self.damaged_settings is not None:
            desk.telling.presenter.wait(self.damaged_settings)
        desk.begin()
        self._repeat_early_clicks()
        self._take_hotkeys(desk, doors)
        _listen(server, desk)
        PortalLook(self._theme, desk).begin()
        self._closers.append(Housekeeping(_own_command()))
        if is_new and not self._settings.first_run_done:
            QTimer.singleShot(0, doors, doors.introduce)

    def _make_desk(self, tracker: "Tracker") -> "tuple[Desk, Doors]":
        from truthtime_desktop.ui.actions import Actions
        from truthtime_desktop.ui.desk.desk import Desk
        from truthtime_desktop.ui.in_force import InForce
        from truthtime_desktop.ui.preferences import Preferences
        from truthtime_desktop.ui.windows.doors import Doors
        from truthtime_desktop.ui.windows.household import Household

        preferences = Preferences(self._places.settings, self._settings)
        desk = Desk(tracker, self._tray, Actions(), self._theme, self._make_windows)
        household = Household(desk, self._tray, self._theme, preferences, self._places)
        doors = Doors(household, self._open_tracker)
        doors.crashes = self._crashes
        self._doors, self.desk = doors, desk
        self._closers += [doors, InForce(preferences, self._theme, desk, self._languages, self._places)]
        desk.quit_wanted.connect(QCoreApplication.quit)
        self._languages.changed.connect(desk.retranslate)
        self._languages.changed.connect(doors.rebuild)
        return desk, doors

    def _take_hotkeys(self, desk: "Desk", doors: "Doors") -> None:
        from truthtime_desktop.ui.hotkeys.presses import Presses
        from truthtime_desktop.ui.hotkeys.session import system_hotkeys

        doors.hotkeys = system_hotkeys(DESKTOP_FILE)
        self._closers.append(doors.hotkeys)
        doors.hotkeys.chosen.connect(doors.remember_hotkey)
        presses = Presses(desk, doors.hotkeys)
        presses.note_wanted.connect(desk.write_note)
        presses.begin(self._settings.hotkeys)

    def _on_early_primary(self) -> None:
        self._early.append(self._tray.primary)

    def _on_early_secondary(self) -> None:
        self._early.append(self._tray.secondary)

    def _repeat_early_clicks(self) -> None:
        """Clicks on an icon that was there before the store was: now there is somebody to carry them out."""
        self._tray.primary.disconnect(self._on_early_primary)
        self._tray.secondary.disconnect(self._on_early_secondary)
        for gesture in self._early:
            gesture.emit()
        self._early.clear()

    def _make_windows(self, desk: "Desk") -> "Windows":
        from truthtime_desktop.ui.windows.windows import Windows

        windows = Windows(desk, self._theme)
        if self._doors is not None:
            self._doors.watch(windows)
        return windows


def _listen(server: "CommandServer", desk: "Desk") -> None:
    """Answer commands. Where no command can reach it, the clock in the tray works all the same."""
    try:
        server.listen()
    except TruthTimeError as error:
        _say(error)
        desk.telling.fault(error, desk.view)


def _say(error: TruthTimeError) -> None:
    sys.stderr.write(f"{error.title}\n{error.hint}\n")


def _theme_of(argv: Sequence[str]) -> str | None:
    """The chosen theme, empty for the desktop's; None for words that mean nothing here."""
    words = list(argv)
    if not words:
        return os.environ.get("TRUTHTIME_THEME", "")
    if len(words) == 2 and words[0] == "--theme" and words[1] in {"light", "dark"}:  # noqa: PLR2004 - a word and its value
        return words[1]
    return None


def _raise_first(places: Places, lock: DataLock) -> bool:
    """A second start: bring the first copy's window up and say False, or take over from one that has just ended.

    Raises:
        BusyError: the data is held by something that does not answer.
    """
    from truthtime_desktop import wire

    answer = wire.ask(places, wire.request(["open"], None))
    if answer is not None and answer.exit_code == 0:
        return False
    if lock.acquire(LOCK_WITHIN_S):
        return True
    raise BusyError(
        "TruthTime is already open in another session.",
        "Quit it there. If you do not see it, log that session out or restart the computer.",
    )


def _own_command() -> list[str]:
    """How to start this program again for a command in a process of its own."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "truthtime_desktop"]
