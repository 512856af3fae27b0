"""Data that cannot be opened, as a person meets it at the start: a dialog with what can be done, and doing it."""

import subprocess
from collections.abc import Iterator

import pytest

from tests.together.desktop import Screen
from tests.together.processes import Child
from tests.together.program import Program
from tests.waiting import until

SHOWN_WITHIN_S = 20.0


def key(screen: Screen, *names: str) -> None:
    """Press keys in the window that has the focus."""
    window = screen.windows()[0].number
    until(lambda: screen.active() == window, SHOWN_WITHIN_S, "the focus on the dialog")
    subprocess.run(["xdotool", "key", *names], env=screen.env, check=True, timeout=SHOWN_WITHIN_S)


@pytest.fixture
def damaged(desk: Program, screen: Screen) -> Iterator[Child]:
    """The tray program, started over a data file that is cut off after a backup was made."""
    desk.did("start", "Landing page copy")
    desk.did("stop")
    desk.did("backup")
    desk.database.write_bytes(desk.database.read_bytes()[:4096])
    with desk.starting_tray() as child:
        until(screen.windows, SHOWN_WITHIN_S, "a dialog")
        yield child


def test_the_backup_is_restored_from_the_dialog_and_the_program_goes_on(
    desk: Program, screen: Screen, damaged: Child
) -> None:
    key(screen, "Return")
    until(lambda: desk.running_pid() == damaged.pid, SHOWN_WITHIN_S, "the program to answer")
    assert [entry["description"] for entry in desk.entries()] == ["Landing page copy"]
    kept = list(desk.account.glob("truthtime-aside-*.db"))
    assert len(kept) == 1
    assert kept[0].stat().st_size == 4096
    desk.assert_sound()


def test_whoever_quits_changes_nothing(desk: Program, screen: Screen, damaged: Child) -> None:
    before = desk.database.read_bytes()
    key(screen, "Escape")
    assert damaged.wait(SHOWN_WITHIN_S) == 1
    assert desk.database.read_bytes() == before
    assert "damaged" in damaged.err
    assert "Traceback" not in damaged.err
