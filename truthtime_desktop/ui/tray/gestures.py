"""What a person does to the icon: click, middle click, double click; and the icon that comes and goes."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from truthtime_desktop.ui.desk.desk import Desk


class Gestures(QObject):
    """Turns the tray's signals into what the desk does.

    Args:
        desk: the controller; its tray is listened to.

    Attributes:
        click_opens: a left click opens the panel instead of starting and stopping (a setting).
    """

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self.click_opens = False
        self._desk = desk
        self._clicked: int | None = None
        tray = desk.tray
        tray.primary.connect(self._on_primary)
        tray.secondary.connect(partial(desk.do, "toggle-pause"))
        tray.double.connect(self._on_double)
        tray.menu_about_to_show.connect(desk.refresh)
        tray.availability_changed.connect(self._on_tray_changed)

    def forget(self) -> None:
        """What was clicked before is no longer to be taken back by a double click."""
        self._clicked = None

    def _on_primary(self) -> None:
        if self.click_opens:
            self.forget()
            self._desk.open_window()
        else:
            taken = self._desk.hands.taken
            self._desk.do("toggle")
            self._clicked = self._desk.hands.taken if self._desk.hands.taken != taken else None

    def _on_double(self, acted: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if acted and self._clicked == self._desk.hands.taken:
            self._desk.undo()  # also where the click still waits for the data file; nothing where another command came
        self._desk.open_window()

    def _on_tray_changed(self, available: bool) -> None:  # noqa: FBT001 - Qt calls it with the signal's argument
        if available:
            self._desk.icon_is_back()
        else:
            self._desk.windows.show_compact()
            self._desk.refresh()
