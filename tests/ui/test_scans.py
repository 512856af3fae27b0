"""Every surface in every state and language, at every size of text, light and dark: measured by one mechanism."""

import importlib
import itertools
import pkgutil
from collections.abc import Callable, Generator
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import truthtime_desktop.ui
from tests.ui import accessibility, goldens, pseudo, samples, scans, surfaces
from tests.ui.speaking import LANGUAGES, speaking
from truthtime_desktop.ui import words
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.help import sections
from truthtime_desktop.ui.theme import Scheme, Theme

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.usefixtures("qapp")]

PERCENTS = (100, 125, 150)
SHORT_LIST = [(language, percent, "light") for language in LANGUAGES for percent in PERCENTS]
SHORT_LIST += [("en", 100, "dark"), ("pseudo", 150, "dark")]
ALL = list(itertools.product(LANGUAGES, PERCENTS, surfaces.SCHEMES))
"""Colours move no letter, so `make test` looks at dark windows at both ends only; `make soak` at all of these."""

Scan = Callable[[QWidget], list[str]]

IN_NO_SURFACE = {
    "truthtime_desktop.ui.hotkeys.field.HotkeyField": "comes with the pages of Settings",
    "truthtime_desktop.ui.hotkeys.recorder.KeyRecorder": "the same",
}
"""Widget classes of ours that nobody sees by themselves, each with the reason."""


def foreign(widget: QWidget) -> list[str]:
    """Text on screen without an accent of the pseudo-locale: written into the program, or in no catalogue."""
    said = {text for text in scans.texts(widget) if any(char.isalpha() for char in text)}
    # What keys are called, Qt says in its own catalogues.
    keys = {row.keys for _heading, rows in sections(None) for row in rows}
    return sorted(text for text in said - samples.USER_WORDS - keys if not pseudo.is_pseudo(text))


def scans_for(language: str, percent: int, scheme: str) -> dict[str, Scan]:
    """What is measured: room for the text everywhere, the rest once where size and colour make no difference."""
    chosen: dict[str, Scan] = {"cut": scans.clipped}
    if (percent, scheme) == (100, "light"):
        chosen["reached by the keyboard and without a name"] = scans.nameless
        chosen["reached by the keyboard and silent in a screen reader"] = accessibility.nameless
        chosen["key given twice"] = scans.keys_given_twice
    if (language, percent) == ("en", 100):
        chosen["too faint"] = scans.faint
    if (language, percent) == ("pseudo", 100):
        chosen["in no catalogue"] = foreign
    return chosen


def every_surface(language: str, percent: int, scheme: Scheme) -> Generator[tuple[str, QWidget]]:
    """All surfaces one after the other; each is taken down before the next is made."""
    with speaking(language):
        for name, widget in surfaces.shown(scheme, percent):
            yield name, widget
            widget.hide()
            widget.deleteLater()


def faults(language: str, percent: int, scheme: Scheme) -> dict[str, dict[str, list[str]]]:
    """What the scans find wrong, by scan and surface: all of them look at one window before the next is built."""
    found: dict[str, dict[str, list[str]]] = {}
    chosen = scans_for(language, percent, scheme)
    with closing(every_surface(language, percent, scheme)) as widgets:
        for name, widget in widgets:
            for fault, scan in chosen.items():
                if texts := scan(widget):
                    found.setdefault(fault, {})[name] = texts
    return found


@pytest.mark.soak
@pytest.mark.parametrize(("language", "percent", "scheme"), [each for each in ALL if each not in SHORT_LIST])
def test_nothing_is_wrong_on_any_surface_elsewhere(language: str, percent: int, scheme: Scheme) -> None:
    assert faults(language, percent, scheme) == {}


@pytest.mark.parametrize(("language", "percent", "scheme"), SHORT_LIST)
def test_nothing_is_wrong_on_any_surface(language: str, percent: int, scheme: Scheme) -> None:
    assert faults(language, percent, scheme) == {}


def test_every_widget_of_ours_is_on_some_surface() -> None:
    ours = {
        f"{module.__name__}.{name}"
        for module in map(importlib.import_module, _modules())
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, QWidget) and value.__module__ == module.__name__
    }
    seen: set[str] = set()
    with closing(every_surface("en", 100, "light")) as widgets:
        for _name, widget in widgets:
            seen |= {f"{kind.__module__}.{kind.__name__}" for each in _all(widget) for kind in type(each).__mro__}
    assert ours - seen - IN_NO_SURFACE.keys() == set()


def _modules() -> list[str]:
    package = truthtime_desktop.ui
    return [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


def _all(widget: QWidget) -> list[QWidget]:
    return [widget, *widget.findChildren(QWidget)]


def test_the_scans_see_what_they_look_for(qtbot: QtBot) -> None:
    window = surfaces.panel(Theme("light"), samples.RUNNING)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    window.content.card.buttons.by_key["stop"].setFixedWidth(30)
    assert scans.clipped(window) == [" Stop"]
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    for text, style in (("&One", ""), ("&Other", "color: #C9C9C9")):
        button = QPushButton(text)
        button.setStyleSheet(style + "; background: #FFFFFF; border: none")
        column.addWidget(button)
    narrow = label("Donaudampfschifffahrtsgesellschaft", wraps=True)
    narrow.setFixedWidth(40)
    column.addWidget(narrow)
    column.addWidget(QLabel())
    bare = QPushButton()
    column.addWidget(bare)
    box.show()
    QApplication.processEvents()
    assert scans.keys_given_twice(box) == ["o"]
    assert [fault.split(":")[0] for fault in scans.faint(box)] == ["&Other"]
    assert narrow.text() in scans.clipped(box)
    assert scans.nameless(box) == ["QPushButton"]
    assert bare.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_the_mirrored_language_mirrors_windows_and_leaves_numbers_as_they_are(qtbot: QtBot) -> None:
    numbers = []
    for language, text in (("en", "1:31"), ("en", "13:1"), ("mirrored", "1:31")):
        with speaking(language):
            box = QWidget()
            qtbot.addWidget(box)
            number = label(text, "hero")
            QVBoxLayout(box).addWidget(number)
            box.resize(400, 80)
            box.show()
            picture = number.grab().toImage()
            inked = [x for x in range(picture.width()) if _has_ink(picture, x)]
            assert (inked[0] > picture.width() // 2) == (language == "mirrored")
            numbers.append(picture.copy(inked[0], 0, inked[-1] - inked[0] + 1, picture.height()))
    written, backwards, mirrored = numbers
    assert mirrored.size() == written.size()
    assert goldens.difference(written, mirrored)[0] < goldens.difference(backwards, mirrored)[0] / 2


def _has_ink(picture: QImage, x: int) -> bool:
    return any(picture.pixel(x, y) != picture.pixel(0, 0) for y in range(picture.height()))


def test_words_of_the_person_keep_their_direction_in_a_mirrored_sentence() -> None:
    with speaking("mirrored"):
        assert words.fill("%1 x", "Acme") == "\u2068Acme\u2069 x"
        assert words.isolated(words.isolated("Acme")) == "\u2068Acme\u2069"
    assert words.fill("%1 x", "Acme") == "Acme x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%1 of %2", "[%1 öƒ %2···]"),
        ("Save &as", "[Šàṽé &àš···]"),
        ("R && D", "[Ŕ && Ď··]"),
        ("%n click(s)", "[%n çļîçķ(š)····]"),
        ("%1h", "%1ĥ"),
    ],
)
def test_the_pseudo_locale_keeps_what_the_program_needs(text: str, expected: str) -> None:
    assert pseudo.pseudo(text) == expected
