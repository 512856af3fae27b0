"""Two kinds of tray host on a private desktop, and where the icon is in them."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self

from tests.together.desktop import STARTS_WITHIN_S, WIDTH, Area, Screen
from tests.together.processes import Child
from tests.waiting import until

SHOWN_WITHIN_S = 15.0

_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
  </property>
</channel>
"""


class TrayHost(Protocol):
    """Something that shows tray icons, and can be started before or after the program."""

    def __enter__(self) -> Self:
        """Start it and wait until it accepts icons."""
        ...

    def __exit__(self, *error: object) -> None:
        """Stop it."""
        ...

    def icon(self) -> Area | None:
        """Where the one icon is, None as long as there is none."""
        ...

    def face(self) -> bytes:
        """The pixels of the icon and nothing that others draw."""
        ...


class XEmbedHost:
    """``trayer``: the older protocol, in which the icon is a window of the program inside the host's."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._child: Child | None = None

    def __enter__(self) -> Self:
        """Start it and wait until its panel is there."""
        command = "trayer --edge top --align right --widthtype request --height 32 --SetDockType true"
        self._child = Child([*command.split(), "--transparent", "false", "--tint", "0xcccccc"], self._screen.env)
        until(lambda: self._lines() is not None, STARTS_WITHIN_S, "trayer's panel")
        return self

    def __exit__(self, *error: object) -> None:
        """Stop it."""
        if self._child:
            self._child.__exit__(*error)

    def _lines(self) -> list[str] | None:
        lines = self._screen.tree().splitlines()
        panel = next((at for at, line in enumerate(lines) if '("panel" "trayer")' in line), None)
        if panel is None:
            return None
        indent = indent_of(lines[panel])
        inside = []
        for line in lines[panel + 1 :]:
            if indent_of(line) <= indent:
                break
            inside.append(line)
        return inside

    def icon(self) -> Area | None:
        """The window with a name of its own inside the panel: the host's wrappers have none."""
        for line in self._lines() or []:
            found = re.search(r'0x[0-9a-f]+ "[^"]+".* (\d+)x(\d+)\+-?\d+\+-?\d+ +\+(\d+)\+(\d+)', line)
            if found and int(found[1]) > 1:
                return Area(int(found[3]), int(found[4]), int(found[1]), int(found[2]))
        return None

    def face(self) -> bytes:
        """The icon window's pixels."""
        area = self.icon()
        return self._screen.pixels(area) if area else b""


class StatusNotifierHost:
    """The Xfce panel: the newer protocol, in which the program sends its icon over the bus and the host draws it."""

    AREA = Area(4, 2, 400, 28)
    """Where the panel draws its icons; its right half stays empty and shows what "no icon" looks like."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._child: Child | None = None

    def __enter__(self) -> Self:
        """Start it and wait until it is drawn and listens on the bus."""
        config = Path(self._screen.env["XDG_CONFIG_HOME"]) / "xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(_PANEL, encoding="utf-8")
        self._child = Child(["xfce4-panel", "--disable-wm-check"], self._screen.env)
        until(self._listens, STARTS_WITHIN_S, "the panel as StatusNotifier watcher")
        return self

    def __exit__(self, *error: object) -> None:
        """Stop it and wait until the bus knows."""
        if self._child:
            self._child.__exit__(*error)
            until(lambda: not self._listens(), STARTS_WITHIN_S, "the watcher's end")

    def _listens(self) -> bool:
        bus = "org.freedesktop.DBus"
        call = ["dbus-send", "--session", "--print-reply", f"--dest={bus}", "/org/freedesktop/DBus"]
        name = "string:org.kde.StatusNotifierWatcher"
        done = subprocess.run(
            [*call, f"{bus}.NameHasOwner", name], env=self._screen.env, capture_output=True, text=True, check=False
        )
        return "boolean true" in done.stdout

    def icon(self) -> Area | None:
        """The columns that differ from the empty end of the panel."""
        area = self.AREA
        empty = self._screen.pixels(Area(WIDTH - 40, area.y, 1, area.height))
        columns = [
            x
            for x in range(area.x, area.x + area.width)
            if self._screen.pixels(Area(x, area.y, 1, area.height)) != empty
        ]
        if not columns or len(columns) == area.width:
            return None
        return Area(columns[0], area.y, columns[-1] - columns[0] + 1, area.height)

    def face(self) -> bytes:
        """The pixels of the part of the panel that holds icons."""
        return self._screen.pixels(self.AREA)


HOSTS: dict[str, Callable[[Screen], TrayHost]] = {"xembed": XEmbedHost, "statusnotifier": StatusNotifierHost}


def find(host: TrayHost) -> Area:
    """Where the icon is, once it is."""
    until(lambda: host.icon() is not None, SHOWN_WITHIN_S, "the tray icon")
    area = host.icon()
    assert area is not None
    return area


def settled(host: TrayHost) -> bytes:
    """The icon's pixels once the host has finished drawing: ten looks alike."""
    looks: list[bytes] = []

    def same() -> bool:
        looks.append(host.face())
        return bool(looks[-1]) and len(looks) > 10 and len(set(looks[-10:])) == 1

    until(same, SHOWN_WITHIN_S, "the icon to stand still")
    return looks[-1]


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())
