"""The command `truthtime-server`: says that the server is not part of this release, and nothing more."""

import sys
from collections.abc import Sequence
from importlib.metadata import version

TITLE = "The TruthTime server is not part of this release."
HINT = "Nothing on this computer needs it: the tray and the command line `truthtime` work without a server."


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the version when asked for it, otherwise refuse with a title and a hint.

    Args:
        arguments: what was typed after the program's name; None takes them from the command line.

    Returns:
        The exit code: 0 done, 1 refused.
    """
    if list(sys.argv[1:] if arguments is None else arguments) == ["--version"]:
        print(f"truthtime-server {version('truthtime')}")
        return 0
    print(f"{TITLE}\n{HINT}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
