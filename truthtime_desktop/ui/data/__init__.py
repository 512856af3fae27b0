"""The data as a whole: backup, export, restore and deletion, and first aid where it cannot be opened."""
