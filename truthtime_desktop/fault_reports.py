"""A fault of the program itself as a text for its makers: versions and places in the code, nothing of the person's.

No message of an exception is passed on as it is, because messages quote values: a description, a note, a path with a
name in it. What is kept is the kind of the fault, where it happened, and the names of the code that Python notes
beside the message (the attribute that was missing, for example).
"""

import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import __version__

LONGEST_CHAIN = 5
"""How many causes are followed back."""

MOST_FRAMES = 40
LEFT_OUT = "…"

_OWN = ("truthtime_core", "truthtime_desktop", "truthtime_server")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_TRACED = re.compile(r'  File "(.*)", line (\d+|\?\?\?) in (\S+)')
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")


def place_of(error: BaseException) -> str:
    """Kind and innermost place in our own code: what makes one fault distinct from another."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _short(frame.filename).startswith(_OWN)] or list(frames)
    where = f"{_short(own[-1].filename)}:{own[-1].lineno}" if own else "no place"
    return f"{type(error).__name__} at {where}"


def report(error: BaseException, *, qt: str = "", context: str = "") -> str:
    """The text a person can read, and copy if they like.

    Args:
        qt: its version, where Qt is loaded.
        context: a few of our own words on what was being done, for example ``in a thread``.
    """
    lines = [*versions(qt), ""]
    if context:
        lines.append(f"Where: {context}")
    lines.append(f"Fault: {place_of(error)}")
    for number, one in enumerate(_chain(error)):
        lines += ["", "Caused by:" if number else "Traceback (outermost first):", *_frames(one)]
        lines.append(f"  {_named(one)}")
    lines += ["", "Left out: all text you typed, and values of variables."]
    return "\n".join(lines) + "\n"


def versions(qt: str = "") -> list[str]:
    """The lines that say what runs here."""
    import platform

    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    lines = [f"TruthTime {__version__}", f"Python {platform.python_version()}"]
    return [*lines, *([f"Qt {qt}"] if qt else []), system]


def worded(error: BaseException) -> str:
    """What may be said of an exception beside its kind; empty when nothing may."""
    if isinstance(error, OSError) and error.errno is not None:
        return f"errno {error.errno}"
    name = getattr(error, "name", None) if isinstance(error, AttributeError | NameError | ImportError) else None
    if not isinstance(name, str) or not _NAME.match(name):
        return ""
    if isinstance(error, AttributeError):
        return f"no {name} in a {type(error.obj).__name__}"
    return f"no {name}"


def blanked_line(text: str) -> str:
    """The first line of what a library says of itself, with paths and everything in quotes taken out."""
    return re.sub(r"(?:[A-Za-z]:)?(?:[/\\][^\s:/\\]+)+", LEFT_OUT, _blanked(text.splitlines()[0] if text else ""))


def shortened_traces(traces: str) -> str:
    """What `faulthandler` left, with the full paths of its lines cut to the place in the package."""
    lines = []
    for line in traces.splitlines():
        found = _TRACED.fullmatch(line)
        if found:
            lines.append(f"  {_short(found[1])}:{found[2]} in {found[3]}")
        else:
            lines.append(blanked_line(line))
    return "\n".join(lines)


def _blanked(text: str) -> str:
    """The text with everything in quotes taken out that is no plain name of the code."""

    def kept(match: re.Match[str]) -> str:
        inside = match[1] if match[1] is not None else match[2]
        return match[0] if _NAME.match(inside) else f"'{LEFT_OUT}'"

    return _QUOTED.sub(kept, text)


def _named(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    # Our own errors may quote paths and names; their kind and their place say enough.
    words = "" if isinstance(error, TruthTimeError) else worded(error)
    return f"{name}: {words}" if words else f"{name} (its message is left out)"


def _frames(error: BaseException) -> Iterator[str]:
    frames = traceback.extract_tb(error.__traceback__)
    if len(frames) > MOST_FRAMES:
        yield f"  ({len(frames) - MOST_FRAMES} outer ones left out)"
    for frame in frames[-MOST_FRAMES:]:
        yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen and len(seen) < LONGEST_CHAIN:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _short(filename: str) -> str:
    """The file's place inside its package: a full path would name the person's home folder."""
    path = Path(filename)
    for folder in map(Path, sys.path):
        if folder.is_absolute() and path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    parts = path.parts
    start = next((number for number, part in enumerate(parts) if part in _OWN), len(parts) - 1)
    return "/".join(parts[max(start, 0) :])
