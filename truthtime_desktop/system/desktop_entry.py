"""Desktop entries: the small files by which Linux desktops know and start programs (Desktop Entry Specification 1.5).

Only what an autostart entry needs: the Exec key with its two layers of quoting, and changing keys without touching the
other lines.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

GROUP = "[Desktop Entry]"

_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
"""Characters because of which an argument must be quoted (section "The Exec key")."""

_BEHIND_A_BACKSLASH = frozenset('"`$\\')
"""What a backslash must precede inside double quotes (the same section)."""

_SPELLED = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"}
"""How values of type string write these (section "Values"); it is applied after the quoting."""

_MEANT = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "s": " "}


class Entry(NamedTuple):
    """A program: its name, what it does, and how it is started."""

    name: str
    comment: str
    argv: tuple[str, ...]


def text(entry: Entry, *, icon: str, folder: str = "") -> str:
    """The file of an application that is started at log-in.

    Args:
        icon: name of an icon of the theme.
        folder: working folder of the program; empty for none.
    """
    lines = [
        GROUP,
        "Type=Application",
        "Version=1.4",
        f"Name={_spelled(entry.name)}",
        f"Comment={_spelled(entry.comment)}",
        f"Exec={exec_value(entry.argv)}",
        f"Icon={icon}",
        "Terminal=false",
        "Categories=Office;ProjectManagement;",
        "StartupNotify=false",
    ]
    if folder:
        lines.append(f"Path={_spelled(folder)}")
    return "\n".join(lines) + "\n"


def exec_value(argv: Sequence[str]) -> str:
    """Program and arguments as the Exec key writes them."""
    return _spelled(" ".join(_quoted(word) for word in argv))


def argv(value: str) -> list[str]:
    """Program and arguments in an Exec key, the other way round. Field codes such as ``%u`` are left out."""
    words: list[str] = []
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|([^ ]+)', _meant(value), re.DOTALL):
        quoted, bare = match.groups()
        word = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)
        if quoted is not None or not re.fullmatch(r"%[A-Za-z]", word):
            words.append(word.replace("%%", "%"))
    return words


def values(content: str) -> dict[str, str]:
    """The keys of the group ``[Desktop Entry]``, as written; of a key that stands twice the first one counts."""
    found: dict[str, str] = {}
    group = ""
    for line in content.split("\n"):
        if line.startswith("["):
            group = line.strip()
        elif group == GROUP and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key.strip(), value.strip())
    return found


def changed(content: str, changes: Mapping[str, str | None]) -> str:
    """The file with other values for these keys of ``[Desktop Entry]`` (None takes a key away), all else untouched."""
    result: list[str] = []
    left = {key: value for key, value in changes.items() if value is not None}
    group = ""
    for line in content.rstrip("\n").split("\n"):
        if line.startswith("["):
            group = line.strip()
        key = line.partition("=")[0].strip()
        if group == GROUP and "=" in line and key in changes:
            if key in left:
                result.append(f"{key}={left.pop(key)}")
            continue
        result.append(line)
    head = next((number for number, line in enumerate(result) if line.strip() == GROUP), None)
    if head is None:
        result, head = [GROUP, *result], 0
    result[head + 1 : head + 1] = [f"{key}={value}" for key, value in left.items()]
    return "\n".join(result) + "\n"


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and not _RESERVED & set(word):
        return word
    return '"' + "".join("\\" + char if char in _BEHIND_A_BACKSLASH else char for char in word) + '"'


def _spelled(value: str) -> str:
    return "".join(_SPELLED.get(char, char) for char in value)


def _meant(value: str) -> str:
    return re.sub(r"\\(.)", lambda pair: _MEANT.get(pair[1], pair[0]), value, flags=re.DOTALL)
