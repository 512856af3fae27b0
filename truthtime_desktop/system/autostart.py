"""Start when I sign in: the entry that the desktop reads at log-in, one kind for each operating system.

What counts is what the desktop will do, so the entry itself is read each time and nothing is remembered beside it.
"""

import importlib
import os
import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from truthtime_core.errors import StoreError
from truthtime_desktop.config import disk_error, replace_file
from truthtime_desktop.system import desktop_entry

APPLICATION = "com.truthtime.TruthTime"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where the task manager notes what a person has switched off: first byte odd. Not in any document of the vendor."""


class Launch(NamedTuple):
    """How to start this program.

    Attributes:
        argv: program and arguments.
        folder: where to be when starting it; empty when it does not matter.
    """

    argv: tuple[str, ...]
    folder: str = ""


class Autostart(Protocol):
    """The entry of one operating system."""

    def is_on(self) -> bool:
        """Whether the next log-in starts a TruthTime.

        Raises:
            StoreError: the entry is there and cannot be read.
        """
        ...

    def remark(self) -> str:
        """What is odd about the entry, a sentence; empty when nothing is: it starts another copy, or was edited."""
        ...

    def turn_on(self) -> None:
        """Start this program at log-in from now on. An entry that starts another copy is set right.

        Raises:
            StoreError: the entry cannot be written.
        """
        ...

    def turn_off(self) -> None:
        """Start nothing at log-in. What a person has edited stays, switched off.

        Raises:
            StoreError: the entry cannot be changed.
        """
        ...


class Registry(Protocol):
    """The values below the current user's key in the registry of Windows."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """The value, None when there is none."""
        ...

    def write(self, key: str, name: str, value: str) -> None:
        """Set a text value."""
        ...

    def delete(self, key: str, name: str) -> None:
        """Remove the value if it is there."""
        ...


def own_launch() -> Launch:
    """How this very copy is started: frozen, from an environment that has our commands, or from its source."""
    if getattr(sys, "frozen", False):
        return Launch((sys.executable,))
    script = Path(sys.executable).with_name("truthtime-tray" + (".exe" if sys.platform == "win32" else ""))
    if script.is_file():
        return Launch((str(script),))
    return Launch((sys.executable, "-m", "truthtime_desktop"), str(Path(__file__).resolve().parents[2]))


