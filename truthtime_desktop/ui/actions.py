"""Every command a person can give, once: its text, its key, its picture and when it applies.

Menu and windows show the same actions. An action that does not apply is absent, not grey (Windows and GNOME guides);
so is one whose window nobody has provided (`Actions.provide`).
"""

import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from truthtime_desktop.ui.words import tr
from truthtime_desktop.viewstate import SavingState, ViewState


def _always(_view: ViewState) -> bool:
    return True


def _when(*states: str) -> Callable[[ViewState], bool]:
    def applies(view: ViewState) -> bool:
        return view.state in states

    return applies


def _when_asked(view: ViewState) -> bool:
    return view.question is not None


def _when_saving(state: SavingState) -> Callable[[ViewState], bool]:
    def applies(view: ViewState) -> bool:
        return view.saving.state == state

    return applies


class Row(NamedTuple):
    """One line of the table.

    Attributes:
        key: the action's name in code.
        shortcut: in our windows; empty for none. Menus of the tray show none, since they work only in windows.
        picture: file in ``resources/icons`` without ``.svg``; empty for none.
        applies: whether the action is there in this state.
        provided: whether it works from the start; else it is absent until `Actions.provide`.
    """

    key: str
    shortcut: str
    picture: str
    applies: Callable[[ViewState], bool]
    provided: bool = True


TABLE = (
    Row("answer", "", "", _when_asked, provided=False),
    Row("start", "Ctrl+Return", "play", _when("stopped")),
    Row("stop", "Ctrl+Return", "stop", _when("running", "paused")),
    Row("pause", "Ctrl+P", "pause", _when("running")),
    Row("resume", "Ctrl+P", "play", _when("paused")),
    Row("open", "", "", _always),
    Row("notes", "", "note", _always, provided=False),
    Row("timeline", "", "timeline", _always, provided=False),
    Row("settings", "Ctrl+,", "settings", _always, provided=False),
    Row("quit", "Ctrl+Q", "", _always),
)

EVERYWHERE = ("settings", "help", "quit")
"""What every window has keys for, whatever else it is for."""

ANSWERS = ("not_work", "was_working", "split")
"""What an absence can be said to have been, in the order of the card (ui.md 2.1)."""

REMEDIES = ("retry_sync", "sign_in", "see_plans", "fix_payment", "renew")
"""What helps when the panel's last line tells of sync or of the plan (ui.md 2.1)."""

ONLY_IN_WINDOWS = (
    Row("help", "F1", "", _always, provided=False),
    *(Row(key, "", "", _when_asked, provided=False) for key in ANSWERS),
    Row("retry_sync", "", "", _when_saving("failed"), provided=False),
    Row("sign_in", "", "", _when_saving("signed_out"), provided=False),
    Row("see_plans", "", "", _when_saving("trial"), provided=False),
    Row("fix_payment", "", "", _when_saving("past_due"), provided=False),
    Row("renew", "", "", _when_saving("expired"), provided=False),
)
"""The same for what the menu does not offer."""

_ALL = (*TABLE, *ONLY_IN_WINDOWS)


def action_text(key: str) -> str:
    """What the action is called, as a verb."""
    return {
        "answer": tr("Answer…"),
        "not_work": tr("Not work"),
        "was_working": tr("I was working…"),
        "split": tr("Split…"),
        "retry_sync": tr("Retry"),
        "sign_in": tr("Sign in"),
        "see_plans": tr("See plans"),
        "fix_payment": tr("Fix"),
        "renew": tr("Renew"),
        "start": tr("Start"),
        "stop": tr("Stop"),
        "pause": tr("Pause"),
        "resume": tr("Resume"),
        "open": tr("Open panel"),
        "notes": tr("Notes for today"),
        "timeline": tr("Timeline"),
        "settings": tr("Settings…"),
        "undo": tr("Undo"),
        "help": tr("Help"),
        "quit": tr("Exit") if sys.platform == "win32" else tr("Quit TruthTime"),
    }[key]


class Actions(QObject):
    """The table as QActions. Connect to `triggered` of each; windows call `bind` for the keys.

    Attributes:
        switch_to: a recent task was chosen (`RecentTask`): stop what runs, start this.
        undo: visible only while something can be taken back (`offer_undo`); the keyboard's way to the notice's button.
    """

    switch_to = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by_key = {row.key: QAction(action_text(row.key), self) for row in _ALL}
        self.answer = self.by_key["answer"]
        self.start = self.by_key["start"]
        self.stop = self.by_key["stop"]
        self.pause = self.by_key["pause"]
        self.resume = self.by_key["resume"]
        self.open = self.by_key["open"]
        self.notes = self.by_key["notes"]
        self.timeline = self.by_key["timeline"]
        self.settings = self.by_key["settings"]
        self.quit = self.by_key["quit"]
        self._provided = {row.key for row in _ALL if row.provided}
        self._view = ViewState(state="stopped")
        self.undo = QAction(action_text("undo"), self)
        self.undo.setVisible(False)
        # On macOS Qt would move these into the application menu by guessing from their text.
        for action in (*self.by_key.values(), self.undo):
            action.setMenuRole(QAction.MenuRole.NoRole)
        self.set_state(self._view)

    def set_state(self, view: ViewState) -> None:
        """Shows and hides according to the table."""
        self._view = view
        for row in _ALL:
            self.by_key[row.key].setVisible(row.key in self._provided and row.applies(view))

    def provide(self, key: str, act: Callable[[], object]) -> None:
        """Somebody can carry this action out from now on: it appears in menu, panel and keys when it applies.

        Args:
            key: of a row that is not provided from the start.
            act: called when it is chosen.
        """
        self._provided.add(key)
        self.by_key[key].triggered.connect(lambda _checked=False: act())
        self.set_state(self._view)

    def offer_undo(self, offered: bool) -> None:  # noqa: FBT001 - made to be connected to a signal with one bool
        """The last action can (or can no longer) be taken back."""
        self.undo.setVisible(offered)

    def retranslate(self) -> None:
        """Take the texts of the language that is spoken now."""
        for key, action in (*self.by_key.items(), ("undo", self.undo)):
            action.setText(action_text(key))

    def bind(self, window: QWidget) -> None:
        """Gives a window the keys of the table. A key shared by several actions triggers the one that applies."""
        self._bind(window, _ALL)

    def bind_everywhere(self, window: QWidget) -> None:
        """Gives a window that has other things to do the keys that all windows share (ui.md 2.15)."""
        self._bind(window, [row for row in _ALL if row.key in EVERYWHERE])

    def _bind(self, window: QWidget, rows: Sequence[Row]) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        for keys in dict.fromkeys(row.shortcut for row in rows if row.shortcut):
            shared = [self.by_key[row.key] for row in rows if row.shortcut == keys]
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.activated.connect(lambda shared=shared: _trigger_first(shared))
            if keys == "Ctrl+Return":
                # The numeric pad has an Enter of its own.
                enter = QShortcut(QKeySequence("Ctrl+Enter"), window)
                enter.activated.connect(lambda shared=shared: _trigger_first(shared))


def _trigger_first(actions: list[QAction]) -> None:
    for action in actions:
        if action.isVisible():
            action.trigger()
            return
