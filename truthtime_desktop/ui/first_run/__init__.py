"""The introduction on the first launch."""
