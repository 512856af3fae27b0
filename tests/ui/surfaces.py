"""The one list of everything a person can see: each window, dialog, notice and menu, in each of its states.

Clipped text, names for screen readers, contrast, golden pictures and `make pictures` all run over this list. A new
window joins by adding its function to `PROVIDERS`; `test_scans.py` fails for a widget class that is in no surface.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import samples
from tests.ui.asides import asides
from tests.ui.notes_pictures import notes_states
from truthtime_desktop.ui import dialogs, words
from truthtime_desktop.ui.actions import ANSWERS, REMEDIES, Actions
from truthtime_desktop.ui.notices.card import NoticeCard
from truthtime_desktop.ui.panel.panel import Panel
from truthtime_desktop.ui.theme import Scheme, Theme
from truthtime_desktop.ui.tray.menu import TrayMenu
from truthtime_desktop.ui.windows.compact import CompactWindow
from truthtime_desktop.viewstate import Notice, ViewState

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

Named = Iterator[tuple[str, QWidget]]
"""A surface's name is ``group_state``; pictures of a group share a sheet."""


def windows(theme: Theme) -> Named:
    """The panel and the compact window."""
    for name, view in samples.STATES.items():
        yield f"panel_{name}", _shown(panel(theme, view, answers=name in samples.ANSWERABLE))
        yield f"compact_{name}", _shown(compact_window(theme, view))
    typed = panel(theme, samples.STOPPED)
    typed.content.card.field.line.setText("Landing page copy @Acme Studio #web")
    yield "panel_typed", _shown(typed)
    told = panel(theme, samples.STOPPED)
    title = words.tr("Stopped, %1 was work", words.duration(32 * samples.MINUTE_MS))
    told.say(Notice(title, samples.RUNNING.description, undo=True), "")
    yield "panel_told", _shown(told)


def footers(theme: Theme) -> Named:
    """The panel's last line in every state of saving, as it is once accounts exist."""
    for name, saving in samples.SAVINGS.items():
        window = panel(theme, replace(samples.EMPTY, saving=saving))
        footer = window.footer
        # Alone, in the panel's width: what is above it is drawn elsewhere.
        width = window.sizeHint().width()
        footer.setParent(None)
        window.setParent(footer)
        window.hide()
        footer.setObjectName("surface")
        footer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.dress(footer)
        footer.resize(width, footer.height_for(width))
        yield f"footer_{name.replace('_', '-')}", _shown(footer)


def notices(theme: Theme) -> Named:
    """What is said after an action."""
    work, elapsed = words.duration(32 * samples.MINUTE_MS), words.duration(96 * samples.MINUTE_MS)
    task = samples.RUNNING
    for name, notice, view in (
        ("started", Notice(words.tr("Started %1", "14:16"), task.description, undo=True), samples.RUNNING),
        (
            "stopped",
            Notice(words.tr("Stopped, %1 was work", work), words.tr("%1 elapsed on %2", elapsed, "R&D"), undo=True),
            samples.STOPPED,
        ),
        ("paused", Notice(words.tr("Paused"), task.description, undo=False), samples.PAUSED),
        ("resumed", Notice(words.tr("Resumed %1", "14:20"), "", undo=False), samples.RUNNING),
        ("long", Notice(words.tr("Stopped, %1 was work", work), samples.LONG.description, undo=True), samples.STOPPED),
        (
            "conflict",
            Notice(
                words.tr("%1 is used by another app.", "Ctrl+Alt+P"),
                QCoreApplication.translate("Presses", "Pause still works from the tray."),
                undo=False,
                step="choose-keys",
            ),
            samples.STOPPED,
        ),
    ):
        card = NoticeCard(theme)
        card.present(notice, view, QRect())
        yield f"notice_{name}", card


def questions(theme: Theme) -> Named:
    """The dialogs."""
    yield "dialog_quit", _shown(dialogs.quit_dialog(theme))
    yield "dialog_close", _shown(dialogs.close_dialog(theme))
    yield "dialog_fault", _shown(fault(theme))


def menus(theme: Theme) -> Named:
    """The tray's menu, as our own style draws it where Qt does (XEmbed); other desktops draw their own."""
    for name, view in samples.STATES.items():
        actions = Actions()
        if name in samples.ANSWERABLE:
            actions.provide("answer", lambda: None)
        menu = TrayMenu(actions)
        # The menu is what is looked at; it takes what belongs to it along.
        actions.setParent(menu.menu)
        menu.setParent(menu.menu)
        theme.dress(menu.menu)
        menu.set_state(view)
        menu.menu.popup(QPoint(0, 0))
        yield f"menu_{name}", menu.menu


PROVIDERS: tuple[Callable[[Theme], Named], ...] = (windows, footers, notices, questions, menus, notes_states, asides)
"""A function for each part of the program."""


def shown(scheme: Scheme, text_percent: int = 100, *, high_contrast: bool = False) -> Named:
    """Every surface, visible; the caller closes it.

    Args:
        scheme: light or dark.
        text_percent: size of the text, 100 to 150.
        high_contrast: as people ask the desktop for it.
    """
    theme = Theme(scheme)
    theme.enlarge(text_percent)
    theme.choose_contrast(high_contrast)
    for provider in PROVIDERS:
        for name, widget in provider(theme):
            settle(widget)
            yield name, widget


def settle(widget: QWidget) -> None:
    """Wait until a window has come to rest: its parts may ask for more room once it has its letters.

    Raises:
        AssertionError: it goes on moving.
    """
    before: list[QRect] = []
    for _ in range(50):
        QApplication.processEvents()
        now = [each.geometry() for each in (widget, *widget.findChildren(QWidget))]
        if now == before:
            return
        before = now
    raise AssertionError(f"{widget} does not come to rest.")


def panel(theme: Theme, view: ViewState, *, answers: bool = False) -> Panel:
    """The panel in a state, with the links it has when their windows exist.

    Args:
        answers: somebody takes answers about absences.
    """
    actions = Actions()
    for key in ("notes", "settings", *REMEDIES, *(ANSWERS if answers else ())):
        actions.provide(key, lambda: None)
    window = Panel(theme, actions)
    # Many are looked at side by side here.
    window.stays = True
    actions.setParent(window)
    actions.set_state(view)
    window.set_state(view)
    return window


def compact_window(theme: Theme, view: ViewState) -> CompactWindow:
    """The compact window in a state."""
    actions = Actions()
    window = CompactWindow(theme, actions)
    actions.setParent(window)
    actions.set_state(view)
    window.set_state(view)
    return window


def fault(theme: Theme) -> dialogs.Question:
    """A fault dialog with something to do."""
    return dialogs.fault_dialog(
        theme,
        "Your data file is damaged.",
        "A backup is intact: 2026-11-17.db. Bring it back with: truthtime restore --newest (nothing is deleted)",
        (("stop", words.tr("Stop and quit")), ("cancel", words.tr("Cancel"))),
    )


def _shown(widget: QWidget) -> QWidget:
    widget.show()
    return widget
