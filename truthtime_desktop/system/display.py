"""Is there a screen to draw on? Asked before Qt is, because Qt answers a missing one by aborting the process."""

import os
import socket
import sys
from collections.abc import Mapping

from truthtime_core.errors import TruthTimeError

X_LIBRARIES = ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0")
"""What Qt's X11 plugin needs beyond a minimal system; the first is the one most often missing (Qt 6.5 and newer)."""

CONNECT_WITHIN_S = 2.0


class NoDisplayError(TruthTimeError):
    """There is no screen, or what is needed to draw on it is missing."""


def check_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> None:
    """Return if a window can be opened here.

    Raises:
        NoDisplayError: no display is named, it does not answer, or a library of the system is missing.
    """
    if not platform.startswith("linux") or environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in {"", "xcb"}:
        return
    if environ.get("WAYLAND_DISPLAY") and not environ.get("QT_QPA_PLATFORM"):
        return
    display = environ.get("DISPLAY", "")
    if not display:
        raise NoDisplayError(
            "There is no screen to show the tray icon on.",
            "Start TruthTime inside a desktop session. Without one, use the commands: truthtime start, pause, stop.",
        )
    if not _answers(display):
        raise NoDisplayError(
            f"The display {display} does not answer.",
            "Check the variable DISPLAY. Without a screen, use the commands: truthtime start, pause, stop.",
        )
    missing = [name for name in X_LIBRARIES if not _can_load(name)]
    if missing:
        raise NoDisplayError(
            f"A library of the system is missing: {', '.join(missing)}.",
            "On Debian and Ubuntu install it with: sudo apt-get install libxcb-cursor0 libxcb-icccm4 "
            "libxcb-keysyms1 libxkbcommon-x11-0",
        )


def _answers(display: str) -> bool:
    """Whether somebody accepts connections there. A display on another host is left to Qt."""
    host, _, number = display.rpartition(":")
    screen = number.partition(".")[0]
    if host not in {"", "unix"} or not screen.isdigit():
        return bool(host)
    if sys.platform == "win32":
        return True  # nothing to ask there: Windows has no X server of its own
    for address in (f"/tmp/.X11-unix/X{screen}", f"\0/tmp/.X11-unix/X{screen}"):  # noqa: S108 - where X listens (Xserver(1))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(CONNECT_WITHIN_S)
            if probe.connect_ex(address) == 0:
                return True
    return False


def _can_load(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
