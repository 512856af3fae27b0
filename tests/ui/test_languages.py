"""Every sentence has its translation, the right language is spoken, and it changes while windows are open."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTime
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from build.catalogues import Message, faults_of
from build.renew_translations import missing_or_wrong, uses
from tests.ui import scans
from tests.ui.scene import Scene
from tests.ui.speaking import SHIPPED, speaking
from truthtime_desktop.ui import languages, words
from truthtime_desktop.ui.languages import Languages, best, locale_for, time_text

pytestmark = [pytest.mark.qt_log_ignore("This plugin does not support"), pytest.mark.usefixtures("qapp")]

SOURCES = sorted(Path(words.__file__).parent.rglob("*.py"))


def test_every_sentence_has_its_translation() -> None:
    assert missing_or_wrong() == [], "make translations says the same, and brings the catalogues up to date"


def test_the_program_finds_what_set_up_has_compiled() -> None:
    assert languages.offered() == (("de", "Deutsch"), ("en", "English"))
    assert [code for code, _name in languages.offered()] == SHIPPED
    for source in languages.catalogue_folder().glob("*.ts"):
        compiled = source.with_suffix(".qm")
        assert compiled.stat().st_mtime >= source.stat().st_mtime, "sh build/setup_environment.sh makes it anew"


@pytest.mark.parametrize(
    ("source", "forms", "fault"),
    [
        ("Start", ("",), "not translated"),
        ("%1 of %2", ("%1 von",), "placeholders"),
        ("%1 of %2", ("%2 von %1",), ""),
        ("%n day(s)", ("%n Tag",), "plural forms"),
        ("%n day(s)", ("Ein Tag", "%n Tage"), ""),
        ("%n day(s) of %1", ("Ein Tag", "%n Tage von %1"), "placeholders"),
        ("&Save", ("Sichern",), "mnemonic"),
        ("Save && quit", ("Sichern && beenden",), ""),
        ("Done", ("Fertig!",), "copy rules"),
        ("Wait", ("Bitte warten",), "copy rules"),
        ("Oops", ("Nanu",), "copy rules"),
        ("A fault", ("Ein Fehler",), ""),
        ("Name: ", ("Name:",), "space"),
    ],
)
def test_faults_of_a_translation_are_seen(source: str, forms: tuple[str, ...], fault: str) -> None:
    found = faults_of(Message("de", "words", source, "%n" in source, forms, finished=True))
    assert [fault in one for one in found] == ([True] if fault else [])
    assert faults_of(Message("de", "words", source, "%n" in source, forms, finished=False))


def test_all_ways_to_say_something_are_found() -> None:
    found = {(use.context, use.source, use.counted) for use in uses()}
    assert {
        ("words", "Started %1", False),  # words.tr
        ("words", "Pause", False),  # tr
        ("words", "%n click(s) could not be saved.", True),  # words.plural
        ("Content", "Earlier today", False),  # self.tr
        ("errors", "Nothing is running.", False),  # an error of the core
        ("errors", "TruthTime is not allowed to use %1.", False),  # one with a value in it
        ("errors", "Your data file is damaged.", False),  # a title that is handed on
    } <= found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_windows_write_durations_and_times_in_the_language_of_the_person(path: Path) -> None:
    calls = [
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    assert "durations.brief" not in calls or path.name == "words.py", "words.duration knows the units"
    assert "words.tr" not in calls or path.name != "words.py"


@pytest.mark.parametrize(
    ("choice", "wishes", "spoken"),
    [
        ("system", ["de-Latn-AT", "de-AT", "de"], "de"),
        ("system", ["fr-FR", "fr", "de"], "de"),
        ("system", ["en-US", "de"], "en"),
        ("system", ["pt-Latn-BR", "pt-BR"], "pt_BR"),
        ("system", ["pt-PT", "pt"], "en"),
        ("system", ["C"], "en"),
        ("system", [], "en"),
        ("de", ["en-US"], "de"),
        ("tlh", ["de"], "en"),
    ],
)
def test_the_best_language_is_chosen(choice: str, wishes: list[str], spoken: str) -> None:
    assert best(choice, wishes, ["de", "en", "pt_BR"]) == spoken


@pytest.mark.parametrize(
    ("code", "system", "written"),
    [
        ("de", "de_AT", "de_AT"),
        ("de", "fr_CH", "de_CH"),
        ("de", "en_US", "de_DE"),
        ("en", "en_GB", "en_GB"),
        ("en", "C", "C"),
    ],
)
def test_dates_are_written_as_the_desktop_does_when_it_speaks_that_language(
    code: str, system: str, written: str
) -> None:
    assert locale_for(code, QLocale(system)).name() == written


@pytest.fixture
def german() -> Iterator[Languages]:
    with speaking("de") as chosen:
        yield chosen


@pytest.mark.usefixtures("german")
def test_german() -> None:
    assert words.tr("Pause") == "Pausieren"
    assert words.duration(91 * 60_000) == "1\u202fh 31\u202fmin"
    assert words.plural("%n click(s) could not be saved.", 1) == "1 Klick konnte nicht gespeichert werden."
    assert words.plural("%n click(s) could not be saved.", 2) == "2 Klicks konnten nicht gespeichert werden."
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"  # Qt's own catalogue
    assert QLocale().toString(QLocale().toDate("17.11.2026", "dd.MM.yyyy"), "dddd") == "Dienstag"


@pytest.mark.usefixtures("german")
def test_errors_of_rules_and_store_are_told_in_german() -> None:
    assert words.said("Nothing is running.") == "Kein Timer läuft."
    assert words.said("TruthTime is not allowed to use /a/%2 b.") == "TruthTime darf /a/%2 b nicht benutzen."
    assert words.said("The disk reports an error at /x: y.") == "Der Datenträger meldet einen Fehler bei /x: y."
    assert words.said("Words that nobody has translated.") == "Words that nobody has translated."


def test_english_counts() -> None:
    with speaking("en"):
        assert words.plural("%n click(s) could not be saved.", 1) == "1 click could not be saved."
        assert words.plural("%n click(s) could not be saved.", 2) == "2 clicks could not be saved."


@pytest.mark.parametrize(
    ("hours", "system", "written"),
    [
        ("system", "en_GB", "14:06"),
        ("system", "en_US", "2:06 PM"),
        ("24", "en_US", "14:06"),
        ("12", "en_GB", "2:06 PM"),
        ("system", "C", "14:06"),
    ],
)
def test_hours_are_written_as_the_person_likes_them(hours: str, system: str, written: str) -> None:
    with speaking("en", system) as chosen:
        chosen.use("en", hours)
        # CLDR separates with a no-break space of one width or another.
        assert time_text(QTime(14, 6)).replace("\u202f", " ").replace("\xa0", " ") == written
        chosen.use("en")


@pytest.mark.parametrize(
    ("choice", "system", "day"),
    [
        ("system", "en_GB", 1),
        ("system", "en_US", 7),
        ("system", "ar_EG", 6),
        ("monday", "en_US", 1),
        ("sunday", "de", 7),
    ],
)
def test_a_week_begins_when_the_person_says_so(choice: str, system: str, day: int) -> None:
    with speaking("en", system) as chosen:
        QLocale.setDefault(QLocale(system))
        assert languages.first_weekday(choice) == day
        chosen.use("en")


def test_the_language_changes_while_windows_are_open(qtbot: QtBot, tmp_path: Path) -> None:
    assert qtbot
    scene = Scene(tmp_path / "data")
    with speaking("en") as english:
        english.changed.connect(scene.desk.retranslate)
        scene.desk.begin()
        scene.desk.open_window()
        panel = scene.desk.windows.panel
        assert panel is not None
        panel.content.card.field.line.setText("Half a sentence")
        with speaking("de") as other:
            other.changed.connect(scene.desk.retranslate)
            other.use("de")
            again = scene.desk.windows.panel
            assert again is not None
            assert again.isVisible()
            assert {"Heute nichts erfasst", "Auf diesem Computer gespeichert"} <= {
                each.text() for each in scans.visible(again, QLabel)
            }
            assert "Starten" in {each.text().strip() for each in scans.visible(again, QPushButton)}
            assert scene.desk.windows.task().description == "Half a sentence"
            assert scene.tray.menu is not None
            assert "Übersicht öffnen" in {action.text() for action in scene.tray.menu.actions()}
    scene.desk.leave()
    scene.store.close()
