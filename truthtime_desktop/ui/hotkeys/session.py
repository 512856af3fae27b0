"""The hotkeys of this session: which action has which keys, what became of each wish, and the news of a press.

Loaded after the icon is drawn. The system's side is a backend without Qt (`truthtime_desktop.system.hotkeys`); this
side feeds it Qt's native events or a socket's, and keeps the person's wishes.
"""

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from truthtime_desktop.system.hotkeys.backend import NONE, Backend, Listener, Outcome, Source
from truthtime_desktop.system.hotkeys.keys import Combination, candidates, fault_of, parse
from truthtime_desktop.system.hotkeys.opening import kind_of, open_backend
from truthtime_desktop.ui.hotkeys.words import action_name

ACTIONS = ("toggle-pause", "toggle", "open", "note")
"""In the order of Settings."""

PAUSE = ACTIONS[0]


class Hotkeys(QObject):
    """Gives keys to actions and tells when they are pressed.

    Args:
        open_with: opens the system's backend, which tells us what it hears.
        platform: as `sys.platform` says it.

    Attributes:
        pressed: the keys of an action (its name) were pressed. Once for each press, however long it is held.
        answered: what a press came to: the action, and the command that was carried out or an empty text.
        changed: the outcome of an action is another one now.
        chosen: an action got other keys, as text; to be stored.
        clashed: instead of `pressed`, while a recorder for another action has the focus.
        missed: while a window of ours had the focus, another program got a key.
        passed_over: the usual keys of pausing, when another program has them and others were taken; else None.
        recording: the action whose recorder has the focus; empty when none has.
    """

    pressed = Signal(str)
    answered = Signal(str, str)
    changed = Signal(str)
    chosen = Signal(str, str)
    clashed = Signal(str)
    missed = Signal()

    def __init__(
        self,
        open_with: Callable[[Listener], Backend],
        *,
        platform: str = sys.platform,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.passed_over: Combination | None = None
        self.recording = ""
        self._platform = platform
        self._outcomes: dict[str, Outcome] = {}
        self._open = True
        self._backend = open_with(self)
        self._filter = _Filter(self._backend.on_event) if self._backend.on_event else None
        self._watch = _watch(self._backend.source, self) if self._backend.source else None

    @property
    def managed(self) -> bool:
        """The desktop chooses the keys; nothing can be recorded here."""
        return self._backend.managed

    def begin(self, wishes: Mapping[str, str]) -> list[str]:
        """Take the keys of the settings.

        Args:
            wishes: for each action its keys as text, empty for none. Pausing has keys without a wish too: the first
                candidate that is free.

        Returns:
            The actions whose text cannot be read; they are treated as if nothing was wished.
        """
        unreadable = [name for name in ACTIONS if wishes.get(name) and parse(wishes[name]) is None]
        for action in ACTIONS:
            wish = parse(wishes.get(action, "")) if action not in unreadable else None
            if wish is not None:
                self._outcomes[action] = self._ask(action, wish)
            elif action == PAUSE and (action not in wishes or action in unreadable):
                self._take_first_free()
            elif self._backend.managed:
                self._outcomes[action] = Outcome("waiting")
        return unreadable

    def outcome(self, action: str) -> Outcome:
        """What became of the wish for this action."""
        return self._outcomes.get(action, NONE)

    def bind(self, action: str, combination: Combination | None) -> Outcome:
        """Give an action other keys, or none, at once and for good.

        Returns:
            The outcome. When it is ``taken`` or ``refused``, the action has the keys it had before.
        """
        if combination is None:
            self._backend.release(action)
            return self._settle(action, NONE, "")
        before = self._outcomes.get(action, NONE)
        outcome = self._ask(action, combination)
        if outcome.state in {"taken", "refused"}:
            if before.state == "bound" and before.combination is not None:
                self.became(action, self._ask(action, before.combination))
            return outcome
        return self._settle(action, outcome, combination.text)

    def owner_of(self, combination: Combination) -> str:
        """The action that has these keys; empty when none has."""
        found = (
            name for name, one in self._outcomes.items() if one.state == "bound" and one.combination == combination
        )
        return next(found, "")

    def key_name(self, scan_code: int, virtual_key: int) -> str:
        """Our name of a key that was pressed in a window; empty when the system does not tell."""
        return self._backend.key_name(scan_code, virtual_key)

    def configure(self) -> bool:
        """Open the desktop's own settings of these keys; False when it has none to open."""
        return self._backend.configure()

    def close(self) -> None:
        """Give all keys back."""
        if not self._open:
            return
        self._open = False
        if self._filter is not None:
            self._filter.remove()
        if self._watch is not None:
            self._watch()
        self._backend.close()

    def heard(self, action: str) -> None:
        """The backend heard an action's keys. What follows must not happen inside Qt's dispatching of the event."""
        QTimer.singleShot(0, self, partial(self._deliver, action))

    def missed_key(self) -> None:
        """The backend saw a key go to another program."""
        QTimer.singleShot(0, self, self.missed.emit)

    def became(self, action: str, outcome: Outcome) -> None:
        """The backend has news of an action."""
        self._outcomes[action] = outcome
        self.changed.emit(action)

    def _deliver(self, action: str) -> None:
        if not self._open:
            return
        clashes = self.recording not in {"", action}
        (self.clashed if clashes else self.pressed).emit(action)

    def _ask(self, action: str, combination: Combination) -> Outcome:
        fault = fault_of(combination, self._platform)
        if fault is None and self.owner_of(combination) not in {"", action}:
            fault = "ours"
        if fault is not None and not self._backend.managed:
            return Outcome("refused", combination, fault)
        return self._backend.bind(action, combination)

    def _take_first_free(self) -> None:
        """The first candidate that is free. Another one than the first is remembered: keys shall not move about."""
        found = candidates(self._platform, self._backend.types_a_character)
        outcomes = []
        for combination in found:
            outcomes.append(self._ask(PAUSE, combination))
            if outcomes[-1].state not in {"taken", "refused"}:
                self._outcomes[PAUSE] = outcomes[-1]
                if len(outcomes) > 1:
                    self.passed_over = outcomes[0].combination
                    self.chosen.emit(PAUSE, combination.text)
                return
        if outcomes:
            self._outcomes[PAUSE] = outcomes[0]

    def _settle(self, action: str, outcome: Outcome, text: str) -> Outcome:
        self._outcomes[action] = outcome
        self.chosen.emit(action, text)
        self.changed.emit(action)
        return outcome


def system_hotkeys(app_id: str) -> Hotkeys:
    """The hotkeys of the session this program runs in.

    Args:
        app_id: name of our desktop file without its ending.
    """
    kind = kind_of(os.environ, sys.platform, QGuiApplication.platformName())
    names = {action: action_name(action) for action in ACTIONS}
    return Hotkeys(
        lambda listener: open_backend(kind, listener, actions=names, app_id=app_id, x_connection=_x_connection)
    )


def _x_connection() -> int:
    application: Any = QCoreApplication.instance()  # Qt's stubs do not know what nativeInterface gives on X11
    return int(application.nativeInterface().connection())


def _watch(source: Source, parent: QObject) -> Callable[[], None]:
    """Read whenever there is something; the result ends it."""
    from PySide6.QtCore import QSocketNotifier

    notifier = QSocketNotifier(source.descriptor, QSocketNotifier.Type.Read, parent)

    def read() -> None:
        if not source.read():
            notifier.setEnabled(False)

    notifier.activated.connect(read)
    return partial(notifier.setEnabled, False)  # noqa: FBT003 - Qt's signature


class _Filter(QAbstractNativeEventFilter):
    """Shows native events to the backend."""

    def __init__(self, on_event: Callable[[bytes, int], bool]) -> None:
        super().__init__()
        self._on_event = on_event
        self._application = QCoreApplication.instance()
        if self._application is not None:
            self._application.installNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        """Whether the event ends here, and what Windows is told in that case."""
        return self._on_event(bytes(cast("bytes", kind)), int(message)), 0

    def remove(self) -> None:
        """See no more."""
        if self._application is not None:
            self._application.removeNativeEventFilter(self)
