"""Every sentence can be translated, and a longer language fits."""

import ast
import re
from collections.abc import Iterator
from math import ceil
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import pictures, samples
from tests.ui.test_surfaces import clipped, visible_children
from truthtime_desktop.ui import words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MARK = "\u00b7"
SOURCES = sorted(Path(words.__file__).parent.rglob("*.py"))


class Longer(QTranslator):
    """A language in which everything takes 30 % more room."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name; an empty translator is never asked
        return False

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        return source + MARK * ceil(len(source) * 0.3)


@pytest.fixture
def longer(qtbot: QtBot) -> Iterator[dict[str, QWidget]]:
    """All surfaces in that language."""
    translator = Longer()
    QApplication.installTranslator(translator)
    found = dict(pictures.surfaces("light"))
    for widget in found.values():
        qtbot.addWidget(widget)
    yield found
    QApplication.removeTranslator(translator)


def test_a_longer_language_fits(longer: dict[str, QWidget]) -> None:
    assert {name: faults for name, widget in longer.items() if (faults := clipped(widget))} == {}


def test_no_word_of_ours_escapes_translation(longer: dict[str, QWidget]) -> None:
    user_words = {samples.RUNNING.description, samples.LONG.description, "0:00", "1:31", ""}
    user_words |= {samples.RUNNING.project, samples.LONG.project}
    user_words |= {text for notice, _view in pictures.NOTICES for text in (notice.title, notice.body)}
    assert samples.FAULTY.problem is not None
    user_words |= {samples.FAULTY.problem.title, samples.FAULTY.problem.hint}
    user_words |= {"Your data file is damaged", "A backup from today 13:00 is intact.", "Restore it", "Show the files"}
    labels = {child.text() for widget in longer.values() for child in visible_children(widget, QLabel)}
    buttons = {child.text() for widget in longer.values() for child in visible_children(widget, QPushButton)}
    texts = labels | buttons
    spoken = {text for text in texts - user_words if not re.fullmatch(r"[\d:%hm ]*", text)}
    assert {text for text in spoken if MARK not in text} == set()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_translators_get_whole_sentences_under_the_context_they_are_looked_up_in(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bare = [call for call in ast.walk(node) if isinstance(call, ast.Call) and name_of(call) == "tr"]
            assert not bare, f"line {bare[0].lineno}: inside a class it is self.tr" if bare else ""
        if isinstance(node, ast.Call) and name_of(node) in {"tr", "self.tr"} and path.name != "words.py":
            assert isinstance(node.args[0], ast.Constant), f"line {node.lineno}: a literal, or lupdate cannot see it"


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)
