"""Which zone the person is in, by its IANA name, noticed anew in a running process.

Python looks at the zone once, when the process starts; a laptop that travels would keep the zone of its departure for
ever. Here every question compares the cheap marks of a change (environment, file times, registry value) with the last.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

LOCALTIME = Path("/etc/localtime")
TIMEZONE = Path("/etc/timezone")

UNKNOWN = "UTC"
"""Name given to a zone that has no IANA name here; its offset then comes from the operating system."""

MOST_LINKS = 8
LONGEST_NAME = 64
S_PER_MIN = 60


class Zones(Protocol):
    """Where the name of the zone comes from."""

    def name(self) -> str:
        """IANA name of the zone at this moment; empty when the system's zone has none."""
        ...

    def source(self) -> str:
        """Where the name was found, for people (``TZ``, ``/etc/localtime``, ``registry``)."""
        ...


class UnixZones:
    """Linux and macOS: `TZ`, then the link `/etc/localtime`, then the name in `/etc/timezone`.

    Args:
        localtime: the link into the zone database.
        timezone: file with the zone's name, where a distribution keeps one (Debian).
        environ: where `TZ` is looked up, at every question.
    """

    def __init__(
        self, localtime: Path = LOCALTIME, timezone: Path = TIMEZONE, environ: Mapping[str, str] = os.environ
    ) -> None:
        self._localtime = localtime
        self._timezone = timezone
        self._environ = environ
        self._mark: object = None
        self._name = ""
        self._source = ""

    def name(self) -> str:
        """IANA name of the zone at this moment; empty when the system's zone has none."""
        mark = (self._environ.get("TZ"), _mark(self._localtime), _mark(self._timezone))
        if mark != self._mark:
            if sys.platform != "win32":
                time.tzset()  # So that the operating system's own offset follows as well.
            self._name, self._source = self._look()
            self._mark = mark
        return self._name

    def source(self) -> str:
        """Where the name was found."""
        self.name()
        return self._source

    def _look(self) -> tuple[str, str]:
        setting = self._environ.get("TZ")
        if setting is not None:
            return self._from_setting(setting.removeprefix(":")), "TZ"
        linked = _linked_zone(self._localtime)
        if linked:
            return linked, str(self._localtime)
        try:
            named = self._timezone.read_text("utf-8", "replace").strip()
        except OSError:
            named = ""
        # A copied /etc/localtime may have left an old name behind: believe the name only if its rules are the same.
        if named and _known(named) and _same_rules(named, self._localtime):
            return named, str(self._timezone)
        return "", "none"

    def _from_setting(self, setting: str) -> str:
        if not setting:
            return "UTC"  # POSIX: an empty TZ is UTC.
        if setting.startswith("/"):
            return _zone_in(setting) or _linked_zone(Path(setting))
        return setting if _known(setting) else ""


class WindowsZones:
    """Windows: the zone's key in the registry, by way of the table that Unicode keeps (CLDR, in `tzlocal`).

    Not run on Windows when it was written: tests give it the values and a piece of the table.

    Args:
        value: reads one value of the registry key TimeZoneInformation; None when it is absent.
        table: IANA name by Windows name, for example ``Romance Standard Time`` to ``Europe/Paris``.
    """

    def __init__(self, value: Callable[[str], object], table: Mapping[str, str]) -> None:
        self._value = value
        self._table = table

    def name(self) -> str:
        """IANA name of the zone at this moment; empty when the system's zone has none."""
        # Some systems hand out the whole buffer behind the name (seen by tzlocal), hence the cut at the first zero.
        key = str(self._value("TimeZoneKeyName") or "").split("\0", 1)[0]
        if self._value("DynamicDaylightTimeDisabled") == 1:
            # "Adjust for daylight saving time automatically" is off: the standard offset holds all year. Bias is UTC
            # minus local in minutes, which is also the sign of the Etc/GMT names.
            bias_min = self._value("Bias")
            if not isinstance(bias_min, int):
                return ""
            signed_min = bias_min - 2**32 if bias_min >= 2**31 else bias_min
            return f"Etc/GMT{signed_min // S_PER_MIN:+d}" if signed_min % S_PER_MIN == 0 else ""
        found = self._table.get(key) or self._table.get(f"{key} Standard Time") or ""
        return found if _known(found) else ""

    def source(self) -> str:
        """Where the name was found."""
        return "registry" if self.name() else "none"


def system_zones() -> Zones:
    """The zones of the operating system this runs on."""
    if sys.platform == "win32":
        from tzlocal.windows_tz import win_tz

        return WindowsZones(_registry_value, win_tz)
    return UnixZones()


def offset_min(at_s: int, zone: str) -> int:
    """Offset of the zone from UTC at an instant, whole minutes east; of the operating system when `zone` is empty.

    Args:
        at_s: seconds since 1970, UTC.
        zone: IANA name that `Zones.name` gave.
    """
    if not zone:
        return time.localtime(at_s).tm_gmtoff // S_PER_MIN
    return _zone_offset_s(at_s, zone) // S_PER_MIN


def _zone_offset_s(at_s: int, zone: str) -> int:
    offset = datetime.fromtimestamp(at_s, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _linked_zone(path: Path) -> str:
    """Zone a link points into, at the first hop that names one (NixOS links by way of /etc/zoneinfo, for example)."""
    for _ in range(MOST_LINKS):
        try:
            target = os.readlink(path)  # noqa: PTH115 - Path would tidy the text that is looked at
        except OSError:
            return ""
        path = path.parent / target
        if found := _zone_in(str(path)):
            return found
    return ""


def _zone_in(path: str) -> str:
    _, found, name = path.rpartition("/zoneinfo/")
    name = name.removeprefix("posix/").removeprefix("right/")
    return name if found and _known(name) else ""


def _known(name: str) -> bool:
    if len(name) > LONGEST_NAME:  # A long text of dots exhausts the import system that looks for tzdata.
        return False
    try:
        ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # Odd characters, no such zone, a folder of zones.
        return False
    return True


def _same_rules(name: str, localtime: Path) -> bool:
    """Whether a copied zone file has the rules of the named zone, by their offsets over the years of a working life."""
    try:
        with localtime.open("rb") as file:
            copied = ZoneInfo.from_file(file)
    except FileNotFoundError:
        return True  # Nothing contradicts the name.
    except (ValueError, OSError):
        return False
    months = (datetime(year, month, 1, tzinfo=UTC) for year in range(2000, 2038, 3) for month in (1, 7))
    return all(
        moment.astimezone(copied).utcoffset() == moment.astimezone(ZoneInfo(name)).utcoffset() for moment in months
    )


if sys.platform == "win32":
    import winreg

    def _registry_value(name: str) -> object:
        path = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
                value: object = winreg.QueryValueEx(key, name)[0]
        except OSError:
            return None
        return value
