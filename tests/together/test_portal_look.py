"""Dark, light and contrast as a desktop's portal tells them, over a real bus."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.together.desktop import Screen
from tests.together.processes import Child
from tests.together.program import ROOT
from tests.waiting import until

PORTAL = Path(__file__).with_name("look_portal.py")
STARTS_WITHIN_S = 20.0
HEARD_WITHIN_S = 20.0
LISTENER = """
import sys
from PySide6.QtWidgets import QApplication
from truthtime_desktop.ui.portal_look import PortalLook
from truthtime_desktop.ui.theme import Theme
application = QApplication([])
theme = Theme()
def tell():
    sys.stdout.write(f"{theme.scheme} {theme.high_contrast}\\n")
    sys.stdout.flush()
theme.changed.connect(tell)
look = PortalLook(theme)
look.begin()
tell()
application.exec()
"""

Portal = Callable[..., AbstractContextManager[Child]]


@pytest.fixture
def portal(screen: Screen) -> Portal:
    """Starts a portal on the module's bus."""

    @contextmanager
    def start(scheme: int, contrast: int) -> Iterator[Child]:
        with Child([sys.executable, PORTAL, str(scheme), str(contrast)], screen.env) as child:
            until(lambda: "ready" in child.out, STARTS_WITHIN_S, "the portal")
            yield child

    return start


def choose(screen: Screen, key: str, value: int) -> None:
    """The person changes a setting of the desktop."""
    place = ["--dest=org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"]
    words = ["dbus-send", "--print-reply", *place, "com.truthtime.Person.Choose", f"string:{key}", f"uint32:{value}"]
    subprocess.run(words, env=screen.env, check=True, capture_output=True, timeout=STARTS_WITHIN_S)


@contextmanager
def listener(screen: Screen, **more: str) -> Iterator[Child]:
    """A program with a theme that follows the portal."""
    env = {**screen.env, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "xcb", **more}
    with Child([sys.executable, "-c", LISTENER], env) as child:
        until(lambda: child.out, STARTS_WITHIN_S, "the first words")
        yield child


def test_what_the_portal_says_is_worn_and_followed(screen: Screen, portal: Portal) -> None:
    with portal(1, 0), listener(screen) as child:
        until(lambda: child.out.endswith("dark False\n"), HEARD_WITHIN_S, "dark")
        choose(screen, "contrast", 1)
        until(lambda: child.out.endswith("dark True\n"), HEARD_WITHIN_S, "high contrast")
        choose(screen, "color-scheme", 2)
        until(lambda: child.out.endswith("light True\n"), HEARD_WITHIN_S, "light")
        choose(screen, "color-scheme", 0)
        choose(screen, "contrast", 0)
        until(lambda: child.out.endswith("light False\n"), HEARD_WITHIN_S, "no preference")


def test_the_persons_own_choice_needs_no_portal(screen: Screen, portal: Portal) -> None:
    with portal(1, 1), listener(screen, TRUTHTIME_THEME="light") as child:
        choose(screen, "color-scheme", 1)
        assert child.alive
        assert child.out == "light False\n"


def test_a_desktop_without_a_portal_stays_as_it_is(screen: Screen) -> None:
    with listener(screen) as child:
        assert child.out == "light False\n"
        assert child.alive
        assert "Traceback" not in child.err
