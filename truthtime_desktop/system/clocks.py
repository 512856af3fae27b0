"""The real clocks. This is the only module that asks the operating system what time it is.

Which clock of which system stops in sleep (research, section 3.3): Linux stops CLOCK_MONOTONIC and runs
CLOCK_BOOTTIME; macOS stops CLOCK_UPTIME_RAW and runs CLOCK_MONOTONIC; Windows stops the unbiased interrupt time and
runs the interrupt time. `time.monotonic()` means something else on each of them, so it is not used.
"""

import ctypes
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from truthtime_core.clock import Reading
from truthtime_desktop.system.zones import UNKNOWN, Zones, offset_min, system_zones

NS_PER_US = 1_000
NS_PER_MS = 1_000_000
MS_PER_S = 1_000
NS_PER_INTERRUPT_UNIT = 100
"""Windows counts interrupt time in units of 100 ns (QueryInterruptTime, realtimeapiset.h)."""

BRACKET_NS = 1_000_000
"""The clocks are sampled one after the other; a sample that took longer than this was interrupted and is repeated."""

MOST_SAMPLES = 5

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Counters(Protocol):
    """The clocks of one operating system that nobody can set."""

    boot: str
    """Identity of this run of the operating system."""

    sources: tuple[str, str]
    """What the system calls its awake and its elapsed clock."""

    def awake_ns(self) -> int:
        """Nanoseconds since boot, standing still in sleep."""
        ...

    def elapsed_ns(self) -> int:
        """Nanoseconds since boot, running in sleep."""
        ...


class PosixCounters:
    """Linux and macOS: two POSIX clocks.

    Args:
        awake_ns: reads the clock that stops in sleep.
        elapsed_ns: reads the clock that runs in sleep.
        sources: their names.
        boot: identity of the boot; empty when the system does not tell.
    """

    def __init__(
        self, awake_ns: Callable[[], int], elapsed_ns: Callable[[], int], sources: tuple[str, str], boot: str
    ) -> None:
        self._awake_ns = awake_ns
        self._elapsed_ns = elapsed_ns
        self.sources = sources
        self.boot = boot or boot_of_this_process()

    def awake_ns(self) -> int:
        """Nanoseconds since boot, standing still in sleep."""
        return self._awake_ns()

    def elapsed_ns(self) -> int:
        """Nanoseconds since boot, running in sleep."""
        return self._elapsed_ns()


class WindowsCounters:
    """Windows 10 and later: the two interrupt times.

    Run under Wine 8, not on Windows: tests give it a library with these functions. That a hibernating "fast start-up"
    counts as sleep, and how Modern Standby counts, has to be tried on real computers.

    Args:
        library: KernelBase.dll as ctypes loads it (kernel32.dll does not export QueryInterruptTime everywhere). Where
            it lacks that function (Wine 8), GetTickCount64 takes its place: it counts sleep too (sysinfoapi.h), in
            steps of 10 to 16 ms.
        boot_number: the number Windows raises at every boot, None when it is not kept.
    """

    def __init__(self, library: Any, boot_number: int | None) -> None:  # noqa: ANN401 - ctypes libraries have no type
        self._unbiased = library.QueryUnbiasedInterruptTime
        self._biased: Any = getattr(library, "QueryInterruptTime", None)
        self._ticks_ms: Any = library.GetTickCount64 if self._biased is None else None
        if self._ticks_ms is not None:
            self._ticks_ms.restype = ctypes.c_ulonglong  # ctypes would cut it to 32 bits: negative after 25 days
        self.sources = ("QueryUnbiasedInterruptTime", "QueryInterruptTime" if self._biased else "GetTickCount64")
        self.boot = boot_of_this_process() if boot_number is None else f"windows-{boot_number}"

    def awake_ns(self) -> int:
        """Nanoseconds since boot, standing still in sleep and hibernation."""
        units = ctypes.c_ulonglong(0)
        self._unbiased(ctypes.byref(units))
        return units.value * NS_PER_INTERRUPT_UNIT

    def elapsed_ns(self) -> int:
        """Nanoseconds since boot, running in sleep and hibernation."""
        if self._ticks_ms is not None:
            return int(self._ticks_ms()) * NS_PER_MS
        units = ctypes.c_ulonglong(0)
        self._biased(ctypes.byref(units))
        return units.value * NS_PER_INTERRUPT_UNIT


class _Sample(NamedTuple):
    wall_ns: int
    awake_ns: int
    elapsed_ns: int
    apart_ns: int


