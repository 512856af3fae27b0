"""The zone's name from each place a system keeps it, and its change noticed in a running process."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import TZPATH

import pytest

from truthtime_core.clock import Reading
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.system.zones import UnixZones, WindowsZones, offset_min, system_zones

SUMMER_S = 1_784_100_000  # 2026-07-15
WINTER_S = 1_794_902_640  # 2026-11-17


class Etc:
    """A folder that looks like /etc."""

    def __init__(self, folder: Path) -> None:
        self.localtime = folder / "localtime"
        self.timezone = folder / "timezone"
        self.zones = UnixZones(self.localtime, self.timezone, environ={})

    def link(self, target: str) -> None:
        """Point localtime at `target` the way timedatectl does: a new link takes the old one's place."""
        fresh = self.localtime.with_name("fresh")
        fresh.symlink_to(target)
        fresh.replace(self.localtime)


@pytest.fixture
def etc(tmp_path: Path) -> Etc:
    return Etc(tmp_path)


@pytest.fixture(autouse=True)
def _own_zone_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),
        ("../usr/share/zoneinfo/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("/usr/share/zoneinfo/posix/Asia/Kathmandu", "Asia/Kathmandu"),
        ("/var/db/timezone/zoneinfo/Australia/Lord_Howe", "Australia/Lord_Howe"),
        ("/usr/share/zoneinfo/Nowhere/Atlantis", ""),
        ("/usr/share/zoneinfo/Europe", ""),
        ("/usr/share/zoneinfo/../../../etc/passwd", ""),
        ("localtime", ""),
    ],
)
def test_the_link_names_the_zone(etc: Etc, target: str, name: str) -> None:
    etc.link(target)
    assert etc.zones.name() == name


def test_a_link_to_a_link_is_followed(etc: Etc, tmp_path: Path) -> None:
    (tmp_path / "static").symlink_to("/usr/share/zoneinfo/Europe/Helsinki")
    etc.link("static")
    assert etc.zones.name() == "Europe/Helsinki"
    assert etc.zones.source() == str(etc.localtime)


def test_a_running_process_notices_the_change(etc: Etc) -> None:
    clock = SystemClock(zones=etc.zones)
    etc.link("/usr/share/zoneinfo/Europe/Paris")
    before = clock.read()
    etc.link("/usr/share/zoneinfo/Asia/Tokyo")
    after = clock.read()
    assert (before.zone, after.zone) == ("Europe/Paris", "Asia/Tokyo")
    assert after.offset_min == 540


def test_the_environment_wins_and_is_asked_each_time(etc: Etc) -> None:
    environ = {"TZ": ":America/New_York"}
    zones = UnixZones(etc.localtime, etc.timezone, environ)
    etc.link("/usr/share/zoneinfo/Europe/Paris")
    assert (zones.name(), zones.source()) == ("America/New_York", "TZ")
    for setting, name in {
        "Asia/Tokyo": "Asia/Tokyo",
        "": "UTC",
        f":{etc.localtime}": "Europe/Paris",
        "/usr/share/zoneinfo/Europe/Rome": "Europe/Rome",
        "CET-1CEST,M3.5.0,M10.5.0/3": "",
        "../../etc/passwd": "",
    }.items():
        environ["TZ"] = setting
        assert zones.name() == name
    del environ["TZ"]
    assert zones.name() == "Europe/Paris"


def test_a_zone_without_a_name_takes_the_offset_of_the_operating_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "HERE-3:30")
    reading = SystemClock().read()
    assert (reading.zone, reading.offset_min) == ("UTC", 210)


def test_a_change_of_the_environment_reaches_the_operating_systems_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SystemClock()
    offsets = []
    for setting in ("HERE-3:30", "THERE+4"):
        monkeypatch.setenv("TZ", setting)
        offsets.append(clock.read().offset_min)
    assert offsets == [210, -240]


def zone_file(name: str) -> Path:
    """A file of the system's zone database."""
    found = [Path(folder) / name for folder in TZPATH if (Path(folder) / name).exists()]
    if not found:
        pytest.skip("This computer has no zone database of its own.")
    return found[0]


def test_a_copied_file_takes_the_name_beside_it_if_the_rules_are_the_same(etc: Etc) -> None:
    shutil.copyfile(zone_file("Europe/Paris"), etc.localtime)
    etc.timezone.write_text("Europe/Paris\n")
    assert (etc.zones.name(), etc.zones.source()) == ("Europe/Paris", str(etc.timezone))


def test_a_name_left_behind_is_not_believed(etc: Etc) -> None:
    shutil.copyfile(zone_file("Asia/Tokyo"), etc.localtime)
    etc.timezone.write_text("Europe/Paris\n")
    assert etc.zones.name() == ""


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"Europe/Paris" * 1000, b"not a zone file"])
def test_odd_files_never_raise(etc: Etc, content: bytes) -> None:
    etc.timezone.write_bytes(content)
    assert etc.zones.name() == ""
    etc.localtime.write_bytes(content)
    assert etc.zones.name() == ""


@pytest.mark.parametrize(
    ("zone", "at_s", "expected"),
    [
        ("Europe/Paris", SUMMER_S, 120),
        ("Europe/Paris", WINTER_S, 60),
        ("Asia/Kathmandu", WINTER_S, 345),
        ("America/St_Johns", WINTER_S, -210),
    ],
)
def test_the_offset_belongs_to_the_instant(zone: str, at_s: int, expected: int) -> None:
    assert offset_min(at_s, zone) == expected


class TestWindows:
    """Through values as the registry holds them; the registry itself was not there."""

    table = {"Romance Standard Time": "Europe/Paris", "Line Islands Standard Time": "Nowhere/Unknown"}  # noqa: RUF012

    def zones(self, **values: object) -> WindowsZones:
        return WindowsZones(values.get, self.table)

    def test_the_key_is_mapped(self) -> None:
        zones = self.zones(TimeZoneKeyName="Romance Standard Time\0\0garbage")
        assert (zones.name(), zones.source()) == ("Europe/Paris", "registry")
        assert self.zones(TimeZoneKeyName="Romance").name() == "Europe/Paris"

    @pytest.mark.parametrize("key", [None, "", "Mars Standard Time", "Line Islands Standard Time"])
    def test_an_unknown_key_has_no_name(self, key: str | None) -> None:
        zones = self.zones(TimeZoneKeyName=key)
        assert (zones.name(), zones.source()) == ("", "none")

    @pytest.mark.parametrize(
        ("bias_min", "name"), [(2**32 - 60, "Etc/GMT-1"), (300, "Etc/GMT+5"), (2**32 - 330, ""), (None, "")]
    )
    def test_daylight_saving_switched_off_by_hand(self, bias_min: int | None, name: str) -> None:
        zones = self.zones(TimeZoneKeyName="Romance Standard Time", DynamicDaylightTimeDisabled=1, Bias=bias_min)
        assert zones.name() == name

    def test_a_change_is_noticed(self) -> None:
        values: dict[str, object] = {"TimeZoneKeyName": "Mars Standard Time"}
        zones = WindowsZones(values.get, self.table)
        assert zones.name() == ""
        values["TimeZoneKeyName"] = "Romance Standard Time"
        assert zones.name() == "Europe/Paris"


def test_the_system_tells_some_zone() -> None:
    zones = system_zones()
    assert zones.name() == "" or zones.source() in {"TZ", "/etc/localtime", "/etc/timezone", "registry"}
    assert isinstance(SystemClock().read(), Reading)
    assert "TZ" not in os.environ or zones.source() == "TZ"
