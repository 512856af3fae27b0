"""Settings, Data: where it is, backups and the way back to one, everything out, everything away."""

from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import backups
from truthtime_desktop.everything import Everything
from truthtime_desktop.ui.controls import Button, ElidedLabel, label
from truthtime_desktop.ui.dates import day_and_time, moment_of
from truthtime_desktop.ui.forms import breakable
from truthtime_desktop.ui.settings.data_dialogs import DeleteDialog, restore_question
from truthtime_desktop.ui.settings.means import Means
from truthtime_desktop.ui.settings.page import Page
from truthtime_desktop.ui.words import fill, isolated, plural, said

ROWS_SHOWN = 4
ROW_HEIGHT = 30


class DataPage(Page):
    """What is done here takes seconds with much data: its progress and its end are told on the page.

    Args:
        means: what the page acts on.
    """

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.set_heading(self.tr("Data"))
        self._means = means
        self._size = label("", "second")
        self.add(self._place())
        self.back_up = Button(means.theme, self.tr("Back up now"))
        self.restore = Button(means.theme, self.tr("Restore…"))
        self.export = Button(means.theme, self.tr("Export everything…"))
        self.delete = Button(means.theme, self.tr("Delete everything…"))
        self.files = Button(means.theme, self.tr("Show the files"))
        self.stop = Button(means.theme, self.tr("Stop"))
        self.backups = QListWidget()
        self.backups.setObjectName("rows")
        self.backups.setAccessibleName(self.tr("Backups"))
        self.none = label(self.tr("There is no backup yet. One is made each day."), "second", wraps=True)
        self.status = label(role="second", wraps=True)
        self.status.setAccessibleName(self.tr("Progress"))
        self._lay_out()
        self._connect()
        self.read()

    def read(self) -> None:
        """What is there now."""
        places = self._means.care.places
        try:
            # What was recorded last lies in the log beside the file (https://sqlite.org/wal.html).
            files = places.account.glob(f"{places.database.name}*")
            size_bytes = sum(path.stat().st_size for path in files if not path.name.endswith("-shm"))
            text = self.tr("%1 on this disk")
            self._size.setText(fill(text, _megabytes(size_bytes)))
            found = backups.list_backups(places)
        except (OSError, TruthTimeError):
            found = []
        self.backups.clear()
        now = self._means.now()
        for one in found:
            text = f"{day_and_time(moment_of(one.made_at), now)}   {isolated(_megabytes(one.size_bytes))}"
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, str(one.path))
            item.setSizeHint(QSize(0, self._means.theme.px(ROW_HEIGHT)))
            self.backups.addItem(item)
        self.backups.setCurrentRow(0 if found else -1)
        self.backups.setVisible(bool(found))
        self.none.setVisible(not found)
        self._show_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        """In sight: the daily backup and the command line have been at work meanwhile."""
        super().showEvent(event)
        self.read()

    def _place(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        path = ElidedLabel(_shown(self._means.care.places.database))
        for number, (name, value) in enumerate(((self.tr("Place"), path), (self.tr("Size"), self._size))):
            grid.addWidget(label(name, "second"), number, 0)
            grid.addWidget(value, number, 1)
        return table

    def _lay_out(self) -> None:
        self.column.addLayout(_row(self.files))
        self.add(label(self.tr("Backups"), "strong"))
        self.backups.setFixedHeight(self._means.theme.px(ROWS_SHOWN * ROW_HEIGHT + 10))
        self.add(self.backups)
        self.add(self.none)
        self.column.addLayout(_row(self.back_up, self.restore))
        self.add(label(self.tr("Everything"), "strong"))
        self.column.addLayout(_row(self.export, self.delete))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.stop)
        self.column.addLayout(foot)
        self.finish()

    def _connect(self) -> None:
        care = self._means.care
        self.back_up.clicked.connect(care.back_up)
        self.restore.clicked.connect(self._on_restore)
        self.export.clicked.connect(self._on_export)
        self.delete.clicked.connect(self._on_delete)
        self.files.clicked.connect(self._on_files)
        self.stop.clicked.connect(care.stop)
        care.began.connect(self._on_began)
        care.told.connect(self._on_told)
        care.done.connect(self._on_done)
        care.failed.connect(self._on_failed)

    def _show_buttons(self) -> None:
        """One thing at a time: while one is under way the others are not offered."""
        busy = self._means.care.busy
        for button in (self.back_up, self.export, self.delete):
            button.setEnabled(not busy)
        self.restore.setVisible(self.backups.count() > 0)
        self.restore.setEnabled(not busy)
        self.stop.setVisible(busy and self._means.care.task == "export")

    def _on_files(self) -> None:
        folder = self._means.care.places.account
        if not self._means.open_folder(str(folder)):
            self._say(fill(self.tr("The desktop cannot show a folder. It is %1."), str(folder)))

    def _on_restore(self) -> None:
        item = self.backups.currentItem()
        if item is None:
            return
        made = item.text().partition("   ")[0]
        if self._means.ask(restore_question(self._means.theme, made, self.window())) == "restore":
            self._means.care.restore(Path(item.data(Qt.ItemDataRole.UserRole)))

    def _on_export(self) -> None:
        folder = self._means.choose_folder(self.window(), self.tr("Where to put the folder"))
        if folder:
            try:
                self._means.care.export(Path(folder))
            except TruthTimeError as error:
                self._say(f"{said(error.title)} {said(error.hint)}")

    def _on_delete(self) -> None:
        try:
            inventory = self._means.care.inventory()
        except TruthTimeError as error:
            self._say(f"{said(error.title)} {said(error.hint)}")
            return
        dialog = DeleteDialog(self._means.theme, inventory, self.window())
        if self._means.ask(dialog) == "delete":
            self._means.care.erase()

    def _on_began(self, task: str) -> None:
        self._say(
            {
                "backup": self.tr("Copying and checking your data."),
                "export": self.tr("Writing your data."),
                "restore": self.tr("Checking the backup and putting it in place."),
                "erase": self.tr("Deleting."),
                "doctor": "",
            }[task]
        )
        self._show_buttons()

    def _on_told(self, events: int) -> None:
        if self._means.care.task == "export":
            self._say(plural("%n event(s) written.", events))

    def _on_done(self, task: str, result: object) -> None:
        self.read()
        if task == "export" and isinstance(result, Everything):
            text = self.tr("Saved in %1.")
            self._say(fill(text, str(result.folder)))
        elif task == "backup":
            self._say(self.tr("Backed up and checked."))
        elif task == "restore":
            kept = result.name if isinstance(result, Path) else ""
            text = self.tr("Restored. What was there before is kept as %1.")
            self._say(fill(text, kept) if kept else self.tr("Restored."))
        elif task == "erase":
            self._say(self.tr("Everything is deleted. TruthTime is as new."))

    def _on_failed(self, task: str, error: TruthTimeError) -> None:
        self.read()
        if task != "doctor":
            self._say(f"{said(error.title)} {said(error.hint)}")

    def _say(self, text: str) -> None:
        self.status.setText(breakable(text))
        self.status.setAccessibleDescription(text)


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(-3, 0, 0, 0)
    row.setSpacing(2)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _shown(path: Path) -> str:
    """The path as people write it: ``~`` for their home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def _megabytes(size_bytes: int) -> str:
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
