"""What the hotkeys do: pause and resume whatever has the focus, and say so beside the icon."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.ui import words
from truthtime_desktop.ui.desk.desk import Desk
from truthtime_desktop.ui.hotkeys.session import PAUSE, Hotkeys
from truthtime_desktop.ui.hotkeys.words import conflict, keys_in_force, shown
from truthtime_desktop.viewstate import Notice

START_WITHIN_MS = 3_000
"""A second press starts a timer within this time after the first one found nothing to pause (ui.md 2.4)."""


class Presses(QObject):
    """Carries out presses at the desk.

    Args:
        desk: the controller.
        hotkeys: not begun yet.

    Attributes:
        note_wanted: the person wants to write a note.
    """

    note_wanted = Signal()

    def __init__(self, desk: Desk, hotkeys: Hotkeys) -> None:
        super().__init__(desk)
        self._desk = desk
        self._hotkeys = hotkeys
        self._asked_at_ms: int | None = None
        hotkeys.pressed.connect(self.on_pressed)
        hotkeys.changed.connect(self._name_keys)

    def begin(self, wishes: Mapping[str, str]) -> None:
        """Take the keys of the settings, and tell once what is not as the person wished."""
        unreadable = self._hotkeys.begin(wishes)
        self._name_keys()
        outcome = self._hotkeys.outcome(PAUSE)
        if unreadable:
            title = self.tr("A shortcut in the settings cannot be read.")
            self._warn(title, self.tr("Choose it again in Settings."))
        elif outcome.state == "taken" and outcome.combination is not None:
            self._warn(conflict(outcome.combination), self.tr("Pause still works from the tray."))
        elif self._hotkeys.passed_over is not None and outcome.combination is not None:
            instead = words.fill(self.tr("%1 pauses and resumes instead."), shown(outcome.combination))
            self._warn(conflict(self._hotkeys.passed_over), instead)

    def on_pressed(self, action: str) -> None:
        """Do what the keys of this action are for, and tell what came of it."""
        if action != PAUSE:
            self._asked_at_ms = None
        did = ""
        if action == PAUSE:
            did = self._pause_or_resume()
        elif action == "toggle":
            done = self._desk.do("toggle")
            did = done.did if done else ""
        elif action == "open":
            self._desk.open_window()
        elif action == "note":
            self.note_wanted.emit()
        self._hotkeys.answered.emit(action, did)

    def _pause_or_resume(self) -> str:
        desk = self._desk
        if desk.tracker.state.state != "stopped":
            self._asked_at_ms = None
            done = desk.do("toggle-pause")
            return done.did if done else ""
        try:
            now_ms = desk.tracker.read().elapsed_ms
        except TruthTimeError as error:
            desk.fault(error)
            return ""
        asked_at_ms, self._asked_at_ms = self._asked_at_ms, now_ms
        if asked_at_ms is None or now_ms - asked_at_ms > START_WITHIN_MS:
            self._say(self.tr("Nothing is running."), self.tr("Press again to start."))
            return ""
        self._asked_at_ms = None
        done = desk.do("start")
        return done.did if done else ""

    def _name_keys(self) -> None:
        """The notice of a pause names the keys that end it."""
        self._desk.telling.pause_keys = words.one_line(keys_in_force(self._hotkeys.outcome(PAUSE)))

    def _say(self, title: str, body: str) -> None:
        self._desk.telling.notices.say(Notice(title, body, undo=False), self._desk.view)

    def _warn(self, title: str, body: str) -> None:
        """Keys are not as the person wished; the notice leads to where others are chosen (ui.md 2.14)."""
        self._desk.telling.in_turn(Notice(title, body, undo=False, step="choose-keys"), self._desk.view)
