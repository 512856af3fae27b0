"""The command `truthtime-server`."""

import sys

from truthtime_server.cli import main

if __name__ == "__main__":
    sys.exit(main())
