"""Folders, by the desktop's own means: shown in its file browser, chosen in its dialog."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget


def open_folder(path: str) -> bool:
    """Show a folder in the desktop's file browser; False when it has none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def choose_folder(parent: QWidget, title: str) -> str:
    """Let the person choose a folder; empty when they did not."""
    return QFileDialog.getExistingDirectory(parent, title)
