"""What is said: the card beside the icon or the desktop's own notification, and how a fault is shown."""
