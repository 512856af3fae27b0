"""The clock in the tray: its icon, its menu, what is done to it, and the host that shows it."""
