"""The windows beside the daily ones, on a stage of their own: Settings, introduction, faults, crashes."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from PySide6.QtCore import QDateTime, QRect, Qt
from PySide6.QtWidgets import QWidget

from tests.clocks import FakeClock
from tests.ui.scene import ShelfTray
from truthtime_core.errors import StoreError
from truthtime_core.events import Draft
from truthtime_desktop import backups
from truthtime_desktop.config import Places, Settings
from truthtime_desktop.heartbeat import Heart
from truthtime_desktop.store import DamagedError, open_store
from truthtime_desktop.system.autostart import Launch, XdgAutostart
from truthtime_desktop.system.hotkeys.backend import Listener, NoKeys, Outcome
from truthtime_desktop.system.hotkeys.keys import Combination
from truthtime_desktop.tracking import Tracker
from truthtime_desktop.ui import languages, words
from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.crashes.dialog import CrashDialog
from truthtime_desktop.ui.data.care import DataCare, Inventory
from truthtime_desktop.ui.data.first_aid import waiting_word
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.dialogs import fault_dialog
from truthtime_desktop.ui.first_run.window import FirstRun, IconStep, Shortcut
from truthtime_desktop.ui.front import Asking
from truthtime_desktop.ui.help import HelpWindow
from truthtime_desktop.ui.hotkeys.field import HotkeyField
from truthtime_desktop.ui.hotkeys.session import PAUSE, Hotkeys
from truthtime_desktop.ui.notices.card import NoticeCard
from truthtime_desktop.ui.notices.presenter import advice_for
from truthtime_desktop.ui.preferences import Preferences
from truthtime_desktop.ui.settings.data_dialogs import DeleteDialog, restore_question
from truthtime_desktop.ui.settings.means import Facts, Means
from truthtime_desktop.ui.settings.window import SettingsWindow
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.windows.household import Household
from truthtime_desktop.ui.windows.windows import Windows
from truthtime_desktop.viewstate import Notice, ViewState

Named = Iterator[tuple[str, QWidget]]
NOW = QDateTime.fromString("2026-11-17T15:00:00Z", Qt.DateFormat.ISODate)
BACKUP = Path("truthtime-20261117T130000Z.db")
FACTS = Facts(
    (("TruthTime", "0.1.0"), ("Qt", "6.11.3"), ("Python", "3.11.7"), ("SQLite", "3.53.4")),
    "keyring 25.7.0: MIT\nPySide6_Essentials 6.11.3: LGPL-3.0-only OR GPL-2.0-only\nSQLAlchemy 2.1.9: MIT",
)
REPORT = """TruthTime 0.1.0
Python 3.11.7
Qt 6.11.3

Fault: TypeError at truthtime_desktop/ui/desk.py:112

Traceback (outermost first):
  truthtime_desktop/ui/desk.py:112 in refresh
  TypeError (its message is left out)

Left out: all text you typed, and values of variables.
"""
FULL = StoreError("The disk is full.", "Free some space and try again. What was recorded before is safe.")


class PaperKeys(NoKeys):
    """A desktop that grants every wish, on paper."""

    def __init__(self, _listener: Listener) -> None:
        super().__init__("")

    def bind(self, action: str, combination: Combination) -> Outcome:
        assert action
        return Outcome("bound", combination)


class Stage:
    """A program without a desktop: a real store with two backups, a desk, settings, and a home folder to itself.

    Attributes:
        asked: questions that were asked; each is answered with `answer`.
        folder: what the person chooses when asked for one.
        opened: folders that were shown.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._stack = ExitStack()
        self.answer = "cancel"
        self.asked: list[Asking] = []
        self.folder = ""
        self.opened: list[str] = []
        self.introduced = 0
        self.facts = FACTS

    def __enter__(self) -> Self:
        home = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="tt", ignore_cleanup_errors=True)))
        for name, value in (("HOME", str(home)), ("TZ", "UTC")):
            self._stack.callback(_set, name, os.environ.get(name))
            _set(name, value)
        self.home = home
        self.places = Places(home / "TruthTime")
        self.places.prepare()
        self.clock = FakeClock()
        self.tray = ShelfTray()
        tracker = self.open_tracker()
        for text in ("Landing page copy", "Invoices"):
            tracker.store.append([Draft("timer.start", _timer(text), {}, {"description": text})], self.clock.read())
            tracker.store.append([Draft("timer.stop", _timer(text))], self.clock.tick(60_000))
        tracker.refresh()
        for _ in range(2):
            backups.back_up(tracker.store, self.places, self.clock.tick(3_600_000))
        self.desk = Desk(tracker, self.tray, Actions(), self.theme, lambda desk: Windows(desk, self.theme))
        self.preferences = Preferences(self.places.settings, Settings())
        self.care = DataCare(self.desk, self.places, self.open_tracker)
        folders = {"XDG_CONFIG_HOME": str(home / "config"), "XDG_CONFIG_DIRS": str(home / "none")}
        self.autostart = XdgAutostart(Launch(("/opt/truthtime/truthtime-tray",)), folders)
        self.hotkeys = Hotkeys(PaperKeys)
        self.hotkeys.begin({})
        return self

    def household(self) -> Household:
        return Household(self.desk, self.tray, self.theme, self.preferences, self.places)

    def __exit__(self, *error: object) -> None:
        self.care.close()
        self.hotkeys.close()
        self.desk.leave()
        self.store.close()
        self._stack.close()

    def open_tracker(self) -> Tracker:
        self.store = open_store(self.places)
        return Tracker(self.store, self.clock, Heart(self.places.heart), watching=True)

    def means(self) -> Means:
        return Means(
            theme=self.theme,
            preferences=self.preferences,
            autostart=self.autostart,
            care=self.care,
            facts=self.facts,
            hotkeys=self.hotkeys,
            languages=languages.offered(),
            introduce=self._on_introduce,
            ask=self._on_ask,
            choose_folder=lambda _parent, _title: self.folder,
            now=lambda: NOW,
            open_folder=self._on_open_folder,
        )

    def _on_introduce(self) -> None:
        self.introduced += 1

    def _on_ask(self, question: Asking) -> str:
        self.asked.append(question)
        return self.answer

    def _on_open_folder(self, path: str) -> bool:
        self.opened.append(path)
        return bool(self.answer)


