"""The introduction: three steps on the first launch, each about one thing, and Skip at any moment.

It says only what is true of this release. The first step waits for a real click on the icon, which really starts the
timer: what is learnt here is what happens tomorrow.
"""

import sys
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from truthtime_core.errors import TruthTimeError
from truthtime_desktop.system.autostart import Autostart
from truthtime_desktop.ui import glyphs
from truthtime_desktop.ui.controls import Button, label
from truthtime_desktop.ui.first_run.parts import Fact, FactRow, Picture, StepDots
from truthtime_desktop.ui.forms import TickBox, breakable
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.ui.words import said, tr

WIDTH = 460


class Shortcut(NamedTuple):
    """The part of the hotkey in the introduction.

    Attributes:
        text: the combination in words, for example ``Ctrl + Alt + P``; empty when none can be had on this desktop.
        make_field: a recorder with its live test; None where this desktop has none.
    """

    text: str = ""
    make_field: Callable[[], QWidget] | None = None


class FirstRun(QWidget):
    """The window.

    Args:
        theme: colours.
        autostart: switched on in the last step, if the person wants it.
        has_tray: whether there is an icon to click; otherwise the small window is what is clicked.
        shortcut: what can be said of the hotkey.

    Attributes:
        over: it was read to its end, or skipped.
    """

    over = Signal()

    def __init__(self, theme: Theme, autostart: Autostart, *, has_tray: bool, shortcut: Shortcut = Shortcut()) -> None:  # noqa: B008 - immutable
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Welcome to TruthTime"))
        self.setWindowIcon(glyphs.application_icon())
        self._theme = theme
        self._autostart = autostart
        self._is_over = False
        self.skip = Button(theme, self.tr("Skip"), kind="link")
        self.steps: list[QWidget] = [IconStep(theme, has_tray=has_tray, shortcut=shortcut)]
        if shortcut.make_field is not None:
            self.steps.append(ShortcutStep(shortcut.make_field()))
        self.steps.append(WorkStep(theme))
        self.next = Button(theme, self.tr("Next"), kind="primary")
        self.done_button = Button(theme, self.tr("Done"), kind="primary")
        self._dots = StepDots(theme, len(self.steps))
        self._stack = QStackedWidget()
        self._lay_out()
        theme.dress(self)
        theme.changed.connect(self._fit)
        self.skip.clicked.connect(self.close)
        self.next.clicked.connect(self.turn)
        self.done_button.clicked.connect(self._on_done)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        self._show_step(0)

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._stack.currentIndex()

    def icon_clicked(self) -> None:
        """A real click on the icon has been carried out."""
        if self.step == 0:
            self.turn()

    def turn(self) -> None:
        """The next step."""
        self._show_step(min(self.step + 1, len(self.steps) - 1))

    def closeEvent(self, event: QCloseEvent) -> None:
        """However it is closed, it does not come by itself again."""
        super().closeEvent(event)
        if not self._is_over:
            self._is_over = True
            self.over.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._dots)
        top.addStretch(1)
        top.addWidget(self.skip)
        for step in self.steps:
            self._stack.addWidget(step)
        foot = QHBoxLayout()
        foot.setSpacing(2)
        foot.addStretch(1)
        foot.addWidget(self.next)
        foot.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 21, 17)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def _show_step(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._dots.show_step(number)
        is_last = number == len(self.steps) - 1
        self.next.setVisible(not is_last)
        self.done_button.setVisible(is_last)
        self.next.set_kind("secondary" if number == 0 else "primary")
        self.skip.setVisible(not is_last)
        (self.done_button if is_last else self.next).setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _fit(self) -> None:
        """As high as the tallest step needs at this width."""
        width = self._theme.px(WIDTH)
        layout = self.layout()
        if layout is not None:
            self.setFixedWidth(width)
            inside = width - 45
            tallest = max(_height_of(step, inside) for step in self.steps)
            self._stack.setFixedHeight(tallest)
            self.setFixedHeight(layout.totalHeightForWidth(width))

    def _on_done(self) -> None:
        last = self.steps[-1]
        if isinstance(last, WorkStep) and last.sign_in.isChecked():
            try:
                self._autostart.turn_on()
            except TruthTimeError as error:
                last.show_fault(error)
                self._fit()
                return
        self.close()


class IconStep(QWidget):
    """What to click, and what it does.

    Args:
        theme: colours.
        has_tray: whether there is an icon; otherwise the small window is shown.
        shortcut: of the hotkey.
    """

    def __init__(self, theme: Theme, *, has_tray: bool, shortcut: Shortcut) -> None:
        super().__init__()
        title = self.tr("This icon is your timer") if has_tray else self.tr("The small window is your timer")
        text = (
            self.tr("Click it once to start, again to stop. Try it now.")
            if has_tray
            else self.tr("This desktop has no tray, so TruthTime keeps a small window. Press Start in it.")
        )
        column = _column(self, title, text)
        column.addSpacing(8)
        if has_tray:
            column.addWidget(Picture(theme))
            column.addSpacing(8)
        for fact in facts(shortcut):
            column.addWidget(FactRow(theme, fact))
        self.help = Button(theme, self.tr("I can’t see the icon"))
        self.waiting = label(self.tr("Waiting for your first click"), "third")
        self.hint = label("", "second", wraps=True)
        self.hint.hide()
        self.help.setVisible(has_tray)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.waiting, 1)
        foot.addWidget(self.help)
        column.addSpacing(6)
        column.addLayout(foot)
        column.addWidget(self.hint)
        column.addStretch(1)
        self.help.clicked.connect(self._on_help)

    def _on_help(self) -> None:
        self.hint.setText(hidden_icon_help(sys.platform))
        self.hint.show()
        self.help.hide()
        window = self.window()
        if isinstance(window, FirstRun):
            window._fit()  # noqa: SLF001 - one window in two classes


