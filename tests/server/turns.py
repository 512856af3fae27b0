"""Transactions of several clients in an order that dice decide: one at a time, each as soon as all others wait."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

from truthtime_server.config import Settings
from truthtime_server.db import Database


class Turns:
    """Lets calls through one by one.

    Args:
        dice: choose who is next.
        before_each: called before every transaction, for example to let time pass.

    Attributes:
        overtaken: how many appends came too late and wrote nothing.
    """

    def __init__(self, dice: random.Random, before_each: Callable[[], None]) -> None:
        self._dice = dice
        self._before_each = before_each
        self._acting = 0
        self._waiting: list[asyncio.Future[None]] = []
        self.overtaken = 0

    def join(self) -> None:
        """Somebody begins to act: nobody is let through before they wait, too, or have left."""
        self._acting += 1

    def leave(self) -> None:
        """They are done."""
        self._acting -= 1
        self._next()

    async def mine(self) -> None:
        """Wait for a turn."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._next()
        await turn
        self._before_each()

    def _next(self) -> None:
        if self._waiting and len(self._waiting) >= self._acting:
            self._waiting.pop(self._dice.randrange(len(self._waiting))).set_result(None)


class InTurns(Database):
    """The real database, asked in turns.

    Attributes:
        turns: whose turn it is; None asks at once.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.turns: Turns | None = None

    async def value(self, statement: str, *arguments: object) -> Any:  # noqa: ANN401 - as in the base class
        if self.turns is not None:
            await self.turns.mine()
        found = await super().value(statement, *arguments)
        if self.turns is not None and found is None and "log_append" in statement:
            self.turns.overtaken += 1
        return found
