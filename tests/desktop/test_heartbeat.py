"""The heartbeat survives torn writes, damage of any kind and the death of the program at any moment."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clocks import FakeClock
from truthtime_core.clock import Reading
from truthtime_core.errors import StoreError
from truthtime_desktop.heartbeat import SLOT_BYTES, Beat, Heart

TIMER = "0193a0b0-0000-7000-8000-000000000001"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "heart.bin"


def beats(path: Path, count: int) -> tuple[Beat, Beat]:
    """Write some beats; the last two of them."""
    heart, clock = Heart(path), FakeClock()
    readings = [clock.tick(15_000) for _ in range(count)]
    for reading in readings:
        heart.beat(TIMER, "running", reading)
    return Beat(TIMER, "running", readings[-2]), Beat(TIMER, "running", readings[-1])


def test_no_file_is_no_beat(path: Path) -> None:
    assert Heart(path).last() is None


def test_the_last_beat_comes_back_in_a_new_program(path: Path) -> None:
    heart, clock = Heart(path), FakeClock()
    heart.beat(TIMER, "running", clock.read())
    heart.beat(TIMER, "paused", clock.tick(15_000))
    assert Heart(path).last() == Beat(TIMER, "paused", clock.read())
    assert path.stat().st_size == 2 * SLOT_BYTES
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_longest_zone_and_ids_fit(path: Path) -> None:
    reading = Reading(2**53, -840, "America/Argentina/ComodRivadavia", "process-4194304-" + "f" * 16, 2**53, 2**53)
    Heart(path).beat(TIMER, "running", reading)
    assert Heart(path).last() == Beat(TIMER, "running", reading)


def test_words_that_do_not_fit_are_a_mistake_of_the_program(path: Path) -> None:
    _, newest = beats(path, 2)
    with pytest.raises(ValueError, match="does not fit"):
        Heart(path).beat("x" * SLOT_BYTES, "running", newest.reading)
    assert Heart(path).last() == newest


def test_a_cleared_heart_has_no_beat_until_the_next(path: Path) -> None:
    heart, clock = Heart(path), FakeClock()
    heart.beat(TIMER, "running", clock.read())
    heart.clear(clock.tick(1_000))
    assert heart.last() is None
    heart.beat(TIMER, "running", clock.tick(1_000))
    assert heart.last() == Beat(TIMER, "running", clock.read())


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_write_torn_at_any_byte_leaves_the_beat_before(path: Path, count: int) -> None:
    """The disk took the first bytes of the newest slot and the slot's old content behind them."""
    beats(path, count)
    before = path.read_bytes()
    previous, newest = beats_after(path)
    after = path.read_bytes()
    place = next(index for index in range(2) if slot(before, index) != slot(after, index))
    for taken in range(SLOT_BYTES + 1):
        torn = slot(after, place)[:taken] + slot(before, place)[taken:]
        path.write_bytes(torn + slot(after, 1) if place == 0 else slot(after, 0) + torn)
        written = len(slot(after, place).rstrip(b"\0"))  # What lies behind a shorter beat is padding.
        expected = newest if torn[:written] == slot(after, place)[:written] else previous
        assert Heart(path).last() == expected, f"torn after {taken} bytes"


def beats_after(path: Path) -> tuple[Beat, Beat]:
    """One more beat; the one before and the new one."""
    previous = Heart(path).last()
    assert previous is not None
    reading = previous.reading
    newest = Beat(TIMER, "paused", reading.moved_back(-15_000))
    Heart(path).beat(TIMER, "paused", newest.reading)
    return previous, newest


def slot(content: bytes | bytearray, place: int) -> bytes:
    return bytes(content[place * SLOT_BYTES : (place + 1) * SLOT_BYTES])


def test_a_file_cut_at_any_byte_never_raises(path: Path) -> None:
    previous, newest = beats(path, 4)
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        assert Heart(path).last() in {None, previous, newest}


def test_after_damage_of_one_slot_the_next_beats_use_it_again(path: Path) -> None:
    previous, newest = beats(path, 4)
    content = bytearray(path.read_bytes())
    content[SLOT_BYTES + 40] ^= 0xFF  # Beats 1, 3 lie in slot 0 and beats 2, 4 in slot 1.
    path.write_bytes(content)
    assert Heart(path).last() == previous
    Heart(path).beat(TIMER, "running", newest.reading)
    assert slot(path.read_bytes(), 0) == slot(content, 0), "the whole slot was overwritten"
    assert Heart(path).last() == newest


