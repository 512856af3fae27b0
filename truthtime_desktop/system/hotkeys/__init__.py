"""Keys that work while another program has the focus, on each system in its own way. No Qt, and no keyboard hooks.

A hook would see every key the person types. Here the system is asked for single combinations and tells of nothing else:
X11 by a grab, Windows by RegisterHotKey, macOS by RegisterEventHotKey, Wayland by the portal GlobalShortcuts. Where a
desktop offers none of these, the person binds the command `truthtime toggle-pause` in the desktop's own settings.
"""
