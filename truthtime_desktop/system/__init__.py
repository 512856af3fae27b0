"""Everything that differs per operating system: clocks, instance, and whatever else has a system underneath."""
