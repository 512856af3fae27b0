"""One presenter: every fault in its form, with the steps that can be done, and none twice while it stands."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from pytestqt.qtbot import QtBot

from truthtime_core.errors import InputError, RefusedError, StoreError, TruthTimeError
from truthtime_desktop.store import DamagedError
from truthtime_desktop.ui.dates import day_and_time
from truthtime_desktop.ui.notices.presenter import Advice, Presenter, advice_for
from truthtime_desktop.viewstate import Notice, Problem

NOW = QDateTime.fromString("2026-11-24T15:00:00Z", Qt.DateFormat.ISODate)
FULL = Problem("Can’t save: the disk is full.", "Free some space.")


def damaged(name: str | None) -> DamagedError:
    return DamagedError("Your data file is damaged.", "Bring it back.", Path(name) if name else None)


class Scene:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked: list[Advice] = []
        self.presenter = Presenter(NOW.toMSecsSinceEpoch)
        self.presenter.dialog_wanted.connect(self.asked.append)

    def say(self, notice: Notice) -> None:
        self.said.append(notice.title)


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    assert qtbot
    return Scene()


def keys(error: TruthTimeError, *, starting: bool = False) -> list[str]:
    return [step.key for step in advice_for(error, NOW, starting=starting).steps]


@pytest.mark.usefixtures("qapp")
def test_a_damaged_file_offers_what_can_be_done() -> None:
    advice = advice_for(damaged("truthtime-20261124T130000Z.db"), NOW)
    time = day_and_time(QDateTime.fromString("2026-11-24T13:00:00Z", Qt.DateFormat.ISODate), NOW)
    assert time.startswith("today ")
    assert advice.steps[0].text == f"Restore the backup of {time}"
    assert f"The backup of {time} is intact." in advice.hint
    assert keys(advice.error) == ["restore", "files", "close"]
    assert keys(advice.error, starting=True) == ["restore", "files", "quit"]
    assert keys(damaged(None), starting=True) == ["files", "quit"]
    assert keys(damaged("other.db")) == ["restore", "files", "close"]


@pytest.mark.usefixtures("qapp")
def test_a_program_that_cannot_start_may_be_asked_again() -> None:
    assert keys(StoreError("No.", "Free it."), starting=True) == ["again", "quit"]
    assert advice_for(StoreError("No.", "Free it."), NOW).form == "notice"


@pytest.mark.usefixtures("qapp")
def test_days_in_words() -> None:
    at = [
        QDateTime.fromString(text, Qt.DateFormat.ISODate) for text in ("2026-11-23T12:00:00Z", "2026-11-02T12:00:00Z")
    ]
    assert day_and_time(at[0], NOW).startswith("yesterday ")
    assert "2026" in day_and_time(at[1], NOW) or "26" in day_and_time(at[1], NOW)


def test_what_comes_before_anything_can_be_shown_waits_its_turn(scene: Scene) -> None:
    scene.presenter.tell(StoreError("First.", "x"))
    scene.presenter.wait(Notice("Second", "", undo=False))
    assert scene.said == []
    scene.presenter.begin(scene.say)
    assert scene.said == ["First."]
    scene.presenter.say_next()
    scene.presenter.say_next()
    assert scene.said == ["First.", "Second"]


def test_a_refusal_is_said_each_time(scene: Scene) -> None:
    scene.presenter.begin(scene.say)
    for _ in range(2):
        scene.presenter.tell(RefusedError("Nothing is running.", "Start."))
        scene.presenter.tell(InputError("Too long.", "Shorten it."))
    assert scene.said == ["Nothing is running.", "Too long."] * 2
    assert scene.asked == []


def test_a_standing_fault_is_said_once_until_it_is_solved(qtbot: QtBot, scene: Scene) -> None:
    scene.presenter.begin(scene.say)
    for _ in range(3):
        scene.presenter.stands(FULL)
    scene.presenter.tell(StoreError(FULL.title, FULL.hint))
    assert scene.said == [FULL.title]
    qtbot.waitUntil(lambda: not scene.presenter._just_said)  # noqa: SLF001 - the click is over
    scene.presenter.tell(StoreError(FULL.title, FULL.hint))
    assert scene.said == [FULL.title] * 2, "a later click is answered"
    scene.presenter.stands(None)
    scene.presenter.stands(FULL)
    assert scene.said == [FULL.title] * 3


def test_a_fault_with_next_steps_is_asked_about_once(scene: Scene) -> None:
    scene.presenter.begin(scene.say)
    for _ in range(3):
        scene.presenter.tell(damaged("truthtime-20261124T130000Z.db"))
    assert [advice.title for advice in scene.asked] == ["Your data file is damaged."]
    scene.presenter.stands(Problem("Your data file is damaged.", "x"))
    assert scene.said == []
