"""A window on a real desktop comes back where the person has put it, to the pixel, however often."""

from tests.together.desktop import Area, Screen
from tests.together.program import Program
from tests.waiting import until

DONE_WITHIN_S = 10.0


def compact(screen: Screen) -> str:
    """The small window of a desktop without a tray."""
    return next((one.number for one in screen.windows() if one.title.endswith("TruthTime")), "")


def seen(screen: Screen) -> tuple[str, Area]:
    until(lambda: compact(screen), DONE_WITHIN_S, "the small window")
    number = compact(screen)
    return number, screen.geometry(number)


def test_the_small_window_stands_where_it_was_left_before_a_restart(desk: Program, screen: Screen) -> None:
    remembered = desk.account / "windows.json"
    with desk.tray():
        number, first = seen(screen)
        screen._ask("xdotool", "windowmove", number, "320", "240")  # noqa: SLF001 - the screen's own way to run a tool
        until(lambda: screen.geometry(number) != first, DONE_WITHIN_S, "the window to move")
        until(remembered.exists, DONE_WITHIN_S, "its place on the disk")
        left = screen.geometry(number)
    for _ in range(2):
        with desk.tray():
            number, _area = seen(screen)
            until(lambda number=number: screen.geometry(number) == left, DONE_WITHIN_S, "the window in its place")
