"""What this desktop offers, asked by short-lived children: a library that aborts or blocks takes only a child with it.

Qt ends the process when its platform library is missing, and a keyring may wait for a password that nobody types. So
each question is a small program of its own with a deadline; it prints its answer as JSON.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

WITHIN_S = 15.0
"""A cold start of Qt from a slow disk takes seconds; a keyring that asks for a password takes for ever."""

QT = """
import json, sys
from PySide6 import QtDBus, __version__
from PySide6.QtCore import QCoreApplication, qVersion
app = QCoreApplication([])
bus = QtDBus.QDBusConnection.sessionBus()
names, portal = [], 0
if bus.isConnected():
    for reply in (bus.interface().registeredServiceNames(), bus.interface().activatableServiceNames()):
        names += reply.value() or []
    if "org.freedesktop.portal.Desktop" in names:
        place = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.DBus.Properties")
        asked = QtDBus.QDBusInterface(*place, bus)
        asked.setTimeout(3000)
        answer = asked.call("Get", "org.freedesktop.portal.GlobalShortcuts", "version")
        portal = int(answer.type() == QtDBus.QDBusMessage.MessageType.ReplyMessage)
print(json.dumps({"pyside": __version__, "qt": qVersion(), "bus": bus.isConnected(), "names": names,
                  "shortcuts_portal": portal}))
"""

TRAY = """
import json
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
app = QApplication([])
print(json.dumps({"platform": QGuiApplication.platformName(), "tray": QSystemTrayIcon.isSystemTrayAvailable()}))
"""

X11_IDLE = """
import ctypes, json
xcb = ctypes.CDLL("libxcb.so.1")
class Reply(ctypes.Structure):
    _fields_ = [("head", ctypes.c_uint8 * 8), ("present", ctypes.c_uint8)]
class Cookie(ctypes.Structure):
    _fields_ = [("sequence", ctypes.c_uint)]
xcb.xcb_connect.restype = ctypes.c_void_p
xcb.xcb_query_extension.restype = Cookie
xcb.xcb_query_extension.argtypes = [ctypes.c_void_p, ctypes.c_uint16, ctypes.c_char_p]
xcb.xcb_query_extension_reply.restype = ctypes.POINTER(Reply)
xcb.xcb_query_extension_reply.argtypes = [ctypes.c_void_p, Cookie, ctypes.c_void_p]
connection = xcb.xcb_connect(None, None)
name = b"MIT-SCREEN-SAVER"
reply = xcb.xcb_query_extension_reply(connection, xcb.xcb_query_extension(connection, len(name), name), None)
print(json.dumps({"present": bool(reply and reply.contents.present)}))
"""

X11_KEYS = """
import ctypes, json
from truthtime_desktop.system.hotkeys.keys import candidates
from truthtime_desktop.system.hotkeys.x11 import X11Keys
from truthtime_desktop.system.hotkeys.xcb import Connection
xcb = ctypes.CDLL("libxcb.so.1")
xcb.xcb_connect.restype = ctypes.c_void_p
keys = X11Keys(Connection(xcb.xcb_connect(None, None)), None)
print(json.dumps({one.text: keys.bind("pause", one).state for one in candidates("linux", keys.types_a_character)}))
"""

KEYRING = """
import json, keyring
found = keyring.get_keyring()
parts = [type(one) for one in getattr(found, "backends", [found])]
print(json.dumps({"backends": [one.__module__ + "." + one.__qualname__ for one in parts],
                  "usable": float(found.priority) > 0}))
"""

PROGRAMS: Mapping[str, str] = {"qt": QT, "tray": TRAY, "x11_idle": X11_IDLE, "x11_keys": X11_KEYS, "keyring": KEYRING}


class Answer(NamedTuple):
    """What a child found.

    Attributes:
        found: its answer; None when it gave none.
        why: why it gave none; empty when it did.
    """

    found: Mapping[str, Any] | None
    why: str = ""


def ask(names: Iterable[str], environ: Mapping[str, str] = os.environ, within_s: float = WITHIN_S) -> dict[str, Answer]:
    """Run these programs at the same time and collect their answers. Never raises.

    Args:
        names: keys of `PROGRAMS`.
        within_s: deadline in seconds for each.
    """
    if getattr(sys, "frozen", False):
        return {name: Answer(None, "the packaged program cannot start its parts alone") for name in names}
    started = {name: _start(PROGRAMS[name], environ) for name in names}
    return {
        name: _collect(child, within_s) if isinstance(child, subprocess.Popen) else child
        for name, child in started.items()
    }


def _start(program: str, environ: Mapping[str, str]) -> "subprocess.Popen[bytes] | Answer":
    command = [sys.executable, "-c", program]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            command,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        return Answer(None, f"it could not be started: {error.strerror}")


def _collect(child: "subprocess.Popen[bytes]", within_s: float) -> Answer:
    with child:
        try:
            out, err = child.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            child.kill()
            return Answer(None, f"it did not answer within {within_s:g} seconds")
    if child.returncode == 0:
        try:
            found = json.loads(out.splitlines()[-1])
        except (ValueError, IndexError):
            found = None
        if isinstance(found, dict):
            return Answer(found)
    said = [line for line in err.decode("utf-8", "replace").splitlines() if line.strip()]
    ended = f"it ended with code {child.returncode}"
    return Answer(None, f"{ended}: {said[-1].strip()[:200]}" if said else ended)
