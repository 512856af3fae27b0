"""Children that answer, abort, hang or talk nonsense: the doctor hears why and goes on."""

import os
import sys
from pathlib import Path

import pytest

from truthtime_desktop.system import probes


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import os; os.abort()", "it ended with code -6" if os.name == "posix" else "it ended with code"),
        ("import sys; sys.exit('the library is gone')", "it ended with code 1: the library is gone"),
        ("print('no answer')", "it ended with code 0"),
        ("print('[1]')", "it ended with code 0"),
        ("", "it ended with code 0"),
        ("import threading; threading.Event().wait()", "it did not answer within 1 seconds"),
    ],
)
def test_a_child_without_an_answer_says_why(monkeypatch: pytest.MonkeyPatch, program: str, why: str) -> None:
    monkeypatch.setattr(probes, "PROGRAMS", {"one": program})
    answer = probes.ask(["one"], within_s=1)["one"]
    assert answer.found is None
    assert answer.why.startswith(why)


def test_an_answer_is_the_last_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "PROGRAMS", {"one": "print('chatter'); print('{\"a\": 1}')"})
    assert probes.ask(["one"])["one"] == probes.Answer({"a": 1})


def test_a_python_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert "could not be started" in probes.ask(["qt"])["qt"].why


def test_a_packaged_program_says_that_it_did_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "packaged" in probes.ask(["qt"])["qt"].why


def test_qt_and_keyring_answer_here() -> None:
    answers = probes.ask(["qt", "keyring", "tray"])
    assert answers["qt"].found is not None, answers["qt"].why
    assert answers["qt"].found["qt"].startswith("6.11")
    assert answers["keyring"].found is not None, answers["keyring"].why
    assert answers["tray"].found == {"platform": "offscreen", "tray": False}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is asked on Linux only")
def test_without_a_display_the_idle_probe_ends() -> None:
    assert not (probes.ask(["x11_idle"])["x11_idle"].found or {"present": False})["present"]
