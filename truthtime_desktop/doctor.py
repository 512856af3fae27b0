"""`truthtime doctor`: what works on this computer, what does not, why, and what to do about it. It changes nothing."""

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any, Literal, NamedTuple

from truthtime_core.errors import TruthTimeError
from truthtime_desktop import __version__
from truthtime_desktop.config import DATA_DIR_VARIABLE, Places
from truthtime_desktop.system import probes
from truthtime_desktop.system.clocks import SystemClock
from truthtime_desktop.system.display import NoDisplayError, check_display
from truthtime_desktop.system.folders import network_kind
from truthtime_desktop.system.hotkeys.opening import kind_of
from truthtime_desktop.system.zones import UNKNOWN

State = Literal["ok", "warning", "missing"]

LOW_SPACE_BYTES = 200_000_000
"""Below this a person should know: a backup of many years needs about as much."""

QUICK_BELOW_BYTES = 50_000_000
"""A larger log takes more than some seconds to verify; the doctor then only opens it."""

NOT_YET = "; this release does not use it yet"
BIND_COMMAND = "Bind the command `truthtime toggle-pause` to a key in the keyboard settings of your desktop."
_SNI = "org.kde.StatusNotifierWatcher"
_IDLE_NAMES = {
    "org.gnome.Mutter.IdleMonitor": "Mutter's idle monitor",
    "org.freedesktop.ScreenSaver": "the desktop's screen saver (org.freedesktop.ScreenSaver)",
}


class Finding(NamedTuple):
    """One line of the doctor.

    Attributes:
        name: what was looked at.
        text: what was found, or why it does not work.
        step: what to do next; empty when nothing needs to be done.
        essential: whether time cannot be recorded without it.
    """

    name: str
    state: State
    text: str
    step: str = ""
    essential: bool = False


