"""Where both programs begin: the tray (`truthtime` alone) and the command line (`truthtime COMMAND`).

A quick command with the tray running is one question over a local socket: nothing else is imported for it, because
people bind these commands to keys.
"""

import sys
from collections.abc import Sequence

QUICK = frozenset(
    {"start", "pause", "resume", "stop", "toggle", "toggle-pause", "undo", "status", "note", "open", "quit"}
)
UPGRADE = "upgrade-data"
"""Of the tray to itself (`store.apart`); no command of a person."""
ANSWER_WITHIN_S = 10.0
LONGEST_PIPED_BYTES = 4_194_305
"""One byte more than any note may have: what is longer is refused and need not be read to its end."""
INTERRUPTED = 130
"""Exit code of a command that was ended with Ctrl+C (128 + SIGINT), as shells expect it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point `truthtime`. Returns the exit code: 0 done, 1 refused, 2 wrong usage."""
    args = list(sys.argv[1:] if argv is None else argv)
    if not args or args[0] == "tray":
        return tray(args[1:])
    if args[0] == UPGRADE:
        from truthtime_desktop.store import apart

        return apart.carry_out(args[1:])
    try:
        is_local = _needs_files(args)
        stdin = _piped() if args[0] == "note" and "-" in args and not is_local else None
        if args[0] in QUICK and not is_local:
            code = _ask_running_copy(args, stdin)
            if code is not None:
                return code
        from truthtime_desktop import cli

        return cli.main(args, stdin)
    except KeyboardInterrupt:
        return INTERRUPTED


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
        answer = wire.refusal(error)
    return None if answer is None else wire.show(answer)


def _needs_files(args: Sequence[str]) -> bool:
    """Whether files are written, which are meant in this process's folder and are its to write."""
    return args[0] == "note" and any(word.startswith("--export") for word in args)


def _piped() -> str:
    """What was piped in, byte for byte: line ends stay as they are, and what is no UTF-8 is judged with the text."""
    if sys.stdin is None:
        return ""
    return sys.stdin.buffer.read(LONGEST_PIPED_BYTES).decode(errors="surrogateescape")


if __name__ == "__main__":
    sys.exit(main())
