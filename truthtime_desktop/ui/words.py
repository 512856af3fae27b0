"""Sentences that more than one surface shows, and user text made safe to show in one line.

Whole sentences are translated; values go in with ``%1``, never with an f-string, so that translators may move them.
"""

import itertools
import json
import re
import unicodedata
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QTime
from PySide6.QtGui import QGuiApplication

from truthtime_desktop import durations
from truthtime_desktop.viewstate import EarlierEntry, Look, Saving, Segment, ViewState

MS_PER_MINUTE = 60_000
MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR

CONTEXT = "words"
"""Where the catalogues file what is said outside of classes."""

ERRORS = "errors"
"""Where they file titles and hints of errors, which are raised by code that knows no language."""

LABEL_MAX = 48
"""Longest user text in a menu or tooltip, characters. Windows cuts tooltips at 127, with our words around it."""

ELLIPSIS = "\u2026"
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINER = "\u200d"
_ATTACHED = frozenset(" \u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def fill(text: str, *values: str) -> str:
    """Puts the values where a translated sentence says ``%1``, ``%2``; a ``%1`` inside a value is left alone."""
    parts = text.split("%")
    values = tuple(map(isolated, values))
    filled = parts[0]
    for part in parts[1:]:
        index = int(part[0]) - 1 if part[:1] in "123456789" and part else -1
        filled += values[index] + part[1:] if 0 <= index < len(values) else "%" + part
    return filled


def isolated(text: str) -> str:
    """Text that keeps its own direction inside of a sentence that runs from right to left (Unicode UAX 9, isolates)."""
    if not text or "\u2068" in text or not QGuiApplication.isRightToLeft():
        return text
    return f"\u2068{text}\u2069"


def tr(text: str, *values: str) -> str:
    """The sentence in the person's language, filled in. `build/renew_translations.py` files it under `CONTEXT`.

    Written as ``tr`` in functions outside classes, as ``words.tr`` anywhere; in a QObject's class ``self.tr`` is right.
    """
    return fill(QCoreApplication.translate(CONTEXT, text), *values)


def plural(text: str, count: int) -> str:
    """A sentence about a number: ``%n click(s)``, in the plural forms of the person's language."""
    return QCoreApplication.translate(CONTEXT, text, "", count)


def clock_time(at_ms: int, offset_min: int) -> str:
    """``14:16``, or as the person's locale writes it.

    Args:
        at_ms: UTC milliseconds.
        offset_min: the zone's offset at that time, minutes east.
    """
    minute = (at_ms // MS_PER_MINUTE + offset_min) % MINUTES_PER_DAY
    hour, rest = divmod(minute, MINUTES_PER_HOUR)
    from truthtime_desktop.ui.languages import time_text

    return time_text(QTime(hour, rest))


def note_mark(at_ms: int, offset_min: int) -> str:
    """``14:16`` in every locale: in a note it is a link to the entry (ui.md 2.8), not a word."""
    minute = (at_ms // MS_PER_MINUTE + offset_min) % MINUTES_PER_DAY
    return f"{minute // MINUTES_PER_HOUR:02d}:{minute % MINUTES_PER_HOUR:02d}"


def hour_mark(at_ms: int, offset_min: int) -> str:
    """The hour under an axis: ``09``, or ``9 AM`` where the locale counts to twelve.

    Args:
        at_ms: UTC milliseconds of a full hour.
        offset_min: minutes east.
    """
    hour = (at_ms // MS_PER_MINUTE + offset_min) % MINUTES_PER_DAY // MINUTES_PER_HOUR
    from truthtime_desktop.ui.languages import hour_text

    return hour_text(hour)


def one_line(text: str) -> str:
    """User text without line breaks, control characters and direction overrides, which would garble the line."""
    kept = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or (unicodedata.category(char) not in {"Cc", "Cs"} and char not in _BIDI_CONTROLS)
    )
    return " ".join(kept.split())


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs to the left (Unicode bidi rule P2)."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in {"R", "AL"} for kind in strong if kind in {"L", "R", "AL"}), False)


def shortened(text: str, limit: int = LABEL_MAX) -> str:
    """At most `limit` characters, the middle replaced by an ellipsis. A letter is not parted from its accents."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    head_length = limit // 2
    head, tail = line[:head_length], line[len(line) - (limit - head_length - 1) :]
    while head.endswith(_JOINER):
        head = head[:-2]
    while tail and _belongs_to_the_letter_before(tail[0]):
        tail = tail[1:] if tail[0] != _JOINER else tail[2:]
    return head.rstrip() + ELLIPSIS + tail


def _belongs_to_the_letter_before(char: str) -> bool:
    """Accents, joiners, skin tones; and a space, which nobody needs after an ellipsis."""
    return char in _ATTACHED or unicodedata.category(char) in {"Mn", "Me"}


def plain(text: str) -> str:
    """Text for places that would read ``<b>`` as markup and cannot be told not to: tooltips and notifications."""
    looks_like_a_tag = any(before == "<" and not after.isspace() for before, after in itertools.pairwise(text))
    return text.replace("<", "\u2039") if looks_like_a_tag else text


def in_menu(text: str) -> str:
    """Text for a menu or button, where ``&`` would underline the next letter instead of being shown."""
    return text.replace("&", "&&")


def said(text: str) -> str:
    """An error's title or hint in the person's language, or as it is when no catalogue has it.

    Errors come from the rules and the store, in English and with their values already in them. A sentence with values
    is found again by the patterns that `make translations` has collected.
    """
    found = QCoreApplication.translate(ERRORS, text)
    if found != text:
        return found
    for source, pattern in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return fill(QCoreApplication.translate(ERRORS, source), *match.groups())
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    from truthtime_desktop.ui.languages import catalogue_folder

    path = catalogue_folder() / "patterns.json"
    sources = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return tuple((one, re.compile(re.sub(r"%\d", "(.+)", re.escape(one)), re.DOTALL)) for one in sources)


def duration(duration_ms: int) -> str:
    """``1h 31m``, in the units of the person's language. Windows never ask `durations.brief` themselves."""
    return durations.brief(duration_ms, durations.Units(tr("%1h %2m"), tr("%1m")))


def task_name(description: str) -> str:
    """The description in one line, or what an entry without one is called."""
    return shortened(full_task_name(description))


def full_task_name(description: str) -> str:
    """The same without a limit, for labels that cut by their width."""
    return one_line(description) or tr("No description")


def state_word(view: ViewState) -> str:
    """The state as the windows and the menu name it."""
    if view.needs_answer and view.state == "stopped":
        return tr("Waiting for your answer")
    if is_idle(view):
        return no_input(view)
    return {"stopped": tr("Not tracking"), "running": tr("Running"), "paused": tr("Paused")}[view.state]


def is_idle(view: ViewState) -> bool:
    """Whether the timer runs and nobody has touched the computer for longer than the person allows."""
    return view.state == "running" and view.no_input_ms > 0


def no_input(view: ViewState) -> str:
    """``No input for 6m``."""
    return tr("No input for %1", duration(view.no_input_ms))


def tooltip(view: ViewState) -> str:
    """What the tray icon says (ui.md 2.1). Changes at most once a minute."""
    worked = worked_today(view)
    tail = tr("Waiting for your answer") if view.needs_answer else worked
    if is_idle(view) and not view.needs_answer:
        text = tr("Running, no input for %1", duration(view.no_input_ms))
    elif view.state == "running":
        text = tr("Running: %1. %2", task_name(view.description), tail)
    elif view.question is not None and view.question.is_away:
        text = tr("You were away %1. Waiting for your answer", duration(view.question.duration_ms))
    elif view.state == "paused":
        text = tr("Paused. %1", tail)
    elif view.needs_answer:
        text = tail
    elif view.today_worked_ms > 0:
        text = tr("Not tracking. %1", worked)
    else:
        text = tr("TruthTime: not tracking")
    if view.problem is not None:
        text = tr("%1 (%2)", said(view.problem.title), text)
    return plain(text)


def menu_header(view: ViewState) -> str:
    """What runs, and how much of it was work."""
    if is_idle(view):
        return no_input(view)
    if view.state == "running":
        return tr("%1, %2", task_name(view.description), duration(view.entry_worked_ms))
    if view.state == "paused":
        return tr("Paused: %1", task_name(view.description))
    return state_word(view)


def answer_line(view: ViewState) -> str:
    """The menu's first line while an absence waits: ``Answer: away 11:18 – 12:00…`` (ui.md 2.1)."""
    question = view.question
    if question is None:
        return tr("Answer…")
    if not question.is_away:
        return tr("Answer: %1 unaccounted…", duration(question.duration_ms))
    end_ms = question.start_ms + question.duration_ms
    times = (clock_time(at_ms, view.offset_min) for at_ms in (question.start_ms, end_ms))
    return tr("Answer: away %1 – %2…", *times)


def saving_line(saving: Saving, now_ms: int) -> str:
    """Where the time is kept, in the panel's last line (ui.md 2.1).

    Args:
        now_ms: UTC milliseconds, for how long ago it was.
    """
    if saving.state == "synced":
        return _synced(now_ms - saving.at_ms)
    if saving.state == "syncing":
        return plural("Syncing %n change(s)", saving.waiting)
    if saving.state == "trial":
        return plural("Trial ends in %n day(s)", saving.days_left) if saving.days_left > 0 else tr("Trial ends today")
    if saving.state == "past_due":
        if saving.days_left > 0:
            return plural("Payment failed. Sync stops in %n day(s)", saving.days_left)
        return tr("Payment failed. Sync stops today")
    return {
        "local": tr("Saved on this computer"),
        "offline": tr("Offline. Saved here."),
        "failed": tr("Sync failed"),
        "signed_out": tr("Signed out by the server"),
        "expired": tr("Sync is off. Your time stays here."),
    }[saving.state]


def _synced(since_ms: int) -> str:
    """How long ago. A clock that was set back says "just now", never a negative time."""
    minutes = since_ms // MS_PER_MINUTE
    if minutes < 1:
        return tr("Synced just now")
    if minutes < MINUTES_PER_HOUR:
        return tr("Synced %1 min ago", str(minutes))
    return tr("Synced %1 ago", duration(since_ms))


def day_line(view: ViewState) -> str:
    """The menu's second line: today's work against today's elapsed time."""
    return tr("%1 worked of %2", duration(view.today_worked_ms), duration(view.today_elapsed_ms))


def truth_line(view: ViewState) -> str:
    """The sentence the program exists for."""
    if view.today_elapsed_ms <= 0:
        return tr("Nothing tracked today")
    return tr("%1 of %2 was work.", duration(view.today_worked_ms), duration(view.today_elapsed_ms))


def unanswered_line(view: ViewState) -> str:
    """How much of today waits for an answer; empty when nothing does."""
    if view.today_unanswered_ms <= 0:
        return ""
    return tr("%1 is not counted until you answer.", duration(view.today_unanswered_ms))


def worked_today(view: ViewState) -> str:
    """What the hero number means, for people who hear it."""
    return tr("%1 worked today", duration(view.today_worked_ms))


def hero_words(view: ViewState) -> str:
    """The hero number in a sentence that changes once a minute."""
    return tr("%1 truly worked today", spoken_duration(view.today_worked_ms))


def look_name(look: Look) -> str:
    """What a kind of time is called in legends and lists."""
    return {
        "worked": tr("Worked"),
        "claimed": tr("Claimed"),
        "paused": tr("Paused"),
        "idle": tr("Idle"),
        "away": tr("Away"),
        "unanswered": tr("Not answered"),
    }[look]


def spoken_duration(duration_ms: int) -> str:
    """``1 hour 4 minutes``, for people who hear it."""
    hours, minutes = divmod(max(duration_ms, 0) // MS_PER_MINUTE, MINUTES_PER_HOUR)
    if not hours:
        return plural("%n minute(s)", minutes)
    return tr("%1 %2", plural("%n hour(s)", hours), plural("%n minute(s)", minutes))


def spoken_segment(segment: Segment, offset_min: int) -> str:
    """``Worked, 09:04 to 09:31, 27 minutes, Landing page copy`` (ui.md 4.2)."""
    return tr(
        "%1, %2 to %3, %4, %5",
        look_name(segment.look),
        clock_time(segment.start_ms, offset_min),
        clock_time(segment.end_ms, offset_min),
        spoken_duration(segment.duration_ms),
        full_task_name(segment.label),
    )


def spoken_entry(entry: EarlierEntry) -> str:
    """A row of earlier entries: ``10:52, Invoices, Admin, 14 minutes of 1 hour 48 minutes was work``."""
    work = tr("%1 of %2 was work", spoken_duration(entry.worked_ms), spoken_duration(entry.elapsed_ms))
    parts = [clock_time(entry.started_at_ms, entry.offset_min), full_task_name(entry.description)]
    parts += [one_line(entry.project)] if entry.project else []
    parts += [work]
    parts += [tr("amended")] if entry.amended else []
    return ", ".join(parts)