def asides(theme: Theme) -> Named:
    """All of them, for the list of surfaces."""
    with Stage(theme) as stage:
        yield from _settings(stage)
        yield from _first_run(stage)
        yield from _help(stage)
    yield from _faults(theme)


def _settings(stage: Stage) -> Named:
    for key in ("general", "timer", "shortcuts", "appearance", "data", "about"):
        window = SettingsWindow(stage.means())
        window.show_page(key)
        window.show()
        yield f"settings_{key}", window
    window = SettingsWindow(stage.means())
    window.general.autostart_row.show_fault(FULL)
    window.show()
    yield "settings_refused", window


def _help(stage: Stage) -> Named:
    window = HelpWindow(stage.theme, stage.hotkeys)
    window.show()
    yield "help_keys", window


def _first_run(stage: Stage) -> Named:
    def field() -> QWidget:
        return HotkeyField(stage.theme, stage.hotkeys, PAUSE)

    for number, name in enumerate(("icon", "keys", "work")):
        window = FirstRun(stage.theme, stage.autostart, has_tray=True, shortcut=Shortcut("Ctrl+Alt+P", field))
        for _ in range(number):
            window.turn()
        window.show()
        yield f"introduction_{name}", window
    for name, has_tray in (("hidden", True), ("no-tray", False)):
        window = FirstRun(stage.theme, stage.autostart, has_tray=has_tray)
        step = window.steps[0]
        if has_tray and isinstance(step, IconStep):
            step.help.click()
        window.show()
        yield f"introduction_{name}", window


def _faults(theme: Theme) -> Named:
    dialogs: list[tuple[str, QWidget]] = []
    for name, error in (
        ("damaged", DamagedError("Your data file is damaged.", "", BACKUP)),
        ("closed", StoreError("The disk is full.", "Free some space and try again. What was recorded before is safe.")),
    ):
        advice = advice_for(error, NOW, starting=True)
        steps = tuple((step.key, step.text) for step in advice.steps)
        dialogs.append((f"fault_{name}", fault_dialog(theme, advice.title, advice.hint, steps)))
    dialogs += [
        ("fault_restoring", waiting_word(theme)),
        ("fault_restore", restore_question(theme, words.tr("today %1", "13:00"))),
        ("fault_delete", DeleteDialog(theme, Inventory(214, 31, 12, 1, 18_400_000))),
        ("fault_crash", crash(theme, times=3)),
        ("fault_crash-before", CrashDialog(theme, "TruthTime 0.1.0\n", is_past=True)),
    ]
    for name, dialog in dialogs:
        dialog.show()
        yield name, dialog
    card = NoticeCard(theme)
    told = Notice(words.said(FULL.title), words.said(FULL.hint), undo=False)
    card.present(told, ViewState("stopped"), QRect())
    yield "notice_fault", card


def crash(theme: Theme, *, times: int) -> CrashDialog:
    """The dialog of a fault that came several times."""
    dialog = CrashDialog(theme, REPORT)
    dialog.set_count(times)
    return dialog


def _set(name: str, value: str | None) -> None:
    """For pictures that are the same everywhere: hours and paths are."""
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
    if hasattr(time, "tzset"):
        time.tzset()


def _timer(text: str) -> str:
    return f"01890000-0000-7000-8000-{len(text):012x}"
