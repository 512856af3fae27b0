"""The packages TruthTime is made of, with their licences, as the packages themselves say."""

import re
from email.message import Message
from importlib import metadata
from typing import NamedTuple, cast

OURSELVES = "truthtime"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CLASSIFIER = "License :: OSI Approved :: "
LONGEST = 60
"""Some packages put the whole text of their licence where its name belongs."""


class Package(NamedTuple):
    """One package."""

    name: str
    version: str
    licence: str


def packages(root: str = OURSELVES) -> list[Package]:
    """Everything that is installed because this package asks for it, by name; without optional extras."""
    found: dict[str, Package] = {}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        try:
            one = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another operating system, or an older Python
        if key in found:
            continue
        found[key] = Package(one.metadata["Name"], one.version, licence_of(cast("Message", one.metadata)))
        waiting += [match[0] for line in one.requires or () if "extra ==" not in line and (match := _NAME.match(line))]
    found.pop(root, None)
    return [found[key] for key in sorted(found)]


def licence_of(fields: Message) -> str:
    """The licence as the package's metadata names it (Core metadata specification 2.4, and what came before it)."""
    expression = str(fields.get("License-Expression", ""))
    named = [
        line.removeprefix(_CLASSIFIER) for line in fields.get_all("Classifier", []) if line.startswith(_CLASSIFIER)
    ]
    free = str(fields.get("License", "")).strip()
    short = free if free and "\n" not in free and len(free) <= LONGEST else ""
    return expression or short or ", ".join(named) or "see its own files"
