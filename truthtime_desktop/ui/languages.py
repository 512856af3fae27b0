"""The language of the windows: our catalogue and Qt's own, and how dates and times of day are written.

Chosen after the icon is drawn and before the first word is shown; changed while the program runs by `use`. Windows are
not told one text after the other: whoever owns them builds them anew on `changed` (`Desk.retranslate`).
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTime, QTranslator, Signal
from PySide6.QtGui import QGuiApplication

from truthtime_desktop.ui.glyphs import icon_folder

SYSTEM = "system"
SOURCE = "en"
"""The language of the program's own source, for a person whose languages we do not speak."""

PREFIX = "truthtime_"

_time_format = ""
"""Empty: as the locale writes times of day. A module's, because every table and label asks."""


def catalogue_folder() -> Path:
    """Where the compiled catalogues are, beside the pictures (`build/setup_environment.sh` makes them)."""
    return icon_folder().parent / "translations"


def offered(folder: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Every language there is a catalogue for: its code and its own name (``("de", "Deutsch")``), sorted by name."""
    codes = {path.stem.removeprefix(PREFIX) for path in (folder or catalogue_folder()).glob(f"{PREFIX}*.qm")}
    return tuple(sorted(((code, own_name(code)) for code in {*codes, SOURCE}), key=lambda pair: pair[1].casefold()))


def own_name(code: str) -> str:
    """What its speakers call a language."""
    name = "English" if code == SOURCE else QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:]


def best(choice: str, wishes: Sequence[str], codes: Sequence[str]) -> str:
    """The code of the language to speak.

    Args:
        choice: ``system`` or a code.
        wishes: the desktop's languages, best first, as `QLocale.uiLanguages` says them (``de-Latn-AT``).
        codes: the languages there are.
    """
    for wish in wishes if choice == SYSTEM else (choice,):
        language, *rest = wish.replace("-", "_").split("_")
        for code in (f"{language}_{rest[-1]}" if rest else language, language):
            if code in codes:
                return code
    return SOURCE


def locale_for(code: str, system: QLocale) -> QLocale:
    """How to write dates: as the desktop does when it speaks that language, else as that language does there."""
    spoken = QLocale(code)
    if system.language() in (spoken.language(), QLocale.Language.C) and code == SOURCE:
        return system
    return system if system.language() == spoken.language() else QLocale(spoken.language(), system.territory())


def time_text(time: QTime) -> str:
    """A time of day: ``14:16``, ``2:16 PM``, or as the person's locale writes it."""
    locale = QLocale()
    if _time_format:
        return locale.toString(time, _time_format)
    return locale.toString(time, QLocale.FormatType.ShortFormat)


def first_weekday(choice: str = SYSTEM) -> int:
    """The day a week begins with, 1 for Monday to 7 for Sunday.

    Args:
        choice: ``monday``, ``saturday``, ``sunday``, or ``system`` for the locale's way.
    """
    return _WEEKDAYS.get(choice) or QLocale().firstDayOfWeek().value


_WEEKDAYS = {"monday": 1, "saturday": 6, "sunday": 7}


def hour_text(hour: int) -> str:
    """A full hour under an axis: ``09``, or ``9 AM`` where one counts to twelve."""
    locale = QLocale()
    counts_to_twelve = "a" in (_time_format or locale.timeFormat(QLocale.FormatType.ShortFormat)).lower()
    return locale.toString(QTime(hour, 0), "h AP" if counts_to_twelve else "HH")


class Languages(QObject):
    """The language in force.

    Args:
        folder: of the compiled catalogues; None for the program's own.
        system: the desktop's locale; None asks Qt.

    Attributes:
        changed: another language, or another way to write times: build windows anew.
        code: of the language in force.
    """

    changed = Signal()

    def __init__(
        self, folder: Path | None = None, system: QLocale | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder or catalogue_folder()
        self._system = system or QLocale.system()
        self._translators: list[QTranslator] = []
        self.code = SOURCE

    def use(self, choice: str, hours: str = SYSTEM) -> None:
        """Speak a language from now on.

        Args:
            choice: ``system`` or a code; one that we have no catalogue for is English.
            hours: ``24``, ``12``, or ``system`` for the locale's way.
        """
        global _time_format  # noqa: PLW0603 - a process speaks one language, as QLocale's default is one
        self.code = best(choice, self._system.uiLanguages(), [code for code, _name in offered(self._folder)])
        _time_format = {"24": "HH:mm", "12": "h:mm AP"}.get(hours, "")
        QLocale.setDefault(locale_for(self.code, self._system))
        self.close()
        self._install(PREFIX + self.code, str(self._folder))
        self._install(f"qtbase_{self.code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        QGuiApplication.setLayoutDirection(QLocale(self.code).textDirection())
        self.changed.emit()

    def close(self) -> None:
        """Back to the words of the sources, when the program ends."""
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
            translator.deleteLater()
        self._translators.clear()

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        # Without a file the sources' own English stands: Qt brings none for every language, and none of ours is fatal.
        if translator.load(name, folder):
            QCoreApplication.installTranslator(translator)
            self._translators.append(translator)
