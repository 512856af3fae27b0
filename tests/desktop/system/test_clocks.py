"""The real clocks and the clock of the tests keep the same contract; sleep and clock changes are told apart."""

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clocks import MS_PER_H, MS_PER_MIN, FakeClock
from truthtime_core.clock import Clock, Lapse, Reading, lapse, steady
from truthtime_desktop.system.clocks import (
    PosixCounters,
    SystemClock,
    WindowsCounters,
    clock_report,
    linux_boot,
    mac_boot,
    system_counters,
)
from truthtime_desktop.system.zones import UnixZones

AS_JSON = (
    "import json\n"
    "from dataclasses import asdict\n"
    "from truthtime_desktop.system.clocks import SystemClock\n"
    "print(json.dumps(asdict(SystemClock().read())))\n"
)


def read_elsewhere(*command: str, **environ: str) -> Reading:
    """A reading taken by a new process."""
    said = subprocess.run(
        [*command, sys.executable, "-c", AS_JSON],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return Reading(**json.loads(said.stdout))


@pytest.fixture(params=[SystemClock, FakeClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


class TestContract:
    """What every clock promises."""

    def test_two_readings_in_a_row_belong_together(self, clock: Clock) -> None:
        before, after = clock.read(), clock.read()
        assert before.boot == after.boot
        assert before.boot
        assert before.at_ms <= after.at_ms
        assert before.awake_ms <= after.awake_ms
        assert before.elapsed_ms <= after.elapsed_ms
        assert lapse(before, after).stepped_ms == 0
        assert steady(after, before).elapsed_ms - steady(after, before).awake_ms == before.elapsed_ms - before.awake_ms

    def test_elapsed_is_never_less_than_awake(self, clock: Clock) -> None:
        reading = clock.read()
        assert reading.elapsed_ms >= reading.awake_ms - 1
        assert reading.awake_ms >= 0

    def test_all_numbers_are_whole_and_the_offset_is_a_possible_one(self, clock: Clock) -> None:
        reading = clock.read()
        numbers = (reading.at_ms, reading.offset_min, reading.awake_ms, reading.elapsed_ms)
        assert all(type(number) is int for number in numbers)
        assert -12 * 60 <= reading.offset_min <= 14 * 60
        assert reading.zone


class TestFakeClock:
    """Each drive moves what it says and nothing else."""

    def test_a_tick_moves_all_clocks(self) -> None:
        clock = FakeClock()
        before = clock.read()
        assert lapse(before, clock.tick(1_500)) == Lapse(1_500, 0, 0)

    def test_sleep_leaves_the_awake_clock(self) -> None:
        clock = FakeClock()
        before = clock.read()
        assert lapse(before, clock.sleep(MS_PER_H)) == Lapse(0, MS_PER_H, 0)

    def test_a_step_moves_the_wall_clock_only(self) -> None:
        clock = FakeClock()
        before = clock.read()
        assert lapse(before, clock.step(-MS_PER_H)) == Lapse(0, 0, -MS_PER_H)

    def test_a_reboot_begins_new_clocks(self) -> None:
        clock = FakeClock()
        before = clock.read()
        after = clock.reboot(off_ms=5 * MS_PER_MIN)
        assert after.boot != before.boot
        assert after.at_ms == before.at_ms + 5 * MS_PER_MIN
        assert (after.awake_ms, after.elapsed_ms) == (0, 0)

    def test_travel_changes_zone_and_offset(self) -> None:
        clock = FakeClock()
        assert clock.read().offset_min == 60
        after = clock.travel("Asia/Kathmandu")
        assert (after.zone, after.offset_min) == ("Asia/Kathmandu", 345)

    def test_the_offset_follows_daylight_saving(self) -> None:
        clock = FakeClock(start="2026-10-25T02:59:00", zone="Europe/Paris")
        assert clock.read().offset_min == 120
        assert clock.tick(2 * MS_PER_MIN).offset_min == 60


class TestSleepAndSteps:
    """Against the real kernel: a time namespace is a computer that slept, libfaketime is somebody setting the clock."""

    def test_elapsed_includes_sleep_and_awake_does_not(self) -> None:
        slept_s = 7_200
        namespace = ["unshare", "-T", "--boottime", str(slept_s), "--monotonic", "0"]
        if (
            not shutil.which("unshare")
            or subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode
        ):
            pytest.skip("This computer does not let us make a time namespace (unshare -T).")
        before, after = read_elsewhere(), read_elsewhere(*namespace)
        assert after.boot == before.boot
        between = lapse(before, after)
        assert between.awake_ms < MS_PER_MIN
        assert slept_s * 1_000 <= between.asleep_ms < slept_s * 1_000 + MS_PER_MIN

    def test_a_clock_change_leaves_awake_and_elapsed_alone(self) -> None:
        if not shutil.which("faketime"):
            pytest.skip("The program faketime is not installed.")
        ahead = ["faketime", "-f", "+5h"]
        before, after = read_elsewhere(), read_elsewhere(*ahead, FAKETIME_DONT_FAKE_MONOTONIC="1")
        between = lapse(before, after)
        assert between.awake_ms < MS_PER_MIN
        assert between.asleep_ms < MS_PER_MIN
        assert abs(between.stepped_ms - 5 * MS_PER_H) < MS_PER_MIN
        with pytest.raises(AssertionError):  # The same assertion fails a duration made of wall time.
            assert after.at_ms - before.at_ms < MS_PER_MIN


class Library:
    """Stands in for KernelBase.dll: a contract of two functions that fill in a number of 100 ns units."""

    def __init__(self, awake_units: int, asleep_units: int) -> None:
        self.awake_units = awake_units
        self.asleep_units = asleep_units

    def QueryUnbiasedInterruptTime(self, out: Any) -> int:  # noqa: N802, ANN401 - as Windows calls it
        ctypes.cast(out, ctypes.POINTER(ctypes.c_ulonglong))[0] = self.awake_units
        return 1

    def QueryInterruptTime(self, out: Any) -> None:  # noqa: N802, ANN401 - as Windows calls it
        ctypes.cast(out, ctypes.POINTER(ctypes.c_ulonglong))[0] = self.awake_units + self.asleep_units


class OlderLibrary:
    """The same without QueryInterruptTime, called the way ctypes calls: 32 bits unless the function says otherwise."""

    def __init__(self, awake_units: int, ticks_ms: int) -> None:
        self.QueryUnbiasedInterruptTime = Library(awake_units, 0).QueryUnbiasedInterruptTime
        self.GetTickCount64 = Ticks(ticks_ms)


class Ticks:
    def __init__(self, ticks_ms: int) -> None:
        self.restype: Any = ctypes.c_int
        self._ticks_ms = ticks_ms

    def __call__(self) -> int:
        return int(self.restype(self._ticks_ms).value)


class TestOtherSystems:
    """The thin seams of Windows and macOS, through libraries that keep the documented contract."""

    def test_windows_counts_units_of_100_ns_and_takes_sleep_apart(self) -> None:
        hour_units = 3_600 * 10_000_000
        counters = WindowsCounters(Library(awake_units=hour_units, asleep_units=2 * hour_units), 417)
        reading = SystemClock(counters, UnixZones(environ={"TZ": "Europe/Paris"})).read()
        assert (reading.awake_ms, reading.elapsed_ms) == (MS_PER_H, 3 * MS_PER_H)
        assert reading.boot == "windows-417"

    def test_a_windows_without_the_interrupt_time_counts_its_ticks_for_months(self) -> None:
        months_ms = 100 * 24 * MS_PER_H
        counters = WindowsCounters(OlderLibrary(awake_units=10_000, ticks_ms=months_ms), 417)
        reading = SystemClock(counters, UnixZones(environ={"TZ": "Europe/Paris"})).read()
        assert (reading.awake_ms, reading.elapsed_ms) == (1, months_ms)
        assert counters.sources == ("QueryUnbiasedInterruptTime", "GetTickCount64")

    def test_windows_without_a_boot_number_never_compares_across_processes(self) -> None:
        boots = {WindowsCounters(Library(0, 0), None).boot for _ in range(2)}
        assert len(boots) == 2

    def test_mac_reads_the_boot_session(self) -> None:
        class Libc:
            def sysctlbyname(self, name: bytes, out: Any, _size: Any, _new: None, _new_size: Any) -> int:  # noqa: ANN401
                assert name == b"kern.bootsessionuuid"
                out.value = b"4F3C8A52-0000-4000-8000-1C2D3E4F5A6B"
                return 0

        assert mac_boot(Libc()) == "4f3c8a52-0000-4000-8000-1c2d3e4f5a6b"

    def test_mac_without_a_boot_session_says_nothing(self) -> None:
        class Libc:
            def sysctlbyname(self, *_arguments: Any) -> int:  # noqa: ANN401
                return -1

        assert mac_boot(Libc()) == ""


class TestSampling:
    """An interruption between the clocks is seen and the sample repeated."""

    def test_an_interrupted_sample_is_repeated(self) -> None:
        interruptions_ns = iter([0, 40_000_000, 0, 10, 0, 0])
        now_ns = 1_000_000_000_000

        def elapsed_ns() -> int:
            nonlocal now_ns
            now_ns += next(interruptions_ns, 0)
            return now_ns

        counters = PosixCounters(lambda: now_ns, elapsed_ns, ("awake", "elapsed"), "boot")
        reading = SystemClock(counters, UnixZones(environ={"TZ": "UTC"})).read()
        assert reading.awake_ms == reading.elapsed_ms == 1_000_040

    def test_the_tightest_sample_is_taken_when_none_is_tight(self) -> None:
        gaps_ns = iter([0, 9_000_000, 0, 5_000_000, 0, 2_000_000, 0, 7_000_000, 0, 8_000_000])
        now_ns = 0

        def elapsed_ns() -> int:
            nonlocal now_ns
            now_ns += next(gaps_ns)
            return now_ns

        counters = PosixCounters(lambda: now_ns, elapsed_ns, ("awake", "elapsed"), "boot")
        assert SystemClock(counters, UnixZones(environ={"TZ": "UTC"})).read().awake_ms == 14

    def test_a_kernel_that_tells_no_boot_gives_one_for_this_process(self, tmp_path: Path) -> None:
        assert linux_boot(tmp_path / "absent") == ""
        boots = {PosixCounters(lambda: 0, lambda: 0, ("a", "b"), "").boot for _ in range(2)}
        assert len(boots) == 2
        assert system_counters().boot == linux_boot(Path("/proc/sys/kernel/random/boot_id"))


def test_the_report_names_the_clocks_and_the_zone() -> None:
    report = clock_report()
    assert report["Awake clock"].startswith("CLOCK_MONOTONIC, ")
    assert report["Elapsed clock"].startswith("CLOCK_BOOTTIME, ")
    assert "min from UTC, from " in report["Zone"]
