"""Where both programs begin: the tray (`truthtime` alone) and the command line (`truthtime COMMAND`).

A quick command with the tray running is one question over a local socket: nothing else is imported for it, because
people bind these commands to keys.
"""

import sys
from collections.abc import Sequence

QUICK = frozenset(
    {"start", "pause", "resume", "stop", "toggle", "toggle-pause", "undo", "status", "note", "open", "quit"}
)
ANSWER_WITHIN_S = 10.0


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point `truthtime`. Returns the exit code: 0 done, 1 refused, 2 wrong usage."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] == "tray":
        return tray(args[1:])
    stdin = sys.stdin.read() if args[0] == "note" and "-" in args else None
    if args[0] in QUICK:
        code = _ask_running_copy(args, stdin)
        if code is not None:
            return code
    from truthtime_desktop import cli

    return cli.main(args, stdin)


def tray(argv: Sequence[str] | None = None) -> int:
    """Entry point `truthtime-tray`: the icon in the tray, until it is quit."""
    from truthtime_desktop.app import run

    return run(list(sys.argv[1:] if argv is None else argv))


def _ask_running_copy(args: Sequence[str], stdin: str | None) -> int | None:
    """The running copy's exit code, its words passed on; None when nobody is running."""
    from truthtime_core.errors import TruthTimeError
    from truthtime_desktop import wire
    from truthtime_desktop.config import find_places

    try:
        answer = wire.ask(find_places(), wire.request(args, stdin), ANSWER_WITHIN_S)
    except TruthTimeError as error:
        sys.stderr.write(f"{error.title}\n{error.hint}\n")
        return 1
    if answer is None:
        return None
    for stream, text in ((sys.stdout, answer.stdout), (sys.stderr, answer.stderr)):
        stream.buffer.write(text.encode(errors="backslashreplace"))
        stream.flush()
    return answer.exit_code


if __name__ == "__main__":
    sys.exit(main())
