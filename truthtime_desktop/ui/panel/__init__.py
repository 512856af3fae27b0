"""The panel that opens beside the tray icon: the day in one number, one band and one card (ui.md 2.3)."""
