"""The least a tray program in PySide6 can be, one icon and a menu: the limit of what TruthTime's tray may cost."""

import sys

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

SIDE_PX = 22


def main() -> int:
    """Show the icon until the process is ended."""
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    pixels = QPixmap(SIDE_PX, SIDE_PX)
    pixels.fill(QColor("#1f9d55"))
    tray = QSystemTrayIcon(QIcon(pixels))
    tray.setToolTip("Bare")
    menu = QMenu()
    for name in ("Start", "Pause", "Stop"):
        menu.addAction(name)
    menu.addAction("Quit").triggered.connect(application.quit)
    tray.setContextMenu(menu)
    tray.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
