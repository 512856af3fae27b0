"""A window with one recorder of hotkeys, as Settings will have it; prints what it shows after each change."""

import sys

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from truthtime_desktop.ui.hotkeys.field import HotkeyField
from truthtime_desktop.ui.hotkeys.session import system_hotkeys
from truthtime_desktop.ui.theme import Theme


def main() -> int:
    """Shows it until it is ended."""
    application = QApplication(sys.argv)
    hotkeys = system_hotkeys("com.truthtime.TruthTime")
    hotkeys.begin({"toggle": "Ctrl+Alt+S"})
    hotkeys.pressed.connect(lambda action: hotkeys.answered.emit(action, "pause"))
    theme = Theme("light")
    window = QWidget()
    window.setWindowTitle("Recorder")
    field = HotkeyField(theme, hotkeys, "toggle-pause")
    QVBoxLayout(window).addWidget(field)
    theme.dress(window)

    def told() -> None:
        print(f"{field.box.text()}: {field.line.text()}", flush=True)

    for signal in (field.box.recorded, field.box.holding, field.box.restored, field.box.cleared):
        signal.connect(told)
    for signal in (hotkeys.answered, hotkeys.clashed, hotkeys.missed):
        signal.connect(told)
    window.show()
    field.setFocus()
    code = application.exec()
    hotkeys.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
