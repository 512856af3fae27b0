"""The doctor says what works and why not, and its exit code says whether time can be recorded."""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.clocks import FakeClock
from tests.privileges import without_privileges
from truthtime_core.events import Draft
from truthtime_desktop import doctor
from truthtime_desktop.config import Places
from truthtime_desktop.store import open_store
from truthtime_desktop.system import probes

QT = {"qt": "6.11.3", "pyside": "6.11.3", "bus": False, "names": [], "shortcuts_portal": 0}
KEYS = {"backends": ["keyring.backends.SecretService.Keyring"], "usable": True}
ALL = {"qt": QT, "keyring": KEYS, "tray": {"platform": "xcb", "tray": True}, "x11_idle": {"present": True}}
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="says what Linux desktops offer")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data")


def examined(
    monkeypatch: pytest.MonkeyPatch, places: Places, environ: Mapping[str, str], **answers: object
) -> dict[str, doctor.Finding]:
    """The findings on a desktop that gives these answers."""

    def ask(names: list[str], _: object) -> dict[str, probes.Answer]:
        given = {**ALL, **answers}
        return {
            name: probes.Answer(found) if isinstance(found := given[name], dict) else probes.Answer(None, str(found))
            for name in names
        }

    monkeypatch.setattr(probes, "ask", ask)
    return {one.name: one for one in doctor.examine(places, {"QT_QPA_PLATFORM": "offscreen", **environ})}


def test_a_real_examination_of_this_computer(places: Places) -> None:
    found = doctor.examine(places)
    assert doctor.exit_code(found) == 0, doctor.text(found)
    assert {one.name for one in found} >= {"SQLite", "Clocks", "Tray", "Hotkey", "Idle source", "Keyring", "Database"}
    assert all(one.step for one in found if one.state != "ok")
    shown = doctor.json(found)
    assert shown["ok"] is True
    assert json.loads(json.dumps(shown))["findings"][0].keys() == {"name", "state", "text", "step", "essential"}
    assert not places.root.exists()


def test_the_text_has_a_line_for_each_and_the_next_step_below() -> None:
    found = [doctor.Finding("Clocks", "ok", "two"), doctor.Finding("Tray", "warning", "none", "Add one.")]
    assert doctor.text(found) == "ok       Clocks: two\nwarning  Tray: none\n         Add one.\n"


def test_the_exit_code_is_about_what_is_essential() -> None:
    assert doctor.exit_code([doctor.Finding("Tray", "missing", "none")]) == 0
    assert doctor.exit_code([doctor.Finding("SQLite", "warning", "old", essential=True)]) == 0
    assert doctor.exit_code([doctor.Finding("SQLite", "missing", "none", essential=True)]) == 1


def test_a_desktop_that_offers_everything(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    found = examined(monkeypatch, places, {"DISPLAY": ":1"})
    assert {one.state for one in found.values()} == {"ok"}


@LINUX
def test_a_session_without_a_screen(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    found = examined(monkeypatch, places, {"QT_QPA_PLATFORM": ""})
    assert [found[name].state for name in ("Tray", "Hotkey", "Idle source")] == ["missing"] * 3
    assert found["Tray"].text == "There is no screen to show the tray icon on."
    assert doctor.exit_code(found.values()) == 0


@LINUX
@pytest.mark.parametrize(
    ("answers", "name", "state", "words"),
    [
        ({"qt": "it ended with code 1: libGL"}, "Qt", "missing", "libGL"),
        ({"tray": {"platform": "xcb", "tray": False}}, "Tray", "warning", "no tray icons"),
        ({"tray": "it ended with code -6"}, "Tray", "missing", "code -6"),
        ({"qt": {**QT, "names": ["org.kde.StatusNotifierWatcher"]}}, "Tray", "ok", "StatusNotifier"),
        ({"keyring": "it did not answer within 15 seconds"}, "Keyring", "missing", "15 seconds"),
        ({"keyring": {"backends": ["keyring.backends.fail.Keyring"], "usable": False}}, "Keyring", "missing", "fail"),
        ({"x11_idle": {"present": False}}, "Idle source", "missing", "away"),
        ({"x11_idle": "it ended with code 1"}, "Idle source", "missing", "code 1"),
    ],
)
def test_what_is_not_there_is_said_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
    places: Places,
    answers: dict[str, object],
    name: str,
    state: str,
    words: str,
) -> None:
    found = examined(monkeypatch, places, {"DISPLAY": ":1"}, **answers)
    assert found[name].state == state
    assert words in found[name].text


@LINUX
def test_wayland_offers_keys_through_the_portal_only(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    wayland = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    assert examined(monkeypatch, places, wayland)["Hotkey"].state == "missing"
    there = examined(monkeypatch, places, wayland, qt={**QT, "shortcuts_portal": 1})
    assert there["Hotkey"].state == "ok"
    mutter = examined(monkeypatch, places, wayland, qt={**QT, "names": ["org.gnome.Mutter.IdleMonitor"]})
    assert mutter["Idle source"].text.startswith("Mutter's idle monitor")


def test_a_sound_database(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    store = open_store(places)
    store.append([Draft("timer.start", "0192d3a0-0000-7000-8000-000000000001")], FakeClock().read())
    store.close()
    found = examined(monkeypatch, places, {})
    assert found["Database"].text == "sound, every byte and every link"
    monkeypatch.setattr(doctor, "QUICK_BELOW_BYTES", 0)
    assert "truthtime verify" in examined(monkeypatch, places, {})["Database"].text
    assert found["Data folder"].text == str(places.root)


def test_a_damaged_database(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    places.prepare()
    places.database.write_bytes(b"no database at all" * 1_000)
    found = examined(monkeypatch, places, {})
    assert found["Database"].state == "missing"
    assert doctor.exit_code(found.values()) == 1


def test_a_changed_byte_in_the_log(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    store = open_store(places)
    store.append([Draft("timer.start", "0192d3a0-0000-7000-8000-000000000001")], FakeClock().read())
    store.close()
    content = places.database.read_bytes()
    places.database.write_bytes(content.replace(b"Europe/Paris", b"Europe/Parma"))
    found = examined(monkeypatch, places, {})
    assert found["Database"].state == "missing"
    assert "not the one that was stored" in found["Database"].text


def test_something_in_the_way_of_the_data_folder(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    places.root.write_text("a file")
    found = examined(monkeypatch, places, {})
    assert found["Data folder"].state == "missing"
    assert "in the way" in found["Data folder"].text


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders work differently on Windows")
def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as name:
        places = Places(Path(name) / "data")
        places.root.mkdir(mode=0o500)
        with without_privileges(Path(name)):
            assert examined(monkeypatch, places, {})["Data folder"].state == "missing"
            places.root.chmod(0o700)
