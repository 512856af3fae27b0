"""Wayland's way: the desktop's portal gives out the keys. The real program, a private bus, a portal of our own."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.desktop.system.hotkey_systems import Ears
from tests.together.desktop import STARTS_WITHIN_S, Screen
from tests.together.processes import Child
from tests.together.program import Program
from tests.waiting import until
from truthtime_desktop.system.hotkeys.backend import Outcome
from truthtime_desktop.system.hotkeys.keys import Combination, parse
from truthtime_desktop.system.hotkeys.opening import open_backend
from truthtime_desktop.system.hotkeys.portal import PortalKeys

PORTAL = Path(__file__).with_name("portal.py")
WAYLAND = {"XDG_SESSION_TYPE": "wayland"}
DONE_WITHIN_S = 20.0
ACTIONS = {"toggle-pause": "Pause or resume", "note": "Add a note"}
SERVICE, PLACE = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"


class Portal:
    """The service, running."""

    def __init__(self, child: Child, screen: Screen) -> None:
        self._child = child
        self._screen = screen

    def calls(self) -> list[list[Any]]:
        """What it was asked, oldest first."""
        said = [json.loads(line) for line in self._child.out.splitlines()]
        return [call for call in said if call != ["ready"]]

    def names(self) -> list[str]:
        """The same without the details."""
        return [call[0] for call in self.calls()]

    def person(self, does: str, *arguments: str) -> None:
        """Press a key, or choose another in the desktop's settings."""
        words = ["dbus-send", "--session", "--print-reply", f"--dest={SERVICE}", PLACE, f"com.truthtime.Person.{does}"]
        subprocess.run(
            [*words, *(f"string:{argument}" for argument in arguments)],
            env=self._screen.env,
            check=True,
            capture_output=True,
            timeout=STARTS_WITHIN_S,
        )


@pytest.fixture
def portal(screen: Screen) -> Callable[..., Any]:
    """Starts a portal on the module's bus."""

    @contextmanager
    def start(*options: str) -> Iterator[Portal]:
        with Child([sys.executable, PORTAL, *options], screen.env) as child:
            until(lambda: "ready" in child.out, STARTS_WITHIN_S, "the portal")
            yield Portal(child, screen)

    return start


def bound(portal: Portal) -> None:
    """Wait until the program has asked for its keys, and an answer of it shows that it goes on."""
    until(lambda: "BindShortcuts" in portal.names(), DONE_WITHIN_S, "BindShortcuts")


def test_the_program_says_who_it_is_and_what_for_and_hears_the_keys(desk: Program, portal: Callable[..., Any]) -> None:
    with portal() as one:
        with desk.tray(env=WAYLAND, screenless=True) as child:
            bound(one)
            register, create, bind = one.calls()
            assert register == ["Register", "com.truthtime.TruthTime", {}]
            assert create == ["CreateSession"]
            assert bind[1] is True
            assert bind[2]["toggle-pause"] == {"description": "Pause or resume", "preferred_trigger": "CTRL+ALT+p"}
            assert set(bind[2]) == {"toggle-pause", "toggle", "open", "note"}
            assert all("preferred_trigger" not in facts for name, facts in bind[2].items() if name != "toggle-pause")
            desk.did("start")
            one.person("Press", "toggle-pause")
            until(lambda: desk.state() == "paused", DONE_WITHIN_S, "a pause")
            one.person("Press", "toggle-pause")
            until(lambda: desk.state() == "running", DONE_WITHIN_S, "running again")
            one.person("Press", "toggle")
            until(lambda: desk.state() == "stopped", DONE_WITHIN_S, "a stop")
            desk.did("quit")
            assert child.wait() == 0, child.err
            assert "Traceback" not in child.err, child.err
        until(lambda: one.names()[-1] == "Close", DONE_WITHIN_S, "the end of the session")


def test_an_older_portal_without_a_registry(desk: Program, portal: Callable[..., Any]) -> None:
    with portal("--old") as one, desk.tray(env=WAYLAND, screenless=True):
        bound(one)
        assert one.names() == ["CreateSession", "BindShortcuts"]
        desk.did("start")
        one.person("Press", "toggle-pause")
        until(lambda: desk.state() == "paused", DONE_WITHIN_S, "a pause")


def test_a_portal_that_is_started_anew_is_asked_anew(desk: Program, portal: Callable[..., Any]) -> None:
    with portal() as first, desk.tray(env=WAYLAND, screenless=True) as child:
        desk.did("start")
        bound(first)
        first._child.kill()  # noqa: SLF001 - a crash of the desktop's part
        with portal() as second:
            bound(second)
            assert second.names() == ["Register", "CreateSession", "BindShortcuts"]
            second.person("Press", "toggle-pause")
            until(lambda: desk.state() == "paused", DONE_WITHIN_S, "a pause")
        assert "Traceback" not in child.err, child.err


