"""Settings, About: what runs here, whose work it stands on, and a text for whoever helps."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import __version__, licences
from truthtime_desktop.store import driver
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.settings.means import Facts, Means
from truthtime_desktop.ui.settings.page import Page


class AboutPage(Page):
    """The page.

    Args:
        means: what it acts on.
    """

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.set_heading(self.tr("About"))
        self._means = means
        self.add(self._versions())
        self.diagnostics = Button(means.theme, self.tr("Copy diagnostics"))
        self.introduction = Button(means.theme, self.tr("Show the introduction again"))
        for button in (self.introduction, self.diagnostics):
            row = QHBoxLayout()
            row.setContentsMargins(-3, 0, 0, 0)
            row.addWidget(button)
            row.addStretch(1)
            self.column.addLayout(row)
        self.said = label(
            self.tr("What works on this computer and what does not. Nothing that you typed is in it."),
            "third",
            wraps=True,
        )
        self.add(self.said)
        self.add(label(self.tr("TruthTime stands on these packages"), "strong"))
        self.licences = QPlainTextEdit(means.facts.licences)
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.licences.setAccessibleName(self.tr("Packages and their licences"))
        self.licences.setMinimumHeight(means.theme.px(140))
        self.column.addWidget(self.licences, 1)
        self.diagnostics.clicked.connect(self._on_diagnostics)
        self.introduction.clicked.connect(means.introduce)
        means.care.done.connect(self._on_done)
        means.care.failed.connect(self._on_failed)

    def _versions(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (name, version) in enumerate(self._means.facts.versions):
            grid.addWidget(label(name, "second"), number, 0)
            grid.addWidget(label(version), number, 1)
        return table

    def _on_diagnostics(self) -> None:
        if self._means.care.busy:
            self.said.setText(self.tr("Something else is under way. Try again when it has ended."))
            return
        self.said.setText(self.tr("Looking at this computer. This takes some seconds."))
        self._means.care.examine()

    def _on_done(self, task: str, result: object) -> None:
        if task == "doctor" and isinstance(result, str):
            QGuiApplication.clipboard().setText(result)
            self.said.setText(self.tr("Copied. Paste it into a message to whoever helps you."))

    def _on_failed(self, task: str, error: TruthTimeError) -> None:
        if task == "doctor":
            self.said.setText(f"{error.title} {error.hint}")


def facts() -> Facts:
    """What runs here, and the licences of its packages."""
    versions = (
        ("TruthTime", __version__),
        ("Qt", qVersion()),
        ("Python", platform.python_version()),
        ("SQLite", str(driver.load().sqlite_version)),
    )
    return Facts(versions, "\n".join(f"{one.name} {one.version}: {one.licence}" for one in licences.packages()))
