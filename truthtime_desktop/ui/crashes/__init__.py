"""What no one caught: the hook that hears of it, and the one dialog that tells it."""
