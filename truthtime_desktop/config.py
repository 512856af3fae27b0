"""Where TruthTime keeps its data, the person's settings, and how a small file is replaced without losing it.

The quick commands (`truthtime status`) import this before anything else, inside a budget of some milliseconds. That is
why the data folder is computed here in a few lines (importing platformdirs costs as much as the whole command) and why
the records are named tuples (importing dataclasses costs twice as much as typing does).
"""

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from truthtime_core.errors import StoreError

DATA_DIR_VARIABLE = "TRUTHTIME_DATA_DIR"

LATEST_DAY_START_MIN = 360
"""A day may begin up to six hours after midnight (research on day boundaries: nobody asked for more)."""

SHORTEST_IDLE_S = 60
LONGEST_IDLE_S = 4 * 3600

SMALLEST_TEXT_PERCENT = 100
LARGEST_TEXT_PERCENT = 150

_LANGUAGE_LETTERS = (2, 3)
_COUNTRY_LETTERS = 2
_NO_OTHER: Mapping[str, Any] = MappingProxyType({})


class Places(NamedTuple):
    """Every path of the program, derived from one folder.

    Attributes:
        root: the data folder, absolute.
    """

    root: Path

    @property
    def account(self) -> Path:
        """Folder of the one account this computer has until it signs in."""
        return self.root / "accounts" / "local"

    @property
    def database(self) -> Path:
        """The SQLite file; `-wal` and `-shm` lie beside it."""
        return self.account / "truthtime.db"

    @property
    def heart(self) -> Path:
        """The last sign of life (`truthtime_desktop.heartbeat`)."""
        return self.account / "heart.bin"

    @property
    def reserve(self) -> Path:
        """Space that is given back when the disk is full, so that the last event can still be written."""
        return self.account / "reserve.bin"

    @property
    def lock(self) -> Path:
        """Held by the one process that owns the data (`truthtime_desktop.system.instance`)."""
        return self.account / "lock"

    @property
    def backups(self) -> Path:
        """Folder of the verified backups."""
        return self.account / "backups"

    @property
    def settings(self) -> Path:
        """The person's settings, JSON."""
        return self.account / "settings.json"

    @property
    def windows(self) -> Path:
        """Where the windows were last, JSON (`truthtime_desktop.ui.windows.places`)."""
        return self.account / "windows.json"

    @property
    def fatal(self) -> Path:
        """Where the interpreter writes where it was when it could not go on (`truthtime_desktop.ui.crashes.hook`)."""
        return self.account / "fatal.txt"

    @property
    def running(self) -> Path:
        """Address of the running copy (`truthtime_desktop.wire`)."""
        return self.root / "running.json"

    def prepare(self) -> None:
        """Create the folders, readable by their owner only, and check that they can be written.

        Raises:
            StoreError: a folder cannot be made, is a file, or is read-only.
        """
        try:
            self.root.parent.mkdir(parents=True, exist_ok=True)
            for folder in (self.root, self.account.parent, self.account, self.backups):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise disk_error(error, self.root) from error
        if not os.access(self.account, os.W_OK | os.X_OK):
            raise disk_error(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), self.root)


class Settings(NamedTuple):
    """What the person chose. A copy with changes is made by `_replace`.

    Attributes:
        day_start_min: minutes after midnight at which the person's day begins, 0 to 360.
        idle_after_s: seconds without input after which time counts as idle.
        theme: ``system``, ``light`` or ``dark``.
        left_click: what a click on the tray icon does, ``toggle`` or ``panel``.
        language: of the windows: ``system``, or a code such as ``de`` or ``pt_BR``.
        hours: how times of day are written: ``system``, ``24`` or ``12``.
        week_start: the first day of a week: ``system`` (the desktop's custom; Monday on the command line, which knows
            none), ``monday``, ``saturday`` or ``sunday``.
        contrast: ``system``, or ``high`` whatever the desktop says.
        text_percent: size of text against the design's, 100 to 150.
        first_run_done: the introduction was read or skipped; it does not come by itself again.
        close_keeps: the person has agreed that timing goes on when the compact window is closed.
        hotkeys: for each action (``toggle-pause``...) its keys as text, ``Ctrl+Alt+P``; empty for none. What is not
            named has its usual keys.
        other: keys this version does not know; they are kept, because a newer version may have written them.
    """

    day_start_min: int = 0
    idle_after_s: int = 300
    theme: str = "system"
    left_click: str = "toggle"
    language: str = "system"
    hours: str = "system"
    week_start: str = "system"
    contrast: str = "system"
    text_percent: int = SMALLEST_TEXT_PERCENT
    first_run_done: bool = False
    close_keeps: bool = False
    hotkeys: Mapping[str, str] = _NO_OTHER
    other: Mapping[str, Any] = _NO_OTHER


def _whole(lowest: int, highest: int) -> Callable[[object], bool]:
    return lambda value: type(value) is int and lowest <= value <= highest


