"""Settings, Shortcuts: keys that work whatever window is in front."""

from PySide6.QtCore import Qt

from truthtime_desktop.ui.forms import SettingRow
from truthtime_desktop.ui.hotkeys.field import HotkeyField
from truthtime_desktop.ui.hotkeys.session import ACTIONS, Hotkeys
from truthtime_desktop.ui.hotkeys.words import action_name
from truthtime_desktop.ui.settings.page import Page
from truthtime_desktop.ui.theme import Theme


class ShortcutsPage(Page):
    """One recorder for each action. What is pressed is stored and in force at once.

    Args:
        theme: colours.
        hotkeys: of this session.
    """

    def __init__(self, theme: Theme, hotkeys: Hotkeys) -> None:
        super().__init__()
        self.set_heading(self.tr("Shortcuts"))
        self.fields = {action: HotkeyField(theme, hotkeys, action) for action in ACTIONS}
        for action, field in self.fields.items():
            self.add(SettingRow(action_name(action), field, below=True))
        self.finish()

    def begin(self, action: str) -> None:
        """The keyboard in the recorder of an action, in sight."""
        field = self.fields[action]
        field.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(field)
