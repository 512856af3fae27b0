"""Global hotkeys: taken for the session, recorded in a field, put into words, and what a press of them does."""
