"""What the pages of Settings act on, handed to them as one."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QWidget

from truthtime_desktop.system.autostart import Autostart
from truthtime_desktop.ui.data.care import DataCare
from truthtime_desktop.ui.front import Asking
from truthtime_desktop.ui.hotkeys.session import Hotkeys
from truthtime_desktop.ui.preferences import Preferences
from truthtime_desktop.ui.theme import Theme


class Facts(NamedTuple):
    """What About tells.

    Attributes:
        versions: name and version of the program and what it stands on.
        licences: a line for each package.
    """

    versions: tuple[tuple[str, str], ...]
    licences: str


class Means(NamedTuple):
    """Everything a page may need.

    Attributes:
        facts: what About tells.
        hotkeys: of this session, None where a program can have none.
        languages: code and own name of each language there is.
        introduce: shows the introduction again.
        ask: shows a question and returns its answer.
        choose_folder: lets the person choose a folder, for a parent and with a title; empty when they did not.
        now: the present moment, to say "today".
        open_folder: shows a folder in the desktop's file browser; False when that cannot be done.
    """

    theme: Theme
    preferences: Preferences
    autostart: Autostart
    care: DataCare
    facts: Facts
    hotkeys: Hotkeys | None
    languages: tuple[tuple[str, str], ...]
    introduce: Callable[[], None]
    ask: Callable[[Asking], str]
    choose_folder: Callable[[QWidget, str], str]
    now: Callable[[], QDateTime]
    open_folder: Callable[[str], bool]
