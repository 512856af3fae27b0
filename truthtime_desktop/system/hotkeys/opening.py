"""Which of the backends this session has, and opening it."""

from collections.abc import Callable, Mapping
from typing import Literal

from truthtime_desktop.system.hotkeys.backend import Backend, Listener, NoKeys

Kind = Literal["windows", "macos", "x11", "portal", "none"]


def kind_of(environ: Mapping[str, str], platform: str, qt_platform: str = "") -> Kind:
    """Who gives out keys here.

    Args:
        environ: of the session.
        platform: as `sys.platform` says it.
        qt_platform: what Qt draws on (``xcb``, ``wayland``, ``offscreen``); empty when nobody asked it.
    """
    if platform == "win32":
        return "windows"
    if platform == "darwin":
        return "macos"
    # On Wayland a grab through Xwayland works only while another X window has the focus: worse than none.
    if environ.get("WAYLAND_DISPLAY") or environ.get("XDG_SESSION_TYPE") == "wayland":
        return "portal"
    return "x11" if environ.get("DISPLAY") and qt_platform in {"", "xcb"} else "none"


def open_backend(
    kind: Kind, listener: Listener, actions: Mapping[str, str], app_id: str, x_connection: Callable[[], int]
) -> Backend:
    """The backend, or one that says why there is none. Never raises.

    Args:
        kind: from `kind_of`.
        listener: is told what is heard.
        actions: what can be bound, and what each is called in the desktop's settings.
        app_id: name of our desktop file without its ending.
        x_connection: gives the address of Qt's xcb connection.
    """
    try:
        if kind == "x11":
            from truthtime_desktop.system.hotkeys.x11 import X11Keys
            from truthtime_desktop.system.hotkeys.xcb import Connection

            return X11Keys(Connection(x_connection()), listener)
        if kind == "windows":
            from truthtime_desktop.system.hotkeys.windows import RealUser32, WindowsKeys

            return WindowsKeys(RealUser32(), listener)
        if kind == "macos":
            from truthtime_desktop.system.hotkeys.macos import MacKeys, RealCarbon

            return MacKeys(RealCarbon(), listener)
    except (OSError, AttributeError):
        # A library that is not there, or is there without a function: keys are a convenience, the clock goes on.
        return NoKeys("no-libraries")
    return _open_portal(listener, actions, app_id) if kind == "portal" else NoKeys("no-session")


def _open_portal(listener: Listener, actions: Mapping[str, str], app_id: str) -> Backend:
    from truthtime_desktop.system.hotkeys.portal import PortalKeys

    try:
        return PortalKeys(actions, app_id, listener)
    except OSError:
        return NoKeys("no-bus")
