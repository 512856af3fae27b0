"""A disk that fills up: what is acknowledged is stored, what cannot be stored is not acknowledged."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places
from truthtime_desktop.store import Store, open_store, reserve

DISK_USAGE = "truthtime_desktop.store.reserve.shutil.disk_usage"

_FILL = """
import json, os, sys
from pathlib import Path
from tests.clocks import FakeClock
from tests.desktop.store import worlds
from truthtime_core.errors import StoreError
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store

root = Path(sys.argv[1])
places, clock, told = Places(root / "data"), FakeClock(), {}
store = open_store(places)
told["reserve"] = places.reserve.stat().st_size
store.append([worlds.start(1, "A")], clock.read())
with (root / "filler").open("wb", buffering=0) as filler:
    block = 1 << 20
    while block:
        try:
            if filler.write(bytes(block)) < block:
                block //= 2
        except OSError:
            block //= 2
acknowledged, refusal = 1, None
while not refusal:
    try:
        store.append([worlds.stop(1), worlds.start(1, "x" * 3_000)], clock.tick(1_000))
        acknowledged += 2
        told.setdefault("low_after", acknowledged) if store.reserve.low else None
    except StoreError as error:
        refusal = error
told |= {"title": refusal.title, "hint": refusal.hint, "acknowledged": acknowledged, "low": store.reserve.low}
told["had_reserve"] = not places.reserve.exists()
told["events"] = sum(1 for _ in store.events())
store.close()
try:
    open_store(places).close()
    told["opens_full"] = True
except StoreError as error:
    told["opens_full"] = error.title
(root / "filler").unlink()
store = open_store(places)
told |= {"after": store.head.seq, "sound": store.integrity(), "restored": places.reserve.exists()}
store.append([worlds.stop(1)], clock.read())
store.close()
print(json.dumps(told))
"""


def _on_a_small_disk(folder: Path, size_mb: int) -> dict[str, object]:
    """Run `_FILL` on a file system of this size that exists for that one process only."""
    mounted = ["unshare", "-rm", "sh", "-c", f'mount -t tmpfs -o size={size_mb}m none "$1" && shift && exec "$@"', "sh"]
    probe = subprocess.run([*mounted, str(folder), "true"], capture_output=True, check=False)
    if probe.returncode != 0:
        pytest.skip("This computer lets nobody mount a file system of their own.")
    command = [*mounted, str(folder), sys.executable, "-c", _FILL, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of one's own are Linux's")
@pytest.mark.parametrize("size_mb", [100, 24])
def test_the_reserve_carries_the_last_events(tmp_path: Path, size_mb: int) -> None:
    told = _on_a_small_disk(tmp_path, size_mb)
    assert told["title"] == "Can’t save: the disk is full."
    assert told["hint"]
    assert told["events"] == told["acknowledged"] == told["after"]
    assert told["sound"] == []
    assert told["low"]
    assert told["low_after"]
    assert told["had_reserve"]
    assert told["restored"]
    assert told["reserve"] == 8 << 20 if size_mb > 64 else told["reserve"]


def test_what_fits_nowhere_is_not_acknowledged(
    store: Store, places: Places, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append([worlds.start(1)], clock.read())
    pages = store._database.number("PRAGMA page_count")  # noqa: SLF001 - as full as a disk can be
    store._database.run(f"PRAGMA max_page_count={pages}")  # noqa: SLF001
    with pytest.raises(StoreError) as told:
        store.append([worlds.stop(1), worlds.start(2, "x" * 9_000)], clock.read())
    assert told.value.title == "Can’t save: the disk is full."
    assert store.reserve.low
    assert not places.reserve.exists()
    assert store.head.seq == 1
    assert [one.state for one in store.open_timers()] == ["running"]
    store._database.run("PRAGMA max_page_count=100000")  # noqa: SLF001 - room again
    with monkeypatch.context() as patch:
        patch.setattr(DISK_USAGE, lambda _: type("Usage", (), {"free": 9 << 20}))
        assert not store.reserve.restore()
    assert store.reserve.restore()
    assert not store.reserve.low
    store.append([worlds.stop(1)], clock.read())


def test_a_small_disk_gets_a_small_reserve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserve, "ROOMY_BYTES", 1 << 60)
    monkeypatch.setattr(DISK_USAGE, lambda _: type("Usage", (), {"free": 16 << 20}))
    assert reserve.make(tmp_path / "reserve.bin")
    assert (tmp_path / "reserve.bin").stat().st_size == 2 << 20
    assert reserve.release(tmp_path / "reserve.bin")
    assert not reserve.release(tmp_path / "reserve.bin")
    monkeypatch.setattr(DISK_USAGE, lambda _: type("Usage", (), {"free": 1 << 20}))
    assert not reserve.make(tmp_path / "reserve.bin")
    assert list(tmp_path.iterdir()) == []


def test_systems_without_allocation_get_a_reserve_that_cannot_be_compressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("truthtime_desktop.store.reserve.os.posix_fallocate", raising=False)
    assert reserve.make(tmp_path / "reserve.bin")
    assert len(set((tmp_path / "reserve.bin").read_bytes()[:4096])) > 100


def test_a_reserve_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        reserve.make(tmp_path / "missing" / "reserve.bin")


def test_opening_makes_the_reserve_again(places: Places) -> None:
    assert not places.reserve.exists()
    open_store(places).close()
    assert places.reserve.exists()
