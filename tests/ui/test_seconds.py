"""The clock of visible windows: aligned to the shown second, silent when nobody looks, truthful after a sleep."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.clocks import MS_PER_S, FakeClock
from tests.ui import samples
from truthtime_desktop.ui.windows.seconds import Seconds
from truthtime_desktop.viewstate import ViewState, advanced


class Stage:
    """Seconds over a clock the test drives; the timer is fired by hand."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.shown: list[ViewState] = []
        self.read_anew = 0
        self.seconds = Seconds(self.clock.read, self.shown.append, self._again)

    @property
    def timer(self) -> QTimer:
        return self.seconds._timer  # noqa: SLF001 - wake-ups are what is tested

    def _again(self) -> None:
        self.read_anew += 1
        self.seconds.begin(samples.RUNNING)

    def fire(self, after_ms: int) -> None:
        self.clock.tick(after_ms)
        self.timer.timeout.emit()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    assert qtbot
    one = Stage()
    yield one
    one.seconds.stop()


def test_it_wakes_when_the_shown_second_ends(stage: Stage) -> None:
    stage.seconds.begin(replace(samples.RUNNING, today_worked_ms=91_250))
    assert stage.timer.interval() == 750
    stage.fire(752)
    assert stage.shown[-1].today_worked_ms == 92_002
    assert stage.timer.interval() == 998


@pytest.mark.parametrize("view", [samples.PAUSED, samples.STOPPED])
def test_without_seconds_on_the_screen_it_wakes_once_a_minute(stage: Stage, view: ViewState) -> None:
    stage.seconds.begin(replace(view, now_ms=samples.NOW_MS + 12_000))
    assert stage.timer.interval() == 48_000


def test_nothing_wakes_when_nobody_looks(stage: Stage) -> None:
    stage.seconds.begin(samples.RUNNING)
    stage.seconds.stop()
    assert not stage.seconds.is_ticking()
    stage.timer.timeout.emit()
    assert stage.shown == []


def test_after_a_sleep_the_store_is_asked_before_anything_is_shown(stage: Stage) -> None:
    stage.seconds.begin(samples.RUNNING)
    stage.fire(3_600 * MS_PER_S)
    assert stage.shown == []
    assert stage.read_anew == 1
    assert stage.seconds.is_ticking()


def test_a_late_tick_is_only_late(stage: Stage) -> None:
    stage.seconds.begin(replace(samples.RUNNING, today_worked_ms=90_000))
    stage.fire(3 * MS_PER_S)
    assert stage.shown[-1].today_worked_ms == 93_000
    assert stage.read_anew == 0


def test_what_runs_runs_on() -> None:
    later = advanced(samples.RUNNING, 60_000)
    assert later.today_worked_ms == samples.RUNNING.today_worked_ms + 60_000
    assert later.entry_elapsed_ms == samples.RUNNING.entry_elapsed_ms + 60_000
    assert later.today is not None
    assert samples.RUNNING.today is not None
    assert later.today.total_ms("worked") == samples.RUNNING.today.total_ms("worked") + 60_000
    assert later.today.segments[-1].duration_ms == samples.RUNNING.today.segments[-1].duration_ms + 60_000


def test_what_is_paused_only_lasts() -> None:
    later = advanced(samples.PAUSED, 60_000)
    assert later.today_worked_ms == samples.PAUSED.today_worked_ms
    assert later.today_elapsed_ms == samples.PAUSED.today_elapsed_ms + 60_000
    assert later.today is not None
    assert samples.PAUSED.today is not None
    assert later.today.total_ms("paused") == samples.PAUSED.today.total_ms("paused") + 60_000


def test_time_without_input_is_no_work() -> None:
    later = advanced(samples.NO_INPUT, 60_000)
    assert later.no_input_ms == 7 * 60_000
    assert later.today_worked_ms == samples.NO_INPUT.today_worked_ms
    assert later.entry_worked_ms == samples.NO_INPUT.entry_worked_ms
    assert later.entry_elapsed_ms == samples.NO_INPUT.entry_elapsed_ms + 60_000
    assert later.today is not None
    assert samples.NO_INPUT.today is not None
    assert later.today.total_ms("idle") == samples.NO_INPUT.today.total_ms("idle") + 60_000


def test_what_is_stopped_stands_still() -> None:
    later = advanced(samples.STOPPED, 60_000)
    assert later == replace(samples.STOPPED, now_ms=samples.STOPPED.now_ms + 60_000)
    assert advanced(replace(samples.RUNNING, today=None), 1_000).today is None