def _one_of(*choices: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in choices


def _is_language(value: object) -> bool:
    """``system``, or a language with or without a country, as catalogues are named."""
    if not isinstance(value, str):
        return False
    language, underscore, country = value.partition("_")
    has_country = country.isascii() and country.isalpha() and country.isupper() and len(country) == _COUNTRY_LETTERS
    is_code = language.isascii() and language.isalpha() and language.islower() and len(language) in _LANGUAGE_LETTERS
    return value == "system" or (is_code and (has_country if underscore else True))


def _is_bool(value: object) -> bool:
    return type(value) is bool


def _is_words(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


_ALLOWED: Mapping[str, Callable[[object], bool]] = {
    "day_start_min": _whole(0, LATEST_DAY_START_MIN),
    "idle_after_s": _whole(SHORTEST_IDLE_S, LONGEST_IDLE_S),
    "theme": _one_of("system", "light", "dark"),
    "left_click": _one_of("toggle", "panel"),
    "language": _is_language,
    "hours": _one_of("system", "24", "12"),
    "week_start": _one_of("system", "monday", "saturday", "sunday"),
    "contrast": _one_of("system", "high"),
    "text_percent": _whole(SMALLEST_TEXT_PERCENT, LARGEST_TEXT_PERCENT),
    "first_run_done": _is_bool,
    "close_keeps": _is_bool,
    "hotkeys": _is_words,
}


def find_places(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Places:
    """The places of this user on this computer; nothing is created.

    Args:
        environ: `TRUTHTIME_DATA_DIR` wins; otherwise the platform's folder for a user's data.
        platform: as `sys.platform` says it.

    Raises:
        StoreError: the home folder of the user is unknown, or the variable holds a relative path: it would name
            another folder, and so another log, in every folder a command is typed in.
    """
    chosen = environ.get(DATA_DIR_VARIABLE, "")
    try:
        root = Path(chosen).expanduser() if chosen else _platform_folder(environ, platform)
    except RuntimeError as error:
        raise StoreError(
            "TruthTime does not know your home folder.", f"Set {DATA_DIR_VARIABLE} to a folder for its data."
        ) from error
    if chosen and not root.is_absolute():
        raise StoreError(
            f"{DATA_DIR_VARIABLE} names a folder that depends on where a command is typed: {chosen}",
            f"Set it to a whole path, for example {Path(chosen).absolute()}",
        )
    return Places(root)


def read_settings(path: Path) -> tuple[Settings, StoreError | None]:
    """The settings, and what was wrong with their file (for display; it is not raised).

    A missing file means the defaults. A damaged file or value never stops the program: the default takes its place.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), disk_error(error, path)
    values = _json_object(content)
    if values is None:
        return Settings(), StoreError(
            "The settings file is damaged, so the default settings are used.",
            f"Change any setting to write it anew. The damaged file is kept as {_damaged(path).name}.",
        )
    known = {name: values.pop(name) for name in _ALLOWED if name in values}
    wrong = sorted(name for name, value in known.items() if not _ALLOWED[name](value))
    settings = Settings(**{name: value for name, value in known.items() if name not in wrong}, other=values)
    if not wrong:
        return settings, None
    return settings, StoreError(
        f"Settings that cannot be used were replaced by their defaults: {', '.join(wrong)}.",
        f"Choose them again in Settings, or correct {path}.",
    )


def write_settings(path: Path, settings: Settings) -> None:
    """Store the settings. A file that is no JSON is kept beside them under another name.

    Raises:
        StoreError: the disk does not take them; the old settings are then still there.
    """
    values = {**settings.other, **{name: getattr(settings, name) for name in _ALLOWED}}
    values["hotkeys"] = dict(settings.hotkeys)
    try:
        if path.exists() and _json_object(path.read_bytes()) is None:
            path.replace(_damaged(path))
    except OSError as error:
        raise disk_error(error, path) from error
    replace_file(path, (json.dumps(values, indent=2, sort_keys=True) + "\n").encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write a small file so that after a power cut there is the old or the new one, never half of one.

    Raises:
        StoreError: the disk does not take it; the old file is unchanged.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            flush_to_disk(descriptor)
        fresh.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise disk_error(error, path) from error


def flush_to_disk(descriptor: int) -> None:
    """Return when the file's content is on the disk and not only in a cache.

    On macOS fsync leaves the data in the drive's cache; F_FULLFSYNC empties that one as well (man 2 fcntl, Darwin).
    """
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:
            # File systems other than APFS, HFS, FAT and UDF refuse it (man 2 fcntl); SQLite does the same as this then.
            os.fsync(descriptor)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Make a new or renamed file's name as durable as its content. Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def disk_error(error: OSError, path: Path) -> StoreError:
    """The operating system's refusal in words a person can act on.

    Args:
        error: what the operating system said.
        path: the file or folder it was about.
    """
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreError("The disk is full.", "Free some space and try again. What was recorded before is safe.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return StoreError(
            f"TruthTime is not allowed to use {path}.",
            f"Check the permissions of this place, or set {DATA_DIR_VARIABLE} to a folder of your own.",
        )
    if error.errno in {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}:
        return StoreError(
            f"Something else is in the way at {path}.",
            f"Move it away, or set {DATA_DIR_VARIABLE} to another folder.",
        )
    return StoreError(
        f"The disk reports an error at {path}: {error.strerror or error}.",
        "Check the disk and its connection. What was recorded before is safe as far as the disk keeps it.",
    )


def _platform_folder(environ: Mapping[str, str], platform: str) -> Path:
    if platform == "win32":
        local = environ.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "TruthTime"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "TruthTime"
    # A relative XDG_DATA_HOME is to be ignored (XDG Base Directory Specification 0.8).
    data_home = Path(environ.get("XDG_DATA_HOME", ""))
    return (data_home if data_home.is_absolute() else Path.home() / ".local" / "share") / "truthtime"


def _json_object(content: bytes) -> dict[str, Any] | None:
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _damaged(path: Path) -> Path:
    return path.with_name(f"{path.stem}-damaged{path.suffix}")
