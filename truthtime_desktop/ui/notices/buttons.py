"""The one button a notice may have: Undo, or the next step."""

from truthtime_desktop.ui.words import tr
from truthtime_desktop.viewstate import Notice


def button_of(notice: Notice) -> str:
    """What the button says; empty for a notice without one."""
    if notice.undo:
        return tr("Undo")
    return {"choose-keys": tr("Choose another")}[notice.step] if notice.step else ""
