"""The Qt side: tray icon, menu, notices and windows. They draw a `ViewState` and report what the person wants.

Importing this package costs nothing; each module is imported when its surface is first needed, because the whole
launch has 48 milliseconds over a bare tray program.
"""
