"""Two languages that nobody speaks, made of the catalogue at test time.

*Pseudo* reads like English with accents, is at least 30 % longer and stands in brackets: what is clipped, put together
from pieces or in no catalogue is seen at once. *Mirrored* is written from right to left with Hebrew letters.
"""

import re
from math import ceil
from pathlib import Path
from xml.sax.saxutils import escape

from build.catalogues import read_catalogue

LONGER = 0.3
PAD = "\u00b7"
SHORT = 4
"""Single letters and the units of durations get accents and no brackets: they stand inside of other sentences."""

FORMAT = "date"
"""Comment of a message that is a format for `QLocale.toString`."""

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "àƀçďéƒĝĥîĵķļḿñöþɋŕšţüṽŵẋýžÀƁÇĎÉƑĜĤÎĴĶĻḾÑÖÞɊŔŠŢÜṼŴẊÝŽ"
HEBREW = "אבגדהוזחטיכלמנסעפצקרשתםןףץ"
_KEPT = re.compile(r"(%L?[1-9n]|&&|&(?=\S))")


def pseudo(text: str) -> str:
    """The text with accents, in brackets, longer; ``%1`` and the letter after ``&`` stay what they are."""
    said = _letters(text, str.maketrans(_PLAIN, ACCENTED))
    if len(text) < SHORT or "%1h" in text:
        return said
    return f"[{said}{PAD * ceil(len(text) * LONGER)}]"


def mirrored(text: str) -> str:
    """The text in letters that are read from right to left."""
    return _letters(text, str.maketrans(_PLAIN, HEBREW * 2))


def is_pseudo(text: str) -> bool:
    """Whether a text came out of the catalogue, at least in part."""
    return bool(set(text) & set(ACCENTED))


def write(source: Path, target: Path, language: str) -> None:
    """Make a catalogue of a language nobody speaks.

    Args:
        source: a .ts file with every message.
        target: the .ts file to write.
        language: ``en`` for the pseudo-locale, ``he`` for the mirrored one.
    """
    say = mirrored if language == "he" else pseudo
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", f'<TS version="2.1" language="{language}">']
    for message in read_catalogue(source):
        # A format of a date is no text: its letters mean days and months.
        said = escape(message.source if message.comment == FORMAT else say(message.source))
        forms = f"<numerusform>{said}</numerusform>" * 2 if message.counted else said
        lines += [
            f"<context><name>{escape(message.context)}</name>",
            f"<message{' numerus=' + chr(34) + 'yes' + chr(34) if message.counted else ''}>",
            f"<source>{escape(message.source)}</source>",
            f"<comment>{escape(message.comment)}</comment>" if message.comment else "",
            f"<translation>{forms}</translation></message></context>",
        ]
    target.write_text("\n".join([*lines, "</TS>", ""]), encoding="utf-8")


def _letters(text: str, table: dict[int, int]) -> str:
    parts = _KEPT.split(text)
    return "".join(part if _KEPT.fullmatch(part) else part.translate(table) for part in parts)
