"""Reading a Qt Linguist catalogue (.ts), and what is wrong with a translation.

The format: https://doc.qt.io/qt-6/linguist-ts-file-format.html
"""

import re
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

FORMS = {"en": 2, "de": 2}
"""How many plural forms a language has, as Qt counts them."""

PLACEHOLDER = re.compile(r"%(?:[1-9]|n|L?[1-9])")
MNEMONIC = re.compile(r"(?<!&)&(?![&\s])")
FORBIDDEN = re.compile(
    # The copy rules of the design: facts and no blame, no pleading, no shouting. German: the same.
    r"\b(?:wast(?:e|ed|ing)|laz(?:y|ily)|oops|please|sorry|discard(?:ed)?"
    r"|verschwende\w*|faul(?:e[rnms]?)?|hoppla|ups|bitte|leider|verwerfen|verworfen|Entschuldigung)\b|!",
    re.IGNORECASE,
)


class Message(NamedTuple):
    """One message of one catalogue.

    Attributes:
        forms: the translation; several when it is about a number.
        finished: whether somebody vouches for it.
        comment: tells two uses of the same source text apart.
    """

    language: str
    context: str
    source: str
    counted: bool
    forms: tuple[str, ...]
    finished: bool
    comment: str = ""


def read_catalogue(path: Path) -> list[Message]:
    """All messages of a .ts file."""
    root = ET.parse(path).getroot()  # noqa: S314 - our own file, in our own repository
    language = root.get("language", "").partition("_")[0]
    return [
        _message(language, context.findtext("name", ""), element)
        for context in root.iter("context")
        for element in context.iter("message")
    ]


def _message(language: str, context: str, element: ET.Element) -> Message:
    translation = element.find("translation")
    assert translation is not None  # noqa: S101 - lupdate writes one for every message
    counted = element.get("numerus") == "yes"
    forms = [form.text or "" for form in translation.iter("numerusform")] if counted else [translation.text or ""]
    finished = translation.get("type") is None
    source, comment = element.findtext("source", ""), element.findtext("comment", "")
    return Message(language, context, source, counted, tuple(forms), finished, comment)


def faults_of(message: Message) -> list[str]:
    """What is wrong with a translation, in words for the person who translates."""
    where = f"{message.context or '(no context)'}: {message.source!r}"
    if not message.finished or not all(message.forms):
        return [f"{where} is not translated"]
    found = []
    if message.counted and len(message.forms) != FORMS[message.language]:
        found.append(f"{where} has {len(message.forms)} plural forms, {message.language} has {FORMS[message.language]}")
    for text in message.forms:
        wanted, given = (sorted(set(PLACEHOLDER.findall(each))) for each in (message.source, text))
        if wanted != given and not (message.counted and set(wanted) - set(given) == {"%n"}):
            found.append(f"{where} has the placeholders {wanted}, its translation has {given}")
        if len(MNEMONIC.findall(message.source)) != len(MNEMONIC.findall(text)):
            found.append(f"{where}: one of the two has a mnemonic (&), the other has none")
        if bool(message.source[-1:].isspace()) != bool(text[-1:].isspace()):
            found.append(f"{where}: a space at the end was lost or added")
    for text in (message.source, *message.forms):
        found += [f"{where} uses {word!r}, which the copy rules forbid" for word in FORBIDDEN.findall(text)]
    return found
