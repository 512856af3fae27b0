"""The coming and going of windows: which there are, and what keeps them up to date."""
