"""Settings, Appearance: colours, contrast and size of text, seen at once."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from truthtime_desktop.config import LARGEST_TEXT_PERCENT, SMALLEST_TEXT_PERCENT
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.forms import Choice, SettingRow
from truthtime_desktop.ui.settings.means import Means
from truthtime_desktop.ui.settings.page import Page, store
from truthtime_desktop.ui.words import fill

STEP_PERCENT = 10


class AppearancePage(Page):
    """The page.

    Args:
        means: what it acts on.
    """

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.set_heading(self.tr("Appearance"))
        self._means = means
        settings = means.preferences.settings
        themes = (
            ("system", self.tr("As the desktop")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        )
        self._choose(self.tr("Theme"), "theme", themes, settings.theme)
        contrasts = (("system", self.tr("As the desktop")), ("high", self.tr("On")))
        self._choose(self.tr("High contrast"), "contrast", contrasts, settings.contrast)
        self.text_size = TextSize(self.tr("Size of text"))
        self.text_size.set_value(settings.text_percent)
        row = SettingRow(self.tr("Size of text"), self.text_size, below=True)
        self.text_size.slider.valueChanged.connect(
            store(means.preferences, row, self.text_size, "text_percent", _percent)
        )
        self.add(row)
        self.finish()

    def _choose(self, title: str, name: str, choices: tuple[tuple[str, str], ...], value: str) -> None:
        choice = Choice(self._means.theme, title, choices)
        choice.set_value(value)
        row = SettingRow(title, choice)
        choice.chosen.connect(store(self._means.preferences, row, choice, name))
        self.add(row)


class TextSize(QWidget):
    """A slider from 100 to 150 % with its value beside it.

    Args:
        name: what is chosen.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(SMALLEST_TEXT_PERCENT // STEP_PERCENT, LARGEST_TEXT_PERCENT // STEP_PERCENT)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(name)
        self._shown: QLabel = label(role="second")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.slider, 1)
        row.addWidget(self._shown)
        self.slider.valueChanged.connect(self._show)
        self._show()

    def percent(self) -> int:
        """The value that is shown."""
        return self.slider.value() * STEP_PERCENT

    def set_value(self, percent: int) -> None:
        """Shows another value, without telling anybody."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(percent / STEP_PERCENT))
        self._show()

    def _show(self) -> None:
        text = fill(self.tr("%1 %"), str(self.percent()))
        self._shown.setText(text)
        self.slider.setAccessibleDescription(text)


def _percent(steps: int) -> int:
    return steps * STEP_PERCENT
