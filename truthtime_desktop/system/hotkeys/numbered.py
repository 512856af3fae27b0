"""Hotkeys that the system knows by a number, as Windows and macOS do: which action has which."""

from collections.abc import Callable

from truthtime_desktop.system.hotkeys.backend import Outcome
from truthtime_desktop.system.hotkeys.keys import Combination


class NumberedKeys:
    """What is registered with the system at the moment.

    Args:
        register: asks for a hotkey by number, modifiers and key; 0, or the error's number.
        unregister: gives a number back.
        taken: the error that says that another program has the keys.
    """

    def __init__(self, register: Callable[[int, int, int], int], unregister: Callable[[int], None], taken: int) -> None:
        self._register = register
        self._unregister = unregister
        self._taken = taken
        self._numbers: dict[str, int] = {}
        self._next = 1

    def bind(self, action: str, combination: Combination, modifiers: int, key: int) -> Outcome:
        """Register keys for an action that has none.

        Each registration has a number of its own, so that late news of one that was given back reach nobody.

        Args:
            modifiers: as the system writes them.
            key: the same.
        """
        number, self._next = self._next, self._next + 1
        error = self._register(number, modifiers, key)
        if error == self._taken:
            return Outcome("taken", combination)
        if error:
            return Outcome("refused", combination, "system")
        self._numbers[action] = number
        return Outcome("bound", combination)

    def release(self, action: str) -> None:
        """Give an action's keys back, if it has any."""
        number = self._numbers.pop(action, None)
        if number is not None:
            self._unregister(number)

    def release_all(self) -> None:
        """Give everything back."""
        for action in tuple(self._numbers):
            self.release(action)

    def action_of(self, number: int) -> str:
        """Whose keys these are; empty when they are nobody's (any more)."""
        return next((action for action, one in self._numbers.items() if one == number), "")
