"""A private desktop for tests: an X server on a free number, a window manager, a message bus.

Nothing here touches the screen, the bus or the settings of the person who runs the tests.
"""

import mmap
import os
import re
import select
import struct
import subprocess
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.together.processes import Child
from tests.waiting import until

WIDTH = 1024
HEIGHT = 768
STARTS_WITHIN_S = 20.0
BYTES_PER_PIXEL = 4
NOWHERE = (700, 600)
"""Where the pointer rests between clicks: on no icon, so that nothing is drawn as hovered."""

DOUBLE_CLICK_MS = 60

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <standard_session_servicedirs/>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The point to click."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Window:
    """A window the window manager knows: not the tray hosts, not pop-ups."""

    number: str
    title: str
    kind: str


class Screen:
    """An X server with a window manager and a message bus, private to the test module."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self.env: dict[str, str] = {}
        self._pixels: mmap.mmap | None = None
        self._start = 0

    def __enter__(self) -> Self:
        """Start all of it and wait until it answers."""
        with ExitStack() as stack:
            self.env = quiet_environment(self._folder)
            self.env["DISPLAY"] = self._x_server(stack)
            self.env["DBUS_SESSION_BUS_ADDRESS"] = self._bus(stack)
            stack.enter_context(Child(["openbox"], self.env))
            until(lambda: '"Openbox"' in self._ask("xwininfo", "-root", "-tree"), STARTS_WITHIN_S, "the window manager")
            self._stack = stack.pop_all()
        self.move_away()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop all of it."""
        if self._pixels:
            self._pixels.close()
        self._stack.close()

    def _x_server(self, stack: ExitStack) -> str:
        reading, writing = os.pipe()
        geometry = f"{WIDTH}x{HEIGHT}x24"
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", geometry, "-nolisten", "tcp", "-noreset"]
        stack.enter_context(Child([*command, "-fbdir", self._folder], self.env, pass_fds=[writing]))
        os.close(writing)
        number = _first_line(reading, "the X server's number")
        self._map_pixels()
        return f":{number}"

    def _map_pixels(self) -> None:
        # The X server keeps its picture in a file: looking at a pixel costs nothing and disturbs nobody.
        with (self._folder / "Xvfb_screen0").open("rb") as file:
            self._pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header_bytes = struct.unpack_from(">I", self._pixels, 0)[0]
        colours = struct.unpack_from(">I", self._pixels, 19 * 4)[0]
        self._start = header_bytes + colours * 12

    def _bus(self, stack: ExitStack) -> str:
        folder = self._folder / "bus"
        folder.mkdir()
        config = folder / "session.conf"
        config.write_text(_BUS.format(folder=folder), encoding="utf-8")
        reading, writing = os.pipe()
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", f"--print-address={writing}"]
        stack.enter_context(Child(command, self.env, pass_fds=[writing]))
        os.close(writing)
        return _first_line(reading, "the message bus")

    def _ask(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, check=False, timeout=STARTS_WITHIN_S
        )
        return done.stdout

    def pixels(self, area: Area) -> bytes:
        """What the screen shows there, four bytes a pixel (blue, green, red, unused)."""
        assert self._pixels is not None, "the screen is not started"
        rows = []
        for y in range(area.y, area.y + area.height):
            first = self._start + (y * WIDTH + area.x) * BYTES_PER_PIXEL
            rows.append(self._pixels[first : first + area.width * BYTES_PER_PIXEL])
        return b"".join(rows)

    def tree(self) -> str:
        """Every window there is, as `xwininfo` lists them."""
        return self._ask("xwininfo", "-root", "-tree")

    def windows(self) -> list[Window]:
        """The program's windows that a person sees: mapped, no part of a tray host, no notice that goes by itself."""
        numbers = re.findall(r"0x[0-9a-f]+", self._ask("xprop", "-root", "_NET_CLIENT_LIST"))
        known = [window for number in numbers if (window := self._window(number))]
        return [window for window in known if window.kind in {"NORMAL", "DIALOG", "UTILITY"}]

    def _window(self, number: str) -> Window | None:
        facts = self._ask("xprop", "-id", number, "WM_CLASS", "_NET_WM_NAME", "WM_NAME", "_NET_WM_WINDOW_TYPE")
        shown = "Map State: IsViewable" in self._ask("xwininfo", "-id", number)
        host = re.search(r'WM_CLASS\(STRING\) = .*"(trayer|panel|xfce4-panel|wrapper[^"]*)"', facts, re.IGNORECASE)
        if host or not shown:
            return None
        title = re.search(r'NAME\([A-Z0-9_]+\) = "(.*)"', facts)
        kind = re.search(r"_NET_WM_WINDOW_TYPE_(\w+)", facts)
        return Window(number, title[1] if title else "", kind[1] if kind else "")

    def active(self) -> str:
        """Number of the window that has the focus."""
        found = re.search(r"0x[0-9a-f]+", self._ask("xprop", "-root", "_NET_ACTIVE_WINDOW"))
        return found[0] if found else ""

    def click(self, area: Area, button: int = 1, times: int = 1) -> None:
        """Click the middle of an area with the mouse, then take the pointer away.

        Args:
            button: 1 left, 2 middle, 3 right.
            times: 2 for a double click.
        """
        x, y = area.middle
        clicks = ["click", "--repeat", str(times), "--delay", str(DOUBLE_CLICK_MS), str(button)]
        self._ask("xdotool", "mousemove", str(x), str(y), *clicks)
        self.move_away()

    def move_away(self) -> None:
        """Put the pointer where nothing reacts to it."""
        self._ask("xdotool", "mousemove", str(NOWHERE[0]), str(NOWHERE[1]))

    def key(self, name: str) -> None:
        """Press a key, named as `xdotool` names it, for example ``Escape``."""
        self._ask("xdotool", "key", name)

    def write(self, text: str) -> None:
        """Type a text into the window that has the focus."""
        self._ask("xdotool", "type", "--delay", "12", text)

    def geometry(self, number: str) -> Area:
        """Where a window is."""
        told = self._ask("xwininfo", "-id", number)
        x, y, width, height = (
            int(found[1])
            for words in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
            if (found := re.search(rf"{words}:\s+(-?\d+)", told))
        )
        return Area(x, y, width, height)

    def picture(self, path: Path, area: Area | None = None) -> Path:
        """A PNG of the screen or a part of it."""
        crop = ["-crop", f"{area.width}x{area.height}+{area.x}+{area.y}"] if area else []
        self._ask("import", "-window", "root", *crop, str(path))
        return path


def quiet_environment(folder: Path) -> dict[str, str]:
    """An environment with nothing of the person's: own home and run-time folder, no screen, no bus.

    A bus address that leads nowhere, rather than none: with none, some machines start a bus of their own.
    """
    runtime = folder / "run"
    for path in (folder / "home/.config", runtime):
        path.mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TZ": "Europe/Paris",
        "HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "home/.config"),
        "XDG_RUNTIME_DIR": str(runtime),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/no-bus",
        "NO_AT_BRIDGE": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **_passed_on(os.environ),
    }


def _passed_on(env: Mapping[str, str]) -> dict[str, str]:
    return {name: env[name] for name in ("COVERAGE_PROCESS_START", "PYTHONDONTWRITEBYTECODE") if name in env}


def _first_line(reading: int, what: str) -> str:
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([pipe], [], [], STARTS_WITHIN_S)
            assert ready, f"Not within {STARTS_WITHIN_S} s: {what}"
            got = pipe.read(4096)
            assert got, f"It ended before it told: {what}"
            line += got
    return line.decode().strip()
