"""Every surface in every state and language, at every size of text, light and dark: measured by one mechanism."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import truthtime_desktop.ui
from tests.ui import pseudo, samples, scans, surfaces
from tests.ui.speaking import LANGUAGES, speaking
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.theme import Scheme, Theme

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.usefixtures("qapp")]

PERCENTS = (100, 125, 150)
COMBINATIONS = list(itertools.product(LANGUAGES, PERCENTS, surfaces.SCHEMES))
IN_NO_SURFACE: dict[str, str] = {}
"""Widget classes of ours that nobody sees by themselves, each with the reason."""


@contextmanager
def every_surface(language: str, percent: int, scheme: Scheme) -> Iterator[Iterator[tuple[str, QWidget]]]:
    """All surfaces one after the other; each is taken down before the next is made."""

    def one_by_one() -> Iterator[tuple[str, QWidget]]:
        for name, widget in surfaces.shown(scheme, percent):
            yield name, widget
            widget.hide()
            widget.deleteLater()

    with speaking(language):
        yield one_by_one()


def found(scan: object, widgets: Iterator[tuple[str, QWidget]]) -> dict[str, list[str]]:
    assert callable(scan)
    return {name: faults for name, widget in widgets if (faults := scan(widget))}


@pytest.mark.parametrize(("language", "percent", "scheme"), COMBINATIONS)
def test_no_text_is_cut(language: str, percent: int, scheme: Scheme) -> None:
    with every_surface(language, percent, scheme) as widgets:
        assert found(scans.clipped, widgets) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_takes_the_focus_has_a_name_and_no_key_is_given_twice(language: str) -> None:
    def faults(widget: QWidget) -> list[str]:
        return scans.nameless(widget) + scans.keys_given_twice(widget)

    with every_surface(language, 100, "light") as widgets:
        assert found(faults, widgets) == {}


@pytest.mark.parametrize(("percent", "scheme"), list(itertools.product((100, 150), surfaces.SCHEMES)))
def test_text_stands_out_from_what_it_is_drawn_on(percent: int, scheme: Scheme) -> None:
    with every_surface("en", percent, scheme) as widgets:
        assert found(scans.faint, widgets) == {}


def test_no_word_of_ours_escapes_the_catalogue() -> None:
    """Text on screen without an accent of the pseudo-locale was written into the program, or is in no catalogue."""

    def foreign(widget: QWidget) -> list[str]:
        said = {text for text in scans.texts(widget) if any(char.isalpha() for char in text)}
        return sorted(text for text in said - samples.USER_WORDS if not pseudo.is_pseudo(text))

    with every_surface("pseudo", 100, "light") as widgets:
        assert found(foreign, widgets) == {}


def test_every_widget_of_ours_is_on_some_surface() -> None:
    ours = {
        f"{module.__name__}.{name}"
        for module in map(importlib.import_module, _modules())
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, QWidget) and value.__module__ == module.__name__
    }
    seen: set[str] = set()
    with every_surface("en", 100, "light") as widgets:
        for _name, widget in widgets:
            seen |= {f"{kind.__module__}.{kind.__name__}" for each in _all(widget) for kind in type(each).__mro__}
    assert ours - seen - IN_NO_SURFACE.keys() == set()


def _modules() -> list[str]:
    package = truthtime_desktop.ui
    return [each.name for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


def _all(widget: QWidget) -> list[QWidget]:
    return [widget, *widget.findChildren(QWidget)]


def test_the_scans_see_what_they_look_for(qtbot: QtBot) -> None:
    window = surfaces.main_window(Theme("light"), samples.RUNNING)
    qtbot.addWidget(window)
    window.show()
    scans.visible(window, QPushButton)[0].setFixedWidth(30)
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


def test_the_mirrored_language_mirrors_windows() -> None:
    with speaking("mirrored"):
        assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert QApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight


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