def examine(places: Places, environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Look at everything. Takes some seconds at most; nothing is written, and no part that fails ends it.

    Args:
        places: where the data is, or would be.
    """
    display = _display_fault(environ)
    asked = ["qt", "keyring"]
    asked += ["tray"] if display is None else []
    asked += ["x11_idle"] if _on_x11(environ) else []
    asked += ["x11_keys"] if kind_of(environ, sys.platform) == "x11" else []
    answers = probes.ask(asked, environ)
    qt = answers["qt"].found or {}
    return [
        _program(),
        *_libraries(answers["qt"]),
        _sqlite(),
        _folder(places),
        _space(places),
        _database(places),
        *_clocks(),
        _tray(display, answers.get("tray"), qt),
        _hotkey(environ, answers.get("x11_keys"), qt),
        _idle(answers.get("x11_idle"), qt),
        _keyring(answers["keyring"]),
        Finding("Translations", "ok", "English; there are no others yet"),
    ]


def exit_code(findings: Iterable[Finding]) -> int:
    """0 when nothing essential is missing, otherwise 1."""
    return int(any(one.essential and one.state == "missing" for one in findings))


def text(findings: Iterable[Finding]) -> str:
    """What `truthtime doctor` prints."""
    lines: list[str] = []
    for one in findings:
        lines.append(f"{one.state:<8} {one.name}: {one.text}")
        if one.step:
            lines.append(f"{'':8} {one.step}")
    return "\n".join(lines) + "\n"


def json(findings: Iterable[Finding]) -> dict[str, Any]:
    """What `truthtime doctor --json` prints."""
    found = list(findings)
    return {"ok": exit_code(found) == 0, "findings": [one._asdict() for one in found]}


def _program() -> Finding:
    system = f"{platform.system()} {platform.release()} ({platform.machine()})"
    return Finding("Program", "ok", f"TruthTime {__version__}, Python {platform.python_version()}, {system}")


def _libraries(qt: probes.Answer) -> list[Finding]:
    if qt.found:
        first = Finding("Qt", "ok", f"{qt.found['qt']}, PySide6 {qt.found['pyside']}")
    else:
        step = "Install TruthTime again with its requirements. The commands work without Qt."
        first = Finding("Qt", "missing", f"cannot be loaded: {qt.why}", step, essential=True)
    return [first, *(_library(name) for name in ("SQLAlchemy", "alembic"))]


def _library(name: str) -> Finding:
    try:
        return Finding(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        step = "Install TruthTime again with its requirements."
        return Finding(name, "missing", "not installed", step, essential=not getattr(sys, "frozen", False))


def _sqlite() -> Finding:
    try:
        from truthtime_desktop.store import driver

        module = driver.load()
    except TruthTimeError as error:
        return Finding("SQLite", "missing", error.title, error.hint, essential=True)
    source = "pysqlite3" if module.__name__.startswith("pysqlite3") else "Python's own"
    return Finding("SQLite", "ok", f"{module.sqlite_version}, {source}", essential=True)


def _folder(places: Places) -> Finding:
    name, root = "Data folder", places.root
    existing = _existing(places.account)
    if not existing.is_dir():
        return Finding(name, "missing", f"{existing} is in the way of {root}", "Move it away.", essential=True)
    if not os.access(existing, os.W_OK | os.X_OK):
        step = f"Check its permissions, or set {DATA_DIR_VARIABLE} to a folder of your own."
        return Finding(name, "missing", f"{root} cannot be written", step, essential=True)
    network = network_kind(existing)
    if network:
        step = f"Set {DATA_DIR_VARIABLE} to a folder on a disk of this computer; SQLite is not safe over a network."
        return Finding(name, "warning", f"{root} is on a network drive ({network})", step)
    if existing != places.account:
        return Finding(name, "ok", f"{root}, made when the first timer starts", essential=True)
    return Finding(name, "ok", str(root), essential=True)


def _existing(path: Path) -> Path:
    """The path itself, or the nearest of its parents that is there."""
    while not path.exists() and path.parent != path:
        path = path.parent
    return path


def _space(places: Places) -> Finding:
    try:
        free_bytes = shutil.disk_usage(_existing(places.account)).free
    except OSError as error:
        return Finding("Free space", "warning", f"not known: {error.strerror}", "Check the disk.")
    shown = f"{free_bytes / 1e9:.1f} GB" if free_bytes >= 1e9 else f"{free_bytes / 1e6:.0f} MB"  # noqa: PLR2004
    if free_bytes < LOW_SPACE_BYTES:
        return Finding("Free space", "warning", f"{shown} left on the disk of the data", "Free some space.")
    return Finding("Free space", "ok", shown)


def _clocks() -> list[Finding]:
    clock = SystemClock()
    report = clock.report()
    reading = clock.read()
    counters = f"awake {report['Awake clock']}; elapsed {report['Elapsed clock']}; {report['Asleep since boot']} asleep"
    found = [Finding("Clocks", "ok", counters, essential=True)]
    if reading.boot.startswith("process-"):
        step = "Time counts while TruthTime runs. After a restart of it you are asked about the gap."
        found.append(Finding("Boot", "warning", "this system does not tell one boot from the next", step))
    else:
        found.append(Finding("Boot", "ok", reading.boot))
    if reading.zone == UNKNOWN:
        step = "Set the time zone of the system. Until then the offset from UTC is recorded without its rules."
        found.append(Finding("Time zone", "warning", f"unknown, {report['Zone']}", step))
    else:
        found.append(Finding("Time zone", "ok", report["Zone"]))
    return found


def _on_x11(environ: Mapping[str, str]) -> bool:
    return bool(sys.platform.startswith("linux") and environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"))


def _display_fault(environ: Mapping[str, str]) -> NoDisplayError | None:
    try:
        check_display(environ)
    except NoDisplayError as error:
        return error
    return None


def _tray(fault: NoDisplayError | None, answer: probes.Answer | None, qt: Mapping[str, Any]) -> Finding:
    if fault is not None or answer is None:
        return Finding("Tray", "missing", fault.title if fault else "not asked", fault.hint if fault else "")
    if answer.found is None:
        step = "Without a screen, use the commands: truthtime start, pause, stop."
        return Finding("Tray", "missing", f"Qt cannot open a window: {answer.why}", step)
    shown_by = f"Qt platform {answer.found['platform']}"
    if answer.found["tray"]:
        host = "a StatusNotifier host" if _SNI in qt.get("names", []) else "the system's tray"
        return Finding("Tray", "ok", f"{host}, {shown_by}")
    step = "Add a tray to the panel, on GNOME the extension AppIndicator. Until then a small window takes its place."
    return Finding("Tray", "warning", f"this desktop shows no tray icons ({shown_by})", step)


def _hotkey(environ: Mapping[str, str], x11: probes.Answer | None, qt: Mapping[str, Any]) -> Finding:
    name, kind = "Hotkey", kind_of(environ, sys.platform)
    if kind in {"windows", "macos"}:
        words = "Windows (RegisterHotKey)" if kind == "windows" else "macOS (RegisterEventHotKey)"
        return Finding(name, "ok", f"{words} gives keys to every program")
    if kind == "portal":
        if qt.get("shortcuts_portal"):
            return Finding(name, "ok", "Wayland, the portal GlobalShortcuts; your desktop keeps the keys")
        return Finding(name, "missing", "this Wayland desktop has no portal GlobalShortcuts", BIND_COMMAND)
    if kind == "none" or x11 is None:
        return Finding(name, "missing", "there is no screen session", "The commands work: truthtime toggle-pause.")
    return _x11_keys(name, x11)


def _x11_keys(name: str, answer: probes.Answer) -> Finding:
    if answer.found is None:
        return Finding(name, "missing", f"X11 gave no keys: {answer.why}", BIND_COMMAND)
    free = [keys for keys, state in answer.found.items() if state == "bound"]
    if not free:
        step = "Choose other keys in Settings, or quit the program that has these."
        return Finding(name, "warning", f"X11, but {', '.join(answer.found)} are in use by other programs", step)
    used = [keys for keys in answer.found if keys not in free]
    in_use = f"; in use, by TruthTime itself if it runs: {', '.join(used)}" if used else ""
    return Finding(name, "ok", f"X11, keys can be grabbed; free: {', '.join(free)}{in_use}")


def _idle(x11: probes.Answer | None, qt: Mapping[str, Any]) -> Finding:
    name = "Idle source"
    native = {"win32": "Windows (GetLastInputInfo)", "darwin": "macOS (CGEventSource)"}.get(sys.platform)
    if native:
        return Finding(name, "ok", f"{native}{NOT_YET}")
    if x11 is not None and x11.found and x11.found["present"]:
        return Finding(name, "ok", f"X11, the extension MIT-SCREEN-SAVER{NOT_YET}")
    for service, words in _IDLE_NAMES.items():
        if service in qt.get("names", []):
            return Finding(name, "ok", f"{words}{NOT_YET}")
    reason = f": {x11.why}" if x11 is not None and x11.why else ""
    step = "Pause by hand when you leave: truthtime pause. Sleep and power-off are noticed all the same."
    return Finding(name, "missing", f"nothing here tells when you were away from the keyboard{reason}", step)


def _keyring(answer: probes.Answer) -> Finding:
    step = "Only signing in needs one, and timing does not. On Linux: install gnome-keyring or KWallet."
    if answer.found is None:
        return Finding("Keyring", "missing", answer.why, step)
    backends = ", ".join(answer.found["backends"])
    if not answer.found["usable"]:
        return Finding("Keyring", "missing", f"none that keeps secrets ({backends})", step)
    return Finding("Keyring", "ok", backends)


def _database(places: Places) -> Finding:
    name = "Database"
    if not places.database.exists():
        return Finding(name, "ok", "not made yet", essential=True)
    try:
        from truthtime_desktop.store import open_store

        store = open_store(places, read_only=True)
        try:
            is_large = places.database.stat().st_size > QUICK_BELOW_BYTES
            faults = [] if is_large else store.integrity()
        finally:
            store.close()
    except TruthTimeError as error:
        return Finding(name, "missing", error.title, error.hint, essential=True)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        return Finding(
            name, "missing", faults[0] + more, "Restore a backup: truthtime restore --newest", essential=True
        )
    words = "opens; check every byte of it with: truthtime verify" if is_large else "sound, every byte and every link"
    return Finding(name, "ok", words, essential=True)
