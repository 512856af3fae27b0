"""Started by sittings.py: the tray program itself, which only looks and beats many times as often.

A day of ticks and heartbeats then takes a second, and each of them can be the one at which the test ends the program.
"""

import sys

from truthtime_desktop import heartbeat

heartbeat.BEAT_EVERY_MS = 200

# isort: split
from truthtime_desktop import watch  # noqa: E402 - it reads what was just set

watch.TICK_S = 0.1  # type: ignore[assignment] # Qt's timers take it

# isort: split
from truthtime_desktop.__main__ import main  # noqa: E402 - as above

if __name__ == "__main__":
    sys.exit(main(["tray"]))
