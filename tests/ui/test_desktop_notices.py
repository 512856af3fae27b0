"""Notices through the desktop: a real message bus of our own, and a notification service on it."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui import samples
from tests.ui.scene import ShelfTray
from truthtime_desktop.ui.notices.card import Notices
from truthtime_desktop.ui.notices.desktop import DesktopNotices
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.viewstate import Notice

WITHIN_S = 10.0
STOPPED = Notice("Stopped, 32m was work", "1h 36m elapsed on R&D <notes>", undo=True)
PLAIN = Notice("Resumed 14:20", "", undo=False)


class Service:
    """The service as a child process; `next` waits for the next call it got."""

    def __init__(self, capabilities: str) -> None:
        self._heard: queue.Queue[dict[str, Any]] = queue.Queue()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.notification_service"],
            env={**os.environ, "CAPABILITIES": capabilities},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        assert self.next()["what"] == "there"

    def _listen(self) -> None:
        for line in self._child.stdout or ():
            self._heard.put(json.loads(line))

    def next(self) -> dict[str, Any]:
        return self._heard.get(timeout=WITHIN_S)

    def order(self, words: str) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(words + "\n")
        self._child.stdin.flush()
        assert self.next()["what"] == "did"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._child.kill()
        self._child.wait(WITHIN_S)
        self._thread.join(WITHIN_S)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A message bus without any service."""
    config = tmp_path / "session.conf"
    config.write_text(
        f"<busconfig><type>session</type><listen>unix:dir={tmp_path}</listen><policy context='default'>"
        "<allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/></policy></busconfig>"
    )
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield
    daemon.kill()
    daemon.wait(WITHIN_S)
    daemon.stdout.close()


@pytest.fixture
def service(bus: None, request: pytest.FixtureRequest) -> Iterator[Service]:  # noqa: ARG001 - the bus is needed first
    with Service(getattr(request, "param", "actions body body-markup")) as service:
        yield service


class Scene:
    def __init__(self) -> None:
        self.fallen_back: list[Notice] = []
        self.undone = 0
        self.notices = DesktopNotices(self.fallen_back.append)
        self.notices.undo.connect(self._on_undo)

    def _on_undo(self) -> None:
        self.undone += 1

    def heard(self, qtbot: QtBot, service: Service) -> dict[str, Any]:
        """The next call to the service, while our side goes on reading the bus."""
        found: list[dict[str, Any]] = []

        def look() -> bool:
            try:
                found.append(service._heard.get_nowait())  # noqa: SLF001 - without waiting, so that Qt's loop runs
            except queue.Empty:
                return False
            return True

        qtbot.waitUntil(look, timeout=int(WITHIN_S * 1000))
        return found[0]


@pytest.fixture
def scene(qtbot: QtBot) -> Iterator[Scene]:
    assert qtbot
    one = Scene()
    yield one
    one.notices.close()


def test_undo_on_the_notification_is_undo(qtbot: QtBot, scene: Scene, service: Service) -> None:
    scene.notices.say(STOPPED)
    call = scene.heard(qtbot, service)
    assert (call["title"], call["body"]) == ("Stopped, 32m was work", "1h 36m elapsed on R&amp;D &lt;notes&gt;")
    assert call["actions"] == ["undo", "Undo"]
    assert call["hints"] == {"transient": True, "desktop-entry": "com.truthtime.TruthTime"}
    assert call["expires_ms"] == 10_000
    qtbot.waitUntil(lambda: scene.notices._number == 1)  # noqa: SLF001 - the answer has come
    service.order("press 1 undo")
    qtbot.waitUntil(lambda: scene.undone == 1)
    service.order("press 1 undo")
    qtbot.wait(50)
    assert scene.undone == 1
    assert scene.fallen_back == []


def test_the_next_step_on_the_notification_is_taken_once(qtbot: QtBot, scene: Scene, service: Service) -> None:
    steps: list[str] = []
    scene.notices.stepped.connect(steps.append)
    scene.notices.say(Notice("Ctrl+Alt+P is used by another app.", "", undo=False, step="choose-keys"))
    call = scene.heard(qtbot, service)
    assert call["actions"] == ["undo", "Choose another"]
    qtbot.waitUntil(lambda: scene.notices._number == 1)  # noqa: SLF001 - the answer has come
    service.order("press 1 undo")
    qtbot.waitUntil(lambda: steps == ["choose-keys"])
    assert scene.undone == 0


def test_the_next_notice_takes_the_place_of_the_one_before(qtbot: QtBot, scene: Scene, service: Service) -> None:
    scene.notices.say(STOPPED)
    scene.heard(qtbot, service)
    qtbot.waitUntil(lambda: scene.notices._number == 1)  # noqa: SLF001 - the answer has come
    scene.notices.say(PLAIN)
    call = scene.heard(qtbot, service)
    assert (call["replaces"], call["actions"], call["title"]) == (1, [], "Resumed 14:20")
    service.order("press 1 undo")
    qtbot.wait(50)
    assert scene.undone == 0


def test_what_is_no_longer_so_is_taken_down(qtbot: QtBot, scene: Scene, service: Service) -> None:
    scene.notices.say(STOPPED)
    scene.heard(qtbot, service)
    qtbot.waitUntil(lambda: scene.notices._number == 1)  # noqa: SLF001 - the answer has come
    scene.notices.take_back()
    assert scene.heard(qtbot, service) == {"what": "close", "number": 1}


@pytest.mark.parametrize("service", ["body"], indirect=True)
def test_a_service_without_buttons_gets_none(qtbot: QtBot, scene: Scene, service: Service) -> None:
    scene.notices.say(STOPPED)
    call = scene.heard(qtbot, service)
    assert (call["actions"], call["body"]) == ([], STOPPED.body)


def test_a_bus_without_the_service_falls_back(qtbot: QtBot, scene: Scene, bus: None) -> None:
    assert bus is None
    scene.notices.say(STOPPED)
    qtbot.waitUntil(lambda: scene.fallen_back == [STOPPED])
    scene.notices.say(PLAIN)
    qtbot.waitUntil(lambda: scene.fallen_back == [STOPPED, PLAIN])


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all", "nonsense"])
def test_without_a_bus_it_falls_back(scene: Scene, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    if address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    scene.notices.say(STOPPED)
    assert scene.fallen_back == [STOPPED]


def test_a_service_that_goes_is_noticed(qtbot: QtBot, scene: Scene, service: Service) -> None:
    scene.notices.say(STOPPED)
    scene.heard(qtbot, service)
    service.__exit__()
    scene.notices.say(PLAIN)
    qtbot.waitUntil(lambda: scene.fallen_back == [PLAIN])


def test_where_windows_cannot_be_placed_the_desktop_s_undo_is_ours(
    qtbot: QtBot, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    tray = ShelfTray()
    notices = Notices(tray, Theme("light"))
    with qtbot.waitSignal(notices.undo):
        notices.say(STOPPED, samples.STOPPED)
        assert Scene.heard(Scene(), qtbot, service)["actions"] == ["undo", "Undo"]
        service.order("press 1 undo")
    assert tray.notices == []
    assert notices.card is None
    notices.close()
