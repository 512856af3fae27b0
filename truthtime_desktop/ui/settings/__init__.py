"""Settings: one window, a list of pages at the left, every change in force and stored at once."""