@pytest.mark.parametrize("options", [("--declines",), None], ids=["declining", "absent"])
def test_without_keys_the_clock_goes_on(
    desk: Program, portal: Callable[..., Any], options: tuple[str, ...] | None
) -> None:
    def use() -> None:
        with desk.tray(env=WAYLAND, screenless=True) as child:
            desk.did("start")
            desk.did("toggle-pause")
            assert desk.state() == "paused"
            desk.did("quit")
            assert child.wait() == 0
            assert "Traceback" not in child.err, child.err

    if options is None:
        use()
        return
    with portal(*options) as one:
        use()
        assert one.names()[:3] == ["Register", "CreateSession", "BindShortcuts"]


@pytest.mark.parametrize("there", [True, False])
def test_the_doctor_says_what_the_desktop_offers(desk: Program, portal: Callable[..., Any], there: bool) -> None:  # noqa: FBT001 - a case
    def found() -> dict[str, Any]:
        answer = desk.truthtime("doctor", "--json", env={**WAYLAND, "QT_QPA_PLATFORM": "offscreen"})
        return next(one for one in answer.json["findings"] if one["name"] == "Hotkey")

    if not there:
        assert found()["state"] == "missing"
        assert "truthtime toggle-pause" in found()["step"]
        return
    with portal():
        assert found()["state"] == "ok"
        assert "portal" in found()["text"]


@pytest.fixture
def client(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], tuple[PortalKeys, Ears]]]:
    """Opens our side of the portal on the module's bus, without the rest of the program."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", screen.env["DBUS_SESSION_BUS_ADDRESS"])
    opened = []

    def connect() -> tuple[PortalKeys, Ears]:
        ears = Ears()
        opened.append(PortalKeys(ACTIONS, "com.truthtime.TruthTime", ears))
        return opened[-1], ears

    yield connect
    for keys in opened:
        keys.close()


def settle(keys: PortalKeys, holds: Callable[[], object], what: str) -> None:
    """Read from the bus until it holds."""
    source = keys.source
    assert source is not None
    until(lambda: source.read() and holds(), DONE_WITHIN_S, what)


def test_what_the_desktop_assigns_is_told_and_followed(portal: Callable[..., Any], client: Callable[..., Any]) -> None:
    with portal() as one:
        keys, ears = client()
        wish = parse("Ctrl+Alt+J")
        assert keys.bind("toggle-pause", wish) == Outcome("waiting", wish)
        settle(keys, lambda: ears.outcomes, "the desktop's answer")
        assert one.calls()[2][2]["toggle-pause"]["preferred_trigger"] == "CTRL+ALT+j"
        assert ears.outcomes["toggle-pause"] == Outcome("managed", wish, trigger="Ctrl+Alt+P")
        assert ears.outcomes["note"] == Outcome("managed"), "the desktop assigned no keys to it"
        one.person("Rename", "Super+Z")
        settle(keys, lambda: ears.outcomes["toggle-pause"].trigger == "Super+Z", "the new keys")
        assert keys.configure()
        until(lambda: one.names()[-1] == "ConfigureShortcuts", DONE_WITHIN_S, "the desktop's settings")
        one.person("Press", "note")
        settle(keys, lambda: ears.pressed == ["note"], "the press")
        one.person("End")
        settle(keys, lambda: ears.outcomes["note"].reason == "ended", "the end of the session")
        one.person("Press", "note")
        assert not keys.configure()
        assert keys.bind("note", wish).state == "unavailable"


def test_a_desktop_that_declines(portal: Callable[..., Any], client: Callable[..., Any]) -> None:
    with portal("--declines"):
        keys, ears = client()
        settle(keys, lambda: ears.outcomes, "the desktop's answer")
        assert {one.reason for one in ears.outcomes.values()} == {"declined"}


def test_an_old_portal_opens_no_settings(portal: Callable[..., Any], client: Callable[..., Any]) -> None:
    with portal("--old"):
        keys, ears = client()
        settle(keys, lambda: ears.outcomes, "the desktop's answer")
        assert not keys.configure()


def test_a_portal_that_comes_late_is_used(portal: Callable[..., Any], client: Callable[..., Any]) -> None:
    keys, ears = client()
    settle(keys, lambda: ears.outcomes, "the bus's answer")
    assert {one.reason for one in ears.outcomes.values()} == {"no-portal"}
    with portal():
        settle(keys, lambda: ears.outcomes["note"].state == "managed", "the late portal")
    settle(keys, lambda: ears.outcomes["note"].reason == "no-portal", "its end")


def test_a_bus_that_ends_is_read_no_more(portal: Callable[..., Any], client: Callable[..., Any]) -> None:
    with portal():
        keys, ears = client()
        settle(keys, lambda: ears.outcomes, "the desktop's answer")
        with socket.socket(fileno=os.dup(keys.source.descriptor)) as line:
            line.shutdown(socket.SHUT_RDWR)
        assert keys.source.read() is False
        assert {one.reason for one in ears.outcomes.values()} == {"ended"}


def test_without_a_bus_there_are_no_keys(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    for address in ("", "nonsense", "tcp:host=here", f"unix:path={folder}/none"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        backend = open_backend("portal", Ears(), ACTIONS, "com.truthtime.TruthTime", lambda: 0)
        assert backend.bind("note", Combination(("Ctrl", "Alt"), "P")).reason == "no-bus"