def find_autostart(
    launch: Launch | None = None, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Autostart:
    """The entry of this operating system.

    Args:
        launch: what to start; this copy when left out.
        platform: as `sys.platform` says it.
    """
    launch = launch or own_launch()
    if platform == "win32":
        return RunKeyAutostart(launch, WindowsRegistry())
    if platform == "darwin":
        return AgentAutostart(launch, Path.home() / "Library" / "LaunchAgents" / f"{APPLICATION}.plist")
    return XdgAutostart(launch, environ)


class XdgAutostart:
    """A desktop entry in the person's autostart folder (Desktop Application Autostart Specification 0.5).

    Args:
        launch: what to start.
        environ: for the folders of the XDG Base Directory Specification.
    """

    def __init__(self, launch: Launch, environ: Mapping[str, str]) -> None:
        self._launch = launch
        # A relative path is to be ignored (XDG Base Directory Specification 0.8).
        home = Path(environ.get("XDG_CONFIG_HOME", ""))
        home = home if home.is_absolute() else Path(environ.get("HOME", "") or Path.home()) / ".config"
        name = f"{APPLICATION}.desktop"
        self.path = home / "autostart" / name
        folders = (environ.get("XDG_CONFIG_DIRS", "") or "/etc/xdg").split(":")
        self._for_all = [Path(one) / "autostart" / name for one in folders if Path(one).is_absolute()]

    def is_on(self) -> bool:
        """See `Autostart`."""
        text = self._effective()
        return text is not None and _starts(desktop_entry.values(text))

    def remark(self) -> str:
        """See `Autostart`."""
        text = self._effective()
        if text is None or not _starts(desktop_entry.values(text)):
            return ""
        return _remark(desktop_entry.argv(desktop_entry.values(text).get("Exec", "")), self._launch)

    def turn_on(self) -> None:
        """See `Autostart`."""
        text = _text(self.path)
        entry = desktop_entry.Entry("TruthTime", "Tracks your time from the tray", self._launch.argv)
        fresh = desktop_entry.text(entry, icon=APPLICATION, folder=self._launch.folder)
        if text is not None and desktop_entry.values(text).get("Type") == "Application":
            # Lines that a person has added stay.
            fresh = desktop_entry.changed(
                text, {**desktop_entry.values(fresh), "Hidden": None, "X-GNOME-Autostart-enabled": None}
            )
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error
        replace_file(self.path, fresh.encode("utf-8", "surrogateescape"))

    def turn_off(self) -> None:
        """See `Autostart`."""
        text = _text(self.path)
        own = desktop_entry.Entry("TruthTime", "Tracks your time from the tray", self._launch.argv)
        untouched = text is None or text == desktop_entry.text(own, icon=APPLICATION, folder=self._launch.folder)
        if untouched and not any(path.exists() for path in self._for_all):
            _remove(self.path)
            return
        # "Hidden should have been called Deleted" (Desktop Entry Specification): it also covers an entry for all users.
        hidden = desktop_entry.changed(
            text or "[Desktop Entry]\nType=Application\nName=TruthTime\n", {"Hidden": "true"}
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self.path, hidden.encode("utf-8", "surrogateescape"))

    def _effective(self) -> str | None:
        """The entry in force: the person's, or the first one for all users."""
        return next((text for path in (self.path, *self._for_all) if (text := _text(path)) is not None), None)


class AgentAutostart:
    """A launch agent (launchd.plist(5)): read by macOS when this person logs in.

    Args:
        launch: what to start.
        path: in ``~/Library/LaunchAgents``.
    """

    def __init__(self, launch: Launch, path: Path) -> None:
        self._launch = launch
        self.path = path

    def is_on(self) -> bool:
        """See `Autostart`."""
        agent = self._read()
        return bool(agent.get("RunAtLoad")) and not agent.get("Disabled")

    def remark(self) -> str:
        """See `Autostart`."""
        return _remark([str(word) for word in self._read().get("ProgramArguments", [])], self._launch) * self.is_on()

    def turn_on(self) -> None:
        """See `Autostart`."""
        agent = {**self._read(), **self._own()}
        agent.pop("Disabled", None)
        self._write(agent)

    def turn_off(self) -> None:
        """See `Autostart`."""
        agent = self._read()
        if agent in ({}, self._own()):
            _remove(self.path)
        else:
            self._write({**agent, "Disabled": True})

    def _own(self) -> dict[str, Any]:
        own: dict[str, Any] = {
            "Label": APPLICATION,
            "ProgramArguments": list(self._launch.argv),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        return own | ({"WorkingDirectory": self._launch.folder} if self._launch.folder else {})

    def _read(self) -> dict[str, Any]:
        content = _bytes(self.path)
        try:
            agent = {} if content is None else plistlib.loads(content)
        except Exception as error:
            # plistlib passes on whatever its XML parser raises.
            raise StoreError(f"{self.path} is damaged.", "Remove this file, then switch it on again.") from error
        return agent if isinstance(agent, dict) else {}

    def _write(self, agent: Mapping[str, object]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error
        replace_file(self.path, plistlib.dumps(agent))


class RunKeyAutostart:
    """A value of the Run key of this user (learn.microsoft.com, "Run and RunOnce Registry Keys").

    Args:
        launch: what to start; Windows starts it in a folder of its own choice.
        registry: where the values are.
    """

    NAME = "TruthTime"

    def __init__(self, launch: Launch, registry: Registry) -> None:
        self._launch = launch
        self._registry = registry
        self._line = subprocess.list2cmdline(launch.argv)

    def is_on(self) -> bool:
        """See `Autostart`."""
        approved = self._registry.read(APPROVED_KEY, self.NAME)
        switched_off = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        return bool(self._registry.read(RUN_KEY, self.NAME)) and not switched_off

    def remark(self) -> str:
        """See `Autostart`."""
        line = self._registry.read(RUN_KEY, self.NAME)
        if not self.is_on() or line == self._line:
            return ""
        program = subprocess.list2cmdline(self._launch.argv[:1])
        return _EDITED if isinstance(line, str) and line.startswith(program) else _elsewhere(str(line))

    def turn_on(self) -> None:
        """See `Autostart`."""
        self._registry.write(RUN_KEY, self.NAME, self._line)
        self._registry.delete(APPROVED_KEY, self.NAME)

    def turn_off(self) -> None:
        """See `Autostart`."""
        self._registry.delete(RUN_KEY, self.NAME)


class WindowsRegistry:
    """The real one."""

    def __init__(self) -> None:
        # By name, because this module exists on Windows only and type checkers of other systems know nothing of it.
        self._winreg: Any = importlib.import_module("winreg")

    def read(self, key: str, name: str) -> str | bytes | None:
        """See `Registry`."""
        try:
            with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, key) as opened:
                value = self._winreg.QueryValueEx(opened, name)[0]
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _registry_error(error) from error
        return value if isinstance(value, str | bytes) else None

    def write(self, key: str, name: str, value: str) -> None:
        """See `Registry`."""
        try:
            with self._winreg.CreateKey(self._winreg.HKEY_CURRENT_USER, key) as opened:
                self._winreg.SetValueEx(opened, name, 0, self._winreg.REG_SZ, value)
        except OSError as error:
            raise _registry_error(error) from error

    def delete(self, key: str, name: str) -> None:
        """See `Registry`."""
        try:
            with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, key, 0, self._winreg.KEY_SET_VALUE) as opened:
                self._winreg.DeleteValue(opened, name)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _registry_error(error) from error


_EDITED = "This entry was changed by hand. It is kept as it is."


def _elsewhere(program: str) -> str:
    return f"This starts another copy: {program}. Switch it off and on again to start the one that runs now."


def _remark(argv: Sequence[str], launch: Launch) -> str:
    if tuple(argv) == launch.argv:
        return ""
    return _EDITED if argv and argv[0] == launch.argv[0] else _elsewhere(argv[0] if argv else "")


def _starts(values: Mapping[str, str]) -> bool:
    hidden = values.get("Hidden", "").lower() == "true"
    return bool(values.get("Exec")) and not hidden and values.get("X-GNOME-Autostart-enabled", "").lower() != "false"


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_error(error, path) from error


def _text(path: Path) -> str | None:
    content = _bytes(path)
    return None if content is None else content.decode("utf-8", "surrogateescape")


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, path) from error


def _registry_error(error: OSError) -> StoreError:
    return StoreError(
        f"Windows does not allow this change: {error.strerror or error}.",
        "Add TruthTime in the settings of Windows under Apps, Startup.",
    )