class SystemClock:
    """The clock of this computer (a `truthtime_core.clock.Clock`).

    Args:
        counters: the clocks nobody can set; those of this operating system by default.
        zones: where the zone's name comes from; this operating system by default.
    """

    def __init__(self, counters: Counters | None = None, zones: Zones | None = None) -> None:
        self._counters = counters or system_counters()
        self._zones = zones or system_zones()

    def read(self) -> Reading:
        """All clocks, sampled within a millisecond where the computer lets us."""
        sample = self._sample()
        at_ms = sample.wall_ns // NS_PER_MS
        zone = self._zones.name()
        return Reading(
            at_ms=at_ms,
            offset_min=offset_min(at_ms // MS_PER_S, zone),
            zone=zone or UNKNOWN,
            boot=self._counters.boot,
            awake_ms=sample.awake_ns // NS_PER_MS,
            elapsed_ms=sample.elapsed_ns // NS_PER_MS,
        )

    def report(self) -> dict[str, str]:
        """What the clocks are and what they say now, for `truthtime doctor`."""
        reading = self.read()
        awake, elapsed = self._counters.sources
        return {
            "Awake clock": f"{awake}, {reading.awake_ms} ms",
            "Elapsed clock": f"{elapsed}, {reading.elapsed_ms} ms",
            "Asleep since boot": f"{reading.elapsed_ms - reading.awake_ms} ms",
            "Clocks sampled within": f"{self._sample().apart_ns // NS_PER_US} µs",
            "Boot": reading.boot,
            "Zone": f"{reading.zone}, {reading.offset_min:+d} min from UTC, from {self._zones.source()}",
        }

    def _sample(self) -> _Sample:
        """The tightest of a few samples.

        The bracket is measured by the elapsed clock, so that a suspend between two of the readings is seen too.
        """
        best = self._sample_once()
        for _ in range(MOST_SAMPLES - 1):
            if best.apart_ns < BRACKET_NS:
                break
            best = min(best, self._sample_once(), key=lambda sample: sample.apart_ns)
        return best

    def _sample_once(self) -> _Sample:
        before_ns = self._counters.elapsed_ns()
        awake_ns = self._counters.awake_ns()
        wall_ns = time.time_ns()
        after_ns = self._counters.elapsed_ns()
        return _Sample(wall_ns, awake_ns, (before_ns + after_ns) // 2, after_ns - before_ns)


def clock_report() -> dict[str, str]:
    """What the clocks of this computer are and what they say now, for `truthtime doctor`."""
    return SystemClock().report()


def system_counters() -> Counters:
    """The counters of the operating system this runs on."""
    if sys.platform == "win32":
        return WindowsCounters(ctypes.WinDLL("KernelBase.dll"), _windows_boot_number())
    clock = time.clock_gettime_ns
    if sys.platform == "darwin":
        names = ("CLOCK_UPTIME_RAW", "CLOCK_MONOTONIC")
        return PosixCounters(
            partial(clock, time.CLOCK_UPTIME_RAW),
            partial(clock, time.CLOCK_MONOTONIC),
            names,
            mac_boot(ctypes.CDLL(None)),
        )
    names = ("CLOCK_MONOTONIC", "CLOCK_BOOTTIME")
    return PosixCounters(
        partial(clock, time.CLOCK_MONOTONIC), partial(clock, time.CLOCK_BOOTTIME), names, linux_boot(BOOT_ID)
    )


def linux_boot(path: Path) -> str:
    """Identity the kernel made for this boot; empty when it cannot be read."""
    try:
        return path.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def mac_boot(libc: Any) -> str:  # noqa: ANN401 - ctypes libraries have no type
    """Identity macOS made for this boot (sysctl ``kern.bootsessionuuid``); empty when it cannot be read.

    Not run on macOS when it was written: tests give it a library with this function.
    """
    text = ctypes.create_string_buffer(64)
    size = ctypes.c_size_t(ctypes.sizeof(text))
    failed = libc.sysctlbyname(b"kern.bootsessionuuid", text, ctypes.byref(size), None, ctypes.c_size_t(0))
    return "" if failed else text.value.decode("ascii", "replace").lower()


def boot_of_this_process() -> str:
    """Identity for a system that does not tell its own: durations then count inside this process only."""
    return f"process-{os.getpid()}-{os.urandom(8).hex()}"


if sys.platform == "win32":
    import winreg

    def _windows_boot_number() -> int | None:
        path = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
                number = winreg.QueryValueEx(key, "BootId")[0]
        except OSError:
            return None
        return number if isinstance(number, int) else None