@given(content=st.binary(max_size=3 * SLOT_BYTES))
def test_any_bytes_are_no_beat_and_never_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "heart.bin"
    path.write_bytes(content)
    assert Heart(path).last() is None
    reading = FakeClock().read()
    Heart(path).beat(TIMER, "running", reading)
    assert Heart(path).last() == Beat(TIMER, "running", reading)


@given(
    damage=st.lists(st.tuples(st.integers(0, 2 * SLOT_BYTES - 1), st.integers(1, 255)), min_size=1, max_size=8),
)
def test_damage_gives_an_older_beat_or_none_and_never_a_false_one(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "heart.bin"
    previous, newest = beats(path, 4)
    content = bytearray(path.read_bytes())
    for place, flips in damage:
        content[place] ^= flips
    path.write_bytes(content)
    assert Heart(path).last() in {None, previous, newest}
    if all(place >= SLOT_BYTES for place, _ in damage):
        assert Heart(path).last() in {previous, newest}


def test_killed_at_any_moment_the_last_beat_is_one_that_was_written(path: Path) -> None:
    """A program beats as fast as it can and is killed; what is acknowledged is there or something newer."""
    program = (
        "import sys\n"
        "from dataclasses import replace\n"
        "from pathlib import Path\n"
        "from tests.clocks import FakeClock\n"
        "from truthtime_desktop.heartbeat import Heart\n"
        "heart, clock = Heart(Path(sys.argv[1])), FakeClock()\n"
        "while True:\n"
        "    reading = clock.tick(1)\n"
        "    heart.beat('timer', 'running', reading)\n"
        "    sys.stdout.write(f'{reading.awake_ms}\\n'); sys.stdout.flush()\n"
    )
    acknowledged_ms = 0
    for round_ in range(4):
        with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(20 + 7 * round_)]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        acknowledged_ms = max(int(line) for line in lines if line.endswith(b"\n"))
        last = Heart(path).last()
        assert last is not None
        assert last.reading.awake_ms in {acknowledged_ms, acknowledged_ms + 1}
        path.unlink()


def test_a_disk_that_does_not_take_the_beat_keeps_the_one_before(path: Path) -> None:
    """The size limit of the process cuts the second slot, as a full disk would."""
    heart, clock = Heart(path), FakeClock()
    heart.beat(TIMER, "running", clock.read())
    heart.beat(TIMER, "running", clock.tick(1))
    path.write_bytes(path.read_bytes()[:SLOT_BYTES])
    before = Heart(path).last()
    program = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.clocks import FakeClock\n"
        "from truthtime_core.errors import StoreError\n"
        "from truthtime_desktop.heartbeat import Heart\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "for limit in (512, 600):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, 2000))\n"
        "    try: Heart(Path(sys.argv[1])).beat('timer', 'running', FakeClock().read())\n"
        "    except StoreError as error: print(error.title)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, timeout=30
    ).stdout.splitlines()
    assert said[0].startswith("The disk reports an error at ")
    assert said[1] == "The disk is full."
    assert Heart(path).last() == before


def test_a_folder_in_the_way_and_a_missing_folder_are_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="in the way"):
        Heart(tmp_path).last()
    with pytest.raises(StoreError):
        Heart(tmp_path / "absent" / "heart.bin").beat(TIMER, "running", FakeClock().read())


def test_the_beat_is_flushed_to_the_disk(path: Path, tmp_path: Path) -> None:
    """Seen by the kernel: the slot is written, then flushed, before the program goes on."""
    trace = tmp_path / "trace"
    program = (
        "import sys\nfrom pathlib import Path\nfrom tests.clocks import FakeClock\n"
        "from truthtime_desktop.heartbeat import Heart\n"
        "Heart(Path(sys.argv[1])).beat('timer', 'running', FakeClock().read())\n"
    )
    strace = ["strace", "-f", "-y", "-o", str(trace), "-e", "trace=write,fdatasync,fsync"]
    if not shutil.which("strace"):
        pytest.skip("The program strace is not installed.")
    ran = subprocess.run([*strace, sys.executable, "-c", program, str(path)], check=False, timeout=60)
    if ran.returncode:
        pytest.skip("This computer does not let us trace a process.")
    calls = [
        line.split(None, 1)[1].split("(")[0] for line in trace.read_text().splitlines() if str(path.parent) in line
    ]
    assert calls == ["write", "fdatasync", "fsync"]
    assert path.stat().st_size in {SLOT_BYTES, 2 * SLOT_BYTES}
