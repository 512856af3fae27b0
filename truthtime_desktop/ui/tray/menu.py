"""The tray's menu, drawn by the system. Built once; afterwards only what changed is changed, or it flickers.

Every item stands alone in words, since a screen reader may reach the menu but not the icon. The first item that can be
chosen is Start or Stop, after a question if there is one: GNOME opens the menu on a left click.
"""

import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QApplication, QMenu

from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.words import (
    LABEL_MAX,
    answer_line,
    day_line,
    full_task_name,
    in_menu,
    menu_header,
    one_line,
    shortened,
    tr,
    unanswered_line,
)
from truthtime_desktop.viewstate import RecentTask, ViewState

RECENT_MAX = 5


class TrayMenu(QObject):
    """Owns the `QMenu` (attribute ``menu``) and keeps it equal to the state.

    Args:
        actions: the shared table.
    """

    def __init__(self, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._recent: tuple[RecentTask, ...] = ()
        self.menu = QMenu()
        self.menu.addAction(actions.answer)
        self._header = self._disabled_line()
        self._day = self._disabled_line()
        self._waiting = self._disabled_line()
        self.menu.addSeparator()
        self.menu.addAction(actions.start)
        self.menu.addAction(actions.stop)
        self.menu.addAction(actions.pause)
        self.menu.addAction(actions.resume)
        self.menu.addAction(actions.undo)
        self._switch = QMenu(self.tr("Switch to"), self.menu)
        self.menu.addMenu(self._switch)
        self.menu.addSeparator()
        for action in (actions.open, actions.notes, actions.timeline):
            self.menu.addAction(action)
        self.menu.addSeparator()
        self.menu.addAction(actions.settings)
        self.menu.addAction(actions.quit)
        self.menu.aboutToShow.connect(self._make_header_readable)
        self.set_state(ViewState(state="stopped"))

    def set_state(self, view: ViewState) -> None:
        """Brings the menu up to date: on a change of state and when it is about to show, never every second."""
        self._actions.set_state(view)
        answer = self._actions.answer
        _retext(answer, answer_line(view))
        _retext(self._header, menu_header(view))
        # With nothing else to tell, the question is the header.
        _set_visible(self._header, visible=view.state != "stopped" or not answer.isVisible())
        _retext(self._day, day_line(view))
        _set_visible(self._day, visible=view.today_elapsed_ms > 0)
        _retext(self._waiting, unanswered_line(view))
        _set_visible(self._waiting, visible=bool(unanswered_line(view)))
        self._set_recent(view)
        if sys.platform == "win32":
            # The default command is bold on Windows and is what a click on the icon does.
            self.menu.setDefaultAction(self._actions.start if view.state == "stopped" else self._actions.stop)

    def retranslate(self) -> None:
        """Take the texts of the language that is spoken now, actions first; those of the state come with the next."""
        self._actions.retranslate()
        self._switch.setTitle(self.tr("Switch to"))
        self._recent = ()

    def _make_header_readable(self) -> None:
        """The header is disabled because it cannot be chosen, not because it matters less: grey, but readable grey.

        Matters where Qt draws the menu (XEmbed); everything else keeps the desktop's colours.
        """
        palette = QApplication.palette(self.menu)
        text, back = palette.windowText().color(), palette.window().color()
        blend = QColor.fromRgbF(*(_mixed(text, back, part) for part in ("redF", "greenF", "blueF")))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, blend)
        self.menu.setPalette(palette)

    def _set_recent(self, view: ViewState) -> None:
        recent = view.recent[:RECENT_MAX]
        if recent != self._recent:
            self._recent = recent
            self._switch.clear()
            for task in recent:
                item = self._switch.addAction(in_menu(task_label(task)))
                item.triggered.connect(lambda _checked=False, task=task: self._actions.switch_to.emit(task))
        _set_visible(self._switch.menuAction(), visible=bool(recent))

    def _disabled_line(self) -> QAction:
        line = self.menu.addAction("")
        line.setEnabled(False)
        return line


def task_label(task: RecentTask) -> str:
    """``Invoices (Admin)``, at most 48 characters."""
    description = full_task_name(task.description)
    if not task.project:
        return shortened(description, LABEL_MAX)
    return shortened(tr("%1 (%2)", description, one_line(task.project)), LABEL_MAX)


def _mixed(text: QColor, back: QColor, part: str) -> float:
    near: float = getattr(text, part)()
    far: float = getattr(back, part)()
    return near * 0.7 + far * 0.3


def _retext(action: QAction, text: str) -> None:
    label = in_menu(text)
    if action.text() != label:
        action.setText(label)


def _set_visible(action: QAction, *, visible: bool) -> None:
    if action.isVisible() != visible:
        action.setVisible(visible)