class ShortcutStep(QWidget):
    """The hotkey: the person's own, tried at once.

    Args:
        field: the recorder.
    """

    def __init__(self, field: QWidget) -> None:
        super().__init__()
        text = self.tr(
            "These keys pause and resume the timer, whatever window is in front. Press your own if you like."
        )
        column = _column(self, self.tr("Pause from anywhere"), text)
        column.addSpacing(12)
        column.addWidget(field)
        column.addStretch(1)


class WorkStep(QWidget):
    """What counts, and starting with the computer.

    Args:
        theme: colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        text = self.tr(
            "Only time that the timer runs. Pauses, sleep, power-off and time without TruthTime do not count."
        )
        column = _column(self, self.tr("What counts as work"), text)
        column.addSpacing(8)
        column.addWidget(
            label(self.tr("This release does not notice that you left your desk: pause when you go."), wraps=True)
        )
        column.addSpacing(8)
        self.sign_in = TickBox(theme, self.tr("Start when I sign in"))
        self.sign_in.setChecked(True)
        column.addWidget(self.sign_in)
        self.fault = label(role="danger", wraps=True)
        self.fault.hide()
        column.addWidget(self.fault)
        column.addSpacing(8)
        column.addWidget(label(self.tr("No account needed. Everything stays on this computer."), "second", wraps=True))
        promise = self.tr("TruthTime never records what you type, screenshots, apps or websites.")
        column.addWidget(label(promise, "second", wraps=True))
        column.addStretch(1)

    def show_fault(self, error: TruthTimeError) -> None:
        """Starting with the computer could not be switched on; the box can be cleared and Done pressed again."""
        self.fault.setText(breakable(f"{said(error.title)} {said(error.hint)}"))
        self.fault.show()
        self.sign_in.set_value(False)


def facts(shortcut: Shortcut) -> tuple[Fact, ...]:
    """What the first step tells beside the icon, as far as it is so on this computer."""
    keys = (Fact("keyboard", tr("Pause from anywhere"), shortcut.text),) if shortcut.text else ()
    return (
        *keys,
        Fact("eye-off", tr("What it watches"), tr("Only the computer’s clocks")),
        Fact("drive", tr("Where it is stored"), tr("On this computer, no account")),
    )


def hidden_icon_help(platform: str) -> str:
    """Where an icon may hide (ui.md 5.2).

    Args:
        platform: as `sys.platform` says it.
    """
    if platform == "win32":
        return tr("Open the ^ arrow and drag the clock next to the time.")
    if platform == "darwin":
        return tr("Some Macs hide icons behind the notch. Hold Cmd and drag others away.")
    return tr(
        "Look at both ends of the panel, and behind a small arrow in it. Where a desktop has no tray at all, TruthTime "
        "keeps a small window instead."
    )


def _column(step: QWidget, title: str, text: str) -> QVBoxLayout:
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 3, 0)
    column.setSpacing(6)
    column.addWidget(label(title, "title", wraps=True))
    column.addWidget(label(text, "second", wraps=True))
    return column


def _height_of(step: QWidget, width: int) -> int:
    layout = step.layout()
    return layout.totalHeightForWidth(width) if layout is not None else 0
