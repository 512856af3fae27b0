"""Above the note its day and what can be done; below it whether it is safe."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from truthtime_desktop.ui.controls import ElidedLabel, label, restyle
from truthtime_desktop.ui.notes.icon_button import IconButton
from truthtime_desktop.ui.notes.keeping import Storing
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import plural, tr


def day_title(day: date, today: date) -> str:
    """``Tuesday 17 November``, with the year when it is not this one; as the person's locale orders it."""
    locale = QLocale()
    written = locale.dateFormat(QLocale.FormatType.LongFormat)
    if locale.language() == QLocale.Language.English or locale.language() == QLocale.Language.C:
        written = "dddd d MMMM yyyy"
    if day.year == today.year:
        for year in (", yyyy", " 'de' yyyy", " yyyy", "yyyy"):
            written = written.replace(year, "")
    return locale.toString(QDate(day.year, day.month, day.day), written.strip(" ,."))


class ToolBar(QWidget):
    """Previous and next day, the day itself, and what can be done with it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.previous = IconButton(theme, "previous", self.tr("Previous day"), "Alt+Left")
        self.next = IconButton(theme, "next", self.tr("Next day"), "Alt+Right")
        self.calendar = IconButton(theme, "calendar", self.tr("Choose a day"))
        self.search = IconButton(theme, "search", self.tr("Search notes"), "Ctrl+F")
        self.preview = IconButton(theme, "preview", self.tr("Preview"), "Ctrl+Shift+P")
        self.history = IconButton(theme, "history", self.tr("History of this day"), "Ctrl+H")
        self.export = IconButton(theme, "export", self.tr("Export"), "Ctrl+E")
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "day")
        for page in (self.search, self.preview, self.history):
            page.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 12, 8)
        row.setSpacing(4)
        for widget in (self.previous, self.title, self.next, self.calendar):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self.search, self.preview, self.history, self.export):
            row.addWidget(widget)

    def show_day(self, day: date, today: date) -> None:
        """Says which day it is."""
        self.title.setText(day_title(day, today))


class Footer(QWidget):
    """Whether everything typed is on the disk, and how much there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.state = ElidedLabel(role="saving")
        self.state.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hint = ElidedLabel(role="third")
        self.count = label(role="third")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(16)
        row.addWidget(self.state)
        row.addWidget(self.hint, 1)
        row.addWidget(self.count)

    def show_storing(self, storing: Storing) -> None:
        """Says it in words; a failure is told to screen readers too, and nothing else is."""
        self.state.set_full_text(storing_words(storing))
        failed = storing.state in {"failed", "full"}
        self.hint.set_full_text(storing.hint if failed else "")
        self.state.setProperty("failed", failed)
        restyle(self.state)
        if failed:
            said = f"{storing_words(storing)} {storing.hint}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.state, said))

    def tell(self, text: str) -> None:
        """Something that was done, until the state of saving changes."""
        self.state.set_full_text(text)

    def show_words(self, count: int) -> None:
        """How many words the note has."""
        self.count.setText(plural("Markdown · %n word(s)", count))


def storing_words(storing: Storing) -> str:
    """``Saved on this computer``, ``Saving…``, or what is wrong; what to do stands beside it."""
    if storing.state == "saved":
        return tr("Saved on this computer")
    if storing.state == "storing":
        return tr("Saving…")
    if storing.state == "full":
        return tr("Not saved: disk is full")
    return tr("Not saved. %1", storing.title)
