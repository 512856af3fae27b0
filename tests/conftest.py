"""What holds for every test: no outside network, no left-over threads, no file of the person who runs it."""

import gc
import os
import socket
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.waiting import until

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline and no speed check: tests share two cores with whatever else the machine does.
settings.register_profile("default", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", settings.get_profile("default"), max_examples=5_000)
settings.load_profile("soak" if os.environ.get("TRUTHTIME_SOAK") else "default")

THREADS_END_WITHIN_S = 3.0
LOOPBACK = ("127.", "::1", "localhost")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """What ``-n auto`` means: one worker more than there are cores, because many tests wait for a tray or a clock."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _garbage_is_collected_by_this_thread() -> Iterator[None]:
    """A collection in another thread would destroy there the widgets that earlier tests left, and end the worker."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture
def quick_collections() -> Iterator[None]:
    """What was there before the test is left out when it collects garbage: thousands of tests make that slow."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place a program may write to lies in a temporary folder, and no desktop session is in reach."""
    home = tmp_path_factory.mktemp("home")
    places = {"HOME": "", "USERPROFILE": ""}
    places |= {f"XDG_{kind}_HOME": kind.lower() for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
    places |= {"APPDATA": "roaming", "LOCALAPPDATA": "local", "XDG_RUNTIME_DIR": "run"}
    for name, folder in places.items():
        path = home / folder
        path.mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv(name, str(path))
    monkeypatch.setenv("TRUTHTIME_DATA_DIR", str(home / "truthtime"))  # not made: that is the program's job
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data_dir() -> Path:
    """The folder for all data of the program in this test; it does not exist before the program makes it."""
    return Path(os.environ["TRUTHTIME_DATA_DIR"])


@pytest.fixture(autouse=True)
def _no_outside_sockets(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A connection that would leave this computer fails the test, even if the program swallows the refusal."""
    attempts: list[object] = []
    families = (socket.AF_INET, socket.AF_INET6)

    def guarded(name: str) -> None:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:  # noqa: ANN401 - whatever the family calls an address
            if self.family in families and not str(address[0]).startswith(LOOPBACK):
                attempts.append(address)
                raise ConnectionRefusedError(f"Tests stay on this computer: {address}")
            return real(self, address)

        monkeypatch.setattr(socket.socket, name, connect)

    guarded("connect")
    guarded("connect_ex")
    yield
    assert not attempts, f"The test tried to reach {attempts}."


@pytest.fixture(autouse=True)
def _no_leaked_threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A thread that a test started has ended when the test ends; a QThread as well."""
    from PySide6.QtCore import QThread

    started: weakref.WeakSet[QThread] = weakref.WeakSet()
    real = QThread.start

    def start(self: QThread, *arguments: Any) -> None:  # noqa: ANN401 - handed on as they came
        started.add(self)
        real(self, *arguments)

    monkeypatch.setattr(QThread, "start", start)
    before = set(threading.enumerate())
    yield
    until(
        lambda: set(threading.enumerate()) <= before and not any(thread.isRunning() for thread in started),
        THREADS_END_WITHIN_S,
        "the threads of this test to end",
    )
