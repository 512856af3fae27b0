"""The languages the screens are measured in: English, German, and two that nobody speaks (`tests.ui.pseudo`)."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication

from tests.ui import pseudo
from truthtime_desktop.ui.languages import Languages

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "resources" / "translations"

SHIPPED = sorted(path.stem.removeprefix("truthtime_") for path in SOURCES.glob("*.ts"))
LANGUAGES = (*SHIPPED, "pseudo", "mirrored")
CODES = {"pseudo": "en", "mirrored": "he"}
"""The pseudo-locale takes English's place; the mirrored one that of a language Qt knows to run from right to left."""


@lru_cache(maxsize=1)
def _compiled() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """A folder for each language with its catalogue, made of the sources as they are now."""
    kept = tempfile.TemporaryDirectory(prefix="truthtime-languages-")
    folder = Path(kept.name)
    for language in LANGUAGES:
        place = folder / language
        place.mkdir()
        code = CODES.get(language, language)
        source = SOURCES / f"truthtime_{code}.ts"
        if language in CODES:
            source = place / f"truthtime_{code}.ts"
            pseudo.write(SOURCES / "truthtime_de.ts", source, code)
        tool = Path(sys.executable).with_name("pyside6-lrelease")
        subprocess.run([tool, "-silent", source, "-qm", place / f"truthtime_{code}.qm"], check=True)
    return kept, folder


@contextmanager
def speaking(language: str, system: str = "en_GB") -> Iterator[Languages]:
    """The windows that are built inside speak this language, on a desktop of that locale."""
    languages = Languages(_compiled()[1] / language, QLocale(system))
    before = QLocale()
    languages.use(CODES.get(language, language))
    try:
        yield languages
    finally:
        languages.close()
        QLocale.setDefault(before)
        QGuiApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
