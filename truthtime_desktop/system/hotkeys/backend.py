"""What the rest of the program knows of a system's hotkeys."""

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from truthtime_desktop.system.hotkeys.keys import Combination, Fault

State = Literal["none", "bound", "taken", "refused", "waiting", "managed", "unavailable"]
Reason = Literal["", "no-portal", "no-bus", "no-session", "declined", "ended", "no-libraries"]
"""Why a desktop offers no keys. ``declined``: it was asked, and the person or the desktop said no."""


class Outcome(NamedTuple):
    """What became of a wish for a hotkey.

    Attributes:
        state: ``taken``: another program has it; ``refused``: `fault` says why; ``waiting``: the desktop was asked;
            ``managed``: the desktop chose and shows `trigger`; ``unavailable``: `reason` says why.
        combination: the wish; None when there is none.
        trigger: what the desktop calls its choice; empty when it assigned no key yet.
    """

    state: State
    combination: Combination | None = None
    fault: Fault | None = None
    reason: Reason = ""
    trigger: str = ""


NONE = Outcome("none")


class Listener(Protocol):
    """Whoever wants to know what a backend hears."""

    def heard(self, action: str) -> None:
        """The keys of an action were pressed."""
        ...

    def missed_key(self) -> None:
        """A key was pressed while a window of ours had the focus, and another program got it. Only X11 tells."""
        ...

    def became(self, action: str, outcome: Outcome) -> None:
        """What was said about an action holds no longer: the desktop answered, or the keyboard changed."""
        ...


class Source(NamedTuple):
    """Something to read when it is ready.

    Attributes:
        descriptor: of the file or socket.
        read: takes what is there, without waiting; False when there will be no more.
    """

    descriptor: int
    read: Callable[[], bool]


class Backend(Protocol):
    """Hotkeys of one system."""

    @property
    def managed(self) -> bool:
        """Whether the desktop chooses the keys and stores them, so that wishes are suggestions."""
        ...

    @property
    def on_event(self) -> Callable[[bytes, int], bool] | None:
        """Takes type and address of each native event of Qt and says whether it ends here; None if it needs none."""
        ...

    @property
    def source(self) -> Source | None:
        """What it reads from; None when it reads nothing."""
        ...

    def bind(self, action: str, combination: Combination) -> Outcome:
        """Ask for a combination; what the action had before is given back."""
        ...

    def release(self, action: str) -> None:
        """Give an action's keys back."""
        ...

    def types_a_character(self, combination: Combination) -> bool:
        """Whether it types something on the present keyboard layout."""
        ...

    def key_name(self, scan_code: int, virtual_key: int) -> str:
        """Our name of a key that was pressed, whatever Shift makes of it; empty when the table has none.

        Args:
            scan_code: as `QKeyEvent.nativeScanCode` says it.
            virtual_key: as `QKeyEvent.nativeVirtualKey` says it.
        """
        ...

    def configure(self) -> bool:
        """Open the desktop's own settings of these keys; False when it has none to open."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


class NoKeys:
    """A desktop that offers no hotkeys.

    Args:
        reason: why.
    """

    managed = False
    on_event = None
    source = None

    def __init__(self, reason: Reason) -> None:
        self._outcome = Outcome("unavailable", reason=reason)

    def bind(self, action: str, combination: Combination) -> Outcome:  # noqa: ARG002 - the protocol's
        """The reason."""
        return self._outcome._replace(combination=combination)

    def release(self, action: str) -> None:
        """Nothing was given, so nothing goes back."""

    def types_a_character(self, combination: Combination) -> bool:  # noqa: ARG002 - the protocol's
        """Nobody to ask."""
        return False

    def key_name(self, scan_code: int, virtual_key: int) -> str:  # noqa: ARG002 - the protocol's
        """Nobody to ask."""
        return ""

    def configure(self) -> bool:
        """There is nothing to open."""
        return False

    def close(self) -> None:
        """Nothing is held."""
