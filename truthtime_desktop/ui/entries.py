"""Today's entries as the window's table shows them."""

from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTime

from truthtime_desktop.ui.languages import time_text
from truthtime_desktop.ui.words import duration, full_task_name, one_line, tr

MS_PER_MINUTE = 60_000
MINUTES_PER_DAY = 24 * 60

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class EntryRow(NamedTuple):
    """One entry.

    Attributes:
        started_at_ms: UTC milliseconds.
        ended_at_ms: None while it runs.
        offset_min: the zone's offset when it started, minutes east: times are shown as the clock on the wall said.
        worked_ms: of it, what was work.
        elapsed_ms: from start to end.
    """

    started_at_ms: int
    ended_at_ms: int | None
    offset_min: int
    description: str
    project: str
    worked_ms: int
    elapsed_ms: int


def clock_time(at_ms: int, offset_min: int) -> str:
    """``14:16``, or as the person's locale writes it."""
    minute = (at_ms // MS_PER_MINUTE + offset_min) % MINUTES_PER_DAY
    return time_text(QTime(minute // 60, minute % 60))


def time_range(row: EntryRow) -> str:
    """``09:04 – 10:52``; an open entry has no end yet."""
    start = clock_time(row.started_at_ms, row.offset_min)
    if row.ended_at_ms is None:
        return tr("since %1", start)
    return tr("%1 – %2", start, clock_time(row.ended_at_ms, row.offset_min))


class EntriesModel(QAbstractTableModel):
    """Time, description, project, and how much of it was work. Read only."""

    TIME, DESCRIPTION, PROJECT, WORKED = range(4)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[EntryRow, ...] = ()

    def set_rows(self, rows: tuple[EntryRow, ...]) -> None:
        """Shows other rows, newest first as given. The same rows change nothing, so a selection survives ticks."""
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.WORKED))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many entries."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Always four."""
        return 0 if parent.isValid() else self.WORKED + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts; whole texts as tooltips, numbers to the right."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return _texts(self._rows[index.row()])[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() == self.WORKED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the columns are."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == self.WORKED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def _headings() -> tuple[str, ...]:
    return tr("Time"), tr("Description"), tr("Project"), tr("Work")


def _texts(row: EntryRow) -> tuple[str, ...]:
    work = tr("%1 of %2", duration(row.worked_ms), duration(row.elapsed_ms))
    return time_range(row), full_task_name(row.description), one_line(row.project), work
