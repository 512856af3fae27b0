"""One line in which a person says what they are about to do: ``Landing page copy @Acme Studio #web``.

A word that begins with ``#`` and a letter is a tag (``#42`` is a ticket and stays in the description). ``@`` at the
beginning of a word names the project: a known one if the text goes on with its name, else all up to the next tag.
"""

import re
from collections.abc import Sequence

from truthtime_core.timer import Task
from truthtime_desktop.viewstate import RecentTask

_TAG = re.compile(r"(?:^|(?<=\s))#([^\W\d_][\w\-]*)")
_PROJECT = re.compile(r"(?:^|(?<=\s))@(?=\S)")


def parsed(text: str, projects: Sequence[str] = ()) -> Task:
    """The task such a line speaks of; its project is a name.

    Args:
        projects: names that are known.
    """
    tags = tuple(dict.fromkeys(_TAG.findall(text)))
    bare = _TAG.sub("\0", text)
    found = _PROJECT.search(bare)
    if found is None:
        return Task(_tidy(bare), "", tags)
    before, after = bare[: found.start()], bare[found.end() :]
    known = max((name for name in projects if _begins_with(after, name)), key=len, default="")
    if known:
        return Task(_tidy(f"{before} {after[len(known) :]}"), known, tags)
    project, _, rest = after.partition("\0")
    return Task(_tidy(f"{before} {rest}"), _tidy(project), tags)


def written(task: RecentTask) -> str:
    """The line that means this task."""
    parts = [task.description]
    if task.project:
        parts.append(f"@{task.project}")
    return " ".join([*parts, *(f"#{tag}" for tag in task.tags)]).strip()


def completions(text: str, tasks: Sequence[RecentTask], projects: Sequence[str], limit: int = 6) -> list[str]:
    """Whole lines that the person may be typing, the likeliest first.

    After ``@`` the projects whose name begins so; else recent tasks in which every typed word occurs.
    """
    opened = list(_PROJECT.finditer(text))
    if opened:
        begun = text[opened[-1].end() :].casefold()
        head = text[: opened[-1].end()]
        fitting = [name for name in projects if name.casefold().startswith(begun) and name.casefold() != begun]
        if fitting or not text.startswith("@"):
            return [f"{head}{name} " for name in fitting][:limit]
    words = text.casefold().split()
    lines = dict.fromkeys(written(task) for task in tasks)
    return [line for line in lines if line != text and all(word in line.casefold() for word in words)][:limit]


def _begins_with(text: str, name: str) -> bool:
    rest = text[len(name) :]
    return text[: len(name)].casefold() == name.casefold() and (not rest or not (rest[0].isalnum() or rest[0] == "_"))


def _tidy(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())
