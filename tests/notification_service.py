"""A notification service for tests (Desktop Notifications Specification 1.2), in a process of its own.

Started with a session bus in its environment; prints one JSON line for each call it gets, and takes orders from its
standard input: ``press N KEY``, ``close N``.
"""

import asyncio
import json
import os
import sys

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"


def say(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}), flush=True)


async def main() -> None:
    bus = await MessageBus().connect()
    capabilities = os.environ.get("CAPABILITIES", "actions body body-markup").split()
    newest = 0

    def handle(message: Message) -> Message | bool:
        nonlocal newest
        if message.interface != NAME or message.message_type != MessageType.METHOD_CALL:
            return False
        if message.member == "GetCapabilities":
            return Message.new_method_return(message, "as", [capabilities])
        if message.member == "CloseNotification":
            say("close", number=message.body[0])
            return Message.new_method_return(message)
        name, replaces, icon, title, body, actions, hints, expires_ms = message.body
        newest = replaces or newest + 1
        shown = {key: value.value for key, value in hints.items()}
        say(
            "notify",
            number=newest,
            replaces=replaces,
            name=name,
            icon=icon,
            title=title,
            body=body,
            actions=actions,
            hints=shown,
            expires_ms=expires_ms,
        )
        return Message.new_method_return(message, "u", [newest])

    bus.add_message_handler(handle)
    await bus.request_name(NAME)
    say("there")
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while order := (await reader.readline()).decode().split():
        if order[0] == "press":
            await bus.send(Message.new_signal(PATH, NAME, "ActionInvoked", "us", [int(order[1]), order[2]]))
        await bus.send(Message.new_signal(PATH, NAME, "NotificationClosed", "uu", [int(order[1]), 2]))
        say("did", order=order)


if __name__ == "__main__":
    asyncio.run(main())
