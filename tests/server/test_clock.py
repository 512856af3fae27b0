"""The real clocks of the server."""

from pathlib import Path

from truthtime_server.clock import SystemClock


def test_the_wall_clock_is_that_of_the_file_system(tmp_path: Path) -> None:
    clock = SystemClock()
    before_ms = clock.wall_ms()
    (tmp_path / "file").touch()
    # The kernel stamps files with the time of its last tick.
    assert before_ms - 50 <= (tmp_path / "file").stat().st_mtime_ns // 1_000_000 <= clock.wall_ms()


def test_the_steady_clock_only_runs_forwards() -> None:
    clock = SystemClock()
    readings = [clock.steady_ms() for _ in range(10_000)]
    assert readings == sorted(readings)
